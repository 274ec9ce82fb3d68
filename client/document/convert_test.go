package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

func TestFormatsAreReadAsJSON(t *testing.T) {
	const form = "multipart/form-data; boundary=b"
	for _, c := range []struct{ name, contentType, body, want, problem string }{
		{"csv", "text/csv", "id,name\r\n1,Ann\r\n2,\"O\"\"Neil, Jr\"\r\n", "[{\"id\":\"1\",\"name\":\"Ann\"},\n{\"id\":\"2\",\"name\":\"O\\\"Neil, Jr\"}]", ""},
		{"csv with breaks inside", "text/csv", "a,b\n\"x\ny\",z", `[{"a":"x\ny","b":"z"}]`, ""},
		{"csv of semicolons", "text/csv", "a;b\n1,5;2\n", `[{"a":"1,5","b":"2"}]`, ""},
		{"csv without names", "text/csv; header=absent", "a,b\n", `[["a","b"]]`, ""},
		{"csv of numbers", "text/csv", "1,2\n3,4\n", "[[\"1\",\"2\"],\n[\"3\",\"4\"]]", ""},
		{"csv of uneven rows", "text/csv", "a,b\n1\n1,2,3\n\n", "[{\"a\":\"1\"},\n{\"a\":\"1\",\"b\":\"2\",\"column 3\":\"3\"}]", "line 2, column 1: 1 cells in a row, where there are 2 columns"},
		{"csv with an open quote", "text/csv", "a,b\n\"x,1\n", `[{"a":"x,1\n"}]`, "line 2, column 1: a quote that is not closed"},
		{"csv with more after a quote", "text/csv", "a,b\n\"x\"y,1\n", `[{"a":"\"x\"y","b":"1"}]`, "line 2, column 4: text after the closing quote"},
		{"csv with a mark", "text/csv", "\xef\xbb\xbfa,b\n1,2", `[{"a":"1","b":"2"}]`, ""},
		{"empty csv", "text/csv", "", "[]", ""},
		{"tsv", "text/tab-separated-values", "a\tb\n1\t2, 3\n", `[{"a":"1","b":"2, 3"}]`, ""},
		{"form", "application/x-www-form-urlencoded", "a=1&b=x+y%21&a=2&c\r\n", `{"a":["1","2"],"b":"x y!","c":""}`, ""},
		{"form with a bad escape", "application/x-www-form-urlencoded", "a=100%&b=%zz", `{"a":"100%","b":"%zz"}`, "line 1, column 1: a `%` that is not followed by two hexadecimal digits"},
		{"yaml", "application/yaml", "b: 1.10\na: [x, 007, null, yes, 2026-01-01]\n1: {deep: true}\n", `{"b":1.10,"a":["x","007",null,"yes","2026-01-01"],"1":{"deep":true}}`, ""},
		{"yaml of several documents", "text/yaml", "a: 1\n---\n- 2\n", "[{\"a\":1},\n[2]]", ""},
		{"yaml with aliases", "text/yaml", "base: &b {x: 1, y: 2}\nmore:\n  <<: *b\n  y: 3\n", `{"base":{"x":1,"y":2},"more":{"y":3,"x":1}}`, ""},
		{"broken yaml", "text/yaml", "a: 1\nb: [1, 2\n", "[]", "line 3"},
		{"events", "text/event-stream", ": hello\nevent: tick\nid: 7\ndata: {\"n\": 1}\n\ndata: a\ndata: b\n\nretry: 10\r\n\r\ndata: cut", "[{\"event\":\"tick\",\"id\":\"7\",\"data\":{\"n\": 1}},\n{\"data\":\"a\\nb\"},\n{\"retry\":\"10\"},\n{\"data\":\"cut\"}]", ""},
		{"parts", form, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.json\"\r\nContent-Type: application/json\r\n\r\n{\"n\": 1}\r\n--b--\r\n",
			`[{"name":"a","headers":{"Content-Disposition":"form-data; name=\"a\""},"size":1,"body":"x"},` + "\n" +
				`{"name":"f","filename":"f.json","type":"application/json","headers":{"Content-Disposition":"form-data; name=\"f\"; filename=\"f.json\"","Content-Type":"application/json"},"size":8,"body":{"n": 1}}]`, ""},
		{"parts that break off", "multipart/mixed", "--b\r\n\r\nx", `[{"headers":{},"size":1,"body":"x"}]`, "line 3, column 2: the body ends before its last boundary"},
	} {
		d := Parse([]byte(c.body), Hint{ContentType: c.contentType})
		problem := ""
		if d.Problem() != nil {
			problem = d.Problem().Error()
		}
		if got := string(d.Bytes()); got != c.want || !strings.HasPrefix(problem, c.problem) || (c.problem == "") != (problem == "") {
			t.Errorf("%s is read as\n%s, want\n%s; problem %q, want %q", c.name, got, c.want, problem, c.problem)
		}
		if !json.Valid(d.Bytes()) || string(d.Body()) != c.body || string(d.Characters()) != c.body || !d.Derived() {
			t.Errorf("%s: %q of %q", c.name, d.Bytes(), d.Body())
		}
	}
}

