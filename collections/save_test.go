package collections

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"dowse/collections/vars"
)

// handWritten is requests as people write them.
var handWritten = map[string]string{
	"comments everywhere": `# The list of orders.
# It has three pages.

name: List orders # shown in the sidebar
method:   GET


url:   "{{base_url}}/orders"   # quoted: it begins with a brace

# What is asked for
query:
    # the first
    - {name: status, value: open}   # open ones
    - name: limit
      value: 20     # at once

    - {name: cursor, value: '{{next_cursor}}', off: true, x-why: later}
# The end of the rows

headers: {Accept: application/json, X-Trace: "1",}
picks:
  order_id: "$.data[0].id" # the first
  open_ids:   {path: "$.data[?@.status == 'open'].id", take: all}

# The end.`,
	"carriage returns":        "name: A\r\nurl: http://x\r\nheaders:\r\n  A: 1\r\n  B: 2\r\nbody:\r\n  json: |\r\n    {\r\n      \"a\": 1\r\n    }\r\n",
	"a byte order mark":       "\uFEFFurl: http://x\nheaders:\n  A: 1\n",
	"no final newline":        "url: http://x\nheaders:\n  A: 1",
	"rows that do not indent": "url: http://x\nheaders:\n- name: A\n  value: 1\n-   name: B\n    value: 2\n",
	"deep indents":            "url: http://x\nheaders:\n        A: 1\n        B:      2\nbody:\n    json:    |2\n       {\"a\": 1}\n",
	"words that look typed":   "url: http://x\nheaders: {A: 1.10, B: 007, C: 0x1F, D: yes, E: null, F: ~, G: 1e3, H: }\nvars: {a: 1.10, b: 007, c: true, d: \"true\", e: null, f: [1, {b: x}], g: 12345678901234567890}\n",
	"every scalar style":      "name: >-\n  folded\n  name\nnote: |+\n  kept\n\n\nurl: 'http://x/''y'''\nmethod: \"G\\x45T\"\nheaders:\n  A: plain\n    over lines\n  B: \"double\n    over lines\"\n",
	"own words for durations": "url: http://x\ntimeout: {connect: 1000ms, total: 0.5m}\nredirects: 0\nauth: {bearer: \"{{t}}\", }\n",
	"unknown keys":            "x-mine: {a: [1, 2]}\nfuture: true\nurl: http://x\nquery: {a: b}\npicks:\n  a: {path: \"$.a\", future: 1}\n",
	"a document marker":       "---\nurl: http://x\nheaders:\n  A: 1\n...\n",
	"empty sections":          "url: http://x\nquery:\nheaders: {}\nvars: {}\npicks:\nauth:\nname: \"\"\nnote: ''\n",
}

func quiet(t testing.TB, c *Collection) {
	t.Helper()
	for _, p := range c.Problems {
		if !p.Warning {
			t.Fatal(p)
		}
	}
}

func TestSaveWithoutChange(t *testing.T) {
	moved := 0
	for name, text := range handWritten {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "dowse.yaml"), "# shop\nversion: 1")
			file := filepath.Join(dir, "a.yaml")
			writeFile(t, file, text)
			before, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			c := load(t, dir)
			quiet(t, c)
			if err := errors.Join(c.Save(c.Request("a")), c.SaveCollection()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(text, readFile(t, file)); diff != "" {
				t.Error(diff)
			}
			if after, err := os.Stat(file); err != nil || !os.SameFile(before, after) || after.ModTime() != before.ModTime() {
				t.Error("the file was written although nothing changed")
			}
		})
		var n yaml.Node
		if err := yaml.Load([]byte(text), &n); err != nil {
			t.Fatal(err)
		}
		if out, err := yaml.Dump(&n); err != nil || string(out) != text {
			moved++
		}
	}
	if moved < len(handWritten)/2 {
		t.Errorf("control: encoding the nodes again changed only %d of %d files, so this test shows little", moved, len(handWritten))
	}
}

