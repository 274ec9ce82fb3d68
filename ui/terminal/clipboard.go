package terminal

import (
	"os"

	"github.com/aymanbagabas/go-osc52/v2"
	tea "github.com/charmbracelet/bubbletea"
)

// longestCopy is how many bytes a text for the clipboard may have: its sequence stays below 1 MiB, where
// terminals drop it if they have not done so before.
const longestCopy = (1<<20 - 64) / 4 * 3

// Copyable says whether a text is short enough for the clipboard.
func Copyable(text string) bool { return len(text) <= longestCopy }

// Copy puts a text on the clipboard of whoever sits at the terminal, also through ssh, tmux and screen, as far
// as they allow it: nobody says whether they do. For a text that is not Copyable it does nothing.
func Copy(text string) tea.Cmd {
	if !Copyable(text) {
		return nil
	}
	return func() tea.Msg { return copyMsg{clipboard(text, os.Getenv)} }
}

func clipboard(text string, getenv func(string) string) string {
	sequence := osc52.New(text)
	switch {
	case getenv("TMUX") != "": // which takes the one or passes on the other, as it is set
		return sequence.String() + sequence.Tmux().String()
	case getenv("STY") != "":
		return sequence.Screen().String()
	}
	return sequence.String()
}
