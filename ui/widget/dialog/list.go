package dialog

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/field"
	"dowse/ui/widget/scroll"
)

// Item is one thing to choose. Its texts may be anyone's: they are made safe here.
type Item struct {
	Title string
	Help  string
	Right string  // at the right end, such as a key
	Words string  // more text to find it by, which is not shown
	Msg   tea.Msg // what the list answers with
}

// ListOptions are what is listed.
type ListOptions struct {
	Title string
	Hint  string // stands where nothing is typed yet
	Items []Item
	At    int // the item that the cursor is on first
}

// List is what is searched by typing: each row is a message that goes to whoever opened it.
//
//	items ──typed words──> rows, the best first ──Accept──> the Msg of one
type List struct {
	theme  *theme.Theme
	title  string
	items  []Item
	others []string // what else each is found by, in lower case
	field  *field.Model
	words  string // what the rows were found by
	rows   []row
	window scroll.Window
	column int // the width of the titles

	width, height int
}

// NewList makes a list of all its items.
func NewList(t *theme.Theme, o ListOptions) *List {
	m := &List{theme: t, title: safe(o.Title), items: make([]Item, len(o.Items)), field: field.New(t)}
	for i, item := range o.Items {
		m.items[i] = Item{safe(item.Title), safe(item.Help), safe(item.Right), safe(item.Words), item.Msg}
		m.others = append(m.others, strings.ToLower(m.items[i].Help+" "+m.items[i].Words))
		m.column = max(m.column, frame.Width(m.items[i].Title))
	}
	m.field.SetHint(safe(o.Hint))
	m.find()
	m.window.Go(o.At)
	return m
}

// SetTheme changes what it looks like.
func (m *List) SetTheme(t *theme.Theme) {
	m.theme = t
	m.field.SetTheme(t)
}

// SetFocus says whether it has the keys.
func (m *List) SetFocus(focused bool) { m.field.SetFocus(focused) }

// SetSize says how many cells it has.
func (m *List) SetSize(width, height int) {
	m.width, m.height = max(0, width), max(0, height)
	m.field.SetWidth(max(0, m.width-margin))
	m.window.SetHeight(m.height - 1)
}

// Size is how much room it wants. It does not change while a person types.
func (m *List) Size(maxWidth, maxHeight int) (width, height int) {
	return max(0, min(widestList, maxWidth)), max(0, min(1+max(1, len(m.items)), maxHeight))
}

// Contexts are those of a list that is searched by typing.
func (m *List) Contexts() []action.Context { return []action.Context{action.Choice} }

// Title names what is listed, and says how much of it.
func (m *List) Title() frame.Title {
	return frame.Title{Name: m.title, Right: fmt.Sprintf("%d of %d", len(m.rows), len(m.items))}
}

// Where is what the list may have cut: the help of the item under the cursor.
func (m *List) Where() string {
	if at := m.window.Cursor(); at < len(m.rows) {
		return m.items[m.rows[at].item].Help
	}
	return ""
}

// Popup is none.
func (m *List) Popup() (frame.Popup, bool) { return frame.Popup{}, false }

// Update searches, moves the cursor, and answers with the message of what was chosen or with CloseMsg.
func (m *List) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		return m.run(msg.ID), nil
	case tea.KeyMsg:
		return nil, m.give(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	}
	return nil, nil
}

func (m *List) run(id action.ID) tea.Msg {
	switch id {
	case action.Leave:
		return CloseMsg{}
	case action.Accept:
		if at := m.window.Cursor(); at < len(m.rows) {
			return m.items[m.rows[at].item].Msg
		}
	default:
		m.window.Run(id)
	}
	return nil
}

// give hands a message to the field, and searches when the text is another one.
func (m *List) give(msg tea.Msg) tea.Cmd {
	_, cmd := m.field.Update(msg)
	if words := m.field.Text(); words != m.words {
		m.words = words
		m.find()
		m.window.Go(0)
	}
	return cmd
}

// mouse scrolls, moves the cursor, and chooses what is pressed.
func (m *List) mouse(msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	if m.window.Wheel(msg) || msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft {
		return nil, nil
	}
	if msg.Y == 0 {
		msg.X -= margin
		return nil, m.give(msg)
	}
	at, ok := m.window.At(msg.Y - 1)
	if !ok {
		return nil, nil
	}
	m.window.Go(at)
	return m.run(action.Accept), nil
}
