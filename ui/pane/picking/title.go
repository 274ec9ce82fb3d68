package picking

import (
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

const (
	widest = 76
	below  = mostItems + 1 // lines below the settings: the items, and how many more there are
)

// Title names the pick.
func (m *Model) Title() frame.Title {
	name := safe(cut(m.pick.Name))
	if name == "" {
		name = "without a name"
	}
	return frame.Title{Name: "Pick " + name}
}

// Where is the place that the pick reads.
func (m *Model) Where() string {
	return m.theme.Paint(theme.Plain, placeText(m.pick.From))
}

// Popup is the list of completions of the text that is typed.
func (m *Model) Popup() (frame.Popup, bool) {
	if !m.typing {
		return frame.Popup{}, false
	}
	p, ok := m.field.Popup()
	lines := m.lines()
	for i, l := range lines {
		if l.cursor {
			p = p.Moved(prefix, i-m.top(lines))
		}
	}
	return p, ok
}

// Size is the same whatever the settings are: a dialog that grows and shrinks under the keys is hard to read.
func (m *Model) Size(maxWidth, maxHeight int) (width, height int) {
	settings := int(usedRow) + len(m.places) // the rows, each place a line
	return min(widest, maxWidth), min(settings+1+below, maxHeight)
}
