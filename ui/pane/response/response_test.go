package response_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// answer is what the server of a test says.
type answer struct {
	status  int
	headers []string // name, value, name, value ...
	body    string
	short   bool // it promises more than it sends
}

// send gets an answer over the loopback interface. What differs from one run to the next is set anew.
func send(t testing.TB, a answer, headers ...collections.Row) *client.Exchange {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		for i := 0; i+1 < len(a.headers); i += 2 {
			w.Header().Add(a.headers[i], a.headers[i+1])
		}
		if echo := r.Header.Get("X-Key"); echo != "" {
			w.Header().Set("X-Echo", echo)
		}
		if a.short {
			w.Header().Set("Content-Length", fmt.Sprint(len(a.body)+1000))
		}
		w.WriteHeader(max(a.status, 200))
		_, _ = w.Write([]byte(a.body))
	}))
	defer server.Close()
	c := client.New(client.Options{})
	defer c.Close()
	scope := vars.NewScope(vars.Layer{Name: "secrets", Variables: []vars.Variable{{Name: "key", Value: vars.NewString("s3cr3t-key-value").AsSecret()}}})
	request := collections.Request{URL: server.URL + "/orders?limit=2"}
	request.Headers = headers
	e, err := c.Send(context.Background(), request, scope)
	if err != nil && !a.short {
		t.Fatal(err)
	}
	return steady(e)
}

// steady is an exchange with a clock and addresses of its own.
func steady(e *client.Exchange) *client.Exchange {
	e.Timings = client.Timings{
		DNS: 12 * time.Millisecond, Connect: 20 * time.Millisecond, Send: time.Millisecond, Wait: 130 * time.Millisecond,
		Receive: 21 * time.Millisecond, Total: 184 * time.Millisecond,
	}
	e.Elapsed, e.Remote = 184*time.Millisecond, "192.0.2.7:80"
	e.Request.URL = vars.PlainText("http://shop.example/orders?limit=2")
	for i, h := range e.Request.Headers {
		if h.Name == "Host" {
			e.Request.Headers[i].Value = vars.PlainText("shop.example")
		}
	}
	return e
}

// orders is a list as a shop gives it.
const orders = `{"data": [
  {"id": "ord_8812", "number": 1001, "status": "open", "customer": {"id": "cus_1", "name": "Ann"}, "total": "129.00", "shipped_at": null, "created": "2024-05-01T10:00:00Z"},
  {"id": "ord_8813", "number": 1002, "status": "open", "customer": {"id": "cus_2", "name": "Bea"}, "total": "12.50", "shipped_at": null, "created": "2024-05-02"},
  {"id": "ord_8814", "number": 1003, "status": "paid", "customer": {}, "total": 7, "tags": ["a", "b"], "url": "https://shop.example/orders/3"}
], "page": {"next": "b3JkXzg4MTI=", "total": 812}, "ok": true}`

func shop() answer {
	return answer{body: orders, headers: []string{
		"Content-Type", "application/json", "X-Request-Id", "req_000001", "Set-Cookie", "session=abc123; Path=/; HttpOnly", "Set-Cookie", "seen=1",
	}}
}

// picks of the shop's list.
func picks(hidden bool) []collections.Pick {
	secret := collections.SecretUnset
	if hidden {
		secret = collections.SecretYes
	}
	return []collections.Pick{
		{Name: "order_id", From: collections.Source{Kind: collections.SourcePath, Arg: "$.data[0].id"}, Secret: secret},
		{Name: "customers", From: collections.Source{Kind: collections.SourcePath, Arg: "$.data[*].customer.id"}, Take: collections.TakeAll},
		{Name: "request", From: collections.Source{Kind: collections.SourceHeader, Arg: "X-Request-Id"}},
		{Name: "visit", From: collections.Source{Kind: collections.SourceCookie, Arg: "session"}},
	}
}

// pane is a pane that shows an answer and what was picked of it.
func pane(t testing.TB, a answer, picks ...collections.Pick) *response.Model {
	t.Helper()
	m := response.New(uitest.Theme(t))
	m.SetFocus(true)
	m.SetSize(80, 18)
	e := send(t, a)
	m.SetExchange(e, session.Evaluate("orders/list", picks, e))
	return m
}

func times(n int, id action.ID) []action.ID {
	var all []action.ID
	for range n {
		all = append(all, id)
	}
	return all
}

func press(m *response.Model, x, y int) tea.Msg {
	return uitest.Send(m, uitest.Click(x, y))
}

func where(m *response.Model) string { return ansi.Strip(m.Where()) }

// wants fails the test when the cursor is elsewhere.
func wants(t *testing.T, m *response.Model, at string) {
	t.Helper()
	if got := where(m); !strings.HasPrefix(got, at) {
		t.Errorf("the cursor is at %q, want %q", got, at)
	}
}

