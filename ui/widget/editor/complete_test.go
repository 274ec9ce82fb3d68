package editor_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"dowse/ui/action"
	"dowse/ui/uitest"
	"dowse/ui/widget/field"
)

func TestCompletion(t *testing.T) {
	o := at(t, `{"a": |}`)
	uitest.Type(o, "{{")
	if diff := cmp.Diff([]action.Context{action.Completion, action.Editor}, o.Contexts()); diff != "" {
		t.Fatal(diff)
	}
	if p, ok := o.Popup(); !ok || p.Y != 1 || p.Above != 0 || p.X != 3+len(`{"a": `) {
		t.Errorf("the list is at %d,%d (%v)", p.X, p.Y, ok)
	}
	uitest.Type(o, "ord")
	uitest.Run(o, action.Accept)
	o.wants(t, `{"a": {{order_id}}}`)
	if got := o.state(); got != `{"a": {{order_id}}|}` {
		t.Errorf("%q", got)
	}
	if _, ok := o.Popup(); ok {
		t.Error("the list is still open")
	}

	o = at(t, `["|"]`) // closed already: not closed twice
	uitest.Type(o, "{{}}")
	uitest.Press(o, "left", "left")
	uitest.Type(o, "g")
	uitest.Run(o, action.Accept)
	o.wants(t, `["{{gone}}"]`)

	o = at(t, `|`)
	uitest.Type(o, "{{o")
	uitest.Run(o, action.Leave)
	uitest.Type(o, "r")
	if _, ok := o.Popup(); ok {
		t.Error("the list opens again in the placeholder where it was closed")
	}
	uitest.Run(o, action.Leave)
	if o.Typing() {
		t.Error("the second Leave still types")
	}
	o.wants(t, "{{or")

	o = at(t, "{{{{|")
	uitest.Type(o, "o")
	if _, ok := o.Popup(); ok {
		t.Error("braces that stand for themselves are completed")
	}
	o = at(t, "|")
	o.SetPlaceholders(nil)
	uitest.Type(o, "{{o")
	o.wants(t, "{{o")
}

// TestLeaveHoldsForThePlaceholder holds that a list that was closed opens again once the caret was elsewhere.
func TestLeaveHoldsForThePlaceholder(t *testing.T) {
	for _, keys := range [][]string{{"backspace", "backspace", "{"}, {"home", "end"}, {"}", "}", "{", "{"}} {
		o := at(t, "x|")
		uitest.Type(o, "{{o")
		uitest.Run(o, action.Leave)
		uitest.Press(o, "backspace")
		uitest.Type(o, "r")
		if _, ok := o.Popup(); ok {
			t.Error("the list opens again in the placeholder where it was closed")
		}
		uitest.Press(o, keys...)
		uitest.Type(o, "d")
		if _, ok := o.Popup(); !ok {
			t.Errorf("no list opens after %v in %q", keys, o.Text())
		}
	}
}

func TestKeysEndTheCompletion(t *testing.T) {
	for _, key := range []string{"left", "home", "enter", "delete", "ctrl+u", "alt+b", "ctrl+home", "alt+backspace"} {
		o := at(t, "a\n|")
		uitest.Type(o, "{{or")
		uitest.Press(o, key)
		if _, ok := o.Popup(); ok {
			t.Errorf("%s leaves the list open", key)
		}
	}
	o := at(t, "|")
	uitest.Type(o, "{{o")
	uitest.Press(o, "backspace", "backspace", "backspace")
	o.wants(t, "")
	uitest.Type(o, "{{o")
	uitest.Send(o, uitest.Paste("x"))
	o.wants(t, "{{ox")
}

func TestAValueFromAResponseReplacesThePlaceholder(t *testing.T) {
	o := at(t, `["a|", 1]`)
	uitest.Type(o, "{{o")
	uitest.Run(o, action.Up, action.Accept) // before the first is the last
	if o.last != (field.ValueFromMsg{}) {
		t.Fatalf("the last row tells %#v", o.last)
	}
	o.SetFocus(false) // a dialog has the keys
	o.SetFocus(true)
	o.take(o.Insert("{{new_id}}"))
	o.wants(t, `["a{{new_id}}", 1]`)
	uitest.Type(o, "x")
	o.wants(t, `["a{{new_id}}x", 1]`)
	o = at(t, "|")
	uitest.Type(o, "{{o")
	o.take(o.Insert("a\nb")) // the list ends, and what is drawn is what its owner has
	o.wants(t, "a\nb")
	if line := strings.Split(o.View(), "\n")[1]; !strings.Contains(line, "b") {
		t.Errorf("the second line is drawn as %q", line)
	}
}

// TestTheWheelEndsTheCompletion holds that a placeholder is completed on its own line only.
func TestTheWheelEndsTheCompletion(t *testing.T) {
	o := at(t, "a long line before\n|\nx")
	uitest.Type(o, "here {{o")
	uitest.Send(o, tea.MouseMsg{Button: tea.MouseButtonWheelDown, Action: tea.MouseActionPress})
	uitest.Type(o, "r")
	o.wants(t, "a long line before\nhere {{o\nxr")
	o = at(t, "a\n|")
	uitest.Type(o, "{{o")
	uitest.Send(o, tea.MouseMsg{Button: tea.MouseButtonWheelUp, Action: tea.MouseActionPress})
	uitest.Run(o, action.Accept)
	o.take(o.Insert("y"))
	o.wants(t, "ay\n{{o")
}
