package response_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/long"
	"dowse/ui/action"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// filtered are bodies in which no value is there twice, and filters of every language that takes from such a body.
var filtered = []struct {
	kind, body, secret string
	filters            []string
	word               string // that a search looks for
}{
	{"application/json", `{"a":[{"id":101,"t":"alpha","url":"https://x.example/one"},{"id":102,"t":"beta","url":"/two","deep":[{"pin":9001},7001]}],"z":5005,"e":{}}`, "$.a[1].deep[0].pin",
		[]string{"", "$.a[*].t", "$.a[*]", "$..url", "$.a[0].id", "$.a[1].deep", "$..pin", "$", "$.nothing", ".a[].t", ".a[]", ".. | .url? // empty", "[.a[].t]", ".a | length", `"https://x.example/made"`, "{pin: .a[1].deep[0].pin}"}, "beta"},
	{"application/x-ndjson", `{"id":301,"t":"gamma"}` + "\n" + `{"id":302,"t":"delta"}` + "\n", "", []string{"", "$[*].t", "$[1]", ".[].id", ".[1]"}, "delta"},
	{"text/csv", "id,t\n401,epsilon\n402,zeta\n", "", []string{"", "$[*].t", ".[1]"}, "zeta"},
	{"application/xml", `<list><item id="i501"><t>eta</t></item><item id="i502"><t>theta</t><u>/three</u></item></list>`, "",
		[]string{"", "//item", "//item/@id", "//t", "//t/text()", "//u", "count(//item)", "css:item", "css:u"}, "theta"},
	{"text/html", `<html><body><h1>iota</h1><a href="/four">kappa</a><p>lambda <b>mu</b></p></body></html>`, "",
		[]string{"", "a[href]", "//a/@href", "h1", "//b", "p", "string(//h1)"}, "mu"},
	{"text/plain", "one nu\ntwo xi\nthree omicron\nfour pi\n", "", []string{"", "xi", "/o/", "pi", "nothing of it"}, "omicron"},
}

const width, height = 100, 20

// views show a body in every way.
var views = []action.ID{action.ViewTree, action.ViewPretty, action.ViewRaw, action.ViewTable, action.ViewHex}

// walk is a pane that keys are pressed in.
type walk struct {
	t      *testing.T
	e      *client.Exchange
	at     string // what is looked at
	secret string
	theme  *theme.Theme
	*response.Model
}

// open gives a new pane in which a filter shows a body in a view.
func (w *walk) open(results []session.Result, filter string, view action.ID) {
	w.Model = response.New(w.theme)
	w.SetFocus(true)
	w.SetSize(width, height)
	w.SetExchange(w.e, results)
	w.SetPrevious(w.e)
	w.finish(w.Filter(filter))
	w.run(view)
	w.run(action.UnfoldAll)
}

// run carries out an action with all that it begins.
func (w *walk) run(id action.ID) tea.Msg {
	intent, cmd := w.Update(action.RunMsg{ID: id})
	w.finish(cmd)
	w.Contexts()
	w.Where()
	return intent
}

// finish runs commands until there are none.
func (w *walk) finish(cmd tea.Cmd) {
	for pending := []tea.Cmd{cmd, w.Pending()}; len(pending) > 0; pending = pending[1:] {
		if pending[0] == nil {
			continue
		}
		msg := pending[0]()
		if batch, ok := msg.(tea.BatchMsg); ok {
			pending = append(pending, batch...)
			continue
		}
		if msg != nil {
			_, next := w.Update(msg)
			pending = append(pending, next)
		}
	}
}

// row is what the row of the cursor shows.
func (w *walk) row() string {
	shown := uitest.Screen(w.t, w.Model, width, height)
	if w.secret != "" && strings.Contains(shown, w.secret) {
		w.t.Fatalf("%s: a secret is shown:\n%s", w.at, shown)
	}
	for row := range strings.SplitSeq(shown, "\n") {
		if row, ok := strings.CutPrefix(row, w.theme.Glyphs.Cursor); ok {
			return row
		}
	}
	return ""
}

// value holds a value that is acted on to the row of the cursor.
func (w *walk) value(what string, n document.Node) {
	w.t.Helper()
	d := w.e.Document()
	if n == document.None {
		return
	}
	switch d.Kind(n) {
	case document.Object, document.Array, document.Fragment:
		if where := where(w.Model); !strings.HasPrefix(where, d.Address(n)) {
			w.t.Errorf("%s: %s acts on %s, the cursor is on %s", w.at, what, d.Address(n), where)
		}
		return
	}
	w.text(what, d.Text(n))
}

// text holds a text that is acted on to the row of the cursor: of what holds others that has a bracket or a count, of a
// secret asterisks.
func (w *walk) text(what, text string) {
	w.t.Helper()
	row, shown := w.row(), false
	words := strings.Fields(text)
	switch {
	case text == "":
		return
	case text == w.secret:
		words = []string{"**"}
	case strings.ContainsAny(text[:1], "[{"):
		words = []string{"[", "]", "{", "}"}
	case strings.HasPrefix(text, "**"):
		words = []string{"**"}
	}
	for _, word := range words { // of an element that holds others the row may have a few
		shown = shown || strings.Contains(row, word)
	}
	if !shown && !strings.Contains(row, "inside") && !strings.Contains(row, "<") {
		w.t.Errorf("%s: %s acts on %q, the row of the cursor is %q", w.at, what, text, row)
	}
}

// acting are the actions that act on a value, or on the whole, and change nothing of what is shown.
var acting = []action.ID{
	action.PickValue, action.PickAll, action.Which, action.Follow, action.Map, action.Inspect, action.Pager, action.ReadAs,
	action.CopyValue, action.CopySource, action.CopyPath, action.CopyNormal, action.CopyJQ, action.CopyGJSON, action.CopyXPath, action.CopyURL, action.CopyCurl,
}

// acts carries out what acts on a value, and looks on which it does.
func (w *walk) acts() {
	w.t.Helper()
	for _, id := range acting {
		what := string(id)
		switch msg := w.run(id).(type) {
		case response.PickMsg:
			w.value(what, msg.Node)
		case response.SettingsMsg:
			w.value(what, msg.Node)
		case response.WhichMsg:
			w.value(what, msg.Node)
		case response.InspectMsg:
			w.value(what, msg.Node)
		case response.MapMsg:
			w.value(what, msg.Node)
		case response.FollowMsg:
			w.text(what, msg.Text)
		case response.CopyMsg:
			w.value(what, msg.Node)
			if msg.What == "the value" {
				w.text(what, msg.Text)
			}
		}
	}
	w.marks()
}

// marks marks the value under the cursor, picks what is marked, and so takes the mark away.
func (w *walk) marks() {
	w.t.Helper()
	w.run(action.Mark)
	shown := strings.Contains(w.row(), "marked")
	msg, ok := w.run(action.PickMarked).(response.PickManyMsg)
	if ok != shown && !strings.Contains(w.row(), "}") && !strings.Contains(w.row(), "]") && !strings.Contains(w.row(), "</") {
		w.t.Errorf("%s: the row %q is marked: %v, is picked: %v", w.at, w.row(), shown, ok)
	}
	for _, n := range msg.Nodes {
		w.value("picking what is marked", n)
	}
}

// down goes to the next row; it says whether there is one.
func (w *walk) down() bool {
	w.run("") // whatever was said is not said any more
	before, row := where(w.Model), w.row()
	w.run(action.Down)
	return where(w.Model) != before || w.row() != row
}

// eachFiltered opens every body with its filters in every view, most of each.
func eachFiltered(t *testing.T, most int, do func(w *walk, word string, open func())) {
	look := uitest.Theme(t)
	for _, c := range filtered {
		e := send(t, answer{body: c.body, headers: []string{"Content-Type", c.kind}})
		var results []session.Result
		secret := ""
		if c.secret != "" {
			results = session.Evaluate("x", []collections.Pick{{Name: "pin", From: collections.Source{Kind: collections.SourcePath, Arg: c.secret}, Secret: collections.SecretYes}}, e)
			secret = results[0].Value.Reveal()
		}
		for _, filter := range c.filters[:min(most, len(c.filters))] {
			for _, view := range views {
				w := &walk{t: t, e: e, at: fmt.Sprintf("%s | %s, %s", c.kind, filter, view), secret: secret, theme: look}
				open := func() { w.open(results, filter, view) }
				open()
				do(w, c.word, open)
			}
		}
	}
}

// TestActsOnWhatIsShown does everything that acts on a value, on every row of whatever a filter of any language shows
// in any view: it acts on the value in that row.
func TestActsOnWhatIsShown(t *testing.T) {
	eachFiltered(t, 100, func(w *walk, word string, open func()) {
		for more := true; more; more = w.down() {
			w.acts()
			if msg, ok := w.run(action.Fold).(response.ShowMsg); ok {
				w.text("enter", msg.Text)
			}
		}
		open()
		w.run(action.Find)
		for _, key := range uitest.Typed(word) {
			_, cmd := w.Update(key)
			w.finish(cmd)
		}
		w.run(action.Accept)
		w.acts()
	})
}

// TestEveryKeyOnAFilter carries out every action on every row of what a filter shows: whatever that leads to, what acts
// then acts on the value under the cursor.
func TestEveryKeyOnAFilter(t *testing.T) {
	contexts := []action.Context{action.Response, action.List, action.Columns, action.Link, action.Marked}
	eachFiltered(t, long.Size(3, 100), func(w *walk, _ string, open func()) {
		at := w.at
		for _, a := range action.Default().In(contexts...) {
			if slices.Contains(acting, a.ID) {
				continue
			}
			open()
			w.at = at + ", after " + string(a.ID)
			for row := range 4 {
				w.run(a.ID)
				if row == 0 {
					w.acts()
				}
				if !w.down() {
					break
				}
			}
		}
	})
}
