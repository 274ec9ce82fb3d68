package editor

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/widget/field"
)

// completion is a placeholder on the line of the caret that is being completed. A field has a copy of it, from
// its braces on, and what becomes of the copy becomes of the line.
type completion struct {
	field  *field.Model
	start  int // bytes of the line before it
	length int // bytes of it
}

// completing says whether a list of completions is open.
func (m *Model) completing() bool {
	return m.complete != nil && slices.Contains(m.complete.field.Contexts(), action.Completion)
}

// completes says whether a key goes to the placeholder: the others end its completion.
func completes(msg tea.KeyMsg) bool {
	switch msg.Type {
	case tea.KeyRunes, tea.KeySpace, tea.KeyBackspace:
		return !msg.Alt
	}
	return false
}

// startCompletion opens the list when the caret is in a placeholder whose braces are not closed yet. msg is the
// key that was typed last.
func (m *Model) startCompletion(msg tea.KeyMsg) (tea.Cmd, bool) {
	start, typed, ok := placeholder(m.Line()[:m.caret.at])
	place := position{m.caret.line, start}
	if !ok || m.placeholders == nil || m.declined != nil && *m.declined == place || !strings.HasSuffix(typed, string(msg.Runes)) {
		return nil, false
	}
	m.declined = nil
	f := field.New(m.theme)
	f.SetPlaceholders(m.placeholders)
	f.SetWidth(max(1, m.width))
	f.Focus(-1)
	f.SetText(strings.TrimSuffix(typed, string(msg.Runes)))
	_, cmd := f.Update(msg)
	m.complete = &completion{field: f, start: start, length: len(typed)}
	if !m.completing() {
		m.complete = nil
	}
	return cmd, true
}

// longestTyped is how many bytes before the caret a placeholder is looked for.
const longestTyped = 4 << 10

// placeholder is the beginning of a placeholder that a line ends with.
func placeholder(line string) (start int, text string, ok bool) {
	from := max(0, len(line)-longestTyped)
	start = from + strings.LastIndex(line[from:], "{{")
	if start < from || strings.Contains(line[start:], "}}") || strings.HasSuffix(line[:start], "{{") {
		return 0, "", false // {{{{ stands for the braces themselves
	}
	return start, line[start:], true
}

// forgive lets a list open again that was closed, once the caret has left its placeholder.
func (m *Model) forgive() {
	if m.declined == nil {
		return
	}
	start, _, ok := placeholder(m.Line()[:m.caret.at])
	if !ok || *m.declined != (position{m.caret.line, start}) {
		m.declined = nil
	}
}

// giveCompletion hands a key to the placeholder.
func (m *Model) giveCompletion(msg tea.Msg) (tea.Msg, tea.Cmd) {
	intent, cmd := m.complete.field.Update(msg)
	m.mirror()
	if _, ok := intent.(field.ValueFromMsg); ok {
		return intent, cmd // the value comes by Insert, in place of the placeholder
	}
	if !m.completing() {
		m.complete = nil
	}
	return m.report(m.naming()), cmd
}

// runCompletion carries out an action of the list.
func (m *Model) runCompletion(msg action.RunMsg) (tea.Msg, tea.Cmd) {
	if msg.ID == action.Leave {
		m.declined = &position{m.caret.line, m.complete.start}
	}
	return m.giveCompletion(msg)
}

// mirror makes the line what became of the placeholder.
func (m *Model) mirror() {
	c, line := m.complete, m.Line()
	text, rest := c.field.Text(), line[c.start+c.length:]
	if strings.HasSuffix(text, "}}") && !m.completing() {
		rest = strings.TrimPrefix(rest, "}}") // it was closed already
	}
	m.replace(m.caret.line, m.caret.line+1, line[:c.start]+text+rest)
	c.length = len(text)
	at := c.start + len(text)
	if m.completing() {
		at = c.start + len(strings.TrimSuffix(text, "}}")) // where the field closes braces itself
	}
	m.to(position{m.caret.line, at})
}
