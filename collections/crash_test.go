package collections

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dowse/collections/long"
)

// The crash tests run this test binary again as a writer and kill it.
const (
	writerMode = "DOWSE_TEST_WRITER" // save or naive
	writerDir  = "DOWSE_TEST_DIR"
)

func TestMain(m *testing.M) {
	if mode := os.Getenv(writerMode); mode != "" {
		write := write
		if strings.HasSuffix(mode, "rename") {
			write = renameForever
		}
		if strings.HasSuffix(mode, "relocate") {
			write = relocateForever
		}
		if err := write(mode, os.Getenv(writerDir)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// filler makes the file large enough for a write to be seen half done.
var filler = strings.Repeat("0123456789abcdef\n", 2<<10)

// numbered makes r the one of save i. The file has the same size whatever i is.
func numbered(r *Request, i int) {
	text := fmt.Sprintf("%09d", i)
	r.Headers = Rows{{Name: "First", Value: text}}
	r.Body = Body{Kind: BodyText, Text: text + "\n" + filler + text + "\n"}
}

// write saves higher and higher numbers, each reported on stdout once it is saved, until it is killed.
func write(mode, dir string) error {
	c, err := Load(dir)
	if err != nil {
		return err
	}
	r := c.Request("a")
	i, err := strconv.Atoi(r.Headers[0].Value)
	if err != nil {
		return err
	}
	save := c.Save
	if mode == "naive" {
		save = func(r *Request) error { return saveNaively(c, r) }
	}
	for {
		i++
		numbered(r, i)
		if mode == "naive" && i%3 == 0 {
			return saveHalf(c, r)
		}
		if err := save(r); err != nil {
			return err
		}
		if _, err := fmt.Println(i); err != nil {
			return err
		}
	}
}

// saveNaively writes without comparing.
func saveNaively(c *Collection, r *Request) error {
	document, err := encode(requestKeys, r, nil)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.Root, r.ID+extension), document.Bytes(), 0o644)
}

// saveHalf is what is there in the middle of os.WriteFile. It waits there, to be killed.
func saveHalf(c *Collection, r *Request) error {
	document, err := encode(requestKeys, r, nil)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(c.Root, r.ID+extension), os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	text := document.Bytes()
	if _, err := file.Write(text[:len(text)/2]); err != nil {
		return err
	}
	waitHalfway()
	return nil
}

// halfway is what a writer reports that waits in the middle of its work.
const halfway = "halfway"

// waitHalfway waits to be killed.
func waitHalfway() {
	fmt.Println(halfway)
	time.Sleep(time.Hour)
}

// writer runs this test binary as one that saves; the lines are what it reports.
func writer(t *testing.T, mode, dir string) (cmd *exec.Cmd, lines *bufio.Scanner, said *strings.Builder) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerMode+"="+mode, writerDir+"="+dir)
	said = &strings.Builder{}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out), said
}

// killed starts a writer and, after a few saves, kills it in the next one: as soon as the folder looks
// as if one were being written, or a random while after that. It gives the last number that was reported
// as saved, and how many were.
func killed(t *testing.T, dir string) (acknowledged, saves int) {
	t.Helper()
	cmd, lines, said := writer(t, "save", dir)
	last := 0
	for range 3 + rand.IntN(4) {
		if !lines.Scan() {
			break
		}
		saves++
		last, _ = strconv.Atoi(lines.Text())
	}
	untilWriting(dir)
	if rand.IntN(3) == 0 {
		<-time.After(time.Duration(rand.IntN(4000)) * time.Microsecond) // after the write, or within the next save
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // a line without its end was not written whole, and is no larger a number
		saves++
		number, _ := strconv.Atoi(lines.Text())
		last = max(last, number)
	}
	_ = cmd.Wait() // it was killed
	if last == 0 || lines.Err() != nil {
		t.Fatalf("the writer did not save: %v %s", lines.Err(), said)
	}
	return last, saves
}

// untilWriting returns once another file is beside the one that is saved. A writer that is never seen at it is killed
// anywhere.
func untilWriting(dir string) {
	for start := time.Now(); time.Since(start) < time.Second; {
		if entries, err := os.ReadDir(dir); err != nil || len(entries) > 2 {
			return
		}
	}
}

