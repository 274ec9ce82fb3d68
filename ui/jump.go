package ui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"

	"github.com/charmbracelet/x/ansi"
)

// jump is labels on all rows in sight: typing one goes there.
type jump struct {
	typed   string
	targets map[string]target
}

// target is a cell of the screen that a label stands on.
type target struct{ x, y int }

// letters are what labels are made of, those under the fingers first.
const letters = "asdfghjklqwertyuiopzxcvbnm"

// labels puts a label on every row that has something on it.
func (m *Model) labels() {
	var all []target
	lines := strings.Split(m.View(), "\n")
	for _, place := range m.plan.Places {
		r := place.Content()
		for y := r.Y; y < r.Y+r.Height && y < len(lines); y++ {
			text := ansi.Strip(ansi.Cut(lines[y], r.X, r.X+r.Width))
			if seen, ok := m.plan.At(r.X, y); strings.TrimSpace(text) == "" || !ok || seen.Pane != place.Pane {
				continue
			}
			all = append(all, target{r.X + m.pastMarks(text), y})
		}
	}
	m.jump = &jump{targets: map[string]target{}}
	for i, t := range all {
		if len(all) <= len(letters) {
			m.jump.targets[letters[i:i+1]] = t
		} else if i < len(letters)*len(letters) {
			m.jump.targets[string(letters[i/len(letters)])+string(letters[i%len(letters)])] = t
		}
	}
}

// pastMarks is the cell of a row's first character that is no mark: a press on one would fold.
func (m *Model) pastMarks(row string) int {
	g := m.look.theme.Glyphs
	x := 0
	for _, r := range row {
		if c := string(r); c != " " && c != g.Cursor && c != g.Open && c != g.Closed {
			break
		}
		x++
	}
	return x
}

// jumpKey takes a key while labels are shown. A label that is complete is pressed; anything else ends them.
func (m *Model) jumpKey(key string) tea.Cmd {
	j := m.jump
	j.typed += key
	if t, ok := j.targets[j.typed]; ok {
		m.jump = nil
		return m.mouse(tea.MouseMsg{X: t.x, Y: t.y, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
	}
	for label := range j.targets {
		if strings.HasPrefix(label, j.typed) {
			return nil
		}
	}
	m.jump = nil
	return nil
}

// jumpLabels draws the labels that what was typed can still become.
func (m *Model) jumpLabels(block string) string {
	for label, t := range m.jump.targets {
		if rest, ok := strings.CutPrefix(label, m.jump.typed); ok {
			block = frame.Over(block, []string{m.look.theme.Paint(theme.Match, rest)}, t.x, t.y, m.wish.Width)
		}
	}
	return block
}
