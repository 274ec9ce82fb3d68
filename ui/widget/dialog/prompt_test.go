package dialog_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"dowse/ui/action"
	"dowse/ui/uitest"
	"dowse/ui/widget/dialog"
)

// saveAs is a prompt as the root asks.
func saveAs() dialog.PromptOptions {
	return dialog.PromptOptions{
		Title: "Save as", Hint: "folder/name: the file is NAME.yaml in /home/you/shop", Text: "orders/list",
		Check: func(text string) (string, bool) {
			switch text {
			case "":
				return "", false
			case "taken":
				return "there is a request of that name", false
			}
			return "/home/you/shop/" + text + ".yaml", true
		},
		Answer: func(text string) tea.Msg { return "saved " + text },
	}
}

func secret() dialog.PromptOptions {
	return dialog.PromptOptions{
		Title: "Secret api_key", Hint: "its value, for this session: it is written nowhere", Mask: true,
		Answer: func(text string) tea.Msg { return "secret " + text },
	}
}

func openPrompt(t testing.TB, o dialog.PromptOptions) *dialog.Prompt {
	m := dialog.NewPrompt(uitest.Theme(t), o)
	m.SetFocus(true)
	m.SetSize(m.Size(76, 20))
	return m
}

// shown is what a prompt shows in the room that it wants, without colours.
func shownPrompt(t testing.TB, m *dialog.Prompt) string {
	w, h := m.Size(76, 20)
	return uitest.Screen(t, m, w, h)
}

func TestPromptAnswer(t *testing.T) {
	m := openPrompt(t, saveAs())
	if got := uitest.Run(m, action.Accept); got != "saved orders/list" {
		t.Errorf("it answers %v", got)
	}
	uitest.Type(m, "-all") // the caret is behind the text
	if got := uitest.Run(m, action.Accept); got != "saved orders/list-all" {
		t.Errorf("it answers %v", got)
	}
	m.Update(uitest.Key("ctrl+u"))
	uitest.Type(m, "x")
	if got := uitest.Run(m, action.Accept); got != "saved x" {
		t.Errorf("it answers %v after ctrl+u", got)
	}
	if got := uitest.Run(m, action.Leave); got != (dialog.CloseMsg{}) {
		t.Errorf("leaving asks for %v", got)
	}
}

func TestPromptWhatCannotBeTaken(t *testing.T) {
	m := openPrompt(t, saveAs())
	m.Update(uitest.Key("ctrl+u"))
	uitest.Type(m, "taken")
	before := m.View()
	if !strings.Contains(shownPrompt(t, m), "there is a request of that name") {
		t.Errorf("the note is not shownPrompt:\n%s", shownPrompt(t, m))
	}
	if got := uitest.Run(m, action.Accept); got != nil {
		t.Errorf("it answers %v", got)
	}
	after := m.View()
	if before == after {
		t.Error("the note does not stand out after Enter")
	}
	uitest.Type(m, "2")
	if strings.Contains(shownPrompt(t, m), "there is a request") {
		t.Errorf("the note is of another text:\n%s", shownPrompt(t, m))
	}
	m.Update(uitest.Key("backspace"))
	if m.View() != before {
		t.Error("the note still stands out after the text changed")
	}
}

func TestPromptNothingTyped(t *testing.T) {
	for name, o := range map[string]dialog.PromptOptions{"without a check": secret(), "with one": saveAs()} {
		o.Text = ""
		m := openPrompt(t, o)
		if got := uitest.Run(m, action.Accept); got != nil {
			t.Errorf("%s: it answers %v", name, got)
		}
		if !strings.Contains(shownPrompt(t, m), "nothing is typed yet") {
			t.Errorf("%s: Enter shows:\n%s", name, shownPrompt(t, m))
		}
		uitest.Type(m, "x")
		if uitest.Run(m, action.Accept) == nil {
			t.Errorf("%s: it does not answer", name)
		}
	}
}