// changedLines gives the lines of after that are not in before, and those of before that are gone.
func changedLines(before, after string) (added, removed []string) {
	count := map[string]int{}
	for line := range strings.SplitSeq(before, "\n") {
		count[line]++
	}
	for line := range strings.SplitSeq(after, "\n") {
		if count[line]--; count[line] < 0 {
			added = append(added, line)
		}
	}
	for line, n := range count {
		for range max(n, 0) {
			removed = append(removed, line)
		}
	}
	return added, removed
}

// TestSaveOneHeader changes the value of one header: one line differs, whatever the form of the file.
func TestSaveOneHeader(t *testing.T) {
	worse := 0
	for name, text := range handWritten {
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, "dowse.yaml"), "version: 1")
		file := filepath.Join(dir, "a.yaml")
		writeFile(t, file, text)
		c := load(t, dir)
		r := c.Request("a")
		if len(r.Headers) == 0 {
			continue
		}
		r.Headers[0].Value = "changed"
		if err := c.Save(r); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		after := readFile(t, file)
		added, removed := changedLines(text, after)
		lines := 1
		if name == "every scalar style" {
			lines = 2 // the old value stood on two lines
		}
		if len(added) != 1 || len(removed) != lines {
			t.Errorf("%s: lines added %q, removed %q", name, added, removed)
		}
		if got := load(t, dir).Request("a").Headers[0].Value; got != "changed" {
			t.Errorf("%s: loads as %q", name, got)
		}
		var n any
		if err := yaml.Load([]byte(text), &n); err != nil {
			t.Fatal(err)
		}
		if out, err := yaml.Dump(n); err == nil {
			if added, _ := changedLines(text, string(out)); len(added) > 1 {
				worse++
			}
		}
	}
	if worse == 0 {
		t.Error("control: encoding anew changes no more than one line either, so this test shows nothing")
	}
}

func TestSaveForms(t *testing.T) {
	off := func(r *Request) { r.Headers[1].Off = true }
	tests := []struct {
		name, before string
		change       func(*Request)
		after        string
	}{
		{"a row switched off makes a list", "url: http://x\nheaders: # c\n  A: 1\n  B: 2\nname: x\n", off,
			"url: http://x\nheaders: # c\n  - {name: A, value: 1}\n  - {name: B, value: 2, off: true}\nname: x\n"},
		{"a row of a list switched off", "url: http://x\nheaders:\n  - {name: A, value: 1} # one\n  - {name: B, value: 2} # two\n", off,
			"url: http://x\nheaders:\n  - {name: A, value: 1} # one\n  - {name: B, value: 2, off: true} # two\n"},
		{"a list stays one", "url: http://x\nheaders:\n  - name: A\n    value: 1\n", func(r *Request) { r.Headers = append(r.Headers, Row{Name: "B", Value: "2"}) },
			"url: http://x\nheaders:\n  - name: A\n    value: 1\n  - name: B\n    value: 2\n"},
		{"a new row in braces", "url: http://x\nheaders: {A: 1}\n", func(r *Request) { r.Headers = append(r.Headers, Row{Name: "B", Value: "a, b"}) },
			"url: http://x\nheaders: {A: 1, B: \"a, b\"}\n"},
		{"a row between", "url: http://x\nheaders:\n  A: 1\n  # about C\n  C: 3\n", func(r *Request) {
			r.Headers = Rows{r.Headers[0], {Name: "B", Value: "2"}, r.Headers[1]}
		}, "url: http://x\nheaders:\n  A: 1\n  B: 2\n  # about C\n  C: 3\n"},
		{"rows that change places", "url: http://x\nheaders:\n  A: 1\n  B: 2\n", func(r *Request) { r.Headers[0], r.Headers[1] = r.Headers[1], r.Headers[0] },
			"url: http://x\nheaders:\n  B: 2\n  A: 1\n"},
		{"all rows removed", "url: http://x\nheaders:\n  A: 1\nname: x\n", func(r *Request) { r.Headers = nil },
			"url: http://x\nname: x\n"},
		{"a new key in its place", "name: x\nurl: http://x\npicks:\n  a: \"$.a\"\n", func(r *Request) { r.Method = "POST"; r.Body = Body{Kind: BodyJSON, Text: "{}"} },
			"name: x\nmethod: POST\nurl: http://x\nbody:\n  json: \"{}\"\npicks:\n  a: \"$.a\"\n"},
		{"a pick gets settings", "url: http://x\npicks:\n  a: \"$.a\" # c\n", func(r *Request) { r.Picks[0].Take = TakeAll },
			"url: http://x\npicks:\n  a: {path: \"$.a\", take: all} # c\n"},
		{"a pick reads another place", "url: http://x\npicks:\n  a: {path: \"$.a\", secret: true, x-own: 1}\n", func(r *Request) { r.Picks[0].From = Source{Kind: SourceHeader, Arg: "A"} },
			"url: http://x\npicks:\n  a: {header: A, secret: true, x-own: 1}\n"},
		{"auth of another kind", "url: http://x\nauth: {bearer: \"{{t}}\"}\n", func(r *Request) { r.Auth = &Auth{Kind: AuthHeader, Name: "X-Key", Token: "{{k}}"} },
			"url: http://x\nauth: {header: {name: X-Key, value: \"{{k}}\"}}\n"},
		{"auth none", "url: http://x\nauth: # c\n  basic:\n    user: a\n    password: \"{{p}}\"\n", func(r *Request) { r.Auth = &Auth{Kind: AuthNone} },
			"url: http://x\nauth: none # c\n"},
		{"a body of another kind", "url: http://x\nbody:\n  # the body\n  json: |\n    {}\n", func(r *Request) { r.Body = Body{Kind: BodyForm, Form: Rows{{Name: "a", Value: "b c"}}} },
			"url: http://x\nbody:\n  form:\n    a: b c\n"},
		{"a JSON body written as a mapping", "url: http://x\nbody:\n  json:\n    b: 1.10 # number\n    a: [x, 007]\n", func(r *Request) { r.Name = "x" },
			"name: x\nurl: http://x\nbody:\n  json:\n    b: 1.10 # number\n    a: [x, 007]\n"},
		{"a longer timeout", "url: http://x\ntimeout: 30s\n", func(r *Request) { r.Timeouts.Total *= 4 }, "url: http://x\ntimeout: 2m\n"},
		{"a timeout of a phase", "url: http://x\ntimeout: 30s\n", func(r *Request) { r.Timeouts.Connect = -1 }, "url: http://x\ntimeout: {connect: none, total: 30s}\n"},
		{"a string that looks like a number", "url: http://x\nvars:\n  a: x\n  b: 1\n", func(r *Request) {
			r.Vars = []Variable{{"a", vars.NewString("1")}, {"b", vars.ParseScalar("1.10")}, {"c", vars.ParseScalar("null")}}
		}, "url: http://x\nvars:\n  a: \"1\"\n  b: 1.10\n  c: null\n"},
		{"a JSON value", "url: http://x\nvars:\n  a: {b: 1} # c\n", func(r *Request) {
			v, err := vars.ParseJSON(`{"b":[1.10,"x",null,"true"],"a b":{}}`)
			if err != nil {
				t.Fatal(err)
			}
			r.Vars[0].Value = v
		}, "url: http://x\nvars:\n  a: {b: [1.10, x, null, \"true\"], a b: {}} # c\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := folder(t, "a.yaml", test.before)
			r := c.Request("a")
			test.change(r)
			if err := c.Save(r); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.after, readFile(t, filepath.Join(c.Root, "a.yaml"))); diff != "" {
				t.Error(diff)
			}
			again := load(t, c.Root)
			if diff := cmp.Diff(r, again.Request("a")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
