package field

import (
	tea "github.com/charmbracelet/bubbletea"
)

// key takes a key or a paste.
func (m *Model) key(msg tea.KeyMsg) {
	b := &m.buffer
	before, at, killing := b.text, b.at, b.killing
	b.killing = false
	switch {
	case msg.Paste:
		b.insert(flat(string(msg.Runes)))
	case msg.Type == tea.KeyRunes && !msg.Alt:
		b.insert(flat(string(msg.Runes)))
	case msg.Type == tea.KeySpace && !msg.Alt:
		b.insert(" ")
	case !m.move(msg.String()) && !m.take(msg.String(), killing):
		m.choose(msg.String())
		return
	}
	switch {
	case b.text != before:
		m.edited()
	case b.at != at:
		m.moved()
	}
}

// move carries out a key that moves the caret.
func (m *Model) move(key string) bool {
	b := &m.buffer
	switch key {
	case "left", "ctrl+b":
		b.at = b.before()
	case "right", "ctrl+f":
		b.at = b.after()
	case "home", "ctrl+a", "ctrl+home":
		b.at = 0
	case "end", "ctrl+e", "ctrl+end":
		b.at = len(b.text)
	case "alt+b", "ctrl+left", "alt+left":
		b.at = b.wordBefore(m.word())
	case "alt+f", "ctrl+right", "alt+right":
		b.at = b.wordAfter(m.word())
	default:
		return false
	}
	return true
}

// take carries out a key that removes text or puts it back. killing says that the key before killed text.
func (m *Model) take(key string, killing bool) bool {
	b := &m.buffer
	switch key {
	case "backspace", "ctrl+h":
		b.remove(b.before(), b.at)
	case "delete", "ctrl+d":
		b.remove(b.at, b.after())
	case "ctrl+k":
		b.kill(b.at, len(b.text), killing)
	case "ctrl+u":
		b.kill(0, b.at, killing)
	case "ctrl+w":
		words := noSpace
		if m.mask {
			words = anything
		}
		b.kill(b.wordBefore(words), b.at, killing)
	case "alt+backspace", "alt+ctrl+h":
		b.kill(b.wordBefore(m.word()), b.at, killing)
	case "alt+d", "alt+delete":
		b.kill(b.at, b.wordAfter(m.word()), killing)
	case "ctrl+y":
		b.insert(b.killed)
	default:
		return false
	}
	return true
}

// choose goes to a word of the list, which has no keys in the keymap as long as none is chosen.
func (m *Model) choose(key string) {
	if m.list == nil || m.list.at >= 0 {
		return
	}
	switch key {
	case "down", "ctrl+n":
		m.list.move(1)
	case "up":
		m.list.move(-1)
	}
}

// word says what a word is for the keys with alt.
func (m *Model) word() func(rune) bool {
	if m.mask {
		return anything
	}
	return ofWord
}
