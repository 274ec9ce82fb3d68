package response_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"dowse/client/document"
	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// typed types a text and gives the commands that came of it, the last key's last.
func typed(m *response.Model, text string) []tea.Cmd {
	var cmds []tea.Cmd
	for _, key := range uitest.Typed(text) {
		if _, cmd := m.Update(key); cmd != nil {
			cmds = append(cmds, cmd)
		}
	}
	return cmds
}

// finish runs a command and those that come of it. It gives how many there were.
func finish(m *response.Model, cmd tea.Cmd) int {
	n := 0
	for cmd != nil {
		n++
		_, cmd = m.Update(cmd())
	}
	return n
}

// last is the bottom line, without colours.
func last(t *testing.T, m *response.Model) string {
	t.Helper()
	lines := strings.Split(uitest.Screen(t, m, 80, 18), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

func TestSearch(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Find)
	if diff := cmp.Diff([]action.Context{action.SearchBody, action.Search}, m.Contexts()); diff != "" {
		t.Error(diff)
	}
	typed(m, "ord_88")
	wants(t, m, "$.data[0].id")
	if got := last(t, m); !strings.HasPrefix(got, "/ ord_88") || !strings.HasSuffix(got, "1 of 3") {
		t.Errorf("the search line is %q", got)
	}
	typed(m, "14") // in an item that is folded
	wants(t, m, "$.data[2].id")
	if got := uitest.Run(m, action.Accept, action.PickValue); got != tea.Msg(response.PickMsg{Node: node(t, "$.data[2].id")}) {
		t.Errorf("p right after Enter asks for %v", got)
	}
	if m.Contexts()[0] != action.Response {
		t.Errorf("after Enter the contexts are %v", m.Contexts())
	}
}

func TestSearchGoesRound(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Find)
	typed(m, "number")
	uitest.Run(m, action.Accept)
	var at []string
	for _, id := range []action.ID{action.FindNext, action.FindNext, action.FindNext, action.FindPrev, action.FindPrev} {
		uitest.Run(m, id)
		at = append(at, strings.Fields(where(m))[0])
	}
	want := []string{"$.data[1].number", "$.data[2].number", "$.data[0].number", "$.data[2].number", "$.data[1].number"}
	if diff := cmp.Diff(want, at); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	uitest.Run(m, action.Top, action.FindNext)
	wants(t, m, "$.data[0].number")
	uitest.Run(m, action.Bottom, action.FindPrev)
	wants(t, m, "$.data[2].number")
	uitest.Run(m, action.FindNext)
	if got := last(t, m); !strings.HasSuffix(got, "1 of 3, from the top again") {
		t.Errorf("after the last match: %q", got)
	}
	uitest.Run(m, action.FindPrev)
	wants(t, m, "$.data[2].number")
	if got := last(t, m); !strings.HasSuffix(got, "3 of 3, from the end again") {
		t.Errorf("before the first match: %q", got)
	}
	uitest.Run(m, action.FindPrev)
	if got := last(t, m); !strings.HasSuffix(got, "2 of 3") {
		t.Errorf("within: %q", got)
	}
	uitest.Run(m, action.FindNext, action.Leave)
	if got := uitest.Screen(t, m, 80, 18); strings.Contains(got, "/ number") {
		t.Errorf("esc leaves the search:\n%s", got)
	}
	wants(t, m, "$.data[2].number")
	uitest.Run(m, action.FindNext)
	wants(t, m, "nothing is looked for")
}

