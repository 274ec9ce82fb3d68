// Package searchbar is the line of a pane in which the words of a search are typed, and then stay. What they find is the
// pane's.
package searchbar

import (
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/widget/field"
)

// What stands before the words of a search: those that are taken as they are, and those that are a regular expression.
const (
	Prompt       = " / "
	RegexpPrompt = " regexp / "
)

// Unsettled says what to do about a new name that is typed while something else is to be done.
const Unsettled = "a new name is being typed: enter takes it, esc leaves the old one"

// Bar is the words of a search. It is in sight while they are typed, and as long as there are any.
type Bar struct {
	Prompt string
	Field  *field.Model
	Typing bool
	Words  string // what was looked for last; empty: nothing is
}

// New is a bar without words.
func New(t *theme.Theme) Bar { return Bar{Prompt: Prompt, Field: field.New(t)} }

// Lines is how many lines the bar takes from the rows.
func (b *Bar) Lines() int {
	if b.Typing || b.Words != "" {
		return 1
	}
	return 0
}

// Begin types in the words, which are text at first. The hint says what can be found.
func (b *Bar) Begin(text, hint string) {
	b.Typing = true
	b.Field.SetText(text)
	b.Field.SetHint(hint)
	b.Field.Focus(-1)
}

// Accept ends typing and keeps the words.
func (b *Bar) Accept() {
	b.Typing = false
	b.Field.Blur()
}

// End looks for nothing any more.
func (b *Bar) End() {
	b.Accept()
	b.Words = ""
}

// View is the words with the prompt before them, in at most width cells while they are typed.
func (b *Bar) View(t *theme.Theme, width int) string {
	before := t.Paint(theme.Accent, b.Prompt)
	if b.Typing {
		b.Field.SetWidth(max(0, width-frame.Width(b.Prompt)))
		return before + b.Field.View()
	}
	return before + t.Paint(theme.Match, terminal.SafeLine(terminal.Untrusted(b.Words)))
}