func TestPromptMask(t *testing.T) {
	m := openPrompt(t, secret())
	uitest.Type(m, "hunter2")
	if got := shownPrompt(t, m); strings.ContainsAny(strings.ReplaceAll(got, secret().Hint, ""), "hunter2") {
		t.Errorf("the secret is shownPrompt:\n%s", got)
	}
	if got := uitest.Run(m, action.Accept); got != "secret hunter2" {
		t.Errorf("it answers %v", got)
	}
}

// TestPromptChecksAgain holds that the answer is checked when it is given: the world moves on while a person types.
func TestPromptChecksAgain(t *testing.T) {
	there := false
	o := saveAs()
	o.Check = func(string) (string, bool) { return "there is a file of that name", !there }
	m := openPrompt(t, o)
	there = true
	if got := uitest.Run(m, action.Accept); got != nil {
		t.Errorf("it answers %v", got)
	}
}

func TestPromptContexts(t *testing.T) {
	m := openPrompt(t, saveAs())
	if got := m.Contexts(); !slices.Equal(got, []action.Context{action.Field}) {
		t.Errorf("contexts %v", got)
	}
}

func TestPromptCompletion(t *testing.T) {
	o := saveAs()
	o.Text = ""
	m := openPrompt(t, o)
	m.SetWords([]string{"orders", "customers"})
	uitest.Type(m, "ord")
	if got := m.Contexts(); !slices.Equal(got, []action.Context{action.Field}) {
		t.Fatalf("contexts %v before a word was chosen", got)
	}
	m.Update(uitest.Key("down"))
	if got := m.Contexts(); !slices.Equal(got, []action.Context{action.Completion, action.Field}) {
		t.Fatalf("contexts %v", got)
	}
	p, ok := m.Popup()
	if !ok || p.Y != 2 || p.X < 1 {
		t.Errorf("the popup is at %d,%d, want it below the field, which is line 1", p.X, p.Y)
	}
	if got := uitest.Run(m, action.Accept); got != nil {
		t.Errorf("Enter in the completion answers %v", got)
	}
	if got := uitest.Run(m, action.Accept); got != "saved orders" {
		t.Errorf("Enter after the completion answers %v", got)
	}
}

func TestPromptMouse(t *testing.T) {
	m := openPrompt(t, saveAs())
	m.Update(uitest.Click(1, 1))
	uitest.Type(m, "my")
	if got := uitest.Run(m, action.Accept); got != "saved myorders/list" {
		t.Errorf("after a press at the beginning it answers %v", got)
	}
	m.Update(uitest.Click(4, 0))
	uitest.Type(m, "x")
	if got := uitest.Run(m, action.Accept); got != "saved myxorders/list" {
		t.Errorf("a press on the hint moved the caret: %v", got)
	}
}

// TestPromptSizeIsSteady holds that nothing moves while a person types.
func TestPromptSizeIsSteady(t *testing.T) {
	m := openPrompt(t, saveAs())
	if w, h := m.Size(200, 50); w != 76 || h != 4 {
		t.Errorf("%dx%d, want 76x4", w, h)
	}
	uitest.Type(m, strings.Repeat("x", 300))
	if w, h := m.Size(200, 50); w != 76 || h != 4 {
		t.Errorf("%dx%d after typing, want 76x4", w, h)
	}
	if w, h := openPrompt(t, secret()).Size(200, 50); w != 76 || h != 3 {
		t.Errorf("a prompt without a check is %dx%d, want 76x3", w, h)
	}
	if w, h := m.Size(0, 0); w != 0 || h != 0 {
		t.Errorf("%dx%d where there is no room", w, h)
	}
}

// TestPromptSqueezed holds that the field is there at any height.
func TestPromptSqueezed(t *testing.T) {
	for height := 1; height < 5; height++ {
		if got := uitest.Screen(t, openPrompt(t, saveAs()), 76, height); !strings.Contains(got, "▌orders/list") {
			t.Errorf("%d lines without the field:\n%s", height, got)
		}
	}
}

