package journal

import (
	"bufio"
	"encoding/json"
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
	writerMode = "DOWSE_TEST_JOURNAL" // save or naive
	writerHome = "DOWSE_TEST_HOME"
)

func TestMain(m *testing.M) {
	if mode := os.Getenv(writerMode); mode != "" {
		if err := write(mode, os.Getenv(writerHome)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// filler makes the file large enough for a write to be seen half done.
var filler = strings.Repeat("0123456789abcdef\n", 4<<10)

func numbered(i int) State {
	text := fmt.Sprintf("%09d", i)
	return drafts("first", text, "filler", filler, "last", " "+text)
}

// write saves higher and higher numbers, each reported on stdout once it is saved, until it is killed.
func write(mode, home string) error {
	j := Scratch(home, "/somewhere")
	if err := os.MkdirAll(j.dir, 0o700); err != nil {
		return err
	}
	state, err := j.Load()
	if err != nil {
		return err
	}
	i := 0
	if len(state.Drafts) > 0 {
		i, _ = strconv.Atoi(state.Drafts[0].Request)
	}
	for {
		i++
		if err := j.Save(numbered(i)); err != nil {
			return err
		}
		if mode == "naive" && i == 3 {
			return half(j, numbered(i+1))
		}
		if _, err := fmt.Println(i); err != nil {
			return err
		}
	}
}

// half is what is there in the middle of os.WriteFile. It waits there, to be killed.
func half(j *Journal, s State) error {
	s.Version = version
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(j.dir, stateFile), data[:len(data)/2], 0o600); err != nil {
		return err
	}
	fmt.Println(halfway)
	time.Sleep(time.Hour)
	return nil
}

// halfway is what a writer reports that waits in the middle of its work.
const halfway = "halfway"

// killed starts a writer and kills it after a few saves, somewhere in the next; the naive one in the middle. It gives the last
// number that was reported as saved.
func killed(t *testing.T, mode, home string) (acknowledged int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerMode+"="+mode, writerHome+"="+home)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 2 + rand.IntN(3); (n > 0 || mode == "naive") && lines.Scan() && lines.Text() != halfway; n-- {
		acknowledged, _ = strconv.Atoi(lines.Text())
	}
	if mode != "naive" {
		<-time.After(time.Duration(rand.IntN(3000)) * time.Microsecond) // somewhere within a save
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // a line without its end was not written whole, and is no larger a number
		number, _ := strconv.Atoi(lines.Text())
		acknowledged = max(acknowledged, number)
	}
	_ = cmd.Wait() // it was killed
	if acknowledged == 0 {
		t.Fatalf("the writer did not save: %s", stderr.String())
	}
	return acknowledged
}

// damage says what a kill did to the state, or nil.
func damage(home string, acknowledged int) error {
	j := Scratch(home, "/somewhere")
	if err := os.MkdirAll(j.dir, 0o700); err != nil {
		return err
	}
	state, err := j.Load()
	if err != nil {
		return err
	}
	if len(state.Drafts) != 3 || " "+state.Drafts[0].Request != state.Drafts[2].Request || state.Drafts[1].Request != filler {
		return fmt.Errorf("torn: %d drafts", len(state.Drafts))
	}
	if i, err := strconv.Atoi(state.Drafts[0].Request); err != nil || i < acknowledged {
		return fmt.Errorf("lost: save %d was acknowledged, the file has %d (%w)", acknowledged, i, err)
	}
	if entries, err := os.ReadDir(j.dir); err != nil || len(entries) != 1 {
		return fmt.Errorf("left behind: %v (%w)", entries, err)
	}
	return nil
}

func TestKilledWhileSaving(t *testing.T) {
	home := t.TempDir()
	for kill := range long.Size(20, 1000) {
		if err := damage(home, killed(t, "save", home)); err != nil {
			t.Fatalf("after kill %d: %v", kill+1, err)
		}
	}
}

// TestKilledWhileSavingControl shows that what a kill does in the middle of writing in place is found.
func TestKilledWhileSavingControl(t *testing.T) {
	home := t.TempDir()
	if err := damage(home, killed(t, "naive", home)); err == nil {
		t.Error("half a file is no damage, so the test of Save shows nothing")
	}
}
