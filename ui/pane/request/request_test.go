package request_test

import (
	"reflect"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/pane/request"
	"dowse/ui/uitest"
	"dowse/ui/widget/field"
)

// owner holds the request as the root does: it has what the pane told it.
type owner struct {
	*request.Model
	request   collections.Request
	inherited collections.Request
	what      []string
	last      tea.Msg // what the last message made of itself, if it is no edit
}

func open(t testing.TB, r collections.Request) *owner {
	t.Helper()
	o := &owner{Model: request.New(uitest.Theme(t))}
	o.SetPlaceholders(placeholders())
	o.SetSize(70, 10)
	o.SetFocus(true)
	o.show(r)
	return o
}

func (o *owner) show(r collections.Request) {
	o.request, o.what = r, nil
	o.SetRequest(r, o.inherited)
}

func placeholders() *field.Placeholders {
	return &field.Placeholders{
		Candidates: []field.Candidate{
			{Insert: "order_id", Value: "ord_8812", Type: "string", From: "pick of orders/list", Live: true},
			{Insert: "access_token", Value: "********", Type: "secret", From: "pick of auth/login", Live: true},
			{Insert: "gone", Type: "not sent yet"},
		},
		Value: func(name string) (vars.Value, bool) { return vars.NewString("of " + name), name == "base_url" },
	}
}

// take does with an edit what the root does: the request is the one of the edit, and is shown again.
func (o *owner) take(intent tea.Msg) {
	o.last = nil
	if msg, ok := intent.(request.EditMsg); ok {
		o.request, o.what = msg.Onto(o.request), append(o.what, msg.What)
		o.SetRequest(o.request, o.inherited)
		return
	}
	o.last = intent
}

// Update tells the owner what the message makes of itself.
func (o *owner) Update(msg tea.Msg) (tea.Msg, tea.Cmd) {
	intent, cmd := o.Model.Update(msg)
	o.take(intent)
	return intent, cmd
}

func (o *owner) typing() bool { return o.Contexts()[0].Typing() }

// shop is a request with something on every tab.
func shop() collections.Request {
	r := collections.Request{
		ID: "orders/get", Method: "POST", URL: "{{base_url}}/orders/{{order_id}}?expand=lines",
		Query: collections.Rows{{Name: "status", Value: "open"}, {Name: "limit", Value: "20", Off: true, Note: "of the page"}},
		Body:  collections.Body{Kind: collections.BodyJSON, Text: "{\n  \"order\": \"{{order_id}}\",\n  \"paid\": true\n}"},
	}
	r.Headers = collections.Rows{{Name: "Accept", Value: "application/json"}, {Name: "X-Team", Value: "{{gone}}"}}
	r.Auth = &collections.Auth{Kind: collections.AuthBearer, Token: "{{access_token}}"}
	r.Vars = []collections.Variable{
		{Name: "count", Value: vars.ParseScalar("3")}, {Name: "zip", Value: vars.NewString("1234")},
		{Name: "key", Value: vars.NewString("hush").AsSecret()},
	}
	return r
}

// given is what folders and collection give a request.
func given() collections.Request {
	var r collections.Request
	r.Headers = collections.Rows{{Name: "User-Agent", Value: "dowse"}, {Name: "accept", Value: "*/*"}}
	r.Auth = &collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: "secret"}
	return r
}

func TestTabs(t *testing.T) {
	o := open(t, shop())
	o.inherited = given()
	o.show(shop())
	title := o.Title()
	want := []string{"Query 1", "Headers 3", "Auth", "Body", "Variables 3"}
	if diff := cmp.Diff(want, title.Tabs); diff != "" || title.Name != "Request" {
		t.Errorf("%q (-want +got):\n%s", title.Name, diff)
	}
	var seen []string
	for range 5 {
		seen = append(seen, o.Tab())
		if o.Title().Tab != len(seen)-1 {
			t.Errorf("the title marks tab %d", o.Title().Tab)
		}
		uitest.Run(o, action.NextTab)
	}
	if diff := cmp.Diff([]string{"Query", "Headers", "Auth", "Body", "Variables"}, seen); diff != "" || o.Tab() != "Query" {
		t.Errorf("%q (-want +got):\n%s", o.Tab(), diff)
	}
	uitest.Run(o, action.PreviousTab)
	if o.Tab() != "Variables" {
		t.Errorf("before the first is %q", o.Tab())
	}
	o.SetTab("Auth")
	o.SetTab("Nonsense")
	if o.Tab() != "Auth" {
		t.Errorf("the tab is %q", o.Tab())
	}
	if o.what != nil {
		t.Errorf("looking edits: %q", o.what)
	}
}

