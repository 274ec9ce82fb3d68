package editor_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/uitest"
	"dowse/ui/widget/editor"
	"dowse/ui/widget/field"
)

// owner holds the text of an editor as the body's tab does: it has what the editor told it.
type owner struct {
	*editor.Model
	text string
	what []string
	last tea.Msg // what the last message made of itself, if it is no change
}

func open(t testing.TB, text string) *owner {
	t.Helper()
	o := &owner{Model: editor.New(uitest.Theme(t)), text: text}
	o.SetPlaceholders(placeholders())
	o.SetJSON(true)
	o.SetSize(60, 8)
	o.SetFocus(true)
	o.SetText(text)
	return o
}

func placeholders() *field.Placeholders {
	return &field.Placeholders{
		Candidates: []field.Candidate{
			{Insert: "order_id", Value: "ord_8812", Type: "string", From: "pick of orders/list", Live: true},
			{Insert: "gone", Type: "not sent yet"},
		},
		Value: func(name string) (vars.Value, bool) { return vars.NewString("v"), name == "pick.a.b" },
	}
}

func (o *owner) take(intent tea.Msg) {
	o.last = nil
	if msg, ok := intent.(editor.ChangedMsg); ok {
		o.text, o.what = msg.Text, append(o.what, msg.What)
		return
	}
	o.last = intent
}

// Update tells the owner what the message makes of itself.
func (o *owner) Update(msg tea.Msg) (tea.Msg, tea.Cmd) {
	intent, cmd := o.Model.Update(msg)
	o.take(intent)
	return intent, cmd
}

// wants compares the text that the owner has, and the editor's own.
func (o *owner) wants(t *testing.T, want string) {
	t.Helper()
	if o.text != want || o.Text() != want {
		t.Errorf("the owner has %q and the editor %q, want %q", o.text, o.Text(), want)
	}
}

// at opens an editor that is typed in, its caret where the bar is.
func at(t testing.TB, text string) *owner {
	t.Helper()
	head, tail, _ := strings.Cut(text, "|")
	o := open(t, tail)
	uitest.Run(o, action.Top, action.Edit)
	uitest.Send(o, uitest.Paste(head))
	o.what = nil
	return o
}

// state is the text with a bar where the caret is.
func (o *owner) state() string {
	o.Insert("|")
	text := o.Text()
	uitest.Press(o, "backspace")
	return text
}

func TestKeys(t *testing.T) {
	for _, c := range []struct{ from, keys, want string }{
		{"ab|c", "left", "a|bc"}, {"ab|c", "ctrl+b", "a|bc"}, {"ab|c", "right", "abc|"}, {"ab|c", "ctrl+f", "abc|"},
		{"a\n|b", "left", "a|\nb"}, {"a|\nb", "right", "a\n|b"}, {"|a", "left", "|a"}, {"a|", "right", "a|"},
		{"ab|c\nd", "home", "|abc\nd"}, {"a\nb|c", "ctrl+a", "a\n|bc"}, {"|abc\nd", "end", "abc|\nd"}, {"a|bc", "ctrl+e", "abc|"},
		{"a\nb|", "ctrl+home", "|a\nb"}, {"|a\nb", "ctrl+end", "a\nb|"},
		{"one two| x", "alt+b", "one |two x"}, {"one two| x", "ctrl+left", "one |two x"}, {"one two| x", "alt+left", "one |two x"},
		{"one| two x", "alt+f", "one two| x"}, {"one| two x", "ctrl+right", "one two| x"}, {"one| two x", "alt+right", "one two| x"},
		{"a\n|b", "alt+b", "a|\nb"}, {"a|\nb", "alt+f", "a\n|b"},
		{"ab|c", "backspace", "a|c"}, {"ab|c", "ctrl+h", "a|c"}, {"a\n|b", "backspace", "a|b"}, {"|a", "backspace", "|a"},
		{"ab|c", "delete", "ab|"}, {"ab|c", "ctrl+d", "ab|"}, {"a|\nb", "delete", "a|b"}, {"a|", "delete", "a|"},
		{"one two|", "ctrl+w", "one |"}, {"one two|", "alt+backspace", "one |"}, {"|one two", "alt+d", "| two"}, {"|one two", "alt+delete", "| two"},
		{"ab|cd\nx", "ctrl+u", "|cd\nx"}, {"ab|cd\nx", "ctrl+k", "ab|\nx"}, {"ab|\nx", "ctrl+k", "ab|x"},
		{"e\u0301|x", "backspace", "|x"}, {"a👩‍👩‍👧‍👦|x", "left", "a|👩‍👩‍👧‍👦x"}, {"日本|語", "left", "日|本語"}, {"|日本語", "delete", "|本語"},
		{"abc\nlonger|", "up", "abc|\nlonger"}, {"abc\nlonger|", "up down", "abc\nlonger|"}, {"|a\nb", "up", "|a\nb"}, {"a\nb|", "down", "a\nb|"},
		{"日本|\nabcdef", "down", "日本\nabcd|ef"}, {"a\tb|\n0123456789", "down", "a\tb\n012345|6789"},
		{"|" + strings.Repeat("x\n", 20), "pgdown", strings.Repeat("x\n", 8) + "|" + strings.Repeat("x\n", 12)},
		{strings.Repeat("x\n", 20) + "|", "pgup", strings.Repeat("x\n", 12) + "|" + strings.Repeat("x\n", 8)},
		{"a|b", "alt+x", "a|b"}, {"a|b", "f5", "a|b"},
	} {
		o := at(t, c.from)
		uitest.Press(o, strings.Fields(c.keys)...)
		if got := o.state(); got != c.want {
			t.Errorf("%q with %s: %q, want %q", c.from, c.keys, got, c.want)
		}
	}
}