// TestAliasesDoNotExplode reads YAML that stands for far more than is written.
func TestAliasesDoNotExplode(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.Join(strings.Split(strings.Repeat(fmt.Sprintf("*a%d ", i-1), 10), " ")[:10], ", "))
	}
	d := Parse([]byte(b.String()), Hint{Format: YAML})
	if d.Problem() == nil || len(d.Bytes()) > 1<<20 {
		t.Errorf("%d bytes became %d, %v", b.Len(), len(d.Bytes()), d.Problem())
	}
}

// converted is a body of one of the formats that are read as JSON, often broken.
func converted(t *rapid.T) ([]byte, Format) {
	format := rapid.SampledFrom([]Format{CSV, TSV, Form, Multipart, YAML, SSE}).Draw(t, "format")
	words := map[Format][]string{
		CSV: {",", "\n", "\r\n", "\"", "a", "1", "", "é", ";", "\"x,\ny\"", "\xff"}, TSV: {"\t", "\n", "a", "\"", "b"},
		Form: {"a", "=", "&", "%41", "%", "+", "\n"}, Multipart: {"--b\r\n", "\r\n", "\r\n\r\n", "--b--", "Content-Type: application/json", "{}", "x"},
		YAML: {"a", ": ", "\n", "- ", "[", "]", "&x ", "*x", "  ", "1", "'", "#", "---\n"},
		SSE:  {"data: ", "\n", "\r", "\r\n", "\n\n", "event: e", "id: 1", ":", "{\"a\":1}", "x"},
	}[format]
	return []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 30).Draw(t, "words"), "")), format
}

// TestConvertedInPieces holds what comes of a body in pieces to what comes of the whole, which is always JSON.
func TestConvertedInPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body, format := converted(t)
		whole := Parse(body, Hint{Format: format})
		if !json.Valid(whole.Bytes()) {
			t.Fatalf("%q as %s is %q", body, format, whole.Bytes())
		}
		b := NewBuilder(Hint{Format: format})
		for at := 0; at < len(body); {
			at = min(len(body), at+rapid.IntRange(1, max(1, len(body)/3)).Draw(t, "piece"))
			b.Build(body[:at], false)
		}
		if d := b.Build(body, true); string(d.Bytes()) != string(whole.Bytes()) || fmt.Sprint(d.Problem()) != fmt.Sprint(whole.Problem()) {
			t.Fatalf("%q as %s in pieces is\n%s, %v; the whole is\n%s, %v", body, format, d.Bytes(), d.Problem(), whole.Bytes(), whole.Problem())
		}
	})
}

// TestEventsAppearAtOnce feeds an event stream as a server sends it.
func TestEventsAppearAtOnce(t *testing.T) {
	b := NewBuilder(Hint{ContentType: "text/event-stream"})
	body := ""
	for n := range 3 {
		body += fmt.Sprintf("data: {\"n\":%d}\n\n", n)
		d := b.Build([]byte(body), false)
		if d.Len() == 0 || d.Count(0) != n+1 || d.Final() {
			t.Errorf("after event %d: %s", n, d.Bytes())
		}
	}
}

