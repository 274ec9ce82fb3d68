package urlbar_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/pane/urlbar"
	"dowse/ui/uitest"
	"dowse/ui/widget/field"
)

// bar is a URL bar whose keys are looked up as the root does it.
type bar struct {
	*urlbar.Model
	intents []tea.Msg
	method  string
	url     string
}

func open(t testing.TB, method, url string) *bar {
	t.Helper()
	b := &bar{Model: urlbar.New(uitest.Theme(t)), method: method, url: url}
	b.SetPlaceholders(shop())
	b.SetRequest(method, url)
	b.SetSize(80, 1)
	b.SetFocus(true)
	return b
}

// shop are the variables that the tests know.
func shop() *field.Placeholders {
	values := map[string]vars.Value{
		"base_url": vars.NewString("https://shop.example/v2"),
		"order_id": vars.NewString("ord/8812"),
		"token":    vars.NewString("s3cr3t-token").AsSecret(),
		"evil":     vars.NewString("a\x1b[31m"),
	}
	p := &field.Placeholders{Transforms: vars.Transforms(), Value: func(name string) (vars.Value, bool) { v, ok := values[name]; return v, ok }}
	for _, name := range []string{"base_url", "order_id", "token"} {
		p.Candidates = append(p.Candidates, field.Candidate{Insert: name, Value: "v", Type: "string", Live: true})
	}
	return p
}

// press sends keys by their names, as actions where they are bound.
func (b *bar) press(names ...string) *bar {
	for _, name := range names {
		b.key(uitest.Key(name))
	}
	return b
}

func (b *bar) key(msg tea.KeyMsg) {
	name := msg.String()
	if name == " " {
		name = "space"
	}
	if a, ok, _ := action.Default().Find(append(b.Contexts(), action.Everywhere), name); ok {
		b.send(action.RunMsg{ID: a.ID})
		return
	}
	b.send(msg)
}

func (b *bar) typed(text string) *bar {
	for _, msg := range uitest.Typed(text) {
		b.key(msg)
	}
	return b
}

func (b *bar) paste(text string) *bar {
	b.send(uitest.Paste(text))
	return b
}

func (b *bar) click(x int) *bar {
	b.send(uitest.Click(x, 0))
	return b
}

// send gives a message and, as the root does, gives back what the intent says the request is now.
func (b *bar) send(msg tea.Msg) {
	intent, _ := b.Update(msg)
	if intent == nil {
		return
	}
	b.intents = append(b.intents, intent)
	if edit, ok := intent.(urlbar.EditMsg); ok {
		b.method, b.url = edit.Method, edit.URL
		b.SetRequest(b.method, b.url)
	}
}

func (b *bar) wants(t *testing.T, method, url string) {
	t.Helper()
	if b.method != method || b.url != url {
		t.Errorf("the request is %q %q, want %q %q", b.method, b.url, method, url)
	}
}

// last is the last intent.
func (b *bar) last() tea.Msg {
	if len(b.intents) == 0 {
		return nil
	}
	return b.intents[len(b.intents)-1]
}

// choosing says whether the method is being chosen.
func (b *bar) choosing() bool { return b.Contexts()[0] == action.Choice }

func TestAURLIsTypedAndSent(t *testing.T) {
	b := open(t, "GET", "").typed("https://a.example/x?q=1")
	b.wants(t, "GET", "https://a.example/x?q=1")
	if n := len(b.intents); n != len("https://a.example/x?q=1") {
		t.Errorf("%d intents, want one for each key", n)
	}
	b.press("enter")
	if b.last() != (urlbar.SendMsg{}) {
		t.Errorf("Enter gives %#v", b.last())
	}
	b.press("down")
	if b.last() != (urlbar.BelowMsg{}) {
		t.Errorf("Down gives %#v", b.last())
	}
	b.press("esc")
	if b.last() != (urlbar.LeaveMsg{}) {
		t.Errorf("Esc gives %#v", b.last())
	}
}

func TestPaste(t *testing.T) {
	handed := []string{
		"curl https://a.example -H 'x: y'", "$ curl -k https://a.example", "curl \\\n  https://a.example",
		`{"a": 1}`, "[1, 2]", "{\n}", "https://a.example\nhttps://b.example", "a: 1\r\nb: 2",
	}
	for _, text := range handed {
		for _, url := range []string{"", "https://old.example"} {
			b := open(t, "GET", url).paste("  " + text + "\n")
			want := []tea.Msg{urlbar.PasteMsg{Text: text}}
			if diff := cmp.Diff(want, b.intents); diff != "" {
				t.Errorf("%q (-want +got):\n%s", text, diff)
			}
		}
	}
	typed := []string{"https://a.example/x?y={{order_id}}", "{{base_url}}/x", "curly.example", "[::1]:8080", "/orders", "localhost:8080", "{not json}"}
	for _, text := range typed {
		open(t, "GET", "").paste(text+"\r\n").wants(t, "GET", text)
		open(t, "GET", "ab").press("left").paste(text).wants(t, "GET", "a"+text+"b")
	}
	if b := open(t, "GET", "x").paste(" \n "); b.intents != nil {
		t.Errorf("white space gives %#v", b.intents)
	}
}

func TestPasteWhileTheMethodIsChosen(t *testing.T) {
	b := open(t, "GET", "").press("backspace").paste("patch").press("enter")
	b.wants(t, "PATCH", "")
	b = open(t, "GET", "").press("backspace", "p").paste("https://a.example")
	b.wants(t, "GET", "https://a.example")
	if b.choosing() {
		t.Error("the method is open still")
	}
}

func TestACurlCommandTyped(t *testing.T) {
	b := open(t, "GET", "").typed("curl https://a.example -H 'x: y'").press("enter")
	if want := (urlbar.PasteMsg{Text: "curl https://a.example -H 'x: y'", Typed: true}); b.last() != want {
		t.Errorf("Enter gives %#v", b.last())
	}
}

func TestPaths(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	folder := t.TempDir()
	tests := []struct {
		text, path string // empty: it is no path
	}{
		{folder, folder},
		{"'" + folder + "'", folder},
		{"~", home},
		{"~/", home},
		{".", "."},
		{"..", ".."},
		{"./urlbar.go", "./urlbar.go"},
		{"testdata", ""},
		{folder + "/none", ""},
		{"~/none", ""},
		{"./none", ""},
		{".hidden", ""},
	}
	for _, test := range tests {
		for _, typed := range []bool{true, false} {
			b := open(t, "GET", "")
			b.SetPlaceholders(nil)
			if typed {
				b.typed(test.text).press("enter")
			} else {
				b.paste(test.text + " ")
			}
			var want tea.Msg = urlbar.PasteMsg{Text: test.path, Typed: typed}
			switch {
			case test.path == "" && typed:
				want = urlbar.SendMsg{}
			case test.path == "":
				want = urlbar.EditMsg{Method: "GET", URL: test.text}
			}
			if b.last() != want {
				t.Errorf("%q, typed %v: %#v, want %#v", test.text, typed, b.last(), want)
			}
		}
	}
	for _, text := range []string{folder, ".", "..", "./urlbar.go"} {
		if b := open(t, "GET", "").typed(text).press("enter"); b.last() != (urlbar.SendMsg{}) {
			t.Errorf("%q is relative to base_url, but Enter gives %#v", text, b.last())
		}
	}
	open(t, "GET", "https://a.example").paste("/").wants(t, "GET", "https://a.example/") // a part of a URL
}

