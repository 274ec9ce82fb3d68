package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
)

// key routes one key message: the dialog on top, the field that is typed in and the focused pane by their
// contexts, then what holds everywhere and, where nothing is typed, what holds in NAV.
func (m *Model) key(msg tea.KeyMsg) tea.Cmd {
	if msg.Paste {
		return m.paste(msg)
	}
	if runes := msg.Runes; len(runes) > 1 && !m.typing() {
		// Several keys that arrived in one read are still several keys.
		var cmds []tea.Cmd
		for i, r := range runes {
			if m.keeper.leaving {
				break // a key before quit: what came with it does nothing more
			}
			single := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt}
			if r == ' ' {
				single.Type = tea.KeySpace
			}
			if m.typing() { // a key before began a text: the rest belongs to it
				cmds = append(cmds, m.press(tea.KeyMsg{Type: tea.KeyRunes, Runes: runes[i:]}))
				break
			}
			cmds = append(cmds, m.press(single))
		}
		return tea.Batch(cmds...)
	}
	return m.press(msg)
}

// name is the key as keymaps have it.
func name(msg tea.KeyMsg) string {
	if msg.Type == tea.KeyRunes && len(msg.Runes) > 1 {
		return "" // letters that came together, not the key that they spell
	}
	if msg.String() == " " {
		return "space"
	}
	return msg.String()
}

// press takes one key.
func (m *Model) press(msg tea.KeyMsg) tea.Cmd {
	key := name(msg)
	pasted := m.pasting
	m.pasting = false
	if key == burstEnter {
		if pasted || !m.typing() {
			return nil // the end of a line that was pasted where keys are commands
		}
		msg, key = tea.KeyMsg{Type: tea.KeyEnter}, "enter"
	}
	m.notice = notice{}
	if m.jump != nil {
		return m.jumpKey(key)
	}
	contexts := m.contexts()
	typed := append(slices.Clone(m.typed), key)
	found, ok, more := m.look.keymap.Find(contexts, typed...)
	m.typed = nil
	switch {
	case ok:
		return m.act(found)
	case more:
		m.typed = typed
		return nil
	case len(typed) > 1:
		if key == m.look.keymap.Key(action.Cancel, action.Everywhere) {
			return m.press(msg) // whatever was begun
		}
		if key != "esc" {
			m.say(theme.Muted, strings.Join(typed, " ")+" does nothing here")
		}
		return nil
	}
	m.quitting = false
	if m.typing() {
		m.putAway()
		return m.give(m.top(), msg)
	}
	m.putAway()
	return nil
}

// burstEnter is what the terminal's guard sends for the Enter at the end of a burst of text: it ends a line
// where text is typed, and is no key elsewhere.
const burstEnter = "f19"

// act carries out an action that a key called.
func (m *Model) act(a action.Action) tea.Cmd {
	if a.ID != action.Cancel {
		m.quitting = false
	}
	switch a.Context {
	case action.Strip:
		return m.picks.stripAction(a.ID)
	case action.Everywhere, action.Nav, action.Trouble:
		m.putAway()
		return m.run(a.ID)
	}
	m.putAway()
	if a.Context == action.Mapping && (a.ID == action.Send || a.ID == action.Save) {
		return m.run(a.ID)
	}
	return m.give(m.top(), action.RunMsg{ID: a.ID})
}

// paste takes pasted text: into the field that is typed in, else to whoever can use it.
func (m *Model) paste(msg tea.KeyMsg) tea.Cmd {
	m.notice, m.typed = notice{}, nil
	m.pasting = !m.typing()
	if m.typing() || len(m.dialogs) > 0 {
		return m.give(m.top(), msg)
	}
	if m.options.View != nil {
		m.say(theme.Muted, "text was pasted where keys are commands, so nothing was done")
		return nil
	}
	return m.carryOut(m.pastes.pasted(m.drafts.Current, string(msg.Runes)))
}

// mouse routes a press or the wheel to what is under it.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	if n := len(m.dialogs); n > 0 {
		r := m.dialogRect(m.dialogs[n-1]).Inside()
		if !r.Holds(msg.X, msg.Y) {
			return nil
		}
		msg.X, msg.Y = msg.X-r.X, msg.Y-r.Y
		return m.give(m.dialogs[n-1], msg)
	}
	place, ok := m.plan.At(msg.X, msg.Y)
	if !ok {
		return nil
	}
	pressed := msg.Action == tea.MouseActionPress && msg.Button == tea.MouseButtonLeft
	m.jump, m.typed = nil, nil
	if pressed && place.Pane != m.focus {
		m.setFocus(place.Pane)
		now, _ := m.plan.Find(place.Pane)
		if now.Rect != place.Rect {
			return nil // what was pressed is elsewhere by now
		}
		place = now
	}
	if pressed && place.Bordered && msg.Y == place.Rect.Y {
		return m.pressTab(place, msg.X-place.Rect.X)
	}
	inside := place.Content()
	if !inside.Holds(msg.X, msg.Y) {
		return nil
	}
	if pressed {
		m.notice = notice{}
		m.putAway()
	}
	msg.X, msg.Y = msg.X-inside.X, msg.Y-inside.Y
	return m.give(m.pane(place.Pane), msg)
}

// pressTab goes to the tab that stands at column x of a pane's border.
func (m *Model) pressTab(place layout.Place, x int) tea.Cmd {
	title := m.title(place)
	at := title.TabAt(x)
	if at < 0 {
		return nil
	}
	var cmds []tea.Cmd
	for i := title.Tab; i < at; i++ {
		cmds = append(cmds, m.give(m.pane(place.Pane), action.RunMsg{ID: action.NextTab}))
	}
	for i := title.Tab; i > at; i-- {
		cmds = append(cmds, m.give(m.pane(place.Pane), action.RunMsg{ID: action.PreviousTab}))
	}
	return tea.Batch(cmds...)
}
