package field

import (
	"cmp"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/sahilm/fuzzy"

	"dowse/collections/vars"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/widget/scroll"
)

// kind is what a list completes.
type kind uint8

const (
	names kind = iota
	transforms
	wholeWords
)

// The columns of a list.
const (
	nameColumn = iota
	typeColumn
	valueColumn
	fromColumn
	columnCount
)

// row is one completion.
type row struct {
	insert string
	texts  [columnCount]string // safe
	roles  [columnCount]theme.Role
}

// list is the completions of what stands before the caret.
type list struct {
	kind     kind
	start    int // where the placeholder begins; wholeText of words
	from, to int // the bytes that the chosen one replaces
	end      int // behind the braces that close the placeholder; 0: nothing closes it yet
	rows     []row
	at       int  // the chosen row, len(rows) for a value from a response; -1: none yet
	chosen   bool // a row was chosen from the beginning
	window   scroll.Window
}

// maxRows is how many rows of a list are in sight.
const maxRows = 8

// last is the last row that can be chosen.
func (l *list) last() int {
	if l.kind == names {
		return len(l.rows)
	}
	return len(l.rows) - 1
}

// move goes to another row: behind the last one comes the first. In a list of words the text as it was typed
// is between them.
func (l *list) move(step int) {
	least := 0
	if l.kind == wholeWords {
		least = -1
	}
	if l.at += step; l.at > l.last() {
		l.at = least
	} else if l.at < least {
		l.at = l.last()
	}
	l.fit()
}

// fit brings the chosen row in sight. The row for a value from a response always is.
func (l *list) fit() {
	room := maxRows
	if l.kind == names {
		room--
	}
	l.window.SetRows(len(l.rows))
	l.window.SetHeight(room)
	l.window.Go(max(0, l.at))
}

// choose takes the row over that was chosen in another list.
func (l *list) choose(old *list) {
	switch {
	case old.at < 0:
		return
	case old.at == len(old.rows):
		l.at = l.last()
	default:
		i := slices.IndexFunc(l.rows, func(r row) bool { return r.insert == old.rows[old.at].insert })
		if i >= 0 {
			l.at = i
		}
	}
	l.fit()
}

// listHere gives the completions of what stands before the caret; nil: there are none.
func (m *Model) listHere() *list {
	if !m.focused {
		return nil
	}
	l := (*list)(nil)
	if r, ok := m.within(); ok {
		if r.start == m.declined {
			return nil
		}
		inside := m.buffer.text[r.start+len(opening) : m.buffer.at]
		if strings.Contains(inside, "|") {
			l = m.transformList(r, inside)
		} else {
			l = m.nameList(r, inside)
		}
	} else if m.declined != wholeText {
		l = m.wordList()
	}
	if l != nil {
		l.fit()
	}
	return l
}

// nameList gives the variables for a placeholder that has query before the caret.
func (m *Model) nameList(r region, query string) *list {
	query = strings.TrimLeft(query, " ")
	if strings.ContainsAny(query, `"{}`) {
		return nil // no name has these
	}
	l := &list{kind: names, start: r.start, from: r.start + len(opening), to: m.buffer.at}
	if end := m.nameEnd(r); end >= 0 {
		l.to, l.end = end, r.end
	}
	all := m.placeholders.Candidates
	for _, i := range rank(query, len(all), func(i int) string { return all[i].Insert }, func(i int) int {
		switch c := all[i]; {
		case c.Fresh && query == "":
			return 0
		case c.Live:
			return 1
		}
		return 2
	}) {
		l.rows = append(l.rows, all[i].row())
	}
	if len(l.rows) == 0 && strings.Contains(query, " ") {
		return nil // it is text
	}
	return l
}

// nameEnd is where the name ends whose beginning stands before the caret; -1: the placeholder is not closed
// behind it, and what is there may be other text.
func (m *Model) nameEnd(r region) int {
	rest := m.buffer.text[m.buffer.at:r.end]
	length := strings.IndexAny(rest, " |{}")
	if length < 0 {
		return -1
	}
	if behind := strings.TrimLeft(rest[length:], " "); !strings.HasPrefix(behind, "|") && !strings.HasPrefix(behind, closing) {
		return -1
	}
	return m.buffer.at + length
}

// row is how a candidate is shown.
func (c Candidate) row() row {
	r := row{insert: c.Insert, texts: [columnCount]string{shown(c.Insert), shown(c.Type), preview(c.Value), preview(c.From)}}
	r.roles = [columnCount]theme.Role{theme.Placeholder, theme.Muted, theme.Plain, theme.Muted}
	if !c.Live {
		r.roles[nameColumn], r.roles[valueColumn] = theme.Unresolved, theme.Muted
		if c.Value == "" { // what it is instead of a value has the room of one
			r.texts[typeColumn], r.texts[valueColumn] = "", r.texts[typeColumn]
		}
	}
	return r
}

// preview is the beginning of a text, more than a list shows of it.
func preview(text terminal.Untrusted) string {
	const most = 256
	return shown(string(text[:snap(string(text), most)]))
}

// maxTried is the size of a value up to which every transform is tried on it while a person types.
const maxTried = 64 << 10

// transformList gives the transforms for what stands behind the last | of a placeholder, with what each makes
// of the value, or what it is for where there is none.
func (m *Model) transformList(r region, inside string) *list {
	name, pipe, word, ok := piped(inside)
	if !ok || name == "" {
		return nil
	}
	text, at := m.buffer.text, m.buffer.at
	l := &list{kind: transforms, start: r.start, from: at - len(word), to: at}
	called := false
	to := at + wordLength(text[at:r.end])
	if behind := strings.TrimLeft(text[to:r.end], " "); r.closed(text) && (behind[0] == '|' || behind[0] == '(' || behind[0] == '}') {
		l.to, l.end = to, r.end
		called = behind[0] == '('
	}
	value, known := m.tried(name, pipe)
	all := m.placeholders.Transforms
	rows := make([]row, len(all))
	fits := make([]int, len(all))
	for i, t := range all {
		rows[i] = row{insert: t.Signature, texts: [columnCount]string{nameColumn: shown(t.Signature), valueColumn: shown(t.Help)}}
		rows[i].roles = [columnCount]theme.Role{theme.Plain, theme.Muted, theme.Muted, theme.Muted}
		if called {
			rows[i].insert = t.Name
		}
		if known {
			fits[i] = rows[i].try(t, value)
		}
	}
	for _, i := range rank(word, len(all), func(i int) string { return all[i].Name }, func(i int) int { return fits[i] }) {
		l.rows = append(l.rows, rows[i])
	}
	if len(l.rows) == 0 {
		return nil
	}
	return l
}

// tried gives the value that a transform behind a pipe would get. There is none of a secret: what is made of
// it is masked anyhow, and to ask for it may start a command.
func (m *Model) tried(name, pipe string) (vars.Value, bool) {
	for _, c := range m.placeholders.Candidates {
		if c.Insert == name && c.Type == "secret" {
			return vars.Value{}, false
		}
	}
	if m.placeholders.Value == nil {
		return vars.Value{}, false
	}
	v, ok := m.placeholders.Value(name)
	if !ok || v.IsSecret() || len(v.Reveal()) > maxTried {
		return vars.Value{}, false
	}
	v, err := vars.ApplyPipe(pipe, v)
	return v, err == nil && !v.IsSecret() && len(v.Reveal()) <= maxTried
}

// try shows what a transform makes of a value, or why it makes nothing. It gives 1 for those.
func (r *row) try(t vars.Transform, v vars.Value) int {
	made, err := vars.ApplyPipe(t.Signature, v)
	if err != nil {
		r.texts[valueColumn] = preview(terminal.Untrusted(strings.TrimPrefix(err.Error(), t.Name+": ")))
		r.roles[nameColumn] = theme.Muted
		return 1
	}
	r.texts[typeColumn], r.texts[valueColumn] = made.Kind().String(), preview(terminal.Untrusted(made.String()))
	r.roles[valueColumn] = theme.Plain
	return 0
}

// wordList gives the words that the text may become.
func (m *Model) wordList() *list {
	text := m.buffer.text
	if text == "" || len(text) > longest || m.buffer.at != len(text) {
		return nil
	}
	l := &list{kind: wholeWords, start: wholeText, to: len(text), at: -1}
	var inside []row
	lower := strings.ToLower(text)
	for _, word := range m.words {
		if strings.EqualFold(word, text) {
			return nil
		}
		r := row{insert: word, texts: [columnCount]string{shown(word)}}
		if w := strings.ToLower(word); strings.HasPrefix(w, lower) {
			l.rows = append(l.rows, r)
		} else if strings.Contains(w, lower) {
			inside = append(inside, r)
		}
	}
	if l.rows = append(l.rows, inside...); len(l.rows) == 0 {
		return nil
	}
	if l.chosen = m.chosen; m.chosen {
		l.at = 0
	}
	return l
}

// texts are what a search goes through.
type texts struct {
	count int
	text  func(int) string
}

// Len is the number of texts.
func (t texts) Len() int { return t.count }

// String is one text.
func (t texts) String(i int) string { return t.text(i) }

// rank gives those of n texts that match a query, the best first: what is the query, what begins with it, the
// lowest class, what matches best.
func rank(query string, n int, text func(int) string, class func(int) int) []int {
	type hit struct{ i, begins, class, score int }
	var hits []hit
	if query == "" {
		for i := range n {
			hits = append(hits, hit{i: i, class: class(i)})
		}
	}
	for _, match := range fuzzy.FindFromNoSort(query, texts{n, text}) {
		h := hit{match.Index, 2, class(match.Index), match.Score}
		switch t := text(h.i); {
		case strings.EqualFold(t, query):
			h.begins = 0
		case len(t) >= len(query) && strings.EqualFold(t[:len(query)], query):
			h.begins = 1
		}
		hits = append(hits, h)
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.begins, b.begins), cmp.Compare(a.class, b.class), cmp.Compare(b.score, a.score))
	})
	order := make([]int, len(hits))
	for i, h := range hits {
		order[i] = h.i
	}
	return order
}

// accept puts the chosen completion into the text, closes its braces and goes behind them.
func (m *Model) accept() tea.Msg {
	l, b := m.list, &m.buffer
	switch {
	case l.at < 0:
		m.declined, m.list = l.start, nil
		return nil
	case l.at == len(l.rows):
		return ValueFromMsg{} // the list stays: the value comes by Insert, in its place
	}
	insert, over := l.rows[l.at].insert, 0
	switch {
	case l.end > 0:
		over = l.end - l.to
	case l.kind != wholeWords:
		insert += closing
	}
	b.set(b.text[:l.from]+insert+b.text[l.to:], l.from+len(insert)+over)
	m.list, m.declined = nil, none
	m.layout()
	return nil
}