// damage says what a kill did to the collection, or nil.
func damage(dir string, acknowledged int) error {
	c, err := Load(dir)
	if err != nil {
		return err
	}
	if len(c.Problems) > 0 {
		return c.Problems[0]
	}
	r := c.Request("a")
	if r == nil {
		return errors.New("torn: the request is gone")
	}
	i, err := strconv.Atoi(r.Headers[0].Value)
	if err != nil {
		return fmt.Errorf("torn: %w", err)
	}
	whole := &Request{}
	numbered(whole, i)
	if r.Body.Text != whole.Body.Text {
		return fmt.Errorf("torn: the body of save %d has %d of %d bytes", i, len(r.Body.Text), len(whole.Body.Text))
	}
	if i < acknowledged {
		return fmt.Errorf("lost: save %d was acknowledged, the file has %d", acknowledged, i)
	}
	return nil
}

func crashFolder(t *testing.T) string {
	t.Helper()
	c := folder(t)
	r := &Request{ID: "a", URL: "http://x"}
	numbered(r, 0)
	if err := c.Save(r); err != nil {
		t.Fatal(err)
	}
	return c.Root
}

// TestKilledWhileSaving kills a writer again and again, until a few were hit in the middle of a save at least.
func TestKilledWhileSaving(t *testing.T) {
	long.Test(t)
	dir := crashFolder(t)
	kills, saves, swept := 0, 0, 0
	for kills < long.Size(20, 1000) || swept < 5 {
		last, n := killed(t, dir)
		kills++
		saves += n
		swept += countTemps(t, dir)
		if err := damage(dir, last); err != nil {
			t.Fatalf("after kill %d: %v", kills, err)
		}
		noTemps(t, dir)
	}
	t.Logf("%d kills during %d saves; %d temporary files swept", kills, saves, swept)
}

func countTemps(t *testing.T, dir string) int {
	t.Helper()
	temps, err := filepath.Glob(filepath.Join(dir, ".dowse-*.tmp"))
	if err != nil {
		t.Fatal(err)
	}
	return len(temps)
}

// TestKilledWhileSavingControl shows that what a kill does in the middle of writing in place is found.
func TestKilledWhileSavingControl(t *testing.T) {
	dir := crashFolder(t)
	cmd, lines, said := writer(t, "naive", dir)
	last := 0
	for lines.Scan() && lines.Text() != halfway {
		last, _ = strconv.Atoi(lines.Text())
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	if last == 0 {
		t.Fatalf("the writer did not save: %s", said)
	}
	if err := damage(dir, last); err == nil {
		t.Error("half a file is no damage, so the test of Save shows nothing")
	}
}

// TestConcurrentWriters has writers with a collection each edit one file. Each counts in a header of
// its own; a conflict means to load again.
func TestConcurrentWriters(t *testing.T) {
	const writers, edits = 4, 25
	c := folder(t, "a.yaml", "url: http://x\n")
	failed := make(chan error, writers)
	for w := range writers {
		go func() { failed <- count(c.Root, fmt.Sprint("W", w), edits) }()
	}
	for range writers {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	again := load(t, c.Root)
	quiet(t, again)
	for w := range writers {
		if got := header(again.Request("a"), fmt.Sprint("W", w)); got != edits {
			t.Errorf("writer %d made %d edits, %d are in the file", w, edits, got)
		}
	}
	noTemps(t, c.Root)

	t.Run("control: without comparing", func(t *testing.T) {
		one, two := load(t, c.Root), load(t, c.Root)
		for w, c := range []*Collection{one, two} {
			raise(c.Request("a"), fmt.Sprint("W", w))
			if err := saveNaively(c, c.Request("a")); err != nil {
				t.Fatal(err)
			}
		}
		if header(load(t, c.Root).Request("a"), "W0") != edits {
			t.Error("the first writer's edit survived, so the test shows nothing")
		}
	})
}

// count raises a header by one, edits times.
func count(dir, name string, edits int) error {
	for range edits {
		for {
			c, err := Load(dir)
			if err != nil {
				return err
			}
			r := c.Request("a")
			if r == nil {
				return fmt.Errorf("%s: the request is gone: %v", name, c.Problems)
			}
			raise(r, name)
			err = c.Save(r)
			if _, conflict := errors.AsType[*ConflictError](err); conflict {
				continue
			}
			if err != nil {
				return err
			}
			break
		}
	}
	return nil
}

func header(r *Request, name string) int {
	for _, row := range r.Headers {
		if row.Name == name {
			n, _ := strconv.Atoi(row.Value)
			return n
		}
	}
	return 0
}

func raise(r *Request, name string) {
	n := header(r, name) + 1
	for i := range r.Headers {
		if r.Headers[i].Name == name {
			r.Headers[i].Value = strconv.Itoa(n)
			return
		}
	}
	r.Headers = append(r.Headers, Row{Name: name, Value: strconv.Itoa(n)})
}