// naughtyPrompt are texts that try to drive the terminal, or are hard to measure.
var naughtyPrompt = []string{
	"a\tb\x1b[31mred\x1b]0;title\a", "\u202etxt.exe\u2066", "\x9b2J\xff\xfe", "名前のとても長い列見出しです", "👩‍👩‍👧‍👦 family 🇩🇪",
	"e\u0301\u0301\u0301", "two\r\nlines\nand more", "\x1b[2J\x1b[H", strings.Repeat("long ", 60), strings.Repeat("x", 300), "", "\u200b\ufeff",
}

func hostilePrompt(i int) dialog.PromptOptions {
	text := func(n int) string { return naughtyPrompt[(i+n)%len(naughtyPrompt)] }
	return dialog.PromptOptions{Title: text(0), Hint: text(1), Text: text(2), Check: func(typed string) (string, bool) { return text(3) + typed, i%2 == 0 }}
}

func TestPromptFrames(t *testing.T) {
	for name, th := range uitest.Themes(t) {
		m := openPrompt(t, saveAs())
		m.SetTheme(th)
		uitest.Golden(t, "prompt-theme-"+name, uitest.Frame(t, m, 76, 4))
	}
	m := openPrompt(t, saveAs())
	m.Update(uitest.Key("ctrl+u"))
	uitest.Type(m, "taken")
	uitest.Golden(t, "prompt-not-ok", uitest.Frame(t, m, 76, 4))
	uitest.Run(m, action.Accept)
	uitest.Golden(t, "prompt-refused", uitest.Frame(t, m, 76, 4))
	m = openPrompt(t, secret())
	uitest.Type(m, "hunter2")
	uitest.Golden(t, "prompt-secret", shownPrompt(t, m))
	uitest.Golden(t, "prompt-narrow", uitest.Screen(t, openPrompt(t, saveAs()), 24, 6))
	uitest.Golden(t, "prompt-hostile", uitest.Screen(t, openPrompt(t, hostilePrompt(0)), 50, 4))
}

func TestPromptNothingHostileIsDrawn(t *testing.T) {
	for i := range naughtyPrompt {
		m := openPrompt(t, hostilePrompt(i))
		views := []string{m.View(), m.Title().Name}
		m.Update(uitest.Paste(naughtyPrompt[i]))
		for _, text := range append(views, m.View()) {
			for _, bad := range []string{"\x1b[31m", "\x1b]", "\x07", "\u202e", "\t", "\x1b[2J", "\r", "\u009b", "\u200b"} {
				if strings.Contains(text, bad) || !utf8.ValidString(text) {
					t.Errorf("%q is drawn: %q", bad, text)
				}
			}
		}
	}
}

func TestPromptEverySizeIsExact(t *testing.T) {
	for i := range naughtyPrompt {
		for w := range 5 {
			m := openPrompt(t, hostilePrompt(i))
			m.SetSize(w, 0)
			if got := m.View(); got != "" {
				t.Errorf("%dx0 shows %q", w, got)
			}
			for h := 1; h < 5; h++ {
				uitest.Frame(t, m, w, h)
			}
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		m := openPrompt(t, hostilePrompt(rapid.IntRange(0, len(naughtyPrompt)-1).Draw(rt, "texts")))
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			switch rapid.IntRange(0, 3).Draw(rt, "kind") {
			case 0:
				m.Update(uitest.Paste(rapid.SampledFrom(naughtyPrompt).Draw(rt, "paste")))
			case 1:
				m.Update(uitest.Key(rapid.SampledFrom([]string{"backspace", "ctrl+u", "left", "home", "x"}).Draw(rt, "key")))
			default:
				uitest.Run(m, action.Accept)
			}
			w, h := rapid.IntRange(0, 90).Draw(rt, "width"), rapid.IntRange(1, 12).Draw(rt, "height")
			m.SetSize(w, h)
			uitest.Exact(rt, m.View(), w, h)
		}
	})
}
