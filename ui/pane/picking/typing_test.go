package picking_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/uitest"
	"dowse/ui/widget/dialog"
)

func (d *held) clear() {
	d.t.Helper()
	uitest.Press(d, "ctrl+u")
}

func TestTheNameIsTyped(t *testing.T) {
	o := at(t, body(three), "$.data[0].id")
	o.Taken = []string{"token"}
	d := open(t, o)
	uitest.Run(d, action.Name)
	if got := d.Contexts(); got[len(got)-1] != action.Field {
		t.Fatalf("contexts %v, want the field", got)
	}
	d.clear()
	uitest.Type(d, "token")
	d.has("name", "token", "another variable has this name")
	uitest.Type(d, "_n")
	d.has("name", "{{token_n}}")
	if got := d.Title().Name; got != "Pick token_n" {
		t.Errorf("the title is %q", got)
	}
	uitest.Run(d, action.Accept)
	if d.intent != nil || d.Contexts()[0] != action.Pick {
		t.Errorf("Enter gave %#v in %v: it ends typing and saves nothing", d.intent, d.Contexts())
	}
	if k := d.saved(); k.Name != "token_n" {
		t.Errorf("saved %+v", k)
	}
}

func TestWhatIsInvalidIsNotSaved(t *testing.T) {
	for _, test := range []struct{ label, text, says string }{
		{"name", "Not valid", "not saved: a name is lower case"},
		{"name", "", "not saved: a name is lower case"},
		{"transform", "nonsense", "not saved: the transform is wrong"},
		{"transform", "split(", "not saved: the transform is wrong"},
	} {
		d := open(t, at(t, body(three), "$.data[0].id"))
		d.edit(test.label)
		d.clear()
		uitest.Type(d, test.text)
		uitest.Run(d, action.Leave)
		d.at("type")
		uitest.Run(d, action.Accept)
		if d.intent != nil || !strings.Contains(d.screen(), test.says) || !strings.HasPrefix(d.cursor(), test.label) {
			t.Errorf("%s %q: %#v\n%s", test.label, test.text, d.intent, d.screen())
		}
		d.SetSize(76, 6)
		if small := d.View(); !strings.Contains(small, "not saved") {
			t.Errorf("%s %q: in a small dialog nothing is said:\n%s", test.label, test.text, small)
		}
		uitest.Run(d, action.Up)
		if strings.Contains(d.screen(), "not saved") {
			t.Errorf("the note stays:\n%s", d.screen())
		}
	}
}

func TestTheTransformShowsWhatItGives(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[0].id"))
	d.edit("transform")
	uitest.Type(d, "upp")
	d.has("transform", "upp")
	d.has("value", "no value: transform failed")
	uitest.Type(d, "er")
	d.has("transform", `→ "A"`)
	d.has("value", `"A"`)
	if !strings.Contains(d.screen(), `$.data[1].id  "B"`) {
		t.Errorf("the other items are not shown as they would be:\n%s", d.screen())
	}
	uitest.Run(d, action.Leave) // Esc keeps the text
	if k := d.saved(); k.Transform != "upper" {
		t.Errorf("saved %+v", k)
	}
}

func TestTransformsComplete(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[0].id"))
	d.edit("transform")
	uitest.Type(d, "trim | upp")
	popup, ok := d.Popup()
	if !ok || !strings.Contains(strings.Join(popup.Lines, "\n"), "upper") {
		t.Fatalf("no completion: %v", popup)
	}
	if line := strings.Split(d.screen(), "\n")[popup.Above]; !strings.Contains(line, "transform") {
		t.Errorf("the completion is about %q", line)
	}
	uitest.Press(d, "down") // only then does Enter take a completion
	uitest.Run(d, action.Accept, action.Leave)
	if k := d.saved(); k.Transform != "trim | upper" {
		t.Errorf("saved %+v", k)
	}
}

func TestAnArgumentDoesNotComplete(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[0].id"))
	d.edit("transform")
	uitest.Type(d, `split("|u`)
	if popup, ok := d.Popup(); ok {
		t.Errorf("a bar in quotes begins no transform: %v", popup)
	}
	uitest.Type(d, `") | u`)
	if _, ok := d.Popup(); !ok {
		t.Error("no completion behind the argument")
	}
}

func TestEnterKeepsWhatWasTyped(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[0].id"))
	d.edit("transform")
	uitest.Type(d, "trim|up") // and completions are shown
	uitest.Press(d, "backspace", "backspace")
	uitest.Type(d, "lower")
	uitest.Run(d, action.Accept)
	if k := d.saved(); k.Transform != "trim|lower" {
		t.Errorf("saved %+v", k)
	}
}

