package request_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/uitest"
	"dowse/ui/widget/field"
)

// authOf opens a pane on the tab of the auth, the cursor on its kind.
func authOf(t testing.TB, a *collections.Auth) *owner {
	t.Helper()
	r := collections.Request{ID: "x"}
	r.Auth = a
	o := open(t, r)
	o.SetTab("Auth")
	return o
}

func (o *owner) wantsAuth(t *testing.T, want *collections.Auth) {
	t.Helper()
	if diff := cmp.Diff(want, o.request.Auth); diff != "" {
		t.Errorf("the auth (-want +got):\n%s", diff)
	}
}

func TestKindsOfAuth(t *testing.T) {
	o := authOf(t, nil)
	for _, kind := range []collections.AuthKind{collections.AuthNone, collections.AuthBearer, collections.AuthBasic, collections.AuthHeader, collections.AuthQuery} {
		uitest.Run(o, action.Right)
		o.wantsAuth(t, &collections.Auth{Kind: kind})
	}
	uitest.Run(o, action.Right) // the last is followed by the first
	o.wantsAuth(t, nil)
	uitest.Run(o, action.Left)
	o.wantsAuth(t, &collections.Auth{Kind: collections.AuthQuery})
	if o.what[0] != "kind of auth" {
		t.Errorf("edits %q", o.what)
	}
}

func TestTextsOfAuth(t *testing.T) {
	o := authOf(t, &collections.Auth{Kind: collections.AuthBasic})
	uitest.Run(o, action.Down, action.Edit)
	if diff := cmp.Diff([]action.Context{action.Cell}, o.Contexts()); diff != "" {
		t.Error(diff)
	}
	uitest.Type(o, "ann")
	uitest.Run(o, action.Accept)
	uitest.Type(o, "pw 1")
	uitest.Run(o, action.PrevCell)
	uitest.Type(o, "a")
	uitest.Run(o, action.NextCell)
	uitest.Type(o, "2")
	uitest.Run(o, action.Accept)
	if o.typing() {
		t.Error("Enter in the last text still types")
	}
	o.wantsAuth(t, &collections.Auth{Kind: collections.AuthBasic, User: "anna", Password: "pw 12"})
	want := []string{"user of the auth", "user of the auth", "user of the auth", "password of the auth"}
	if diff := cmp.Diff(want, o.what[:4]); diff != "" {
		t.Error(diff)
	}

	uitest.Run(o, action.Top, action.Right) // a header has a name and a value
	uitest.Run(o, action.Bottom, action.Edit)
	uitest.Type(o, "v")
	uitest.Run(o, action.Leave, action.Up, action.Edit)
	uitest.Type(o, "X-Key")
	uitest.Run(o, action.Leave)
	o.wantsAuth(t, &collections.Auth{Kind: collections.AuthHeader, Name: "X-Key", Token: "v"})
	uitest.Run(o, action.Top, action.Left) // what was typed is there again
	o.wantsAuth(t, &collections.Auth{Kind: collections.AuthBasic, User: "anna", Password: "pw 12"})
}

// TestAnotherRequestHasNoneOfTheCredentials holds that what was typed for one request is offered to no other.
func TestAnotherRequestHasNoneOfTheCredentials(t *testing.T) {
	for _, next := range []*collections.Auth{nil, {Kind: collections.AuthNone}, {Kind: collections.AuthBasic, User: "ann", Password: "old"}} {
		o := authOf(t, &collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: "old"})
		uitest.Run(o, action.Left) // the token of the bearer
		uitest.Run(o, action.Down, action.Edit)
		uitest.Type(o, "hush")
		uitest.Run(o, action.Leave, action.Top)
		if next != nil && next.Kind == collections.AuthBasic {
			uitest.Run(o, action.Right)
		}
		r := collections.Request{ID: "y"}
		r.Auth = next
		o.show(r)
		for range 6 {
			uitest.Run(o, action.Right)
			if a := o.request.Auth; a != nil && (a.Token != "" || a.Password != "" && next == nil) {
				t.Errorf("a request with %v became one with %+v", next, *a)
			}
		}
	}
}

func TestSecretsAreHidden(t *testing.T) {
	o := authOf(t, &collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: "hush"})
	seen := func() string { return uitest.Screen(t, o, 60, 5) + o.Where() }
	if strings.Contains(seen(), "hush") || !strings.Contains(seen(), "ann") {
		t.Errorf("it shows:\n%s", seen())
	}
	uitest.Run(o, action.Bottom)
	if strings.Contains(seen(), "hush") {
		t.Errorf("under the cursor it shows:\n%s", seen())
	}
	uitest.Run(o, action.Edit)
	uitest.Type(o, "er")
	if strings.Contains(seen(), "hush") || o.request.Auth.Password != "husher" {
		t.Errorf("while typing it shows:\n%s", seen())
	}
	uitest.Press(o, "ctrl+u")
	uitest.Type(o, "{{access")
	if !strings.Contains(seen(), "{{access") {
		t.Errorf("a template is hidden:\n%s", seen())
	}
	uitest.Run(o, action.Accept, action.Leave)
	o.wantsAuth(t, &collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: "{{access_token}}"})
	if !strings.Contains(seen(), "{{access_token}}") {
		t.Errorf("a template is hidden:\n%s", seen())
	}

	o = authOf(t, nil)
	o.inherited = given()
	o.SetRequest(o.request, o.inherited)
	if got := seen(); !strings.Contains(got, "inherited: basic") || !strings.Contains(got, "ann") || strings.Contains(got, "secret") {
		t.Errorf("of what is inherited it shows:\n%s", got)
	}
}

