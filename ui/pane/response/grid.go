package response

import (
	"slices"
	"strconv"
	"strings"

	"dowse/client/filter"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// grid is a list of the body as a table, one item a row. A place is the node of an item or, while the rows are sorted,
// its number in that order. What a frame costs depends on the cells in sight.
type grid struct {
	page *page
	tree *tree       // of the same body: it knows how values are shown
	list filter.Node // None: the body has none
	columns
	begun   bool // the columns are known
	column  int  // of the cell that keys act on, among those shown
	left    int  // the first column in sight
	cursor  place
	order   *order   // nil: as it came
	sorting *sorting // on its way; nil: none
	rows    map[filter.Node][]filter.Node
}

// mostRows is how many rows are remembered as they are cut into cells.
const mostRows = 512

func newGrid(p *page, list filter.Node) *grid {
	return &grid{page: p, tree: newTree(p, false), list: list, columns: columns{index: map[string]int{}}, rows: map[filter.Node][]filter.Node{}}
}

// Items looked at before a table is shown: the first ones, and as many all over the list.
const (
	itemsFirst  = 200
	itemsSpread = 200
	itemsFitted = 60 // of the first, those that the widths fit
)

// begin finds the columns, once.
func (g *grid) begin() {
	if g.begun || g.list == filter.None {
		return
	}
	g.begun = true
	d := g.page.doc
	item := d.First(g.list)
	for i := 0; i < itemsFirst && item != filter.None; i++ {
		cells := g.cells(g.tree, item, true)
		if i < itemsFitted {
			g.fit(g.tree, cells)
		}
		item = d.Next(item)
	}
	if item != filter.None {
		from, end := int(item), int(g.tree.end(g.list))
		for i := range itemsSpread {
			at := g.tree.child(g.list, filter.Node(from+(end-from)*i/itemsSpread))
			g.fit(g.tree, g.cells(g.tree, at, true))
		}
	}
	g.named()
}

// row is the cells of an item.
func (g *grid) row(item filter.Node) []filter.Node {
	cells, ok := g.rows[item]
	if !ok {
		if len(g.rows) >= mostRows {
			clear(g.rows)
		}
		before := len(g.all)
		cells = g.cells(g.tree, item, true)
		if len(g.all) > before {
			g.fit(g.tree, cells)
			g.named()
		}
		g.rows[item] = cells
	}
	return cells
}

// item is the item of a row.
func (g *grid) item(p place) filter.Node {
	if g.order == nil {
		return filter.Node(p.at)
	}
	return g.order.items[max(0, min(p.at, len(g.order.items)-1))]
}

// place is the row of an item.
func (g *grid) place(item filter.Node) place {
	if g.order == nil {
		return place{at: int(item)}
	}
	return place{at: g.order.find(item)}
}

func (g *grid) first() (place, bool) {
	if g.list == filter.None {
		return place{}, false
	}
	first := g.page.doc.First(g.list)
	if first == filter.None {
		return place{}, false
	}
	if g.order != nil {
		return place{}, true
	}
	return place{at: int(first)}, true
}

func (g *grid) last() place {
	if g.order != nil {
		return place{at: len(g.order.items) - 1}
	}
	return place{at: int(g.tree.child(g.list, g.tree.end(g.list)-1))}
}

func (g *grid) next(p place) (place, bool) {
	if g.order != nil {
		return place{at: p.at + 1}, p.at+1 < len(g.order.items)
	}
	next := g.page.doc.Next(filter.Node(p.at))
	return place{at: int(next)}, next != filter.None
}

func (g *grid) previous(p place) (place, bool) {
	if g.order != nil {
		return place{at: p.at - 1}, p.at > 0
	}
	if p.at == int(g.page.doc.First(g.list)) {
		return p, false
	}
	return place{at: int(g.tree.child(g.list, filter.Node(p.at-1)))}, true
}

func (g *grid) settle(p place) place { return p }

// holdsNode says whether a node is in one of the rows.
func (g *grid) holdsNode(n filter.Node) bool { return n > g.list && n < g.tree.end(g.list) }

func (g *grid) rowOf(n filter.Node) place { return g.place(g.tree.child(g.list, n)) }

// seek is the row of a node; the cell is that of the node too.
func (g *grid) seek(at int) place {
	n := filter.Node(at)
	if !g.holdsNode(n) {
		return g.last()
	}
	item := g.tree.child(g.list, n)
	for i, cell := range g.row(item) {
		if cell != filter.None && n >= cell && n < g.tree.end(cell) {
			g.all[i].hidden = false
			g.goTo(i)
		}
	}
	return g.place(item)
}

// goTo puts the cursor into a column.
func (g *grid) goTo(column int) {
	for i, shown := range g.shown() {
		if shown == column {
			g.column = i
		}
	}
}

// move moves the cursor so many columns to the right.
func (g *grid) move(columns int) {
	g.column = max(0, min(g.column+columns, len(g.shown())-1))
}

// reach makes the column of the cursor one that is in sight, in so many cells.
func (g *grid) reach(width int) {
	shown := g.shown()
	if len(shown) == 0 {
		return
	}
	g.column = max(0, min(g.column, len(shown)-1))
	g.left = max(0, min(g.left, g.column))
	room := width - g.labelWidth() - 1
	for used := 0; ; used = 0 {
		for _, c := range shown[g.left : g.column+1] {
			used += g.all[c].width + 2
		}
		if used <= room || g.left == g.column {
			return
		}
		g.left++
	}
}

// labelWidth is how many cells the number or the name of a row has.
func (g *grid) labelWidth() int { return g.tree.column(g.list) }

// node is the value in the cell that the cursor is in.
func (g *grid) node(p place) filter.Node {
	shown := g.shown()
	if len(shown) == 0 {
		return filter.None
	}
	cells := g.row(g.item(p))
	if c := shown[min(g.column, len(shown)-1)]; c < len(cells) {
		return cells[c]
	}
	return filter.None
}

// head is the row above all: the names of the columns.
func (g *grid) head(width int) line {
	g.reach(width)
	spans := []theme.Span{{Text: strings.Repeat(" ", g.labelWidth()+1)}}
	shown := g.shown()
	for i := g.left; i < len(shown) && spansWidth(spans) < width; i++ {
		column := g.all[shown[i]]
		role := theme.Name
		if i == g.column {
			role = theme.Heading
		}
		name := column.name
		if g.order != nil && g.order.column == shown[i] {
			name = frame.Clip(name, column.width-2, g.page.glyphs.Ellipsis) + " " + g.order.mark(g.page.glyphs)
		}
		spans = append(spans, theme.Span{Text: " "}, theme.Span{Role: role, Text: fitted(name, column, g.page.glyphs.Ellipsis)}, theme.Span{Text: " "})
	}
	return line{left: spans}
}

// fitted is a text in a column: numbers at the right.
func fitted(text string, c *column, ellipsis string) string {
	text = frame.Clip(text, c.width, ellipsis)
	pad := strings.Repeat(" ", max(0, c.width-frame.Width(text)))
	if c.numbers {
		return pad + text
	}
	return text + pad
}

func (g *grid) draw(p place, width int) line {
	item := g.item(p)
	label, role := g.tree.label(item)
	label = frame.Clip(label, g.labelWidth(), g.page.glyphs.Ellipsis)
	gap := strings.Repeat(" ", max(0, g.labelWidth()-frame.Width(label)))
	spans := []theme.Span{{Text: gap}, {Role: role, Text: label}, {Text: " "}}
	cells, shown := g.row(item), g.shown()
	used := 0
	for i := g.left; i < len(shown) && used < width; i++ {
		before, after := " ", " "
		if p == g.cursor && i == g.column {
			before, after = "[", "]"
		}
		used += g.all[shown[i]].width + 2
		n := filter.None
		if shown[i] < len(cells) { // a column may be newer than the row
			n = cells[shown[i]]
		}
		spans = append(append(append(spans, theme.Span{Text: before}), g.drawCell(n, g.all[shown[i]])...), theme.Span{Text: after})
	}
	l := line{left: spans}
	if slices.ContainsFunc(cells, func(n filter.Node) bool { return n != filter.None && g.page.marked[g.page.from(n)] }) {
		l.right = []theme.Span{{Role: theme.Accent, Text: "marked"}}
	}
	return l
}

// drawCell is a value in its column. One that is a variable, or marked, says so.
func (g *grid) drawCell(n filter.Node, c *column) []theme.Span {
	if n == filter.None {
		return []theme.Span{{Text: strings.Repeat(" ", c.width)}}
	}
	text, role := g.tree.cell(n), theme.Muted
	if !holder(g.tree.doc.Kind(n)) {
		role = g.tree.scalar(n, 1).Role
	}
	at := g.page.from(n)
	switch {
	case len(g.page.picks[spot{node: at}]) > 0:
		role, text = theme.Picked, g.page.glyphs.Picked+text
	case g.page.marked[at]:
		role = theme.Accent
	}
	return g.page.highlight([]theme.Span{{Role: role, Text: fitted(text, c, g.page.glyphs.Ellipsis)}})
}

// at is the column whose cells are at a column of the screen; -1: none.
func (g *grid) at(x int) int {
	x -= 1 + g.labelWidth() + 1
	shown := g.shown()
	for i := g.left; i < len(shown) && x >= 0; i++ {
		if x -= g.all[shown[i]].width + 2; x < 0 {
			return i
		}
	}
	return -1
}

// where says which value is in the cell of the cursor, and which variables it is.
func (g *grid) where(th *theme.Theme, p place) string {
	shown := g.shown()
	if len(shown) == 0 {
		return th.Paint(theme.Muted, "no column is shown")
	}
	n := g.node(p)
	place := th.Paint(theme.Muted, "  column "+strconv.Itoa(g.column+1)+" of "+quantity.Number(int64(len(shown))))
	if n == filter.None {
		return safe(g.page.veil.text(g.page.address(g.item(p)))) + "  " + th.Paint(theme.Muted, "has no "+g.all[shown[g.column]].name) + place
	}
	text := g.tree.where(th, placeOfNode(n)) + place
	if picks := g.page.pickSpans(spot{node: g.page.from(n)}); picks != nil {
		text += "  " + th.PaintSpans(picks)
	}
	return text
}

// take shows more of the body, which still arrives.
func (g *grid) take(d filter.Document) {
	g.tree.doc, g.order = d, nil
	clear(g.tree.counts)
	clear(g.rows)
	if g.list == filter.None {
		g.list = listIn(d, filter.None)
	}
}

// placeOfNode is the row of a node in a tree.
func placeOfNode(n filter.Node) place { return place{at: int(n)} }
