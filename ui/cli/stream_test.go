package cli_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/creack/pty"
	"github.com/klauspost/compress/zstd"
)

// teller is a server whose second event is sent when somebody says that the first was read, or nobody will.
type teller struct {
	*httptest.Server
	read   chan struct{} // the first event was read
	giveUp chan struct{} // nobody waits for it
	ended  atomic.Bool   // everything was sent
}

// The events of a teller.
const (
	firstEvent  = "event: tick\ndata: {\"n\": 1}\n\n"
	secondEvent = "event: tick\ndata: {\"n\": 2, \"token\": \"hush-hush-hush\"}\n\n"
)

// flushing is a content coding that can be written bit by bit.
type flushing interface {
	io.WriteCloser
	Flush() error
}

func newTeller(t *testing.T) *teller {
	t.Helper()
	s := &teller{read: make(chan struct{}), giveUp: make(chan struct{})}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// ServeHTTP sends two events: as the coding that the query names, with the type that it names, and with its status.
func (s *teller) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if r.URL.Path == "/redirect" {
		http.Redirect(w, r, "/?"+r.URL.RawQuery, http.StatusFound)
		return
	}
	kind := q.Get("type")
	if kind == "" {
		kind = "text/event-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("X-Said", "hush-hush-hush")
	var out io.Writer = w
	flush := w.(http.Flusher).Flush
	if coding := q.Get("coding"); coding != "" {
		w.Header().Set("Content-Encoding", coding)
		var coded flushing
		switch coding {
		case "gzip":
			coded = gzip.NewWriter(w)
		case "deflate":
			coded = zlib.NewWriter(w)
		case "br":
			coded = brotli.NewWriter(w)
		case "zstd":
			coded, _ = zstd.NewWriter(w)
		}
		defer coded.Close()
		out, flush = coded, func() { _ = coded.Flush(); w.(http.Flusher).Flush() }
	}
	if q.Get("status") != "" {
		w.WriteHeader(http.StatusNotFound)
	}
	fmt.Fprint(out, firstEvent)
	flush()
	select {
	case <-s.read:
	case <-s.giveUp:
	case <-r.Context().Done():
		return
	}
	s.ended.Store(true)
	fmt.Fprint(out, secondEvent)
}

// inTime reads the first event from out, and says whether that came before the server had ended; then the rest.
func (s *teller) inTime(t *testing.T, out io.Reader) (early bool, all string) {
	t.Helper()
	var got bytes.Buffer
	one := make([]byte, 1)
	for !strings.Contains(got.String(), `"n": 1`) {
		if _, err := io.ReadFull(out, one); err != nil {
			t.Fatalf("the first event is not in %q: %v", got.String(), err)
		}
		got.Write(one)
	}
	early = !s.ended.Load()
	close(s.read)
	if _, err := io.Copy(&got, out); err != nil && !strings.Contains(err.Error(), "input/output error") { // a terminal that nobody has
		t.Fatal(err)
	}
	return early, got.String()
}

// streamed are command lines whose first event must be on stdout before the server sends the second.
var streamed = []string{
	"send $URL", "send -s $URL", "send -o - $URL", "send --no-input $URL", "curl $URL", "curl -N $URL", "curl -sN $URL", "curl --no-buffer $URL", "curl -i $URL",
	"send -i $URL", "send -L $URL/redirect", "curl -L -i $URL/redirect", "send $URL?status=404", "curl $URL?status=404", "curl -f $URL",
	"send $URL?coding=gzip", "send $URL?coding=deflate", "send $URL?coding=br", "send $URL?coding=zstd",
	"curl --compressed $URL?coding=gzip", "curl --compressed -N $URL?coding=br", "send $URL?type=text/plain", "send $URL?type=application/json",
	"send $URL?type=application/octet-stream", "send e", "send e --check-status", "curl -o /dev/stdout $URL", "send -o /dev/stdout $URL", "curl -i -o /dev/stdout $URL",
}

// streamCommand is the binary in a collection that sends to the server.
func streamCommand(t *testing.T, s *teller, line string) *exec.Cmd {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"dowse.yaml":      "version: 1\n",
		"early-hush.yaml": "url: " + s.URL + "\npicks:\n  said: {header: X-Said, secret: true, transform: upper}\n",
		"e.yaml":          "url: " + s.URL + "\npicks:\n  n: {event: tick, path: $.n, take: last}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var args []string
	for word := range strings.FieldsSeq(strings.ReplaceAll(strings.ReplaceAll(line, " --no-input", ""), "$URL", s.URL)) {
		args = append(args, word)
	}
	cmd := exec.Command(binary, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir(), "TERM=xterm")
	return cmd
}

// TestStreams reads the first of two events from the stdout of the real binary before the server sends the second.
func TestStreams(t *testing.T) {
	for _, line := range streamed {
		t.Run(line, func(t *testing.T) {
			s := newTeller(t)
			cmd := streamCommand(t, s, line)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			early, all := s.inTime(t, out)
			if err := cmd.Wait(); err != nil {
				t.Fatalf("%v: %s", err, &stderr)
			}
			if !early || !strings.HasSuffix(all, firstEvent+secondEvent) || strings.Count(all, "event:") != 2 {
				t.Errorf("early %v, stdout %q", early, all)
			}
			if strings.HasPrefix(line, "send e") && !strings.Contains(stderr.String(), "picked n = 2") {
				t.Errorf("stderr %q", &stderr)
			}
		})
	}
}

// TestStreamsControl is the control: what is printed when everything is there must be caught.
func TestStreamsControl(t *testing.T) {
	s := newTeller(t)
	close(s.giveUp)
	cmd := streamCommand(t, s, "send --format json $URL")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	early, _ := s.inTime(t, &unescaped{bufio.NewReader(out)})
	if err := cmd.Wait(); err != nil || early {
		t.Errorf("%v, early %v", err, early)
	}
}

// unescaped leaves the backslashes out.
type unescaped struct{ in *bufio.Reader }

// Read reads a byte that is none.
func (u *unescaped) Read(p []byte) (int, error) {
	c, err := u.in.ReadByte()
	for ; err == nil && c == '\\'; c, err = u.in.ReadByte() {
	}
	p[0] = c
	return 1, err
}

// TestStreamsOnATerminal is TestStreams with a terminal, where the secret that was sent is masked across the edges of what
// comes.
func TestStreamsOnATerminal(t *testing.T) {
	for _, line := range []string{
		"send $URL", "curl -N $URL", "send -i $URL", "send $URL?coding=gzip", "send $URL?type=application/x-ndjson", "send $URL?type=text/plain", "send e",
		"send $URL X-Api-Key:hush-hush-hush", "send -i early-hush",
	} {
		t.Run(line, func(t *testing.T) {
			s := newTeller(t)
			cmd := streamCommand(t, s, line)
			terminal, err := pty.Start(cmd)
			if err != nil {
				t.Skipf("SKIPPED: there are no terminals here: %v", err)
			}
			defer terminal.Close()
			early, all := s.inTime(t, terminal)
			if err := cmd.Wait(); err != nil {
				t.Fatal(err)
			}
			if !early || strings.Count(all, "event: tick") != 2 {
				t.Errorf("early %v, terminal %q", early, all)
			}
			if hidden := !strings.Contains(all, "hush-hush"); hidden != strings.Contains(line, "hush") {
				t.Errorf("the secret is hidden: %v, terminal %q", hidden, all)
			}
		})
	}
}

// TestStreamsIntoAFile reads the first event from the file that -o names before the server sends the second.
func TestStreamsIntoAFile(t *testing.T) {
	for _, line := range []string{"send -o out $URL", "curl -o out $URL?coding=gzip", "send -i -o out $URL", "send -o out $URL?coding=gzip"} {
		t.Run(line, func(t *testing.T) {
			s := newTeller(t)
			cmd := streamCommand(t, s, line)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(cmd.Dir, "out")
			read := func() string { data, _ := os.ReadFile(path); return string(data) }
			coded := strings.HasPrefix(line, "curl") // as received
			for !strings.Contains(read(), firstEvent) && !(coded && len(read()) > 20) {
				if s.ended.Load() {
					t.Fatal("the server ended before the first event was in the file")
				}
			}
			close(s.read)
			if err := cmd.Wait(); err != nil {
				t.Fatal(err)
			}
			if got := read(); !coded && !strings.HasSuffix(got, firstEvent+secondEvent) {
				t.Errorf("the file has %q", got)
			}
		})
	}
}

// TestStreamsInterrupted ends an endless stream: what came is on stdout, and the exit status is that of the signal.
func TestStreamsInterrupted(t *testing.T) {
	for _, line := range []string{"send $URL", "curl -N $URL", "send $URL?coding=gzip", "curl -sN -o /dev/stdout $URL"} {
		t.Run(line, func(t *testing.T) {
			s := newTeller(t)
			cmd := streamCommand(t, s, line)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			got := make([]byte, len(firstEvent))
			if _, err := io.ReadFull(out, got); err != nil || string(got) != firstEvent {
				t.Fatalf("%q, %v", got, err)
			}
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			rest, err := io.ReadAll(out)
			if err != nil || len(rest) > 0 {
				t.Errorf("the rest is %q, %v", rest, err)
			}
			exit, ok := errors.AsType[*exec.ExitError](cmd.Wait())
			if !ok || exit.ExitCode() != 130 {
				t.Errorf("%v, want exit code 130; stderr %q", exit, &stderr)
			}
		})
	}
}

// TestStreamsIntoAClosedPipe ends with the first write after whoever read has gone, and says nothing.
func TestStreamsIntoAClosedPipe(t *testing.T) {
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := fmt.Fprint(w, firstEvent); err != nil {
				return
			}
			w.(http.Flusher).Flush()
		}
	}))
	t.Cleanup(endless.Close)
	for _, args := range [][]string{{"send", endless.URL}, {"curl", "-N", endless.URL}} {
		cmd := exec.Command(binary, args...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(out, make([]byte, len(firstEvent))); err != nil {
			t.Fatal(err)
		}
		out.Close()
		exit, ok := errors.AsType[*exec.ExitError](cmd.Wait())
		if !ok || exit.ExitCode() != 141 || stderr.Len() > 0 {
			t.Errorf("%v: %v, want exit code 141; stderr %q", args, exit, &stderr)
		}
	}
}

// TestEndlessStream holds that what is printed takes no more and more memory.
func TestEndlessStream(t *testing.T) {
	const size = 160 << 20
	line := []byte("data: " + strings.Repeat("x", 1<<16) + "\n\n")
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for r.Context().Err() == nil {
			if _, err := w.Write(line); err != nil {
				return
			}
		}
	}))
	t.Cleanup(endless.Close)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, "curl", "-N", endless.URL)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, out, size); err != nil {
		t.Fatal(err)
	}
	most := peak(t, cmd.Process.Pid)
	cancel()
	_ = cmd.Wait()
	if most > 120<<20 {
		t.Errorf("after %d MB it had %d MB", size>>20, most>>20)
	}
}
