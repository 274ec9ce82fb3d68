package urlbar

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/widget/scroll"
)

// methods are those that are offered, the usual ones first.
var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "TRACE"}

// cutMethod takes the method from a text that begins with one and a space: a known one however it is written,
// or a word in capitals.
func cutMethod(text string) (method, url string, ok bool) {
	word, rest, found := strings.Cut(text, " ")
	if !found || word == "" {
		return "", "", false
	}
	url = strings.TrimLeft(rest, " ")
	if known := strings.ToUpper(word); known == "CONNECT" || slices.Contains(methods, known) {
		return known, url, true
	}
	for _, c := range word {
		if (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return "", "", false
		}
	}
	return word, url, true
}

// isToken says whether a text may be a method: RFC 9110 section 5.6.2.
func isToken(text string) bool {
	for _, c := range text {
		if !isTokenChar(c) {
			return false
		}
	}
	return text != ""
}

func isTokenChar(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c < 0x80 && strings.ContainsRune("!#$%&'*+-.^_`|~", c)
}

// choice is the list of methods, narrowed by typing. The zero choice is closed.
type choice struct {
	open    bool
	method  string // as it was
	typed   string
	refused string // why a key was not taken
	names   []string
	window  scroll.Window
}

// choose opens the choice, the cursor on the method as it is.
func (m *Model) choose() {
	m.choice = choice{open: true, method: m.method}
	m.choice.list()
	m.choice.window.Go(max(0, slices.Index(m.choice.names, m.method)))
	m.fit()
}

// list narrows the methods to those that begin with what was typed; that itself is always one of them.
func (c *choice) list() {
	typed := strings.ToUpper(c.typed)
	c.names = nil
	for _, name := range methods {
		if strings.HasPrefix(name, typed) {
			c.names = append(c.names, name)
		}
	}
	own := []string{typed, c.typed}
	if c.typed == "" {
		own = []string{c.method}
	}
	for _, name := range own {
		if name != "" && !slices.Contains(c.names, name) && !(name == c.typed && slices.Contains(methods, typed)) {
			c.names = append(c.names, name)
		}
	}
	c.window.SetHeight(len(c.names))
	c.window.SetRows(len(c.names))
}

// chosen is the method under the cursor.
func (c *choice) chosen() string {
	if i := c.window.Cursor(); i < len(c.names) {
		return c.names[i]
	}
	return c.method
}

// typeIn adds to what was typed, or refuses what no method has.
func (c *choice) typeIn(text string) {
	c.refused = ""
	for _, r := range text {
		if !isTokenChar(r) {
			c.refused = fmt.Sprintf("no method has %q: letters, digits and !#$%%&'*+-.^_`|~ only", r)
			return
		}
	}
	c.typed += text
	c.list()
	c.window.Go(0)
}

// runChoice carries out an action while a method is chosen.
func (m *Model) runChoice(id action.ID) tea.Msg {
	m.choice.refused = ""
	switch id {
	case action.Accept:
		return m.accept()
	case action.Leave:
		m.choice = choice{}
		m.fit()
	default:
		m.choice.window.Run(id)
	}
	return nil
}

// accept takes the method under the cursor; the keys are the URL's again.
func (m *Model) accept() tea.Msg {
	method := m.choice.chosen()
	m.choice = choice{}
	changed := method != m.method
	m.method = method
	m.fit()
	if !changed {
		return nil
	}
	return EditMsg{m.method, m.field.Text()}
}

// chooseKey takes a key while a method is chosen.
func (m *Model) chooseKey(msg tea.KeyMsg) tea.Msg {
	c := &m.choice
	defer m.fit()
	switch msg.Type {
	case tea.KeySpace, tea.KeyTab, tea.KeyRight:
		return m.accept()
	case tea.KeyBackspace:
		runes := []rune(c.typed)
		c.typed, c.refused = string(runes[:max(0, len(runes)-1)]), ""
		c.list()
		c.window.Go(0)
	case tea.KeyCtrlU:
		c.typed, c.refused = "", ""
		c.list()
	case tea.KeyRunes:
		if !msg.Alt {
			return m.chooseText(string(msg.Runes))
		}
	}
	return nil
}

// chooseText takes typed text while a method is chosen. Keys that arrive together may go on with the URL.
func (m *Model) chooseText(text string) tea.Msg {
	if m.field.Text() == "" && strings.ContainsAny(text, ":/{") { // it was the beginning of a URL
		text = m.choice.typed + text
		m.choice = choice{}
		intent, _ := m.give(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text)})
		return intent
	}
	word, rest, more := strings.Cut(text, " ")
	m.choice.typeIn(word)
	if !more || m.choice.refused != "" {
		return nil
	}
	intent := m.accept()
	if rest == "" {
		return intent
	}
	if edit, _ := m.give(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(rest)}); edit != nil {
		return edit
	}
	return intent
}
