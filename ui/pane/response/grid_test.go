package response_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/charmbracelet/x/ansi"

	"dowse/client/document"
	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// act carries out an action and what follows from it in the background.
func act(m *response.Model, ids ...action.ID) {
	for _, id := range ids {
		_, cmd := m.Update(action.RunMsg{ID: id})
		finish(m, cmd)
	}
}

// firstCells are the words at the beginning of each row of a table, without its head and what is empty.
func firstCells(t *testing.T, m *response.Model, words int) string {
	t.Helper()
	var cells []string
	for _, row := range strings.Split(uitest.Screen(t, m, 80, 18), "\n")[1:] {
		fields := strings.Fields(strings.NewReplacer("▌", " ", "[", " ", "]", " ").Replace(row))
		if len(fields) >= words {
			cells = append(cells, strings.Join(fields[:words], " "))
		}
	}
	return strings.Join(cells, ", ")
}

func TestTable(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 18}, {160, 30}} {
		m := pane(t, shop(), picks(false)...)
		m.SetSize(size[0], size[1])
		uitest.Run(m, action.ViewTable, action.Down, action.Right, action.Mark)
		uitest.Golden(t, fmt.Sprintf("table-%dx%d", size[0], size[1]), uitest.Frame(t, m, size[0], size[1])+"\n"+m.Where())
	}
	for name, th := range uitest.Themes(t) {
		m := pane(t, shop(), picks(false)...)
		m.SetTheme(th)
		uitest.Run(m, action.ViewTable, action.Right)
		uitest.Golden(t, "table-"+name, uitest.Frame(t, m, 80, 8)+"\n"+m.Where())
	}
}

// TestTableOf holds which list is shown, or why none is.
func TestTableOf(t *testing.T) {
	for body, want := range map[string]string{
		`[{"a": 1}, {"a": 2}]`:                                "$[0].a",
		`{"x": 1, "list": [{"a": 1}]}`:                        "$.list[0].a",
		`{"x": {"y": {"list": [[1, 2], [3]]}}}`:               "$.x.y.list[0][0]",
		`[1, 2, 3]`:                                           "$[0]",
		`{"one": {"a": 1}, "two": {"a": 2, "b": 3}}`:          "$.one.a",
		`[{}, {"a": 1}]`:                                      "has no a",
		`[null, {"a": {"b": 1}}, "text", {"a": 5}, {"c": 1}]`: "$[0]",
		`{"x": 1}`: "no list",
		`5`:        "no list",
		`[]`:       "",
	} {
		m := pane(t, answer{body: body, headers: []string{"Content-Type", "application/json"}})
		uitest.Run(m, action.ViewTable)
		if got := ansi.Strip(m.Where()); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: the cursor is at %q, want %q", body, got, want)
		}
		uitest.Run(m, action.Down, action.Right, action.Right, action.SortColumn, action.HideColumn, action.HideColumn, action.Bottom, action.AllColumns)
		uitest.Exact(t, uitest.Frame(t, m, 60, 12), 60, 12)
	}
	csv := pane(t, answer{body: "name,n\nA,10\nB,9\n", headers: []string{"Content-Type", "text/csv"}})
	uitest.Run(csv, action.ViewTable)
	if got := firstCells(t, csv, 3); got != "0 A 10, 1 B 9" {
		t.Errorf("the rows are %s", got)
	}
	// The list that the cursor is in.
	m := pane(t, answer{body: `{"first": [{"a": 1}], "second": [{"b": 2}]}`, headers: []string{"Content-Type", "application/json"}})
	stepTo(t, m, "$.second[0].b")
	uitest.Run(m, action.ViewTable)
	wants(t, m, "$.second[0].b")
}

// TestTableOrder sorts a column up, down and not at all, and finds the cursor on the item that it was on.
func TestTableOrder(t *testing.T) {
	m := pane(t, answer{body: `[{"n": "10"}, {"n": 9}, {"m": 1}, {"n": "b"}, {"n": null}, {"n": "a"}, {"n": 9}]`, headers: []string{"Content-Type", "application/json"}})
	uitest.Run(m, action.ViewTable)
	for _, want := range []string{"1, 6, 0, 5, 3, 4, 2", "3, 5, 0, 1, 6, 4, 2", "0, 1, 2, 3, 4, 5, 6"} {
		act(m, action.SortColumn)
		if got := firstCells(t, m, 1); got != want {
			t.Errorf("the order is %s, want %s", got, want)
		}
	}
	act(m, action.Bottom, action.SortColumn)
	wants(t, m, "$[6].n")
	if got := uitest.Run(m, action.PickValue); got != tea.Msg(response.PickMsg{Node: 14}) {
		t.Errorf("p picks %+v", got)
	}
	// What is sorted meanwhile by another column is dropped.
	_, old := m.Update(action.RunMsg{ID: action.SortColumn})
	act(m, action.Right, action.SortColumn)
	finish(m, old)
	if got := firstCells(t, m, 1); got != "2, 0, 1, 3, 4, 5, 6" {
		t.Errorf("the order is %s", got)
	}
}

