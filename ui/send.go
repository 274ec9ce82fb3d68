package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/advice"
	"dowse/client/document"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/formats/curl"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/response"
)

// sending is the request that is on its way. A new one cancels it, and what comes of it then is dropped.
type sending struct {
	id        int
	key       string      // of the draft
	sent      drafts.Sent // to where
	context   context.Context
	cancel    context.CancelFunc
	progress  *client.Progress
	started   time.Time
	job       job
	cancelled time.Time // zero: it is not
	shown     bool      // a part of its body is
	frame     int
	looking   bool // what came of its body is being indexed
}

// sentMsg is what came of a send.
type sentMsg struct {
	id       int
	exchange *client.Exchange
	advice   *advice.Advice
	results  []session.Result
	err      error
}

// arrivedMsg is what is here of a body that is on its way.
type arrivedMsg struct {
	id      int
	head    *client.Exchange
	doc     *document.Document
	results []session.Result
	more    bool
}

// tickMsg asks how far the send has come.
type tickMsg struct{ id int }

// tickEvery is how often a person sees how far a send has come.
const tickEvery = 100 * time.Millisecond

// send sends the request on the screen.
func (m *Model) send() tea.Cmd {
	d := m.desk.current
	d.Rest()
	if d.Request.URL == "" {
		m.say(theme.Warn, "there is no URL yet: type one")
		m.setFocus(layout.URL)
		return nil
	}
	if curl.Is(d.Request.URL) || isFolder(d.Request.URL) && (strings.HasPrefix(d.Request.URL, "~") || !address.Relative(d.Request.URL, address.Known(m.scope))) {
		return m.typedIn(d.Request.URL)
	}
	if whole := address.WithScheme(d.Request.URL, address.Known(m.scope)); whole != d.Request.URL {
		m.editURL(d.Request.Method, whole)
		m.giveRequest()
	}
	if cmd, planned := m.sendPlanned(d); planned {
		return cmd
	}
	return m.sendNow(d)
}

// sendNow sends a request without a look at what it needs.
func (m *Model) sendNow(d *drafts.Draft) tea.Cmd {
	resolved, scope, err := m.session.Ready(d.Request, d.Saved != nil)
	if err != nil {
		d.Err = err
		m.refresh()
		m.showFailure(d, err)
		return nil
	}
	m.leaveFields()
	cmd := m.start(d, job{request: resolved, scope: scope})
	m.setFocus(layout.Response)
	return cmd
}

// leaveFields ends what is typed in the request, so that the keys that come next are not text of it.
func (m *Model) leaveFields() {
	for range 2 { // a list of completions, then the field
		if m.focus == layout.Request && m.typing() {
			m.give(m.panes.request, action.RunMsg{ID: action.Leave})
		}
	}
}

// job is what is to be sent, and what follows from it.
type job struct {
	source  *client.Source      // what is read in place of sending; nil: the request is sent
	format  document.Format     // as which the body is read; Auto: as it says
	request collections.Request // with all that it inherits
	scope   vars.Scope
	after   time.Duration // how long to wait first
	then    []string      // the keys of the drafts to send one after the other when this has come as it should
}

// run sends.
func (j job) run(ctx context.Context, c *client.Client) (*client.Exchange, error) {
	if j.after > 0 {
		select {
		case <-time.After(j.after):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	var e *client.Exchange
	var err error
	if j.source != nil {
		e, err = client.Read(ctx, *j.source)
	} else {
		e, err = c.Send(ctx, j.request, j.scope)
	}
	if j.format != document.Auto && e.Answered() {
		e = e.ReadAs(j.format)
	}
	return e, err
}

// start runs a send in the background, in place of the one before.
func (m *Model) start(d *drafts.Draft, j job) tea.Cmd {
	if old := m.sending; old != nil {
		old.cancel()
		if old.key == m.desk.current.Key && old.key != d.Key {
			m.giveExchange() // what is on the screen is on its way no more
		}
	}
	m.sends++
	id := m.sends
	j.format = d.Format
	ctx, cancel := context.WithCancel(m.options.Context)
	s := &sending{id: id, key: d.Key, sent: drafts.Sends(d.Request, m.session.EnvironmentName()), job: j, cancel: cancel, progress: &client.Progress{}, started: time.Now()}
	m.sending = s
	m.showProgress()
	ctx = client.WithProgress(ctx, s.progress)
	s.context = ctx
	key, picks, sender := d.Key, d.Request.Picks, m.options.Client
	return tea.Batch(func() tea.Msg {
		e, err := j.run(ctx, sender)
		sent := sentMsg{id: id, exchange: e, err: err}
		if e.Answered() {
			e.Document() // parsed here, where nobody waits for it
			if j.source == nil {
				sent.advice = advice.Of(e, j.request)
			}
			sent.results = session.Evaluate(key, picks, e)
		}
		return sent
	}, m.nextTick(), m.lookAgain())
}

func (m *Model) nextTick() tea.Cmd {
	id := m.sending.id
	return tea.Tick(tickEvery, func(time.Time) tea.Msg { return tickMsg{id} })
}

// tick shows how far the send has come.
func (m *Model) tick(msg tickMsg) tea.Cmd {
	if m.sending == nil || m.sending.id != msg.id {
		return nil
	}
	if at := m.sending.cancelled; !at.IsZero() && time.Since(at) > cancelLimit && !m.sending.shown {
		m.abandon()
		return nil
	}
	m.sending.frame++
	m.showProgress()
	return tea.Batch(m.nextTick(), m.lookAgain())
}

func (m *Model) showProgress() {
	s := m.sending
	if s == nil || s.key != m.desk.current.Key {
		m.panes.url.SetBusy("")
		return
	}
	p := m.progress()
	m.panes.response.SetLoading(p)
	m.panes.url.SetBusy(p.Spinner + " " + m.look.keymap.Key(action.Cancel, action.Everywhere) + " cancel")
}

// progress is how far the send has come.
func (m *Model) progress() response.Progress {
	s, now := m.sending, time.Now()
	step := s.progress.At(now)
	if rest := s.job.after - now.Sub(s.started); rest > 0 {
		step.What = fmt.Sprintf("waiting %s, then it is sent again", rest.Round(time.Second))
	}
	spinner := m.look.theme.Glyphs.Spinner
	return response.Progress{
		What: step.What, Timings: step.Timings, Received: step.Received, Length: step.Length, Hops: step.Hops,
		Elapsed: now.Sub(s.started), Spinner: spinner[s.frame%len(spinner)],
	}
}

// cancel ends the request that is on its way.
func (m *Model) cancel() {
	s := m.sending
	switch {
	case s == nil:
	case s.cancelled.IsZero():
		s.cancel()
		s.cancelled = time.Now()
		if s.shown {
			m.say(theme.Warn, "cancelled; what came of the body is being read")
		}
	case s.shown:
		m.abandon()
	}
}

// cancelLimit is how long what came of a cancelled send is waited for, where nothing of it is shown. What takes longer
// goes on where nobody sees it, and is dropped. Of a body that is shown, what came is read to its end; cancelling again
// drops it.
const cancelLimit = 120 * time.Millisecond

// endWait ends the wait before a send: what is to be sent is another request now, or goes elsewhere.
func (m *Model) endWait() {
	if s := m.sending; s != nil && time.Since(s.started) < s.job.after {
		m.cancel()
	}
}

// abandon stops waiting for what comes of a send that was cancelled.
func (m *Model) abandon() {
	d := m.desk.drafts[m.sending.key]
	m.sending = nil
	m.panes.url.SetBusy("")
	if d == m.desk.current {
		m.giveExchange()
	}
	m.say(theme.Warn, "cancelled")
}

// received takes what came of a send.
func (m *Model) received(msg sentMsg) tea.Cmd {
	s := m.sending
	if s == nil || s.id != msg.id {
		return nil
	}
	s.cancel()
	m.sending = nil
	m.panes.url.SetBusy("")
	d := m.desk.drafts[s.key]
	if d == nil {
		return nil
	}
	if errors.Is(msg.err, context.Canceled) && !msg.exchange.Answered() {
		if d == m.desk.current {
			m.giveExchange() // what came before is still what came last
		}
		m.say(theme.Warn, "cancelled")
		return nil
	}
	d.Receive(msg.exchange)
	d.Err, d.Advice, d.Results, d.Sent = msg.err, nil, nil, s.sent
	if msg.err == nil {
		d.Advice, d.Results = msg.advice, msg.results
		d.Evaluate() // those that came meanwhile
		m.session.Keep(d.Sent.Environment, found(d))
		m.changed()
	}
	if d != m.desk.current {
		m.refresh()
		return m.sentElsewhere(s, d)
	}
	m.giveExchange()
	m.refresh()
	if cmd, renewed := m.renew(d); renewed && msg.err == nil {
		return cmd
	}
	if v := m.options.View; v != nil && v.Query != "" {
		return m.panes.response.Filter(v.Query)
	}
	if msg.err != nil {
		if errors.Is(msg.err, context.Canceled) {
			m.say(theme.Warn, "cancelled; what came of the body is here")
			return nil
		}
		m.showFailure(d, msg.err)
	} else {
		m.sayMisses(d)
		m.sayAdvice(d)
		return tea.Batch(m.panes.response.FindMore(), m.repair(d, false))
	}
	return m.panes.response.FindMore()
}

// found are the results that count. Of an answer that reports a failure those that it lacks do not: the
// status is to blame, not the path, and what was picked before stays.
func found(d *drafts.Draft) []session.Result {
	if d.Advice == nil {
		return d.Results
	}
	return slices.DeleteFunc(slices.Clone(d.Results), func(r session.Result) bool { return r.Err != nil || !r.Found })
}

// sentElsewhere tells how a send went whose request is not on the screen, and sends what was waiting for it.
func (m *Model) sentElsewhere(s *sending, d *drafts.Draft) tea.Cmd {
	switch {
	case errors.Is(d.Err, context.Canceled):
		m.say(theme.Warn, d.Title()+" was cancelled")
	case d.Err != nil:
		m.showFailure(d, d.Err, s.job.then...)
	case d.Advice != nil && len(s.job.then) > 0:
		m.open(d.Key) // what was to come next waits: this is what is to be mended
		m.setFocus(layout.Response)
		m.sayAdvice(d)
	case d.Advice != nil:
		m.say(theme.Bad, fmt.Sprintf("%s: %d, %s", d.Title(), d.Exchange.Response.Status, d.Advice.What))
	case len(s.job.then) > 0:
		cmd := m.sendNext(s.job.then)
		m.sayMisses(d) // the next one may lack what they are
		return cmd
	default:
		m.say(theme.Good, fmt.Sprintf("%s: %d", d.Title(), d.Exchange.Response.Status))
	}
	return nil
}

// sendNext sends the first of the requests that wait for each other.
func (m *Model) sendNext(keys []string) tea.Cmd {
	if keys[0] == m.desk.current.Key {
		return m.sendNow(m.desk.current)
	}
	return m.resend(keys[0], keys[1:]...)
}

// giveExchange shows what came last for the request on the screen.
func (m *Model) giveExchange() {
	d := m.desk.current
	m.panes.response.SetPrevious(d.Previous)
	if !d.Exchange.Answered() {
		m.panes.response.Clear()
		return
	}
	m.panes.response.SetExchange(d.Exchange, d.Results)
}

// resend sends the request that a variable comes from, and then those whose keys are given, each when the one before
// has come as it should.
func (m *Model) resend(key string, then ...string) tea.Cmd {
	d := m.load(key)
	if d == nil {
		m.say(theme.Bad, "the request "+key+" is not there any more")
		return nil
	}
	resolved, scope, err := m.session.Ready(d.Request, d.Saved != nil)
	if err != nil {
		m.showFailure(d, err, then...)
		return nil
	}
	return m.start(d, job{request: resolved, scope: scope, then: then})
}

// toggleTLS verifies the server's certificate or not, for this request.
func (m *Model) toggleTLS() {
	r := m.desk.current.Request
	if strings.HasPrefix(r.URL, "http://") {
		m.say(theme.Muted, "this request is plain HTTP: there is no certificate to verify")
		return
	}
	tls := collections.TLS{}
	if r.TLS != nil {
		tls = *r.TLS
	}
	tls.Insecure = !tls.Insecure
	r.TLS = &tls
	if tls == (collections.TLS{}) {
		r.TLS = nil
	}
	m.edit(r, "TLS verification")
	m.giveRequest()
	if tls.Insecure {
		m.say(theme.Warn, "this request does not verify the server: whoever is in between can read and change it")
	} else {
		m.say(theme.Good, "this request verifies the server")
	}
}