func TestCharsets(t *testing.T) {
	const text = `{"name":"Zoë – 山田"}`
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	bare, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	latin, _ := charmap.Windows1252.NewEncoder().String(`{"name":"Zoë"}`)
	sjis, _ := japanese.ShiftJIS.NewEncoder().String(`<?xml version="1.0" encoding="Shift_JIS"?><a>山田</a>`)
	page, _ := charmap.ISO8859_1.NewEncoder().String(`<html><meta charset="iso-8859-1"><p>Zoë</p></html>`)
	for _, c := range []struct{ name, contentType, body, want string }{
		{"UTF-8", "application/json", text, text},
		{"UTF-16 with a mark", "application/json", utf16, text},
		{"UTF-16 without one", "application/json", bare, text},
		{"of the content type", "application/json; charset=iso-8859-1", latin, `{"name":"Zoë"}`},
		{"of an XML declaration", "application/xml", sjis, `<?xml version="1.0" encoding="Shift_JIS"?><a>山田</a>`},
		{"of a meta element", "text/html", page, `<html><meta charset="iso-8859-1"><p>Zoë</p></html>`},
		{"unknown", "application/json; charset=klingon", text, text},
		{"none", "application/json", latin, latin},
	} {
		d := Parse([]byte(c.body), Hint{ContentType: c.contentType})
		if got := strings.TrimPrefix(string(d.Bytes()), "\ufeff"); got != c.want || string(d.Body()) != c.body {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		b := NewBuilder(Hint{ContentType: c.contentType})
		for at := range len(c.body) {
			b.Build([]byte(c.body[:at]), false)
		}
		if piecewise := b.Build([]byte(c.body), true); !bytes.Equal(piecewise.Bytes(), d.Bytes()) {
			t.Errorf("%s in pieces: %q", c.name, piecewise.Bytes())
		}
	}
}

// TestCSVSpectrum reads the files of csv-spectrum and holds them to the JSON beside them.
func TestCSVSpectrum(t *testing.T) {
	root := corpus(t, "csv-spectrum")
	files, err := filepath.Glob(filepath.Join(root, "csvs", "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		want, err := os.ReadFile(filepath.Join(root, "json", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if name == "location_coordinates" {
			continue // its JSON is of other rows
		}
		d := Parse(body, Hint{ContentType: "text/csv"})
		if diff := cmp.Diff(decoded(t, want), d.Decode(d.Root())); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// fuzzConverted holds that what a format is read as is JSON, for any bytes.
func fuzzConverted(f *testing.F, format Format, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		d := Parse(body, Hint{Format: format})
		if !json.Valid(d.Bytes()) {
			t.Errorf("%q as %s is %q", body, format, d.Bytes())
		}
		if len(d.Bytes()) > 1000*len(body)+1000 {
			t.Errorf("%d bytes became %d", len(body), len(d.Bytes()))
		}
		visit(t, d)
	})
}

func FuzzCSV(f *testing.F) {
	fuzzConverted(f, CSV, "a,b\n1,2\n", "a;b\r\n\"x\"\"y\";\n", "\"", "1,2", ",,\n,")
}

func FuzzTSV(f *testing.F)  { fuzzConverted(f, TSV, "a\tb\n1\t2\n", "\t\n\"\t") }
func FuzzForm(f *testing.F) { fuzzConverted(f, Form, "a=1&b=%41&a=2", "%", "&&=") }
func FuzzMultipart(f *testing.F) {
	fuzzConverted(f, Multipart, "--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b--", "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--", "--")
}
func FuzzYAML(f *testing.F) {
	fuzzConverted(f, YAML, "a: &x [1, {b: c}]\nd: *x\n<<: *x\n", "- - 'x'\n---\n\"\\x41\"", "? [a]\n: b", "a: !!binary aGk=", "1: 2\n~: 3")
}
func FuzzSSE(f *testing.F) {
	fuzzConverted(f, SSE, "event: a\ndata: {\"x\":1}\n\n", ":\n\r\nid\nretry: 1\r\r", "data")
}

func FuzzCharset(f *testing.F) {
	f.Add([]byte("\xff\xfe{\x00}\x00"), "application/json")
	f.Add([]byte("{\x00\"\x00"), "")
	f.Add([]byte("<?xml version='1.0' encoding='Shift_JIS'?><a>\x8e"), "text/xml")
	f.Add([]byte("<meta charset=euc-kr>\xb0\xa1"), "text/html; charset=iso-2022-jp")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		d := Parse(body, Hint{ContentType: contentType})
		if !d.IsMarkup() {
			visit(t, d)
		}
		b := NewBuilder(Hint{ContentType: contentType})
		for at := 0; at < len(body); at += 1 + len(body)/7 {
			b.Build(body[:at], false)
		}
		if piecewise := b.Build(body, true); !bytes.Equal(piecewise.Characters(), d.Characters()) && len(body) >= enoughToTell {
			t.Errorf("in pieces %q, whole %q", piecewise.Characters(), d.Characters())
		}
	})
}
