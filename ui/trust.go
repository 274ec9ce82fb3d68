package ui

import (
	"path/filepath"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/plan"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/trust"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// askTrust asks a person whether they trust the collection, where a request or a step before it would read what it is not
// trusted with; then is what follows a yes.
func (m *sends) askTrust(d *drafts.Draft, untrusted *session.UntrustedError, then doMsg) {
	c := m.session.Collection
	all := trust.Of(c)
	asked := m.session.Trust.Lacking(all)
	for _, want := range untrusted.Wants {
		if !slices.Contains(asked, want) {
			asked = append(asked, want)
		}
	}
	o := dialog.CardOptions{
		Title: "Trust " + m.workspaceName() + "?", Role: theme.Warn,
		What:  "The files of this collection want of this machine:",
		Means: "Nothing was sent. Whoever wrote the files chose what is read, and where it goes; you are asked again when they want more.",
	}
	for _, line := range trust.Lines(asked) {
		if len(asked) < len(all) {
			line = "new: " + line
		}
		o.Lines = append(o.Lines, line)
	}
	for _, want := range all {
		if m.session.Trust.Has(want) {
			o.Lines = append(o.Lines, "trusted: "+want.String())
		}
	}
	o.Choices = append(o.Choices, dialog.Choice{Title: "Trust it, and go on", Help: "kept for this folder: " + c.Root, Msg: do(func() tea.Cmd {
		m.addTrust(asked)
		return then.run()
	}).andThen(then.then)})
	for _, id := range m.readers(d) {
		o.Choices = append(o.Choices, dialog.Choice{Title: "Look at " + id, Help: filepath.Join(c.Root, filepath.FromSlash(id)+".yaml"), Msg: doing(func() { m.open(id) })})
	}
	o.Choices = append(o.Choices, dialog.Choice{Title: "Do not trust it, and do not send", Msg: dialog.CloseMsg{}})
	m.show(dialog.NewCard(m.look.theme, o))
}

// readers are the saved requests among a request and the steps before it that read what the collection is not trusted with.
func (m *sends) readers(d *drafts.Draft) []string {
	steps, err := m.options.Runner.Plan(stepOf(d))
	if err != nil {
		return nil
	}
	var ids []string
	for _, r := range append(requestsOf(steps), d.Request) {
		if m.session.Collection.Request(r.ID) == nil {
			continue
		}
		if wants, err := m.session.Untrusted(r, true); err == nil && len(wants) > 0 {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func requestsOf(steps []plan.Step) []collections.Request {
	var all []collections.Request
	for _, step := range steps {
		all = append(all, *step.Request)
	}
	return all
}

// addTrust trusts the collection with more.
func (m *screen) addTrust(wants []trust.Want) {
	now, err := m.options.Trust.Add(m.session.Trust, m.session.Collection, wants)
	m.session.Trust = now
	if err != nil {
		m.fail(err)
	}
}

// trusting makes a change of the collection's files from here one that it is trusted with: with what that added. r is the
// request that is saved with it.
func (m *screen) trusting(r collections.Request, change func() error) error {
	c := m.session.Collection
	before := trust.Of(c)
	if err := change(); err != nil {
		return err
	}
	after := trust.Of(c)
	var to []string
	if lead, err := m.session.Lead(r, true); err == nil {
		to = append(to, lead.String())
	}
	if added := m.session.Trust.Lacking(m.session.Trust.Saved(before, after, to...)); len(added) > 0 {
		m.addTrust(added)
	}
	return nil
}

// begun notes that a collection was begun here, if nothing was in its folder that somebody else wrote.
func (m *screen) begun(c *collections.Collection) {
	if len(c.Requests)+len(c.Environments)+len(c.Folders) == 0 {
		m.addTrust(nil)
	}
}

// knowTrust finds out what the collection that is taken up is trusted with.
func (m *screen) knowTrust(c *collections.Collection) {
	now, err := m.options.Trust.Load(c.Root)
	m.session.Trust = now
	if err != nil {
		m.fail(err)
	}
}