func TestSetRequestLeavesTheCaret(t *testing.T) {
	b := open(t, "GET", "https://a.example").press("home")
	b.SetRequest("POST", "https://a.example")
	if intent, _ := b.Update(uitest.Key("x")); intent != (urlbar.EditMsg{Method: "POST", URL: "xhttps://a.example"}) {
		t.Errorf("typing gives %#v", intent)
	}
	b.SetRequest("PUT", "https://b.example")
	if intent, _ := b.Update(uitest.Key("x")); intent != (urlbar.EditMsg{Method: "PUT", URL: "https://b.examplex"}) {
		t.Errorf("typing in another URL gives %#v", intent)
	}
}

func TestInsert(t *testing.T) {
	b := open(t, "GET", "ab").press("left")
	if got := b.Insert("{{order_id}}"); got != (urlbar.EditMsg{Method: "GET", URL: "a{{order_id}}b"}) {
		t.Errorf("Insert gives %#v", got)
	}
	if got := b.Insert(""); got != nil {
		t.Errorf("Insert of nothing gives %#v", got)
	}
}

func TestCompletion(t *testing.T) {
	b := open(t, "GET", "").typed("{{ord")
	if got := b.Contexts(); !cmp.Equal(got, []action.Context{action.Completion, action.URL}) {
		t.Fatalf("contexts %v", got)
	}
	popup, ok := b.Popup()
	if !ok || popup.X < 5 || len(popup.Lines) == 0 {
		t.Errorf("popup %+v, %v: it begins left of the URL", popup, ok)
	}
	b.press("enter") // takes the variable: nothing is sent
	b.wants(t, "GET", "{{order_id}}")
	if b.last() != (urlbar.EditMsg{Method: "GET", URL: "{{order_id}}"}) {
		t.Errorf("the last intent is %#v", b.last())
	}
	b.typed("/{{tok").press("esc") // closes the list
	if b.last() == (urlbar.LeaveMsg{}) || len(b.Contexts()) != 1 {
		t.Errorf("Esc gives %#v, contexts %v", b.last(), b.Contexts())
	}
	if b.press("esc"); b.last() != (urlbar.LeaveMsg{}) {
		t.Errorf("Esc again gives %#v", b.last())
	}
}

func TestWhereResolves(t *testing.T) {
	tests := []struct{ url, want string }{
		{"https://a.example", ""},
		{"{{base_url}}/orders/{{order_id}}", "→ https://shop.example/v2/orders/ord%2F8812"},
		{"{{base_url}}?t={{token}}", "→ https://shop.example/v2?t=********"},
		{"{{base_url}}/{{order_id | upper}}", "→ https://shop.example/v2/ORD%2F8812"},
		{"{{none}}/x", "! "},
	}
	for _, test := range tests {
		b := open(t, "GET", test.url)
		if got := ansi.Strip(b.Where()); !strings.HasPrefix(got, test.want) || test.want == "" && got != "" || test.want != "! " && got != test.want {
			t.Errorf("%s: Where is %q, want %q", test.url, got, test.want)
		}
	}
	b := open(t, "GET", "{{base_url}}/{{evil}}\x1b[2J")
	if got := ansi.Strip(b.Where()); strings.ContainsAny(got, "\x1b\n") || !strings.Contains(got, "␛[2J") {
		t.Errorf("Where is %q", b.Where())
	}
}

func TestMouse(t *testing.T) {
	b := open(t, "GET", "https://a.example").click(2)
	if !b.choosing() {
		t.Fatal("a press on the method does not open it")
	}
	if b.click(2); b.choosing() {
		t.Error("a press on it again does not close it")
	}
	b.click(6+len("https")).typed("x").wants(t, "GET", "httpsx://a.example")
	b.click(1).press("d").click(50) // behind the URL
	if b.choosing() {
		t.Error("a press on the URL leaves the method open")
	}
	b.typed("/").wants(t, "DELETE", "httpsx://a.example/") // which was shown
	if intent, _ := b.Update(uitest.Click(75, 0)); intent != tea.Msg(urlbar.SendMsg{}) {
		t.Errorf("a press on the key that sends asks for %v", intent)
	}
}
