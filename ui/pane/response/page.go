package response

import (
	"slices"
	"strings"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/filter"
	"dowse/client/find"
	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// page is what the rows of one exchange are drawn from.
type page struct {
	glyphs   theme.Glyphs
	exchange *client.Exchange
	body     *document.Document              // the whole one; what is picked, marked and hidden are nodes of it
	doc      filter.Document                 // what is shown of it: what a filter took, or all
	origin   func(filter.Node) document.Node // of what is shown, in the whole; None where it stands there nowhere
	whole    *page                           // what this shows a part of, that a filter took; nil: it is the whole
	veil     veil
	picks    map[spot][]pickMark
	marked   map[document.Node]bool
	words    *find.Pattern      // looked for, and painted wherever they are
	made     []collections.Pick // that were made of it
	compared *comparison        // with another exchange; nil: with none

	inspection *inspection // of the bytes; nil: not begun
}

// spot is a place that can be picked: a node of the body, the nth header of a name in lower case, or another part of the
// exchange.
type spot struct {
	node   document.Node
	header string
	nth    int
	part   Part
}

// Part is a part of an exchange that is neither in its body nor a header: the status, a phase, a redirect, an attribute of a
// cookie, the target of a Link.
type Part struct {
	Kind      collections.SourceKind // empty: it is none
	Arg, Attr string
}

// outside says whether the spot is not in the body.
func (s spot) outside() bool { return s.header != "" || s.part.Kind != "" }

// partOf is the spot of a part.
func partOf(kind collections.SourceKind, arg, attr string) spot {
	return spot{node: document.None, part: Part{kind, arg, attr}}
}

// pickMark is the variable that a value is.
type pickMark struct {
	name    string
	fragile bool
}

func newPage(t *theme.Theme, e *client.Exchange, d *document.Document, results []session.Result) *page {
	p := &page{glyphs: t.Glyphs, exchange: e, marked: map[document.Node]bool{}}
	p.showAll(d)
	p.setResults(results)
	return p
}

// showAll makes all of a body what is shown.
func (p *page) showAll(d *document.Document) {
	p.body = d
	p.doc, p.origin = filter.Unfiltered(d)
}

// goesOn says whether d is what is shown and more: then every place in it stays what it is.
func (p *page) goesOn(d *document.Document) bool {
	before := p.body
	return !before.Final() && before.Format() == d.Format() && before.Len() <= d.Len() && len(before.Bytes()) <= len(d.Bytes())
}

// first is the first place that the pick of a name reads.
func (p *page) first(name string) (spot, bool) {
	best, found := spot{}, false
	for at, marks := range p.picks {
		named := slices.ContainsFunc(marks, func(k pickMark) bool { return k.name == name })
		if named && (!found || at.node < best.node || at.node == best.node && at.nth < best.nth) {
			best, found = at, true
		}
	}
	return best, found
}

// mostMarks is how many values one pick is shown at.
const mostMarks = 10_000

// setResults says what was picked.
func (p *page) setResults(results []session.Result) {
	if p.whole != nil {
		p.whole.setResults(results)
		p.veil, p.picks, p.made = p.whole.veil, p.whole.picks, p.whole.made
		p.veil.spans = p.secretSpans()
		return
	}
	p.veil = newVeil(p.exchange, p.body, results)
	p.picks, p.made = map[spot][]pickMark{}, nil
	for _, r := range results {
		p.made = append(p.made, r.Pick)
		for _, at := range p.spots(r.Pick) {
			p.picks[at] = append(p.picks[at], pickMark{r.Pick.Name, pick.Fragile(r.Pick)})
		}
	}
}

// spots are the places that a pick reads.
func (p *page) spots(k collections.Pick) []spot {
	switch k.From.Kind {
	case collections.SourceHeader:
		return []spot{{node: document.None, header: strings.ToLower(k.From.Arg), nth: max(1, k.From.Nth)}}
	case collections.SourceStatus, collections.SourceTiming, collections.SourceRedirect, collections.SourceLink:
		return []spot{partOf(k.From.Kind, k.From.Arg, "")}
	case collections.SourceCookie:
		if k.From.Attr != "" {
			return []spot{partOf(k.From.Kind, k.From.Arg, k.From.Attr)}
		}
		nth := 0
		var last []spot
		for _, value := range p.exchange.Response.Values("Set-Cookie") {
			nth++
			if name, _, _ := strings.Cut(value, "="); strings.TrimSpace(name) == k.From.Arg {
				last = []spot{{node: document.None, header: "set-cookie", nth: nth}}
			}
		}
		return last
	}
	nodes := pick.Nodes(k.From, p.body)
	switch {
	case len(nodes) == 0:
	case k.Take == collections.TakeFirst:
		nodes = nodes[:1]
	case k.Take == collections.TakeLast:
		nodes = nodes[len(nodes)-1:]
	}
	var all []spot
	for _, n := range nodes[:min(len(nodes), mostMarks)] {
		all = append(all, spot{node: n})
	}
	return all
}

// pickSpans are the variables that a place is, such as "= order_id ~".
func (p *page) pickSpans(at spot) []theme.Span {
	var spans []theme.Span
	for _, mark := range p.picks[at] {
		text := p.glyphs.Picked + " " + safe(mark.name)
		if mark.fragile {
			text += " " + p.glyphs.Fragile
		}
		if len(spans) > 0 {
			text = " " + text
		}
		spans = append(spans, theme.Span{Role: theme.Picked, Text: text})
	}
	return spans
}

// safe makes one line of text that is not ours fit for the screen.
func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }

// cursorState is whether a row is the one that keys act on.
type cursorState uint8

const (
	noCursor cursorState = iota
	cursorHere
	cursorDim // the keys are elsewhere
)

// paint makes a row of exactly width cells.
func (p *page) paint(t *theme.Theme, l line, width int, cursor cursorState) string {
	if width <= 0 {
		return ""
	}
	ell := p.glyphs.Ellipsis
	first := " "
	if cursor != noCursor {
		first = p.glyphs.Cursor
	}
	if l.art != "" {
		return frame.Fit(first+l.art, width, ell)
	}
	left := append([]theme.Span{{Text: first}}, l.left...)
	right := l.right
	if len(right) == 0 && l.fact != "" && spansWidth(left)+frame.Width(l.fact)+4 <= width {
		right = []theme.Span{{Role: theme.Muted, Text: l.fact}}
	}
	if len(right) > 0 {
		right = clipSpans(append(append([]theme.Span{{Text: "  "}}, right...), theme.Span{Text: " "}), max(0, width*2/3), ell)
	}
	room := width - spansWidth(right)
	left = clipSpans(left, room, ell)
	if gap := room - spansWidth(left); gap > 0 {
		left = append(left, theme.Span{Text: strings.Repeat(" ", gap)})
	}
	// Characters that join others across spans can make the whole narrower or wider than its parts.
	return frame.Fit(t.PaintSpans(joined(append(left, right...), cursor)), width, ell)
}

// joined gives the row under the cursor its one look, but for what a search found, and puts neighbours that
// look the same together.
func joined(spans []theme.Span, cursor cursorState) []theme.Span {
	var out []theme.Span
	for _, span := range spans {
		if span.Role != theme.Match {
			switch cursor {
			case cursorHere:
				span.Role = theme.Cursor
			case cursorDim:
				span.Role = theme.CursorDim
			}
		}
		if last := len(out) - 1; last >= 0 && out[last].Role == span.Role {
			out[last].Text += span.Text
			continue
		}
		out = append(out, span)
	}
	return out
}

func spansWidth(spans []theme.Span) int {
	width := 0
	for _, span := range spans {
		width += frame.Width(span.Text)
	}
	return width
}

// clipSpans shortens spans to at most width cells, the last of them the ellipsis.
func clipSpans(spans []theme.Span, width int, ellipsis string) []theme.Span {
	if spansWidth(spans) <= width {
		return spans
	}
	room := width - frame.Width(ellipsis)
	if room < 0 {
		return nil
	}
	var out []theme.Span
	for _, span := range spans {
		w := frame.Width(span.Text)
		if w > room {
			span.Text = frame.Clip(span.Text, room, "")
			out = append(out, span)
			break
		}
		out, room = append(out, span), room-w
	}
	return append(out, theme.Span{Role: theme.Muted, Text: ellipsis})
}