// TestSearchEndsWhereItBegan holds that Esc gives back the cursor, what is in sight and what was folded.
func TestSearchEndsWhereItBegan(t *testing.T) {
	m := pane(t, shop())
	m.SetSize(80, 6)
	uitest.Run(m, times(7, action.Down)...)
	before := uitest.Screen(t, m, 80, 6)
	uitest.Run(m, action.Find)
	typed(m, "Bea")
	wants(t, m, "$.data[1].customer.name")
	uitest.Run(m, action.Leave)
	if diff := cmp.Diff(before, uitest.Screen(t, m, 80, 6)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSmartCase(t *testing.T) {
	m := pane(t, answer{body: `{"a": "Ann", "b": "ann", "c": "ANN"}`})
	for words, want := range map[string]string{"ann": "1 of 3", "Ann": "1 of 1", "ANN": "1 of 1", "aNN": "no match"} {
		uitest.Run(m, action.Find)
		typed(m, words)
		if got := last(t, m); !strings.HasSuffix(got, want) {
			t.Errorf("%s: %q, want %s", words, got, want)
		}
		uitest.Run(m, action.Leave)
	}
}

// TestSearchInEverySheet holds that a search that is kept goes on in what is shown next.
func TestSearchInEverySheet(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Find)
	typed(m, "req_0")
	uitest.Run(m, action.Accept)
	if got := last(t, m); !strings.HasSuffix(got, "no match") {
		t.Errorf("the body: %q", got)
	}
	uitest.Run(m, action.NextTab)
	if got := last(t, m); !strings.HasSuffix(got, "1 match") {
		t.Errorf("the headers: %q", got)
	}
	uitest.Run(m, action.FindNext)
	wants(t, m, "X-Request-Id")
	uitest.Run(m, action.ViewRaw, action.Find)
	typed(m, "status")
	uitest.Run(m, action.Accept, action.FindNext)
	if got := last(t, m); !strings.HasSuffix(got, "2 of 3") {
		t.Errorf("the text: %q", got)
	}
	if got := uitest.Run(m, action.PickValue); got != tea.Msg(response.PickMsg{Node: node(t, "$.data[1].status")}) {
		t.Errorf("p on what was found in the text asks for %v", got)
	}
	uitest.Run(m, action.ViewPretty)
	if got := last(t, m); !strings.HasSuffix(got, "3 matches") {
		t.Errorf("the pretty body: %q", got)
	}
}

// large is a JSON body of about so many bytes.
func large(size int) answer {
	var b strings.Builder
	b.Grow(size + 200)
	b.WriteString(`{"data": [`)
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `{"id": "ord_%07d", "number": %d, "customer": {"name": "Ann %d", "note": "caf\u00e9"}},`, i, i, i)
	}
	b.WriteString(`{"id": "needle"}]}`)
	return answer{body: b.String(), headers: []string{"Content-Type", "application/json"}}
}

// TestLargeBodiesAreSearchedInSteps holds that no key waits for a large body, and that what an older search
// finds is dropped.
func TestLargeBodiesAreSearchedInSteps(t *testing.T) {
	m := pane(t, large(5<<20))
	uitest.Run(m, action.Find)
	old := typed(m, "ord")
	if len(old) != 3 {
		t.Fatalf("%d commands for three keys", len(old))
	}
	if got := last(t, m); !strings.HasSuffix(got, "searching") {
		t.Errorf("before anything was found: %q", got)
	}
	stale := old[2]()
	uitest.Run(m, action.Leave, action.Find)
	fresh := typed(m, "needle")
	if _, cmd := m.Update(stale); cmd != nil || !strings.HasSuffix(last(t, m), "searching") {
		t.Errorf("what an older search found counts: %q", last(t, m))
	}
	wants(t, m, "$  object")
	if steps := finish(m, fresh[len(fresh)-1]); steps < 5 {
		t.Errorf("5 MB took %d steps", steps)
	}
	if got := last(t, m); !strings.HasSuffix(got, "1 of 1") {
		t.Errorf("at the end: %q", got)
	}
	if got := where(m); !strings.Contains(got, `"needle"`) {
		t.Errorf("the cursor is at %q", got)
	}
	// A response that came meanwhile has nothing to do with it.
	uitest.Run(m, action.Leave, action.Find)
	stale = typed(m, "a")[0]()
	m.SetExchange(send(t, shop()), nil)
	if _, cmd := m.Update(stale); cmd != nil {
		t.Error("the search goes on in a body that is gone")
	}
}

func TestSearchOfVeryManyMatchesEnds(t *testing.T) {
	m := pane(t, answer{body: strings.Repeat("a", 3<<20), headers: []string{"Content-Type", "text/plain"}})
	uitest.Run(m, action.Find)
	steps := finish(m, typed(m, "a")[0])
	if got := last(t, m); !strings.HasSuffix(got, "1 of 100,000+") || steps != 1 {
		t.Errorf("%q after %d steps", got, steps)
	}
}

// TestSearchFindsWhatIsThere compares the steps with a plain look at every value.
func TestSearchFindsWhatIsThere(t *testing.T) {
	a := large(3 << 20)
	d := document.ParseJSON([]byte(a.body))
	want := 0
	for n := range document.Node(d.Len()) {
		key, _ := d.Key(n)
		if strings.Contains(key, "é 1") || d.Kind(n) == document.String && strings.Contains(d.Text(n), "café") {
			want++
		}
	}
	m := pane(t, a)
	uitest.Run(m, action.Find)
	cmds := typed(m, "café") // written with an escape in the body
	finish(m, cmds[len(cmds)-1])
	if got := last(t, m); !strings.HasSuffix(got, "of "+comma(want)) {
		t.Errorf("%q, want %d matches", got, want)
	}
}