func TestAPasteIsTheText(t *testing.T) {
	o := authOf(t, &collections.Auth{Kind: collections.AuthBearer})
	if got := o.Paste("token"); got != nil {
		t.Errorf("a paste on the kind makes %v", got)
	}
	uitest.Run(o, action.Down)
	o.take(o.Paste("tok\nen"))
	if got := o.request.Auth.Token; strings.ContainsAny(got, "\n") || !strings.HasPrefix(got, "tok") {
		t.Errorf("the token is %q", got)
	}
	if !o.typing() {
		t.Error("a paste is not typed in")
	}
	uitest.Run(o, action.Leave)
	if got := o.Insert("x"); got != nil {
		t.Errorf("text is inserted where nothing is typed: %v", got)
	}
}

func TestCompletionInTheAuth(t *testing.T) {
	o := authOf(t, &collections.Auth{Kind: collections.AuthHeader})
	uitest.Run(o, action.Bottom, action.Edit)
	uitest.Type(o, "{{or")
	if p, ok := o.Popup(); !ok || p.Y != 3 || p.Above != 2 || p.X < 10 {
		t.Errorf("the list is at %d,%d (%v)", p.X, p.Y, ok)
	}
	uitest.Run(o, action.Leave, action.Leave)
	if o.typing() {
		t.Error("still typing")
	}
	uitest.Run(o, action.Edit)
	uitest.Press(o, "ctrl+u")
	uitest.Type(o, "{{")
	uitest.Run(o, action.Up, action.Accept)
	if o.last != (field.ValueFromMsg{}) {
		t.Fatalf("the last row tells %#v", o.last)
	}
	o.SetFocus(false)
	o.SetFocus(true)
	o.take(o.Insert("{{new}}"))
	o.wantsAuth(t, &collections.Auth{Kind: collections.AuthHeader, Token: "{{new}}"})
}

func TestTheMouseOnTheAuth(t *testing.T) {
	o := authOf(t, &collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: "b"})
	uitest.Send(o, uitest.Click(20, 1))
	if o.typing() {
		t.Error("the first press types")
	}
	uitest.Send(o, uitest.Click(12, 1))
	uitest.Type(o, "X") // behind the first character
	o.wantsAuth(t, &collections.Auth{Kind: collections.AuthBasic, User: "aXnn", Password: "b"})
	uitest.Send(o, uitest.Click(11, 1))
	uitest.Type(o, "Y")
	o.wantsAuth(t, &collections.Auth{Kind: collections.AuthBasic, User: "YaXnn", Password: "b"})
	uitest.Send(o, uitest.Click(20, 2))
	if o.typing() {
		t.Error("a press elsewhere does not end typing")
	}
	wheel := func(b tea.MouseButton) tea.MouseMsg { return tea.MouseMsg{Button: b, Action: tea.MouseActionPress} }
	uitest.Send(o, wheel(tea.MouseButtonWheelUp), wheel(tea.MouseButtonWheelUp), wheel(tea.MouseButtonWheelDown))
	uitest.Run(o, action.Edit)
	uitest.Type(o, "Z")
	if o.request.Auth.User != "YaXnnZ" {
		t.Errorf("the wheel went to %+v", o.request.Auth)
	}
	uitest.Run(o, action.Leave)
	uitest.Send(o, uitest.Click(9, 0))
	o.wantsAuth(t, nil)
	uitest.Send(o, uitest.Click(40, 1), uitest.Click(40, 9))
	o.wantsAuth(t, nil)
}

func TestTheCursorIsInSightWhereThereIsNoRoom(t *testing.T) {
	o := authOf(t, &collections.Auth{Kind: collections.AuthBasic, User: "ann"})
	uitest.Run(o, action.Bottom)
	for h := 1; h <= 4; h++ {
		if got := uitest.Screen(t, o, 60, h); !strings.Contains(got, "password") {
			t.Errorf("%d lines do not show the cursor:\n%s", h, got)
		}
	}
	uitest.Screen(t, o, 60, 2)
	uitest.Send(o, uitest.Click(20, 0), uitest.Click(20, 1)) // the first scrolls to the kind
	uitest.Type(o, "a{{")
	o.wantsAuth(t, &collections.Auth{Kind: collections.AuthBasic, User: "anna{{"})
	if p, ok := o.Popup(); !ok || p.Above != 1 {
		t.Errorf("the list is about row %d (%v)", p.Above, ok)
	}
}

func TestAnEditElsewhereDisturbsNobody(t *testing.T) {
	o := authOf(t, &collections.Auth{Kind: collections.AuthBearer, Token: "a"})
	uitest.Run(o, action.Down, action.Edit)
	r := o.request
	r.URL = "https://other.example"
	o.show(r)
	uitest.Type(o, "b")
	o.wantsAuth(t, &collections.Auth{Kind: collections.AuthBearer, Token: "ab"})
}
