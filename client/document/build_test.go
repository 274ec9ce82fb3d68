package document

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// printed is everything that a document says, to tell whether two say the same.
func printed(d *Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s final %t problem %v\n", d.Format(), d.Final(), d.Problem())
	for n := range Node(d.Len()) {
		key, _ := d.Key(n)
		fmt.Fprintf(&b, "%d kind %d parent %d next %d first %d key %q count %d source %q\n", n, d.Kind(n), d.Parent(n), d.Next(n), d.First(n), key, d.Count(n), d.Source(n))
	}
	return b.String()
}

// anyBody draws a body of one of the formats that are indexed in place, sometimes broken.
func anyBody(t *rapid.T) ([]byte, Format) {
	format := rapid.SampledFrom([]Format{Auto, JSON, NDJSON, Sequence, Text, XML, HTML}).Draw(t, "format")
	var body []byte
	switch format {
	case XML, HTML:
		body = soup.Draw(t, "soup")
	case NDJSON, Sequence:
		for range rapid.IntRange(0, 4).Draw(t, "lines") {
			if format == Sequence {
				body = append(body, recordSeparator)
			}
			line := rapid.OneOf(rapid.Map(anyDocument, func(s string) string { return strings.ReplaceAll(s, "\n", " ") }), rapid.SampledFrom([]string{"", "oops", "{", `{"a":`, "12", "tru", "[1,2"})).Draw(t, "line")
			body = append(append(body, line...), '\n')
		}
	default:
		body = wholeBody(t, anyDocument.Draw(t, "document"))
	}
	if rapid.IntRange(0, 3).Draw(t, "broken") == 0 {
		cut := rapid.IntRange(0, len(body)).Draw(t, "at")
		body = slices.Concat(body[:cut], []byte(rapid.SampledFrom([]string{"", "}", "x", "\n", "\"", ","}).Draw(t, "odd")), body[cut:])
	}
	return body, format
}

// TestArrivingBodyIsIndexedAsTheWhole feeds a body in pieces: what comes of it is what comes of the whole, and no
// Document changes once it was given.
func TestArrivingBodyIsIndexedAsTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body, format := anyBody(t)
		hint := Hint{Format: format, ContentType: rapid.SampledFrom([]string{"", "application/json", "text/plain"}).Draw(t, "type")}
		whole := Parse(body, hint)
		b := NewBuilder(hint)
		var given []*Document
		var said []string
		for at := 0; at < len(body); {
			at = min(len(body), at+rapid.IntRange(1, max(1, len(body)/3)).Draw(t, "piece"))
			d := b.Build(bytes.Clone(body[:at]), false)
			given, said = append(given, d), append(said, printed(d))
		}
		d := b.Build(body, true)
		if diff := cmp.Diff(printed(whole), printed(d)); diff != "" {
			t.Fatalf("%q as %s in pieces differs from the whole:\n%s", body, format, diff)
		}
		for i := range given {
			if diff := cmp.Diff(said[i], printed(given[i])); diff != "" {
				t.Fatalf("a document changed after it was given:\n%s", diff)
			}
		}
	})
}

// TestArrivingBodyIsSeen says what is there after each piece.
func TestArrivingBodyIsSeen(t *testing.T) {
	b := NewBuilder(Hint{Format: JSON})
	for _, c := range []struct {
		body string
		want string
	}{
		{"", ""}, {`{"ab`, "object"}, {`{"a":[1`, "object array"}, {`{"a":[1, 2`, "object array number"}, {`{"a":[1, 2]`, "object array number number"},
		{`{"a":[1, 2], "bcdef": "unfin`, "object array number number"}, {`{"a":[1, 2], "bcdef": "unfinished", "g": tr`, "object array number number string"},
	} {
		d := b.Build([]byte(c.body), false)
		var kinds []string
		for n := range Node(d.Len()) {
			kinds = append(kinds, [...]string{"null", "bool", "number", "string", "array", "object"}[d.Kind(n)])
		}
		if got := strings.Join(kinds, " "); got != c.want {
			t.Errorf("%q has %s, want %s", c.body, got, c.want)
		}
	}
}

func TestLinesOfJSON(t *testing.T) {
	body := "{\"a\":1}\n\nnot json\n[1,\n2]\n{\"b\":\n\"x\" 3\n\"c\"\n"
	d := Parse([]byte(body), Hint{Format: NDJSON})
	var got []string
	for n := range d.Children(d.Root()) {
		got = append(got, fmt.Sprintf("%s=%s", d.Path(n), d.Source(n)))
	}
	want := []string{`$[0]={"a":1}`, `$[1]=not json`, "$[2]=[1,\n2]", `$[3]={"b":`, `$[4]="x"`, `$[5]=3`, `$[6]="c"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if p := d.Problem(); p == nil || p.Line != 3 {
		t.Errorf("problem %v, want one of line 3", p)
	}
	if n := d.At(strings.Index(body, "json")); d.Path(n).String() != "$[1]" {
		t.Errorf("the line that is no JSON is at %v", d.Path(n))
	}
	q, err := ParseQuery("$[*].a")
	if err != nil || len(d.Select(q)) != 1 {
		t.Errorf("%v selects %v", err, d.Select(q))
	}
}

// TestSlowBodyIsReadOnce feeds one long string byte by byte: each byte is not read again for every one that comes.
func TestSlowBodyIsReadOnce(t *testing.T) {
	body := []byte(`["` + strings.Repeat("x", 1<<20) + `"]`)
	b, rounds := NewBuilder(Hint{Format: JSON}), 0
	for at := 1; at < len(body); at++ {
		before := b.index.wait
		b.Build(body[:at], false)
		if b.index.wait != before {
			rounds++
		}
	}
	if rounds > 40 {
		t.Errorf("the string was begun %d times", rounds)
	}
}
