// Package mapping is the grid in which a person says what each field of a target is made of: target, source, type,
// whether it is required, transform and what stands for a missing value, with what all this gives on the rows of the
// response that is shown. It saves and sends nothing: it says what is asked for.
//
//	a cell changes ──question──> evaluate, beside the screen when there are many rows
//	                                 └──evaluatedMsg──> answer ──View──> values, failing rows
package mapping

import (
	"cmp"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/mapping"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/widget/field"
	"dowse/ui/widget/scroll"
)

// CloseMsg asks for the grid to be closed. Changed says that it is not as it was saved.
type CloseMsg struct{ Changed bool }

// ExportMsg asks for the mapping to be written for another tool.
type ExportMsg struct{}

// Options are a mapping and what it is about.
type Options struct {
	Mapping collections.Mapping
	Why     map[string]mapping.Matched // of each field that was matched just now, by its name
	Rows    [][]byte                   // of the source, as they came
	New     bool                       // it has no file yet
	From    string                     // how a request without a file is called that the rows come from; empty: by its ID
}

// Model is the grid.
type Model struct {
	theme   *theme.Theme
	keymap  *action.Keymap
	options Options
	mapping collections.Mapping
	places  []mapping.Place
	saved   []collections.MappedField // as the file has them; nil: there is none
	undo    [][]collections.MappedField

	window scroll.Window
	column column
	field  *field.Model
	typing bool
	note   string // what keeps a text from being taken, until the next key
	// doubtful says that a text which cannot be taken was left once: leaving it again brings back what was there
	doubtful bool

	evaluation

	width, height int
}

// New makes the grid.
func New(t *theme.Theme, o Options) *Model {
	m := &Model{theme: t, keymap: action.Default(), options: o, mapping: o.Mapping, places: mapping.Places(o.Rows), field: field.New(t), column: sourceColumn}
	m.mapping.Fields = slices.Clone(o.Mapping.Fields)
	if !o.New {
		m.saved = slices.Clone(o.Mapping.Fields)
	}
	m.window.SetRows(len(m.mapping.Fields))
	m.changed()
	m.answer = m.beginning()
	return m
}

// Init evaluates the rows where there are many; nil: it is done.
func (m *Model) Init() tea.Cmd { return m.ask() }

// Mapping is the mapping as it is now.
func (m *Model) Mapping() collections.Mapping {
	out := m.mapping
	out.Fields = slices.Clone(m.mapping.Fields)
	return out
}

// Rows are those that it is evaluated on.
func (m *Model) Rows() [][]byte { return m.options.Rows }

// Relocate says whether the mapping names a request that has another ID; with change it names that from then on.
func (m *Model) Relocate(renamed func(id string) (string, bool), change bool) (named bool) {
	for _, id := range []*string{&m.mapping.From.Request, &m.mapping.Into.Request} {
		if to, ok := renamed(*id); ok {
			if named = true; change {
				if id == &m.mapping.From.Request {
					m.options.From = "" // it has a file now, or another one
				}
				*id = to
			}
		}
	}
	return named
}

// SetSaved says that the mapping was saved under an ID as it is now.
func (m *Model) SetSaved(id, name string) {
	m.mapping.ID, m.mapping.Name = id, name
	m.saved = slices.Clone(m.mapping.Fields)
}

// SetKeymap says which keys an empty grid shows.
func (m *Model) SetKeymap(k *action.Keymap) { m.keymap = k }

// SetTheme changes what it looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	m.field.SetTheme(t)
}

// SetFocus says whether it has the keys.
func (m *Model) SetFocus(focused bool) {
	if m.typing {
		m.field.SetFocus(focused)
	}
}

// SetSize says how many cells it has.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = max(0, width), max(0, height)
	m.window.SetHeight(m.gridHeight())
}

// Size is all the room there is.
func (m *Model) Size(maxWidth, maxHeight int) (width, height int) { return maxWidth, maxHeight }

// Contexts are those of the cell that is typed in, or of the grid.
func (m *Model) Contexts() []action.Context {
	if m.typing {
		return append(m.field.Contexts(), action.Field)
	}
	return []action.Context{action.Mapping, action.List}
}

// Title says what is mapped, and how far it is.
func (m *Model) Title() frame.Title {
	name := "Map " + safe(cmp.Or(m.options.From, m.mapping.From.Request))
	if into := m.mapping.Into.Request; into != "" {
		name += " " + m.theme.Glyphs.Arrow + " " + safe(into)
	}
	if m.mapping.ID != "" {
		name = safe(m.mapping.ID) + ": " + name
	}
	if m.Unsaved() {
		name += " " + m.theme.Paint(theme.Warn, m.theme.Glyphs.Unsaved)
	}
	return frame.Title{Name: name, Right: m.facts(false), Short: m.facts(true)}
}

// Where names the field under the cursor; in a grid that has no room below it, it says what is wrong with a text.
func (m *Model) Where() string {
	if m.note != "" && m.height-1 <= m.gridHeight() {
		return m.theme.Paint(theme.Bad, m.note)
	}
	if f, ok := m.current(); ok {
		return safe(f.To)
	}
	return ""
}

// Popup is the list of completions.
func (m *Model) Popup() (frame.Popup, bool) {
	if !m.typing {
		return frame.Popup{}, false
	}
	p, ok := m.field.Popup()
	from, _ := m.window.Sight()
	y := 1 + m.window.Cursor() - from
	return p.Moved(m.left(m.column), y), ok
}

// current is the field under the cursor.
func (m *Model) current() (collections.MappedField, bool) {
	at := m.window.Cursor()
	if at >= len(m.mapping.Fields) {
		return collections.MappedField{}, false
	}
	return m.mapping.Fields[at], true
}

// Unsaved says whether the file, if there is one, is another than what is shown.
func (m *Model) Unsaved() bool {
	return m.saved == nil || m.pending() || !slices.EqualFunc(m.saved, m.mapping.Fields, equal)
}

// equal says whether two fields are one.
func equal(a, b collections.MappedField) bool {
	same := func(a, b collections.MappedField) bool {
		return a.To == b.To && a.Path == b.Path && a.JQ == b.JQ && a.Expr == b.Expr && a.Take == b.Take && a.Type == b.Type && a.Required == b.Required && a.Transform == b.Transform && a.IfMissing.Policy == b.IfMissing.Policy
	}
	if (a.Value == nil) != (b.Value == nil) || a.Value != nil && !a.Value.Equal(*b.Value) {
		return false
	}
	return same(a, b) && a.IfMissing.Default.Equal(b.IfMissing.Default)
}

func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }
