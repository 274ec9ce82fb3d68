package cli_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dowse/ui/terminal/screentest"
)

// wide is text whose characters take no cell, one or two, alone and where one joins another.
var wide = []string{
	"漢字かな交じり文", "한국어", "ﾊﾝｶｸ", "（全角）", "👩‍🚀", "👨‍👩‍👧‍👦", "🇩🇪🇯🇵", "❤️", "☺︎", "👍🏽", "1️⃣", "é", "a\u0301\u0302\u0303\u0304\u0305", "Z̮̞̠͙͔ͅa͇̘l̛̙̮̙͎gó",
	"नमस्ते", "ไทยน้ำ", "עברית", "العربية", "\u0301lone mark", "\u200dlone joiner", "漢\u0301", "ᄀ\u1161\u11a8", "⚠", "🏴\U000e0067\U000e0062\U000e007f", "½ ™ ① Ⅷ", "\t tab", "𝒳𝕏", "🫠", "क्\u200dष",
}

// naughty are the strings of the corpus of that name and wide ones.
func naughty(t *testing.T) []string {
	t.Helper()
	root := os.Getenv("DOWSE_CORPORA")
	if root == "" {
		t.Skip("SKIPPED: DOWSE_CORPORA is not set, so the naughty-strings corpus is not read")
	}
	data, err := os.ReadFile(filepath.Join(root, "naughty-strings", "blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	return append(texts, wide...)
}

// TestScreenNaughty shows naughty strings and wide characters wherever the screen shows what is not its own:
// every row is exactly as wide as the screen.
func TestScreenNaughty(t *testing.T) {
	texts := naughty(t)
	type part struct {
		size [2]int
		show func(t *testing.T, size [2]int, down func(*screentest.Driver, int)) *screentest.Driver
	}
	answer := func(t *testing.T, size [2]int, down func(*screentest.Driver, int)) *screentest.Driver {
		d := naughtyAnswer(t, texts, size)
		walk(t, d, "3")
		down(d, 2*len(texts))
		walk(t, d, "g", "g", "v", "p")
		down(d, 4*len(texts))
		walk(t, d, "g", "g", "l", "l", "l", "v", "r", "l", "l", "v", "w", "pgdown", "l", "l", "h", "v", "h", "pgdown", "v", "t", "v", "0", "]")
		down(d, len(texts))
		return d
	}
	collection := func(t *testing.T, size [2]int, down func(*screentest.Driver, int)) *screentest.Driver {
		d := naughtyCollection(t, texts).screen(t, size[0], size[1])
		d.WaitFor("NAV")
		walk(t, d, "1")
		down(d, len(texts))
		walk(t, d, "g", "g", "enter", "2")
		for range 5 {
			walk(t, d, "]", "g", "g")
			down(d, len(texts))
		}
		walk(t, d, "ctrl+p", "z", "down", "pgdown", "up", "esc", "4")
		down(d, len(texts))
		return d
	}
	rows := func(t *testing.T, size [2]int, down func(*screentest.Driver, int)) *screentest.Driver {
		d := naughtyRows(t, texts, size)
		down(d, len(texts))
		walk(t, d, "g", "g", "l", "l", "s", "G", "l", "x", "v", "t", "v", "o", "pgdown", "v", "p", "pgdown", "v", "a", "x", "m", "l", "enter", "G")
		return d
	}
	parts := map[string]part{}
	for name, size := range twoSizes {
		parts["answer "+name], parts["collection "+name] = part{size, answer}, part{size, collection}
		parts["rows "+name] = part{size, rows}
	}
	together(t, parts, func(t *testing.T, _ string, p part) {
		d := p.show(t, p.size, func(d *screentest.Driver, rows int) {
			t.Helper()
			walk(t, d, slices.Repeat([]string{"pgdown"}, rows/(p.size[1]-7)+1)...)
		})
		holds(t, d, p.size[0])
	})
}

// naughtyAnswer shows an answer in whose body and headers the texts are.
func naughtyAnswer(t *testing.T, texts []string, at [2]int) *screentest.Driver {
	t.Helper()
	var body strings.Builder
	for i, text := range texts {
		if i > 0 {
			body.WriteByte(',')
		}
		key, _ := json.Marshal(fmt.Sprint(text, i))
		value, _ := json.Marshal(text)
		fmt.Fprintf(&body, "%s: [%s]", key, value)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i, text := range texts {
			w.Header()[fmt.Sprintf("X-%d", i)] = []string{onWire(text)}
		}
		_, _ = io.WriteString(w, "{"+body.String()+"}")
	}))
	t.Cleanup(server.Close)
	d := shop{dir: t.TempDir(), home: t.TempDir()}.screen(t, at[0], at[1], server.URL)
	d.WaitFor(server.URL)
	d.Press("enter")
	d.WaitFor("200 OK")
	d.Press("v", "o")
	return d
}

// naughtyRows views the texts as the names and cells of a table, which a file of CSV has.
func naughtyRows(t *testing.T, texts []string, at [2]int) *screentest.Driver {
	t.Helper()
	var file strings.Builder
	w := csv.NewWriter(&file)
	for i, text := range texts {
		if err := w.Write([]string{texts[(i+1)%len(texts)], fmt.Sprint(i), text, strings.Repeat(text, 3)}); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	write(t, s.dir, "naughty.csv", file.String())
	d := s.screen(t, at[0], at[1], "view", "naughty.csv")
	d.WaitFor("csv", "items")
	d.Press("v", "c")
	return d
}

// naughtyCollection is a collection of one request for each text, of that name; the first has all of them in
// its headers, query, body and variables.
func naughtyCollection(t *testing.T, texts []string) shop {
	t.Helper()
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	write(t, s.dir, "dowse.yaml", "version: 1\nname: 漢字 👩‍🚀\n")
	var query, headers, body, vars strings.Builder
	for i, text := range texts {
		q := quoted(text)
		if text == "" {
			q = `" "`
		}
		write(t, s.dir, fmt.Sprintf("r%03d.yaml", i), "name: "+q+"\nmethod: GET\nurl: http://127.0.0.1:1/\n")
		row := fmt.Sprintf("  - {name: %s, value: %s}\n", q, q)
		query.WriteString(row)
		headers.WriteString(row)
		body.WriteString(quoted(text + "\n")[1 : len(quoted(text+"\n"))-1])
		fmt.Fprintf(&vars, "  v%d: %s\n", i, q)
	}
	write(t, s.dir, "a.yaml", "name: all\nmethod: POST\nurl: http://127.0.0.1:1/漢字👩‍🚀\nquery:\n"+query.String()+"headers:\n"+headers.String()+
		"body: {text: \""+body.String()+"\"}\nvars:\n"+vars.String())
	return s
}
