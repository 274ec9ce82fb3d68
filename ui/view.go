package ui

import (
	"fmt"
	"strings"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/text"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/widget/help"
)

// View is the screen: exactly as many lines and cells as the terminal has.
func (m *Model) View() string {
	w, h := m.wish.Width, m.wish.Height
	if w <= 0 || h <= 0 {
		return ""
	}
	screen := newCanvas(w, h)
	if r := m.plan.Header; r.Height > 0 {
		screen.put(r.X, r.Y, []string{m.header(r.Width)})
	}
	for _, place := range m.plan.Places {
		screen.put(place.Rect.X, place.Rect.Y, m.drawn(place))
	}
	block := screen.String()
	block = m.overlays(block)
	if r := m.plan.Status; r.Height > 0 {
		block = frame.Over(block, []string{m.status(r.Width)}, r.X, r.Y, w)
	}
	return block
}

// drawn is a pane with its border.
func (m *Model) drawn(place layout.Place) []string {
	p := m.pane(place.Pane)
	if !place.Bordered {
		return strings.Split(p.View(), "\n")
	}
	focused := place.Pane == m.focus && len(m.dialogs) == 0
	title, foot := m.title(place), ""
	if focused && len(title.Tabs) > 1 && !m.typing() {
		k := m.look.keymap
		foot = m.look.theme.Paint(theme.Accent, k.Key(action.PreviousTab, action.Nav)+" "+k.Key(action.NextTab, action.Nav)) + m.look.theme.Paint(theme.Muted, " tabs")
	}
	return frame.Border(m.look.theme, title, foot, p.View(), place.Rect.Width, place.Rect.Height, focused)
}

// title is what stands in a pane's border. Where request and response share a place, both are named.
func (m *Model) title(place layout.Place) frame.Title {
	title := m.pane(place.Pane).Title()
	if m.wish.Alone {
		title.Name = "Body"
		return title
	}
	if m.plan.Columns == 1 {
		switch place.Pane {
		case layout.Request:
			title.After = "3 Response"
		case layout.Response:
			title.Before = "2 Request"
		}
	}
	title.Name = fmt.Sprintf("%d %s", place.Pane.Number(), title.Name)
	return title
}

// overlays lays popups, the strip, which-key and dialogs over the panes.
func (m *Model) overlays(block string) string {
	w := m.wish.Width
	if m.strip != nil {
		lines := m.picks.stripLines(w)
		block = frame.Over(block, lines, 0, m.plan.Status.Y-len(lines), w)
	}
	if m.jump != nil {
		block = m.jumpLabels(block)
	}
	for _, d := range m.dialogs {
		r := m.dialogRect(d)
		block = frame.Over(block, frame.Border(m.look.theme, d.Title(), "", d.View(), r.Width, r.Height, true), r.X, r.Y, w)
	}
	if lines := m.longNotice(); lines != nil {
		block = frame.Over(block, lines, 0, m.plan.Status.Y-len(lines), w)
	}
	if popup, ok := m.top().Popup(); ok {
		block = m.float(block, popup)
	}
	if len(m.typed) > 0 {
		lines := help.After(m.look.theme, m.look.keymap.After(m.contexts(), m.typed...), m.typed, w)
		block = frame.Over(block, lines, 0, max(0, m.plan.Status.Y-len(lines)), w)
	}
	return block
}

// float draws a popup of the pane on top, moved into the screen.
func (m *Model) float(block string, popup frame.Popup) string {
	origin := layout.Rect{}
	if n := len(m.dialogs); n > 0 {
		origin = m.dialogRect(m.dialogs[n-1]).Inside()
	} else if place, ok := m.plan.Find(m.focus); ok {
		origin = place.Content()
	}
	width := 0
	for _, line := range popup.Lines {
		width = max(width, frame.Width(line))
	}
	x := max(0, min(origin.X+popup.X, m.wish.Width-width))
	y := origin.Y + popup.Y
	if below := m.plan.Status.Y - y; below < len(popup.Lines) {
		if above := origin.Y + popup.Above; above > below {
			y = max(0, above-len(popup.Lines))
		}
	}
	return frame.Over(block, popup.Lines, x, y, m.wish.Width)
}