func TestFrames(t *testing.T) {
	views := map[string]func(*response.Model){
		"tree":    func(m *response.Model) { uitest.Run(m, action.Down, action.Down, action.Down, action.Mark) },
		"pretty":  func(m *response.Model) { uitest.Run(m, action.ViewPretty, action.Down) },
		"raw":     func(m *response.Model) { uitest.Run(m, action.ViewRaw) },
		"headers": func(m *response.Model) { uitest.Run(m, action.NextTab, action.Down) },
		"timing":  func(m *response.Model) { uitest.Run(m, action.PreviousTab) },
		"search": func(m *response.Model) {
			uitest.Run(m, action.Find)
			typed(m, "ord")
		},
		"found": func(m *response.Model) {
			uitest.Run(m, action.Find)
			typed(m, "ord")
			uitest.Run(m, action.Accept, action.FindNext)
		},
		"empty": func(m *response.Model) {
			m.Clear()
			m.SetEmpty([]string{"ctrl+r sends this request.", "", "Then put the cursor on a value and press p."})
		},
		"loading": func(m *response.Model) {
			m.SetLoading(response.Progress{
				What: "connected, sent, receiving for 2 s", Timings: client.Timings{DNS: 12e6, Connect: 20e6, TLS: 41e6, Send: 1e6, Wait: 3200e6, Receive: 2e9},
				Received: 1_200_000, Length: 4_800_000, Hops: 2, Elapsed: 6 * time.Second, Spinner: "⠹",
			})
		},
	}
	for name, prepare := range views {
		for _, size := range [][2]int{{80, 18}, {40, 10}} {
			m := pane(t, shop(), picks(false)...)
			m.SetSize(size[0], size[1])
			prepare(m)
			uitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), uitest.Frame(t, m, size[0], size[1])+"\n"+m.Where())
		}
	}
	for name, th := range uitest.Themes(t) {
		m := pane(t, shop(), picks(false)...)
		m.SetTheme(th)
		uitest.Run(m, action.Down, action.Down, action.Down, action.Mark, action.Find)
		typed(m, "total")
		uitest.Run(m, action.Accept)
		uitest.Golden(t, "theme-"+name, uitest.Frame(t, m, 80, 18))
		m.SetTab("Timing")
		uitest.Golden(t, "theme-"+name+"-timing", uitest.Frame(t, m, 60, 12))
	}
}

func TestBodiesThatAreNoJSON(t *testing.T) {
	for name, a := range map[string]answer{
		"html":   {body: "<html>\n<head><title>Sign in</title></head>\n\t<p class=\"x\">" + strings.Repeat("long ", 30) + "</p>\n</html>", headers: []string{"Content-Type", "text/html"}},
		"claims": {body: "<html>sorry</html>\nsecond", headers: []string{"Content-Type", "application/json"}},
		"broken": {body: `{"data": [{"id": 1}, {"id": oops}]}`, headers: []string{"Content-Type", "application/json"}},
		"binary": {body: "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x02\x9b\x1b[31m", headers: []string{"Content-Type", "image/png"}},
		"none":   {status: 204},
		"short":  {body: orders, short: true, headers: []string{"Content-Type", "application/json"}},
	} {
		m := pane(t, a)
		uitest.Golden(t, "body-"+name, uitest.Frame(t, m, 60, 10)+"\n"+m.Where())
	}
}

func TestTitle(t *testing.T) {
	m := pane(t, shop())
	if diff := cmp.Diff([]string{"Body", "Headers", "Cookies", "Timing"}, m.Title().Tabs); diff != "" {
		t.Error(diff)
	}
	m.SetSize(100, 18)
	title := m.Title()
	if diff := cmp.Diff([]string{"Body", "Headers 5", "Cookies 2", "Timing"}, title.Tabs); diff != "" {
		t.Error(diff)
	}
	if got, want := ansi.Strip(title.Right), "200 OK 184 ms 553 B"; got != want {
		t.Errorf("right is %q, want %q", got, want)
	}
	uitest.Run(m, action.NextTab)
	if m.Title().Tab != 1 || m.Tab() != "Headers" {
		t.Errorf("tab %d, %s", m.Title().Tab, m.Tab())
	}
	uitest.Run(m, action.NextTab, action.NextTab, action.NextTab)
	if m.Tab() != "Body" {
		t.Errorf("after the last tab comes %s", m.Tab())
	}
	m.SetTab("Timing")
	m.SetTab("Nothing")
	if m.Tab() != "Timing" {
		t.Errorf("%s is shown", m.Tab())
	}
	bad := pane(t, answer{status: 503})
	if got := ansi.Strip(bad.Title().Right); !strings.HasPrefix(got, "503 Service Unavailable ") {
		t.Errorf("right is %q", got)
	}
}

func TestFolding(t *testing.T) {
	m := pane(t, shop())
	wants(t, m, "$  object")
	uitest.Run(m, times(3, action.Down)...)
	wants(t, m, `$.data[0].id  string  "ord_8812"`)
	uitest.Run(m, action.Left)
	wants(t, m, "$.data[0]  object")
	uitest.Run(m, action.Left, action.Down)
	wants(t, m, "$.data[1]  object") // the first item is folded
	uitest.Run(m, action.Right, action.Right)
	wants(t, m, "$.data[1].id")
	uitest.Run(m, action.FoldAll)
	wants(t, m, "$.data  array")
	uitest.Run(m, action.Fold, action.Bottom)
	wants(t, m, "$.ok  boolean  true")
	uitest.Run(m, action.UnfoldAll, action.Top)
	uitest.Run(m, times(7, action.Down)...)
	wants(t, m, "$.data[0].customer.id")
	if got := uitest.Screen(t, m, 80, 40); strings.Contains(got, "▸") {
		t.Errorf("something is still folded:\n%s", got)
	}
	uitest.Run(m, action.ViewRaw, action.FoldAll)
	if !strings.Contains(where(m), "v t") {
		t.Errorf("folding text says %q", where(m))
	}
}

func TestPretty(t *testing.T) {
	m := pane(t, answer{body: orders, headers: []string{"Content-Type", "application/json"}})
	uitest.Run(m, action.ViewPretty)
	got := uitest.Screen(t, m, 60, 60)
	lines := strings.Split(got, "\n")
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(strings.Trim(line, " ▌") + "\n")
	}
	if d := document.ParseJSON([]byte(strings.TrimSpace(text.String()))); d.Problem() != nil {
		t.Errorf("what is shown is no JSON: %v\n%s", d.Problem(), text.String())
	}
	uitest.Run(m, action.Bottom, action.Left)
	wants(t, m, "$  object")
}

func TestEachSheetKeepsItsPlace(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, times(4, action.Down)...)
	at := where(m)
	uitest.Run(m, action.NextTab, action.Down, action.Down)
	header := where(m)
	uitest.Run(m, action.ViewRaw, action.Down, action.ViewTree)
	wants(t, m, at)
	uitest.Run(m, action.NextTab)
	wants(t, m, header)
}

func TestMoving(t *testing.T) {
	m := pane(t, answer{body: "[" + strings.Repeat("1,", 999) + "1]"})
	m.SetSize(40, 11)
	for _, step := range []struct {
		id   action.ID
		want string
	}{
		{action.PageDown, "$[9]"}, {action.HalfDown, "$[14]"}, {action.HalfUp, "$[9]"}, {action.Bottom, "$[999]"}, {action.PageUp, "$[989]"},
		{action.Top, "$"}, {action.Down, "$[0]"}, {action.Up, "$"}, {action.Up, "$"},
	} {
		uitest.Run(m, step.id)
		wants(t, m, step.want+"  ")
	}
}

func TestMouse(t *testing.T) {
	m := pane(t, shop())
	press(m, 20, 3)
	wants(t, m, "$.data[0].id")
	press(m, 3, 1) // the mark of data
	wants(t, m, "$.data  array")
	if got := uitest.Screen(t, m, 80, 18); strings.Contains(got, "ord_8812") {
		t.Errorf("the press on the mark did not fold:\n%s", got)
	}
	press(m, 30, 1) // the cursor is there already
	if got := uitest.Screen(t, m, 80, 18); !strings.Contains(got, "ord_8812") {
		t.Errorf("the press on the cursor did not unfold:\n%s", got)
	}
	press(m, 0, 17)
	wants(t, m, "$.data  array")
	m.SetSize(80, 5)
	for range 20 {
		m.Update(tea.MouseMsg{Button: tea.MouseButtonWheelDown})
	}
	if got := uitest.Screen(t, m, 80, 5); !strings.Contains(got, "ok") {
		t.Errorf("the wheel does not reach the end:\n%s", got)
	}
}

func TestWhyThereIsNoTree(t *testing.T) {
	m := pane(t, answer{body: "hello", headers: []string{"Content-Type", "text/plain"}})
	uitest.Run(m, action.ViewTree)
	wants(t, m, "the body is text")
	m = pane(t, answer{body: "hello", headers: []string{"Content-Type", "application/json"}})
	uitest.Run(m, action.ViewPretty)
	if !strings.Contains(where(m), "not JSON: it starts with `hello`") {
		t.Errorf("it says %q", where(m))
	}
	uitest.Run(m, action.Down)
	wants(t, m, "line 1")
}

