package response

import (
	"strings"
	"testing"

	"dowse/client"
	"dowse/client/document"
	"dowse/ui/action"
	"dowse/ui/uitest"
)

// TestBodyIsReadWhileItArrives shows a body in pieces: whoever looks at it stays where they are.
func TestBodyIsReadWhileItArrives(t *testing.T) {
	m := New(uitest.Theme(t))
	m.SetSize(60, 12)
	m.SetFocus(true)
	head := &client.Exchange{Response: client.Response{Status: 200, Headers: []client.Header{{Name: "Content-Type", Value: "application/json"}}}}
	body := []byte(`[{"id":1,"name":"first"},{"id":2,"name":"second"},{"id":3,"name":"third"}]`)
	b := document.NewBuilder(document.Hint{Format: document.JSON})
	show := func(cut int) {
		m.SetArriving(head, b.Build(body[:cut], false), nil, Progress{Received: int64(cut), Length: int64(len(body)), Spinner: "*"})
	}
	show(30)
	for range 3 {
		m.Update(action.RunMsg{ID: action.Down})
	}
	if got := m.View(); !strings.Contains(got, "30 B of 74 B") || !strings.Contains(got, "first") || strings.Contains(got, "second") {
		t.Errorf("the first piece is shown as\n%s", got)
	}
	where := m.Where()
	show(70)
	if m.Where() != where || !strings.Contains(where, "$[0].name") {
		t.Errorf("the cursor was on %s, and is on %s when more comes", where, m.Where())
	}
	if intent, _ := m.Update(action.RunMsg{ID: action.PickValue}); intent != nil || !strings.Contains(m.Where(), "still arrives") {
		t.Errorf("a pick of a body that arrives gives %v, %s", intent, m.Where())
	}
	if intent, _ := m.Update(action.RunMsg{ID: action.Leave}); intent != (CancelMsg{}) {
		t.Errorf("esc asks for %v", intent)
	}
	whole := &client.Exchange{Response: head.Response}
	whole.Response.Body, whole.Response.Complete = body, true
	m.SetExchange(whole, nil)
	if m.Where() != where || strings.Contains(m.View(), "30 B of") || !strings.Contains(m.View(), "{} 2 keys") {
		t.Errorf("the whole is at %s\n%s", m.Where(), m.View())
	}
}
