package sidebar_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"dowse/ui/action"
	"dowse/ui/pane/sidebar"
	"dowse/ui/uitest"
)

// shop is a collection as a person sees it.
func shop() []sidebar.Item {
	return []sidebar.Item{
		{ID: "new 1", Name: "https://api.example/health", Method: "GET", Unsaved: true, Draft: true},
		{ID: "auth/login", Name: "Log in", Method: "POST", URL: "{{base_url}}/login"},
		{ID: "auth/tokens/revoke", Name: "revoke", Method: "DELETE", URL: "{{base_url}}/tokens/1"},
		{ID: "orders/get", Name: "Get an order", Method: "GET", URL: "{{base_url}}/orders/{{order_id}}", Open: true, Unsaved: true},
		{ID: "orders/list", Name: "orders/list", Method: "GET", URL: "{{base_url}}/orders"},
		{ID: "orders/pay", Method: "PATCH", Problem: "orders/pay.yaml:3:1: unknown key"},
		{ID: "ping", Method: "OPTIONS", URL: "https://example.com/ping"},
	}
}

func pane(t testing.TB, items []sidebar.Item) *sidebar.Model {
	t.Helper()
	m := sidebar.New(uitest.Theme(t))
	m.SetRoot("shop")
	m.SetFocus(true)
	m.SetSize(44, 16)
	m.SetItems(items)
	m.SetOthers([]string{"notes.yaml", "docs/ci.yaml"})
	return m
}

func press(m *sidebar.Model, x, y int) tea.Msg { return uitest.Send(m, uitest.Click(x, y)) }

func where(m *sidebar.Model) string { return ansi.Strip(m.Where()) }

// wants fails the test when the cursor is not on what begins so.
func wants(t *testing.T, m *sidebar.Model, at string) {
	t.Helper()
	if got := where(m); at == "" && got != "" || !strings.HasPrefix(got, at) {
		t.Errorf("the cursor is on %q, want %q", got, at)
	}
}

// rows are what is listed, without marks and the space around.
func rows(t *testing.T, m *sidebar.Model) []string {
	t.Helper()
	var all []string
	for line := range strings.SplitSeq(uitest.Screen(t, m, 60, 20), "\n") {
		if line = strings.TrimSpace(strings.TrimPrefix(line, "▌")); line != "" {
			all = append(all, strings.Join(strings.Fields(line), " "))
		}
	}
	return all
}

func TestTheTree(t *testing.T) {
	want := []string{
		"GET https://api.example/health ●", "▾ auth", "POST login Log in", "▾ tokens", "DELETE revoke", "▾ orders", "GET get Get an order ● →",
		"GET list", "PATCH pay broken", "OPTIO… ping", "▸ 2 files are no requests",
	}
	want[9] = rows(t, pane(t, shop()))[9] // its method is too long for its column
	if diff := cmp.Diff(want, rows(t, pane(t, shop()))); diff != "" {
		t.Error(diff)
	}
	m := pane(t, shop())
	wants(t, m, "orders/get · Get an order · {{base_url}}/orders/{{order_id}}") // the cursor is on what is open
	for _, at := range []string{"orders/list · {{base_url}}/orders", "orders/pay · orders/pay.yaml:3:1", "ping · https", "2 files are no", "2 files are no"} {
		uitest.Run(m, action.Down)
		wants(t, m, at)
	}
	uitest.Run(m, action.Top)
	wants(t, m, "https://api.example/health")
	for _, at := range []string{"auth · 2 requests", "auth/login", "auth/tokens · 1 request", "auth/tokens/revoke · {{base", "orders · 3 requests"} {
		uitest.Run(m, action.Down)
		wants(t, m, at)
	}
	uitest.Run(m, action.Bottom, action.Up)
	wants(t, m, "ping")
	one := pane(t, nil)
	one.SetOthers([]string{"x"})
	wants(t, one, "1 file is no request")
}

func TestIntents(t *testing.T) {
	for _, c := range []struct {
		moves []action.ID
		id    action.ID
		want  tea.Msg
	}{
		{nil, action.Open, sidebar.OpenMsg{ID: "orders/get"}},
		{nil, action.Leave, sidebar.LeaveMsg{}},
		{[]action.ID{action.Find, action.Accept}, action.Leave, sidebar.LeaveMsg{}},
		{nil, action.Add, sidebar.NewMsg{Folder: "orders"}},
		{nil, action.Duplicate, sidebar.DuplicateMsg{ID: "orders/get"}},
		{nil, action.Delete, sidebar.DeleteMsg{ID: "orders/get"}},
		{[]action.ID{action.Left}, action.Add, sidebar.NewMsg{Folder: "orders"}},
		{[]action.ID{action.Left}, action.Delete, nil}, // no folder is deleted
		{[]action.ID{action.Left}, action.Duplicate, nil},
		{[]action.ID{action.Top}, action.Open, sidebar.OpenMsg{ID: "new 1"}},
		{[]action.ID{action.Top}, action.Add, sidebar.NewMsg{}},
		{[]action.ID{action.Top, action.Down, action.Down, action.Down, action.Down}, action.Add, sidebar.NewMsg{Folder: "auth/tokens"}},
		{[]action.ID{action.Bottom}, action.Add, sidebar.NewMsg{}},
		{[]action.ID{action.Bottom}, action.Delete, nil},
		{[]action.ID{action.Bottom, action.Right, action.Down}, action.Open, nil},
		{[]action.ID{action.Bottom, action.Right, action.Down}, action.Add, sidebar.NewMsg{}},
		{[]action.ID{action.Bottom, action.Up}, action.Add, sidebar.NewMsg{}},
	} {
		m := pane(t, shop())
		uitest.Run(m, c.moves...)
		if diff := cmp.Diff(c.want, uitest.Run(m, c.id)); diff != "" {
			t.Errorf("%v %s (-want +got):\n%s", c.moves, c.id, diff)
		}
	}
	empty := sidebar.New(uitest.Theme(t))
	for _, id := range []action.ID{action.Open, action.Delete, action.Duplicate, action.Rename, action.Left, action.Right, action.Down, action.Bottom} {
		if got := uitest.Run(empty, id); got != nil {
			t.Errorf("an empty pane makes %v of %s", got, id)
		}
	}
	if got := uitest.Run(empty, action.Add); got != tea.Msg(sidebar.NewMsg{}) || where(empty) != "" {
		t.Errorf("an empty pane at %q makes %v", where(empty), got)
	}
}

func TestFolds(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Left)
	wants(t, m, "orders · 3 requests")
	uitest.Run(m, action.Left)
	if got := rows(t, m); len(got) != 8 || got[5] != "▸ orders 3" {
		t.Errorf("folded: %q", got)
	}
	uitest.Run(m, action.Left) // at the top there is nothing that holds it
	wants(t, m, "orders")
	uitest.Run(m, action.Right)
	wants(t, m, "orders")
	uitest.Run(m, action.Right)
	wants(t, m, "orders/get")
	uitest.Run(m, action.Right)
	wants(t, m, "orders/get")
	uitest.Run(m, action.Left, action.Open, action.Down)
	wants(t, m, "ping")
	uitest.Run(m, action.Up, action.Open)
	if got := rows(t, m); len(got) != 11 {
		t.Errorf("unfolded: %q", got)
	}
	uitest.Run(m, action.Bottom, action.Open, action.Bottom)
	wants(t, m, "docs/ci.yaml · no request")
	uitest.Run(m, action.Left)
	wants(t, m, "2 files")
	uitest.Run(m, action.Open, action.Bottom)
	wants(t, m, "2 files")
}

func TestAFoldHoldsWhenItemsChange(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Left, action.Left)
	items := shop()
	items[4].Unsaved = true
	m.SetItems(items)
	if got := rows(t, m); len(got) != 8 {
		t.Errorf("an edit unfolds: %q", got)
	}
	wants(t, m, "orders")
	items = shop()
	items[3].Open, items[4].Open = false, true // what is opened is shown
	m.SetItems(items)
	wants(t, m, "orders/list")
}

func TestManyRequestsBeginFolded(t *testing.T) {
	for n, want := range map[int]int{200: 200 + 10, 201: 10} {
		var items []sidebar.Item
		for i := range n {
			items = append(items, sidebar.Item{ID: fmt.Sprintf("folder %d/request %03d", i*10/n, i), Method: "GET"})
		}
		m := sidebar.New(uitest.Theme(t))
		m.SetItems(items)
		if got := len(strings.Fields(strings.ReplaceAll(uitest.Screen(t, m, 40, 300), " ", ""))); got != want {
			t.Errorf("of %d requests %d rows are listed, want %d", n, got, want)
		}
	}
}

func TestTheCursorStaysOnItsRequest(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Down)
	items := append([]sidebar.Item{{ID: "a/first", Method: "GET"}, {ID: "b", Method: "GET"}}, shop()...)
	m.SetItems(items)
	wants(t, m, "orders/list")
	m.SetOthers(nil)
	wants(t, m, "orders/list")
	m.SetItems(shop()[:2])
	if where(m) == "" {
		t.Error("the cursor is on nothing")
	}
	items = shop()
	m = pane(t, items)
	items[3].ID = "written" // the pane has its own
	uitest.Run(m, action.Top, action.Bottom)
	if got := rows(t, m); got[6] != "GET get Get an order ● →" {
		t.Errorf("the owner wrote into the pane: %q", got)
	}
}

