package field_test

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/uitest"
	"dowse/ui/widget/field"
)

// keys are the actions of a completion by the keys that call them.
var keys = map[string]action.ID{"enter": action.Accept, "down": action.Down, "up": action.Up, "esc": action.Leave}

// press presses keys as the root routes them, and gives the last intent.
func press(f *field.Model, names ...string) tea.Msg {
	var intent tea.Msg
	for _, name := range names {
		var msg tea.Msg = uitest.Key(name)
		if id, ok := keys[name]; ok && slices.Contains(f.Contexts(), action.Completion) {
			msg = action.RunMsg{ID: id}
		}
		intent, _ = f.Update(msg)
	}
	return intent
}

// open gives a field with the caret where | stands in the text.
func open(t testing.TB, text string) *field.Model {
	t.Helper()
	f := field.New(uitest.Theme(t))
	f.SetWidth(60)
	f.Focus(-1)
	place(t, f, text)
	return f
}

// place puts a text into a field, the caret where ^ stands, or | where there is none.
func place(t testing.TB, f *field.Model, text string) {
	t.Helper()
	before, after, ok := strings.Cut(text, "^")
	if !ok {
		before, after, ok = strings.Cut(text, "|")
	}
	if !ok {
		t.Fatalf("there is no caret in %q", text)
	}
	f.SetText(after)
	press(f, "home")
	f.Insert(before)
}

// mark is a character that joins no other and that a paste may have.
const mark = "\u2028"

// state is the text with | where the caret is: where a mark that is pasted there comes to stand.
func state(f *field.Model) string {
	before := f.Text()
	f.Update(uitest.Paste(mark))
	at := strings.Index(f.Text(), mark)
	press(f, "backspace")
	if f.Text() != before {
		panic("backspace did not take what was put there")
	}
	return before[:at] + "|" + before[at:]
}

func TestReadlineKeys(t *testing.T) {
	for _, c := range []struct{ keys, from, want string }{
		{"ctrl+a", "one two|", "|one two"},
		{"home", "one| two", "|one two"},
		{"ctrl+home", "one| two", "|one two"},
		{"ctrl+e", "|one two", "one two|"},
		{"end", "|one", "one|"},
		{"ctrl+end", "|one", "one|"},
		{"ctrl+b", "one|", "on|e"},
		{"left", "|one", "|one"},
		{"ctrl+f", "|one", "o|ne"},
		{"right", "one|", "one|"},
		{"alt+b", "https://shop.example/or|ders", "https://shop.example/|orders"},
		{"alt+b", "one  two  |", "one  |two  "},
		{"ctrl+left", "a/b-c|", "a/b-|c"},
		{"alt+left", "a b|", "a |b"},
		{"alt+f", "|one two", "one| two"},
		{"alt+f", "one| /two/", "one /two|/"},
		{"ctrl+right", "|a/b", "a|/b"},
		{"alt+right", "a|/b", "a/b|"},
		{"backspace", "one|", "on|"},
		{"ctrl+h", "o|ne", "|ne"},
		{"backspace", "|one", "|one"},
		{"delete", "|one", "|ne"},
		{"ctrl+d", "o|ne", "o|e"},
		{"delete", "one|", "one|"},
		{"ctrl+k", "one| two", "one|"},
		{"ctrl+u", "one| two", "| two"},
		{"ctrl+w", "Bearer a/b-c|", "Bearer |"},
		{"ctrl+w", "a b  |c", "a |c"},
		{"alt+backspace", "Bearer a/b-c|", "Bearer a/b-|"},
		{"alt+d", "one|/two/three", "one|/three"},
		{"alt+delete", "|one two", "| two"},
		{"ctrl+y", "one|", "one|"},
		{"ctrl+k ctrl+y ctrl+y", "a|b", "abb|"},
		{"ctrl+u end ctrl+y", "one |two", "twoone |"},
		{"ctrl+w ctrl+w home ctrl+y", "a b c|", "b c|a "},
		{"alt+d alt+d end ctrl+y", "|a b c", " ca b|"},
		{"ctrl+w left ctrl+w end ctrl+y", "a b c|", "a  b|"},
		{"ctrl+u ctrl+u ctrl+y", "a|", "a|"},
		{"up", "one|", "one|"},
		{"alt+x", "one|", "one|"},
		{"ctrl+t", "one|", "one|"},
		{"space", "one|", "one |"},
	} {
		f := open(t, c.from)
		press(f, strings.Fields(c.keys)...)
		if got := state(f); got != c.want {
			t.Errorf("%s of %q: %q, want %q", c.keys, c.from, got, c.want)
		}
	}
}