func TestTableColumns(t *testing.T) {
	m := pane(t, shop(), picks(false)...)
	uitest.Run(m, action.ViewTable, action.HideColumn, action.HideColumn)
	if got := ansi.Strip(m.Where()); !strings.Contains(got, "2 columns are left out: X shows all") {
		t.Errorf("it says %q", got)
	}
	wants2(t, m, "$.data[0].status")
	search(m, "ord_8814")
	wants2(t, m, "$.data[2].id")
	uitest.Run(m, action.AllColumns)
	search(m, "b3JkXzg4MTI")
	if !strings.Contains(uitest.Screen(t, m, 80, 18), "no match") {
		t.Error("what is outside of the table is found in it")
	}
	search(m, "https")
	if got, ok := uitest.Run(m, action.Fold).(response.ShowMsg); !ok || got.Title != "$.data[2].url" {
		t.Errorf("enter shows %+v", got)
	}
	search(m, `"b"`)
	m.Update(uitest.Click(3, 2))
	wants2(t, m, "$.data[1].id")
}

// wants2 looks at the status bar after the note of the last action is gone.
func wants2(t *testing.T, m *response.Model, want string) {
	t.Helper()
	uitest.Run(m, action.Right, action.Left)
	if got := ansi.Strip(m.Where()); !strings.Contains(got, want) {
		t.Errorf("the cursor is at %q, want %q", got, want)
	}
}

// TestTableSearch goes from match to match in the order of the rows, whatever that is.
func TestTableSearch(t *testing.T) {
	m := pane(t, answer{body: `[{"n": 3, "x": "hit"}, {"n": 1, "x": "hit"}, {"n": 2, "x": "none"}, {"n": 0, "x": "hit"}]`, headers: []string{"Content-Type", "application/json"}})
	uitest.Run(m, action.ViewTable)
	act(m, action.SortColumn)
	search(m, "hit")
	for _, want := range []string{"$[3].x", "$[1].x", "$[0].x", "$[3].x"} {
		wants(t, m, want)
		uitest.Run(m, action.FindNext)
	}
	act(m, action.Left, action.Top, action.SortColumn)
	uitest.Run(m, action.Top, action.FindNext)
	wants(t, m, "$[1].x")
}

// TestTableSecrets holds that a secret is seen in no cell.
func TestTableSecrets(t *testing.T) {
	m := pane(t, shop(), picks(true)...)
	uitest.Run(m, action.ViewTable)
	if got := uitest.Screen(t, m, 80, 18); strings.Contains(got, "ord_8812") || !strings.Contains(got, "ord_8813") {
		t.Errorf("it shows\n%s", got)
	}
}

// BenchmarkTable is what a frame and the way to the last row cost in a list of 100,000 items of 200 values. The
// control walks from the first item to the last.
func BenchmarkTable(b *testing.B) {
	var body strings.Builder
	body.WriteString("[")
	for i := range 100_000 {
		if i > 0 {
			body.WriteString(",")
		}
		body.WriteString("{")
		for c := range 20 {
			fmt.Fprintf(&body, `%s"column_%d":%d`, strings.TrimPrefix(",", strings.Repeat(",", 1-min(c, 1))), c, i*c)
		}
		body.WriteString("}")
	}
	body.WriteString("]")
	m := pane(b, answer{body: body.String(), headers: []string{"Content-Type", "application/json"}})
	m.SetSize(200, 60)
	uitest.Run(m, action.ViewTable)
	b.Run("top and bottom", func(b *testing.B) {
		for b.Loop() {
			uitest.Run(m, action.Bottom)
			m.View()
			uitest.Run(m, action.Top)
			m.View()
		}
	})
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			uitest.Run(m, action.PageDown)
			m.View()
		}
	})
	b.Run("control: a walk over all items", func(b *testing.B) {
		d := document.ParseJSON([]byte(body.String()))
		for b.Loop() {
			for range d.Children(d.Root()) {
			}
		}
	})
	b.Run("sort", func(b *testing.B) {
		for b.Loop() {
			act(m, action.SortColumn)
		}
	})
}
