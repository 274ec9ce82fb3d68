package response_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/terminal"
	"dowse/ui/terminal/screentest"
)

// naughty are the strings of the corpus of that name, those of this package that are hard to measure, and each character
// that is marked or has no width of its own between two others.
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
	for _, c := range "\x00\x07\x1b\x7f\u0085\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u2028\u202e\u2060\u3164\ufe0e\ufe0f\ufeff\uffa0\U000e0041\U0001f3fd\U0001f1e9" {
		texts = append(texts, "a"+string(c)+"b", string(c)+string(c))
	}
	return append(texts, hostile...)
}

// edge is written after each row: where it stands is how wide a terminal takes the row to be.
const edge = "|"

// ends draws a frame on a terminal that is one column wider, and says which row does not end exactly where it should.
func ends(frame string, width, height int) error {
	rows := strings.Split(frame, "\n")
	if len(rows) != height {
		return fmt.Errorf("%d rows, want %d", len(rows), height)
	}
	shown := screentest.Show([]byte(strings.Join(rows, edge+"\r\n")+edge), width+1, height)
	for y, row := range rows {
		if got := shown.Cell(width, y); got.Text != edge {
			return fmt.Errorf("row %d does not end in column %d, but %q: %q", y+1, width, got.Text, row)
		}
	}
	if err := shown.Exact(); err != nil {
		return fmt.Errorf("%w in %q", err, rows)
	}
	return nil
}

// naughtyPlaces are answers in whose every value, key, cell, line or header a text is.
func naughtyPlaces(t *testing.T, texts []string) map[string]answer {
	t.Helper()
	kind := func(k string) []string { return []string{"Content-Type", k} }
	encode := func(v any) string {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	var keys, rows []string
	headers := kind("text/plain; charset=utf-8")
	for n, text := range texts {
		keys = append(keys, encode(text)+": "+fmt.Sprint(n))
		rows = append(rows, "{"+encode(text)+": "+encode(text)+", \"n\": "+encode(texts[len(texts)-1-n])+"}")
		headers = append(headers, fmt.Sprint("X-", n), strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace(text))
	}
	return map[string]answer{
		"values": {body: encode(texts), headers: kind("application/json")},
		"keys":   {body: "{" + strings.Join(keys, ",") + "}", headers: kind("application/json")},
		"rows":   {body: "[" + strings.Join(rows, ",\n") + "]", headers: kind("application/json")},
		"lines":  {body: strings.Join(texts, "\n"), headers: headers},
		"one":    {body: strings.Join(texts, " "), headers: kind("text/plain")},
	}
}

// TestNaughtyStrings shows every string as a value and a key of JSON, as a cell and the name of a column, as a line of
// text and as a header, in every view and in what a filter gives: every row of every screen is exactly as wide as the
// screen, which an emulator of a terminal says.
func TestNaughtyStrings(t *testing.T) {
	texts := naughty(t)
	frames, rows := 0, 0
	for place, a := range naughtyPlaces(t, texts) {
		m := pane(t, a)
		for _, size := range [][2]int{{80, 24}, {200, 60}} {
			seen := map[string]bool{}
			m.SetSize(size[0], size[1])
			var shown strings.Builder
			page := func(what string) {
				t.Helper()
				view := m.View()
				if seen[view] {
					return
				}
				seen[view] = true
				frames, rows = frames+1, rows+size[1]
				if err := ends(view, size[0], size[1]); err != nil {
					t.Fatalf("%s, %s, %d columns: %v", place, what, size[0], err)
				}
				shown.WriteString(ansi.Strip(view))
			}
			each := func(what string) {
				t.Helper()
				act(m, action.UnfoldAll)
				through(m, func() { page(what) })
				for range 3 {
					act(m, action.Right)
					page(what)
				}
				act(m, action.LongLines)
				through(m, func() { page(what + ", long lines") })
				act(m, action.LongLines, action.LongLines)
			}
			for _, view := range bodyViews {
				if view == action.ViewHex {
					continue // it shows bytes, and of those what is ASCII
				}
				act(m, view)
				each(string(view))
				if view == action.ViewTree && place == "values" {
					missing(t, shown.String(), texts)
				}
			}
			for _, filter := range []string{"$..*", ".[]?", "$[*]", "keys?"} {
				finish(m, m.Filter(filter))
				each("filter " + filter)
			}
			finish(m, m.Filter(""))
			m.SetTab("Headers")
			each("headers")
			m.SetTab("Body")
		}
	}
	t.Logf("%d strings on %d screens of %d rows", len(texts), frames, rows)
}

// through goes from the first page to the last one.
func through(m *response.Model, page func()) {
	act(m, action.Top)
	for last := ""; ; act(m, action.PageDown) {
		view := m.View()
		if view == last {
			return
		}
		last = view
		page()
	}
}

// missing says which of the strings were not to be seen: at least the beginning of each is, without what makes an emoji
// of the character before it.
func missing(t *testing.T, shown string, texts []string) {
	t.Helper()
	asText := strings.NewReplacer("\ufe0f", "")
	shown = asText.Replace(shown)
	for _, text := range texts {
		text = strings.ToValidUTF8(text, "\ufffd") // as encoding/json writes it
		start := []rune(asText.Replace(ansi.Truncate(terminal.SafeLine(terminal.Untrusted(text)), 12, "")))
		if !strings.Contains(shown, string(start[:min(len(start), 12)])) {
			t.Errorf("%q is not to be seen", text)
		}
	}
}

// TestNaughtyStringsControl is the control: as they are, cut and filled by their characters, the strings do not fill a
// row exactly, and some do not even where what is hostile in them is marked.
func TestNaughtyStringsControl(t *testing.T) {
	raw, marked := 0, 0
	for _, text := range naughty(t) {
		if ends(fmt.Sprintf("%-80.80s", text), 80, 1) != nil {
			raw++
		}
		if ends(fmt.Sprintf("%-80.80s", terminal.SafeLine(terminal.Untrusted(text))), 80, 1) != nil {
			marked++
		}
	}
	t.Logf("%d of the strings do not fill a row as they are, %d where they are made safe", raw, marked)
	if raw < 20 || marked < 20 {
		t.Errorf("only %d of the strings do not fill a row as they are, %d where they are made safe: the test shows nothing", raw, marked)
	}
	if !slices.ContainsFunc(hostile, func(text string) bool { return ends(text, ansi.StringWidth(text)+1, 1) != nil }) {
		t.Error("a row that is too narrow is taken for one that fits")
	}
}
