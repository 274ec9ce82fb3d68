package terminal

import (
	"os"

	"github.com/aymanbagabas/go-osc52/v2"
	tea "github.com/charmbracelet/bubbletea"
)

// Copy puts a text on the clipboard of whoever sits at the terminal, also through ssh, tmux and screen, as far
// as they allow it: nobody says whether they do.
func Copy(text string) tea.Cmd {
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
