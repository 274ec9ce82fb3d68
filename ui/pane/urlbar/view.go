package urlbar

import (
	"errors"
	"strings"

	"dowse/collections/address"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/widget/field"
)

// The cells that the parts of the line want at least or take at most.
const (
	minURL      = 12 // from here on it gives way to nothing
	minHint     = 50 // the width of the whole line
	methodCells = 16
)

// parts are the cells of the line.
type parts struct {
	left  int // the method, the bar and what is round them
	field int
	right int // what is being done, or the key that sends
}

// parts divides the line. The URL has room first, then the method, then what stands at the right.
func (m *Model) parts() parts {
	p := parts{}
	if left := m.methodWidth() + 3; m.width-left >= minURL || m.choice.open {
		p.left = min(left, m.width)
	}
	if right := frame.Width(m.right()); right > 0 && m.width-p.left-right-3 >= minURL {
		p.right = right + 3
	}
	p.field = m.width - p.left - p.right
	return p
}

// fit gives the field its cells.
func (m *Model) fit() { m.field.SetWidth(m.parts().field) }

// methodWidth is how many cells the method takes.
func (m *Model) methodWidth() int {
	width := frame.Width(safe(m.method))
	if c := &m.choice; c.open {
		width = max(width, len(c.typed)+1, frame.Width(safe(c.chosen())))
	}
	return min(methodCells, width)
}

// right is what stands at the right end, painted.
func (m *Model) right() string {
	if m.busy != "" {
		return m.theme.Paint(theme.Muted, m.busy)
	}
	key := m.keymap.Key(action.Send, action.Everywhere)
	if m.width < minHint || key == "" {
		return ""
	}
	return m.theme.Paint(theme.Accent, key) + m.theme.Paint(theme.Muted, " send")
}

// View is the method, the URL and what stands at the right end.
func (m *Model) View() string {
	p, ell := m.parts(), m.theme.Glyphs.Ellipsis
	line := ""
	if p.left > 0 {
		bar := theme.Border
		if m.focused {
			bar = theme.BorderFocus
		}
		name := frame.Fit(m.paintedMethod(), m.methodWidth(), ell)
		line = frame.Fit(" "+name+" "+m.theme.Paint(bar, m.theme.Glyphs.Border.Left), p.left, ell)
	}
	line += frame.Fit(m.paintedURL(p.field), p.field, ell)
	if p.right > 0 {
		line += "  " + m.right() + " "
	}
	return frame.Block([]string{line}, m.width, m.height, ell)
}

// paintedURL is the field, or the text of it while nothing is typed in.
func (m *Model) paintedURL(width int) string {
	switch text := m.field.Text(); {
	case m.focused && !m.choice.open:
		return m.field.View()
	case text == "":
		return m.theme.Paint(theme.Muted, frame.Clip(hint, width, m.theme.Glyphs.Ellipsis))
	default:
		return field.Paint(m.theme, m.placeholders, text, width)
	}
}

// paintedMethod is the method, or what is typed of another one: the caret, and behind it the rest of the one
// under the cursor.
func (m *Model) paintedMethod() string {
	c := &m.choice
	if !c.open {
		return m.theme.Paint(theme.Accent, frame.Clip(safe(m.method), methodCells, m.theme.Glyphs.Ellipsis))
	}
	typed, rest := safe(c.typed), " "
	if chosen := safe(c.chosen()); len(chosen) > len(typed) && strings.EqualFold(chosen[:len(typed)], typed) {
		typed, rest = chosen[:len(typed)], chosen[len(typed):]
	}
	if over := frame.Width(typed) + 1 - methodCells; over > 0 {
		typed = typed[over:]
	}
	first := []rune(rest)[:1]
	return m.theme.Paint(theme.Accent, typed) + m.theme.Paint(theme.Caret, string(first)) + m.theme.Paint(theme.Muted, string([]rune(rest)[1:]))
}

// Title names the pane.
func (m *Model) Title() frame.Title { return frame.Title{Name: "URL"} }

// Where says what URL is sent where that is not the one that is typed, secrets masked, or what is the matter.
func (m *Model) Where() string {
	switch {
	case m.choice.refused != "":
		return m.theme.Paint(theme.Bad, safe(m.choice.refused))
	case m.choice.open:
		return m.theme.Paint(theme.Muted, "type a method, or any word that the server knows as one")
	case len(m.field.Contexts()) > 0:
		return ""
	}
	return m.resolved
}

// resolve works out what Where says of the URL.
func (m *Model) resolve() {
	m.resolved = ""
	text := strings.TrimSpace(m.field.Text())
	if m.placeholders == nil || m.placeholders.Value == nil || text == "" {
		return
	}
	layer := vars.Layer{Name: "the screen"}
	for _, use := range append(vars.Uses(text), vars.Use{Name: address.Base}) {
		if value, ok := m.placeholders.Value(use.Name); ok {
			layer.Variables = append(layer.Variables, vars.Variable{Name: use.Name, Value: value})
		}
	}
	expanded, err := address.Expand(vars.NewScope(layer), text)
	if err != nil {
		what := err.Error()
		if wrong, ok := errors.AsType[*vars.Error](err); ok && len(wrong.Problems) > 0 {
			what = wrong.Problems[0].Message
		}
		m.resolved = m.theme.Paint(theme.Bad, m.theme.Glyphs.Missing+" "+clip(what))
		return
	}
	if expanded.Reveal() == text {
		return
	}
	m.resolved = m.theme.Paint(theme.Muted, m.theme.Glyphs.Arrow+" ") + clip(expanded.String())
}

// maxWhere is how many bytes of a URL are worth the status bar, which is never as wide.
const maxWhere = 4096

func clip(text string) string { return safe(text[:min(len(text), maxWhere)]) }

// Popup is the list of methods, or the completions of the field.
func (m *Model) Popup() (frame.Popup, bool) {
	if m.choice.open {
		return frame.Popup{X: 0, Y: 1, Lines: m.methodLines()}, true
	}
	popup, ok := m.field.Popup()
	popup.X += m.parts().left
	return popup, ok
}

// methodLines are the methods in a frame of their own.
func (m *Model) methodLines() []string {
	c, ell := &m.choice, m.theme.Glyphs.Ellipsis
	width := 0
	for _, name := range c.names {
		width = max(width, min(methodCells, frame.Width(safe(name))))
	}
	var lines []string
	for i, name := range c.names {
		text := frame.Fit(safe(name), width, ell) + " "
		if i == c.window.Cursor() {
			lines = append(lines, m.theme.Paint(theme.Cursor, m.theme.Glyphs.Cursor+text))
		} else {
			lines = append(lines, " "+text)
		}
	}
	return frame.Border(m.theme, frame.Title{}, "", strings.Join(lines, "\n"), width+4, len(lines)+2, true)
}

// safe makes one line of text that is not ours fit for the screen.
func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }
