package ui

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/advice"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// sayAdvice says in one line what an answer means that is not what was asked for: the answer itself is on
// the screen, and a key shows the rest.
func (m *screen) sayAdvice(d *drafts.Draft) {
	switch {
	case d.Advice != nil:
		text := d.Advice.What
		if len(d.Advice.Details) > 0 {
			text += ": " + d.Exchange.Masker().Text(d.Advice.Details[0])
		}
		m.say(theme.Bad, m.look.keymap.Key(action.Advise, action.Trouble)+" what to do   "+text)
	case len(d.Exchange.Notices) > 0:
		m.say(theme.Warn, d.Exchange.Notices[0])
	default:
		if title, ok := advice.Page(d.Exchange); ok {
			m.say(theme.Muted, strings.TrimSpace("this is a web page "+title))
		}
	}
}

// showAdvice shows what an answer means, and what can be done.
func (m *sends) showAdvice(d *drafts.Draft) {
	if d.Err != nil {
		m.showFailure(d, d.Err, []string{d.Key})
		return
	}
	a := d.Advice
	if a == nil || d.Exchange == nil {
		m.say(theme.Muted, "there is nothing to mend in this answer")
		return
	}
	o := dialog.CardOptions{
		Title: fmt.Sprintf("%d %s", d.Exchange.Response.Status, d.Exchange.Response.Reason), Role: theme.Bad,
		What: a.What, Means: a.Means, Choices: m.producersOf(d),
	}
	for _, line := range a.Details {
		o.Lines = append(o.Lines, d.Exchange.Masker().Text(line))
	}
	o.Choices = append(o.Choices, m.retype(d)...)
	var last []dialog.Choice
	for _, remedy := range a.Remedies {
		if remedy.Kind == advice.CopyID {
			last = append(last, m.choice(d, remedy))
			continue
		}
		o.Choices = append(o.Choices, m.choice(d, remedy))
	}
	if d.Exchange.Response.Status == http.StatusUnauthorized && m.inherited(d).Auth == nil && (d.Request.Auth == nil || d.Request.Auth.Kind == collections.AuthNone) {
		o.Choices = slices.Concat(m.tokens(d), o.Choices)
	}
	o.Choices = append(o.Choices,
		dialog.Choice{Title: "Change the URL", Msg: doing(func() { m.setFocus(layout.URL) })},
		dialog.Choice{Title: "Send it again", Msg: choose(sendMsg{d})})
	o.Choices = append(append(o.Choices, last...), dialog.Choice{Title: "Close", Msg: dialog.CloseMsg{}})
	m.show(dialog.NewCard(m.look.theme, o))
}

// choice is a remedy as a choice of a card.
func (m *sends) choice(d *drafts.Draft, r advice.Remedy) dialog.Choice {
	switch r.Kind {
	case advice.UseMethod:
		return dialog.Choice{Title: "Make it " + r.Text, Help: "not sent yet", Msg: doing(func() {
			m.editURL(d, r.Text, d.Request.URL)
			m.giveRequest()
		})}
	case advice.UseURL:
		return dialog.Choice{Title: "Send it to " + r.Text, Msg: doing(func() { m.editPath(d, r.Text) }).andThen(sendMsg{d})}
	case advice.EditHeaders:
		return dialog.Choice{Title: "Look at the request's headers", Msg: doing(func() { m.showTab(headersTab) })}
	case advice.EditBody:
		return dialog.Choice{Title: "Look at the body", Help: "write it or mend it", Msg: do(func() tea.Cmd {
			m.showTab(bodyTab)
			if d.Request.Body.Kind != collections.BodyNone {
				return nil
			}
			return m.inRequest(action.Edit)
		})}
	case advice.EditQuery:
		return dialog.Choice{Title: "Look at the query", Msg: doing(func() { m.showTab(queryTab) })}
	case advice.WaitAndSend:
		return dialog.Choice{Title: fmt.Sprintf("Wait %s, then send it again", r.Wait), Help: m.look.keymap.Key(action.Cancel, action.Everywhere) + " cancels",
			Msg: do(func() tea.Cmd { return m.sendAfter(d, r) })}
	case advice.CopyID:
		return dialog.Choice{Title: "Copy the request ID", Help: r.Text, Msg: do(func() tea.Cmd { return m.copied("the request ID", r.Text) })}
	}
	title := "Set the credentials"
	if r.Text != "" {
		title += " (" + r.Text + ")"
	}
	return dialog.Choice{Title: title, Help: "in the request's Auth tab", Msg: do(func() tea.Cmd { return m.setAuth(d, r.Text) })}
}

// producersOf are, for an answer of 401, the requests whose picks the request used: their values may be
// of no use any more.
func (m *sends) producersOf(d *drafts.Draft) []dialog.Choice {
	if d.Exchange.Response.Status != http.StatusUnauthorized {
		return nil
	}
	resolved, _, err := m.session.Look(d.Request, d.Saved != nil)
	if err != nil {
		return nil
	}
	credentials := collections.Request{Settings: collections.Settings{Auth: resolved.Auth, Headers: resolved.Headers}}
	var choices []dialog.Choice
	for _, producer := range m.known.producers() {
		for _, k := range producer.picks {
			if producer.key != d.Key && (uses(credentials, k.Name) || uses(credentials, collections.ExactName(producer.key, k.Name))) {
				choices = append(choices, dialog.Choice{Title: "Send " + m.drafts.Label(producer.key) + ", then this again", Help: "for a new " + k.Name,
					Msg: choose(sendAllMsg{[]string{producer.key, d.Key}})})
				break
			}
		}
	}
	return choices
}

// retype are, for an answer of 401, the secrets that were typed in this session and that the request uses.
func (m *sends) retype(d *drafts.Draft) []dialog.Choice {
	if d.Exchange.Response.Status != http.StatusUnauthorized {
		return nil
	}
	var choices []dialog.Choice
	for _, name := range m.session.Supplied() {
		if uses(d.Request, name) {
			choices = append(choices, dialog.Choice{Title: "Type " + name + " again, and send it again", Msg: doing(func() {
				m.askSecret(name, sendMsg{d})
			})})
		}
	}
	return choices
}

// mostTokens is how many tokens a card offers.
const mostTokens = 3

// tokens are the picked secrets, the newest first, as bearer tokens of a draft.
func (m *sends) tokens(d *drafts.Draft) []dialog.Choice {
	var choices []dialog.Choice
	for _, r := range m.session.Results() {
		name := r.Pick.Name
		expires, known := session.Expiry(r.Value)
		if !r.Found || !r.Value.IsSecret() || r.NotKept || known && expires.Before(time.Now()) || len(choices) == mostTokens {
			continue
		}
		choices = append(choices, dialog.Choice{Title: "Use {{" + name + "}} as bearer token, and send it again", Help: "picked from " + m.drafts.Label(r.Request), Msg: doing(func() {
			request := d.Request
			request.Auth = &collections.Auth{Kind: collections.AuthBearer, Token: "{{" + name + "}}"}
			m.edit(d, request, "auth")
			m.giveRequest()
		}).andThen(sendMsg{d})})
	}
	return choices
}

// setAuth goes to the request's auth; where it has none, and inherits none, to type that of a kind.
func (m *sends) setAuth(d *drafts.Draft, kind string) tea.Cmd {
	r := d.Request
	m.showTab("Auth")
	if kind == "" || m.inherited(d).Auth != nil || r.Auth != nil && r.Auth.Kind != collections.AuthNone {
		return nil
	}
	r.Auth = &collections.Auth{Kind: collections.AuthKind(kind)}
	m.edit(d, r, "auth")
	m.giveRequest()
	return tea.Batch(m.inRequest(action.Down), m.inRequest(action.Edit))
}

// showTab goes to a tab of the request.
func (m *screen) showTab(name string) {
	m.panes.request.SetTab(name)
	m.setFocus(layout.Request)
}

// editPath changes the path of the URL, as far as that is not made of variables.
func (m *sends) editPath(d *drafts.Draft, path string) {
	r := d.Request
	text, query, found := strings.Cut(r.URL, "?")
	before, ok := "", false
	if sent, err := url.Parse(d.Exchange.Request.URL.Reveal()); err == nil {
		before, ok = strings.CutSuffix(text, sent.EscapedPath())
	}
	if ok {
		text = before + path
	} else { // parts of the path are of variables
		scheme, rest, _ := strings.Cut(text, "://")
		for strings.Contains(rest, "//") {
			rest = strings.ReplaceAll(rest, "//", "/")
		}
		text = strings.TrimRight(strings.TrimPrefix(scheme+"://"+rest, "://"), "/")
	}
	if found {
		text += "?" + query
	}
	m.editURL(d, method(r), text)
	m.giveRequest()
}
