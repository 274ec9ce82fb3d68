package table_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/uitest"
	"dowse/ui/widget/field"
	"dowse/ui/widget/table"
)

// owner holds the rows of a table as the root does: it has what the table told it.
type owner struct {
	*table.Model
	rows collections.Rows
	what []string
}

func open(t testing.TB, rows collections.Rows) *owner {
	o := &owner{Model: table.New(uitest.Theme(t), table.Options{Noun: "header", Names: []string{"Accept", "Authorization"}}), rows: rows}
	o.SetPlaceholders(placeholders())
	o.SetRows(rows)
	o.SetSize(60, 8)
	o.SetFocus(true)
	return o
}

func placeholders() *field.Placeholders {
	return &field.Placeholders{Candidates: []field.Candidate{{Insert: "token", Value: "abc", Type: "string", Live: true}}}
}

func (o *owner) take(intent tea.Msg) {
	if msg, ok := intent.(table.ChangedMsg); ok {
		o.rows, o.what = msg.Rows, append(o.what, msg.What)
	}
}

// Update tells the owner what the message makes of itself.
func (o *owner) Update(msg tea.Msg) (tea.Msg, tea.Cmd) {
	intent, cmd := o.Model.Update(msg)
	o.take(intent)
	return intent, cmd
}

func (o *owner) wants(t *testing.T, want ...collections.Row) {
	t.Helper()
	if diff := cmp.Diff(collections.Rows(want), o.rows); diff != "" {
		t.Errorf("the owner's rows (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(o.rows, o.Rows()); diff != "" {
		t.Errorf("the owner has other rows than the table (-owner +table):\n%s", diff)
	}
}

func three() collections.Rows {
	return collections.Rows{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}, {Name: "c", Value: "3", Off: true}}
}

func TestRowsAreTypedOneAfterTheOther(t *testing.T) {
	o := open(t, nil)
	uitest.Run(o, action.Edit) // Enter in an empty table begins a row
	if got := o.Contexts(); got[len(got)-1] != action.Cell {
		t.Fatalf("contexts %v, want the cell", got)
	}
	uitest.Type(o, "limit")
	uitest.Run(o, action.Accept)
	uitest.Type(o, "20")
	uitest.Run(o, action.Accept)
	uitest.Type(o, "page")
	uitest.Run(o, action.Accept)
	uitest.Type(o, "2")
	uitest.Run(o, action.Accept, action.Accept) // the empty row ends it
	if o.Typing() {
		t.Error("Enter in an empty new row still types")
	}
	o.wants(t, collections.Row{Name: "limit", Value: "20"}, collections.Row{Name: "page", Value: "2"})
}

func TestAnEmptyNewRowIsDropped(t *testing.T) {
	o := open(t, three())
	uitest.Run(o, action.Add, action.Leave)
	o.wants(t, three()...)
	if o.what != nil {
		t.Errorf("edits %q, want none", o.what)
	}
	uitest.Run(o, action.Add)
	uitest.Type(o, "x")
	uitest.Press(o, "backspace")
	uitest.Run(o, action.Leave)
	o.wants(t, three()...)
}

func TestLeavingKeepsTheText(t *testing.T) {
	for _, leave := range []action.ID{action.Leave, action.Accept, action.NextCell, action.PrevCell} {
		o := open(t, three())
		uitest.Run(o, action.Right, action.Edit)
		uitest.Type(o, "xyz")
		uitest.Run(o, leave)
		if got := o.rows[0].Value; got != "1xyz" {
			t.Errorf("%s: the value is %q", leave, got)
		}
	}
}

func TestEditsOfOneCellHaveOneName(t *testing.T) {
	o := open(t, three())
	uitest.Run(o, action.Right, action.Edit)
	uitest.Type(o, "ab")
	uitest.Run(o, action.Leave, action.Delete, action.Delete)
	want := []string{"value of header 1", "value of header 1", "delete header 1 of 3", "delete header 1 of 2"}
	if diff := cmp.Diff(want, o.what); diff != "" {
		t.Errorf("edits (-want +got):\n%s", diff)
	}
}

