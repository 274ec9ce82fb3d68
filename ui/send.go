package ui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/advice"
	"dowse/client/runner"
	"dowse/collections/address"
	"dowse/collections/formats/curl"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
)

// send sends a draft as a person wants it sent, and first what it needs.
func (m *Model) send(d *drafts.Draft) tea.Cmd {
	d.Rest()
	if d.Request.URL == "" {
		m.say(theme.Warn, "there is no URL yet: type one")
		m.setFocus(layout.URL)
		return nil
	}
	if curl.Is(d.Request.URL) || isFolder(d.Request.URL) && (strings.HasPrefix(d.Request.URL, "~") || !address.Relative(d.Request.URL, address.Known(m.known.scope))) {
		return m.carryOut(m.pastes.typedIn(d, d.Request.URL))
	}
	if whole := address.WithScheme(d.Request.URL, address.Known(m.known.scope)); whole != d.Request.URL {
		m.editURL(d, d.Request.Method, whole)
		m.giveRequest()
	}
	return m.sends.sendAll(d.Key)
}

// sendAfter sends a draft when a server wants it again.
func (m *sends) sendAfter(d *drafts.Draft, r advice.Remedy) tea.Cmd {
	return m.startRun([]string{d.Key}, r.Wait)
}

// sendAll sends requests by their keys, one after the other, as long as each comes as it should.
func (m *sends) sendAll(keys ...string) tea.Cmd { return m.startRun(keys, 0) }

// stepOf is a draft as a step of a run.
func stepOf(d *drafts.Draft) runner.Step {
	return runner.Step{Key: d.Key, Request: d.Request, Saved: d.Saved != nil, Format: d.Format}
}

// leaveFields ends what is typed in the request, so that the keys that come next are not text of it.
func (m *sends) leaveFields() {
	for range 2 { // a list of completions, then the field
		if m.focus == layout.Request && m.typing() {
			m.inRequest(action.Leave)
		}
	}
}
