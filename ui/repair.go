package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// missedMsg is what a pick that misses could read in place of what it does.
type missedMsg struct {
	exchange   *client.Exchange
	result     session.Result
	candidates []pick.Candidate
	waiting    []string // the keys of drafts that were not sent for want of it
}

// missed is the first pick of a request that has no value in its last response, and should have; nil: there is none.
func (m *screen) missed(d *drafts.Draft) *session.Result {
	if !d.Exchange.Answered() || d.Err != nil {
		return nil
	}
	for _, of := range d.Results {
		if _, ok := errors.AsType[*pick.Miss](of.Err); !ok {
			continue
		}
		for _, r := range m.session.Results() {
			if r.Request == d.Key && r.Pick.Name == of.Pick.Name && r.Err != nil {
				return &r
			}
		}
		return &of // the answer reports a failure, so what was picked before stays
	}
	return nil
}

// advise shows what can be done about a response that is not what was asked for, or that a pick misses.
func (m *Model) advise(d *drafts.Draft) tea.Cmd {
	if d.Err == nil && d.Advice == nil {
		return m.repair(d, true)
	}
	m.sends.showAdvice(d)
	return nil
}

// repair looks for what a pick could read that misses now. Unless it was asked for, that is done once: for a pick that had
// a value before, or never had one. waiting are the keys of drafts that were not sent for want of it.
func (m *screen) repair(d *drafts.Draft, asked bool, waiting ...string) tea.Cmd {
	r := m.missed(d)
	asked = asked || len(waiting) > 0
	if r == nil || !asked && (d.Advice != nil || r.Last != nil && r.Last.Since.Before(r.At) && r.Pick.Take != collections.TakeAsk) {
		return nil
	}
	e, result := d.Exchange, *r
	last, known := vars.Value{}, false
	if r.Last != nil {
		last, known = r.Last.Value, true
	}
	ctx := m.options.Context
	return func() tea.Msg {
		ctx, stop := context.WithTimeout(ctx, longestLook)
		defer stop()
		return missedMsg{e, result, pick.Candidates(ctx, result.Pick, e, last, known), waiting}
	}
}

// longestLook is how long a body is looked through.
const longestLook = 5 * time.Second

// showMiss says what a pick misses, and offers what it could read. What came of another response by now is dropped.
func (m *picks) showMiss(msg missedMsg) {
	d := m.drafts.Current
	miss, ok := errors.AsType[*pick.Miss](msg.result.Err)
	if !ok || d.Exchange != msg.exchange || d.Key != msg.result.Request || len(m.dialogs) > 0 || m.typing() {
		return
	}
	if miss.Kind == pick.Several && miss.Pick.Take == collections.TakeAsk {
		m.askWhich(d, msg.result, msg.waiting)
		return
	}
	before := ""
	if last := msg.result.Last; last != nil {
		before = quantity.Age(time.Since(last.At)) + " ago"
		if !last.Value.IsSecret() && last.Value.Kind() < vars.Array {
			before += ", " + beginning(last.Value.JSON())
		}
	}
	title, means := pick.Explained(miss, before)
	if len(msg.waiting) > 0 {
		means += " " + m.drafts.Label(msg.waiting[0]) + " was not sent."
	}
	o := dialog.CardOptions{Title: title, Role: theme.Bad, What: miss.Error(), Means: means}
	for _, c := range msg.candidates {
		o.Choices = append(o.Choices, dialog.Choice{
			Title: "Read " + c.Pick.From.Arg, Help: c.Why + ": " + beginning(c.Value.String()), Msg: do(func() tea.Cmd { return m.repaired(d, c.Pick) }),
		})
	}
	o.Choices = append(o.Choices, m.remediesOf(d, miss)...)
	o.Choices = append(o.Choices, dialog.Choice{Title: "Leave it as it is", Msg: dialog.CloseMsg{}})
	m.notice = notice{} // the card has it all
	m.show(dialog.NewCard(m.look.theme, o))
}

// mostOptions is how many values a person is asked to choose among.
const mostOptions = 500

