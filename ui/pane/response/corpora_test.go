package response_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/theory/jsonpath"

	"dowse/client/bodytest"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/terminal/screentest"
	"dowse/ui/uitest"
)

// suite gives the files of the JSON parsing suite, which are right, wrong, and what is up to the parser.
func suite(t *testing.T) iter.Seq2[string, []byte] {
	t.Helper()
	if os.Getenv("DOWSE_CORPORA") == "" {
		t.Skip("SKIPPED: DOWSE_CORPORA is not set, so the JSON parsing suite is not read")
	}
	return bodytest.Parsing(t)
}

// fitted are rows of a width that are known to fill it exactly: most rows of two frames are the same.
type fitted map[string]bool

// fits says which row of a frame is not exactly as wide as the screen, as it is measured or as a terminal shows it.
func (f fitted) fits(m *response.Model, width, height int) error {
	rows := strings.Split(m.View(), "\n")
	if len(rows) != height {
		return fmt.Errorf("%d rows, want %d", len(rows), height)
	}
	for _, row := range rows {
		if f[row] {
			continue
		}
		if got := ansi.StringWidth(row); got != width {
			return fmt.Errorf("a row is %d cells wide, want %d: %q", got, width, row)
		}
		if err := screentest.Rows([]byte(row), width); err != nil {
			return err
		}
		f[row] = true
	}
	return nil
}

// bodyViews are the ways to look at a body.
var bodyViews = []action.ID{action.ViewTree, action.ViewPretty, action.ViewRaw, action.ViewHex, action.ViewTable}

// TestParsingSuite opens, folds, searches, filters and picks every file of the suite, in every view: nothing of it ends
// the program, and every row is exactly as wide as the screen.
func TestParsingSuite(t *testing.T) {
	picked, found, files := 0, 0, 0
	known := map[int]fitted{80: {}, 200: {}}
	for name, body := range suite(t) {
		files++
		m := pane(t, answer{body: string(body), headers: []string{"Content-Type", "application/json"}})
		for _, size := range [][2]int{{80, 24}, {200, 60}} {
			fits := func(what any) {
				t.Helper()
				if err := known[size[0]].fits(m, size[0], size[1]); err != nil {
					t.Fatalf("%s: %v: %v", name, what, err)
				}
			}
			m.SetSize(size[0], size[1])
			for _, view := range bodyViews {
				act(m, view)
				fits(view)
				for _, id := range []action.ID{
					action.FoldAll, action.OpenLevel, action.UnfoldAll, action.Bottom, action.Left, action.Left, action.Right, action.Top, action.Right,
					action.Down, action.FoldLevel, action.SortColumn, action.HalfDown, action.LongLines, action.Up,
				} {
					act(m, id)
					fits(id)
				}
			}
			found += searchSome(t, name, m, body, fits)
			for _, text := range []string{"$..*", ".[0]?", "$[?@.a]", "."} {
				finish(m, m.Filter(text))
				fits("filter " + text)
			}
			finish(m, m.Filter(""))
		}
		picks := pickSome(t, name, m, body)
		picked += picks
		if picks == 0 && strings.HasPrefix(name, "y_") && !strings.Contains(name, "null") {
			t.Errorf("%s: nothing of it can be picked", name)
		}
	}
	t.Logf("%d files, %d searches that found something, %d picks", files, found, picked)
}

// wordOf is a word that is in a body.
func wordOf(body []byte) string { return string(words.Find(body)) }

var words = regexp.MustCompile(`[A-Za-z0-9]{1,12}`)

// absent is in no file of the suite.
const absent = "nowhere to be found"

// searchSome searches a file for a word of it and for others, and gives how often there was something.
func searchSome(t *testing.T, name string, m *response.Model, body []byte, fits func(any)) (found int) {
	t.Helper()
	word := wordOf(body)
	for _, text := range []string{word, absent, "1", `"`, "\u00e9", "["} {
		for _, view := range []action.ID{action.ViewTree, action.ViewRaw} {
			hits := lookFor(m, view, text)
			fits("search for " + text)
			uitest.Run(m, action.Leave)
			if hits {
				found++
			}
			if text == absent && hits || view == action.ViewRaw && text != "" && text == word && !hits {
				t.Errorf("%s: a search for %q finds something: %v", name, text, hits)
			}
		}
	}
	return found
}

// lookFor searches for words in a view, there and back, and says whether they are there.
func lookFor(m *response.Model, view action.ID, words string) (hits bool) {
	uitest.Run(m, view, action.Find)
	for _, cmd := range typed(m, words) {
		finish(m, cmd)
	}
	uitest.Run(m, action.Accept, action.FindNext, action.FindPrev)
	rows := strings.Split(ansi.Strip(m.View()), "\n")
	return strings.Contains(rows[len(rows)-1], " of ")
}

// pickSome picks the first values of a file, and gives how many: each pick selects the value that was pointed at. What
// that is says encoding/json, with the reader of paths of github.com/theory/jsonpath, where the file is right.
func pickSome(t *testing.T, name string, m *response.Model, body []byte) (found int) {
	t.Helper()
	e := send(t, answer{body: string(body), headers: []string{"Content-Type", "application/json"}})
	m.SetExchange(e, nil)
	uitest.Run(m, action.ViewTree, action.UnfoldAll, action.Top)
	for range 5 {
		msg, ok := uitest.Run(m, action.PickValue).(response.PickMsg)
		uitest.Run(m, action.Down)
		if !ok {
			continue
		}
		suggested, err := pick.Suggest(e, msg.Node, pick.About{})
		if err != nil {
			continue // it says why: such as a member that a later one of its name shadows
		}
		path := suggested.Here.From.Arg
		result := session.Evaluate("x", []collections.Pick{suggested.Here}, e)[0]
		switch {
		case result.Found:
			found++
		case result.Err == nil:
			t.Errorf("%s: the pick of %s finds nothing, and does not say why", name, path)
			continue
		default:
			continue
		}
		if text := e.Document().Text(msg.Node); e.Document().Kind(msg.Node) == document.String && result.Value.Reveal() != text {
			t.Errorf("%s: the pick of %s is %q, want %q", name, path, result.Value.Reveal(), text)
		}
		if whole, err := decoded(body); err == nil {
			got, err := decoded([]byte(result.Value.JSON()))
			want := jsonpath.MustParse(path).Select(whole)
			if err != nil || len(want) != 1 || !reflect.DeepEqual(got, want[0]) {
				t.Errorf("%s: the pick of %s is %v (%v), want %v", name, path, got, err, want)
			}
		}
	}
	return found
}

// decoded is JSON as encoding/json reads it.
func decoded(data []byte) (value any, err error) {
	if !json.Valid(data) {
		return nil, errors.New("it is no JSON")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	err = d.Decode(&value)
	return value, err
}

// TestParsingSuiteControl is the control: a body that is written as it came is wider than the screen.
func TestParsingSuiteControl(t *testing.T) {
	wide := 0
	for _, body := range suite(t) {
		if screentest.Rows(body, 80) != nil {
			wide++
		}
	}
	if wide == 0 {
		t.Error("no file of the suite is wider than the screen: the test shows nothing")
	}
}
