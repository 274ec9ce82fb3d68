package picking

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections/vars"
	"dowse/ui/action"
)

// begin types in the text of a row, the caret at cell x of it or at its end when x is negative.
func (m *Model) begin(r row, x int) {
	m.cursor, m.typing = r, true
	m.field.SetHint(map[row]string{
		nameRow: "order_id", transformRow: `trim | split(",") | first`, defaultRow: "an empty text",
	}[r])
	m.field.SetMask(r == defaultRow && m.secret())
	m.field.SetText(m.text(r))
	m.offer()
	m.field.Focus(x)
	if !m.focused {
		m.field.Blur()
	}
}

// stop ends typing and keeps the text.
func (m *Model) stop() {
	m.typing, m.typed = false, true
	m.field.Blur()
	m.pick.Name = strings.TrimSpace(m.pick.Name)
	m.pick.Transform = strings.TrimSpace(m.pick.Transform)
}

// text is what stands in a row that is typed.
func (m *Model) text(r row) string {
	switch r {
	case nameRow:
		return m.pick.Name
	case transformRow:
		return m.pick.Transform
	}
	return m.defaultText()
}

// give hands a message to the field and takes over what it made of its text.
func (m *Model) give(msg tea.Msg) tea.Cmd {
	_, cmd := m.field.Update(msg)
	text := m.field.Text()
	if text == m.text(m.cursor) {
		return cmd
	}
	switch m.cursor {
	case nameRow:
		m.pick.Name = text
		return cmd // what the pick gives is the same
	case transformRow:
		m.pick.Transform = text
	case defaultRow:
		m.pick.IfMissing.Default = m.parseDefault(text)
	}
	m.revision++
	m.offer()
	return cmd
}

// runTyping carries out an action while a text is typed.
func (m *Model) runTyping(msg action.RunMsg) tea.Cmd {
	if slices.Contains(m.field.Contexts(), action.Completion) {
		return m.give(msg)
	}
	switch msg.ID {
	case action.Accept, action.Leave:
		m.stop()
	}
	return nil
}

// offer completes the last transform of a pipe.
func (m *Model) offer() {
	if m.cursor != transformRow {
		m.field.SetWords(nil)
		return
	}
	text := m.field.Text()
	if words := pipes(text); strings.IndexByte(text[strings.LastIndexByte(text, '|')+1:], '(') < 0 {
		m.field.SetChoices(words)
	} else {
		m.field.SetWords(words) // its arguments are typed
	}
}

// pipes are a pipe with each transform in place of its last, unfinished one.
func pipes(text string) []string {
	at := strings.LastIndexByte(text, '|') + 1
	if strings.Count(text[:at], `"`)%2 != 0 {
		return nil // the bar stands in an argument
	}
	before := text[:len(text)-len(strings.TrimLeft(text[at:], " "))]
	var all []string
	for _, t := range vars.Transforms() {
		all = append(all, before+t.Signature)
	}
	return all
}

// parseDefault is the value that a typed default stands for: what is JSON counts as such, but for a string
// where the type asks for one.
func (m *Model) parseDefault(text string) vars.Value {
	v, err := vars.ParseJSON(text)
	if err != nil || m.pick.Type == "string" && v.Kind() != vars.String {
		return vars.NewString(text)
	}
	return v
}

// defaultText is the default as it is typed.
func (m *Model) defaultText() string {
	v := m.pick.IfMissing.Default
	if text := v.Reveal(); v.Kind() == vars.String && m.parseDefault(text).Equal(v) {
		return text
	}
	return v.JSON()
}
