package response

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dowse/client"
	"dowse/client/diff"
	"dowse/client/document"
	"dowse/client/filter"
	"dowse/client/find"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// comparison is how an exchange differs from another.
type comparison struct {
	diff *diff.Diff
	with *client.Exchange
	name string  // of the other's request; empty: it is the same one
	side [2]veil // of the old document, and of the new one
}

// differences is rows: what was compared, what has to be known of that, and a row a change.
type differences struct {
	page     *page
	made     *comparison
	head     []line
	old, new *tree // which draw the values of both
}

// newDiff makes the rows of a page's comparison.
func newDiff(p *page) *differences {
	c := p.compared
	side := func(d *document.Document, v veil) *tree {
		of := &page{glyphs: p.glyphs, exchange: p.exchange, veil: v}
		of.showAll(d)
		return newTree(of, false)
	}
	rows := &differences{page: p, made: c, old: side(c.diff.Old, c.side[0]), new: side(c.diff.New, c.side[1])}
	rows.head = rows.heading()
	return rows
}

// againDiff makes the rows anew, after picks were made: what is hidden may be something else now.
func againDiff(p *page) *differences {
	c := p.compared
	c.side = veils(c.diff, c.with, p.exchange, p.made)
	return newDiff(p)
}

// newWait is the row that stands there while a comparison is made.
func newWait(p *page) *list {
	l := &list{page: p}
	l.note(theme.Muted, "comparing")
	return l
}

// heading says how much differs, what it was compared with, and what a person has to know of that.
func (d *differences) heading() []line {
	c := d.made
	about := "against " + d.against()
	if by := d.matched(); by != "" {
		about += "; " + by
	}
	lines := []line{{left: []theme.Span{{Role: theme.Heading, Text: d.summary()}}}, {left: []theme.Span{{Role: theme.Muted, Text: about}}}}
	if old, new := c.with.Response.Status, d.page.exchange.Response.Status; old != new {
		lines = append(lines, line{left: []theme.Span{{Text: "status "}, {Role: statusRole(old), Text: strconv.Itoa(old)},
			{Role: theme.Muted, Text: " " + d.page.glyphs.Arrow + " "}, {Role: statusRole(new), Text: strconv.Itoa(new)}}})
	}
	for _, note := range c.diff.Notes {
		lines = append(lines, line{left: []theme.Span{{Role: theme.Warn, Text: safe(d.new.page.veil.text(note))}}})
	}
	return lines
}

// summary is "12 changes: 3 added, 1 removed, 6 changed, 2 moved".
func (d *differences) summary() string {
	c := d.made.diff
	switch {
	case c.Same:
		return "no change: the bodies are the same"
	case c.Total() == 0:
		return "no change but in how it is written"
	}
	var parts []string
	for _, part := range []struct {
		count int
		what  string
	}{{c.Added, " added"}, {c.Removed, " removed"}, {c.Changed, " changed"}, {c.Moved, " moved"}} {
		if part.count > 0 {
			parts = append(parts, quantity.Number(int64(part.count))+part.what)
		}
	}
	return quantity.Of(c.Total(), "change", "changes") + ": " + strings.Join(parts, ", ")
}

// mostNamed is how many arrays the heading names.
const mostNamed = 2

