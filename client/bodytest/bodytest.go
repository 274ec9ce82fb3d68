// Package bodytest makes bodies of every sort for tests, and a server that sends them: what nobody chose, what is in
// the character sets of the web, packed and not, with a length and without, and larger than what stays in memory.
package bodytest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"dowse/collections/long"
)

// Body is a body and how a server sends it.
type Body struct {
	Name    string
	Data    []byte // as it is before it is packed
	Wire    []byte // as it is sent
	Codings string // its Content-Encoding; empty: it is sent as it is
	Type    string // its Content-Type
	Chunked bool   // it is sent without a length
}

// Suite is the number of files in the JSON parsing suite.
const Suite = 318

// sent are the codings of bodies: each of them, and two at once. A server that says deflate means one of two formats.
var sent = []string{"", "", "gzip", "deflate", "deflate", "br", "zstd", "gzip, br"}

var types = []string{"application/json", "application/json; charset=utf-8", "text/plain", "text/html; charset=utf-16", "application/xml", "text/csv", "application/octet-stream", "image/png", ""}

// All gives the files of the JSON parsing suite, where DOWSE_CORPORA says where they are, random bodies, 2,000 at full size,
// and a few that are larger than what stays in memory. They are the same in every run.
func All(t testing.TB) []Body {
	t.Helper()
	random := long.Size(300, 2000)
	noise := rand.NewChaCha8([32]byte{1})
	r := rand.New(noise)
	p := &packer{r: r}
	var all []Body
	for name, data := range Parsing(t) {
		all = append(all, Body{Name: name, Data: data, Type: "application/json", Chunked: len(all)%2 == 0, Codings: sent[len(all)%len(sent)]})
	}
	for n := range random {
		kind, data := one(r, noise)
		all = append(all, Body{Name: fmt.Sprintf("random body %d (%s)", n, kind), Data: data, Type: types[r.IntN(len(types))], Chunked: r.IntN(2) == 0, Codings: sent[r.IntN(len(sent))]})
	}
	large := bytes.Repeat([]byte("0123456789abcdef\n"), (40<<20)/17)
	for _, codings := range []string{"", "gzip", "zstd"} {
		all = append(all,
			Body{Name: "3 MB", Data: large[:3<<20], Type: "text/plain", Chunked: codings == "", Codings: codings},
			Body{Name: "40 MB", Data: large, Type: "text/plain", Chunked: true, Codings: codings})
	}
	for n := range all {
		wire, err := p.pack(all[n].Data, all[n].Codings)
		if err != nil {
			t.Fatalf("%s: %v", all[n].Name, err)
		}
		all[n].Wire = wire
	}
	return all
}

// Parsing gives the files of the JSON parsing suite in the order of their names; none, and says so, where DOWSE_CORPORA
// does not say where they are.
func Parsing(t testing.TB) iter.Seq2[string, []byte] {
	t.Helper()
	root := os.Getenv("DOWSE_CORPORA")
	if root == "" {
		t.Log("DOWSE_CORPORA is not set, so the JSON parsing suite is left out")
		return func(func(string, []byte) bool) {}
	}
	names, err := filepath.Glob(filepath.Join(root, "json-testsuite", "test_parsing", "*.json"))
	if err != nil || len(names) != Suite {
		t.Fatalf("%d files, want the whole suite of %d: %v", len(names), Suite, err)
	}
	return func(yield func(string, []byte) bool) {
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !yield(filepath.Base(name), data) {
				return
			}
		}
	}
}

// one makes one random body of less than 300 KB, small ones more often.
func one(r *rand.Rand, noise io.Reader) (kind string, data []byte) {
	data = make([]byte, r.IntN(1+r.IntN(1+r.IntN(1+r.IntN(300_000)))))
	if r.IntN(20) == 0 {
		data = data[:min(len(data), r.IntN(3))]
	}
	_, _ = noise.Read(data) // of it there is no end
	text := strings.ToValidUTF8(string(data), "é漢😀\r\n")
	switch kind = []string{"bytes", "JSON", "text", "UTF-8 with its mark", "UTF-16LE with its mark", "UTF-16BE with its mark", "UTF-16 cut"}[r.IntN(7)]; kind {
	case "JSON":
		data, _ = json.Marshal(map[string]any{"text": text, "list": []any{len(data), nil, true, -0.5e-7}, text[:len(text)/9]: map[string]any{}}) // of a text there is no error
	case "text":
		data = []byte(text)
	case "UTF-8 with its mark":
		data = []byte("\ufeff" + text)
	case "UTF-16LE with its mark", "UTF-16BE with its mark":
		order := unicode.LittleEndian
		if kind == "UTF-16BE with its mark" {
			order = unicode.BigEndian
		}
		data, _ = unicode.UTF16(order, unicode.UseBOM).NewEncoder().Bytes([]byte(text)) // valid UTF-8 has no error
	case "UTF-16 cut":
		data = append([]byte{0xff, 0xfe}, data...)
	}
	return kind, data
}

// Serve sends body n of all of them at /n.
func Serve(t testing.TB, all []Body) (url string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		var n int
		if _, err := fmt.Sscanf(q.URL.Path, "/%d", &n); err != nil || n >= len(all) {
			http.NotFound(w, q)
			return
		}
		b := &all[n]
		if b.Codings != "" {
			w.Header().Set("Content-Encoding", b.Codings)
		}
		w.Header()["Content-Type"] = []string{b.Type}
		if b.Chunked {
			w.(http.Flusher).Flush()
		} else {
			w.Header().Set("Content-Length", fmt.Sprint(len(b.Wire)))
		}
		_, _ = w.Write(b.Wire) // whoever went away has no use for it
	}))
	t.Cleanup(server.Close)
	return server.URL
}