func TestLoading(t *testing.T) {
	m := pane(t, shop())
	m.SetLoading(response.Progress{Spinner: "x", Length: -1, Elapsed: 3 * time.Second})
	if got := uitest.Screen(t, m, 40, 10); strings.Contains(got, "ord_8812") || !strings.Contains(got, "esc cancels") {
		t.Errorf("while loading it shows:\n%s", got)
	}
	if got := uitest.Run(m, action.PickValue); got != nil {
		t.Errorf("while loading p asks for %v", got)
	}
	if got := uitest.Run(m, action.Leave); got != tea.Msg(response.CancelMsg{}) {
		t.Errorf("esc asks for %v", got)
	}
	if got := ansi.Strip(m.Title().Right); got != "x 3.0 s" {
		t.Errorf("the title says %q", got)
	}
	e := send(t, shop())
	m.SetExchange(e, nil)
	if got := uitest.Run(m, action.Leave); got != nil {
		t.Errorf("with the response there esc asks for %v", got)
	}
	if got := uitest.Screen(t, m, 40, 10); !strings.Contains(got, "ord_8812") {
		t.Errorf("after loading it shows:\n%s", got)
	}
}

// TestTheSameExchangeStaysAsItIs holds that what is shown again is not begun anew.
func TestTheSameExchangeStaysAsItIs(t *testing.T) {
	m := response.New(uitest.Theme(t))
	m.SetSize(80, 18)
	first, second := send(t, shop()), send(t, shop())
	m.SetExchange(first, nil)
	uitest.Run(m, action.Bottom)
	m.SetExchange(first, session.Evaluate("orders/list", picks(false), first))
	wants(t, m, "$.ok")
	if got := uitest.Screen(t, m, 80, 18); !strings.Contains(got, "= order_id ~") {
		t.Errorf("the picks are not shown:\n%s", got)
	}
	m.SetExchange(second, nil)
	wants(t, m, "$  object")
}

func TestEmpty(t *testing.T) {
	m := response.New(uitest.Theme(t))
	m.SetSize(40, 4)
	for _, a := range action.Defaults() {
		if got := uitest.Run(m, a.ID); got != nil {
			t.Errorf("%s asks for %v", a.ID, got)
		}
	}
	m.GoToPick("order_id")
	m.SetResults(nil)
	press(m, 1, 1)
	if diff := cmp.Diff([]action.Context{action.List}, m.Contexts()); diff != "" {
		t.Errorf("where there is no value the keys for one are offered:\n%s", diff)
	}
	if m.Where() != "" || m.Title().Tabs != nil {
		t.Errorf("an empty pane is at %q with tabs %v", m.Where(), m.Title().Tabs)
	}
}

// TestLongLines cuts long lines, moves along them, and finds what is out of sight at the side.
func TestLongLines(t *testing.T) {
	body := "short\n" + strings.Repeat("0123456789", 12) + "日本語 needle " + strings.Repeat("x", 100) + "\nend\n"
	m := pane(t, answer{body: body, headers: []string{"Content-Type", "text/plain"}})
	m.SetSize(40, 8)
	rows := func() []string { return strings.Split(uitest.Screen(t, m, 40, 8), "\n") }
	if got := rows(); !strings.HasPrefix(got[2], " 9012345678") {
		t.Errorf("lines are not wrapped: %q", got)
	}
	uitest.Run(m, action.Right)
	if !strings.Contains(m.Where(), "wrapped") {
		t.Errorf("to the side of wrapped lines: %s", m.Where())
	}
	uitest.Run(m, action.LongLines)
	if got := rows(); got[2] != " end"+strings.Repeat(" ", 36) || !strings.HasSuffix(got[1], "…") {
		t.Errorf("lines are not cut: %q", got)
	}
	uitest.Run(m, action.Right)
	if got := rows(); !strings.HasPrefix(got[1], " …901234") || !strings.Contains(ansi.Strip(m.Where()), "from column 9") {
		t.Errorf("one step to the right: %q, %s", got, m.Where())
	}
	for range 100 {
		uitest.Run(m, action.Right)
	}
	if got := rows(); !strings.HasPrefix(got[1], " …xxxxx") {
		t.Errorf("the end is passed: %q", got)
	}
	uitest.Run(m, action.Left, action.Find)
	typed(m, "needle")
	if got := rows(); !strings.Contains(got[1], "needle") {
		t.Errorf("what was found is out of sight: %q", got)
	}
	// A wide character that is cut in two leaves no row too wide.
	for range 12 {
		uitest.Run(m, action.Left)
		uitest.Exact(t, uitest.Frame(t, m, 40, 8), 40, 8)
	}
	uitest.Run(m, action.Accept, action.LongLines)
	if got := rows(); !strings.HasPrefix(got[2], " 9012345678") {
		t.Errorf("lines are not wrapped again: %q", got)
	}
}
