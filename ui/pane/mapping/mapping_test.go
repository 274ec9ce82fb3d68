package mapping_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	clientmapping "dowse/client/mapping"
	"dowse/collections"
	"dowse/collections/long"
	"dowse/ui/action"
	"dowse/ui/pane/mapping"
	"dowse/ui/uitest"
)

// rows are three orders, the last of them without a total.
func rows() [][]byte {
	return [][]byte{
		[]byte(`{"id": "ord_1", "number": 1001, "total": "129.00", "customer": {"name": "Ada"}, "created_at": "2026-09-01T08:30:00Z", "lines": [{"sku": "A"}, {"sku": "B"}]}`),
		[]byte(`{"id": "ord_2", "number": 1002, "total": "5.00", "customer": {"name": "山田 太郎 🌙"}, "created_at": "2026-09-02T08:30:00Z", "lines": []}`),
		[]byte(`{"id": "ord_3\u001b[31m", "number": 1003, "total": null, "customer": {"name": "Bo"}, "created_at": "2026-09-03T08:30:00Z", "lines": [{"sku": "C"}]}`),
	}
}

// options are the grid of an invoice, matched to the rows.
func options(t testing.TB) mapping.Options {
	t.Helper()
	wanted, err := clientmapping.FromBody(`{"number": 1, "due": "2026-09-30", "amount": 1.5, "customer": {"name": "x"}, "skus": ["A"], "warehouse": "here"}`)
	if err != nil {
		t.Fatal(err)
	}
	o := mapping.Options{Mapping: collections.Mapping{From: collections.RowSource{Request: "orders/list", Rows: "$.data[*]"}, Into: collections.Target{Request: "invoices/create"}}, Rows: rows(), Why: map[string]clientmapping.Matched{}, New: true}
	for _, f := range clientmapping.Match(wanted, clientmapping.Places(rows()), "$.data[*]", nil) {
		o.Mapping.Fields = append(o.Mapping.Fields, f.Field)
		o.Why[f.Field.To] = f
	}
	return o
}

func grid(t testing.TB, o mapping.Options) *mapping.Model {
	t.Helper()
	m := mapping.New(uitest.Theme(t), o)
	m.SetSize(116, 30)
	m.SetFocus(true)
	return m
}

// press runs an action and gives what the grid asks for; commands run at once.
func press(m *mapping.Model, ids ...action.ID) (intent tea.Msg) {
	for _, id := range ids {
		var cmd tea.Cmd
		if intent, cmd = m.Update(action.RunMsg{ID: id}); cmd != nil {
			m.Update(cmd())
		}
	}
	return intent
}

// typed types a text in place of what the cell holds.
func typed(m *mapping.Model, text string) {
	m.Update(uitest.Key("ctrl+e"))
	m.Update(uitest.Key("ctrl+u"))
	m.Update(uitest.Paste(text))
	press(m, action.Accept)
}

func TestPictures(t *testing.T) {
	for _, size := range [][2]int{{76, 18}, {116, 30}, {190, 40}} {
		m := mapping.New(uitest.Theme(t), options(t))
		press(m, action.Down, action.Down)
		uitest.Golden(t, fmt.Sprintf("grid-%dx%d", size[0], size[1]), uitest.Screen(t, m, size[0], size[1]))
	}
	for name, th := range uitest.Themes(t) {
		m := mapping.New(th, options(t))
		uitest.Golden(t, "theme-"+name, uitest.Frame(t, m, 76, 14))
	}
	m := grid(t, options(t))
	press(m, action.Bottom, action.Edit)
	m.Update(uitest.Paste("$.cust"))
	uitest.Golden(t, "typing", uitest.Screen(t, m, 76, 18))
	for _, size := range [][2]int{{0, 0}, {1, 1}, {5, 3}, {30, 8}, {60, 12}} {
		uitest.Screen(t, grid(t, options(t)), size[0], size[1])
	}
	empty := grid(t, mapping.Options{})
	if got := uitest.Screen(t, empty, 76, 18); !strings.Contains(got, "no field yet: a adds one") {
		t.Error(got)
	}
}

// TestFacts holds that what fails is said, by row.
func TestFacts(t *testing.T) {
	m := grid(t, options(t))
	if got := m.Title().Right; got != "5 of 6 fields, 3 of 3 rows fail" {
		t.Error(got)
	}
	press(m, action.Down, action.Down)
	screen := uitest.Screen(t, m, 116, 30)
	for _, want := range []string{"1 of 3 rows fail: it is null", "row 3 (id ord_3␛[31m)", "nothing yet"} {
		if !strings.Contains(screen, want) {
			t.Errorf("there is no %q in\n%s", want, screen)
		}
	}
}

// fields are those of the grid, a line each.
func fields(m *mapping.Model) string {
	var b strings.Builder
	for _, f := range m.Mapping().Fields {
		value := ""
		if f.Value != nil {
			value = f.Value.JSON()
		}
		fmt.Fprintf(&b, "%s|%s|%s|%s|%s|%s|%t|%s|%s\n", f.To, f.Path, f.JQ, f.Expr, value, f.Type, f.Required, f.Transform, f.IfMissing.Policy)
	}
	return b.String()
}

// TestCells changes each sort of cell, in each form of a source.
func TestCells(t *testing.T) {
	m := grid(t, options(t))
	press(m, action.Bottom, action.Edit) // warehouse has no source
	typed(m, "berlin")
	if got := fields(m); !strings.Contains(got, `warehouse||||"berlin"|string|true||`) {
		t.Error(got)
	}
	for _, test := range [][2]string{
		{"$.customer.name", "warehouse|$.customer.name||||string|"},
		{"$.lines[*].sku first", "warehouse|$.lines[*].sku||||string|"},
		{`= row.id + "!"`, `warehouse|||row.id + "!"||string|`},
		{"jq: .lines | length", "warehouse||.lines | length|||string|"},
		{"$.lines jq: length", "warehouse|$.lines|length|||string|"},
		{`"$.not a path"`, `warehouse||||"$.not a path"|string|`},
		{"42", "warehouse||||42|string|"},
		{"", "warehouse|||||string|"},
	} {
		press(m, action.Edit)
		typed(m, test[0])
		if got := fields(m); !strings.Contains(got, test[1]) {
			t.Errorf("%s: there is no %q in\n%s", test[0], test[1], got)
		}
	}
	press(m, action.Right, action.Edit, action.Right, action.Edit, action.Right, action.Edit)
	typed(m, "trim | upper")
	press(m, action.Right, action.Edit)
	typed(m, `"none"`)
	if got := fields(m); !strings.Contains(got, "warehouse|||||integer|false|trim | upper|default") {
		t.Error(got)
	}
	press(m, action.Undo, action.Undo)
	if got := fields(m); !strings.Contains(got, "warehouse|||||integer|false||\n") {
		t.Error(got)
	}
}

// TestWrongText holds that what cannot be is said, and the cell still typed in.
func TestWrongText(t *testing.T) {
	for column, text := range map[int]string{-1: "a b", 0: "$.[", 3: "trimm"} {
		m := grid(t, options(t))
		for range column {
			press(m, action.Right)
		}
		if column < 0 {
			press(m, action.Left)
		}
		before := fields(m)
		press(m, action.Edit)
		typed(m, text)
		if m.Contexts()[len(m.Contexts())-1] != action.Field || fields(m) != before || !strings.Contains(uitest.Screen(t, m, 116, 30), strings.TrimPrefix(text, "$.")) {
			t.Errorf("%q was taken:\n%s", text, uitest.Screen(t, m, 116, 30))
		}
		press(m, action.Leave)
		if fields(m) != before {
			t.Errorf("%q is there after leaving", text)
		}
	}
	// A formula that makes no sense is taken, as its names may come later, and said.
	m := grid(t, options(t))
	press(m, action.Edit)
	typed(m, "= gone + 1")
	if got := uitest.Screen(t, m, 116, 30); !strings.Contains(got, "unknown name gone") {
		t.Error(got)
	}
}

// TestRowsOfTheGrid adds, moves and takes away fields; each can be taken back.
func TestRowsOfTheGrid(t *testing.T) {
	m := grid(t, options(t))
	names := func() (all []string) {
		for _, f := range m.Mapping().Fields {
			all = append(all, f.To)
		}
		return all
	}
	before := names()
	press(m, action.Add)
	typed(m, "label")
	typed(m, `= "no " + string(number)`)
	if got := names(); got[1] != "label" || len(got) != 7 {
		t.Fatal(got)
	}
	press(m, action.MoveDown, action.MoveDown)
	if got := names(); got[3] != "label" {
		t.Error(got)
	}
	press(m, action.Delete)
	if got := names(); !cmp.Equal(got, before) {
		t.Error(got)
	}
	press(m, action.Undo)
	if got := names(); got[3] != "label" {
		t.Error(got)
	}
	press(m, action.Add, action.Leave) // one without a name is none
	if len(names()) != 7 {
		t.Error(names())
	}
	if got := press(m, action.Leave); got != (mapping.CloseMsg{Changed: true}) {
		t.Error(got)
	}
	m.SetSaved("x", "")
	if got := press(m, action.Leave); got != (mapping.CloseMsg{}) {
		t.Error(got)
	}
}

// TestManyRows holds that the rows beyond the first are looked at beside the screen, and an old answer is dropped.
func TestManyRows(t *testing.T) {
	o := options(t)
	for range 1000 {
		o.Rows = append(o.Rows, rows()[0])
	}
	o.Rows = append(o.Rows, rows()[2])
	m := mapping.New(uitest.Theme(t), o)
	cmd := m.Init()
	if cmd == nil {
		t.Fatal("1,004 rows were evaluated before the first picture")
	}
	m.Update(cmd())
	press(m, action.Down, action.Down)
	if got := uitest.Screen(t, m, 116, 30); !strings.Contains(got, "2 of 1004 rows fail") {
		t.Error(got)
	}
	stale := mapping.New(uitest.Theme(t), o).Init()()
	m.Update(stale)
}

// FuzzSource types any text into the cell of a source: it is taken and reads the same again, or said to be wrong.
func FuzzSource(f *testing.F) {
	for _, text := range []string{"$.a", "$.a[*] last", "= 1", "jq: .", `"x"`, "x", "$.a jq: .b", "$", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := grid(t, options(t))
		press(m, action.Edit)
		typed(m, text)
		uitest.Screen(t, m, 76, 18)
	})
}

// TestEndlessProgram holds that a program of jq that does not end keeps nobody waiting, and is said.
func TestEndlessProgram(t *testing.T) {
	m := grid(t, options(t))
	press(m, action.Edit)
	m.Update(uitest.Key("ctrl+e"))
	m.Update(uitest.Key("ctrl+u"))
	m.Update(uitest.Paste("jq: def f: f; f"))
	_, cmd := m.Update(action.RunMsg{ID: action.Accept})
	if cmd == nil {
		t.Fatal("the rest is not looked at")
	}
	if got := uitest.Screen(t, m, 116, 30); !strings.Contains(got, "takes too long") {
		t.Error(got)
	}
}

// TestMash goes through the grid with any actions, texts and sizes: every picture is as large as it has to be, and the mapping
// is one that can be saved or says why not.
func TestMash(t *testing.T) {
	long.Test(t)
	actions := []action.ID{action.Down, action.Up, action.Left, action.Right, action.Edit, action.Add, action.Delete, action.MoveDown, action.MoveUp, action.Undo, action.Accept, action.Leave, action.Top, action.Bottom, action.HalfDown, action.PageUp, action.Export}
	texts := []string{"$.customer", "$..sku", "= number + 1", "= row.a.b ?? \"\u202e\"", "jq: .lines[]", "jq: error(\"\x1b[31m\")", "x\x1b]0;t\x07", "日本", "trim | upper", "skip", `{"a": 1}`, "", "a.b.c", "customer.name", "['a b']"}
	rapid.Check(t, func(rt *rapid.T) {
		o := options(t)
		if rapid.Bool().Draw(rt, "hostile rows") {
			o.Rows = [][]byte{[]byte(`{"\u001b[31m": {"": [[]]}, "a": [{"b": [{"c": 1}]}], "id": "\u202e"}`), []byte(`[1]`), []byte(`"x"`), []byte(`{`), nil}
		}
		m := mapping.New(uitest.Theme(t), o)
		m.SetFocus(true)
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			switch rapid.IntRange(0, 5).Draw(rt, "kind") {
			case 0:
				m.Update(uitest.Paste(rapid.SampledFrom(texts).Draw(rt, "text")))
			case 1:
				m.SetSize(rapid.IntRange(0, 130).Draw(rt, "width"), rapid.IntRange(0, 40).Draw(rt, "height"))
			case 2:
				m.Update(uitest.Click(rapid.IntRange(0, 80).Draw(rt, "x"), rapid.IntRange(0, 20).Draw(rt, "y")))
			default:
				press(m, rapid.SampledFrom(actions).Draw(rt, "action"))
			}
			for _, size := range [][2]int{{76, 18}, {40, 9}} {
				m.SetSize(size[0], size[1])
				uitest.Exact(rt, m.View(), size[0], size[1])
				if strings.Contains(m.View(), "\x1b[31m") || strings.Contains(m.View(), "\u202e") || strings.Contains(m.View(), "\x1b]0") {
					rt.Fatalf("what was in the rows or typed reaches the terminal: %q", m.View())
				}
			}
			_, _ = m.Title(), m.Where()
			_, _ = m.Popup()
		}
	})
}

// TestTypedSourceWasNotMatched holds that a source that was typed where nothing fitted is not called matched.
func TestTypedSourceWasNotMatched(t *testing.T) {
	m := grid(t, options(t))
	for range 10 {
		if m.Where() == "warehouse" {
			break
		}
		press(m, action.Down)
	}
	press(m, action.Edit)
	typed(m, `"here"`)
	if text := uitest.Screen(t, m, 116, 30); m.Where() != "warehouse" || !strings.Contains(text, `"here"`) || strings.Contains(text, "nothing fits") {
		t.Errorf("at %s:\n%s", m.Where(), text)
	}
}
