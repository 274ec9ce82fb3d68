// Package help draws what can be done: the list of a place, what a key begins, the footer, and the tables of
// the manual. All of them come from the action table. It carries nothing out.
package help

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/field"
	"dowse/ui/frame"
	"dowse/ui/scroll"
	"dowse/ui/terminal"
	"dowse/ui/theme"
)

// CloseMsg asks to close the help.
type CloseMsg struct{}

// Model is the help about one place: type to search, Enter does what the cursor is on.
type Model struct {
	theme         *theme.Theme
	place         string
	search        *field.Model
	words         string // what the rows were found by
	all, shown    []action.Action
	window        scroll.Window
	keys, titles  int // the widths of their columns
	width, height int
}

// New makes the help of a place from the actions of its contexts, the nearest first.
func New(t *theme.Theme, keymap *action.Keymap, contexts []action.Context, place string) *Model {
	m := &Model{theme: t, place: safe(place), search: field.New(t)}
	m.search.SetHint("type to search; enter does it")
	for _, a := range keymap.Active(contexts...) {
		if len(a.Keys) > 0 {
			m.all = append(m.all, a)
			m.keys = min(max(m.keys, frame.Width(keysOf(a))), widestKeys)
			m.titles = min(max(m.titles, frame.Width(a.Title)), widestTitles)
		}
	}
	m.filter()
	return m
}

// SetTheme changes what it looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	m.search.SetTheme(t)
}

// SetFocus says whether it has the keys.
func (m *Model) SetFocus(focused bool) {
	if focused {
		m.search.Focus(-1)
	} else {
		m.search.Blur()
	}
}

// SetSize says how many cells it has.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = max(0, width), max(0, height)
	m.search.SetWidth(m.width)
	m.window.SetHeight(m.height - 1)
}

// Size is how much room it wants.
func (m *Model) Size(maxWidth, maxHeight int) (width, height int) {
	return max(0, min(widest, maxWidth)), max(0, min(1+max(1, len(m.all)), maxHeight))
}

// Contexts are those of a list that is searched by typing.
func (m *Model) Contexts() []action.Context {
	return []action.Context{action.Choice}
}

// Title names the place.
func (m *Model) Title() frame.Title {
	return frame.Title{Name: "Help: " + m.place, Right: fmt.Sprintf("%d of %d", len(m.shown), len(m.all))}
}

// Where is what the list may have cut: the help of the action under the cursor.
func (m *Model) Where() string {
	if at := m.window.Cursor(); at < len(m.shown) {
		return safe(m.shown[at].Help)
	}
	return ""
}

// Popup is none.
func (m *Model) Popup() (frame.Popup, bool) { return frame.Popup{}, false }

// Update moves, searches, and answers with the action.RunMsg of what was chosen.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		return m.run(msg.ID), nil
	case tea.KeyMsg:
		return nil, m.give(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	}
	return nil, nil
}

func (m *Model) run(id action.ID) tea.Msg {
	switch id {
	case action.Leave:
		return CloseMsg{}
	case action.Accept:
		if at := m.window.Cursor(); at < len(m.shown) {
			return action.RunMsg{ID: m.shown[at].ID}
		}
	default:
		m.window.Run(id)
	}
	return nil
}

// give hands a message to the field, and searches when the text is another one.
func (m *Model) give(msg tea.Msg) tea.Cmd {
	_, cmd := m.search.Update(msg)
	if words := m.search.Text(); words != m.words {
		m.words = words
		m.filter()
		m.window.Go(0)
	}
	return cmd
}

// mouse scrolls, moves the cursor, and does what is pressed.
func (m *Model) mouse(msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	if m.window.Wheel(msg) || msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft {
		return nil, nil
	}
	if msg.Y == 0 {
		return nil, m.give(msg)
	}
	from, to := m.window.Sight()
	switch at := from + msg.Y - 1; {
	case at < from || at >= to:
	default:
		m.window.Go(at)
		return m.run(action.Accept), nil
	}
	return nil, nil
}

// filter shows the actions that have every word that was typed.
func (m *Model) filter() {
	words := strings.Fields(strings.ToLower(m.words))
	m.shown = nil
	for _, a := range m.all {
		text := strings.ToLower(a.Title + " " + a.Help + " " + strings.Join(a.Keys, " "))
		has := true
		for _, word := range words {
			has = has && strings.Contains(text, word)
		}
		if has {
			m.shown = append(m.shown, a)
		}
	}
	m.window.SetRows(len(m.shown))
}

const (
	widest       = 76
	widestKeys   = 16
	widestTitles = 18
	gap          = 2 // between columns
)

// View is the search and the list below.
func (m *Model) View() string {
	lines := []string{m.search.View()}
	from, to := m.window.Sight()
	for i := from; i < to; i++ {
		lines = append(lines, m.row(i))
	}
	if len(m.shown) == 0 {
		lines = append(lines, m.theme.Paint(theme.Muted, " nothing matches"))
	}
	return frame.Block(lines, m.width, m.height, m.theme.Glyphs.Ellipsis)
}

func (m *Model) row(i int) string {
	a, ell := m.shown[i], m.theme.Glyphs.Ellipsis
	space := strings.Repeat(" ", gap)
	keys, title := frame.Fit(keysOf(a), m.keys, ell), frame.Fit(a.Title, m.titles, ell)
	if i == m.window.Cursor() {
		return m.theme.Paint(theme.Cursor, frame.Fit(m.theme.Glyphs.Cursor+keys+space+title+space+a.Help, m.width, ell))
	}
	return " " + m.theme.Paint(theme.Accent, keys) + space + title + space + m.theme.Paint(theme.Muted, a.Help)
}

// keysOf is all keys of an action.
func keysOf(a action.Action) string { return safe(strings.Join(typed(a.Keys), ", ")) }

// typed are keys as people know them: what stands for a key in a keymap is not what they press.
func typed(keys []string) []string {
	known := slices.Clone(keys)
	for i, key := range known {
		if key == "f20" {
			known[i] = "ctrl+enter"
		}
	}
	return known
}

// safe makes fit for the screen what a person wrote: the keys of a keymap file.
func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }
