package ui

import (
	"strings"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/lift"
)

// beginWith shows what was typed on the command line: the draft that was begun with it in an earlier session, or a new one.
// Drafts of earlier sessions stay as they are.
func (m *pastes) beginWith(typed string) {
	if r, ok := typedURL(typed); ok {
		r, lifted := lift.Secrets(r, nil)
		same := func(d *drafts.Draft) bool {
			base := m.session.HasBase(d.Request)
			return method(d.Request) == method(r) && address.WithScheme(d.Request.URL, base) == address.WithScheme(r.URL, base)
		}
		if m.reopen(same, lifted) {
			return
		}
	}
	m.newRequest()
	m.pasted(m.drafts.Current, typed)
}

// typedURL reads a URL, with a method before it or without.
func typedURL(text string) (r collections.Request, ok bool) {
	r = collections.Request{Method: "GET", URL: strings.TrimSpace(text)}
	if methodFirst.MatchString(r.URL) {
		r.Method, r.URL, _ = strings.Cut(r.URL, " ")
		r.URL = strings.TrimSpace(r.URL)
	}
	return r, address.Is(r.URL) && !strings.ContainsAny(r.URL, " \t\n")
}

// reopen shows the draft without a file that is the same as what was typed or pasted, so that it does not become two; its
// secrets, which nobody kept, are known again. false: there is none.
func (m *pastes) reopen(same func(*drafts.Draft) bool, lifted []lift.Lifted) bool {
	for _, d := range m.drafts.All() {
		if d.Saved != nil || d.Copy != "" || d.Passing || d.Empty() || !same(d) {
			continue
		}
		m.open(d.Key)
		m.supply(lifted)
		m.setFocus(layout.URL)
		return true
	}
	return false
}

// refill shows the draft that was made of the same curl command; false: there is none.
func (m *pastes) refill(pasted collections.Request) bool {
	r, lifted := lift.Secrets(pasted, nil)
	return m.reopen(func(d *drafts.Draft) bool {
		before := d.Request
		before.Picks = nil
		return !changedSince(before, r)
	}, lifted)
}
