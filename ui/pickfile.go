package ui

import (
	"reflect"
	"slices"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// Picks are written to the file of their request at once, its other changes are not. What a pick reads was seen in an answer:
// it goes into no file that would be sent elsewhere than that answer came from. Such a pick stays in the draft, and so do those
// that come after it, until the request is saved.

// editPicks changes the picks of a draft, as one edit.
func (m *picks) editPicks(d *drafts.Draft, r collections.Request, what string) {
	before, begin := d.Request.Picks, m.drafts.History.Depth()
	d.Rest()
	d.Edit(r, what)
	d.Rest()
	if m.picksChanged(d, before, d.Sent) {
		m.askWhereTo(d, begin)
	}
}

// picksChanged takes over that the picks of a draft were others before. They are made of its last response, and written to its
// file, unless that holds another request than the one that they are of: then elsewhere is true.
func (m *picks) picksChanged(d *drafts.Draft, before []collections.Pick, of drafts.Sent) (elsewhere bool) {
	m.picksRenamed(d, before)
	if d.Exchange.Answered() {
		d.Evaluate()
		m.session.Keep(d.Sent.Environment, found(d))
		if d == m.drafts.Current {
			m.panes.response.SetResults(d.Results)
		}
	}
	switch {
	case d.Conflict:
		m.say(theme.Warn, d.Key+" was changed on disk too: saving it will ask, and write the picks")
	case d.Saved == nil || m.gone(d) || holds(d, before):
	case addsPicks(d) && !m.leadsTo(*d.Saved, of):
		elsewhere = true
	default:
		m.writePicks(d, *d.Saved)
	}
	m.changed()
	m.refresh()
	return elsewhere
}

// picksRenamed gives what picks found to those that read the same under another name now.
func (m *picks) picksRenamed(d *drafts.Draft, before []collections.Pick) {
	named := func(picks []collections.Pick, name string) bool {
		return slices.ContainsFunc(picks, func(k collections.Pick) bool { return k.Name == name })
	}
	for _, old := range before {
		if named(d.Request.Picks, old.Name) {
			continue
		}
		for _, k := range d.Request.Picks {
			if !named(before, k.Name) && k.Fingerprint() == old.Fingerprint() {
				m.session.RenamePick(d.Key, old.Name, k.Name)
				break
			}
		}
	}
}

// holds says whether picks of a request are others than its file has: those wait for the request to be saved.
func holds(d *drafts.Draft, picks []collections.Pick) bool {
	return !slices.EqualFunc(picks, d.Saved.Picks, func(a, b collections.Pick) bool { return reflect.DeepEqual(a, b) })
}

// addsPicks says whether a request has a pick that reads what none in its file does.
func addsPicks(d *drafts.Draft) bool {
	read := func(k collections.Pick) string {
		k.Secret, k.Keep, k.IfMissing = collections.SecretUnset, collections.Keep{}, collections.IfMissing{}
		return k.Fingerprint()
	}
	there := map[string]bool{}
	for _, k := range d.Saved.Picks {
		there[read(k)] = true
	}
	return slices.ContainsFunc(d.Request.Picks, func(k collections.Pick) bool { return !there[read(k)] })
}

// leadsTo says whether a request as saved is sent to where a response came from.
func (m *picks) leadsTo(saved collections.Request, of drafts.Sent) bool {
	base := address.Known(m.known.scope)
	return of.URL == "" || of.Method == method(saved) && address.WithScheme(of.URL, base) == address.WithScheme(saved.URL, base)
}

// writePicks writes the picks of a request to its file, which else is as saved says.
func (m *picks) writePicks(d *drafts.Draft, saved collections.Request) {
	saved.Picks, saved.Page = slices.Clone(d.Request.Picks), d.Request.Page
	if err := m.write(saved); err != nil {
		m.files.saveFailed(d, d.Key, err)
		return
	}
	d.Saved = &saved
}

// askWhereTo asks what shall become of picks of an answer to another request than the file holds. begin is how much had been
// done before they were made.
func (m *picks) askWhereTo(d *drafts.Draft, begin int) {
	sent := d.Sent
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "The file has another request", Role: theme.Warn,
		What:  "This was picked from the answer to " + sent.Method + " " + sent.URL + ".",
		Means: d.Key + " is saved as " + method(*d.Saved) + " " + d.Saved.URL + ", and may answer something else.",
		Choices: []dialog.Choice{
			{Title: "Save the URL too", Help: "method and URL that were sent, and the pick; other edits stay unsaved", Msg: doing(func() { m.saveWithURL(d, sent, begin) })},
			{Title: "Keep the pick here", Help: "it is saved with the request", Msg: doing(func() {
				m.say(theme.Muted, "kept with "+m.drafts.Label(d.Key)+" until you save it")
			})},
			{Title: "Cancel", Help: "nothing is picked", Msg: doing(func() {
				for m.drafts.History.Depth() > begin {
					m.undo()
				}
				m.showStrip(nil)
				m.say(theme.Muted, "nothing was picked")
			})},
		},
	}))
}

// saveWithURL writes the picks of a request to its file together with the method and the URL whose answer they are of. With
// what was done since begin that is one step, which can be taken back.
func (m *picks) saveWithURL(d *drafts.Draft, sent drafts.Sent, begin int) {
	before := *d.Saved
	saved := before
	if saved.URL = sent.URL; method(saved) != sent.Method {
		saved.Method = sent.Method
	}
	if m.writePicks(d, saved); holds(d, d.Request.Picks) {
		return
	}
	after := *d.Saved
	if steps := m.drafts.History.TakeSince(begin); len(steps) > 0 {
		m.did(steps[0].What+", saved with its URL", func() error {
			slices.Reverse(steps)
			defer slices.Reverse(steps)
			return m.turnSaved(d, after, before, steps, drafts.Step.Undo)
		}, func() error { return m.turnSaved(d, before, after, steps, drafts.Step.Redo) })
	}
	m.known.countUses()
	m.refresh()
	m.say(theme.Good, "saved in "+d.Key+", with "+sent.Method+" "+sent.URL)
}

// turnSaved writes method, URL and picks of another request in place of those of one, and then carries out the steps that
// belong to that. What was saved otherwise since stays.
func (m *picks) turnSaved(d *drafts.Draft, from, to collections.Request, steps []drafts.Step, way func(drafts.Step) error) error {
	if d.Conflict || m.gone(d) {
		return &collections.ConflictError{File: d.Key + ".yaml"}
	}
	saved := *d.Saved
	if saved.URL == from.URL && method(saved) == method(from) {
		saved.URL, saved.Method = to.URL, to.Method
	}
	saved.Picks, saved.Page = slices.Clone(to.Picks), to.Page
	if err := m.write(saved); err != nil {
		return err
	}
	d.Saved = &saved
	for _, s := range steps {
		var was collections.Request
		if s.Draft != nil {
			was = s.Draft.Request
		}
		if err := way(s); err != nil {
			return err
		}
		if s.Draft != nil {
			m.turned(s.Draft, was)
		}
	}
	m.known.countUses()
	return nil
}
