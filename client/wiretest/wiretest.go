// Package wiretest is a server for tests that keeps requests as their bytes came, and a shell whose commands send to it.
package wiretest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dowse/collections/long"
)

// Received is a request as its bytes came.
type Received struct {
	Line    string   // method, target and version
	Headers []string // "Name: value", sorted
	Body    string
}

// Recorder is a server that keeps each request, byte by byte. It answers 200, or what Answers holds for the path.
type Recorder struct {
	URL     string
	Answers map[string]string // status line and headers, such as "302 Found\r\nLocation: /b\r\n"

	requests chan Received
}

// New starts a Recorder.
func New(t testing.TB, answers map[string]string) *Recorder {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &Recorder{"http://" + listener.Addr().String(), answers, make(chan Received, 100)}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go r.serve(conn)
		}
	}()
	return r
}

// serve answers one request. What came is kept before the answer goes out: who has that finds it.
func (r *Recorder) serve(conn net.Conn) {
	defer conn.Close()
	got, ok := read(bufio.NewReader(conn))
	if !ok {
		return
	}
	r.requests <- got
	_, target, _ := strings.Cut(got.Line, " ")
	path, _, _ := strings.Cut(target, " ")
	answer, ok := r.Answers[path]
	if !ok {
		answer = "200 OK\r\n"
	}
	_, _ = io.WriteString(conn, "HTTP/1.1 "+answer+"Content-Length: 0\r\nConnection: close\r\n\r\n")
}

func read(in *bufio.Reader) (got Received, ok bool) {
	length := 0
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return got, false
		}
		if line = strings.TrimSuffix(line, "\r\n"); line == "" {
			break
		}
		if got.Line == "" {
			got.Line = line
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.Trim(value, " \t")
		if strings.EqualFold(name, "Content-Length") {
			length, _ = strconv.Atoi(value)
		}
		got.Headers = append(got.Headers, name+": "+value)
	}
	slices.Sort(got.Headers)
	body := make([]byte, length)
	_, err := io.ReadFull(in, body)
	got.Body = string(body)
	return got, err == nil
}

// Take gives what came since the last time, in order.
func (r *Recorder) Take() []Received {
	var all []Received
	for {
		select {
		case got := <-r.requests:
			all = append(all, got)
		default:
			return all
		}
	}
}

// NeedsShell skips a test, and says so, where printed commands cannot be run.
func NeedsShell(t testing.TB) {
	t.Helper()
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("SKIPPED: printed commands are run, and there is no %s", tool)
		}
	}
}

// Run runs commands in a shell with nothing in its environment but the variables env, such as "TOKEN=x". It gives what was sent.
func (r *Recorder) Run(t testing.TB, shell, commands string, env ...string) []Received {
	t.Helper()
	cmd := exec.Command(shell)
	cmd.Stdin = strings.NewReader(commands + "\n")
	cmd.Env = append([]string{"PATH=/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin", "HOME=/nonexistent"}, env...)
	cmd.WaitDelay = time.Second
	watchdog := time.AfterFunc(long.Limit, func() { _ = cmd.Process.Kill() })
	out, err := cmd.CombinedOutput()
	watchdog.Stop()
	sent := r.Take()
	if err != nil || len(sent) == 0 {
		t.Logf("%s: %v\n%s", shell, err, fmt.Sprintf("%.2000s", out))
	}
	return sent
}
