// Package early stops the query that Bubble Tea v1 sends to the terminal while packages initialise: for
// the background colour, waiting up to five seconds for an answer. Whatever links Bubble Tea or Lip Gloss
// imports this package, blank. Go initialises ready packages in the order of their import paths, and
// this one sorts before Bubble Tea's. It does nothing else and asks nothing itself.
package early

import "github.com/charmbracelet/lipgloss"

func init() { lipgloss.SetHasDarkBackground(true) }