func TestBracketsIndent(t *testing.T) {
	for _, c := range []struct{ from, want string }{
		{"{|", "{\n  |"}, {"{|}", "{\n  |\n}"}, {"{\n  \"a\": [|]}", "{\n  \"a\": [\n    |\n  ]}"}, {"  x|", "  x\n  |"},
		{"\t[|]", "\t[\n\t  |\n\t]"}, {"{{|", "{{\n|"}, {"{}|", "{}\n|"}, {" | x", " \n | x"}, {"|  x", "\n|  x"},
	} {
		o := at(t, c.from)
		uitest.Press(o, "enter")
		if got := o.state(); got != c.want {
			t.Errorf("Enter in %q: %q, want %q", c.from, got, c.want)
		}
	}
	o := at(t, "{\n  |")
	uitest.Type(o, "}")
	o.wants(t, "{\n}")
	o = at(t, "[\n    |")
	uitest.Type(o, "]")
	o.wants(t, "[\n  ]")
	o = at(t, "x  |")
	uitest.Type(o, "}")
	o.wants(t, "x  }")

	o = at(t, "{|")
	o.SetJSON(false)
	uitest.Press(o, "enter")
	uitest.Type(o, "  }")
	o.wants(t, "{\n  }")
}

func TestEditsOfOneLineHaveOneName(t *testing.T) {
	o := open(t, "")
	uitest.Type(o, "x") // not typed in: keys are commands
	if o.what != nil || o.Typing() {
		t.Fatalf("a key is text before Enter: %q", o.what)
	}
	uitest.Run(o, action.Edit)
	uitest.Type(o, "ab")
	uitest.Press(o, "enter")
	uitest.Type(o, "c")
	uitest.Send(o, uitest.Paste("d\r\ne\rf\x1b[31m\x07\u009b"))
	uitest.Run(o, action.Leave)
	o.wants(t, "ab\ncd\ne\nf[31m")
	want := []string{"line 1 of the body", "line 1 of the body", "line 1 of the body", "line 2 of the body", "paste into the body"}
	if diff := cmp.Diff(want, o.what); diff != "" {
		t.Errorf("edits (-want +got):\n%s", diff)
	}
	if o.Typing() {
		t.Error("Leave still types")
	}
}

func TestActionsMoveThroughTheText(t *testing.T) {
	text := strings.Repeat("line\n", 20) + "end"
	line := func(o *owner) int { return strings.Count(o.state()[:strings.IndexByte(o.state(), '|')], "\n") }
	for _, c := range []struct {
		ids  []action.ID
		want int
	}{
		{[]action.ID{action.Down, action.Down, action.Up}, 1}, {[]action.ID{action.Bottom}, 20}, {[]action.ID{action.Bottom, action.Top}, 0},
		{[]action.ID{action.HalfDown}, 4}, {[]action.ID{action.PageDown}, 8}, {[]action.ID{action.PageDown, action.HalfUp}, 4},
		{[]action.ID{action.PageDown, action.PageDown, action.PageUp}, 8}, {[]action.ID{action.Right, action.Right, action.Right, action.Right, action.Right}, 1},
		{[]action.ID{action.Down, action.Left}, 0},
	} {
		o := open(t, text)
		uitest.Run(o, c.ids...)
		if o.AtTop() != (c.want == 0) {
			t.Errorf("%v: AtTop is %v", c.ids, o.AtTop())
		}
		uitest.Run(o, action.Edit)
		if got := line(o); got != c.want {
			t.Errorf("%v: line %d, want %d", c.ids, got, c.want)
		}
		o.ToTop()
		if !o.AtTop() || o.Typing() {
			t.Errorf("%v: ToTop did not go there", c.ids)
		}
	}
	o := open(t, "a\nb")
	uitest.Run(o, action.Bottom)
	if o.Line() != "b" {
		t.Errorf("the line is %q", o.Line())
	}
}