// matched is "orders matched by id".
func (d *differences) matched() string {
	var parts []string
	for _, m := range d.made.diff.Matches {
		if m.How != diff.ByKey {
			continue
		}
		if len(parts) == mostNamed {
			return strings.Join(parts, ", ") + " and more"
		}
		name, ok := d.made.diff.New.Key(m.New)
		if !ok {
			name = "items"
		}
		part := d.clip(d.new.page, name, widestColumn) + " matched by " + d.clip(d.new.page, m.Key, widestColumn)
		if len(parts) == 0 || parts[len(parts)-1] != part {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// against is "10:31:04, 3m12s before", with the name of the request where that is another one.
func (d *differences) against() string {
	c := d.made
	text := c.with.Started.Format("15:04:05")
	if between := d.page.exchange.Started.Sub(c.with.Started); between >= 0 {
		text += ", " + took(between) + " before"
	} else {
		text += ", " + took(-between) + " after"
	}
	if c.name != "" {
		text = safe(c.name) + " of " + text
	}
	return text
}

// clip makes a text of a body short and safe.
func (d *differences) clip(p *page, text string, cells int) string {
	if len(text) > keyBytes {
		text = p.veil.begin(text[:min(len(text), keyBytes+2*p.veil.longest)], false)
	} else {
		text = p.veil.text(text)
	}
	return frame.Clip(safe(text), cells, d.page.glyphs.Ellipsis)
}

// rowCount is how many rows there are, with one for the changes that are not listed.
func (d *differences) rowCount() int {
	count := len(d.head) + len(d.made.diff.Changes)
	if d.made.diff.Total() > len(d.made.diff.Changes) {
		count++
	}
	return count
}

func (d *differences) first() (place, bool)       { return place{}, true }
func (d *differences) last() place                { return place{at: d.rowCount() - 1} }
func (d *differences) next(p place) (place, bool) { return place{at: p.at + 1}, p.at+1 < d.rowCount() }
func (d *differences) settle(p place) place       { return place{at: max(0, min(p.at, d.rowCount()-1))} }
func (d *differences) seek(at int) place          { return d.settle(place{at: at}) }
func (d *differences) previous(p place) (place, bool) {
	return place{at: max(0, p.at-1)}, p.at > 0
}

// change is the change of a row; false: the row has none.
func (d *differences) change(p place) (diff.Change, bool) {
	i := p.at - len(d.head)
	if i < 0 || i >= len(d.made.diff.Changes) {
		return diff.Change{}, false
	}
	return d.made.diff.Changes[i], true
}

// node is the value of the body that a row is about, None when only the other body has it; false: it is about none.
func (d *differences) node(p place) (document.Node, bool) {
	c, ok := d.change(p)
	if !ok || c.New == document.None && c.Old == document.None {
		return document.None, false
	}
	if d.made.diff.New != d.page.body {
		return document.None, false
	}
	return c.New, true
}

// mostLooked is how many rows are looked through for words.
const mostLooked = 20_000

// matches are the rows that have the words looked for.
func (d *differences) matches(words *find.Pattern) []int {
	var found []int
	for at := range min(d.rowCount(), mostLooked) {
		if words.In(theme.TextOf(d.row(place{at: at}, widestSearched))) {
			found = append(found, at)
		}
	}
	return found
}

// widestSearched is how many cells of a row are looked through.
const widestSearched = 400

func (d *differences) draw(p place, width int) line {
	return line{left: d.page.highlight(d.row(p, width))}
}

// narrowestPath is how many cells a path has at least.
const narrowestPath = 12

// rowSigns is how many cells a row has beside the path and the values: the cursor, the mark and what is between.
const rowSigns = 5

// row is a row of about as many cells as there are.
func (d *differences) row(p place, width int) []theme.Span {
	if p.at < len(d.head) {
		return d.head[p.at].left
	}
	c, ok := d.change(p)
	if !ok {
		rest := d.made.diff.Total() - len(d.made.diff.Changes)
		return []theme.Span{{Role: theme.Muted, Text: quantity.Of(rest, "more change", "more changes")}}
	}
	mark, role := d.mark(c.Kind)
	path := d.path(c)
	cells := frame.Width(path)
	values := d.values(c, max(width-rowSigns-cells, width/2))
	if room := max(narrowestPath, width-rowSigns-spansWidth(values)); cells > room {
		// Where a value is at the end of its path tells more than where the path begins.
		path = ansi.TruncateLeft(path, cells-room+1, d.page.glyphs.Ellipsis)
	}
	spans := []theme.Span{{Role: role, Text: mark + " "}, {Role: theme.Name, Text: path}, {Text: "  "}}
	return append(spans, values...)
}

// mark is the sign of a kind of change.
func (d *differences) mark(k diff.Kind) (string, theme.Role) {
	switch k {
	case diff.Added:
		return "+", theme.Good
	case diff.Removed:
		return "-", theme.Bad
	case diff.Moved:
		return d.page.glyphs.Moved, theme.Accent
	}
	return "~", theme.Warn
}

// leastRoom is how many cells a value has at least.
const leastRoom = 8

// values says what a value was and what it is.
func (d *differences) values(c diff.Change, width int) []theme.Span {
	arrow := theme.Span{Role: theme.Muted, Text: " " + d.page.glyphs.Arrow + " "}
	switch {
	case c.Kind == diff.Moved:
		from, to := d.made.diff.Old.Index(c.Old), d.made.diff.New.Index(c.New)
		return []theme.Span{{Role: theme.Muted, Text: "from " + strconv.Itoa(from) + " to " + strconv.Itoa(to)}}
	case c.New == document.None && c.Old == document.None:
		return nil
	case c.New == document.None:
		return []theme.Span{d.oldValue(c, max(width, leastRoom))}
	case c.Old == document.None:
		return []theme.Span{d.newValue(c, max(width, leastRoom))}
	}
	note := ""
	if c.TextOnly && width > 5*leastRoom {
		note = "  same value"
	}
	room := max(2*leastRoom, width-frame.Width(arrow.Text)-len(note))
	old, new := d.oldValue(c, room), d.newValue(c, room)
	if a, b := frame.Width(old.Text), frame.Width(new.Text); a+b > room {
		old.Text = frame.Clip(old.Text, max(room-b, room/2), d.page.glyphs.Ellipsis)
		new.Text = frame.Clip(new.Text, room-frame.Width(old.Text), d.page.glyphs.Ellipsis)
	}
	spans := []theme.Span{old, arrow, new}
	if note != "" {
		spans = append(spans, theme.Span{Role: theme.Muted, Text: note})
	}
	return spans
}

// oldValue is what a value was, in so many cells.
func (d *differences) oldValue(c diff.Change, width int) theme.Span {
	return d.value(d.old, filter.Node(c.Old), width)
}

// newValue is what a value is, in so many cells.
func (d *differences) newValue(c diff.Change, width int) theme.Span {
	return d.value(d.new, filter.Node(c.New), width)
}

// at is the tree that a change is shown in and its node there: the new one, or where that does not have it the old one.
func (d *differences) at(c diff.Change) (*tree, filter.Node) {
	if c.New == document.None {
		return d.old, filter.Node(c.Old)
	}
	return d.new, filter.Node(c.New)
}

// match is how the items of a list in one of the two trees were matched.
func (d *differences) match(t *tree, list filter.Node) diff.Match {
	find := d.made.diff.NewMatch
	if t == d.old {
		find = d.made.diff.OldMatch
	}
	m, _ := find(document.Node(list))
	return m
}

// value is a value of one of the two trees in so many cells.
func (d *differences) value(t *tree, n filter.Node, width int) theme.Span {
	spans := t.value(n, width)
	span := theme.Span{Role: spans[0].Role, Text: theme.TextOf(spans)}
	if t.doc.Kind(n) == document.Line {
		span.Role = theme.Plain
	}
	span.Text = frame.Clip(span.Text, width, d.page.glyphs.Ellipsis)
	return span
}

func (d *differences) where(th *theme.Theme, p place) string {
	c, ok := d.change(p)
	if !ok {
		return theme.TextOf(d.row(p, widestSearched))
	}
	t, n := d.at(c)
	if n == filter.None {
		return c.Kind.String()
	}
	path := d.path(c)
	if t.doc.IsJSON() {
		path = safe(t.page.veil.text(t.doc.Path(n).String()))
	}
	return path + "  " + th.Paint(theme.Muted, c.Kind.String()) + "  " + th.PaintSpans(d.values(c, 2*longestFact))
}

// mostSteps is how many steps of a path are shown, the last ones.
const mostSteps = 24

// path says where a change is: in the new document, or where that does not have it in the old one.
func (d *differences) path(c diff.Change) string {
	t, n := d.at(c)
	switch {
	case n == filter.None:
		return "the body"
	case t.doc.IsText():
		return "line " + strconv.Itoa(int(n)+1)
	case !t.doc.IsJSON():
		return d.clip(t.page, t.doc.Path(n).String(), 1000)
	}
	text := ""
	for steps := 0; t.doc.Parent(n) != filter.None; steps++ {
		if steps == mostSteps {
			text = d.page.glyphs.Ellipsis + text
			break
		}
		text = d.step(t, n) + text
		n = t.doc.Parent(n)
	}
	if text == "" {
		return "$"
	}
	return strings.TrimPrefix(text, ".")
}

// widestKey is how many cells the key of an item has in a path.
const widestKey = 28

// step is one step of a path: a name, a place, or the member that tells an item apart.
func (d *differences) step(t *tree, n filter.Node) string {
	if name, ok := t.doc.Key(n); ok {
		if len(name) > keyBytes {
			return "." + d.clip(t.page, name, widestColumn)
		}
		one := document.Path{{Key: name, Index: -1}}
		return safe(t.page.veil.text(strings.TrimPrefix(one.String(), "$")))
	}
	m := d.match(t, t.doc.Parent(n))
	key := t.doc.Member(n, m.Key)
	if m.How != diff.ByKey || m.Key == "" || key == filter.None {
		return "[" + strconv.Itoa(t.doc.Index(n)) + "]"
	}
	return fmt.Sprintf("[%s=%s]", d.clip(t.page, m.Key, widestColumn), d.value(t, key, widestKey).Text)
}