func TestDefaults(t *testing.T) {
	for _, test := range []struct {
		kind, text string
		want       string // as JSON
	}{
		{"", "5", "5"}, {"string", "5", `"5"`}, {"string", `"5"`, `"5"`}, {"", "none", `"none"`}, {"", "", `""`},
		{"array", "[1, 2]", "[1, 2]"}, {"", "true", "true"}, {"number", "1.10", "1.10"},
	} {
		o := at(t, body(three), "$.none")
		o.Pick = o.Suggestion.Here
		o.Pick.Type = test.kind
		o.Pick.IfMissing.Policy = collections.MissingDefault
		d := open(t, o)
		for range 2 { // typed, and found again as it was typed
			d.at("default")
			uitest.Run(d, action.Accept)
			d.clear()
			uitest.Type(d, test.text)
			uitest.Run(d, action.Accept)
			d.has("value", test.want, "the default")
			d.has("default", test.want)
		}
		if k := d.saved(); k.IfMissing.Default.JSON() != test.want {
			t.Errorf("%q of type %q: saved %s, want %s", test.text, test.kind, k.IfMissing.Default.JSON(), test.want)
		}
	}
}

func TestASecretDefaultIsMasked(t *testing.T) {
	o := at(t, body(three), "$.none")
	o.Pick = o.Suggestion.Here
	o.Pick.Secret = collections.SecretYes
	o.Pick.IfMissing = collections.IfMissing{Policy: collections.MissingDefault, Default: vars.NewString("hunter2")}
	d := open(t, o)
	d.at("default")
	uitest.Run(d, action.Accept)
	if strings.Contains(d.screen(), "hunter") {
		t.Errorf("the default is shown:\n%s", d.screen())
	}
	uitest.Type(d, "x")
	uitest.Run(d, action.Accept)
	if k := d.saved(); k.IfMissing.Default.Reveal() != "hunter2x" {
		t.Errorf("saved %q", k.IfMissing.Default.Reveal())
	}
}

func TestADefaultOfAnotherTypeIsTold(t *testing.T) {
	o := at(t, body(three), "$.page.total")
	o.Pick = o.Suggestion.Here
	o.Pick.IfMissing = collections.IfMissing{Policy: collections.MissingDefault, Default: vars.NewString("none")}
	d := open(t, o)
	d.has("default", `"none"`, "string, and the type is number")
}

func TestAPasteIsOnlyForAField(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[0].id"))
	before := d.screen()
	uitest.Send(d, uitest.Paste("rm -rf"))
	if after := d.screen(); after != before || d.intent != nil {
		t.Errorf("a paste changed something:\n%s", after)
	}
	uitest.Run(d, action.Name)
	d.clear()
	uitest.Send(d, uitest.Paste("pasted_name"))
	uitest.Run(d, action.Accept)
	if k := d.saved(); k.Name != "pasted_name" {
		t.Errorf("saved %+v", k)
	}
}

func TestTheMouse(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[0].id"))
	press := func(label, text string) {
		t.Helper()
		for y, line := range strings.Split(d.screen(), "\n") {
			if x := strings.Index(line, text); x >= 0 && strings.HasPrefix(strings.TrimLeft(line, " ▌"), label) {
				uitest.Send(d, uitest.Click(len([]rune(line[:x])), y))
				return
			}
		}
		t.Fatalf("no %q in %q:\n%s", text, label, d.screen())
	}
	press("every item", "$.data[*].id")
	press("take", "last")
	d.has("value", `"c"`)
	press("secret", "yes")
	press("type", "string")
	press("value", "value") // nothing happens
	if k := d.saved(); k.Take != collections.TakeLast || k.Secret != collections.SecretYes || k.Type != "string" || k.From.Arg != "$.data[*].id" {
		t.Errorf("saved %+v", k)
	}
	press("name", "id") // the text begins there or elsewhere: it is typed in
	if d.Contexts()[len(d.Contexts())-1] != action.Field {
		t.Errorf("contexts %v, want the field", d.Contexts())
	}
	press("take", "first") // and another row ends that
	if d.Contexts()[0] != action.Pick {
		t.Errorf("contexts %v", d.Contexts())
	}
	d.has("take", "[first]")
	d.SetSize(40, 22)
	was := d.View()
	uitest.Send(d, uitest.Click(14, 6)) // the type, which has no room for all
	if d.View() == was || !strings.Contains(d.View(), "of 7") {
		t.Errorf("a press does not go on:\n%s", d.View())
	}
	uitest.Send(d, tea.MouseMsg{Button: tea.MouseButtonWheelDown, Action: tea.MouseActionPress})
	if got := d.cursor(); !strings.HasPrefix(got, "transform") {
		t.Errorf("the wheel leads to %q", got)
	}
	uitest.Send(d, uitest.Click(3, 90))
}

func TestOtherMessagesAreDropped(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[0].id"))
	before := d.View()
	uitest.Send(d, struct{}{}, dialog.CloseMsg{}, nil, action.RunMsg{ID: action.Send})
	if d.View() != before || d.intent != nil {
		t.Errorf("something changed:\n%s", d.View())
	}
}
