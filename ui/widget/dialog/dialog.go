// Package dialog is what stands above the panes until it is answered, in three kinds:
//
//	Card    a decision: what happened, what it means, and what can be done about it
//	List    a choice among many, which is searched by typing: commands, requests, environments, themes
//	Prompt  one line of text, with what would come of it
//
// A dialog does nothing of what it offers: it answers with the message of what was chosen, or with CloseMsg, and whoever
// opened it carries that out.
package dialog

import "dowse/ui/terminal"

// CloseMsg asks to close the dialog on top: nothing was chosen.
type CloseMsg struct{}

const (
	widest = 76 // cells of a card and of a prompt
	margin = 1  // cells left and right of what they say; the cursor of a list stands there
)

func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }
