package response_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"dowse/client/document"
	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// filter types a filter and waits for what it gives.
func filter(m *response.Model, text string) {
	for _, cmd := range typed(m, text) {
		if msg := cmd(); msg != nil {
			m.Update(msg)
		}
	}
}

func TestFilter(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Down, action.Down)
	before := where(m)
	uitest.Run(m, action.FilterBody)
	if diff := cmp.Diff([]action.Context{action.Filter}, m.Contexts()); diff != "" {
		t.Error(diff)
	}
	filter(m, "$.data[*].id")
	if got := last(t, m); got != "| $.data[*].id"+strings.Repeat(" ", 80-2-len("| $.data[*].id")-len("JSONPath, 3 results"))+"JSONPath, 3 results" {
		t.Errorf("the filter's line is %q", got)
	}
	uitest.Run(m, action.Accept, action.Down, action.Down)
	if got := where(m); !strings.HasPrefix(got, "$.data[1].id") {
		t.Errorf("the second result is at %s", got)
	}
	if got := uitest.Run(m, action.PickValue); got != tea.Msg(response.PickMsg{Node: node(t, "$.data[1].id")}) {
		t.Errorf("p on a result asks for %v", got)
	}
	uitest.Run(m, action.Leave)
	if where(m) != before || strings.Contains(uitest.Screen(t, m, 80, 18), "JSONPath") {
		t.Errorf("after esc the cursor is on %s, it was on %s", where(m), before)
	}
}

func TestFilterMakesValues(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.FilterBody)
	filter(m, ".data | length")
	uitest.Run(m, action.Accept, action.Down)
	if got := uitest.Run(m, action.PickValue); got != nil || !strings.Contains(where(m), "cannot be picked") {
		t.Errorf("p on a made value asks for %v, %s", got, where(m))
	}
	if got := uitest.Run(m, action.CopyValue); got != tea.Msg(response.CopyMsg{Action: action.CopyValue, Node: document.None, What: "the value", Text: "3"}) {
		t.Errorf("a copy of a made value asks for %v", got)
	}
}

func TestFilterFaults(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.FilterBody)
	filter(m, "$.data[0]")
	shown, _, _ := strings.Cut(uitest.Screen(t, m, 80, 18), "\n")
	filter(m, ".x[")
	if got := last(t, m); !strings.Contains(got, "path") {
		t.Errorf("the fault is said as %q", got)
	}
	if got, _, _ := strings.Cut(uitest.Screen(t, m, 80, 18), "\n"); got != shown {
		t.Errorf("a filter that is not finished shows %q in place of %q", got, shown)
	}
}

// TestFilterDropsWhatIsStale lets an earlier run end after a later one.
func TestFilterDropsWhatIsStale(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.FilterBody)
	stale, fresh := m.Filter("$.data[0].id"), m.Filter("$.data[1].id")
	m.Update(fresh())
	m.Update(stale())
	uitest.Run(m, action.Accept, action.Down)
	if got := where(m); !strings.HasPrefix(got, "$.data[1].id") {
		t.Errorf("what is shown is at %s", got)
	}
}
