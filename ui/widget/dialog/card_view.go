package dialog

import (
	"fmt"
	"slices"
	"strings"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/text"
	"dowse/ui/draw/theme"
)

const (
	narrow  = 44 // a card is so wide at least, where there is room
	hang    = 2  // a detail that goes on in a second line is so much further right there
	between = 2  // between the title of a choice and its help
)

// cardLine is one line of the text with its look.
type cardLine struct {
	role theme.Role
	text string
}

// cardPlan is how the lines of a card are shared out, from above: text, gap, choices, gap, help.
type cardPlan struct {
	lines   []cardLine // the text, of which some may be out of sight
	text    int        // lines of text in sight
	choices int        // choices in sight
	column  int        // where the help of the choices begins; 0: it stands below them
	help    int        // lines of the help below, with the empty one before
	gap     int        // empty lines before the choices
	wanted  int        // the lines that it takes to show everything
}

// first is the line of the first choice.
func (p cardPlan) first() int { return p.text + p.gap }

// natural is the width in which nothing has to be broken.
func (m *Card) natural() int {
	width, title, help := narrow, 0, 0
	for _, text := range append([]string{m.options.What, m.options.Means}, m.options.Lines...) {
		for l := range strings.SplitSeq(text, "\n") {
			width = max(width, frame.Width(l)+2*margin)
		}
	}
	for _, c := range m.options.Choices {
		title, help = max(title, frame.Width(c.Title)), max(help, frame.Width(c.Help))
	}
	return max(width, frame.Width(m.options.Title)+4, margin+title+between+help+margin)
}

// arrange shares out a size. Where there is too little of it, the choices come first, then the text.
func (m *Card) arrange(width, height int) cardPlan {
	p := cardPlan{lines: m.broken(width - 2*margin)}
	title, help, below := 0, 0, 0
	for _, c := range m.options.Choices {
		title, help = max(title, frame.Width(c.Title)), max(help, frame.Width(c.Help))
		below = max(below, len(text.Wrap(c.Help, width-2*margin, 0)))
	}
	if margin+title+between+help+margin <= width {
		p.column = margin + title + between
	} else {
		p.help = below + 1
	}
	if len(p.lines) > 0 && len(m.options.Choices) > 0 {
		p.gap = 1
	}
	p.wanted = len(p.lines) + p.gap + len(m.options.Choices) + p.help
	if height >= p.wanted {
		p.text, p.choices = len(p.lines), len(m.options.Choices)
		return p
	}
	return m.squeeze(p, height)
}

// least is how many lines of text, and how many choices, a card keeps in sight where there is any room.
const least = 3

// squeeze takes away what there is no room for: the help first, then empty lines, text, and choices last.
func (m *Card) squeeze(p cardPlan, height int) cardPlan {
	all, text := len(m.options.Choices), min(least, len(p.lines))
	if height < all+text+p.gap+p.help {
		p.help = 0
	}
	if height < all+len(p.lines)+p.gap+p.help {
		p.lines = slices.DeleteFunc(p.lines, func(l cardLine) bool { return l.text == "" })
		text = min(least, len(p.lines))
	}
	if height < all+text+p.gap {
		p.gap = 0
	}
	atLeast := min(all, least, height)
	if text > 0 && height > 1 {
		atLeast = min(atLeast, height-1)
	}
	p.choices = max(0, min(all, max(atLeast, height-p.gap-p.help-text)))
	p.text = max(0, min(len(p.lines), height-p.gap-p.help-p.choices))
	return p
}

// broken is the text in lines of at most width cells, with an empty one between its parts.
func (m *Card) broken(width int) []cardLine {
	var lines []cardLine
	part := func(role theme.Role, hang int, texts ...string) {
		begun := false
		for _, one := range texts {
			for _, l := range text.Wrap(one, width, hang) {
				if !begun && len(lines) > 0 {
					lines = append(lines, cardLine{})
				}
				begun = true
				lines = append(lines, cardLine{role, l})
			}
		}
	}
	part(m.options.Role, 0, m.options.What)
	part(theme.Muted, 0, m.options.Means)
	part(theme.Plain, hang, m.options.Lines...)
	return lines
}

// View is the card.
func (m *Card) View() string {
	lines := m.text()
	for range m.plan.gap {
		lines = append(lines, "")
	}
	from, to := m.window.Sight()
	for i := from; i < to; i++ {
		lines = append(lines, m.choice(i))
	}
	return frame.Block(append(lines, m.help()...), m.width, m.height, m.theme.Glyphs.Ellipsis)
}

// text is the lines of the text in sight; the first or last of them says that there are more.
func (m *Card) text() []string {
	ell := m.theme.Glyphs.Ellipsis
	var lines []string
	from, to := m.top, m.top+m.plan.text
	for _, l := range m.plan.lines[from:to] {
		lines = append(lines, strings.Repeat(" ", margin)+m.theme.Paint(l.role, l.text))
	}
	above, below := from, len(m.plan.lines)-to
	switch {
	case len(lines) == 1 && above+below > 0: // the beginning counts more than how much there is
		l := m.plan.lines[from]
		lines[0] = strings.Repeat(" ", margin) + m.theme.Paint(l.role, frame.Clip(l.text, max(0, m.width-3*margin), "")+ell)
	case len(lines) > 1:
		if above > 0 {
			lines[0] = m.more(above + 1)
		}
		if below > 0 {
			lines[len(lines)-1] = m.more(below + 1)
		}
	}
	return lines
}

// more stands for so many lines.
func (m *Card) more(n int) string {
	return m.theme.Paint(theme.Muted, fmt.Sprintf(" %s %d lines more", m.theme.Glyphs.Ellipsis, n))
}

// choice is one row of the list.
func (m *Card) choice(i int) string {
	c, ell := m.options.Choices[i], m.theme.Glyphs.Ellipsis
	title, help := c.Title, ""
	if m.plan.column > 0 && c.Help != "" {
		title, help = frame.Fit(c.Title, m.plan.column-margin, ell), c.Help
	}
	if i == m.window.Cursor() {
		return m.theme.Paint(theme.Cursor, frame.Fit(m.theme.Glyphs.Cursor+title+help, m.width, ell))
	}
	return strings.Repeat(" ", margin) + title + m.theme.Paint(theme.Muted, help)
}

// help says below the choices what comes of the one under the cursor.
func (m *Card) help() []string {
	if m.plan.help == 0 || m.window.Cursor() >= len(m.options.Choices) {
		return nil
	}
	lines := []string{""}
	for _, l := range text.Wrap(m.options.Choices[m.window.Cursor()].Help, m.width-2*margin, 0) {
		lines = append(lines, strings.Repeat(" ", margin)+m.theme.Paint(theme.Muted, l))
	}
	return lines
}
