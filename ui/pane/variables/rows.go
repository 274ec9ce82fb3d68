package variables

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/quantity"
	"dowse/ui/terminal"
)

// section is a part of the pane.
type section uint8

const (
	picked section = iota
	unresolved
	written
	sections
)

// String is the heading of a section.
func (s section) String() string {
	return [...]string{"Picked", "Without a value", "Request, environment and collection"}[s]
}

// in is the section of a variable.
func (v *Variable) in() section {
	switch {
	case v.Kind == Picked:
		return picked
	case v.Kind == Unresolved, v.Kind == Secret && v.State == Missing && !v.Shadowed:
		return unresolved
	}
	return written
}

// row is one line: a heading, or a variable.
type row struct {
	variable *Variable // nil: the row is a heading
	section  section
	count    int // of a heading: the variables below it
}

// identity tells variables apart while what is known of them changes.
type identity struct {
	name, source string
	kind         Kind
}

// from is how the screen calls what a variable comes from.
func (v *Variable) from() string {
	if v.From != "" {
		return v.From
	}
	return v.Source
}

func (v *Variable) identity() identity { return identity{v.Name, v.Source, v.Kind} }

// list makes the rows anew: section by section, those variables that match the search.
func (m *Model) list() {
	var in [sections][]row
	for _, i := range m.matching() {
		v := &m.variables[i]
		in[v.in()] = append(in[v.in()], row{variable: v, section: v.in()})
	}
	m.rows = m.rows[:0]
	for s, rows := range in {
		if len(rows) > 0 {
			m.rows = append(m.rows, row{section: section(s), count: len(rows)})
			m.rows = append(m.rows, rows...)
		}
	}
	m.window.SetHeight(m.height - m.search.Lines())
	m.window.SetRows(len(m.rows))
	m.leaveHeading(1)
}

// matching are the indexes of the variables that the search finds, in their order.
func (m *Model) matching() []int {
	words := strings.ReplaceAll(m.search.Words, " ", "")
	all := make([]int, 0, len(m.variables))
	if words == "" {
		for i := range m.variables {
			all = append(all, i)
		}
		return all
	}
	found := make([]bool, len(m.variables))
	for _, match := range fuzzy.FindFromNoSort(words, names(m.variables)) {
		found[match.Index] = true
	}
	// Values are looked through for the words as they are: a few letters are in any long text somewhere.
	for i := range m.variables {
		v := &m.variables[i]
		if found[i] || strings.Contains(string(v.Value), m.search.Words) || strings.Contains(v.from(), m.search.Words) {
			all = append(all, i)
		}
	}
	return all
}

// names are the names of variables, as the search goes through them.
type names []Variable

// Len is the number of names.
func (n names) Len() int { return len(n) }

// String is one name.
func (n names) String(i int) string { return n[i].Name }

// leaveHeading moves the cursor off a heading, in a direction where it can.
func (m *Model) leaveHeading(direction int) {
	at := m.window.Cursor()
	if at >= len(m.rows) || m.rows[at].variable != nil {
		return
	}
	if at == 0 || direction > 0 {
		m.window.Go(at + 1) // a heading has a variable below it
	} else {
		m.window.Go(at - 1)
	}
	m.window.Show(at)
}

// variable is what the cursor is on; nil: there are no rows.
func (m *Model) variable() *Variable {
	if i := m.window.Cursor(); i < len(m.rows) {
		return m.rows[i].variable
	}
	return nil
}

// identity is that of the variable under the cursor.
func (m *Model) identity() identity {
	if v := m.variable(); v != nil {
		return v.identity()
	}
	return identity{}
}

// at is the row of a variable; -1: it has none.
func (m *Model) at(id identity) int {
	for i, r := range m.rows {
		if r.variable != nil && r.variable.identity() == id {
			return i
		}
	}
	return -1
}

// goTo puts the cursor on a variable, if it has a row. One whose value came or went is of another kind now.
func (m *Model) goTo(id identity) {
	i := m.at(id)
	if i < 0 {
		i = slices.IndexFunc(m.rows, func(r row) bool { return r.variable != nil && r.variable.Name == id.name })
	}
	if i >= 0 {
		m.window.Go(i)
	}
}

// widths are those of the columns; a column of width 0 is not shown.
type widths struct{ name, value, source, state int }

// widest is what the columns need to show everything.
func widest(all []Variable) widths {
	var w widths
	for i := range all {
		w.name = max(w.name, frame.Width(safe(all[i].Name)))
		w.source = max(w.source, frame.Width(safe(all[i].from())))
	}
	return w
}

const (
	marks      = 3  // the cell of the cursor, the mark and a space
	gap        = 2  // between columns
	leastName  = 8  // cells of the name, where there is room
	stateWidth = 15 // cells of the state: "not sent yet", "expires 58 min"
)

// The widths of a pane from which it has more columns.
const (
	withState  = 48
	withSource = 64
)

// columns shares the width out.
func (m *Model) columns() widths {
	room := max(0, m.width-marks)
	w := widths{name: min(max(m.widest.name, leastName), m.width*2/5, room)}
	w.value = room - w.name - gap
	if m.width >= withState {
		w.state = stateWidth
		w.value -= stateWidth + gap
	}
	if m.width >= withSource {
		w.source = min(max(m.widest.source, leastName), m.width/4)
		w.value -= w.source + gap
	}
	w.value = max(0, w.value)
	return w
}

// words says in a few words how much a value can be counted on.
func (v *Variable) words() string {
	if v.Shadowed {
		return "shadowed"
	}
	switch v.State {
	case Fresh:
		return "fresh " + quantity.Age(v.Age)
	case Stale:
		return "stale " + quantity.Age(v.Age)
	case Expiring:
		return "expires " + quantity.Age(v.Left)
	case Missing:
		return "missing"
	case Fragile:
		return "by position"
	case NotKept:
		return "not kept"
	case NotSent:
		return "not sent yet"
	}
	return ""
}

func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }
