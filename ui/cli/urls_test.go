package cli

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dowse/client/proxytest"
	"dowse/collections/address"
	"dowse/collections/address/addresstest"
	"dowse/collections/formats/curl"
	"dowse/collections/vars"
)

// TestURLs sends each row of addresstest as a word of a command line, from a file, before another request, and as
// the target of a mapping, and compares the URL that a proxy received.
func TestURLs(t *testing.T) {
	proxy := proxytest.New(t)
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("shop/dowse.yaml", "version: 1\n")
	write("shop/main.yaml", "url: http://main.test/{{picked}}\n")
	write("shop/mappings/rows.yaml", "into: {request: r}\nfields:\n  - {to: a, path: $.a}\n")
	write("rows.json", `[{"a": 1}]`)
	for _, row := range addresstest.Rows(t) {
		env := strings.ReplaceAll(addresstest.Variables, "\"", "'")
		if row.Base != "" {
			env += "base_url='" + row.Base + "'\n"
		}
		write(".env", env)
		write("shop/r.yaml", "url: "+strconv.Quote(row.URL)+"\npicks: {picked: $.n}\n")
		for _, way := range []struct {
			name string
			args []string
			then string // what is sent after it
		}{
			{"typed", []string{"send", row.URL}, ""},
			{"a file", []string{"send", "r", "--dir", "shop"}, ""},
			{"before another", []string{"send", "main", "--dir", "shop"}, "http://main.test/1"},
			{"of a mapping", []string{"map", "rows", "--into", "--input", "rows.json", "--dir", "shop"}, ""},
		} {
			if way.name == "typed" && address.FormOf(row.URL) >= address.Name && (row.Base == "" || strings.Contains(row.URL, " ")) {
				continue // a word is no URL
			}
			var out, stderr bytes.Buffer
			p := &Program{In: strings.NewReader(""), Out: &out, Err: &stderr, client: proxy.Client()}
			p.Run(context.Background(), append(way.args, "--env-file", ".env"))
			got := proxy.Take()
			for i, url := range got {
				got[i] = addresstest.OnTheWire(t, url)
			}
			var want []string
			if row.Want != "" {
				want = append(want, addresstest.ThroughProxy(t, row.Want))
				if way.then != "" && !strings.HasPrefix(row.Want, "https") {
					want = append(want, way.then)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q | %q %s is sent as %q, want %q; %s", row.Base, row.URL, way.name, got, want, &stderr)
			}
			if way.name == "a file" && row.Want != "" {
				out.Reset()
				p.Run(context.Background(), append(way.args, "--env-file", ".env", "--dry-run"))
				if got, want := printed(t, out.String()), addresstest.OnTheWire(t, row.Want); got != want {
					t.Errorf("%q | %q is printed as %q, want %q; %s", row.Base, row.URL, got, want, &stderr)
				}
			}
			if !strings.Contains(stderr.String(), row.Error) {
				t.Errorf("%q | %q %s: %q, want %q", row.Base, row.URL, way.name, &stderr, row.Error)
			}
		}
	}
}

// printed is the URL of a curl command line.
func printed(t *testing.T, line string) string {
	t.Helper()
	words, _, err := curl.Words(line)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	command, err := curl.Read(words[1:], curl.Files{})
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return addresstest.OnTheWire(t, vars.Literal(command.Request.URL))
}

// TestAWordIsNoURL holds what is no URL of send: what may be an ID with a slip in it, and what is relative to nothing.
func TestAWordIsNoURL(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, r.RequestURI, r.Header.Get("Authorization"))
	}))
	t.Cleanup(server.Close)
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"dowse.yaml": "version: 1\ndefault_env: dev\nauth: {bearer: t0k}\n", "env/dev.yaml": "base_url: " + server.URL + "/echo\n",
		"shop/list.yaml": "url: orders\n", "notes.yaml": "a: 1\n",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) (int, string) {
		var out, stderr bytes.Buffer
		p := &Program{In: strings.NewReader(""), Out: &out, Err: &stderr}
		code := p.Run(context.Background(), append([]string{"send"}, args...))
		return code, fmt.Sprint(&out, &stderr)
	}
	for word, says := range map[string]string{
		"shop/lst": "the nearest is shop/list", "shop": "is a folder", "notes": "is not a request", "x.yaml": "no request", "two words": "no request",
	} {
		if code, said := run(word); code != exitUsage || !strings.Contains(said, says) {
			t.Errorf("%s: %d %s, want %s", word, code, said, says)
		}
	}
	for word, path := range map[string]string{"anything/else": "/echo/anything/else", "./shop": "/echo/shop", "/echo/x": "/echo/x", "?x=1": "/echo?x=1"} {
		code, said := run(word)
		if code != exitDone || !strings.HasPrefix(said, path+" Bearer t0k\n") { // it is of the collection
			t.Errorf("%s: %d %s, want %s", word, code, said, path)
		}
	}
}
