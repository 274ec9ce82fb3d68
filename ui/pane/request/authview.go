package request

import (
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/widget/field"
)

// View is the kind and the texts of the auth.
func (m *auth) View() string {
	lines := []string{m.kind.line(m.theme, m.width, m.focused)}
	for i, text := range m.texts() {
		lines = append(lines, m.line(i+1, text))
	}
	if note := m.note(); note != "" {
		lines = append(lines, note)
	}
	return frame.Block(lines[min(m.top(), len(lines)):], m.width, m.height, m.theme.Glyphs.Ellipsis)
}

// line is the row of one text.
func (m *auth) line(row int, text collections.AuthField) string {
	ell, label := m.theme.Glyphs.Ellipsis, frame.Fit(text.Name, authLabel, "")
	room := max(0, m.width-m.left())
	value := *text.Of(&m.values)
	if row == m.row && m.typing {
		return m.theme.Paint(theme.Accent, m.theme.Glyphs.Cursor+label) + frame.Fit(m.field.View(), room, ell)
	}
	hidden := text.Secret != "" && value != "" && len(vars.Uses(value)) == 0
	if hidden {
		value = strings.Repeat(m.theme.Glyphs.Secret, 8) // how long it is, is nobody's business
	}
	if row == m.row {
		role := theme.CursorDim
		if m.focused {
			role = theme.Cursor
		}
		return m.theme.Paint(role, frame.Fit(m.theme.Glyphs.Cursor+label+safe(value), m.width, ell))
	}
	shown := field.Paint(m.theme, m.placeholders, value, room)
	switch {
	case hidden:
		shown = value
	case value == "":
		shown = m.theme.Paint(theme.Muted, "empty")
	}
	return " " + m.theme.Paint(theme.Muted, label) + shown
}

// note says what a kind without texts means.
func (m *auth) note() string {
	switch note := m.form().Note; {
	case note != "":
		return m.theme.Paint(theme.Muted, " "+note)
	case m.kind.at == 0:
		if m.inherited == nil || m.inherited.Kind == collections.AuthNone || m.inherited.Kind == "" {
			return m.theme.Paint(theme.Muted, " nothing is inherited")
		}
		return m.theme.Paint(theme.Muted, " inherited: "+safe(string(m.inherited.Kind))) + m.inheritedTexts()
	}
	return ""
}

// inheritedTexts are the texts of the inherited auth on one line.
func (m *auth) inheritedTexts() string {
	line := ""
	for _, text := range m.inherited.Fields() {
		value := *text.Of(m.inherited)
		line += m.theme.Paint(theme.Muted, "  "+text.Name+" ")
		if text.Secret != "" && len(vars.Uses(value)) == 0 {
			line += strings.Repeat(m.theme.Glyphs.Secret, 8)
		} else {
			line += field.Paint(m.theme, m.placeholders, value, max(0, m.width))
		}
	}
	return line
}

func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }
