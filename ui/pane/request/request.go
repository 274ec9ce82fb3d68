// Package request is the pane that edits one request: query, headers, auth, body and variables. Method and
// URL have a pane of their own. It neither sends nor saves.
//
//	root ──SetRequest──> parts (tables, auth, body) ──every change──> EditMsg with the request as a whole
package request

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/field"
	"dowse/ui/widget/table"
)

// EditMsg asks to make the request another one.
type EditMsg struct {
	Request collections.Request // shares nothing that this pane changes
	What    string              // the edit, for whoever takes it back; the same while one text is typed
}

// Onto gives a request with what this pane edits of it taken from the message, and everything else, such as
// method and URL, as it is.
func (msg EditMsg) Onto(r collections.Request) collections.Request {
	r.Query, r.Headers, r.Auth, r.Body, r.Vars = msg.Request.Query, msg.Request.Headers, msg.Request.Auth, msg.Request.Body, msg.Request.Vars
	return r
}

// part is one tab of the pane.
type part interface {
	Update(tea.Msg) (intent tea.Msg, cmd tea.Cmd)
	View() string
	SetSize(width, height int)
	SetTheme(*theme.Theme)
	SetKeymap(*action.Keymap)
	SetPlaceholders(*field.Placeholders)
	SetFocus(bool)
	Contexts() []action.Context
	Popup() (frame.Popup, bool)
	Text() string // what the cursor is on
	Paste(string) tea.Msg
	Insert(string) tea.Msg
	Leave() tea.Msg // ends typing
	ToTop()
}

// Model is the pane.
type Model struct {
	theme         *theme.Theme
	placeholders  *field.Placeholders
	request       collections.Request
	inherited     collections.Request
	tab           tab
	parts         parts
	typing        typing // of the variables
	width, height int
	focused       bool
}

// parts are the five tabs.
type parts struct {
	query, headers *table.Model
	auth           *auth
	body           *body
	variables      *table.Model
}

// tab is one of the parts.
type tab int

const (
	queryTab tab = iota
	headersTab
	authTab
	bodyTab
	variablesTab
)

// tabNames are what the tabs are called on the screen and in the state that is kept.
var tabNames = [...]string{"Query", "Headers", "Auth", "Body", "Variables"}

// New makes the pane, with an empty request.
func New(t *theme.Theme) *Model {
	return &Model{theme: t, parts: parts{
		query:     table.New(t, table.Options{Noun: "parameter"}),
		headers:   table.New(t, table.Options{Noun: "header", Names: headerNames}),
		auth:      newAuth(t),
		body:      newBody(t),
		variables: table.New(t, table.Options{Noun: "variable", Plain: true}),
	}}
}

// all gives the parts in the order of their tabs.
func (m *Model) all() []part {
	return []part{m.parts.query, m.parts.headers, m.parts.auth, m.parts.body, m.parts.variables}
}

// shown is the part of the tab that is shown.
func (m *Model) shown() part { return m.all()[m.tab] }

// SetTheme changes what it looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	for _, p := range m.all() {
		p.SetTheme(t)
	}
}

// SetKeymap says which keys empty tabs show.
func (m *Model) SetKeymap(k *action.Keymap) {
	for _, p := range m.all() {
		p.SetKeymap(k)
	}
}

// SetPlaceholders says what stands between braces.
func (m *Model) SetPlaceholders(p *field.Placeholders) {
	m.placeholders = p
	for _, part := range m.all() {
		part.SetPlaceholders(p)
	}
}

// SetRequest shows a request. inherited is what its folders, environment and collection give it. The request
// that is shown already disturbs nobody who is typing in it.
func (m *Model) SetRequest(r, inherited collections.Request) {
	another := r.ID != m.request.ID
	if !reflect.DeepEqual(r, m.request) {
		m.parts.auth.forget()
		m.parts.body.forget()
	}
	if !reflect.DeepEqual(r.Vars, m.request.Vars) {
		m.parts.variables.SetRows(variableRows(r.Vars))
		m.typing = typing{}
	}
	m.request, m.inherited = own(r), inherited
	m.parts.query.SetRows(r.Query)
	m.parts.headers.SetRows(r.Headers)
	var rows []table.Inherited
	for _, row := range inherited.Headers {
		rows = append(rows, table.Inherited{Name: row.Name, Value: row.Value, From: "inherited"})
	}
	m.parts.headers.SetInherited(rows)
	m.parts.auth.setAuth(r.Auth, inherited.Auth)
	m.parts.body.setBody(r.Body)
	if another {
		for _, p := range m.all() {
			p.ToTop()
		}
	}
	m.resize()
}

// own is a request that shares nothing that this pane changes.
func own(r collections.Request) collections.Request {
	r.Query, r.Headers, r.Body.Form, r.Vars = slices.Clone(r.Query), slices.Clone(r.Headers), slices.Clone(r.Body.Form), slices.Clone(r.Vars)
	if r.Auth != nil {
		auth := *r.Auth
		r.Auth = &auth
	}
	return r
}

// Tab is the name of the tab that is shown.
func (m *Model) Tab() string { return tabNames[m.tab] }

// SetTab shows the tab of a name; one that is not there changes nothing.
func (m *Model) SetTab(name string) {
	if i := slices.Index(tabNames[:], name); i >= 0 {
		m.turn(i - int(m.tab))
	}
}

// SetSize says how many cells it has.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = max(0, width), max(0, height)
	m.resize()
}

// resize tells the parts how many cells they have: the query leaves a line for that of the URL.
func (m *Model) resize() {
	for i, p := range m.all() {
		height := m.height
		if tab(i) == queryTab && m.urlQuery() != "" {
			height = max(0, height-1)
		}
		p.SetSize(m.width, height)
	}
}

// SetFocus says whether it has the keys.
func (m *Model) SetFocus(focused bool) {
	m.focused = focused
	m.shown().SetFocus(focused)
}

// Contexts are those of the tab that is shown.
func (m *Model) Contexts() []action.Context { return m.shown().Contexts() }

// Title names the pane and its tabs.
func (m *Model) Title() frame.Title {
	names := slices.Clone(tabNames[:])
	for i, n := range []int{queryTab: on(m.request.Query), headersTab: m.sentHeaders(), variablesTab: len(m.request.Vars)} {
		if n > 0 {
			names[i] = fmt.Sprintf("%s %d", names[i], n)
		}
	}
	return frame.Title{Name: "Request", Tabs: names, Tab: int(m.tab)}
}

// on counts the rows that are sent.
func on(rows collections.Rows) int {
	n := 0
	for _, row := range rows {
		if !row.Off {
			n++
		}
	}
	return n
}

// sentHeaders counts the headers that are sent, those that are inherited included.
func (m *Model) sentHeaders() int {
	n := on(m.request.Headers)
	for _, row := range m.inherited.Headers {
		replaced := func(r collections.Row) bool { return strings.EqualFold(r.Name, row.Name) }
		if !row.Off && !slices.ContainsFunc(m.request.Headers, replaced) {
			n++
		}
	}
	return n
}

// Where says what is wrong with the JSON of the body, else what the placeholders under the cursor stand for.
func (m *Model) Where() string {
	if m.tab == bodyTab {
		if mistake := m.parts.body.mistake(); mistake != "" {
			return mistake
		}
	}
	return m.explain(m.shown().Text())
}

// Popup is the list of completions.
func (m *Model) Popup() (frame.Popup, bool) { return m.shown().Popup() }

// Update takes an action, a key that is typed, a paste or the mouse. The intent is nil, EditMsg or
// field.ValueFromMsg.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	if run, ok := msg.(action.RunMsg); ok {
		switch run.ID {
		case action.NextTab:
			return m.turn(1), nil
		case action.PreviousTab:
			return m.turn(-1), nil
		}
	}
	intent, cmd = m.shown().Update(msg)
	return m.edited(intent), cmd
}

// Paste puts text into the tab that is shown: rows into a table, lines into the body.
func (m *Model) Paste(text string) tea.Msg { return m.edited(m.shown().Paste(text)) }

// Insert puts text, such as a placeholder, into what is typed in.
func (m *Model) Insert(text string) tea.Msg { return m.edited(m.shown().Insert(text)) }

// turn shows the tab that is so many further.
func (m *Model) turn(by int) tea.Msg {
	intent := m.edited(m.shown().Leave())
	m.shown().SetFocus(false)
	n := len(tabNames)
	m.tab = tab((int(m.tab) + by%n + n) % n)
	m.shown().SetFocus(m.focused)
	return intent
}

// edited makes an edit of the request from what a part says of itself.
func (m *Model) edited(intent tea.Msg) tea.Msg {
	r, what := m.request, ""
	switch msg := intent.(type) {
	case table.ChangedMsg:
		what = msg.What
		switch m.tab {
		case queryTab:
			r.Query = msg.Rows
		case headersTab:
			r.Headers = msg.Rows
		case variablesTab:
			if msg.What != m.typing.what {
				m.typing = typing{msg.What, r.Vars}
			}
			r.Vars = variables(msg.Rows, m.typing.before)
		}
	case authMsg:
		r.Auth, what = msg.auth, msg.what
	case bodyMsg:
		r.Body, what = msg.body, msg.what
	default:
		return intent
	}
	m.request = r
	return EditMsg{Request: own(r), What: what}
}

// View is the tab that is shown.
func (m *Model) View() string {
	query := m.urlQuery()
	if m.tab != queryTab || query == "" || m.height == 0 {
		return m.shown().View()
	}
	ell := m.theme.Glyphs.Ellipsis
	line := " " + m.theme.Paint(theme.Muted, "in the URL  ") + field.Paint(m.theme, m.placeholders, query, max(0, m.width-13))
	line = frame.Fit(line, m.width, ell)
	if m.height == 1 {
		return line
	}
	return m.shown().View() + "\n" + line
}

// urlQuery is the query that stands in the URL itself, with its question mark.
func (m *Model) urlQuery() string {
	url, _, _ := strings.Cut(m.request.URL, "#")
	if i := strings.IndexByte(url, '?'); i >= 0 && i+1 < len(url) {
		return url[i:]
	}
	return ""
}
