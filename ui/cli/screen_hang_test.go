package cli_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"slices"
	"syscall"
	"testing"
	"time"

	"dowse/collections/long"
	"dowse/ui/terminal/screentest"
)

// hangs are servers that never finish, by what they have written when they stop; the request is read first.
var hangs = []struct {
	name, writes string
	drips        bool // one more byte of the body from time to time
}{
	{name: "silence"},
	{name: "half a status line", writes: "HTTP/1.1 20"},
	{name: "half the headers", writes: "HTTP/1.1 200 OK\r\nContent-Type: appl"},
	{name: "half a chunked body", writes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n[1, 2"},
	{name: "half a body", writes: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[1, 2"},
	{name: "drip", writes: "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", drips: true},
}

// TestScreenHangs sends to servers that hang, each in its own way: keys are answered meanwhile, ctrl+c ends
// it at once, and the next request is as any other.
func TestScreenHangs(t *testing.T) {
	long.Test(t)
	for _, hang := range hangs {
		t.Run(hang.name, func(t *testing.T) {
			hung(t, "http://"+stopping(t, func(c net.Conn, end <-chan struct{}) {
				if _, err := http.ReadRequest(bufio.NewReader(c)); err != nil {
					return
				}
				_, _ = c.Write([]byte(hang.writes))
				for hang.drips {
					if _, err := c.Write([]byte("1")); err != nil {
						return
					}
					select {
					case <-time.After(20 * time.Millisecond):
					case <-end:
						return
					}
				}
				<-end
			}))
		})
	}
	t.Run("TLS handshake", func(t *testing.T) {
		hung(t, "https://"+stopping(t, func(_ net.Conn, end <-chan struct{}) { <-end }))
	})
	t.Run("no accept", func(t *testing.T) { hung(t, "http://"+notAccepting(t)) })
}

// stopping is a server that gives each connection to serve, until the test ends.
func stopping(t *testing.T, serve func(c net.Conn, end <-chan struct{})) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	end := make(chan struct{})
	t.Cleanup(func() { close(end); l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				serve(c, end)
			}()
		}
	}()
	return l.Addr().String()
}

// notAccepting is a server whose queue of connections is full and stays so: connecting to it hangs.
func notAccepting(t *testing.T) (address string) {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(fd) })
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(fd, 0); err != nil {
		t.Fatal(err)
	}
	at, err := syscall.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	address = fmt.Sprintf("127.0.0.1:%d", at.(*syscall.SockaddrInet4).Port)
	for range 20 {
		c, err := net.DialTimeout("tcp", address, 200*time.Millisecond)
		if err != nil {
			return address
		}
		t.Cleanup(func() { c.Close() })
	}
	t.Skip("SKIPPED: this system takes connections whose queue is full, so no server can refuse to accept")
	return ""
}

// hung sends to a server that hangs and measures what is promised.
func hung(t *testing.T, url string) {
	good, _ := answering(t, `{"it": "is fine"}`)
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	write(t, s.dir, "dowse.yaml", "version: 1\n")
	write(t, s.dir, "hung.yaml", "url: "+url+"/x\ntimeout: {connect: 1h, tls: 1h, first_byte: 1h, idle: 1h}\n") // on a busy machine 30 seconds are over soon
	d := s.screen(t, 80, 24, "hung")
	d.WaitFor("/x")
	d.Press("ctrl+r")
	d.WaitFor("ctrl+c cancel")
	d.Press("ctrl+l")
	d.WaitFor(" EDIT ")
	slowest := func() time.Duration { return slices.Max(answered(d)) }
	cancelled := func() time.Duration {
		if !d.Frame().Contains("ctrl+c cancel") {
			d.Press("ctrl+l", "enter")
			d.WaitFor("ctrl+c cancel")
		}
		begin := time.Now()
		d.Press("ctrl+c")
		d.WaitGone("ctrl+c cancel")
		return time.Since(begin)
	}
	if raced {
		t.Log("SKIPPED: with the race detector the time that things take is not asserted")
		answered(d)
		cancelled()
	} else {
		long.Within(t, "the slowest of 40 keys", 50*time.Millisecond, slowest)
		if !d.Frame().Contains("ctrl+c cancel") {
			t.Errorf("the request is not on its way any more:\n%s", d.Frame())
		}
		long.Within(t, "cancelling", 200*time.Millisecond, cancelled)
	}
	d.WaitFor("cancelled")
	d.Press("ctrl+l", "ctrl+e", "ctrl+u")
	d.Type(good)
	d.Press("enter")
	d.WaitFor("200 OK", "is fine")
}

// answered types 40 keys into the URL, each when the one before is on the screen, and gives the times that
// this took.
func answered(d *screentest.Driver) []time.Duration {
	text := urlText(d.Frame())
	var took []time.Duration
	for i := range 40 {
		key := string(rune('a' + i%26))
		if i >= 20 { // and takes them away again
			key = "\x7f"
		}
		if i < 20 {
			text += key
		} else {
			text = text[:len(text)-1]
		}
		begin := time.Now()
		d.Write(key)
		d.Wait(fmt.Sprintf("%q", text), func(f screentest.Frame) bool { return urlText(f) == text })
		took = append(took, time.Since(begin))
	}
	return took
}
