package response_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// later are the orders some time after.
var later = strings.NewReplacer(
	`"total": "12.50"`, `"total": "1.50"`, `"total": 7`, `"total": 7.0`, `"number": 1001, `, ``, `"ok": true`, `"ok": true, "paid": {"by": "Ann", "at": [1, 2]}`,
).Replace(orders)

// compared is a pane that shows an answer compared with one before.
func compared(t testing.TB, before, now string, picks ...collections.Pick) *response.Model {
	t.Helper()
	m := response.New(uitest.Theme(t))
	m.SetFocus(true)
	m.SetSize(80, 18)
	json := []string{"Content-Type", "application/json"}
	old, new := send(t, answer{body: before, headers: json}), send(t, answer{body: now, headers: json})
	at := time.Date(2026, 3, 1, 10, 31, 4, 0, time.UTC)
	old.Started, new.Started = at, at.Add(192*time.Second)
	m.SetExchange(new, session.Evaluate("orders/list", picks, new))
	m.SetPrevious(old)
	compare(t, m)
	return m
}

// compare presses the key, and waits.
func compare(t testing.TB, m *response.Model) {
	t.Helper()
	_, cmd := m.Update(action.RunMsg{ID: action.Diff})
	if cmd == nil {
		t.Fatalf("nothing is compared: %s", where(m))
	}
	m.Update(cmd())
}

func TestDiff(t *testing.T) {
	reordered := strings.Replace(later, `{"data": [`, `{"data": [{"id": "ord_9000", "number": 1, "status": "open"}, `, 1)
	moved := strings.Replace(reordered, `{"id": "ord_8814", "number": 1003`, `{"id": "ord_7000"}, {"id": "ord_8814", "number": 1003`, 1)
	for _, width := range []int{80, 40} {
		m := compared(t, orders, moved)
		m.SetSize(width, 18)
		uitest.Run(m, action.Down, action.Down, action.Down)
		uitest.Golden(t, fmt.Sprintf("diff-%dx18", width), uitest.Frame(t, m, width, 18)+"\n"+m.Where()+"\n")
	}
	for name, th := range uitest.Themes(t) {
		m := compared(t, `[{"id":1},{"id":2,"v":"a"},{"id":3},{"id":4}]`, `[{"id":3},{"id":1},{"id":2,"v":"b"},{"id":5}]`)
		m.SetTheme(th)
		uitest.Golden(t, "theme-"+name+"-diff", uitest.Frame(t, m, 60, 8))
	}
}

// TestDiffGoes: Enter shows the value in the tree, Esc goes back to the body, and the tab stays.
func TestDiffGoes(t *testing.T) {
	m := compared(t, orders, later)
	if m.Tab() != "Diff" {
		t.Fatalf("the tab is %s", m.Tab())
	}
	uitest.Run(m, action.Down, action.Down)
	wants(t, m, "$.data[0].number")
	uitest.Run(m, action.Fold)
	if got := where(m); m.Tab() != "Diff" || !strings.Contains(got, "this body does not have it") {
		t.Errorf("%s: %s", m.Tab(), got)
	}
	uitest.Run(m, action.Down, action.Fold)
	wants(t, m, "$.data[1].total  string")
	if m.Tab() != "Body" {
		t.Errorf("the tab is %s", m.Tab())
	}
	uitest.Run(m, action.PreviousTab)
	wants(t, m, "$.data[1].total  changed")
	if msg, ok := uitest.Run(m, action.PickValue).(response.PickMsg); !ok || msg.Node < 0 {
		t.Errorf("a change is not picked: %v", msg)
	}
	uitest.Run(m, action.Leave)
	wants(t, m, "$.data[1].total  string")
}

// TestDiffOnce: what is compared no more is dropped, and another response has no tab for it.
func TestDiffOnce(t *testing.T) {
	m := compared(t, orders, later)
	_, cmd := m.Update(action.RunMsg{ID: action.Diff})
	m.SetExchange(send(t, shop()), nil)
	m.Update(cmd())
	if m.Tab() != "Body" {
		t.Errorf("the tab is %s", m.Tab())
	}
	if uitest.Run(m, action.PreviousTab); m.Tab() != "Timing" {
		t.Errorf("the tab before is %s", m.Tab())
	}
	m.SetPrevious(nil)
	if uitest.Run(m, action.Diff); !strings.Contains(where(m), "there is no response before this one") {
		t.Errorf("%s", where(m))
	}
	if _, ok := uitest.Run(m, action.DiffWith).(response.CompareMsg); !ok {
		t.Error("nobody is asked which to compare with")
	}
}

// TestDiffVeil: a secret of either body is hidden, wherever it is; the control, without the pick, shows it.
func TestDiffVeil(t *testing.T) {
	old := `{"access_token":"old-secret-token","last":"x","note":"old-secret-token"}`
	new := `{"access_token":"new-secret-token","last":"old-secret-token","note":"a new-secret-token"}`
	pick := collections.Pick{Name: "token", From: collections.Source{Kind: collections.SourcePath, Arg: "$.access_token"}, Secret: collections.SecretYes}
	for _, secret := range []bool{true, false} {
		if pick.Secret = collections.SecretNo; secret {
			pick.Secret = collections.SecretYes
		}
		m := compared(t, old, new, pick)
		screen := uitest.Screen(t, m, 80, 18)
		for range 6 {
			screen += where(m)
			uitest.Run(m, action.Down)
		}
		for _, text := range []string{"old-secret-token", "new-secret-token"} {
			if strings.Contains(screen, text) == secret {
				t.Errorf("secret %v: %s", secret, screen)
			}
		}
	}
}

// TestDiffHostile: whatever stands in bodies, every row is as wide as the screen.
func TestDiffHostile(t *testing.T) {
	var old, new []string
	for i, text := range []string{`\u001b[31mred\u001b[0m`, `\u202eabc`, "名前", "👩‍👩‍👧", `a\nb\tc`, strings.Repeat("x", 5000), `\u0000`, "e\u0301"} {
		old = append(old, fmt.Sprintf(`"%s%d":"%s"`, text, i, text))
		new = append(new, fmt.Sprintf(`"%s%d":["%s"]`, text, i, text))
	}
	m := compared(t, "{"+strings.Join(old, ",")+"}", "{"+strings.Join(new, ",")+"}")
	for width := range 100 {
		for range 9 {
			uitest.Exact(t, uitest.Frame(t, m, width, 12), width, 12)
			uitest.Run(m, action.Down)
		}
		uitest.Run(m, action.Top)
	}
}

// TestDiffSearch finds words in what changed.
func TestDiffSearch(t *testing.T) {
	m := compared(t, orders, later)
	uitest.Run(m, action.Find)
	typed(m, "paid")
	uitest.Run(m, action.Accept)
	wants(t, m, "$.paid  added")
}

// BenchmarkDiffFrame is a frame of a diff with many changes, and of one with few: they cost the same.
func BenchmarkDiffFrame(b *testing.B) {
	for _, items := range []int{100, 100_000} {
		b.Run(fmt.Sprint(items), func(b *testing.B) {
			var old, new []string
			for i := range items {
				old = append(old, fmt.Sprintf(`{"id":%d,"v":"a"}`, i))
				new = append(new, fmt.Sprintf(`{"id":%d,"v":"b"}`, i))
			}
			m := compared(b, "["+strings.Join(old, ",")+"]", "["+strings.Join(new, ",")+"]")
			uitest.Run(m, action.Bottom)
			for b.Loop() {
				uitest.Run(m, action.Up)
				m.View()
			}
		})
	}
}
