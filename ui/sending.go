package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/runner"
	"dowse/ui/action"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/response"
)

// sends is the job of sending: runs of requests, what they ask a person, and what came of them.
type sends struct {
	*screen
	count int // how many sends were begun
}

// sending is a run of requests, one of which is on its way. A new run cancels it, and what comes of it then is dropped.
type sending struct {
	run     *runner.Run // nil: nothing is sent, a body is read
	keys    []string    // of the drafts that were asked for
	done    int         // how many of them came as they should
	context context.Context
	cancel  context.CancelFunc
	onItsWay
}

// onItsWay is the request that is being sent.
type onItsWay struct {
	id        int
	step      runner.Step // its key is that of its draft
	progress  *client.Progress
	started   time.Time
	cancelled time.Time // zero: it is not
	shown     bool      // a part of its body is
	frame     int
	looking   bool // what came of its body is being indexed
}

// sentMsg is what came of a send.
type sentMsg struct {
	id      int
	outcome runner.Outcome
}

// tickMsg asks how far the send has come.
type tickMsg struct{ id int }

// tickEvery is how often a person sees how far a send has come.
const tickEvery = 100 * time.Millisecond

// startRun sends drafts by their keys in the background, each when the one before it came as it should, in place of what is on
// its way. after is how long the first of them waits.
func (m *sends) startRun(keys []string, after time.Duration) tea.Cmd {
	m.options.Runner.Samples = m.samples()
	s := &sending{keys: slices.Clone(keys)}
	s.run = m.options.Runner.Start(func() (step runner.Step, ok bool) {
		if s.done == len(s.keys) {
			return step, false
		}
		d := m.load(s.keys[s.done])
		if d == nil {
			m.say(theme.Bad, "the request "+s.keys[s.done]+" is not there any more")
			return step, false
		}
		step = stepOf(d)
		step.After, after = after, 0
		return step, true
	})
	return m.sendNext(s)
}

// sendNext sends what comes next in a run; where a person has to decide first, it asks.
func (m *sends) sendNext(s *sending) tea.Cmd {
	job, err := s.run.Next()
	if err != nil {
		return m.halted(s, err)
	}
	if job == nil {
		return nil
	}
	m.load(job.Step.Key)
	m.leaveFields()
	if job.Step.First != nil {
		m.say(theme.Muted, "first "+strings.Join(m.firsts(append([]runner.Step{job.Step}, s.run.Waiting()...)), "; first "))
	}
	cmd := m.start(s, job.Step, job.Do)
	if job.Step.Key == m.drafts.Current.Key {
		m.setFocus(layout.Response)
	}
	return cmd
}

// start does something in the background that brings a response for the draft of a step, in place of what is on its way.
func (m *sends) start(s *sending, step runner.Step, do func(context.Context) runner.Outcome) tea.Cmd {
	if old := m.sending; old != nil {
		old.cancel()
		if old.step.Key == m.drafts.Current.Key && old.step.Key != step.Key {
			m.giveExchange() // what is on the screen is on its way no more
		}
	}
	m.count++
	s.onItsWay = onItsWay{id: m.count, step: step, progress: &client.Progress{}, started: time.Now()}
	ctx, cancel := context.WithCancel(m.options.Context)
	s.context, s.cancel = client.WithProgress(ctx, s.progress), cancel
	m.sending = s
	m.showProgress()
	id, ctx := s.id, s.context
	return tea.Batch(func() tea.Msg { return sentMsg{id, do(ctx)} }, m.nextTick(), m.lookAgain())
}

func (m *sends) nextTick() tea.Cmd {
	id := m.sending.id
	return tea.Tick(tickEvery, func(time.Time) tea.Msg { return tickMsg{id} })
}

// tick shows how far the send has come.
func (m *sends) tick(msg tickMsg) tea.Cmd {
	if m.sending == nil || m.sending.id != msg.id {
		return nil
	}
	if at := m.sending.cancelled; !at.IsZero() && time.Since(at) > cancelLimit && !m.sending.shown {
		return m.sending.abandon()
	}
	m.sending.frame++
	m.showProgress()
	return tea.Batch(m.nextTick(), m.lookAgain())
}

func (m *screen) showProgress() {
	s := m.sending
	if s == nil || s.step.Key != m.drafts.Current.Key {
		m.panes.url.SetBusy("")
		return
	}
	p := m.progress()
	m.panes.response.SetLoading(p)
	m.panes.url.SetBusy(p.Spinner + " " + m.look.keymap.Key(action.Cancel, action.Everywhere) + " cancel")
}

// progress is how far the send has come.
func (m *screen) progress() response.Progress {
	s, now := m.sending, time.Now()
	step := s.progress.At(now)
	if rest := s.step.After - now.Sub(s.started); rest > 0 {
		step.What = fmt.Sprintf("waiting %s, then it is sent again", rest.Round(time.Second))
	}
	spinner := m.look.theme.Glyphs.Spinner
	return response.Progress{
		What: step.What, Timings: step.Timings, Received: step.Received, Length: step.Length, Hops: step.Hops,
		Elapsed: now.Sub(s.started), Spinner: spinner[s.frame%len(spinner)],
	}
}

// cancel ends the request that is on its way.
func (m *screen) cancel() tea.Cmd {
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
		return s.abandon()
	}
	return nil
}

// cancelLimit is how long what came of a cancelled send is waited for, where nothing of it is shown. What takes longer
// goes on where nobody sees it, and is dropped. Of a body that is shown, what came is read to its end; cancelling again
// drops it.
const cancelLimit = 120 * time.Millisecond

// endWait ends the wait before a send: what is to be sent is another request now, or goes elsewhere.
func (m *screen) endWait() {
	if s := m.sending; s != nil && time.Since(s.started) < s.step.After {
		m.cancel()
	}
}

// abandon is that nothing came of a send that was cancelled; what comes of it later is dropped.
func (s *sending) abandon() tea.Cmd {
	msg := sentMsg{s.id, runner.Outcome{Step: s.step, Err: context.Canceled}}
	return func() tea.Msg { return msg }
}

// rename makes a run go on with a draft that has another key now.
func (s *sending) rename(from, to string) {
	if s.step.Key == from {
		s.step.Key = to
	}
	for i := range s.keys {
		if s.keys[i] == from {
			s.keys[i] = to
		}
	}
	if s.run != nil {
		s.run.Rename(func(key string) (string, bool) { return to, key == from })
	}
}
