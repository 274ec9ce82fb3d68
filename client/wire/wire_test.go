package wire

import (
	"io"
	"net"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// over gives a Conn and the other end of its connection.
func over(t *rapid.T) (*Conn, net.Conn) {
	near, far := net.Pipe()
	t.Cleanup(func() { near.Close(); far.Close() })
	return &Conn{Conn: near}, far
}

// However net/http cuts its writes, the head goes out as armed and the rest as it was.
func TestWriteArmed(t *testing.T) {
	const head = "POST /a HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\nConnection: close\r\nContent-Length: 9\r\n\r\n"
	const want = "POST /a HTTP/1.1\r\nb: 3\r\nHost: h\r\nB: 2\r\na: 1\r\nContent-Length: 9\r\nConnection: close\r\n\r\nbody\r\n\r\nB"
	rapid.Check(t, func(t *rapid.T) {
		conn, far := over(t)
		conn.Arm([]Line{{"b", "3"}, {"Host", "h"}, {"B", "2"}, {"a", "1"}, {"Content-Length", "9"}})
		got := make(chan string)
		go func() {
			all, _ := io.ReadAll(far)
			got <- string(all)
		}()
		for rest := head + "body\r\n\r\nB"; rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "write")
			if written, err := conn.Write([]byte(rest[:n])); written != n || err != nil {
				t.Fatalf("wrote %d of %d: %v", written, n, err)
			}
			rest = rest[n:]
		}
		conn.Close()
		if diff := cmp.Diff(want, <-got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// However the bytes arrive, the head is kept as it came and the reader gets every byte of the body.
func TestReadRecorded(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nA:\x1b 1\r\nb : 2\n c\r\n\r\n"
	const body = "\x00\r\n\r\nHTTP/1.1 404 Nope\r\n\x1b"
	rapid.Check(t, func(t *rapid.T) {
		conn, far := over(t)
		recording := conn.Arm(nil)
		interim := strings.Repeat("HTTP/1.1 103 Early\r\nX: 1\r\n\r\n", rapid.IntRange(0, 2).Draw(t, "interim"))
		go func() {
			io.WriteString(far, interim+head+body)
			far.Close()
		}()
		var all []byte
		for {
			p := make([]byte, rapid.IntRange(1, 40).Draw(t, "read"))
			n, err := conn.Read(p)
			all = append(all, p[:n]...)
			if err != nil {
				break
			}
		}
		if !strings.HasSuffix(string(all), body) || len(all) != len(interim)+len(head)+len(body) {
			t.Fatalf("read %q", all)
		}
		got, whole := recording.Head()
		if string(got) != head || !whole {
			t.Fatalf("kept %q, whole %v", got, whole)
		}
		parsed := ParseHead(got)
		want := Head{Protocol: "HTTP/1.1", Status: 200, Reason: "OK", Lines: []Line{{"A", "\x1b 1"}, {"b ", "2 c"}}}
		if diff := cmp.Diff(want, parsed); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestParseHead(t *testing.T) {
	for raw, want := range map[string]Head{
		"":                                    {},
		"HTTP/1.1 20":                         {Protocol: "HTTP/1.1"},
		"HTTP/1.1 204":                        {Protocol: "HTTP/1.1", Status: 204},
		"HTTP/1.1 200 A b  c\r\n":             {Protocol: "HTTP/1.1", Status: 200, Reason: "A b  c"},
		"HTTP/1.0 200 OK\nA\nB: 1:2 \r\n\r\n": {Protocol: "HTTP/1.0", Status: 200, Reason: "OK", Lines: []Line{{"A", ""}, {"B", "1:2"}}},
		"SSH-2.0-x\r\n":                       {Protocol: "SSH-2.0-x"},
	} {
		if diff := cmp.Diff(want, ParseHead([]byte(raw))); diff != "" {
			t.Errorf("%q: %s", raw, diff)
		}
	}
}

// TestRecordingIsBounded holds that of a head without end no more is kept than is read of one.
func TestRecordingIsBounded(t *testing.T) {
	r := &Recording{open: true}
	for range 3 * MaxHead / 1000 {
		r.pass([]byte("X: " + strings.Repeat("x", 995) + "\r\n"))
	}
	if head, _ := r.Head(); len(head) != MaxHead {
		t.Errorf("%d bytes are kept", len(head))
	}
}
