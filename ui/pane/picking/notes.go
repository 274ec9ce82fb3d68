package picking

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

// noteOf is what is to be said of a row.
func (m *Model) noteOf(r row) []theme.Span {
	var note theme.Span
	switch r {
	case nameRow:
		note = m.nameNote()
	case transformRow:
		note = m.transformNote()
	case missingRow:
		note = theme.Span{Role: theme.Muted, Text: meaning[m.policy()]}
	case defaultRow:
		note = m.defaultNote()
	case secretRow:
		note = theme.Span{Role: theme.Muted, Text: "nothing says that it is one"}
		if reasons := m.options.Suggestion.Secret; len(reasons) > 0 {
			note.Text = safe(strings.Join(reasons, ", "))
		}
	}
	if note.Text == "" {
		return nil
	}
	return []theme.Span{note}
}

func (m *Model) nameNote() theme.Span {
	name := strings.TrimSpace(m.pick.Name)
	switch {
	case !ValidName(name):
		return theme.Span{Role: theme.Bad, Text: nameRule}
	case slices.Contains(m.options.Taken, name):
		return theme.Span{Role: theme.Warn, Text: "another variable has this name"}
	}
	return theme.Span{Role: theme.Muted, Text: "{{" + name + "}} uses it"}
}

func (m *Model) transformNote() theme.Span {
	if err := vars.CheckPipe(m.pick.Transform); err != nil {
		return theme.Span{Role: theme.Bad, Text: safe(cut(err.Error()))}
	}
	a := m.answer
	switch {
	case m.pick.Transform == "" || !m.known():
		return theme.Span{}
	case a.miss == pick.TransformFailed:
		return theme.Span{Role: theme.Bad, Text: cut(a.why)}
	case a.found && !a.stands:
		return theme.Span{Role: theme.Muted, Text: m.theme.Glyphs.Arrow + " " + a.value}
	}
	return theme.Span{}
}

func (m *Model) defaultNote() theme.Span {
	is, want := m.pick.IfMissing.Default.Kind().String(), m.pick.Type
	if want == "integer" {
		want = "number"
	}
	if want != "" && want != is {
		return theme.Span{Role: theme.Warn, Text: fmt.Sprintf("%s, and the type is %s", is, m.pick.Type)}
	}
	return theme.Span{Role: theme.Muted, Text: is}
}

// mostWhy is how many lines a miss may take.
const mostWhy = 3

// below is what the settings give, in so many lines: what is wrong, then the items.
func (m *Model) below(room int) []string {
	var lines []string
	if m.note != "" {
		lines = append(lines, " "+m.theme.Paint(theme.Bad, m.note))
	}
	if !m.known() {
		return append(lines, " "+m.theme.Paint(theme.Muted, m.theme.Glyphs.Ellipsis))
	}
	lines = append(lines, m.whyLines()...)
	return append(lines, m.itemLines(room-len(lines))...)
}

// whyLines say why there is no value.
func (m *Model) whyLines() []string {
	if m.answer.why == "" || m.width < 3 {
		return nil
	}
	role := theme.Bad
	if m.policy() != collections.MissingFail && !m.fatal() {
		role = theme.Warn
	}
	wrapped := strings.Split(ansi.Wrap(m.answer.why, m.width-2, ""), "\n")
	if len(wrapped) > mostWhy {
		wrapped = wrapped[:mostWhy]
		wrapped[mostWhy-1] = frame.Clip(wrapped[mostWhy-1], m.width-3, "") + m.theme.Glyphs.Ellipsis
	}
	for i, text := range wrapped {
		wrapped[i] = " " + m.theme.Paint(role, text)
	}
	return wrapped
}

// itemLines are the items in so many lines: those that are taken have the mark of a pick.
func (m *Model) itemLines(room int) []string {
	items := m.answer.items
	if room <= 0 || len(items) == 0 {
		return nil
	}
	if m.answer.total > room {
		taken := slices.IndexFunc(items, func(i item) bool { return i.taken })
		from, to := window(taken, len(items), max(1, room-1))
		items = items[from:to]
	}
	width := 0
	for _, i := range items {
		width = max(width, frame.Width(i.where))
	}
	width = min(width, m.width*2/5)
	var lines []string
	for _, i := range items {
		mark := " "
		if i.taken {
			mark = m.theme.Paint(theme.Picked, m.theme.Glyphs.Picked)
		}
		text := m.theme.PaintSpans(m.valueText(i.value, m.answer.masked, m.width))
		if i.bad {
			text = m.theme.Paint(theme.Bad, i.value)
		}
		where := frame.Fit(i.where, width, m.theme.Glyphs.Ellipsis)
		lines = append(lines, " "+mark+" "+m.theme.Paint(theme.Muted, where)+"  "+text)
	}
	if more := m.answer.total - len(items); more > 0 && len(lines) < room {
		lines = append(lines, "   "+m.theme.Paint(theme.Muted, fmt.Sprintf("and %d more", more)))
	}
	return lines
}