// askWhich asks which of several values a variable gets in this session, and then sends the drafts that wait for it.
func (m *picks) askWhich(d *drafts.Draft, r session.Result, waiting []string) {
	options := pick.Options(r.Pick, d.Exchange)
	var items []dialog.Item
	for _, o := range options[:min(len(options), mostOptions)] {
		item := dialog.Item{Title: beginning(o.Value.String()), Msg: doing(func() { m.choose(d, r, o.Value) })}
		if len(waiting) > 0 {
			item.Msg = doing(func() { m.choose(d, r, o.Value) }).andThen(sendAllMsg{waiting})
		}
		if o.Label != "" {
			item.Title, item.Right = beginning(o.Label), beginning(o.Value.String())
		}
		items = append(items, item)
	}
	hint := fmt.Sprintf("its pick asks each time; %s", quantity.Of(len(options), "value", "values"))
	if more := len(options) - mostOptions; more > 0 {
		hint += fmt.Sprintf(", the last %d are not listed", more)
	}
	if len(waiting) > 0 {
		hint += ", then " + m.drafts.Label(waiting[0]) + " is sent"
	}
	m.notice = notice{}
	m.show(dialog.NewList(m.look.theme, dialog.ListOptions{Title: "Which " + r.Pick.Name, Hint: hint, Items: items}))
}

// choose gives a variable the value that a person chose.
func (m *picks) choose(d *drafts.Draft, r session.Result, v vars.Value) {
	r.Value, r.Found, r.Err, r.Last = v, true, nil, nil
	m.session.Keep(d.Sent.Environment, []session.Result{r})
	for i := range d.Results {
		if d.Results[i].Pick.Name == r.Pick.Name {
			d.Results[i] = r
		}
	}
	if d == m.drafts.Current {
		m.panes.response.SetResults(d.Results)
	}
	m.changed()
	m.refresh()
	m.say(theme.Good, r.Pick.Name+" = "+preview(r)+" until it is asked for again")
}

// remediesOf are what can be done about a miss beside reading something else.
func (m *picks) remediesOf(d *drafts.Draft, miss *pick.Miss) []dialog.Choice {
	k := miss.Pick
	change := func(title, help string, f func(*collections.Pick)) dialog.Choice {
		changed := k
		f(&changed)
		return dialog.Choice{Title: title, Help: help, Msg: do(func() tea.Cmd { return m.repaired(d, changed) })}
	}
	var choices []dialog.Choice
	switch miss.Kind {
	case pick.WrongType:
		choices = append(choices, change("Take any type", "type is left out", func(k *collections.Pick) { k.Type = "" }))
		if to := map[string]string{"string": "string", "number": "number", "integer": "int", "boolean": "bool"}[k.Type]; to != "" && k.Transform == "" {
			choices = append(choices, change("Make it "+k.Type, "transform: "+to, func(k *collections.Pick) { k.Transform = to }))
		}
	case pick.Several:
		choices = append(choices, change("Take the first", "", func(k *collections.Pick) { k.Take = collections.TakeFirst }), change("Take all of them", "a list", func(k *collections.Pick) { k.Take = collections.TakeAll }))
	case pick.Missing, pick.Null:
		choices = append(choices,
			change("Go on without it", "if_missing: skip", func(k *collections.Pick) { k.IfMissing = collections.IfMissing{Policy: collections.MissingSkip} }),
			change("Keep the last value", "if_missing: keep", func(k *collections.Pick) { k.IfMissing = collections.IfMissing{Policy: collections.MissingKeep} }),
			dialog.Choice{Title: "A value for when it is missing", Help: "if_missing: {default: VALUE}", Msg: doing(func() { m.askDefault(d, k) })},
		)
	}
	return choices
}

// askDefault asks what stands for a value that is missing.
func (m *picks) askDefault(d *drafts.Draft, k collections.Pick) {
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: k.Name + " when it is missing", Hint: `a text, or JSON such as 0, true or "7"`,
		Answer: func(text string) tea.Msg {
			return do(func() tea.Cmd {
				k.IfMissing = collections.IfMissing{Policy: collections.MissingDefault, Default: vars.ParseScalar(text)}
				if v, err := vars.ParseJSON(text); err == nil {
					k.IfMissing.Default = v
				}
				return m.repaired(d, k)
			})
		},
	}))
}

// repaired puts a pick in place of one that misses, says what it reads, and goes on to the next that misses.
func (m *picks) repaired(d *drafts.Draft, k collections.Pick) tea.Cmd {
	m.setPick(d, k.Name, k)
	for _, r := range d.Results {
		if r.Pick.Name == k.Name && r.Found {
			m.say(theme.Good, fmt.Sprintf("%s = %s, from %s; %s takes it back", k.Name, preview(r), k.From.Arg, m.look.keymap.Key(action.Undo, action.Nav)))
		}
	}
	return m.repair(d, false)
}
