package ui

import (
	"fmt"
	"reflect"
	"slices"

	"dowse/collections"
	"dowse/ui/drafts"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// move gives a request another name, and so its file another path, after showing what names it.
func (m *files) move(from, to string) {
	d := m.load(from)
	if d == nil || from == to {
		return
	}
	switch c := m.session.Collection; {
	case d.Saved == nil && c == nil:
		m.open(from)
		m.askFolder(d)
	case d.Saved == nil:
		m.saveAt(d, to)
	case m.gone(d):
		m.say(theme.Bad, fmt.Sprintf("the file of %s is not there any more; saving the request writes it again", from))
	default:
		m.askToRelocate(func() (*collections.Relocation, error) { return m.session.Collection.Relocate(from, to) })
	}
}

// moveFolder gives a folder of requests another name.
func (m *files) moveFolder(from, to string) {
	m.askToRelocate(func() (*collections.Relocation, error) { return m.session.Collection.RelocateFolder(from, to) })
}

// checkID says why a request cannot have a name.
func (m *files) checkID(from, to string) error {
	if err := collections.ValidID(to); err != nil {
		return err
	}
	if c := m.session.Collection; c != nil && c.Request(to) != nil {
		return fmt.Errorf("there is a request %s already", to)
	}
	return nil
}

// askToRelocate moves what a plan says, at once where nothing names it, else after showing what does.
func (m *files) askToRelocate(plan func() (*collections.Relocation, error)) {
	r, err := plan()
	if err != nil {
		m.fail(err)
		return
	}
	lines := m.named(r)
	if len(lines) == 0 {
		m.relocateNow(r)
		return
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "Rename " + r.From, What: fmt.Sprintf("%s becomes %s, also in %s:", r.From, r.To, quantity.Of(len(lines), "place that names it", "places that name it")), Lines: lines,
		Choices: []dialog.Choice{
			{Title: "Rename it everywhere", Help: "one undo brings all of it back", Msg: doing(func() {
				if r, err := plan(); err != nil { // a file may have been read anew meanwhile
					m.fail(err)
				} else {
					m.relocateNow(r)
				}
			})},
			{Title: "Leave it", Msg: dialog.CloseMsg{}},
		},
	}))
}

// named are the places that name what is moved, in files and in what is not saved.
func (m *files) named(r *collections.Relocation) []string {
	var lines []string
	for _, ref := range r.Changed {
		lines = append(lines, fmt.Sprintf("%s:%d: %s", ref.File, ref.Line, ref.Text))
	}
	for _, d := range m.drafts.All() {
		if d.Unsaved() && !reflect.DeepEqual(r.Request(d.Request), d.Request) {
			lines = append(lines, d.Title()+", not saved")
		}
	}
	if g := m.unsavedMapping(); g != nil && g.Relocate(r.Renamed, false) {
		lines = append(lines, "the mapping that is not saved")
	}
	return lines
}

// relocateNow moves, and notes how to move back.
func (m *files) relocateNow(r *collections.Relocation) {
	if err := m.relocate(r); err != nil {
		m.say(theme.Bad, fmt.Sprintf("%s keeps its name, no file was changed: %v", r.From, err))
		return
	}
	m.did("rename "+r.From+" to "+r.To, func() error {
		back, err := m.session.Collection.Back(r)
		if err != nil {
			return err
		}
		return m.relocate(back)
	}, func() (err error) {
		plan := m.session.Collection.Relocate
		if r.Folder {
			plan = m.session.Collection.RelocateFolder
		}
		again, err := plan(r.From, r.To)
		if err != nil {
			return err
		}
		r = again
		return m.relocate(r)
	})
	said := r.From + " is " + r.To + " now"
	if n := len(m.named(r)); n > 0 {
		said += ", also in " + quantity.Of(n, "place that names it", "places that name it")
	}
	m.say(theme.Good, said)
}

// relocate moves files, and all that is on the screen goes along: drafts, values, samples and mappings.
func (m *files) relocate(r *collections.Relocation) error {
	c := m.session.Collection
	samples := m.samples()
	var failed error
	m.session.Keeping(func() {
		m.writes++
		var own collections.Request
		if request := c.Request(r.From); request != nil {
			own = *request
		}
		if failed = m.trusting(own, func() error { return c.Apply(r) }); failed != nil {
			return
		}
		for _, d := range m.drafts.All() {
			m.relocateDraft(r, d)
		}
		m.session.RenameAll(r.Renamed)
	})
	if failed != nil {
		return failed
	}
	m.options.Runner.Consents = consentsAs(m.options.Runner.Consents, r)
	if samples != nil {
		for _, one := range c.Requests {
			if from, ok := r.Before(one.ID); ok {
				_ = samples.Rename(from, one.ID) // a sample is a convenience
			}
		}
	}
	if g := m.unsavedMapping(); g != nil {
		g.Relocate(r.Renamed, true)
	}
	m.known.countUses()
	m.changed()
	m.giveRequest()
	m.refresh()
	m.panes.collection.GoTo(r.To)
	return nil
}

// relocateDraft makes a draft go along with its file, and with what it names.
func (m *files) relocateDraft(r *collections.Relocation, d *drafts.Draft) {
	from, c := d.Key, m.session.Collection
	unsaved := d.Unsaved()
	to, moved := r.Renamed(from)
	if !moved || d.Saved == nil {
		to = from
	}
	saved := c.Request(to)
	switch {
	case d.Saved == nil || saved == nil:
		d.Replace(r.Request(d.Request))
		return
	case !unsaved:
		d.Replace(*saved)
	default:
		d.Replace(r.Request(d.Request))
	}
	if d.Keep(*saved); to != from {
		m.renamed(from, d)
	}
}

// usesOf are the places that name a request, and what uses what it picks, for whoever wants to delete it.
func (m *files) usesOf(d *drafts.Draft) []string {
	var lines []string
	exact := map[string]bool{}
	if c := m.session.Collection; c != nil && d.Saved != nil {
		for _, ref := range c.ReferencesTo(d.Key) {
			if ref.Key == "order" && ref.Pick == "" || ref.File == d.Key+".yaml" {
				continue
			}
			exact[ref.File] = true
			lines = append(lines, fmt.Sprintf("%s:%d: %s", ref.File, ref.Line, ref.Text))
		}
	}
	var users []string
	for _, k := range d.Request.Picks {
		for _, user := range m.known.usedBy(d.Key, k.Name) {
			if user != d.Key && !slices.Contains(users, user) && !exact[user+".yaml"] {
				users = append(users, user)
			}
		}
	}
	return append(m.drafts.Labels(users), lines...)
}