func TestTurningKeepsWhatIsTyped(t *testing.T) {
	o := open(t, shop())
	uitest.Run(o, action.Right, action.Edit)
	uitest.Type(o, "ed")
	o.SetTab("Body")
	if o.typing() || o.request.Query[0].Value != "opened" {
		t.Errorf("typing is %v, the query %v", o.typing(), o.request.Query)
	}
	uitest.Run(o, action.Edit)
	if o.SetTab("Query"); o.typing() {
		t.Error("a tab that was left is still typed in")
	}
}

func TestQueryHeadersAndVariablesAreRows(t *testing.T) {
	o := open(t, shop())
	uitest.Run(o, action.Toggle)
	if !o.request.Query[0].Off || o.request.Headers[0].Off {
		t.Errorf("the query is %v", o.request.Query)
	}
	uitest.Run(o, action.NextTab, action.Delete)
	if diff := cmp.Diff(collections.Rows{{Name: "X-Team", Value: "{{gone}}"}}, o.request.Headers); diff != "" {
		t.Error(diff)
	}
	o.SetTab("Variables")
	uitest.Run(o, action.Delete)
	if len(o.request.Vars) != 2 || o.request.Vars[0].Name != "zip" {
		t.Errorf("the variables are %v", o.request.Vars)
	}
	want := []string{"turn parameter 1 off", "delete header 1 of 2", "delete variable 1 of 3"}
	if diff := cmp.Diff(want, o.what); diff != "" {
		t.Errorf("edits (-want +got):\n%s", diff)
	}
	o.take(o.Paste("a: 1\nb: x"))
	if n := len(o.request.Vars); n != 4 {
		t.Errorf("a paste of two rows makes %v", o.request.Vars)
	}
}

func TestInheritedHeadersAreShown(t *testing.T) {
	o := open(t, shop())
	o.inherited = given()
	o.show(shop())
	o.SetTab("Headers")
	uitest.Run(o, action.Bottom, action.Up, action.Edit)
	uitest.Type(o, "/2")
	want := append(shop().Headers, collections.Row{Name: "User-Agent", Value: "dowse/2"})
	if diff := cmp.Diff(want, o.request.Headers); diff != "" {
		t.Errorf("the headers (-want +got):\n%s", diff)
	}
}

// TestOntoLeavesTheRestAlone holds that an edit takes nothing from a request but what this pane edits.
func TestOntoLeavesTheRestAlone(t *testing.T) {
	o := open(t, shop())
	intent, _ := o.Model.Update(action.RunMsg{ID: action.Toggle})
	msg := intent.(request.EditMsg)
	now := shop()
	now.Method, now.URL, now.Name = "PUT", "https://other.example", "New name"
	now.Query = nil
	got := msg.Onto(now)
	if got.Method != "PUT" || got.URL != now.URL || got.Name != "New name" || len(got.Query) != 2 || !got.Query[0].Off {
		t.Errorf("%+v", got)
	}
	if !reflect.DeepEqual(got.Auth, shop().Auth) || !reflect.DeepEqual(got.Vars, shop().Vars) || got.Body.Text != shop().Body.Text {
		t.Errorf("what was not edited is another one: %+v", got)
	}
}

// TestNothingIsShared holds that the pane writes into no request of its owner, nor the owner into the pane's.
func TestNothingIsShared(t *testing.T) {
	mine := shop()
	o := open(t, mine)
	uitest.Run(o, action.Toggle)
	told := o.request
	uitest.Run(o, action.Delete)
	o.SetTab("Auth")
	uitest.Run(o, action.Down, action.Edit)
	uitest.Type(o, "x")
	o.SetTab("Variables")
	uitest.Run(o, action.Delete)
	if diff := cmp.Diff(shop().Query, mine.Query); diff != "" || mine.Auth.Token != "{{access_token}}" || mine.Vars[0].Name != "count" {
		t.Errorf("the pane wrote into a request of its owner:\n%s", diff)
	}
	if len(told.Query) != 2 || told.Auth.Token != "{{access_token}}" {
		t.Errorf("the pane wrote into a request that it gave: %v", told.Query)
	}
	intent, _ := open(t, mine).Model.Update(action.RunMsg{ID: action.Toggle})
	intent.(request.EditMsg).Request.Auth.Token = "written"
	if mine.Auth.Token != "{{access_token}}" {
		t.Error("an edit shares the auth of the owner")
	}
	n := open(t, mine)
	intent, _ = n.Model.Update(action.RunMsg{ID: action.Toggle})
	intent.(request.EditMsg).Request.Auth.Token = "written"
	intent, _ = n.Model.Update(action.RunMsg{ID: action.Toggle})
	if got := intent.(request.EditMsg).Request.Auth.Token; got != "{{access_token}}" {
		t.Errorf("an edit shares the auth of the pane: %q", got)
	}
	o.request.Auth.Token = "written"
	o.SetTab("Query")
	uitest.Run(o, action.Toggle)
	if o.request.Auth.Token != "{{access_token}}x" {
		t.Errorf("the owner wrote into the pane's request: %q", o.request.Auth.Token)
	}
}

func TestAnotherRequestBeginsAtItsTop(t *testing.T) {
	other := collections.Request{ID: "other", Query: shop().Query}
	for _, tab := range []string{"Query", "Headers", "Auth", "Body", "Variables"} {
		o := open(t, shop())
		o.SetTab(tab)
		uitest.Run(o, action.Down, action.Edit)
		if !o.typing() {
			t.Fatalf("%s is not typed in", tab)
		}
		o.SetRequest(o.request, o.inherited)
		if !o.typing() {
			t.Errorf("%s: the request that is there ends typing", tab)
		}
		o.show(other)
		if o.typing() {
			t.Errorf("%s: another request is typed in", tab)
		}
		if o.Tab() != tab {
			t.Errorf("another request shows the tab %q", o.Tab())
		}
		o.show(shop())
		if o.typing() {
			t.Errorf("%s: the first request is typed in when it comes back", tab)
		}
	}
}

func TestWhere(t *testing.T) {
	o := open(t, shop())
	o.SetTheme(uitest.Themes(t)["ascii"])
	for text, want := range map[string]string{
		"plain":                     "",
		"{{order_id}}/{{base_url}}": "order_id = ord_8812  pick of orders/list  base_url = of base_url",
		"{{gone}}":                  "! gone has no value",
		"{{$uuid}}":                 "$uuid made for each request",
		"{{order_id}}{{order_id}}{{$uuid}}{{gone}}": "order_id = ord_8812  pick of orders/list  order_id = ord_8812  pick of orders/list  $uuid made for each request",
		"{{access_token}}":                          "access_token = ********  pick of auth/login",
		"{{\u202egone}}":                            "! ⟨U+202E⟩gone has no value",
	} {
		o.show(collections.Request{ID: text, Query: collections.Rows{{Name: text}}})
		got := ansi.Strip(o.Where())
		if got != want {
			t.Errorf("%q: at %q, want %q", text, got, want)
		}
	}
	o = open(t, shop())
	for tab, want := range map[string]string{"Headers": "", "Auth": "", "Variables": ""} {
		if o.SetTab(tab); o.Where() != want {
			t.Errorf("%s: at %q", tab, o.Where())
		}
	}
	o.SetTab("Auth")
	if uitest.Run(o, action.Down); !strings.Contains(o.Where(), "access_token") {
		t.Errorf("on the token: at %q", o.Where())
	}
	o.SetTab("Body")
	if uitest.Run(o, action.Down); !strings.Contains(o.Where(), "order_id") {
		t.Errorf("in the body: at %q", o.Where())
	}
	o.SetPlaceholders(nil)
	if !strings.Contains(o.Where(), "has no value") {
		t.Errorf("without placeholders: at %q", o.Where())
	}
}
