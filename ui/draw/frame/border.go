package frame

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dowse/ui/draw/theme"
)

// Border draws a border round a block of lines: width and height are those of the whole, border included.
// The title stands in its upper side, foot in its lower one.
func Border(t *theme.Theme, title Title, foot, block string, width, height int, focused bool) []string {
	if width < 2 || height < 2 {
		return strings.Split(Block(strings.Split(block, "\n"), width, height, t.Glyphs.Ellipsis), "\n")
	}
	role := theme.Border
	if focused {
		role = theme.BorderFocus
	}
	b := t.Glyphs.Border
	lines := make([]string, 0, height)
	lines = append(lines, t.Paint(role, b.TopLeft)+upper(t, title, role, width-2, focused)+t.Paint(role, b.TopRight))
	left, right := t.Paint(role, b.Left), t.Paint(role, b.Right)
	inner := strings.Split(block, "\n")
	for i := range height - 2 {
		line := ""
		if i < len(inner) {
			line = inner[i]
		}
		lines = append(lines, left+Fit(line, width-2, t.Glyphs.Ellipsis)+right)
	}
	return append(lines, t.Paint(role, b.BottomLeft)+side(t, foot, role, b.Bottom, width-2)+t.Paint(role, b.BottomRight))
}

// upper is the upper side: the name, the tabs and, where there is room, the facts.
func upper(t *theme.Theme, title Title, role theme.Role, width int, focused bool) string {
	line := heading(t, title, role, focused)
	for i, tab := range title.Tabs {
		switch {
		case i == title.Tab:
			line += t.Paint(theme.Heading, "["+tab+"]")
		case i == title.Tab+1:
			line += t.Paint(theme.Muted, tab)
		default:
			line += t.Paint(theme.Muted, " "+tab)
		}
	}
	if len(title.Tabs) > 0 {
		line += " "
	}
	facts, room := factsOf(title.Right, width)
	if ansi.StringWidth(line) > room && title.Short != "" {
		facts, room = factsOf(title.Short, width)
	}
	if ansi.StringWidth(line) > room && title.Tabs != nil {
		line = heading(t, title, role, focused) + shortTabs(t, title)
	}
	if ansi.StringWidth(line) > room && title.Tabs != nil {
		line = t.Paint(role, t.Glyphs.Border.Top) + " " + shortTabs(t, title)
	}
	if room < min(ansi.StringWidth(line), 12) {
		facts, room = "", width
	}
	line = Clip(line, room, t.Glyphs.Ellipsis)
	gap := width - ansi.StringWidth(line) - ansi.StringWidth(facts)
	tail := 0
	if facts != "" && gap > 0 {
		tail, gap = 1, gap-1
	}
	fill := func(n int) string { return t.Paint(role, strings.Repeat(t.Glyphs.Border.Top, max(0, n))) }
	return line + fill(gap) + facts + fill(tail)
}

// factsOf is a text for the right end, and the room that it leaves in a side.
func factsOf(text string, width int) (facts string, room int) {
	if text != "" {
		facts = " " + text + " "
	}
	return facts, width - 1 - ansi.StringWidth(facts)
}

// heading is the names in the upper side.
func heading(t *theme.Theme, title Title, role theme.Role, focused bool) string {
	line := t.Paint(role, t.Glyphs.Border.Top)
	if title.Name == "" {
		return line
	}
	name := theme.Muted
	if focused {
		name = theme.Heading
	}
	line += " "
	if title.Before != "" {
		line += t.Paint(theme.Muted, title.Before+" "+t.Glyphs.Border.Left+" ")
	}
	line += t.Paint(name, title.Name) + " "
	if title.After != "" {
		line += t.Paint(theme.Muted, t.Glyphs.Border.Left+" "+title.After+" ")
	}
	return line
}

// TabAt is the tab whose name stands at column x of a border with this title; -1 for none. The border has
// the room to show all of them.
func (title Title) TabAt(x int) int {
	at := 2
	if title.Name != "" {
		at += ansi.StringWidth(title.Name) + 2
		for _, other := range []string{title.Before, title.After} {
			if other != "" {
				at += ansi.StringWidth(other) + 3
			}
		}
	}
	for i, tab := range title.Tabs {
		end := at + ansi.StringWidth(tab) + 1
		if x >= at && x < end {
			return i
		}
		at = end
	}
	return -1
}

// shortTabs is the tab that is shown, alone, with its place among all.
func shortTabs(t *theme.Theme, title Title) string {
	if title.Tab >= len(title.Tabs) {
		return ""
	}
	place := strings.Repeat(t.Glyphs.Dot, title.Tab) + "[" + title.Tabs[title.Tab] + "]" + strings.Repeat(t.Glyphs.Dot, len(title.Tabs)-1-title.Tab)
	return t.Paint(theme.Heading, place) + " "
}

// side is a lower side with a text in it.
func side(t *theme.Theme, text string, role theme.Role, line string, width int) string {
	if text == "" || width < 6 {
		return t.Paint(role, strings.Repeat(line, max(0, width)))
	}
	text = Clip(text, width-4, t.Glyphs.Ellipsis)
	gap := width - 3 - ansi.StringWidth(text)
	return t.Paint(role, line) + " " + text + " " + t.Paint(role, strings.Repeat(line, max(0, gap)))
}