func TestFormat(t *testing.T) {
	for from, want := range map[string]string{
		`{"a":[1,{}, [ ]],"b":{{order_id}},"c":"x{{gone}}: {,}"}`: "{\n  \"a\": [\n    1,\n    {},\n    []\n  ],\n  \"b\": {{order_id}},\n  \"c\": \"x{{gone}}: {,}\"\n}",
		"[1.10, 1e400]\n":           "[\n  1.10,\n  1e400\n]\n",
		`{"a": "\"\\", "b": "{"}`:   "{\n  \"a\": \"\\\"\\\\\",\n  \"b\": \"{\"\n}",
		`{"a":}`:                    `{"a":}`,
		``:                          ``,
		`{{order_id}}`:              `{{order_id}}`,
		"{\n  \"a\": {{ order_id }": "{\n  \"a\": {{ order_id }",
	} {
		o := open(t, from)
		uitest.Run(o, action.Format)
		o.wants(t, want)
		uitest.Run(o, action.Edit, action.Format) // of what is formatted, nothing becomes
		o.wants(t, want)
	}
	o := open(t, "[1]")
	o.SetJSON(false)
	uitest.Run(o, action.Format)
	o.wants(t, "[1]")
	o.SetJSON(true)
	uitest.Run(o, action.Format)
	if diff := cmp.Diff([]string{"format the body"}, o.what); diff != "" {
		t.Error(diff)
	}
}

func TestProblems(t *testing.T) {
	for text, want := range map[string]*editor.Problem{
		"":                      nil,
		" \n":                   nil,
		`{"a": 1}`:              nil,
		`{"a": {{order_id}}}`:   nil,
		`["x{{order_id}}"]`:     nil,
		"{\n  \"é\": 1,\n}":     {Line: 3, Column: 1},
		"[1]\n[":                {Line: 2, Column: 1},
		"[\"日本\", x]":           {Line: 1, Column: 8},
		"[\"a\n\"]":             {Line: 1, Column: 4},
		"{\n \"a\": {{a b c}}}": {Line: 2, Column: 7},
	} {
		o := open(t, text)
		got := o.Problem()
		if (got == nil) != (want == nil) || got != nil && (got.Line != want.Line || got.Column != want.Column || got.Message == "") {
			t.Errorf("%q: the problem is %+v, want %+v", text, got, want)
		}
		o.SetJSON(false)
		if o.Problem() != nil || o.Status() != "" {
			t.Errorf("%q is not meant as JSON, and has the problem %v", text, o.Problem())
		}
	}
}

func TestTheTextThatIsThereDisturbsNobody(t *testing.T) {
	o := at(t, "ab\nc|d")
	uitest.Type(o, "{{")
	o.SetText(o.text)
	o.SetPlaceholders(placeholders())
	if _, ok := o.Popup(); !ok || !o.Typing() {
		t.Error("typing or completing ended")
	}
	o.SetText("é")
	uitest.Type(o, "x")
	if got := o.Text(); got != "xé" && got != "éx" {
		t.Errorf("the caret is in the middle of a character: %q", got)
	}
}

func TestTheMouse(t *testing.T) {
	o := open(t, "one\n日本語\nthree")
	uitest.Send(o, uitest.Click(3+4, 1))
	if o.Typing() || o.Line() != "日本語" {
		t.Errorf("typing is %v on the line %q", o.Typing(), o.Line())
	}
	uitest.Send(o, uitest.Click(3+4, 1))
	if got := o.state(); !o.Typing() || got != "one\n日本|語\nthree" {
		t.Errorf("typing is %v in %q", o.Typing(), got)
	}
	uitest.Send(o, uitest.Click(40, 2), uitest.Click(0, 7)) // behind the end of a line; below the text
	if got := o.state(); got != "one\n日本語\nthree|" {
		t.Errorf("%q", got)
	}
	o = open(t, strings.Repeat("x\n", 30))
	for range 20 {
		uitest.Send(o, tea.MouseMsg{Button: tea.MouseButtonWheelDown, Action: tea.MouseActionPress})
	}
	if got := uitest.Screen(t, o, 60, 4); !strings.Contains(got, "31") {
		t.Errorf("the wheel does not reach the end:\n%s", got)
	}
	for range 20 {
		uitest.Send(o, tea.MouseMsg{Button: tea.MouseButtonWheelUp, Action: tea.MouseActionPress})
	}
	if !o.AtTop() {
		t.Error("the wheel does not reach the top")
	}
}
