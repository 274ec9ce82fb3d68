package cli_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"

	"dowse/ui/cli"
)

// TestUnknownHost sends to a name that a resolver of our own does not know.
func TestUnknownHost(t *testing.T) {
	var out, err bytes.Buffer
	p := &cli.Program{In: strings.NewReader(""), Out: &out, Err: &err, Resolver: noNames()}
	code := p.Run(context.Background(), []string{"send", "http://api.shp.example/orders"})
	if code != 10 {
		t.Errorf("exit code %d, want 10", code)
	}
	if got := err.String(); !strings.HasPrefix(got, "dowse: api.shp.example does not exist") || strings.Count(got, "\n") != 1 {
		t.Errorf("stderr %q", got)
	}
	if out.Len() > 0 {
		t.Errorf("stdout %q", out.String())
	}
}

// noNames is a resolver whose name server, a real one on loopback, answers every question with NXDOMAIN.
func noNames() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go answerNothing(server)
		return client, nil
	}}
}

// answerNothing speaks DNS over a stream (RFC 7766): the length in two bytes, then the message. It sets
// the bits QR and RA and the code NXDOMAIN (RFC 1035 section 4.1.1).
func answerNothing(c net.Conn) {
	defer c.Close()
	var length [2]byte
	for {
		if _, err := io.ReadFull(c, length[:]); err != nil {
			return
		}
		message := make([]byte, int(length[0])<<8|int(length[1]))
		if _, err := io.ReadFull(c, message); err != nil {
			return
		}
		message[2] |= 0x80
		message[3] = 0x83
		if _, err := c.Write(append(length[:], message...)); err != nil {
			return
		}
	}
}

// TestInterrupted ends a send that hangs, with the code that a shell expects.
func TestInterrupted(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	ctx, cancel := context.WithCancelCause(context.Background())
	go func() {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		_, _ = c.Read(make([]byte, 1)) // the request is there
		cancel(cli.Signaled{Signal: 15})
		_, _ = c.Read(make([]byte, 4096))
	}()
	var out, stderr bytes.Buffer
	p := &cli.Program{In: strings.NewReader(""), Out: &out, Err: &stderr}
	if code := p.Run(ctx, []string{"send", "http://" + listener.Addr().String() + "/"}); code != 143 {
		t.Errorf("exit code %d, want 143; stderr %q", code, stderr.String())
	}
}

// TestWriteFails says so when stdout does not take what is written.
func TestWriteFails(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("there is no /dev/full here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	for _, args := range [][]string{{"version"}, {"demo"}, {"validate", "--format", "json", "tutorial"}} {
		var stderr bytes.Buffer
		p := &cli.Program{In: strings.NewReader(""), Out: full, Err: &stderr}
		if code := p.Run(context.Background(), args); code != 2 {
			t.Errorf("%v: exit code %d, want 2", args, code)
		}
		if got := stderr.String(); got != "dowse: cannot write to stdout: no space left on device\n" {
			t.Errorf("%v: stderr %q", args, got)
		}
	}
}
