package response

import (
	"maps"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/ui/action"
	"dowse/ui/quantity"
)

// wheel is how many rows one step of the wheel scrolls.
const wheel = 3

// Update takes an action, a key that is typed, a paste, the mouse, or what a search found.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		m.note = ""
		return m.run(msg.ID)
	case tea.KeyMsg:
		return nil, m.give(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	case foundMsg:
		return nil, m.found(msg)
	case filteredMsg:
		m.filtered(msg)
		return nil, nil
	case comparedMsg:
		m.compared(msg)
	case inspectedMsg:
		m.inspected(msg)
	case sortedMsg:
		m.sorted(msg)
	}
	return nil, nil
}

// run carries out an action.
func (m *Model) run(id action.ID) (tea.Msg, tea.Cmd) {
	switch {
	case m.loading != nil:
		if id == action.Leave {
			return CancelMsg{}, nil
		}
		return nil, nil
	case m.search.Typing:
		switch id {
		case action.NextTab, action.PreviousTab: // a press on a tab
			m.acceptSearch()
			cmd, _ := m.turn(id)
			return nil, cmd
		case action.Accept:
			if m.search.fault == "" { // which is said
				m.acceptSearch()
			}
		case action.Regexp:
			return nil, m.toggleRegexp()
		case action.Leave:
			m.leaveSearch()
		}
		return nil, nil
	case m.filter.Typing:
		return nil, m.runFilter(id)
	case id == action.Leave:
		return m.leave(), nil
	case m.page == nil, m.move(id):
		return nil, nil
	}
	if cmd, ok := m.runGrid(id); ok {
		return nil, cmd
	}
	if m.fold(id) {
		return nil, nil
	}
	if cmd, ok := m.turn(id); ok {
		return nil, cmd
	}
	if m.choosing && id != action.PickValue && id != action.Fold {
		return nil, nil
	}
	if intent, cmd, ok := m.compare(id); ok {
		return intent, cmd
	}
	return m.point(id), nil
}

// leave ends the search, or the choosing of a value.
func (m *Model) leave() tea.Msg {
	switch {
	case m.search.Words != "":
		m.forgetSearch()
	case m.filter.Words != "":
		m.endFilter()
	case m.choosing:
		return CloseMsg{}
	case m.arriving != nil:
		return CancelMsg{}
	case m.tab == diffTab:
		m.leaveDiff()
	}
	return nil
}

// move carries out an action that moves the cursor. It says whether the action is one.
func (m *Model) move(id action.ID) bool {
	s := m.scroller()
	m.search.awaited = nil
	switch id {
	case action.Down:
		s.move(1)
	case action.Up:
		s.move(-1)
	case action.Top:
		s.begin()
	case action.Bottom:
		s.goToEnd()
	case action.HalfDown:
		s.page(max(1, s.height/2))
	case action.HalfUp:
		s.page(-max(1, s.height/2))
	case action.PageDown:
		s.page(max(1, s.height-1))
	case action.PageUp:
		s.page(-max(1, s.height-1))
	case action.FindNext:
		m.findNext(1)
	case action.FindPrev:
		m.findNext(-1)
	default:
		return false
	}
	return true
}

// fold carries out an action that folds or follows what holds what. It says whether the action is one that
// is through with that.
func (m *Model) fold(id action.ID) bool {
	s := m.scroller()
	t, ok := s.rows.(*tree)
	switch id {
	case action.Left:
		if ok {
			m.left(t)
		} else {
			m.sideways(-1)
		}
	case action.Right:
		if ok {
			m.right(t)
		} else {
			m.sideways(1)
		}
	case action.LongLines:
		m.changeLines()
	case action.FoldAll, action.UnfoldAll, action.FoldLevel, action.OpenLevel:
		if !ok || t.pretty {
			m.sayOnlyTree()
		} else {
			m.foldTo(t, id)
		}
	default:
		return false
	}
	s.fix()
	return true
}

// sideways moves a text so many steps to the right.
func (m *Model) sideways(steps int) {
	t, ok := m.scroller().rows.(*text)
	switch {
	case !ok:
	case !m.cut:
		m.note = "long lines are wrapped: " + m.key(action.LongLines) + " cuts them, so that there is something at the side"
	default:
		t.scroll(steps, m.scroller().seen())
	}
}

// changeLines cuts long lines, or wraps them again.
func (m *Model) changeLines() {
	if _, ok := m.scroller().rows.(*text); !ok {
		m.note = "lines are wrapped or cut where the body is shown as it came: " + m.key(action.ViewRaw) + " shows it"
		return
	}
	if m.cut = !m.cut; m.cut {
		m.note = "long lines are cut: left and right scroll"
	} else {
		m.note = "long lines are wrapped"
	}
	m.fit()
}

// foldTo opens as many levels as an action says.
func (m *Model) foldTo(t *tree, id action.ID) {
	levels := t.levels
	switch {
	case levels == usual && t.doc.IsMarkup():
		levels = usualMarkup
	case levels == usual:
		levels = 2
	case levels == opened:
		levels = 1
		if n := t.node(m.scroller().cursor); n != document.None {
			levels += t.level(n)
		}
	}
	switch id {
	case action.FoldAll:
		levels = closed
	case action.UnfoldAll:
		levels = opened
	case action.FoldLevel:
		levels = max(closed, levels-1)
	case action.OpenLevel:
		levels = min(levels+1, mostLevels)
	}
	t.fold(levels)
	if id == action.FoldLevel || id == action.OpenLevel {
		m.note = quantity.Of(levels, "level", "levels") + " open: " + m.key(action.FoldLevel) + " and " + m.key(action.OpenLevel) + " change that"
	}
}

// mostLevels is how many levels are counted.
const mostLevels = 10_000

// left folds, or goes to what holds the row.
func (m *Model) left(t *tree) {
	s := m.scroller()
	n := t.node(s.cursor)
	switch {
	case n == document.None:
	case s.cursor.sub == 1:
		s.goTo(place{at: int(n)})
	case !t.pretty && t.holds(n) && t.open(n):
		t.turn(n)
	case t.doc.Parent(n) != document.None && !t.bare(t.doc.Parent(n)):
		s.goTo(place{at: int(t.doc.Parent(n))})
	}
}

// right unfolds, or goes inside.
func (m *Model) right(t *tree) {
	s := m.scroller()
	n := t.node(s.cursor)
	switch {
	case n == document.None || s.cursor.sub == 1 || !t.holds(n):
	case !t.open(n):
		t.turn(n)
	default:
		s.goTo(place{at: int(t.inside(n))})
	}
}

// turn carries out an action that shows another sheet, or begins a search in this one. It says whether the
// action is one.
func (m *Model) turn(id action.ID) (tea.Cmd, bool) {
	switch id {
	case action.Find:
		m.beginSearch()
		return nil, true
	case action.FilterBody:
		m.beginFilter()
		return nil, true
	case action.NextTab:
		m.turnTab(1)
	case action.PreviousTab:
		m.turnTab(-1)
	case action.ViewTable:
		m.showTable()
	case action.ViewTree, action.ViewPretty, action.ViewRaw, action.ViewHex:
		m.tab = bodyTab
		m.view = viewSheets[id]
		if m.shown() != m.view {
			m.note = m.whyNotSo()
		}
	default:
		return nil, false
	}
	m.fit()
	if m.search.Words != "" {
		return m.look(false), true
	}
	return nil, true
}

// viewSheets are the sheets of the actions that show the body in another way.
var viewSheets = map[action.ID]sheet{action.ViewTree: treeSheet, action.ViewPretty: prettySheet, action.ViewRaw: rawSheet, action.ViewHex: hexSheet}

// whyNotSo says what keeps a body from being shown as a person wants to see it.
func (m *Model) whyNotSo() string {
	switch problem := m.page.doc.Problem(); {
	case len(m.page.doc.Body()) == 0:
		return "the body is empty"
	case m.shown() == hexSheet:
		return "the body is no text: these are its bytes; " + m.key(action.ReadAs) + " reads it as something else"
	case problem != nil:
		return safe(problem.Error())
	}
	return "the body is text: it is shown as it came; " + m.key(action.ReadAs) + " reads it as something else"
}

func (m *Model) sayOnlyTree() {
	m.note = "only the tree folds: " + m.key(action.ViewTree) + " shows it"
}

// spot is the value under the cursor.
func (m *Model) spot() (spot, bool) {
	s := m.scroller()
	if _, ok := s.rows.first(); !ok {
		return spot{node: document.None}, false
	}
	at := s.rows.settle(s.cursor)
	switch rows := s.rows.(type) {
	case *tree:
		n := m.page.from(rows.node(at))
		return spot{node: n}, n != document.None
	case *grid:
		n := m.page.from(rows.node(at))
		return spot{node: n}, n != document.None
	case *list:
		i := rows.item(at)
		return i.spot, i.spot.header != ""
	case *differences:
		n, ok := rows.node(at)
		return spot{node: n}, ok && n != document.None
	case *text:
		n := m.inText(at)
		return spot{node: n}, n != document.None
	}
	return spot{node: document.None}, false
}

