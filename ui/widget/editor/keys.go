package editor

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// key takes a key or a paste while the text is typed in: readline's keys, for one line at a time.
func (m *Model) key(msg tea.KeyMsg) (tea.Msg, tea.Cmd) {
	killing := m.killing
	m.killing = false
	if msg.Paste {
		return m.Paste(string(msg.Runes)), nil
	}
	if m.completing() && completes(msg) {
		return m.giveCompletion(msg)
	}
	m.complete = nil
	what := m.naming()
	switch {
	case m.moveKey(msg):
	case m.cutKey(msg), m.killKey(msg, killing):
	case msg.Type == tea.KeyCtrlY:
		m.insert(m.killed)
	case msg.Type == tea.KeyEnter:
		m.newLine()
	case msg.Type == tea.KeySpace && !msg.Alt:
		return m.typeText(" ", msg)
	case msg.Type == tea.KeyRunes && !msg.Alt:
		return m.typeText(inert(string(msg.Runes)), msg)
	}
	return m.report(what), nil
}

// naming names the typing on the line of the caret.
func (m *Model) naming() string { return fmt.Sprintf("line %d of the body", m.caret.line+1) }

// moveKey carries out a key that moves the caret.
func (m *Model) moveKey(msg tea.KeyMsg) bool {
	switch msg.Type {
	case tea.KeyUp:
		m.down(-1)
	case tea.KeyDown:
		m.down(1)
	case tea.KeyPgUp:
		m.down(-max(1, m.height))
	case tea.KeyPgDown:
		m.down(max(1, m.height))
	case tea.KeyCtrlHome:
		m.to(position{})
	case tea.KeyCtrlEnd:
		m.to(m.end())
	case tea.KeyHome, tea.KeyCtrlA:
		m.to(position{m.caret.line, 0})
	case tea.KeyEnd, tea.KeyCtrlE:
		m.to(position{m.caret.line, len(m.Line())})
	case tea.KeyCtrlLeft:
		m.to(m.wordBefore())
	case tea.KeyCtrlRight:
		m.to(m.wordAfter())
	case tea.KeyLeft, tea.KeyCtrlB:
		m.to(pick(msg.Alt, m.wordBefore, m.before))
	case tea.KeyRight, tea.KeyCtrlF:
		m.to(pick(msg.Alt, m.wordAfter, m.after))
	case tea.KeyRunes:
		switch key := string(msg.Runes); {
		case msg.Alt && key == "b":
			m.to(m.wordBefore())
		case msg.Alt && key == "f":
			m.to(m.wordAfter())
		default:
			return false
		}
	default:
		return false
	}
	return true
}

// cutKey carries out a key that takes text away.
func (m *Model) cutKey(msg tea.KeyMsg) bool {
	switch msg.Type {
	case tea.KeyBackspace, tea.KeyCtrlH:
		if msg.Alt {
			return false
		}
		m.cut(m.before())
	case tea.KeyDelete, tea.KeyCtrlD:
		if msg.Alt {
			return false
		}
		m.cut(m.after())
	default:
		return false
	}
	return true
}

// killKey carries out a key that takes text away for ctrl+y to put back. killing says that the key before did.
func (m *Model) killKey(msg tea.KeyMsg, killing bool) bool {
	switch msg.Type {
	case tea.KeyBackspace, tea.KeyCtrlH: // with alt
		m.kill(m.wordBefore(), killing)
	case tea.KeyCtrlW:
		m.kill(m.blankBefore(), killing)
	case tea.KeyCtrlU:
		m.kill(position{m.caret.line, 0}, killing)
	case tea.KeyDelete, tea.KeyCtrlD: // with alt
		m.kill(m.wordAfter(), killing)
	case tea.KeyCtrlK:
		end := position{m.caret.line, len(m.Line())}
		if m.caret == end {
			end = m.after()
		}
		m.kill(end, killing)
	case tea.KeyRunes:
		if !msg.Alt || string(msg.Runes) != "d" {
			return false
		}
		m.kill(m.wordAfter(), killing)
	default:
		return false
	}
	return true
}

// pick gives one place or the other.
func pick(first bool, one, other func() position) position {
	if first {
		return one()
	}
	return other()
}

// typeText puts what was typed where the caret is. A bracket that closes goes back to the indent of its line
// when it is the first on its own.
func (m *Model) typeText(text string, msg tea.KeyMsg) (tea.Msg, tea.Cmd) {
	before := m.Line()[:m.caret.at]
	if m.json && (text == "}" || text == "]") && strings.TrimSpace(before) == "" {
		if outer, ok := strings.CutSuffix(before, indent); ok {
			m.cut(position{m.caret.line, len(outer)})
		}
	}
	m.insert(text)
	if cmd, ok := m.startCompletion(msg); ok {
		return m.report(m.naming()), cmd
	}
	return m.report(m.naming()), nil
}

// newLine breaks the line at the caret and keeps its indent; behind a bracket that opens, one step more.
func (m *Model) newLine() {
	line, at := m.Line(), m.caret.at
	space := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	space = space[:min(len(space), at)]
	before, behind := strings.TrimRight(line[:at], " \t"), strings.TrimLeft(line[at:], " \t")
	if !m.json || !opens(before) {
		m.insert("\n" + space)
		return
	}
	m.insert("\n" + space + indent)
	if behind != "" && (behind[0] == '}' || behind[0] == ']') {
		caret := m.caret
		m.insert("\n" + space)
		m.to(caret)
	}
}

// opens says whether a text ends with a bracket that opens, and not with the braces of a template.
func opens(text string) bool {
	return strings.HasSuffix(text, "[") || strings.HasSuffix(text, "{") && !strings.HasSuffix(text, "{{")
}
