package httpie_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/collections"
	"dowse/collections/formats/httpie"
)

// open is the files that the tests read.
func open(path string) ([]byte, error) {
	content := map[string]string{
		"text.txt":   "two\n\"lines\" {{a}}\n",
		"data.json":  "[1.10, {\"b\": \"{{a}}\"}]\n",
		"broken.txt": "{",
		"binary":     "\xff\x00",
	}
	if text, ok := content[path]; ok {
		return []byte(text), nil
	}
	return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
}

func TestBody(t *testing.T) {
	for _, c := range []struct {
		items []string
		want  string
	}{
		{[]string{"name=ann"}, `{"name": "ann"}`},
		{[]string{"b=2", "a:=1", "b=3"}, `{"b": "3", "a": 1}`},
		{[]string{"empty="}, `{"empty": ""}`},
		{[]string{`age:=29`, `n:=1.10`, `big:=12345678901234567890`, `yes:=true`, `no:=null`}, `{"age": 29, "n": 1.10, "big": 12345678901234567890, "yes": true, "no": null}`},
		{[]string{`l:= [1, {"a":"b"}] `}, `{"l": [1, {"a":"b"}]}`},
		{[]string{`quote=say "hi" \ and` + "\n\x01"}, `{"quote": "say \"hi\" \\ and\n\u0001"}`},
		{[]string{`html=<a>&é`}, `{"html": "<a>&é"}`},
		{[]string{`a "b"=c`}, `{"a \"b\"": "c"}`},
		// Escapes, as HTTPie's own tests have them.
		{[]string{`baz\=bar=foo`}, `{"baz=bar": "foo"}`},
		{[]string{`foo\==bar`}, `{"foo=": "bar"}`},
		{[]string{`path=c:\windows`}, `{"path": "c:\\windows"}`},
		{[]string{`path=c:\windows\`}, `{"path": "c:\\windows\\"}`},
		{[]string{`a=b\\:c`}, `{"a": "b\\\\:c"}`},
		{[]string{`a=b\:c\=d\@e`}, `{"a": "b:c=d@e"}`},
		{[]string{`url=http://h:80/?a==b`}, `{"url": "http://h:80/?a==b"}`},
		{[]string{`a=b:=c`}, `{"a": "b:=c"}`},
		{[]string{`when\:=12:30`}, `{"when:": "12:30"}`},
		{[]string{`l\[0\]=x`}, `{"l[0]": "x"}`},
		{[]string{`back\\slash=x`}, `{"back\\slash": "x"}`},
		// Files.
		{[]string{`t=@text.txt`}, `{"t": "two\n\"lines\" {{{{a}}\n"}`},
		{[]string{`j:=@data.json`}, `{"j": [1.10, {"b": "{{{{a}}"}]}`},
		// Templates.
		{[]string{`name=hi {{name}}`, `age:={{age}}`, `l:=[{{a}}, "x{{b}}"]`}, `{"name": "hi {{name}}", "age": {{age}}, "l": [{{a}}, "x{{b}}"]}`},
		{[]string{`{{key}}=v`}, `{"{{key}}": "v"}`},
		{[]string{`a={{x | default("y:=\"z")}}"`}, `{"a": "{{x | default("y:=\"z")}}\""}`},
		{[]string{`{{x | default("a=b")}}c=d`}, `{"{{x | default("a=b")}}c": "d"}`},
	} {
		r, err := httpie.Read(c.items, collections.Request{}, open)
		if err != nil {
			t.Errorf("%q: %v", c.items, err)
			continue
		}
		want := collections.Request{
			Method:   "POST",
			Settings: collections.Settings{Headers: collections.Rows{{Name: "Accept", Value: "application/json, */*;q=0.5"}}},
			Body:     collections.Body{Kind: collections.BodyJSON, Text: c.want},
		}
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("%q (-want +got)\n%s", c.items, diff)
		}
	}
}

func TestHeadersAndQuery(t *testing.T) {
	for _, c := range []struct {
		item   string
		header *collections.Row
		query  *collections.Row
	}{
		{"X-One:1", &collections.Row{Name: "X-One", Value: "1"}, nil},
		{"X-One: spaced: 1 ", &collections.Row{Name: "X-One", Value: "spaced: 1"}, nil},
		{"X-One:", &collections.Row{Name: "X-One", Off: true}, nil},
		{"X-One;", &collections.Row{Name: "X-One"}, nil},
		{"X-One:@text.txt", &collections.Row{Name: "X-One", Value: "two\n\"lines\" {{{{a}}"}, nil},
		{`foo\:bar:baz`, &collections.Row{Name: "foo:bar", Value: "baz"}, nil},
		{`jack\@jill:hill`, &collections.Row{Name: "jack@jill", Value: "hill"}, nil},
		{"Authorization:Bearer {{token}}", &collections.Row{Name: "Authorization", Value: "Bearer {{token}}"}, nil},
		{"q==a b", nil, &collections.Row{Name: "q", Value: "a b"}},
		{"q==", nil, &collections.Row{Name: "q"}},
		{"q==@text.txt", nil, &collections.Row{Name: "q", Value: "two\n\"lines\" {{{{a}}"}},
		{`bob\:==foo`, nil, &collections.Row{Name: "bob:", Value: "foo"}},
		{`a[b]==c`, nil, &collections.Row{Name: "a[b]", Value: "c"}},
	} {
		want := collections.Request{}
		if c.header != nil {
			want.Headers = collections.Rows{*c.header}
		}
		if c.query != nil {
			want.Query = collections.Rows{*c.query}
		}
		got, err := httpie.Read([]string{c.item}, collections.Request{}, open)
		if err != nil {
			t.Errorf("%s: %v", c.item, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.item, diff)
		}
	}
}

// TestBase holds what becomes of what the request already has.
func TestBase(t *testing.T) {
	base := func() collections.Request {
		return collections.Request{
			ID: "orders/list", Method: "PUT",
			Query:    collections.Rows{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}, {Name: "a", Value: "3"}},
			Settings: collections.Settings{Headers: collections.Rows{{Name: "X-One", Value: "1"}, {Name: "X-Two", Value: "2"}}},
		}
	}
	before := base()
	got, err := httpie.Read([]string{"a==4", "a==5", "x-one:", "f=1"}, before, open)
	if err != nil {
		t.Fatal(err)
	}
	want := base()
	want.Query = collections.Rows{{Name: "b", Value: "2"}, {Name: "a", Value: "4"}, {Name: "a", Value: "5"}}
	want.Headers = collections.Rows{{Name: "X-Two", Value: "2"}, {Name: "x-one", Off: true}}
	want.Body = collections.Body{Kind: collections.BodyJSON, Text: `{"f": "1"}`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(base(), before); diff != "" {
		t.Errorf("the base was changed (-want +got)\n%s", diff)
	}

	form := collections.Request{Body: collections.Body{Kind: collections.BodyForm, Form: collections.Rows{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}}}}
	got, err = httpie.Read([]string{"a=x", "a=\"y\""}, form, open)
	if err != nil {
		t.Fatal(err)
	}
	rows := collections.Rows{{Name: "b", Value: "2"}, {Name: "a", Value: "x"}, {Name: "a", Value: `"y"`}}
	if diff := cmp.Diff(rows, got.Body.Form); diff != "" || got.Method != "POST" {
		t.Errorf("form: method %s (-want +got)\n%s", got.Method, diff)
	}
}

func TestRefused(t *testing.T) {
	form := collections.Body{Kind: collections.BodyForm}
	text := collections.Body{Kind: collections.BodyText, Text: "x"}
	for _, c := range []struct {
		item string
		body collections.Body
		want string
	}{
		{"nothing", collections.Body{}, `"nothing" is no request item`},
		{`a\=b`, collections.Body{}, "is no request item"},
		{"http://a.example/b", collections.Body{}, "http://a.example/b: two URLs; one request at a time"},
		{"HTTPS://a.example/?b=c", collections.Body{}, "two URLs; one request at a time"},
		{"file@pic.png", collections.Body{}, "files cannot be uploaded yet"},
		{"a:=x", collections.Body{}, "a:=x: it is not JSON"},
		{"a:=", collections.Body{}, "it is not JSON"},
		{"a:=1 2", collections.Body{}, "it is not JSON"},
		{"a:={{x}}{{y}}", collections.Body{}, "it is not JSON"},
		{"a:=@broken.txt", collections.Body{}, "it is not JSON"},
		{"a=@nowhere", collections.Body{}, "cannot read nowhere: file does not exist"},
		{"a=@", collections.Body{}, "the name of a file must follow @"},
		{"a=@binary", collections.Body{}, "binary is not UTF-8 text"},
		{"a=\xff", collections.Body{}, "it is not UTF-8"},
		{"a[b]=1", collections.Body{}, "nested fields are not read; write the outer one, a, as JSON with :="},
		{"X;y", collections.Body{}, "nothing can follow the ;"},
		{":y", collections.Body{}, "the header has no name"},
		{"a=1", text, "the request has a body already"},
		{"a:=1", form, "a form holds texts"},
	} {
		_, err := httpie.Read([]string{c.item}, collections.Request{Body: c.body}, open)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one line with %q", c.item, err, c.want)
		}
	}
}

// TestAnyText holds that any text typed as a string arrives as that string.
func TestAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.Rune()).Draw(t, "text")
		if strings.Contains(text, "{{") || strings.Contains(text, `\`) {
			t.Skip("templates and backslashes have a table")
		}
		typed := strings.NewReplacer(":", `\:`, ";", `\;`, "=", `\=`, "@", `\@`).Replace(text)
		r, err := httpie.Read([]string{"a=" + typed}, collections.Request{}, open)
		if err != nil {
			t.Fatal(err)
		}
		var body map[string]string
		if err := json.Unmarshal([]byte(r.Body.Text), &body); err != nil {
			t.Fatalf("%s: %v", r.Body.Text, err)
		}
		if body["a"] != text {
			t.Fatalf("%q arrived as %q", text, body["a"])
		}
	})
}
