package client_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/vars"
)

// TestWithFile puts bodies into a file as they come: that of the last response alone, decoded or as it was received.
func TestWithFile(t *testing.T) {
	body := bytes.Repeat([]byte("one line of the body\n"), 100_000)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			w.Header().Set("Location", "/plain")
			w.WriteHeader(http.StatusFound)
			_, _ = w.Write([]byte("this is no body of interest"))
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed.Bytes())
		case "/odd":
			w.Header().Set("Content-Encoding", "unheard-of")
			_, _ = w.Write(body)
		case "/missing":
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write(body)
		case "/cut":
			w.Header().Set("Content-Length", "9999999")
			_, _ = w.Write(body)
		default:
			_, _ = w.Write(body)
		}
	}))
	defer server.Close()
	c := client.New(client.Options{})
	defer c.Close()
	ten := 10
	for name, want := range map[string]struct {
		wire bool
		in   bool // the file
		body []byte
	}{
		"/plain": {in: true, body: body}, "/moved": {in: true, body: body}, "/gzip": {in: true, body: body}, "/cut": {in: true, body: body},
		"/gzip?wire": {wire: true, in: true, body: packed.Bytes()}, "/missing": {body: body}, "/odd": {body: body},
	} {
		f, err := os.OpenFile(filepath.Join(t.TempDir(), "body"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		e, err := c.Send(client.WithFile(context.Background(), f, want.wire), collections.Request{URL: server.URL + name, Settings: collections.Settings{Redirects: &ten}}, vars.NewScope())
		if err != nil && name != "/cut" {
			t.Errorf("%s: %v", name, err)
		}
		if got := e.Response.IsIn(f); got != want.in {
			t.Errorf("%s: it is in the file: %v, want %v", name, got, want.in)
		}
		got, err := os.ReadFile(f.Name())
		if want.in && (err != nil || !bytes.Equal(got, want.body)) {
			t.Errorf("%s: the file has %d bytes, want %d", name, len(got), len(want.body))
		}
		var copied bytes.Buffer
		if err := e.Response.WriteBody(&copied, want.wire); err != nil || !bytes.Equal(copied.Bytes(), want.body) {
			t.Errorf("%s: %d bytes are copied, want %d: %v", name, copied.Len(), len(want.body), err)
		}
	}
}