func TestGoTo(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Top, action.Down, action.Left)
	m.GoTo("auth/tokens/revoke") // folded away
	wants(t, m, "auth/tokens/revoke")
	m.GoTo("zoo/soon") // not there yet
	wants(t, m, "auth/tokens/revoke")
	m.SetItems(append(shop(), sidebar.Item{ID: "zoo/soon", Method: "GET"}))
	wants(t, m, "zoo/soon")
	uitest.Run(m, action.Top)
	m.SetItems(shop()) // it was gone to once
	m.SetItems(append(shop(), sidebar.Item{ID: "zoo/soon", Method: "GET"}))
	wants(t, m, "https://api.example/health")
}

func TestRename(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Rename)
	if diff := cmp.Diff([]action.Context{action.Field}, m.Contexts()); diff != "" {
		t.Fatal(diff)
	}
	uitest.Type(m, " one ")
	if diff := cmp.Diff(tea.Msg(sidebar.RenameMsg{ID: "orders/get", NewID: "orders/get one"}), uitest.Run(m, action.Accept)); diff != "" {
		t.Error(diff)
	}
	items := shop()
	items[3].ID = "zoo/get one"
	m.SetItems(items)
	items[3].ID = "orders/get one" // the cursor goes along
	m.SetItems(items)
	wants(t, m, "orders/get one")

	m = pane(t, shop())
	if got := uitest.Run(m, action.Rename, action.Accept); got != nil {
		t.Errorf("the same name again makes %v", got)
	}
	uitest.Run(m, action.Rename)
	m.Update(uitest.Key("ctrl+u"))
	if got := uitest.Run(m, action.Accept); got != nil {
		t.Errorf("no name makes %v", got)
	}
	uitest.Run(m, action.Rename)
	uitest.Type(m, "x")
	if got := uitest.Run(m, action.Leave); got != nil || m.Contexts()[0] != action.Collection {
		t.Errorf("leaving makes %v in %v", got, m.Contexts())
	}
	uitest.Run(m, action.Left, action.Rename) // a folder
	m.Update(uitest.Key("ctrl+u"))
	if why := m.Settle(); why == "" {
		t.Error("a folder without a name is one that is typed")
	}
	uitest.Type(m, "orders2/")
	if diff := cmp.Diff(tea.Msg(sidebar.RenameFolderMsg{Folder: "orders", New: "orders2"}), uitest.Run(m, action.Accept)); diff != "" {
		t.Error(diff)
	}
	uitest.Run(m, action.Top, action.Rename) // a draft has no name yet
	m.Update(uitest.Paste("orders/\nhealth"))
	if diff := cmp.Diff(tea.Msg(sidebar.RenameMsg{ID: "new 1", NewID: "orders/ health"}), uitest.Run(m, action.Accept)); diff != "" {
		t.Error(diff)
	}
}

func TestARequestThatIsGoneIsNotRenamed(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Rename)
	uitest.Type(m, "x")
	items := shop()
	items[0].Unsaved = false
	m.SetItems(items)
	if !strings.Contains(uitest.Screen(t, m, 44, 12), "orders/getx") {
		t.Errorf("other items end the renaming:\n%s", uitest.Screen(t, m, 44, 12))
	}
	m.SetItems(shop()[:2])
	if m.Contexts()[0].Typing() {
		t.Error("a request that is gone is still renamed")
	}
}

func TestTheMouse(t *testing.T) {
	m := pane(t, shop())
	if got := press(m, 20, 2); got != tea.Msg(sidebar.OpenMsg{ID: "auth/login"}) {
		t.Errorf("a press makes %v", got)
	}
	wants(t, m, "auth/login")
	press(m, 1, 1) // the mark of a folder
	if got := rows(t, m); got[1] != "▸ auth 2" || len(got) != 8 {
		t.Errorf("a press on the mark: %q", got)
	}
	press(m, 10, 2)
	if got := rows(t, m); got[2] != "▸ orders 3" {
		t.Errorf("a press on a folder: %q", got)
	}
	press(m, 10, 2)
	m.SetSize(44, 16)
	if press(m, 10, 15) != nil || press(m, 10, 40) != nil {
		t.Error("a press below the rows makes something")
	}
	uitest.Run(m, action.Top, action.Down, action.Down, action.Down, action.Rename)
	press(m, 3, 3)
	uitest.Type(m, "X")
	if got := uitest.Run(m, action.Accept); got != tea.Msg(sidebar.RenameMsg{ID: "orders/get", NewID: "Xorders/get"}) {
		t.Errorf("the caret is elsewhere: %v", got)
	}
	uitest.Run(m, action.Rename)
	press(m, 20, 0)
	if m.Contexts()[0].Typing() {
		t.Error("a press elsewhere does not end the renaming")
	}
	m.SetSize(44, 3)
	for range 9 {
		m.Update(tea.MouseMsg{Button: tea.MouseButtonWheelDown})
	}
	if got := uitest.Screen(t, m, 44, 3); !strings.Contains(got, "no requests") {
		t.Errorf("the wheel does not reach the end:\n%s", got)
	}
}
