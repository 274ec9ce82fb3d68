package cli_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"dowse/collections/long"
)

// mostMemory is how much memory a body may take, whatever is in it and however much it is.
const mostMemory = 256 << 20

// bombSize is how much a bomb of a test unpacks to, in bytes: more than the limit at which it is cut.
func bombSize() int { return long.Size(128<<20, 1<<30) }

// packers undo what servers send.
var packers = map[string]func(io.Writer) io.WriteCloser{
	"gzip":    func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"deflate": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"br":      func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
	"zstd": func(w io.Writer) io.WriteCloser {
		e, _ := zstd.NewWriter(w) // without options there is no error
		return e
	},
}

// bomb is a body of nothing but small values, packed again and again.
func bomb(t *testing.T, codings ...string) []byte {
	t.Helper()
	part := []byte(strings.Repeat("[0,0,0,0,0,0,0,0],", 60_000))
	var packed []byte
	for i, coding := range codings {
		var b bytes.Buffer
		w := packers[coding](&b)
		if i > 0 {
			_, _ = w.Write(packed)
		} else {
			_, _ = w.Write([]byte("["))
			for n := 0; n < bombSize(); n += len(part) {
				_, _ = w.Write(part)
			}
			_, _ = w.Write([]byte("0]"))
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		packed = b.Bytes()
	}
	return packed
}

// TestScreenBomb opens bodies that are small on the wire and would fill the memory: they are cut, that is said, and what
// came of them can be read. Gzip of gzip and the like are among them.
func TestScreenBomb(t *testing.T) {
	long.Test(t)
	for _, codings := range [][]string{{"gzip", "gzip"}, {"deflate", "gzip"}, {"br"}, {"zstd"}} {
		name := strings.Join(codings, ", ")
		t.Run(name, func(t *testing.T) {
			packed := bomb(t, codings...)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Content-Encoding", name)
				_, _ = w.Write(packed)
			}))
			defer server.Close()
			d := shop{dir: t.TempDir(), home: t.TempDir()}.screen(t, 100, 30)
			d.WaitFor("Type a URL")
			d.Type(server.URL)
			d.Press("enter")
			d.WaitFor("more than 200 times")
			d.Press("esc")
			d.WaitFor("body did not come whole", "[] 8 items")
			d.Press("G")
			d.WaitFor("the body ends")
			if got := peak(t, d.PID()); got > mostMemory {
				t.Errorf("it took %d MB", got>>20)
			}
		})
	}
}

// TestScreenBombControl is the control: the memory that decoding 20 MB of it the usual way takes.
func TestScreenBombControl(t *testing.T) {
	long.Test(t)
	const file = "DOWSE_TEST_NAIVE"
	if name := os.Getenv(file); name != "" {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		unpacked, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		part, _ := io.ReadAll(io.LimitReader(unpacked, 20<<20))
		var value any
		if err := json.Unmarshal(append(bytes.TrimRight(part[:bytes.LastIndexByte(part, ']')+1], ","), ']'), &value); err != nil {
			t.Fatal(err)
		}
		if got := peak(t, os.Getpid()); got < mostMemory {
			t.Errorf("it took %d MB only", got>>20)
		}
		return
	}
	name := filepath.Join(t.TempDir(), "bomb")
	if err := os.WriteFile(name, bomb(t, "gzip"), 0o600); err != nil {
		t.Fatal(err)
	}
	naive := exec.Command(os.Args[0], "-test.run", "^TestScreenBombControl$")
	naive.Env = append(os.Environ(), file+"="+name)
	if out, err := naive.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// endlessRecords writes JSON records until there are size bytes, or the client is gone. After the first it waits until all may come.
func endlessRecords(w http.ResponseWriter, size int, all <-chan struct{}) {
	var b bytes.Buffer
	for i := range 2000 {
		fmt.Fprintf(&b, "  {\"id\": %d, \"name\": \"user %d\", \"email\": \"user%d@example.com\", \"tags\": [\"a\", \"b\"]},\n", i, i, i)
	}
	_, _ = io.WriteString(w, "[\n"+b.String())
	w.(http.Flusher).Flush()
	<-all
	for n := 0; n < size; n += b.Len() {
		if _, err := w.Write(b.Bytes()); err != nil {
			return
		}
	}
	_, _ = io.WriteString(w, "{}]\n")
}

// TestScreenLarge reads a body larger than memory, and ends another in the middle: what came is kept. At full
// size it is 2 GiB, else as much as shows the same in a moment.
func TestScreenLarge(t *testing.T) {
	size := long.Size(120<<20, 2<<30)
	all := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/endless" {
			endlessRecords(w, 1<<40, all)
			return
		}
		endlessRecords(w, size, all)
	}))
	defer server.Close()
	d := shop{dir: t.TempDir(), home: t.TempDir()}.screen(t, 100, 30)
	d.WaitFor("Type a URL")
	d.Type(server.URL)
	d.Press("enter")
	d.WaitFor("esc ends it here", "user 0")
	d.Press("j", "j")
	d.WaitFor("$[0].id")
	close(all)
	d.WaitFor("200 OK", "$[0].id")
	d.Press("G")
	d.WaitFor("{} 0 keys")
	d.Press("ctrl+l", "end")
	d.Type("/endless")
	d.Press("enter")
	d.WaitFor("esc ends it here", "user 0")
	d.Press("esc")
	d.WaitFor("cancelled")
	d.WaitFor("cancelled; what came of the body is here", "did not come whole", "user 0")
	if got := peak(t, d.PID()); got > mostMemory {
		t.Errorf("it took %d MB", got>>20)
	}
}
