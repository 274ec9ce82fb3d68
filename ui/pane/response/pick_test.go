package response_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"dowse/client/document"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
	"dowse/ui/widget/dialog"
)

// node gives the first node that a path selects in the shop's list.
func node(t *testing.T, path string) document.Node {
	t.Helper()
	q, err := document.ParseQuery(path)
	if err != nil {
		t.Fatal(err)
	}
	return document.ParseJSON([]byte(orders)).Select(q)[0]
}

func TestIntentsOnTheBody(t *testing.T) {
	id := node(t, "$.data[0].id")
	for do, want := range map[action.ID]tea.Msg{
		action.PickValue:  response.PickMsg{Node: id},
		action.PickAll:    response.SettingsMsg{Node: id},
		action.Which:      response.WhichMsg{Node: id},
		action.CopyValue:  response.CopyMsg{Action: action.CopyValue, Node: id},
		action.CopySource: response.CopyMsg{Action: action.CopySource, Node: id},
		action.CopyPath:   response.CopyMsg{Action: action.CopyPath, Node: id, What: "the path", Text: "$.data[0].id"},
		action.CopyNormal: response.CopyMsg{Action: action.CopyNormal, Node: id, What: "the normalized path", Text: "$['data'][0]['id']"},
		action.CopyJQ:     response.CopyMsg{Action: action.CopyJQ, Node: id, What: "the jq filter", Text: ".data[0].id"},
		action.CopyGJSON:  response.CopyMsg{Action: action.CopyGJSON, Node: id, What: "the gjson path", Text: "data.0.id"},
		action.CopyURL:    response.CopyMsg{Action: action.CopyURL, Node: document.None},
		action.CopyCurl:   response.CopyMsg{Action: action.CopyCurl, Node: document.None},
		action.Fold:       response.ShowMsg{Title: "$.data[0].id", Text: "ord_8812"},
	} {
		m := pane(t, shop())
		uitest.Run(m, times(3, action.Down)...)
		if diff := cmp.Diff(want, uitest.Run(m, do)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", do, diff)
		}
		uitest.Run(m, action.ViewPretty)
		uitest.Run(m, times(3, action.Down)...)
		if diff := cmp.Diff(want, uitest.Run(m, do)); diff != "" {
			t.Errorf("%s in the pretty body (-want +got):\n%s", do, diff)
		}
	}
}

func TestIntentsOnHeaders(t *testing.T) {
	m := pane(t, shop())
	m.SetTab("Headers")
	for range 20 {
		uitest.Run(m, action.Down)
		if strings.HasPrefix(where(m), "Set-Cookie: seen") {
			break
		}
	}
	want := response.PickMsg{Node: document.None, Header: "set-cookie", Nth: 2}
	if diff := cmp.Diff(tea.Msg(want), uitest.Run(m, action.PickValue)); diff != "" {
		t.Errorf("p (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(tea.Msg(response.CopyMsg{Action: action.CopyValue, Node: document.None, Header: "set-cookie", Nth: 2}), uitest.Run(m, action.CopyValue)); diff != "" {
		t.Errorf("copy (-want +got):\n%s", diff)
	}
	if got := uitest.Run(m, action.CopyPath); got != nil || !strings.Contains(where(m), "path") {
		t.Errorf("the path of a header: %v, %q", got, where(m))
	}
	uitest.Run(m, action.Bottom) // of what was sent
	if got := uitest.Run(m, action.PickValue); got != nil || !strings.Contains(where(m), "no value") {
		t.Errorf("what was sent is picked: %v, %q", got, where(m))
	}
}

func TestWhereNothingCanBePicked(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.ViewRaw)
	if got := uitest.Run(m, action.PickValue); got != nil || !strings.Contains(where(m), "v t shows each") {
		t.Errorf("p in raw JSON: %v, %q", got, where(m))
	}
	m = pane(t, answer{body: `{"a": x}`, headers: []string{"Content-Type", "application/json"}})
	uitest.Run(m, action.Bottom)
	if got := uitest.Run(m, action.PickValue); got != nil {
		t.Errorf("the row of the problem is picked: %v", got)
	}
}

func TestMarks(t *testing.T) {
	m := pane(t, shop())
	if got := uitest.Run(m, action.PickMarked); got != nil || !strings.Contains(where(m), "nothing is marked: m") {
		t.Errorf("with no marks: %v, %q", got, where(m))
	}
	uitest.Run(m, times(5, action.Down)...)
	uitest.Run(m, action.Mark, action.Up, action.Up, action.Mark, action.Up, action.Mark, action.Mark)
	if got := strings.Count(uitest.Screen(t, m, 80, 18), " marked"); got != 2 {
		t.Errorf("%d values are shown as marked", got)
	}
	want := response.PickManyMsg{Nodes: []document.Node{node(t, "$.data[0].id"), node(t, "$.data[0].status")}}
	if diff := cmp.Diff(tea.Msg(want), uitest.Run(m, action.PickMarked)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Contains(uitest.Screen(t, m, 80, 18), " marked") {
		t.Error("the marks stay")
	}
}

func TestPicksAreShown(t *testing.T) {
	m := pane(t, shop(), picks(false)...)
	got := uitest.Screen(t, m, 80, 40)
	if !strings.Contains(got, "= order_id ~") {
		t.Errorf("the pick is not shown:\n%s", got)
	}
	uitest.Run(m, action.UnfoldAll)
	if got := strings.Count(uitest.Screen(t, m, 80, 40), "= customers"); got != 2 {
		t.Errorf("every item is shown %d times, want 2", got)
	}
	m.SetResults(nil)
	if strings.Contains(uitest.Screen(t, m, 80, 40), "= order_id") {
		t.Error("a pick that is gone is still shown")
	}
}

func TestGoToPick(t *testing.T) {
	m := pane(t, shop(), picks(false)...)
	m.SetTab("Timing")
	m.GoToPick("customers")
	wants(t, m, "$.data[0].customer.id")
	m.GoToPick("request")
	wants(t, m, "X-Request-Id: req_000001")
	m.GoToPick("visit")
	wants(t, m, "Set-Cookie: session")
	m.GoToPick("nothing")
	wants(t, m, "Set-Cookie: session")
	uitest.Run(m, action.ViewRaw)
	m.GoToPick("order_id")
	wants(t, m, "$.data[0].id")
}

func TestChoosing(t *testing.T) {
	m := pane(t, shop())
	m.SetChoosing(true)
	if got := uitest.Run(m, action.Fold); got != nil {
		t.Errorf("Enter on an object asks for %v", got)
	}
	uitest.Run(m, action.Fold)
	uitest.Run(m, times(3, action.Down)...)
	for _, id := range []action.ID{action.Fold, action.PickValue} {
		if diff := cmp.Diff(tea.Msg(response.PickMsg{Node: node(t, "$.data[0].id")}), uitest.Run(m, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	if diff := cmp.Diff(tea.Msg(response.PickMsg{Node: node(t, "$.data[0].id")}), press(m, 30, 3)); diff != "" {
		t.Errorf("a press on the cursor (-want +got):\n%s", diff)
	}
	// The root would look for these in another response.
	for _, id := range []action.ID{action.PickAll, action.Which, action.Mark, action.PickMarked, action.CopyValue, action.CopyURL} {
		if got := uitest.Run(m, id); got != nil {
			t.Errorf("%s asks for %v", id, got)
		}
	}
	if got := uitest.Run(m, action.Leave); got != tea.Msg(dialog.CloseMsg{}) {
		t.Errorf("esc asks for %v", got)
	}
}

// TestSecretsAreMasked holds that neither what was sent as a secret nor what a secret pick reads is drawn
// anywhere.
func TestSecretsAreMasked(t *testing.T) {
	a := shop()
	a.body = strings.Replace(orders, `"ok": true`, `"ok": "ord_8812 and s3cr3t-key-value"`, 1)
	a.headers = append(a.headers, "X-Order", "is ord_8812")
	e := send(t, a, collections.Row{Name: "X-Key", Value: "{{key}}"})
	m := response.New(uitest.Theme(t))
	m.SetSize(100, 40)
	m.SetExchange(e, nil)
	uitest.Run(m, action.ViewRaw)
	m.View() // drawn before the pick was secret
	if got := uitest.Screen(t, m, 100, 40); !strings.Contains(got, "ord_8812") || strings.Contains(got, "s3cr3t") {
		t.Errorf("before the pick:\n%s", got)
	}
	m.SetResults(session.Evaluate("orders/list", picks(true), e))
	for _, id := range []action.ID{action.ViewRaw, action.ViewPretty, action.ViewTree, action.NextTab, action.NextTab} {
		uitest.Run(m, id, action.UnfoldAll, action.Top)
		for range 60 {
			if text := m.View() + where(m); strings.Contains(text, "ord_8812") || strings.Contains(text, "s3cr3t") {
				t.Fatalf("after %s a secret is drawn:\n%s", id, text)
			}
			uitest.Run(m, action.Down)
		}
	}
	m.SetTab("Headers")
	if got := uitest.Screen(t, m, 100, 40); !strings.Contains(got, "********") {
		t.Errorf("nothing is masked:\n%s", got)
	}
}
