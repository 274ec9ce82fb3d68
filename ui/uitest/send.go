package uitest

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
)

// Updater is what takes messages as the panes and dialogs do: it answers with an intent and a command.
type Updater interface {
	Update(tea.Msg) (intent tea.Msg, cmd tea.Cmd)
}

// Send hands over messages and gives the last intent.
func Send(u Updater, msgs ...tea.Msg) tea.Msg {
	var intent tea.Msg
	for _, msg := range msgs {
		intent, _ = u.Update(msg)
	}
	return intent
}

// Run runs actions and gives the last intent.
func Run(u Updater, ids ...action.ID) tea.Msg {
	var intent tea.Msg
	for _, id := range ids {
		intent = Send(u, action.RunMsg{ID: id})
	}
	return intent
}

// Press presses keys by their names in a keymap.
func Press(u Updater, names ...string) {
	for _, name := range names {
		Send(u, Key(name))
	}
}

// Type types a text key by key.
func Type(u Updater, text string) {
	for _, key := range Typed(text) {
		Send(u, key)
	}
}

// Click gives the message of a press of the mouse's left button.
func Click(x, y int) tea.MouseMsg {
	return tea.MouseMsg{X: x, Y: y, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft}
}
