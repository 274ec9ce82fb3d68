package response_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/response"
	"dowse/ui/terminal/screentest"
	"dowse/ui/uitest"
)

// suite are the files of the JSON parsing suite, which are right, wrong, and what is up to the parser.
func suite(t *testing.T) map[string]string {
	t.Helper()
	root := os.Getenv("DOWSE_CORPORA")
	if root == "" {
		t.Skip("SKIPPED: DOWSE_CORPORA is not set, so the JSON parsing suite is not read")
	}
	names, err := filepath.Glob(filepath.Join(root, "json-testsuite", "test_parsing", "*.json"))
	if err != nil || len(names) < 318 {
		t.Fatalf("%d files, want the whole suite: %v", len(names), err)
	}
	bodies := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bodies[filepath.Base(name)] = string(data)
	}
	return bodies
}

// rowsFit says which row of a frame a terminal of that width would not show as it is drawn.
func rowsFit(m *response.Model, width int) error {
	return screentest.Rows([]byte(strings.ReplaceAll(m.View(), "\n", "\r\n")), width)
}

// TestParsingSuite opens, folds, searches, filters and picks every file of the suite, in every view: nothing of it ends
// the program, and no row is wider than the screen.
func TestParsingSuite(t *testing.T) {
	for name, body := range suite(t) {
		m := pane(t, answer{body: body, headers: []string{"Content-Type", "application/json"}})
		width := 80
		fits := func(what any) {
			if err := rowsFit(m, width); err != nil {
				t.Fatalf("%s: %v: %v", name, what, err)
			}
		}
		for _, size := range [][2]int{{80, 24}, {200, 60}} {
			width = size[0]
			m.SetSize(width, size[1])
			for _, view := range []action.ID{action.ViewTree, action.ViewPretty, action.ViewRaw, action.ViewHex, action.ViewTable} {
				act(m, view)
				for _, id := range []action.ID{
					action.FoldAll, action.OpenLevel, action.UnfoldAll, action.Bottom, action.Left, action.Left, action.Right, action.Top, action.Right,
					action.Down, action.FoldLevel, action.SortColumn, action.HalfDown, action.LongLines, action.Up,
				} {
					act(m, id)
					if id == action.Bottom || id == action.Down || id == action.LongLines {
						fits(id)
					}
				}
			}
		}
		for _, words := range []string{"a", "1", `"`, "\u00e9", "["} {
			uitest.Run(m, action.ViewTree, action.Find)
			for _, cmd := range typed(m, words) {
				finish(m, cmd)
			}
			uitest.Run(m, action.Accept, action.FindNext, action.FindPrev)
			fits("search for " + words)
			uitest.Run(m, action.Leave)
		}
		for _, text := range []string{"$..*", ".[0]?", "$[?@.a]"} {
			finish(m, m.Filter(text))
			fits("filter " + text)
		}
		finish(m, m.Filter(""))
		if found := pickSome(t, name, m, body); found == 0 && strings.HasPrefix(name, "y_") {
			t.Errorf("%s: nothing of it can be picked", name)
		}
	}
}

// pickSome picks the first values of a file: each pick selects the value that was pointed at.
func pickSome(t *testing.T, name string, m *response.Model, body string) int {
	t.Helper()
	e := send(t, answer{body: body, headers: []string{"Content-Type", "application/json"}})
	m.SetExchange(e, nil)
	uitest.Run(m, action.ViewTree, action.UnfoldAll, action.Top)
	found := 0
	for range 5 {
		if msg, ok := uitest.Run(m, action.PickValue).(response.PickMsg); ok {
			suggested, err := pick.Suggest(e, msg.Node, pick.About{})
			if err != nil {
				continue // it says why: such as a member that a later one of its name shadows
			}
			results := session.Evaluate("x", []collections.Pick{suggested.Here}, e)
			switch {
			case results[0].Found:
				found = 1
			case results[0].Err == nil:
				t.Errorf("%s: the pick %+v of %s finds nothing, and does not say why", name, suggested.Here.From, m.Where())
			}
		}
		uitest.Run(m, action.Down)
	}
	return found
}

// TestParsingSuiteControl is the control: a body that is written as it came is wider than the screen.
func TestParsingSuiteControl(t *testing.T) {
	wide := 0
	for _, body := range suite(t) {
		if screentest.Rows([]byte(body), 80) != nil {
			wide++
		}
	}
	if wide == 0 {
		t.Error("no file of the suite is wider than the screen: the test shows nothing")
	}
}
