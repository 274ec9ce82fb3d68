package picking_test

import (
	"context"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/demo"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/pane/picking"
	"dowse/ui/uitest"
)

// held is the dialog as the root holds it: it keeps the last intent and runs commands at once.
type held struct {
	*picking.Model
	t      testing.TB
	intent tea.Msg
}

func open(t testing.TB, o picking.Options) *held {
	t.Helper()
	if o.Pick.From.Kind == "" {
		o.Pick = o.Suggestion.Here
	}
	d := &held{Model: picking.New(uitest.Theme(t), o), t: t}
	d.SetSize(76, 22)
	d.SetFocus(true)
	return d
}

// Update keeps the intent, and takes what the command gives.
func (d *held) Update(msg tea.Msg) (tea.Msg, tea.Cmd) {
	intent, cmd := d.Model.Update(msg)
	d.intent = intent
	if cmd != nil {
		if msg := cmd(); msg != nil {
			d.Model.Update(msg)
		}
	}
	return intent, nil
}

// at puts the cursor on the row of a label.
func (d *held) at(label string) {
	d.t.Helper()
	for range 12 {
		uitest.Run(d, action.Up)
	}
	for range 12 {
		if strings.HasPrefix(d.cursor(), label) {
			return
		}
		uitest.Run(d, action.Down)
	}
	d.t.Fatalf("the cursor cannot be put on %q:\n%s", label, d.screen())
}

// edit begins to type in the row of a label.
func (d *held) edit(label string) {
	d.t.Helper()
	d.at(label)
	uitest.Run(d, action.Accept)
}

// cursor is what the line that keys act on says; a place but the first has no label.
func (d *held) cursor() string {
	for line := range strings.SplitSeq(d.screen(), "\n") {
		if rest, ok := strings.CutPrefix(line, "▌"); ok {
			if text := strings.TrimSpace(rest); !strings.HasPrefix(rest, " ") {
				return text
			} else {
				return "which " + text
			}
		}
	}
	return ""
}

// line is the line of a label, without the label.
func (d *held) line(label string) string {
	d.t.Helper()
	for line := range strings.SplitSeq(d.screen(), "\n") {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(line, " ▌"), label); ok {
			return strings.TrimSpace(rest)
		}
	}
	d.t.Fatalf("there is no row %q:\n%s", label, d.screen())
	return ""
}

func (d *held) screen() string { return uitest.Screen(d.t, d, 76, 22) }

// has fails the test unless the line of a label has each of the texts in it.
func (d *held) has(label string, texts ...string) {
	d.t.Helper()
	line := d.line(label)
	for _, text := range texts {
		if !strings.Contains(line, text) {
			d.t.Errorf("%s is %q, want %q in it", label, line, text)
		}
	}
}

// saved accepts, and gives the pick that is asked for.
func (d *held) saved() collections.Pick {
	d.t.Helper()
	d.at("type")
	uitest.Run(d, action.Accept)
	msg, ok := d.intent.(picking.SaveMsg)
	if !ok {
		d.t.Fatalf("Accept gave %#v, want a SaveMsg:\n%s", d.intent, d.screen())
	}
	return msg.Pick
}

// shop sends requests to the demo shop.
type shop struct {
	t     testing.TB
	url   string
	token string
}

func newShop(t testing.TB) *shop {
	t.Helper()
	server, err := demo.Start(demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return &shop{t: t, url: server.URL()}
}

func (s *shop) send(r collections.Request) *client.Exchange {
	s.t.Helper()
	if s.token != "" {
		r.Headers = collections.Rows{{Name: "Authorization", Value: "Bearer " + s.token}}
	}
	e, err := client.New(client.Options{}).Send(context.Background(), r, vars.NewScope())
	if err != nil || e.Response.Status != 200 {
		s.t.Fatalf("%s: %d, %v", r.URL, e.Response.Status, err)
	}
	return e
}

func (s *shop) login() *client.Exchange {
	s.t.Helper()
	return s.send(collections.Request{
		Method: "POST", URL: s.url + "/login", Body: collections.Body{Kind: collections.BodyJSON, Text: `{"user": "demo", "password": "demo"}`},
	})
}

func (s *shop) orders() *client.Exchange {
	s.t.Helper()
	e := s.login()
	s.token = e.Document().Text(find(s.t, e, "$.access_token"))
	return s.send(collections.Request{URL: s.url + "/orders"})
}

// body is a response that was not sent by anyone.
func body(text string, headers ...client.Header) *client.Exchange {
	headers = append(headers, client.Header{Name: "Content-Type", Value: "application/json"})
	return &client.Exchange{Response: client.Response{Status: 200, Body: []byte(text), Headers: headers, Complete: true}}
}

func find(t testing.TB, e *client.Exchange, path string) document.Node {
	t.Helper()
	q, err := document.ParseQuery(path)
	if err != nil {
		t.Fatal(err)
	}
	nodes := e.Document().Select(q)
	if len(nodes) != 1 {
		t.Fatalf("%s selects %d nodes", path, len(nodes))
	}
	return nodes[0]
}

// at are the options for the value at a path.
func at(t testing.TB, e *client.Exchange, path string) picking.Options {
	t.Helper()
	node := find(t, e, path)
	s, err := pick.Suggest(e, node, pick.About{})
	if err != nil {
		t.Fatal(err)
	}
	return picking.Options{Exchange: e, Node: node, Suggestion: s}
}

const three = `{"data": [{"id": "a", "n": 1}, {"id": "b", "n": 2}, {"id": "c", "n": 3}], "none": null, "page": {"total": 3}}`
