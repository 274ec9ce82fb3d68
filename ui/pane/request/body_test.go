package request_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/uitest"
	"dowse/ui/widget/field"
)

// body opens a pane on the tab of the body, the cursor on its kind.
func body(t testing.TB, b collections.Body) *owner {
	t.Helper()
	o := open(t, collections.Request{ID: "x", Body: b})
	o.SetTab("Body")
	uitest.Run(o, action.Up)
	return o
}

func (o *owner) wantsBody(t *testing.T, kind collections.BodyKind, text string, form ...collections.Row) {
	t.Helper()
	want := collections.Body{Kind: kind, Text: text, Form: form}
	if diff := cmp.Diff(want, o.request.Body); diff != "" {
		t.Errorf("the body (-want +got):\n%s", diff)
	}
}

func TestKindsOfBody(t *testing.T) {
	o := body(t, collections.Body{})
	for _, kind := range []collections.BodyKind{collections.BodyJSON, collections.BodyText, collections.BodyForm, collections.BodyNone, collections.BodyJSON} {
		uitest.Run(o, action.Right)
		o.wantsBody(t, kind, "")
	}
	uitest.Run(o, action.Left, action.Left)
	o.wantsBody(t, collections.BodyForm, "")
	if o.what[0] != "kind of body" {
		t.Errorf("edits %q", o.what)
	}
}

func TestEachKindKeepsWhatWasTyped(t *testing.T) {
	o := body(t, collections.Body{Kind: collections.BodyJSON, Text: "[1]"})
	uitest.Run(o, action.Down, action.Bottom, action.Edit)
	uitest.Type(o, " ")
	uitest.Run(o, action.Leave, action.Up, action.Right, action.Right)
	o.wantsBody(t, collections.BodyForm, "")
	uitest.Run(o, action.Edit) // Enter in an empty form begins a row
	uitest.Type(o, "a")
	uitest.Run(o, action.Accept)
	uitest.Type(o, "b")
	uitest.Run(o, action.Leave)
	o.wantsBody(t, collections.BodyForm, "", collections.Row{Name: "a", Value: "b"})
	uitest.Run(o, action.Up, action.Left)
	o.wantsBody(t, collections.BodyText, "[1] ")
	uitest.Run(o, action.Right)
	o.wantsBody(t, collections.BodyForm, "", collections.Row{Name: "a", Value: "b"})

	o.show(collections.Request{ID: "y"}) // another request has none of it
	uitest.Run(o, action.Up, action.Right)
	o.wantsBody(t, collections.BodyJSON, "")
	uitest.Run(o, action.Left, action.Left)
	o.wantsBody(t, collections.BodyForm, "")
}

func TestEnterWritesJSONWhereThereIsNoBody(t *testing.T) {
	o := body(t, collections.Body{})
	uitest.Run(o, action.Edit)
	uitest.Type(o, "{")
	uitest.Press(o, "enter")
	o.wantsBody(t, collections.BodyJSON, "{\n  ")
	if diff := cmp.Diff([]action.Context{action.Editor}, o.Contexts()); diff != "" {
		t.Error(diff)
	}
}

func TestAPasteIsTheBody(t *testing.T) {
	for text, kind := range map[string]collections.BodyKind{
		" {\"a\": 1}": collections.BodyJSON, "[1]": collections.BodyJSON, "a=b": collections.BodyText, "": collections.BodyText,
	} {
		o := body(t, collections.Body{})
		o.take(o.Paste(text))
		if text != "" {
			o.wantsBody(t, kind, text)
		}
	}
	o := body(t, collections.Body{Kind: collections.BodyForm})
	o.take(o.Paste("a=b\nc: d"))
	o.wantsBody(t, collections.BodyForm, "", collections.Row{Name: "a", Value: "b"}, collections.Row{Name: "c", Value: "d"})
}

func TestMovingBetweenKindAndText(t *testing.T) {
	o := body(t, collections.Body{Kind: collections.BodyJSON, Text: "ab {{order_id}}\n2"})
	if o.Where() != "" {
		t.Errorf("on the kind: at %q", o.Where())
	}
	uitest.Run(o, action.Down)
	if o.Where() == "" {
		t.Error("below the kind: at nothing")
	}
	uitest.Run(o, action.Down, action.Up)
	if o.Where() == "" {
		t.Error("the cursor left the text before its top")
	}
	if uitest.Run(o, action.Up); o.Where() != "" {
		t.Error("the cursor does not leave the text at its top")
	}
	uitest.Run(o, action.Bottom, action.Edit)
	uitest.Type(o, "x")
	o.wantsBody(t, collections.BodyJSON, "ab {{order_id}}\n2x")
	uitest.Press(o, "up") // while it is typed in, the caret stays in the text
	uitest.Type(o, "y")
	uitest.Run(o, action.Leave, action.Up, action.Up)
	if o.typing() {
		t.Error("still typing")
	}
}

