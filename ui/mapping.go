package ui

import (
	"path"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	clientmapping "dowse/client/mapping"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/mapping"
	"dowse/ui/widget/dialog"
)

// mappings is the job of mapping rows: the grid, its targets, and the rows that are sent.
type mappings struct {
	*screen
	sends *sends
	rows  *sendingRows // on their way; nil: none are
}

// mapper is the grid of a mapping as a dialog, with the rows as they came: what the grid shows of them is masked.
type mapper struct {
	*mapping.Model
	rows [][]byte
}

// openMapping shows the grid of a mapping that was saved.
func (m *mappings) openMapping(d *drafts.Draft, saved collections.Mapping, l list) {
	if problems := m.session.Broken("mappings/" + saved.ID + ".yaml"); len(problems) > 0 {
		m.fail(&session.BrokenError{Problems: problems})
		return
	}
	if saved.From.Rows != l.path {
		nodes, err := clientmapping.Nodes(d.Exchange.Document(), saved.From.Rows)
		if err != nil {
			m.say(theme.Warn, "the rows of the mapping are not in this response: "+err.Error())
		}
		l.take(d, nodes)
	}
	m.showMapping(mapping.Options{Mapping: saved, Rows: l.masked}, l)
}

func (m *mappings) showMapping(o mapping.Options, l list) {
	if c := m.session.Collection; c == nil || c.Request(l.key) == nil {
		o.From = m.drafts.Label(l.key)
	}
	grid := mapping.New(m.look.theme, o)
	grid.SetKeymap(m.look.keymap)
	m.show(&mapper{grid, l.rows})
	m.arrange()
}

// mapping says whether the grid of a mapping is on top.
func (m *screen) mapping() bool {
	_, ok := m.top().(*mapper)
	return ok
}

// mapperBelow is the grid that is open, whatever lies above it.
func (m *screen) mapperBelow() *mapper {
	for _, d := range slices.Backward(m.dialogs) {
		if g, ok := d.(*mapper); ok {
			return g
		}
	}
	return nil
}

// unsavedMapping is the grid whose mapping is not saved, open or left; nil: there is none.
func (m *screen) unsavedMapping() *mapper {
	if g := m.mapperBelow(); g != nil && g.Unsaved() {
		return g
	}
	return m.parked
}

// runMapping saves or sends what the grid shows.
func (m *mappings) runMapping(g *mapper, id action.ID) tea.Cmd {
	why, cmd := g.Settle()
	switch {
	case why != "":
		m.say(theme.Bad, why)
	case id == action.Save:
		m.saveMapping(g, nil)
	default:
		m.askRows(g)
	}
	return cmd
}

// closeMapping closes the grid; where it is not saved a person is asked.
func (m *mappings) closeMapping(changed bool) {
	g, ok := m.top().(*mapper)
	if !ok || !changed {
		m.close()
		return
	}
	m.askUnsaved("What you changed is lost when the grid closes.",
		dialog.Choice{Title: "Save it", Msg: doing(func() { m.saveMapping(g, m.close) })},
		dialog.Choice{Title: "Go on editing", Msg: dialog.CloseMsg{}},
		dialog.Choice{Title: "Close without saving", Msg: doing(func() { m.close() })},
	)
}

func (m *screen) askUnsaved(what string, choices ...dialog.Choice) {
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{Title: "The mapping is not saved", Role: theme.Warn, What: what, Choices: choices}))
}

// askToQuit ends the program; where a mapping is not saved a person is asked.
func (m *Model) askToQuit() tea.Cmd {
	g := m.unsavedMapping()
	if g == nil {
		return m.quit()
	}
	m.askUnsaved("Requests that are not saved are kept for the next time; a mapping is not.",
		dialog.Choice{Title: "Go on with the mapping", Msg: doing(func() {
			if m.parked == g {
				m.mappings.resumeMapping()
			}
		})},
		dialog.Choice{Title: "Quit without saving", Msg: choose(quitMsg{})},
	)
	return nil
}

// resumeMapping shows the grid that was left.
func (m *mappings) resumeMapping() {
	g := m.parked
	m.parked = nil
	m.show(g)
	m.arrange()
}

// saveMapping writes the file of a mapping, and asks for its name the first time. then is what follows.
func (m *mappings) saveMapping(g *mapper, then func()) {
	made := g.Mapping()
	c := m.session.Collection
	if c == nil || c.Request(made.From.Request) == nil {
		m.say(theme.Warn, "save the request first: a mapping is a file beside it, and names it")
		return
	}
	if made.ID != "" {
		m.writeMapping(g, made, then)
		return
	}
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "Name of the mapping", Hint: "such as order_to_invoice; dowse map NAME runs it", Text: mappingName(made),
		Check: func(text string) (string, bool) {
			if err := collections.ValidID(text); err != nil {
				return err.Error(), false
			}
			if c.Mapping(text) != nil {
				return "there is a mapping of that name", false
			}
			return "the file mappings/" + text + ".yaml", true
		},
		Answer: func(text string) tea.Msg {
			return doing(func() {
				made.ID = text
				m.writeMapping(g, made, then)
			})
		},
	}))
}

// mappingName is what a mapping would be called: orders_to_invoices.
func mappingName(made collections.Mapping) string {
	short := func(id string) string {
		if folder, _, nested := strings.Cut(id, "/"); nested {
			return folder
		}
		return path.Base(id)
	}
	name := short(made.From.Request)
	if made.Into.Request != "" {
		name += "_to_" + short(made.Into.Request)
	}
	return strings.NewReplacer("-", "_", " ", "_").Replace(name)
}

func (m *mappings) writeMapping(g *mapper, made collections.Mapping, then func()) {
	if m.parked == g {
		m.parked = nil
	}
	c := m.session.Collection
	if held := c.Mapping(made.ID); held != nil {
		was := *held
		*held = made
		if err := c.SaveMapping(held); err != nil {
			*held = was
			m.fail(err)
			return
		}
	} else if err := c.SaveMapping(&made); err != nil {
		m.fail(err)
		return
	}
	m.writes++
	g.SetSaved(made.ID, made.Name)
	m.say(theme.Good, "saved in mappings/"+made.ID+".yaml; dowse map "+made.ID+" runs it")
	if then != nil {
		then()
	}
}