func comma(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// TestSearchWithExpressions holds that words are an expression on request and words again, and that a wrong one is said
// while what was found stays.
func TestSearchWithExpressions(t *testing.T) {
	m := pane(t, answer{body: `{"a": "x1", "b": "a.b", "c": "axb", "d": "café \u00e9t\u00e9"}`})
	uitest.Run(m, action.Find)
	typed(m, "a.b")
	if got := last(t, m); !strings.HasPrefix(got, "/ a.b") || !strings.HasSuffix(got, "1 of 1") {
		t.Errorf("the words: %q", got)
	}
	uitest.Run(m, action.Regexp)
	if got := last(t, m); !strings.HasPrefix(got, "regexp / a.b") || !strings.HasSuffix(got, "1 of 2") {
		t.Errorf("the expression: %q", got)
	}
	typed(m, "(")
	if got := last(t, m); !strings.HasSuffix(got, "missing closing ): a.b(") {
		t.Errorf("the wrong expression: %q", got)
	}
	wants(t, m, "$.b")
	uitest.Run(m, action.Accept)
	if m.Contexts()[0] != action.SearchBody {
		t.Error("Enter takes a wrong expression")
	}
	uitest.Run(m, action.Regexp)
	if got := last(t, m); !strings.HasSuffix(got, "no match") {
		t.Errorf("the words again: %q", got)
	}
	uitest.Run(m, action.Leave, action.Find, action.Regexp)
	typed(m, `É\w+é$`)
	if got := last(t, m); !strings.HasSuffix(got, "no match") {
		t.Errorf("capitals: %q", got)
	}
	uitest.Run(m, action.Leave, action.Find, action.Regexp)
	typed(m, `étÉ?|\d$`)
	uitest.Run(m, action.Accept)
	if got := last(t, m); !strings.HasPrefix(got, "regexp /") {
		t.Errorf("kept: %q", got)
	}
	uitest.Run(m, action.Leave, action.Find)
	if got := last(t, m); !strings.HasPrefix(got, "/") {
		t.Errorf("the next search begins with %q", got)
	}
}

// TestNextWhileTheSearchGoesOn holds that n waits for a match that is not found yet, and goes to it.
func TestNextWhileTheSearchGoesOn(t *testing.T) {
	a := large(5 << 20)
	a.body = `{"first": "needle", "rest": ` + a.body + "}"
	m := pane(t, a)
	uitest.Run(m, action.Find)
	cmds := typed(m, "needle")
	_, cmd := m.Update(cmds[len(cmds)-1]())
	if got := last(t, m); !strings.Contains(got, "1 of 1+, ") || !strings.HasSuffix(got, " %") {
		t.Errorf("after one step: %q", got)
	}
	uitest.Run(m, action.Accept, action.FindPrev)
	wants(t, m, "the first match: the last one is not found yet")
	uitest.Run(m, action.FindNext)
	wants(t, m, "the search goes on")
	finish(m, cmd)
	if got := last(t, m); !strings.HasSuffix(got, "2 of 2") {
		t.Errorf("at the end: %q", got)
	}
	if got := where(m); strings.Contains(got, "$.first") {
		t.Errorf("the cursor stays at %q", got)
	}
}

// TestSearchInMarkup holds that names, attributes and text are found in markup, its references decoded.
func TestSearchInMarkup(t *testing.T) {
	m := pane(t, answer{body: `<html><body><h1 class="big">Caf&eacute; &amp; bar</h1><p>caf&#233;</p><cafe/></body></html>`, headers: []string{"Content-Type", "text/html"}})
	uitest.Run(m, action.ViewTree)
	for words, want := range map[string]string{"café": "1 of 2", "é & b": "1 of 1", "h1": "1 of 1", "@class": "1 of 1", "BIG": "no match", "eacute": "no match", "cafe": "1 of 1"} {
		uitest.Run(m, action.Find)
		typed(m, words)
		if got := last(t, m); !strings.HasSuffix(got, want) {
			t.Errorf("%s: %q, want %s", words, got, want)
		}
		uitest.Run(m, action.Leave)
	}
}

// TestSearchGoesOnInWhatArrives holds that a search finds what comes after it was through, and each match once.
func TestSearchGoesOnInWhatArrives(t *testing.T) {
	body := []byte(`[{"id": "needle 1"}, {"id": "none"}, {"needle": "needle 2"}, "needle 3"]`)
	for _, view := range []action.ID{action.ViewTree, action.ViewRaw} {
		for cut := 1; cut < len(body); cut++ {
			b := document.NewBuilder(document.Hint{Format: document.JSON})
			m := pane(t, shop())
			head := send(t, answer{body: "[]"})
			m.SetArriving(head, b.Build(body[:cut], false), nil, response.Progress{Received: int64(cut)})
			uitest.Run(m, view, action.Find)
			typed(m, "needle")
			uitest.Run(m, action.Accept)
			m.SetArriving(head, b.Build(body, true), nil, response.Progress{Received: int64(len(body))})
			finish(m, m.FindMore())
			want := map[action.ID]string{action.ViewTree: "3", action.ViewRaw: "4"}[view]
			if got := last(t, m); !strings.HasSuffix(got, want+" matches") && !strings.HasSuffix(got, " of "+want) {
				t.Fatalf("with the first %d bytes, then all: %q, want %s", cut, got, want)
			}
			if m.FindMore() != nil {
				t.Fatal("it goes on where nothing more came")
			}
		}
	}
}
