package request_test

import (
	"strings"
	"testing"

	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/uitest"
)

func TestVariablesKeepTheirTypes(t *testing.T) {
	for _, c := range []struct {
		row  int
		keys string // the name of a key, or text
		want vars.Value
	}{
		{0, "ctrl+u 4", vars.ParseScalar("4")},
		{0, "x backspace", vars.ParseScalar("3")},
		{0, "ctrl+u true", vars.ParseScalar("true")},
		{0, "ctrl+u - 1 . 5", vars.ParseScalar("-1.5")},
		{0, "ctrl+u [1]", must(vars.ParseJSON("[1]"))},
		{0, "ctrl+u [1", vars.NewString("[1")},
		{0, "ctrl+u text", vars.NewString("text")},
		{1, "5", vars.NewString("12345")},
		{1, "ctrl+u 123", vars.NewString("123")}, // it was a text that looks like a number, and stays a text
		{2, "ctrl+u new", vars.NewString("new").AsSecret()},
	} {
		o := open(t, shop())
		o.SetTab("Variables")
		for range c.row {
			uitest.Run(o, action.Down)
		}
		uitest.Run(o, action.Right, action.Edit)
		for key := range strings.FieldsSeq(c.keys) {
			if strings.HasPrefix(key, "ctrl+") || key == "backspace" {
				uitest.Press(o, key)
			} else {
				uitest.Type(o, key)
			}
		}
		if got := o.request.Vars[c.row].Value; !got.Equal(c.want) {
			t.Errorf("%q in row %d: %s %#v, want %s %#v", c.keys, c.row, got.Kind(), got, c.want.Kind(), c.want)
		}
	}
}

func must(v vars.Value, err error) vars.Value {
	if err != nil {
		panic(err)
	}
	return v
}

func TestNewVariablesHaveTheTypeOfTheirText(t *testing.T) {
	for text, want := range map[string]vars.Value{
		"20": vars.ParseScalar("20"), "true": vars.ParseScalar("true"), "null": vars.ParseScalar("null"), "007": vars.NewString("007"),
		"-2": vars.ParseScalar("-2"), `{"a": 1}`: must(vars.ParseJSON(`{"a": 1}`)), "open": vars.NewString("open"), "1.2.3": vars.NewString("1.2.3"),
	} {
		o := open(t, collections.Request{ID: "x"})
		o.SetTab("Variables")
		uitest.Run(o, action.Add)
		uitest.Type(o, "limit")
		uitest.Run(o, action.Accept)
		uitest.Type(o, text)
		uitest.Run(o, action.Leave)
		if len(o.request.Vars) != 1 || o.request.Vars[0].Name != "limit" || !o.request.Vars[0].Value.Equal(want) {
			t.Errorf("%q typed: %#v, want %s", text, o.request.Vars, want.Kind())
		}
	}
}

func TestARenamedVariableKeepsItsValue(t *testing.T) {
	for _, name := range []string{"zip_2", "count", "zip", "key", "new"} { // zip_2 is zip for a moment
		for row, want := range shop().Vars {
			o := open(t, shop())
			o.SetTab("Variables")
			for range row {
				uitest.Run(o, action.Down)
			}
			uitest.Run(o, action.Edit)
			uitest.Press(o, "ctrl+u")
			uitest.Type(o, name)
			uitest.Run(o, action.Leave)
			if got := o.request.Vars[row]; got.Name != name || !got.Value.Equal(want.Value) {
				t.Errorf("%s is %s %s %#v now, of %#v", want.Name, got.Name, got.Value.Kind(), got.Value.Reveal(), want.Value.Reveal())
			}
		}
	}
}

func TestMovedVariablesKeepTheirTypes(t *testing.T) {
	o := open(t, shop())
	o.SetTab("Variables")
	uitest.Run(o, action.MoveDown, action.MoveDown, action.MoveUp, action.Top, action.Delete)
	want := shop().Vars
	if got := o.request.Vars; len(got) != 2 || !got[0].Value.Equal(want[0].Value) || !got[1].Value.Equal(want[2].Value) {
		t.Errorf("the variables are %#v", got)
	}
}

func TestAnotherRequestHasItsOwnTypes(t *testing.T) {
	o := open(t, collections.Request{})
	o.SetTab("Variables")
	for id, was := range []vars.Value{vars.NewString("1"), vars.ParseScalar("1"), vars.NewString("1")} {
		r := collections.Request{ID: string(rune('a' + id))}
		r.Vars = []collections.Variable{{Name: "n", Value: was}}
		o.show(r)
		uitest.Run(o, action.Right, action.Edit)
		uitest.Type(o, "2")
		uitest.Run(o, action.Leave)
		if got := o.request.Vars[0].Value; got.Kind() != was.Kind() || got.Reveal() != "12" {
			t.Errorf("a %s became a %s, %#v", was.Kind(), got.Kind(), got)
		}
	}
}
