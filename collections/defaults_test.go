package collections

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSaveOneChange changes one field of a request, whose file has no other key than url or has them all: only lines of that
// field are other ones.
func TestSaveOneChange(t *testing.T) {
	const full = "name: n\nnote: t\nmethod: GET\nurl: http://x\nquery: {a: 1}\nheaders: {B: 2}\nauth: none\nvars: {v: 1}\ntimeout: 30s\nredirects: 10\n" +
		"tls: {insecure: false}\nerror_when: [{path: \"$.e\", equals: true}]\nrepeatable: false\nbody: {json: \"{}\"}\npicks: {id: {path: \"$.id\", take: one, if_missing: fail, nth: 1, secret: false}}\n" +
		"page: {next: \"$.n\", into: cursor}\nexpect: {status: 200}\n"
	changes := map[string]func(r *Request){
		"name":       func(r *Request) { r.Name = "other" },
		"note":       func(r *Request) { r.Note = "other" },
		"method":     func(r *Request) { r.Method = "PUT" },
		"url":        func(r *Request) { r.URL += "/y" },
		"query":      func(r *Request) { r.Query = append(r.Query, Row{Name: "z", Value: "1"}) },
		"headers":    func(r *Request) { r.Headers = append(r.Headers, Row{Name: "Z", Value: "1"}) },
		"auth":       func(r *Request) { r.Auth = &Auth{Kind: AuthBearer, Token: "{{t}}"} },
		"timeout":    func(r *Request) { r.Timeouts.Total = 7 * time.Second },
		"redirects":  func(r *Request) { n := 3; r.Redirects = &n },
		"tls":        func(r *Request) { r.TLS = &TLS{Insecure: true} },
		"repeatable": func(r *Request) { r.Repeatable = true },
		"body":       func(r *Request) { r.Body = Body{Kind: BodyText, Text: "hello"} },
		"picks": func(r *Request) {
			r.Picks = append(r.Picks, Pick{Name: "z", From: Source{Kind: SourcePath, Arg: "$.z"}})
		},
	}
	for form, text := range map[string]string{"url alone": "# by hand\nurl: http://x\n", "every key": full} {
		for key, change := range changes {
			t.Run(form+" "+key, func(t *testing.T) {
				dir := t.TempDir()
				if err := os.WriteFile(filepath.Join(dir, "dowse.yaml"), []byte("version: 1\n"), 0o644); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				c := load(t, dir)
				quiet(t, c)
				r := *c.Request("a")
				change(&r)
				if err := c.Save(&r); err != nil {
					t.Fatal(err)
				}
				after, err := os.ReadFile(filepath.Join(dir, "a.yaml"))
				if err != nil {
					t.Fatal(err)
				}
				if string(after) == text {
					t.Error("nothing was changed")
				}
				under := ""
				for line := range strings.Lines(string(after)) {
					if line[0] != ' ' && line[0] != '-' {
						under, _, _ = strings.Cut(line, ":")
					}
					if under != key && !strings.Contains(text, line) {
						t.Errorf("a line that nobody changed: %s", line)
					}
				}
				for line := range strings.Lines(text) {
					if !strings.HasPrefix(line, key+":") && !strings.Contains(string(after), line) {
						t.Errorf("a line that nobody changed is gone: %s", line)
					}
				}
			})
		}
	}
}