func TestRowsMoveAndTurnOff(t *testing.T) {
	o := open(t, three())
	uitest.Run(o, action.MoveDown, action.MoveDown, action.MoveDown, action.Toggle)
	o.wants(t, collections.Row{Name: "b", Value: "2"}, collections.Row{Name: "c", Value: "3", Off: true}, collections.Row{Name: "a", Value: "1", Off: true})
	uitest.Run(o, action.MoveUp, action.Toggle, action.Top, action.Delete)
	o.wants(t, collections.Row{Name: "a", Value: "1"}, collections.Row{Name: "c", Value: "3", Off: true})
}

func TestInheritedRowsBecomeOwnOnes(t *testing.T) {
	o := open(t, nil)
	o.SetInherited([]table.Inherited{{Name: "Accept", Value: "*/*", From: "collection"}, {Name: "X-Team", Value: "shop", From: "folder"}})
	uitest.Run(o, action.Down, action.Toggle)
	o.wants(t, collections.Row{Name: "X-Team", Value: "shop", Off: true})
	uitest.Run(o, action.Down, action.Edit)
	uitest.Type(o, ";q=1")
	uitest.Run(o, action.Leave)
	o.wants(t, collections.Row{Name: "X-Team", Value: "shop", Off: true}, collections.Row{Name: "Accept", Value: "*/*;q=1"})
	uitest.Run(o, action.Bottom, action.Edit) // replaced already: it goes to the own row
	uitest.Run(o, action.Leave)
	if len(o.rows) != 2 {
		t.Errorf("rows %v", o.rows)
	}
}

func TestLinesOfAPasteAreRows(t *testing.T) {
	text := "Accept: text/html, */*\r\nlimit=20\n\nX-Tab\tone two\n{{a:b}}=c=d\n:path: /x\nalone\x1b\n"
	want := collections.Rows{
		{Name: "Accept", Value: "text/html, */*"}, {Name: "limit", Value: "20"}, {Name: "X-Tab", Value: "one two"},
		{Name: "{{a:b}}", Value: "c=d"}, {Name: ":path", Value: "/x"}, {Name: "alone"},
	}
	o := open(t, nil)
	o.take(o.Paste(text))
	o.wants(t, want...)

	o = open(t, three())
	uitest.Run(o, action.Edit)
	uitest.Send(o, uitest.Paste("x: 1\ny: 2\n"))
	o.wants(t, three()[0], collections.Row{Name: "x", Value: "1"}, collections.Row{Name: "y", Value: "2"}, three()[1], three()[2])
	if o.Typing() {
		t.Error("a cell is still typed in")
	}
	uitest.Run(o, action.Edit)
	uitest.Send(o, uitest.Paste("one\ntwo")) // no rows: text of the cell
	if len(o.rows) != 5 {
		t.Errorf("text without values became rows: %v", o.rows)
	}
}

func TestRowsThatAreThereDisturbNobody(t *testing.T) {
	o := open(t, three())
	uitest.Run(o, action.Edit)
	uitest.Type(o, "x")
	o.SetRows(o.rows)
	o.SetPlaceholders(placeholders())
	if !o.Typing() {
		t.Error("typing ended")
	}
	o.SetRows(three()[1:])
	if o.Typing() {
		t.Error("a cell is typed in that is not there any more")
	}
}

func TestTheOwnersRowsAreItsOwn(t *testing.T) {
	given := three()
	o := open(t, given)
	uitest.Run(o, action.Toggle)
	told := o.rows
	uitest.Run(o, action.Toggle, action.Delete)
	if given[0].Off || !told[0].Off || len(told) != 3 {
		t.Errorf("the table wrote into rows of its owner: %v, %v", given, told)
	}
}

func TestTheMouseMovesAndTypes(t *testing.T) {
	o := open(t, three())
	uitest.Send(o, uitest.Click(20, 1))
	if o.Text() != "2" || o.Typing() {
		t.Errorf("the cursor is on %q", o.Text())
	}
	uitest.Send(o, uitest.Click(1, 1))
	if !o.rows[1].Off {
		t.Error("a press on the mark did not turn the row off")
	}
	uitest.Send(o, uitest.Click(20, 1))
	if !o.Typing() {
		t.Error("a press on the cell under the cursor does not type")
	}
	uitest.Send(o, uitest.Click(4, 0))
	if o.Typing() || o.Text() != "a" {
		t.Errorf("the cursor is on %q", o.Text())
	}
}

// hostile are names that try to break a row.
func hostile() collections.Rows {
	return collections.Rows{
		{Name: "名前のとても長い列見出しです", Value: "日本語の値 {{token}}", Note: "👩‍👩‍👧‍👦 family"},
		{Name: "e\u0301\u0301\u0301", Value: "a\tb\nc\x1b[31mred\x1b]0;title\a", Note: "\u202etxt"},
		{Name: "{{missing}}", Value: strings.Repeat("long ", 60)},
		{Name: "", Value: "\xff\xfe", Off: true},
	}
}

func TestFrames(t *testing.T) {
	shop := collections.Rows{
		{Name: "status", Value: "open"}, {Name: "limit", Value: "20"},
		{Name: "cursor", Value: "{{next_cursor}}", Off: true, Note: "of the page before"}, {Name: "customer", Value: "{{token}}"},
	}
	for name, th := range uitest.Themes(t) {
		o := open(t, shop)
		o.SetTheme(th)
		o.SetInherited([]table.Inherited{{Name: "Accept", Value: "application/json", From: "collection"}, {Name: "Status", Value: "x", From: "folder"}})
		uitest.Run(o, action.Down)
		uitest.Golden(t, "theme-"+name, uitest.Frame(t, o, 70, 8))
	}
	o := open(t, shop)
	uitest.Run(o, action.Right, action.Edit)
	uitest.Type(o, "ed")
	uitest.Golden(t, "typing", uitest.Frame(t, o, 60, 6))
	uitest.Run(o, action.Leave)
	o.SetFocus(false)
	uitest.Golden(t, "without-keys", uitest.Frame(t, o, 60, 6))
	uitest.Golden(t, "empty", uitest.Frame(t, open(t, nil), 60, 3))
	uitest.Golden(t, "hostile", uitest.Frame(t, open(t, hostile()), 60, 5))
	uitest.Golden(t, "narrow", uitest.Frame(t, open(t, hostile()), 24, 5))
}

func TestEveryRowIsAsWideAsAsked(t *testing.T) {
	text := rapid.SampledFrom(append([]string{"", "x", "{{", "{{token}}", "a: b\nc: d", "\t"}, naughty()...))
	ids := rapid.SampledFrom([]action.ID{
		action.Edit, action.Add, action.Delete, action.Toggle, action.MoveUp, action.MoveDown, action.Up, action.Down, action.Left, action.Right,
		action.Top, action.Bottom, action.HalfDown, action.PageUp, action.Accept, action.NextCell, action.PrevCell, action.Leave,
	})
	rapid.Check(t, func(rt *rapid.T) {
		o := open(t, hostile())
		o.SetInherited([]table.Inherited{{Name: text.Draw(rt, "name"), Value: text.Draw(rt, "value"), From: "collection"}})
		for range rapid.IntRange(0, 30).Draw(rt, "steps") {
			switch rapid.IntRange(0, 5).Draw(rt, "kind") {
			case 0:
				uitest.Send(o, uitest.Paste(text.Draw(rt, "paste")))
			case 1:
				uitest.Type(o, "ab {")
			case 2:
				uitest.Send(o, uitest.Click(rapid.IntRange(0, 80).Draw(rt, "x"), rapid.IntRange(0, 9).Draw(rt, "y")))
			default:
				uitest.Run(o, ids.Draw(rt, "action"))
			}
			w, h := rapid.IntRange(0, 200).Draw(rt, "width"), rapid.IntRange(1, 20).Draw(rt, "height")
			o.SetSize(w, h)
			for line := range strings.SplitSeq(o.View(), "\n") {
				if got := frame.Width(line); got != w {
					rt.Fatalf("a line of %d cells, want %d: %q", got, w, line)
				}
			}
			if diff := cmp.Diff(o.rows, o.Rows()); len(o.rows)+len(o.Rows()) > 0 && diff != "" && !o.Typing() {
				rt.Fatalf("the owner has other rows than the table (-owner +table):\n%s", diff)
			}
		}
		o.SetSize(0, 0)
		o.View()
	})
}

func naughty() []string {
	var all []string
	for _, row := range hostile() {
		all = append(all, row.Name, row.Value, row.Note)
	}
	return all
}

func BenchmarkView(b *testing.B) {
	for _, n := range []int{10, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var rows collections.Rows
			for i := range n {
				rows = append(rows, collections.Row{Name: fmt.Sprint("name ", i), Value: "value of {{token}}"})
			}
			o := open(b, rows)
			o.SetSize(100, 40)
			for b.Loop() {
				o.View()
			}
		})
	}
}
