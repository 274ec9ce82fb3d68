package client_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"dowse/client"
	"dowse/client/body"
	"dowse/collections"
	"dowse/collections/long"
	"dowse/collections/vars"
)

// file makes a file of that many zeros and a body of it.
func file(t *testing.T, size int64) (string, *body.File) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "body")
	if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, size)); err != nil {
		t.Fatal(err)
	}
	b, err := body.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, b
}

// digest counts and hashes what a server receives; /again redirects there with the same body.
func digest(t *testing.T) (url string, received func() (int64, string)) {
	var n int64
	var sum string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash := sha256.New()
		n, _ = io.Copy(hash, r.Body)
		sum = hex.EncodeToString(hash.Sum(nil))
		if r.URL.Path == "/again" {
			http.Redirect(w, r, "/", http.StatusTemporaryRedirect)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, func() (int64, string) { return n, sum }
}

// whole is a body that reads everything into memory, as the control of the bound on memory.
type whole struct{ body.Body }

func (w whole) Open() (io.ReadCloser, error) {
	from, err := w.Body.Open()
	if err != nil {
		return nil, err
	}
	defer from.Close()
	all, err := io.ReadAll(from)
	return io.NopCloser(strings.NewReader(string(all))), err
}

// peak is how much more memory the process has at most while f runs, in bytes.
func peak(t *testing.T, f func()) int {
	resident := func() int {
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			t.Skip("SKIPPED: the system does not say how much memory a process has")
		}
		_, rest, _ := strings.Cut(string(status), "VmHWM:")
		kb, err := strconv.Atoi(strings.Fields(rest)[0])
		if err != nil {
			t.Fatal(err)
		}
		return kb << 10
	}
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Skip("SKIPPED: the peak of the memory cannot be set back: ", err)
	}
	before := resident()
	f()
	return resident() - before
}

// TestLargeFile sends a large file, again after a redirect, in little memory.
func TestLargeFile(t *testing.T) {
	const bound = 30 << 20
	size := long.Size[int64](96<<20, 1<<30)
	url, received := digest(t)
	_, b := file(t, size)
	send := func(b body.Body) *client.Exchange {
		e, err := newClient(t, client.Options{}).Send(client.WithBody(t.Context(), b), collections.Request{Method: "PUT", URL: url + "/again"}, vars.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	var e *client.Exchange
	if grown := peak(t, func() { e = send(b) }); grown > bound {
		t.Errorf("%d MB of memory more were needed, at most %d are wanted", grown>>20, bound>>20)
	}
	n, sum := received()
	if sent := e.Request.Body; n != size || sent.Length != size || sent.SHA256 != sum || len(sent.Preview.Reveal()) != body.PreviewSize || len(e.Hops) != 1 {
		t.Errorf("%d bytes with the hash %s came; what is kept says %d, %s, a preview of %d, %d hops", n, sum, sent.Length, sent.SHA256, len(sent.Preview.Reveal()), len(e.Hops))
	}
	if grown := peak(t, func() { send(whole{b}) }); grown <= bound {
		t.Errorf("the control, which reads everything into memory, needed only %d MB", grown>>20)
	}
}

// growing changes the file of a body when it was opened. When all of its length was read, nothing more is before the end of Send:
// an answer may come before net/http looks whether there is more.
type growing struct {
	*body.File
	change func()
	end    <-chan struct{}
}

func (g growing) Open() (io.ReadCloser, error) {
	from, err := g.File.Open()
	g.change()
	return &waiting{from, g.Length(), g.end}, err
}

type waiting struct {
	io.ReadCloser
	left int64
	end  <-chan struct{}
}

func (w *waiting) Read(p []byte) (int, error) {
	if w.left == 0 {
		<-w.end
	}
	n, err := w.ReadCloser.Read(p)
	w.left -= int64(n)
	return n, err
}

// TestFileChanges tells of a file that is gone or has another length: before anything is sent where it is known then.
func TestFileChanges(t *testing.T) {
	const size = 1 << 20
	for _, test := range []struct {
		name   string
		during bool
		change func(path string) error
		id     string
	}{
		{"gone", false, os.Remove, "prepare.body"},
		{"longer before", false, func(path string) error { return os.Truncate(path, size+1) }, "prepare.body"},
		{"shorter before", false, func(path string) error { return os.Truncate(path, size-1) }, "prepare.body"},
		{"longer meanwhile", true, func(path string) error { return os.Truncate(path, size+1) }, "send.body"},
		{"shorter meanwhile", true, func(path string) error { return os.Truncate(path, size-1) }, "send.body"},
	} {
		t.Run(test.name, func(t *testing.T) {
			asked, end := make(chan struct{}, 1), make(chan struct{})
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked <- struct{}{}
				io.Copy(io.Discard, r.Body)
			}))
			defer server.Close()
			path, b := file(t, size)
			change := func() {
				if err := test.change(path); err != nil {
					t.Fatal(err)
				}
			}
			var sent body.Body = growing{b, change, end}
			if !test.during {
				sent = b
				change()
			}
			e, err := newClient(t, client.Options{}).Send(client.WithBody(t.Context(), sent), collections.Request{Method: "PUT", URL: server.URL}, vars.Scope{})
			close(end)
			var failed *client.Error
			if !errors.As(err, &failed) || failed.ID != test.id {
				t.Fatalf("error is %v, want %s", err, test.id)
			}
			if !test.during && len(asked) > 0 {
				t.Error("something was sent")
			}
			if e.Request.Body.SHA256 != "" {
				t.Error("there is a hash of a body that was not sent whole")
			}
		})
	}
}

// TestSecretPastPreview masks what a long body holds past the part of it that is kept.
func TestSecretPastPreview(t *testing.T) {
	url, received := digest(t)
	scope := vars.NewScope(vars.Layer{Variables: []vars.Variable{{Name: "canary", Value: vars.NewString("c4nary-past-the-preview").AsSecret()}}})
	text := strings.Repeat("x", body.PreviewSize-7) + "{{canary}}" + strings.Repeat("y", 1<<20) + "{{canary}}"
	e, err := newClient(t, client.Options{}).Send(t.Context(), collections.Request{Method: "POST", URL: url, Body: collections.Body{Kind: collections.BodyText, Text: text}}, scope)
	if err != nil {
		t.Fatal(err)
	}
	n, sum := received()
	if sent := e.Request.Body; sent.Length != n || sent.SHA256 != sum || strings.Contains(sent.Preview.String(), "c4n") || len(sent.Preview.Reveal()) != body.PreviewSize {
		t.Errorf("%d bytes with the hash %s came; what is kept says %d, %s", n, sum, sent.Length, sent.SHA256)
	}
	if found := e.Secrets(); len(found) == 0 || found[0] != "c4nary-past-the-preview" {
		t.Errorf("secrets are %q", found)
	}
}
