package client_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/vars"
)

// encode packs a body as a server does; an unknown coding leaves it as it is.
func encode(t *testing.T, coding string, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b) // without options there is no error
	default:
		return body
	}
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// randomBody is bytes that nobody chose, or JSON of them.
func randomBody(r *rand.Rand) []byte {
	body := make([]byte, r.IntN(1+r.IntN(1+r.IntN(300_000))))
	for i := range body {
		body[i] = byte(r.Uint32())
	}
	switch r.IntN(3) {
	case 0:
		text, _ := json.Marshal(map[string]any{"text": string(body), "list": []any{len(body), nil, true}})
		return text
	case 1:
		return append([]byte{0xff, 0xfe}, body...)
	}
	return body
}

// TestBytesAreWhatWasSent sends bodies of every sort, packed and not, with a length and without: what is saved has the
// sum (SHA-256) of what was sent. The files of the JSON parsing suite are among them, where they are there.
func TestBytesAreWhatWasSent(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var bodies [][]byte
	names, _ := filepath.Glob(filepath.Join(os.Getenv("DOWSE_CORPORA"), "json-testsuite", "test_parsing", "*.json"))
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, body)
	}
	if len(names) == 0 {
		t.Log("DOWSE_CORPORA is not set, so the JSON parsing suite is left out")
	}
	for range 2000 {
		bodies = append(bodies, randomBody(r))
	}
	for _, size := range []int{3 << 20, 40 << 20} { // beyond what stays in the collector's memory, and in any
		bodies = append(bodies, bytes.Repeat([]byte("0123456789abcdef\n"), size/17))
	}
	codings := []string{"", "gzip", "deflate", "br", "zstd"}
	packed := make([][]byte, len(bodies))
	for n, body := range bodies {
		packed[n] = encode(t, codings[n%len(codings)], body)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		var n int
		_, _ = fmt.Sscanf(q.URL.Path, "/%d", &n)
		coding := codings[n%len(codings)]
		body := packed[n]
		if coding != "" {
			w.Header().Set("Content-Encoding", coding)
		}
		w.Header().Set("Content-Type", []string{"application/json", "text/plain", "application/octet-stream", "text/html; charset=utf-16", ""}[n/5%5])
		if n/25%2 == 0 {
			w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		} else {
			w.(http.Flusher).Flush()
		}
		_, _ = w.Write(body)
	}))
	defer server.Close()
	c := client.New(client.Options{})
	defer c.Close()
	for n, body := range bodies {
		e, err := c.Send(context.Background(), collections.Request{URL: fmt.Sprintf("%s/%d", server.URL, n)}, vars.NewScope())
		if err != nil {
			t.Fatalf("body %d: %v", n, err)
		}
		e.Document() // whoever looks at it changes nothing
		saved, wire := sha256.New(), sha256.New()
		if err := e.Response.WriteBody(saved, false); err != nil {
			t.Fatal(err)
		}
		if err := e.Response.WriteBody(wire, true); err != nil {
			t.Fatal(err)
		}
		want, wantWire := sha256.Sum256(body), sha256.Sum256(packed[n])
		if !bytes.Equal(saved.Sum(nil), want[:]) || !bytes.Equal(wire.Sum(nil), wantWire[:]) {
			t.Errorf("body %d of %d bytes is another one when it is saved", n, len(body))
		}
	}
}
