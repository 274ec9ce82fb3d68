package response

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/ui/action"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// order is the rows of a table sorted by a column.
type order struct {
	column int
	down   bool
	items  []filter.Node
	body   []filter.Node // the same as they come in the body
	ranks  []int32       // of those: their numbers in items
}

// find is the number of an item.
func (o *order) find(item filter.Node) int {
	if i, ok := slices.BinarySearch(o.body, item); ok {
		return int(o.ranks[i])
	}
	return 0
}

// mark says which way a column is sorted.
func (o *order) mark(g theme.Glyphs) string {
	if o.down {
		return g.Descending
	}
	return g.Ascending
}

// sorting is a sort on its way. It is never changed once made; its address tells it from others.
type sorting struct {
	grid   *grid
	cancel context.CancelFunc
}

// sortedMsg is what came of a sort.
type sortedMsg struct {
	job   *sorting
	order *order
}

// mostSorted is how many rows are sorted: a key of each is kept in memory for it.
const mostSorted = 5_000_000

// sort sorts the rows by the column of the cursor: upwards, then downwards, then as they came.
func (m *Model) sort(g *grid) tea.Cmd {
	shown := g.shown()
	if len(shown) == 0 {
		return nil
	}
	column, down := shown[g.column], false
	if o := g.order; o != nil && o.column == column {
		if o.down {
			m.reorder(g, nil)
			return nil
		}
		down = true
	}
	if n := g.page.doc.Count(g.list); n > mostSorted {
		m.note = "the list has " + quantity.Number(int64(n)) + " items, too many to sort: " + m.key(action.FilterBody) + " selects some of them"
		return nil
	}
	g.endSort()
	ctx, cancel := context.WithCancel(context.Background())
	job := &sorting{g, cancel}
	g.sorting = job
	m.note = "sorting by " + g.all[column].name
	d, list, by := g.page.doc, g.list, g.all[column]
	return func() tea.Msg {
		o := sorted(ctx, d, list, by, down)
		o.column, o.down = column, down
		return sortedMsg{job, o}
	}
}

// endSort ends the sort that is on its way.
func (g *grid) endSort() {
	if g.sorting != nil {
		g.sorting.cancel()
		g.sorting = nil
	}
}

// sorted takes what came of a sort. That of an older one is dropped.
func (m *Model) sorted(msg sortedMsg) {
	g := msg.job.grid
	if msg.job != g.sorting || msg.order.items == nil || m.sheets[tableSheet].rows != rows(g) {
		return
	}
	m.note = ""
	m.reorder(g, msg.order)
}

// reorder shows the rows of a table in another order. Who was at the first row is there again, whatever it is;
// elsewhere the cursor stays on its item.
func (m *Model) reorder(g *grid, o *order) {
	g.endSort()
	s := &m.sheets[tableSheet]
	first, ok := g.first()
	if !ok {
		return
	}
	item, atFirst := g.item(s.cursor), s.cursor == first
	g.order = o
	if atFirst {
		s.begin()
	} else {
		s.cursor = g.place(item)
		s.top = s.back(s.cursor, s.height/3)
	}
	m.fit()
	m.orderHits()
}

// orderHits puts what a search found in the order of the rows of a table.
func (m *Model) orderHits() {
	g, ok := m.scroller().rows.(*grid)
	s := &m.search
	if !ok || s.job != nil || len(s.hits) == 0 {
		return
	}
	at := -1
	if s.current >= 0 {
		at = s.hits[s.current]
	}
	slices.SortStableFunc(s.hits, func(a, b int) int {
		return cmp.Or(cmp.Compare(g.rowOf(filter.Node(a)).at, g.rowOf(filter.Node(b)).at), cmp.Compare(a, b))
	})
	s.current = slices.Index(s.hits, at)
}

// key is what an item is sorted by: numbers before other texts, what is missing after all.
type key struct {
	item   filter.Node
	place  int32 // among the others, as they came
	rank   uint8
	number float64
	text   string
}

// keyOf is the key of an item that has n in the column.
func keyOf(d filter.Document, item, n filter.Node) key {
	k := key{item: item, rank: 9}
	if n == filter.None {
		return k
	}
	switch d.Kind(n) {
	case document.Null:
		k.rank = 8
	case document.Bool:
		k.rank, k.text = 2, d.Text(n)
	case document.Array, document.Object:
		k.rank, k.number = 3, float64(d.Count(n))
	default:
		k.rank, k.text = 1, d.Text(n)
		if number, err := strconv.ParseFloat(strings.TrimSpace(k.text), 64); err == nil && !math.IsNaN(number) {
			k = key{item: item, number: number}
		}
	}
	return k
}

// sorted gives the items of a list in the order of a column; none when the context ended before.
func sorted(ctx context.Context, d filter.Document, list filter.Node, by *column, down bool) *order {
	o := &order{}
	keys := make([]key, 0, d.Count(list))
	for item := range d.Children(list) {
		if len(keys)%4096 == 0 && ctx.Err() != nil {
			return &order{}
		}
		k := keyOf(d, item, by.of(d, item))
		k.place = int32(len(keys))
		keys, o.body = append(keys, k), append(o.body, item)
	}
	slices.SortStableFunc(keys, func(a, b key) int {
		if a.rank >= 8 || b.rank >= 8 { // missing is last whichever way
			return cmp.Compare(a.rank, b.rank)
		}
		c := cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.number, b.number), cmp.Compare(a.text, b.text))
		if down {
			return -c
		}
		return c
	})
	o.items, o.ranks = make([]filter.Node, len(keys)), make([]int32, len(keys))
	for i, k := range keys {
		o.items[i], o.ranks[k.place] = k.item, int32(i)
	}
	d.Release()
	return o
}