func TestFormatFromTheKind(t *testing.T) {
	o := body(t, collections.Body{Kind: collections.BodyJSON, Text: "[1]"})
	uitest.Run(o, action.Format)
	o.wantsBody(t, collections.BodyJSON, "[\n  1\n]")
	o = body(t, collections.Body{Kind: collections.BodyText, Text: "[1]"})
	uitest.Run(o, action.Format)
	o.wantsBody(t, collections.BodyText, "[1]")
	o = body(t, collections.Body{})
	uitest.Run(o, action.Format, action.Bottom, action.Down, action.Toggle)
	o.wantsBody(t, collections.BodyNone, "")
}

func TestTheMouseOnTheBody(t *testing.T) {
	o := body(t, collections.Body{Kind: collections.BodyJSON, Text: "[1,\n2]"})
	uitest.Send(o, uitest.Click(4, 2))
	if o.typing() {
		t.Error("the first press types")
	}
	uitest.Send(o, uitest.Click(4, 2))
	if !o.typing() {
		t.Fatal("a press on the line of the caret does not type")
	}
	uitest.Type(o, "x")
	uitest.Send(o, uitest.Click(22, 0)) // text
	o.wantsBody(t, collections.BodyText, o.request.Body.Text)
	if o.typing() || o.request.Body.Text != "[1,\n2x]" {
		t.Errorf("typing is %v, the text %q", o.typing(), o.request.Body.Text)
	}
	uitest.Send(o, uitest.Click(9, 0)) // none
	o.wantsBody(t, collections.BodyNone, "")
	uitest.Send(o, uitest.Click(9, 3))
	for x, want := range map[int]collections.BodyKind{6: collections.BodyNone, 12: collections.BodyNone, 13: collections.BodyJSON, 18: collections.BodyJSON, 19: collections.BodyText, 30: collections.BodyForm, 31: collections.BodyNone} {
		o = body(t, collections.Body{})
		uitest.Send(o, uitest.Click(x, 0))
		if got := o.request.Body.Kind; got != want {
			t.Errorf("a press on cell %d makes %q, want %q", x, got, want)
		}
	}
	o = body(t, collections.Body{})
	o.SetSize(20, 10) // no room for all kinds: none of them can be pressed
	uitest.Send(o, uitest.Click(9, 0), uitest.Click(14, 0))
	o.wantsBody(t, collections.BodyNone, "")
}

func TestTypingEndsWithTheKind(t *testing.T) {
	o := body(t, collections.Body{Kind: collections.BodyJSON, Text: "[1]"})
	uitest.Run(o, action.Edit)
	r := o.request
	for _, other := range []collections.Body{{}, {Kind: collections.BodyForm, Form: collections.Rows{{Name: "a"}}}} {
		r.Body = other
		o.show(r)
		r.Body = collections.Body{Kind: collections.BodyJSON, Text: "[1]"}
		o.show(r)
		if uitest.Run(o, action.Down); o.typing() {
			t.Errorf("after the body %q came and went, it is typed in", other.Kind)
		}
		uitest.Run(o, action.Edit)
	}
}

func TestCompletionInTheBody(t *testing.T) {
	o := body(t, collections.Body{Kind: collections.BodyJSON, Text: ""})
	uitest.Run(o, action.Edit)
	uitest.Type(o, "{{or")
	p, ok := o.Popup()
	if !ok || p.Y != 2 || p.Above != 1 {
		t.Fatalf("the list is at %d,%d (%v)", p.X, p.Y, ok)
	}
	uitest.Run(o, action.Accept)
	o.wantsBody(t, collections.BodyJSON, "{{order_id}}")
	uitest.Type(o, "{{")
	uitest.Run(o, action.Up, action.Accept)
	if o.last != (field.ValueFromMsg{}) {
		t.Fatalf("the last row tells %#v", o.last)
	}
	o.take(o.Insert("{{new}}"))
	o.wantsBody(t, collections.BodyJSON, "{{order_id}}{{new}}")
	uitest.Run(o, action.Leave)
	if got := o.Insert("x"); got != nil {
		t.Errorf("text is inserted where nothing is typed: %v", got)
	}
	uitest.Send(o, uitest.Paste("pasted")) // no key is text here
	o.wantsBody(t, collections.BodyJSON, "{{order_id}}{{new}}")
}