func TestCharactersAreWhole(t *testing.T) {
	for _, character := range []string{"日", "👩‍👧", "🇩🇪", "e\u0301\u0301", "é", "\x1b", "\u202e", "\xff", "\t", "한"} {
		f := open(t, "a"+character+"|b")
		press(f, "left")
		if got, want := state(f), "a|"+character+"b"; got != want {
			t.Errorf("left of %q: %q, want %q", character, got, want)
		}
		press(f, "right")
		if got, want := state(f), "a"+character+"|b"; got != want {
			t.Errorf("right of %q: %q, want %q", character, got, want)
		}
		press(f, "backspace")
		if got := state(f); got != "a|b" {
			t.Errorf("backspace of %q leaves %q", character, got)
		}
		f = open(t, "a|"+character+"b")
		press(f, "delete")
		if got := state(f); got != "a|b" {
			t.Errorf("delete of %q leaves %q", character, got)
		}
	}
	f := open(t, "👩‍👧 👩‍👧|")
	press(f, "alt+b")
	if got := state(f); got != "|👩‍👧 👩‍👧" { // an emoji is none of a word
		t.Errorf("alt+b before emoji: %q", got)
	}
	f = open(t, "👩‍|") // the rest of a family joins it
	uitest.Type(f, "👧")
	press(f, "backspace")
	if f.Text() != "" {
		t.Errorf("backspace leaves %q", f.Text())
	}
}

func TestPasteIsOneLine(t *testing.T) {
	for paste, want := range map[string]string{
		"one\r\ntwo\n\n three\n":    "xone two  threey",
		"\n\none\n":                 "xoney",
		"a\tb":                      "xa by",
		"  a  ":                     "x  a  y",
		"\r":                        "xy",
		"\x1b[31mred\u202e":         "x[31mred\u202ey",
		"\x00a\u009b1\x7f\b2\n\x00": "xa12 y",
	} {
		f := open(t, "x|y")
		f.Update(uitest.Paste(paste))
		if f.Text() != want {
			t.Errorf("the paste of %q makes %q, want %q", paste, f.Text(), want)
		}
	}
}

func TestOnlyAChangeIsTold(t *testing.T) {
	f := open(t, "one|")
	for key, want := range map[string]tea.Msg{"left": nil, "x": field.ChangedMsg{}, "ctrl+y": nil, "f7": nil, "ctrl+k": field.ChangedMsg{}} {
		place(t, f, "on|e")
		if key == "ctrl+y" {
			f = open(t, "one|") // nothing was killed
		}
		if got := press(f, key); got != want {
			t.Errorf("%s tells %#v, want %#v", key, got, want)
		}
	}
	place(t, f, "|")
	if got := press(f, "backspace"); got != nil {
		t.Errorf("backspace in an empty field tells %#v", got)
	}
	if f.SetText("two"); f.Text() != "two" {
		t.Errorf("the text is %q", f.Text())
	}
}

func TestTheMousePutsTheCaret(t *testing.T) {
	press := func(f *field.Model, x int) {
		f.Update(uitest.Click(x, 0))
	}
	f := open(t, "a日\x1b\u202eb|")
	f.View()
	// a at 0, 日 at 1 and 2, ␛ at 3, ⟨U+202E⟩ at 4 to 11, b at 12
	for x, want := range map[int]string{-1: "|a日\x1b\u202eb", 0: "|a日\x1b\u202eb", 2: "a|日\x1b\u202eb", 3: "a日|\x1b\u202eb", 9: "a日\x1b|\u202eb", 12: "a日\x1b\u202e|b", 13: "a日\x1b\u202eb|", 50: "a日\x1b\u202eb|"} {
		f.Update(tea.MouseMsg{X: 7, Action: tea.MouseActionRelease, Button: tea.MouseButtonLeft})
		press(f, x)
		if got := state(f); got != want {
			t.Errorf("a press at %d: %q, want %q", x, got, want)
		}
	}
	f = open(t, "0123456789|")
	f.SetWidth(6)
	f.View() // …6789 and the caret
	press(f, 1)
	if got := state(f); got != "012345|6789" {
		t.Errorf("a press in a scrolled field: %q", got)
	}
	f.View()
	press(f, 0)
	f.View()
	if got := state(f); len(got[:strings.Index(got, "|")]) >= 6 {
		t.Errorf("a press on the mark of what is cut off does not go there: %q", got)
	}
	f = open(t, "0123456789|")
	f.SetWidth(6)
	f.Focus(2) // it was not drawn yet: the beginning is in sight
	if got := state(f); got != "01|23456789" {
		t.Errorf("focus at cell 2: %q", got)
	}
}

func TestAMaskHidesWords(t *testing.T) {
	f := open(t, "my secret words|")
	f.SetMask(true)
	if got := uitest.Screen(t, sized{f}, 20, 1); got != "***************     " {
		t.Errorf("the field shows %q", got)
	}
	for _, key := range []string{"alt+b", "ctrl+left"} {
		press(f, "end", key)
		if got := state(f); got != "|my secret words" {
			t.Errorf("%s tells where words are: %q", key, got)
		}
	}
	press(f, "end", "ctrl+w")
	if f.Text() != "" {
		t.Errorf("ctrl+w tells where words are: %q", f.Text())
	}
}

// sized is a field as a pane of one line.
type sized struct{ *field.Model }

func (s sized) SetSize(width, _ int) { s.SetWidth(width) }

// shop are the variables of a person who sent a few requests.
func shop() *field.Placeholders {
	values := map[string]vars.Value{
		"order_id": vars.NewString("ord_8812"), "access_token": vars.NewString("eyJhbGciOi").AsSecret(), "base_url": vars.NewString("https://shop.example/v2"),
		"pick.orders/list.id": vars.NewString("ord_1"),
	}
	return &field.Placeholders{
		Candidates: []field.Candidate{
			{Insert: "base_url", Value: "https://shop.example/v2", Type: "string", From: "environment dev", Live: true},
			{Insert: "cart_id", Type: "not sent yet", From: "pick of carts/new"},
			{Insert: "access_token", Value: "********", Type: "secret", From: "pick of auth/login", Live: true},
			{Insert: "order_id", Value: "ord_8812", Type: "string", From: "pick of orders/list", Live: true, Fresh: true},
			{Insert: "customer_address", Value: `{"street":"Hauptstraße 1","city":"東京","zip":"10115","notes":"second floor"}`, Type: "object", From: "pick of customers/get with a long name", Live: true},
		},
		Transforms: vars.Transforms(),
		Value: func(name string) (vars.Value, bool) {
			v, ok := values[name]
			return v, ok
		},
	}
}

func at(t testing.TB, text string) *field.Model {
	t.Helper()
	f := open(t, text)
	f.SetPlaceholders(shop())
	return f
}

// rows are the lines of the list without its border; the chosen one begins with the cursor.
func rows(t testing.TB, f *field.Model) []string {
	t.Helper()
	p, ok := f.Popup()
	if !ok {
		return nil
	}
	if p.Y != 1 || p.Above != 0 {
		t.Errorf("the list is at %d or above %d", p.Y, p.Above)
	}
	var all []string
	for _, line := range p.Lines[1 : len(p.Lines)-1] {
		all = append(all, strings.Trim(plain(line), "│ "))
	}
	return all
}

// first are the first words of the rows.
func first(t testing.TB, f *field.Model) string {
	t.Helper()
	var words []string
	for _, r := range rows(t, f) {
		words = append(words, strings.Fields(r)[0])
	}
	return strings.Join(words, " ")
}

func wants(t *testing.T, f *field.Model, want string) {
	t.Helper()
	if got := state(f); got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