// header names what is on the screen, and what is to be known of it at any time.
func (m *Model) header(width int) string {
	th := m.look.theme
	if v := m.options.View; v != nil {
		left := " " + th.Paint(theme.Heading, "dowse view") + th.Paint(theme.Muted, " "+th.Glyphs.Dot+" ") + safe(beginning(v.Name))
		return frame.Sides(left, th.Paint(theme.Accent, m.look.keymap.Key(action.Help, action.Everywhere))+th.Paint(theme.Muted, " help")+" ", width, th.Glyphs.Ellipsis)
	}
	left := " " + th.Paint(theme.Heading, m.workspaceName()) + th.Paint(theme.Muted, " "+th.Glyphs.Dot+" ") + safe(beginning(m.drafts.Current.Title()))
	if m.drafts.Current.Unsaved() {
		left += " " + th.Paint(theme.Warn, th.Glyphs.Unsaved)
	}
	var right []string
	if m.known.insecure {
		right = append(right, th.Paint(theme.Badge, " TLS NOT VERIFIED "))
	}
	if m.keeper.refused != nil {
		right = append(right, th.Paint(theme.Badge, " NOT KEPT "))
	}
	if env := m.session.EnvironmentName(); env != "" {
		right = append(right, th.Paint(theme.Accent, safe(env)))
	}
	right = append(right, fmt.Sprintf("%d picked", m.known.live))
	if m.known.lacks > 0 {
		right = append(right, th.Paint(theme.Bad, fmt.Sprintf("%s %d missing", th.Glyphs.Missing, m.known.lacks)))
	}
	right = append(right, th.Paint(theme.Accent, m.look.keymap.Key(action.Help, action.Everywhere))+th.Paint(theme.Muted, " help")+" ")
	return frame.Sides(left, " "+strings.Join(right, "  "), width, th.Glyphs.Ellipsis)
}

// status is the last line: the mode, what just happened or where the cursor is, and the keys that count.
func (m *Model) status(width int) string {
	th := m.look.theme
	mode := th.Paint(theme.ModeNav, " NAV ")
	if m.typing() {
		mode = th.Paint(theme.ModeEdit, " EDIT ")
	}
	if m.notice.text != "" && m.longNotice() == nil {
		return frame.Fit(mode+" "+th.Paint(m.notice.role, safe(m.notice.text)), width, th.Glyphs.Ellipsis)
	}
	where := m.top().Where()
	switch {
	case m.jump != nil:
		return frame.Fit(mode+" type a label to go there; any other key ends this", width, th.Glyphs.Ellipsis)
	case m.wish.Zoom && len(m.dialogs) == 0:
		where = th.Paint(theme.Accent, m.look.keymap.Key(action.Zoom, action.Nav)) + " all panes  " + where
	}
	room := width - frame.Width(mode) - 2
	actions := m.look.keymap.Active(m.footed()...)
	keys := help.Footer(th, actions, max(room-frame.Width(where)-4, room*2/5))
	return frame.Sides(mode+" "+where, "  "+keys+" ", width, th.Glyphs.Ellipsis)
}

// footed are the contexts whose actions the status line names: in a dialog only its own.
func (m *Model) footed() []action.Context {
	if len(m.dialogs) > 0 {
		return m.top().Contexts()
	}
	return m.contexts()
}

// longNotice is what is to be said, where the status line has no room for it.
func (m *Model) longNotice() []string {
	th, width := m.look.theme, m.wish.Width
	if m.notice.text == "" || frame.Width(m.notice.text)+7 <= width {
		return nil
	}
	lines := []string{th.Paint(theme.BorderFocus, strings.Repeat(th.Glyphs.Border.Top, width))}
	for _, line := range text.Wrap(text.Safe(m.notice.text, th.Glyphs.Ellipsis), max(1, width-2), 0) {
		lines = append(lines, frame.Fit(" "+th.Paint(m.notice.role, line), width, th.Glyphs.Ellipsis))
	}
	return lines[:min(len(lines), max(0, m.plan.Status.Y-m.plan.Header.Height))]
}

// safe makes one line of text that is not ours fit for the screen.
func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }

// longestTitle is how many bytes of a text that is shown on one line are looked at.
const longestTitle = 4 << 10

// beginning is as much of a text as a line can show.
func beginning(text string) string {
	if len(text) > longestTitle {
		return strings.ToValidUTF8(text[:longestTitle], "")
	}
	return text
}

// canvas is lines that blocks are put on side by side.
type canvas struct {
	width int
	rows  [][]piece
}

type piece struct {
	x    int
	text string
}

func newCanvas(width, height int) *canvas { return &canvas{width, make([][]piece, height)} }

func (c *canvas) put(x, y int, lines []string) {
	for i, line := range lines {
		if at := y + i; at >= 0 && at < len(c.rows) {
			c.rows[at] = append(c.rows[at], piece{x, line})
		}
	}
}

// String joins pieces that lie side by side, which is cheap, and lays those over that overlap.
func (c *canvas) String() string {
	var b strings.Builder
	for i, row := range c.rows {
		if i > 0 {
			b.WriteByte('\n')
		}
		line, at, plain := "", 0, true
		for _, p := range row {
			if p.x != at {
				plain = false
				break
			}
			line += p.text
			at += frame.Width(p.text)
		}
		if !plain {
			line = strings.Repeat(" ", c.width)
			for _, p := range row {
				line = frame.Over(line, []string{p.text}, p.x, 0, c.width)
			}
		}
		b.WriteString(frame.Fit(line, c.width, ""))
	}
	return b.String()
}
