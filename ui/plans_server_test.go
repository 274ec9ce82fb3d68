package ui_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"dowse/client"
	"dowse/client/runner"
	"dowse/ui/cli"
)

// shopServer is the collection of a plan and its two servers, which keep every byte that they get.
type shopServer struct {
	root          string
	server, other string // their hosts and ports
	answers       map[string][]string

	mu   sync.Mutex
	wire bytes.Buffer
	came map[string]int // how often a path was asked for
	hung func()
}

func openShop(t *testing.T, c *planned) *shopServer {
	t.Helper()
	s := &shopServer{root: t.TempDir(), answers: map[string][]string{}}
	for line := range strings.Lines(c.server) {
		path, answer, _ := strings.Cut(strings.TrimSpace(line), " ")
		s.answers[path] = append(s.answers[path], answer)
	}
	s.server, s.other = s.listen(t), s.listen(t)
	for name, text := range c.files {
		write(t, filepath.Join(s.root, name), s.real(text))
	}
	return s
}

// listen begins one of the servers.
func (s *shopServer) listen(t *testing.T) string {
	t.Helper()
	server := httptest.NewUnstartedServer(s)
	server.Listener = &recording{server.Listener, s}
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// ServeHTTP answers as the plan says.
func (s *shopServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	s.mu.Lock()
	answers := s.answers[r.URL.Path]
	n := s.came[r.URL.Path]
	s.came[r.URL.Path]++
	hung := s.hung
	s.mu.Unlock()
	if len(answers) == 0 {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	status, body, _ := strings.Cut(answers[min(n, len(answers)-1)], " ")
	if status == "hang" {
		hung()
		<-r.Context().Done()
		return
	}
	code, err := strconv.Atoi(status)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = io.WriteString(w, s.real(body))
}

// real is a text with the servers' addresses.
func (s *shopServer) real(text string) string {
	return strings.NewReplacer("http://SERVER", "http://"+s.server, "http://OTHER", "http://"+s.other).Replace(text)
}

// whenItHangs says what is done when a server does not answer.
func (s *shopServer) whenItHangs(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hung = do
}

// through gives what a consumer makes of the plan. The servers begin anew for each.
func (s *shopServer) through(t *testing.T, consume func(*testing.T, *shopServer, func(runner.Event))) (c came) {
	t.Helper()
	s.mu.Lock()
	s.wire.Reset()
	s.came = map[string]int{}
	s.mu.Unlock()
	consume(t, s, func(e runner.Event) { c.Events += event(e) + "\n" })
	s.mu.Lock()
	defer s.mu.Unlock()
	c.Wire = s.wire.String()
	return c
}

// client is one of its own, which calls itself as commands do.
func (s *shopServer) client(t *testing.T) *client.Client {
	t.Helper()
	var out bytes.Buffer
	p := &cli.Program{In: strings.NewReader(""), Out: &out, Err: io.Discard}
	if code := p.Run(t.Context(), []string{"version"}); code != 0 {
		t.Fatalf("version ends with %d", code)
	}
	return client.New(client.Options{UserAgent: "dowse/" + strings.Fields(out.String())[1]})
}

// summary has a line for each request that the servers got.
func (s *shopServer) summary(t *testing.T, wire string) string {
	t.Helper()
	var b strings.Builder
	for in := bufio.NewReader(strings.NewReader(wire)); ; {
		if _, err := in.Peek(1); err == io.EOF {
			return b.String()
		}
		r, err := http.ReadRequest(in)
		if err != nil {
			t.Fatalf("%v in %q", err, wire)
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprint(r.Method, " ", r.URL, " ", r.Header.Get("Authorization"), " ", string(body))
		if r.Host == s.other {
			line += " at OTHER"
		}
		fmt.Fprintln(&b, strings.Join(strings.Fields(line), " "))
	}
}

// recording keeps what the connections of a server bring, in the order in which it comes: of these tests one request is on its
// way at a time.
type recording struct {
	net.Listener
	shop *shopServer
}

// Accept is as that of any listener.
func (l *recording) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return &recorded{c, l.shop}, err
}

type recorded struct {
	net.Conn
	shop *shopServer
}

// Read keeps what it reads.
func (c *recorded) Read(into []byte) (int, error) {
	n, err := c.Conn.Read(into)
	c.shop.mu.Lock()
	defer c.shop.mu.Unlock()
	c.shop.wire.Write(into[:n])
	return n, err
}
