// Package picking is the dialog with every setting of a pick: its name, where it reads, what it takes, its
// type, what is done about a missing value and whether it is secret, with what all this gives on the
// response that is shown. It saves nothing and changes no request: it says which pick is asked for.
//
//	a setting changes ──question──> evaluate, beside the screen when the body is large
//	                                    └──evaluatedMsg──> answer ──View──> value, misses, items
package picking

import (
	"reflect"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/field"
)

// SaveMsg asks for the pick to be kept as it is now.
type SaveMsg struct{ Pick collections.Pick }

// Options are the pick and what it is about.
type Options struct {
	Exchange   *client.Exchange
	Node       document.Node // the value that was pointed at
	Suggestion pick.Suggestion
	Pick       collections.Pick // as it is now
	Taken      []string         // names of other variables
	UsedBy     []string         // requests that use it
}

// Model is the dialog.
type Model struct {
	theme   *theme.Theme
	options Options
	pick    collections.Pick
	places  []place
	place   int // among places: where the pick reads now

	cursor row
	field  *field.Model // the text that is typed in
	typing bool
	typed  bool // in the row under the cursor: Enter saves then
	notice

	revision int       // counts the changes of what the pick gives
	running  *question // is being evaluated; nil: nothing is
	answer   answer

	focused       bool
	width, height int
}

// notice is what was said last.
type notice struct {
	note     string // what keeps the pick from being saved, or the dialog from closing, until the next key
	doubtful bool   // the dialog was left once although something was changed: leaving it again drops that
}

// place is one place that the pick can read, with what goes with it.
type place struct {
	label string
	note  string // what speaks against it
	help  string // what is known of it
	from  collections.Source
	take  collections.Take
	names string // the path of what tells the items apart, where a person is asked
	kind  string // the type
}

// New makes the dialog. What the pick gives on a large body is not known before a command has run: Init gives
// that command, and so does the first Update.
func New(t *theme.Theme, o Options) *Model {
	m := &Model{theme: t, options: o, pick: o.Pick, field: field.New(t), revision: 1}
	m.findPlaces()
	m.cursor = kindRow
	for _, r := range []row{takeRow, whichRow} {
		if m.selectable(r) {
			m.cursor = r
		}
	}
	if m.small() {
		m.answer = evaluate(m.question())
	}
	return m
}

// Init evaluates the pick where that takes time; nil: it is done.
func (m *Model) Init() tea.Cmd { return m.ask() }

// findPlaces lists where the pick can read: what was suggested and, where that is another place, what it
// reads now.
func (m *Model) findPlaces() {
	s := m.options.Suggestion
	here := place{label: hereLabel(s), from: s.Here.From, take: s.Here.Take, kind: s.Here.Type}
	if s.Fragile {
		here.note = "breaks if the order moves"
	}
	m.places = []place{here}
	if e := s.Every; e != nil {
		m.places = append(m.places, place{label: "every item", from: e.From, take: e.Take, kind: e.Type})
	}
	for _, c := range s.Others {
		m.places = append(m.places, place{label: c.Label, help: c.Note, from: c.Pick.From, take: c.Pick.Take, kind: c.Pick.Type})
	}
	if a := s.Ask; a != nil {
		m.places = append(m.places, place{label: "ask", help: "when it is sent", from: a.From, take: a.Take, kind: a.Type, names: a.Label})
	}
	asks := m.pick.Take == collections.TakeAsk
	m.place = slices.IndexFunc(m.places, func(p place) bool { return same(p.from, m.pick.From) && (p.take == collections.TakeAsk) == asks })
	if m.place < 0 {
		m.place = len(m.places)
		m.places = append(m.places, place{label: "as it was", from: m.pick.From})
	}
}

func hereLabel(s pick.Suggestion) string {
	switch {
	case s.Why != "":
		return "this item"
	case s.Fragile:
		return "this position"
	case s.Here.From.Kind == collections.SourcePath:
		return "this value"
	}
	return "this " + string(s.Here.From.Kind)
}

// same says whether two sources are one place.
func same(a, b collections.Source) bool {
	return a.Kind == b.Kind && a.Arg == b.Arg && a.Nth == b.Nth && a.Attr == b.Attr
}

// SetTheme changes what it looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	m.field.SetTheme(t)
}

// SetSize says how many cells it has.
func (m *Model) SetSize(width, height int) { m.width, m.height = max(0, width), max(0, height) }

// SetFocus says whether it has the keys. What is typed in stays so.
func (m *Model) SetFocus(focused bool) {
	m.focused = focused
	if m.typing {
		m.field.SetFocus(focused)
	}
}

// Unsaved says whether the pick is another one than it was.
func (m *Model) Unsaved() bool {
	was, now := m.options.Pick, m.pick
	was.IfMissing.Default, now.IfMissing.Default = vars.Value{}, vars.Value{}
	return !reflect.DeepEqual(was, now) || !m.options.Pick.IfMissing.Default.Equal(m.pick.IfMissing.Default)
}

// Contexts are those of the field that is typed in, or of going through the settings.
func (m *Model) Contexts() []action.Context {
	if m.typing {
		return append(m.field.Contexts(), action.Field)
	}
	if m.cursor.text() && !m.typed {
		return []action.Context{action.PickText, action.Pick}
	}
	return []action.Context{action.Pick}
}

// ValidName says whether a variable can have a name: lower case letters, digits and _, a letter first.
func ValidName(name string) bool {
	for i, r := range name {
		letter := r >= 'a' && r <= 'z'
		if !letter && (i == 0 || r != '_' && (r < '0' || r > '9')) {
			return false
		}
	}
	return name != ""
}
