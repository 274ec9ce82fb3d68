package document

import (
	"fmt"
	"strings"
	"testing"
)

func TestParseChoosesTheFormat(t *testing.T) {
	const page = "<!doctype html>\n<p>sign in"
	for _, c := range []struct {
		body, contentType string
		format            Format
		nodes             int
		problem           string
	}{
		{`{"a":1}`, "application/json; charset=utf-8", JSON, 2, ""},
		{`{"a":1}`, "application/problem+json", JSON, 2, ""},
		{`"a"`, "Text/JSON", JSON, 1, ""},
		{` [1]`, "", JSON, 2, ""},
		{`[1]`, "text/plain", JSON, 2, ""},
		{`[1]`, "text/html;;", JSON, 2, ""},
		{`[1]`, "image/png", Text, 1, ""},
		{`1`, "text/plain", Text, 1, ""},
		{`{"a":1}`, "application/x-ndjson", NDJSON, 3, ""},
		{"{\"a\":1}\n{\"a\":2}\n", "", NDJSON, 5, ""},
		{"[INFO] started\n[INFO] ready", "text/plain", Text, 2, ""},
		{"[10:32:11] GET /", "text/plain", Text, 1, ""},
		{"{{name}}", "text/plain", Text, 1, ""},
		{`{"a":1,}`, "text/plain", JSON, 2, "line 1, column 8: `}` where a name in double quotes must be"},
		{`{"a":[1,2`, "", JSON, 4, "line 1, column 10: the body ends where `,` or `]` must be"},
		{page, "application/json", HTML, 3, "line 1, column 1: not JSON: it starts with `<!doctype html>`"},
		{page, "text/html", HTML, 3, ""},
		{"\n\n 404 page not found\n", "application/json", Text, 3, "line 3, column 2: not JSON: it starts with `404 page not found`"},
		{"\x1b[2J" + strings.Repeat("x", 100), "application/json", Text, 1, "line 1, column 1: not JSON: it starts with `\\x1b[2J" + strings.Repeat("x", 44) + "...`"},
		{"", "application/json", JSON, 0, "line 1, column 1: the body ends where a value must be"},
		{"", "", Text, 0, ""},
		{"[1]\n[2]", "application/json", NDJSON, 5, ""},
		{"[1] [2]", "application/json", JSON, 2, "line 1, column 5: `[` after the end of the JSON value"},
		{"[1]\nx", "application/json", JSON, 2, "line 2, column 1: `x` after the end of the JSON value"},
		{"{\"é\": \"\x01\"}", "application/json", JSON, 1, "line 1, column 8: the character U+0001 inside a string, where it must be escaped"},
	} {
		d := Parse([]byte(c.body), Hint{ContentType: c.contentType})
		problem := ""
		if d.Problem() != nil {
			problem = d.Problem().Error()
		}
		if d.Format() != c.format || d.Len() != c.nodes || problem != c.problem {
			t.Errorf("%.30q as %q: format %d, %d nodes, %s; want %d, %d, %s", c.body, c.contentType, d.Format(), d.Len(), problem, c.format, c.nodes, c.problem)
		}
		if (d.Root() == None) != (c.nodes == 0) {
			t.Errorf("%q: root %d of %d nodes", c.body, d.Root(), c.nodes)
		}
	}
}

func TestLines(t *testing.T) {
	body := "one\r\n\ntwo\xff\n\r\nlast"
	for _, end := range []string{"", "\n"} {
		d := ParseText([]byte(body + end))
		var got []string
		for n := d.Root(); n != None; n = d.Next(n) {
			if d.Kind(n) != Line || d.Parent(n) != None || d.First(n) != None || d.Index(n) != int(n) || d.Addressable(n) || d.Path(n) != nil {
				t.Errorf("line %d is no line", n)
			}
			if d.Decode(n) != d.Text(n) {
				t.Errorf("line %d decodes to %q", n, d.Decode(n))
			}
			got = append(got, d.Text(n))
		}
		if fmt.Sprintf("%q", got) != `["one" "" "two\xff" "" "last"]` {
			t.Errorf("lines %q", got)
		}
		line := 0
		for offset, c := range []byte(body + end) {
			if d.At(offset) != Node(line) {
				t.Errorf("At(%d) = %d, want %d", offset, d.At(offset), line)
			}
			if c == '\n' {
				line++
			}
		}
	}
}

// TestDepth nests as deep as is accepted, and deeper.
func TestDepth(t *testing.T) {
	for _, c := range []struct {
		depth   int
		problem string
	}{
		{10_000, ""},
		{10_001, "line 1, column 10001: `[` nested deeper than 10,000 levels"},
		{1_000_000, "line 1, column 10001: `[` nested deeper than 10,000 levels"},
	} {
		d := ParseJSON([]byte(strings.Repeat("[", c.depth) + strings.Repeat("]", c.depth)))
		problem := ""
		if d.Problem() != nil {
			problem = d.Problem().Error()
		}
		if d.Len() != min(c.depth, 10_000) || problem != c.problem {
			t.Errorf("%d levels: %d nodes, %s", c.depth, d.Len(), problem)
		}
		last := Node(d.Len() - 1)
		q, err := ParseQuery(d.Path(last).String())
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Select(q); len(got) != 1 || got[0] != last {
			t.Errorf("the path of the innermost value selects %v", got)
		}
		d.Decode(0)
		d.Source(0)
		d.At(d.end - 1)
		every, err := ParseQuery("$..[?@[0]]")
		if err != nil {
			t.Fatal(err)
		}
		if d := ParseJSON(d.Bytes()[:500]); len(d.Select(every)) == 0 {
			t.Error("a filter at every level selects nothing")
		}
	}
}

// TestIndexGrows covers bodies whose first values are no measure of the rest.
func TestIndexGrows(t *testing.T) {
	sparse, dense := `"`+strings.Repeat("x", 200)+`",`, strings.Repeat("0,", 20)
	for _, parts := range [][2]string{{sparse, dense}, {dense, sparse}} {
		body := "[" + strings.Repeat(parts[0], 20_000) + strings.Repeat(parts[1], 20_000) + "null]"
		d := ParseJSON([]byte(body))
		if want := 1 + 20_000 + 20*20_000 + 1; d.Problem() != nil || d.Len() != want {
			t.Errorf("%d nodes, want %d; %v", d.Len(), want, d.Problem())
		}
		if last := Node(d.Len() - 1); d.Kind(last) != Null || d.Index(last) != d.Len()-2 || d.Count(0) != d.Len()-1 {
			t.Error("the last element is not found")
		}
	}
}