// inText is the value that a row of text stands for: its line, or in JSON, where a row may have many values,
// the one that the search found.
func (m *Model) inText(at place) document.Node {
	d := m.page.doc
	if d.IsText() {
		return d.At(at.at)
	}
	if d.Derived() {
		return document.None
	}
	if i := m.search.current; i >= 0 && i < len(m.search.hits) && m.hitRow(m.search.hits[i]) == at {
		return d.At(m.search.hits[i])
	}
	return document.None
}

// whyNoValue says what keeps the row under the cursor from being picked.
func (m *Model) whyNoValue() string {
	if _, made := m.madeValue(); made {
		return "the filter made this value: it stands in the body nowhere, so it cannot be picked"
	}
	if m.shown() == rawSheet && m.page.doc.IsJSON() {
		return "a row may have several values: " + m.key(action.ViewTree) + " shows each on its own, " + m.key(action.Find) + " finds one"
	}
	return "there is no value here to pick"
}

// madeValue is the text of the value under the cursor where a filter made it.
func (m *Model) madeValue() (string, bool) {
	s, n := m.scroller(), document.None
	if m.page.whole == nil {
		return "", false
	}
	switch rows := s.rows.(type) {
	case *tree:
		n = rows.node(rows.settle(s.cursor))
	case *grid:
		n = rows.node(s.cursor)
	}
	if n == document.None || m.page.from(n) != document.None {
		return "", false
	}
	return m.page.veil.text(m.page.doc.Text(n)), true
}

// mark marks a value of the body, or no more.
func (m *Model) mark(at spot, ok bool) {
	marked := m.page.marked
	switch {
	case !ok || at.header != "" || !m.page.doc.IsJSON():
		m.note = "values of a JSON body can be marked"
	case marked[at.node]:
		delete(marked, at.node)
	default:
		marked[at.node] = true
	}
}

// pickMarked asks for every marked value, in the order of the body.
func (m *Model) pickMarked() tea.Msg {
	nodes := slices.Sorted(maps.Keys(m.page.marked))
	if len(nodes) == 0 {
		m.note = "nothing is marked: " + m.key(action.Mark) + " marks the value under the cursor"
		return nil
	}
	clear(m.page.marked)
	return PickManyMsg{Nodes: nodes}
}

// key is the key of an action of this pane.
func (m *Model) key(id action.ID) string { return safe(m.keymap.Key(id, action.Response)) }

// give hands a message to the words that are typed.
func (m *Model) give(msg tea.Msg) tea.Cmd {
	if m.filter.Typing {
		_, cmd := m.filter.Field.Update(msg)
		return tea.Batch(cmd, m.typedFilter())
	}
	if !m.search.Typing {
		return nil
	}
	_, cmd := m.search.Field.Update(msg)
	return tea.Batch(cmd, m.searched())
}

// mouse scrolls, moves the cursor, and folds where a mark is pressed or the cursor is pressed again.
func (m *Model) mouse(msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	if m.page == nil || m.loading != nil {
		return nil, nil
	}
	s := m.scroller()
	switch {
	case msg.Button == tea.MouseButtonWheelDown:
		s.scroll(wheel)
		return nil, nil
	case msg.Button == tea.MouseButtonWheelUp:
		s.scroll(-wheel)
		return nil, nil
	case msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft:
		return nil, nil
	case m.search.Lines() > 0 && msg.Y == m.height-1:
		msg.X -= len(m.search.Prompt)
		return nil, m.give(msg)
	}
	p, ok := s.row(msg.Y - m.above())
	if !ok {
		return nil, nil
	}
	m.note = ""
	if m.search.Typing {
		m.acceptSearch()
	}
	again := s.cursor == p
	s.cursor = p
	if g, ok := s.rows.(*grid); ok {
		column := g.at(msg.X)
		again = again && column == g.column
		if column >= 0 {
			g.column = column
		}
	}
	if t, ok := s.rows.(*tree); ok && !t.pretty {
		n := t.node(p)
		again = again || n != document.None && t.holds(n) && msg.X == 1+len(t.indent(n, m.width))
	}
	if again {
		return m.act(), nil
	}
	return nil, nil
}
