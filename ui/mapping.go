package ui

import (
	"bytes"
	"path"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	clientmapping "dowse/client/mapping"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/card"
	"dowse/ui/mapping"
	"dowse/ui/prompt"
	"dowse/ui/theme"
)

// mapper is the grid of a mapping as a dialog, with the rows as they came: what the grid shows of them is masked.
type mapper struct {
	*mapping.Model
	rows [][]byte
}

// openMapping shows the grid of a mapping that was saved.
func (m *Model) openMapping(saved collections.Mapping, l list) {
	if problems := m.session.Broken("mappings/" + saved.ID + ".yaml"); len(problems) > 0 {
		m.fail(&session.BrokenError{Problems: problems})
		return
	}
	if saved.From.Rows != "" && saved.From.Rows != l.path {
		l.rows, l.masked = nil, nil
		for row, err := range clientmapping.Of(m.desk.current.Exchange.Document(), saved.From.Rows) {
			if err != nil || len(l.rows) == mostListed {
				break
			}
			l.rows = append(l.rows, bytes.Clone(row))
		}
		l.masked = l.rows
	}
	m.showMapping(mapping.Options{Mapping: saved, Rows: l.masked}, l)
}

func (m *Model) showMapping(o mapping.Options, l list) {
	grid := mapping.New(m.look.theme, o)
	grid.SetKeymap(m.look.keymap)
	m.show(&mapper{grid, l.rows})
	m.arrange()
}

// mappings is what goes on with mappings.
type mappings struct {
	rows   *sendingRows // on their way; nil: none are
	parked *mapper      // one that is not saved, whose grid was left for something else; nil: there is none
}

// mapping says whether the grid of a mapping is on top.
func (m *Model) mapping() bool {
	_, ok := m.top().(*mapper)
	return ok
}

// mapperBelow is the grid that is open, whatever lies above it.
func (m *Model) mapperBelow() *mapper {
	for _, d := range slices.Backward(m.dialogs) {
		if g, ok := d.(*mapper); ok {
			return g
		}
	}
	return nil
}

// runMapping saves or sends what the grid shows.
func (m *Model) runMapping(g *mapper, id action.ID) tea.Cmd {
	if id == action.Save {
		m.saveMapping(g, nil)
		return nil
	}
	return m.askRows(g)
}

// closeMapping closes the grid; where it is not saved a person is asked.
func (m *Model) closeMapping(changed bool) {
	g, ok := m.top().(*mapper)
	if !ok || !changed {
		m.close()
		return
	}
	m.show(card.New(m.look.theme, card.Options{
		Title: "The mapping is not saved", Role: theme.Warn, What: "What you changed is lost when the grid closes.",
		Choices: []card.Choice{
			{Title: "Save it", Msg: doing(func(m *Model) { m.saveMapping(g, func(m *Model) { m.close() }) })},
			{Title: "Go on editing", Msg: card.CloseMsg{}},
			{Title: "Close without saving", Msg: doing(func(m *Model) { m.close() })},
		},
	}))
}

// saveMapping writes the file of a mapping, and asks for its name the first time. then is what follows.
func (m *Model) saveMapping(g *mapper, then func(*Model)) {
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
	m.show(prompt.New(m.look.theme, prompt.Options{
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
			return doing(func(m *Model) {
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

func (m *Model) writeMapping(g *mapper, made collections.Mapping, then func(*Model)) {
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
		then(m)
	}
}
