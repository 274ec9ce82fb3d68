package ui

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/charmbracelet/x/ansi"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
	"dowse/ui/widget/help"
)

// showHelp lists what can be done here.
func (m *Model) showHelp() {
	contexts, place := m.contexts(), m.placeName()
	if !m.holds() && !m.mapping() {
		m.closeAll()
	}
	if m.typing() && !slices.Contains(contexts, action.Nav) {
		contexts = append(contexts, action.Nav)
	}
	m.show(dialog.NewList(m.look.theme, dialog.ListOptions{Title: "Help: " + place, Hint: "type to search; enter does it", Items: m.actions(m.look.keymap.Active(contexts...))}))
}

// actions are what can be done, as the items of a list.
func (m *Model) actions(all []action.Action) []dialog.Item {
	var items []dialog.Item
	for _, a := range all {
		items = append(items, dialog.Item{Title: a.Title, Help: a.Help, Right: help.Keys(a), Words: string(a.ID) + " " + strings.Join(a.Keys, " "), Msg: runs(a.ID)})
	}
	return items
}

// placeName names what has the keys.
func (m *Model) placeName() string {
	if name := m.top().Title().Name; name != "" {
		return ansi.Strip(name) // a title may be painted
	}
	return "URL"
}

// showPalette lists every action of this place, and every request.
func (m *Model) showPalette() {
	contexts, held := append(m.contexts(), action.Nav), m.holds() && !m.mapping()
	if !held && !m.mapping() {
		m.closeAll()
	}
	left := func(a action.Action) bool { return a.ID == action.Palette || a.Hidden && moving(a) }
	items := m.actions(slices.DeleteFunc(m.look.keymap.In(contexts...), left))
	for _, item := range m.items() {
		if held {
			break // what is typed in the dialog below comes first
		}
		items = append(items, dialog.Item{Title: m.drafts.Label(item.ID), Help: item.Name, Right: item.Method, Msg: doing(func() { m.open(item.ID); m.setFocus(m.wish.Main) })})
	}
	m.show(dialog.NewList(m.look.theme, dialog.ListOptions{Title: "Commands and requests", Hint: "type a part of a name", Items: items}))
}

// moving says whether an action only moves, which nobody looks up to do it once.
func moving(a action.Action) bool { return a.Context == action.List }

// chooseEnvironment lists the environments.
func (m *Model) chooseEnvironment() {
	c := m.session.Collection
	if c == nil || len(c.Environments) == 0 {
		m.say(theme.Muted, "there are no environments yet: each is a file such as env/dev.yaml in the collection, with a line like base_url: https://dev.example.com")
		return
	}
	var items []dialog.Item
	at := 0
	for _, e := range c.Environments {
		right := ""
		if e.Name == m.session.EnvironmentName() {
			right, at = "in use", len(items)
		}
		items = append(items, dialog.Item{Title: e.Name, Help: e.BaseURL, Right: right, Msg: doing(func() { m.useEnvironment(e.Name) })})
	}
	m.show(dialog.NewList(m.look.theme, dialog.ListOptions{Title: "Environment", Hint: "the same requests against another server", Items: items, At: at}))
}

func (m *Model) useEnvironment(name string) {
	m.endWait()
	m.session.Environment = name
	for _, d := range m.drafts.All() {
		d.Err = nil // what was missing or wrong may not be here
	}
	m.known.countUses()
	m.changed()
	m.giveRequest()
	m.refresh()
	m.say(theme.Good, fmt.Sprintf("environment %s, in which %s picked so far", name, quantity.Of(m.known.live, "value was", "values were")))
}

// chooseTheme lists the themes.
func (m *Model) chooseTheme() {
	names := theme.Names()
	for name := range m.options.Palettes {
		names = append(names, name)
	}
	slices.Sort(names[len(theme.Names()):])
	var items []dialog.Item
	at := 0
	for _, name := range names {
		right := ""
		if name == m.look.options.Name {
			right, at = "in use", len(items)
		}
		items = append(items, dialog.Item{Title: name, Right: right, Msg: do(func() tea.Cmd { return m.readTheme(name) })})
	}
	m.show(dialog.NewList(m.look.theme, dialog.ListOptions{Title: "Theme", Items: items, At: at}))
}

// themeMsg is a theme that was chosen, and read.
type themeMsg struct {
	theme   *theme.Theme
	options theme.Options
	err     error
}

// readTheme makes a theme, which may name a file.
func (m *Model) readTheme(name string) tea.Cmd {
	o := m.look.options
	o.Name, o.Source = name, m.options.Palettes[name]
	return func() tea.Msg {
		th, err := theme.New(o)
		return themeMsg{th, o, err}
	}
}

func (m *Model) useTheme(chosen themeMsg) {
	if chosen.err != nil {
		m.fail(chosen.err)
		return
	}
	th := chosen.theme
	m.look.theme, m.look.options, m.look.chosen = th, chosen.options, chosen.options.Name
	for _, p := range []pane{m.panes.collection, m.panes.url, m.panes.request, m.panes.response, m.panes.variables} {
		p.SetTheme(th)
	}
	m.changed()
}

// chooseFolder asks for another collection.
func (m *Model) chooseFolder() {
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "Open a collection", Hint: "a folder with a dowse.yaml, or one below it", Text: "./",
		Check: func(text string) (string, bool) {
			dir, err := filepath.Abs(expandHome(text))
			if err != nil {
				return err.Error(), false
			}
			root, ok := collections.Find(dir)
			if !ok {
				note := "there is no dowse.yaml in it or above it"
				if below, _ := filepath.Glob(filepath.Join(dir, "*", "dowse.yaml")); len(below) > 0 {
					note += ", but in " + filepath.Dir(below[0])
				}
				return note, false
			}
			return root, true
		},
		Answer: func(text string) tea.Msg {
			dir, err := filepath.Abs(expandHome(text))
			if err != nil {
				return nil
			}
			root, _ := collections.Find(dir)
			return choose(openMsg{root})
		},
	}))
}
