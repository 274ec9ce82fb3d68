package urlbar

import (
	"cmp"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections/address"
	"dowse/collections/formats/curl"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/widget/field"
)

// Update takes an action, a key that is typed, a paste or the mouse.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		return m.run(msg)
	case tea.KeyMsg:
		if msg.Paste {
			return m.paste(string(msg.Runes))
		}
		if m.choice.open {
			return m.chooseKey(msg), nil
		}
		return m.key(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	}
	return m.give(msg)
}

// run carries out an action: of the choice or of the completions while one of them is open, else its own.
func (m *Model) run(msg action.RunMsg) (tea.Msg, tea.Cmd) {
	if m.choice.open {
		return m.runChoice(msg.ID), nil
	}
	if len(m.field.Contexts()) > 0 {
		switch msg.ID {
		case action.Accept, action.Down, action.Up, action.Leave:
			return m.give(msg)
		}
	}
	switch msg.ID {
	case action.Send:
		return m.enter(), nil
	case action.ListBelow:
		return BelowMsg{}, nil
	case action.Leave:
		return LeaveMsg{}, nil
	}
	return nil, nil
}

// enter sends, or hands on what is no URL.
func (m *Model) enter() tea.Msg {
	text := strings.TrimSpace(m.field.Text())
	if curl.Is(text) {
		return PasteMsg{Text: text, Typed: true}
	}
	if path, ok := existing(text); ok && !(m.hasBase() && address.FormOf(text) == address.Path) {
		return PasteMsg{Text: path, Typed: true}
	}
	return SendMsg{}
}

// hasBase says whether there is a base_url, which what looks like a path is relative to then.
func (m *Model) hasBase() bool {
	if m.placeholders == nil || m.placeholders.Value == nil {
		return false
	}
	value, ok := m.placeholders.Value(address.Base)
	return ok && address.Known(vars.NewScope(vars.Layer{Variables: []vars.Variable{{Name: address.Base, Value: value}}}))
}

// key gives a key to the field. A backspace that takes nothing away is one at the start: it opens the method,
// but where it comes after one that did. The key is held to empty the URL then.
func (m *Model) key(msg tea.KeyMsg) (tea.Msg, tea.Cmd) {
	before := m.field.Text()
	if before == "" && msg.Type == tea.KeySpace {
		return nil, nil // the second one behind a method
	}
	intent, cmd := m.give(msg)
	switch erased := m.field.Text() != before; {
	case msg.Type != tea.KeyBackspace || msg.Alt:
		m.erasing = false
	case erased:
		m.erasing = true
	case !m.erasing:
		m.choose()
	}
	return intent, cmd
}

// give hands a message to the field.
func (m *Model) give(msg tea.Msg) (tea.Msg, tea.Cmd) {
	before := m.field.Text()
	intent, cmd := m.field.Update(msg)
	if _, changed := intent.(field.ChangedMsg); changed || m.field.Text() != before {
		return m.edited(before), cmd
	}
	return intent, cmd
}

// edited takes over what the field holds. A method typed before the URL leaves it.
func (m *Model) edited(before string) tea.Msg {
	text := m.field.Text()
	if text == before {
		return nil
	}
	if _, _, had := cutMethod(before); !had {
		if method, url, ok := cutMethod(text); ok {
			m.method = method
			m.keepCaret(before, text, url)
		}
	}
	m.fit()
	m.resolve()
	return EditMsg{m.method, m.field.Text()}
}

// keepCaret replaces the field's text, which was before until something was put into it, by the end of it that
// is the URL. The caret stays before what it was before.
func (m *Model) keepCaret(before, text, url string) {
	after := min(commonSuffix(before, text), len(url))
	m.field.SetText(url[len(url)-after:])
	m.field.Update(tea.KeyMsg{Type: tea.KeyHome})
	m.field.Insert(url[:len(url)-after])
}

// paste types a URL, and hands on what is none.
func (m *Model) paste(text string) (tea.Msg, tea.Cmd) {
	text = strings.TrimSpace(text)
	if m.choice.open {
		if isToken(text) {
			m.choice.typeIn(text)
			m.fit()
			return nil, nil
		}
		m.choice = choice{}
		m.fit()
	}
	switch {
	case text == "":
		return nil, nil
	case strings.ContainsAny(text, "\r\n") || curl.Is(text) || isJSON(text):
		return PasteMsg{Text: text}, nil
	case m.field.Text() == "":
		if path, ok := existing(text); ok {
			return PasteMsg{Text: path}, nil
		}
	}
	return m.give(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

// mouse puts the caret where it is pressed, or opens the method.
func (m *Model) mouse(msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	if msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft {
		return nil, nil
	}
	left := m.parts().left
	if p := m.parts(); p.right > 0 && msg.X >= m.width-p.right && m.busy == "" {
		return SendMsg{}, nil
	}
	if msg.X < left && !m.choice.open {
		m.choose()
		return nil, nil
	}
	settled := m.Settle()
	if msg.X < left {
		return settled, nil
	}
	msg.X = max(0, msg.X-left)
	intent, cmd := m.give(msg)
	return cmp.Or(intent, settled), cmd
}

// commonSuffix is how many bytes two texts end with alike. They are whole characters where the second is the
// first with something put in that makes it begin with a method: what is before that is ASCII.
func commonSuffix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
