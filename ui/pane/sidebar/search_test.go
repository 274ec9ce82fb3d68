package sidebar_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"dowse/ui/action"
	"dowse/ui/pane/sidebar"
	"dowse/ui/uitest"
)

func TestSearch(t *testing.T) {
	for words, want := range map[string][]string{
		"orget":   {"orders/get"},                              // characters of the ID
		"log in":  {"auth/login"},                              // of the name
		"tokens1": {"auth/tokens/revoke"},                      // of the URL
		"ORDERS":  {"orders/get", "orders/pay", "orders/list"}, // whatever the case
		"health":  {"https://api.example/health"},              // a draft
		"zzz":     nil,
		"notes":   nil, // a file that is no request
	} {
		m := pane(t, shop())
		uitest.Run(m, action.Find)
		if diff := cmp.Diff([]action.Context{action.Search}, m.Contexts()); diff != "" {
			t.Fatal(diff)
		}
		uitest.Type(m, words)
		got := rows(t, m)[1:]
		if want == nil {
			if len(got) != 1 || got[0] != "nothing matches" {
				t.Errorf("%q finds %q", words, got)
			}
			continue
		}
		for i := range want {
			if i >= len(got) || !strings.Contains(got[i], want[i]) {
				t.Errorf("%q finds %q, want %q", words, got, want)
			}
		}
		if right := m.Title().Right; !strings.Contains(right, fmt.Sprintf("%d of 7", len(got))) {
			t.Errorf("%q: the title says %q", words, right)
		}
	}
}

func TestTheBestMatchIsFirst(t *testing.T) {
	m := pane(t, []sidebar.Item{{ID: "a/b/lists/i/s/t", Method: "GET"}, {ID: "l-i-s-t", Method: "GET"}, {ID: "list", Method: "GET"}})
	uitest.Run(m, action.Find)
	uitest.Type(m, "list")
	uitest.Run(m, action.Accept)
	wants(t, m, "list")
}

func TestAnEndedSearchShowsTheTree(t *testing.T) {
	m := pane(t, shop())
	all := rows(t, m)
	uitest.Run(m, action.Find)
	uitest.Type(m, "revoke")
	wants(t, m, "auth/tokens/revoke")
	uitest.Run(m, action.Leave) // while it is typed: back to where it began
	wants(t, m, "orders/get")
	if diff := cmp.Diff(all, rows(t, m)); diff != "" {
		t.Error(diff)
	}

	uitest.Run(m, action.Top, action.Down, action.Left) // auth is folded
	uitest.Run(m, action.Find)
	uitest.Type(m, "revoke")
	uitest.Run(m, action.Accept)
	if diff := cmp.Diff([]action.Context{action.Collection, action.List}, m.Contexts()); diff != "" {
		t.Error(diff)
	}
	if got := uitest.Run(m, action.Open); got != tea.Msg(sidebar.OpenMsg{ID: "auth/tokens/revoke"}) {
		t.Errorf("Enter on what was found makes %v", got)
	}
	uitest.Run(m, action.Left, action.Right)
	wants(t, m, "auth/tokens/revoke") // there is nothing to fold in what was found
	if got := uitest.Run(m, action.Add); got != tea.Msg(sidebar.NewMsg{Folder: "auth/tokens"}) {
		t.Errorf("a new request beside what was found: %v", got)
	}
	if got := uitest.Run(m, action.Leave); got != nil { // what was found stays under the cursor, unfolded
		t.Errorf("the end of a search makes %v", got)
	}
	wants(t, m, "auth/tokens/revoke")
	if diff := cmp.Diff(all, rows(t, m)); diff != "" {
		t.Error(diff)
	}
	if right := m.Title().Right; !strings.Contains(right, "shop") {
		t.Errorf("the title says %q", right)
	}
}

func TestASearchIsTypedAgain(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Find)
	uitest.Type(m, "orders")
	uitest.Run(m, action.Accept, action.Find)
	uitest.Type(m, "/p")
	if got := rows(t, m)[1:]; len(got) != 1 || !strings.Contains(got[0], "orders/pay") {
		t.Errorf("found: %q", got)
	}
	m.Update(uitest.Key("ctrl+u"))
	if got := rows(t, m); len(got) != 12 {
		t.Errorf("no words find: %q", got)
	}
	uitest.Type(m, " ")
	if got := rows(t, m); len(got) < 11 {
		t.Errorf("a space finds: %q", got)
	}
	uitest.Run(m, action.Accept)
	if got := rows(t, m); len(got) != 11 {
		t.Errorf("a search for nothing goes on: %q", got)
	}
}

func TestItemsChangeDuringASearch(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Find)
	uitest.Type(m, "orders")
	items := append(shop(), sidebar.Item{ID: "orders/ship", Method: "PUT"})
	m.SetItems(items)
	if got := strings.Join(rows(t, m), "\n"); !strings.Contains(got, "orders/ship") || strings.Contains(got, "ping") {
		t.Errorf("found:\n%s", got)
	}
	if !m.Contexts()[0].Typing() {
		t.Error("other items end the search")
	}
	uitest.Run(m, action.Accept, action.Rename)
	uitest.Type(m, "2")
	if _, ok := uitest.Run(m, action.Accept).(sidebar.RenameMsg); !ok {
		t.Error("what was found is not renamed")
	}
}

func TestTheMouseInASearch(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Find)
	uitest.Type(m, "rders")
	press(m, 3, 0)
	uitest.Type(m, "o") // before what is there
	uitest.Run(m, action.Accept)
	if got := uitest.Screen(t, m, 44, 1); !strings.HasPrefix(got, " / orders") {
		t.Errorf("the words are %q", got)
	}
	m.SetSize(44, 16)
	press(m, 20, 2)
	wants(t, m, "orders/")
	if _, ok := press(m, 20, 2).(sidebar.OpenMsg); !ok {
		t.Error("the second press opens nothing")
	}
	press(m, 20, 0)
	if !m.Contexts()[0].Typing() {
		t.Error("a press on the words does not type")
	}
	press(m, 20, 1)
	if m.Contexts()[0].Typing() {
		t.Error("a press on what was found still types")
	}
}
