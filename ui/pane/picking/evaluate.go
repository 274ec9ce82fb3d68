package picking

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/terminal"
)

const (
	smallBody = 256 << 10 // bytes: up to so many are evaluated at once
	mostItems = 8         // that are shown
	longest   = 200       // bytes of a value that are shown
)

// question is a pick to be evaluated. It is never changed once made: a command has it.
type question struct {
	exchange *client.Exchange
	pick     collections.Pick
	items    collections.Source // whose values are listed
	every    string             // the path of every item, to be counted; may be empty
	node     document.Node      // is in sight where all items are taken
	revision int
}

// answer is what a pick gives, ready to be drawn: its texts are safe.
type answer struct {
	revision int
	value    string
	masked   bool
	kind     string    // the JSON type of the value
	count    int       // of values taken, where all are
	found    bool      // there is a value
	stands   bool      // the value is the default
	miss     pick.Kind // why there is none, or none but the default; empty: there is
	why      string    // the same for a person
	every    int       // how many values the path of every item has
	items    []item    // the first few, or those round the one that is taken
	total    int       // how many items there are
}

// item is one value of those that a pick chooses among.
type item struct {
	where string
	value string
	bad   bool // value says what went wrong
	taken bool
}

// evaluatedMsg brings the answer to a question.
type evaluatedMsg struct {
	of     *question
	answer answer
}

// question asks what the settings give now.
func (m *Model) question() *question {
	q := &question{exchange: m.options.Exchange, pick: m.pick, items: m.pick.From, node: m.options.Node, revision: m.revision}
	if q.pick.Secret = collections.SecretNo; m.secret() {
		q.pick.Secret = collections.SecretYes
	}
	if e := m.options.Suggestion.Every; e != nil {
		q.every = e.From.Arg
		if from := m.pick.From; same(from, m.options.Suggestion.Here.From) || same(from, e.From) {
			q.items = e.From // this one is one of them
		}
	}
	return q
}

// small says whether the body is evaluated so fast that nobody waits for it.
func (m *Model) small() bool {
	return m.options.Exchange == nil || len(m.options.Exchange.Response.Body) <= smallBody
}

// ask brings the answer up to date. One evaluation runs at a time: keys that come faster than answers must
// not pile up work.
func (m *Model) ask() tea.Cmd {
	if m.answer.revision == m.revision || m.running != nil {
		return nil
	}
	q := m.question()
	if m.small() {
		m.answer = evaluate(q)
		return nil
	}
	m.running = q
	return func() tea.Msg { return evaluatedMsg{q, evaluate(q)} }
}

// evaluated takes an answer, unless it is another dialog's. Where a setting changed meanwhile it is not shown:
// see known.
func (m *Model) evaluated(msg evaluatedMsg) {
	if msg.of != m.running {
		return
	}
	m.running, m.answer = nil, msg.answer
}

// known says whether the answer is that to the settings as they are.
func (m *Model) known() bool { return m.answer.revision == m.revision }

// evaluate answers a question.
func evaluate(q *question) answer {
	a := answer{revision: q.revision, masked: q.pick.Secret == collections.SecretYes}
	strict := q.pick
	if strict.IfMissing.Policy != "" { // without one null is a value
		strict.IfMissing.Policy = collections.MissingFail
	}
	value, found, err := pick.Evaluate(strict, q.exchange)
	if err != nil {
		a.miss, a.why = reason(err)
		if strict.IfMissing.Policy != q.pick.IfMissing.Policy {
			value, found, err = pick.Evaluate(q.pick, q.exchange)
			a.stands = found
		}
	}
	if err != nil {
		a.miss, a.why = reason(err)
	}
	if a.found = found; found {
		a.value, a.kind = preview(value), value.Kind().String()
	}
	if q.exchange.Answered() {
		a.list(q)
	}
	return a
}

// reason is why a pick has no value.
func reason(err error) (pick.Kind, string) {
	if miss, ok := errors.AsType[*pick.Miss](err); ok {
		return miss.Kind, safe(miss.What)
	}
	return pick.Invalid, safe(err.Error())
}

// list finds the items.
func (a *answer) list(q *question) {
	switch q.pick.From.Kind {
	case collections.SourceHeader:
		a.listHeaders(q)
	default:
		a.listNodes(q)
	}
}

func (a *answer) listNodes(q *question) {
	d := q.exchange.Document()
	nodes := pick.Nodes(q.items, d)
	a.total = len(nodes)
	if a.every = a.total; q.every != q.items.Arg {
		every := q.items
		every.Arg = q.every
		a.every = len(pick.Nodes(every, d))
	}
	taken := nodes
	if q.pick.From.Arg != q.items.Arg {
		taken = pick.Nodes(q.pick.From, d)
	}
	if q.pick.Take == collections.TakeAll {
		a.count = len(taken)
	}
	if len(nodes) < 2 && q.every == "" {
		return // the value is all there is to show
	}
	all := a.count > 0 && len(taken) == len(nodes)
	taken = kept(q.pick.Take, taken)
	middle := q.node
	if !all && len(taken) > 0 {
		middle = taken[0]
	}
	from, to := window(slices.Index(nodes, middle), len(nodes), mostItems)
	for _, n := range nodes[from:to] {
		one := item{where: safe(cut(d.Address(n))), taken: all || slices.Contains(taken, n)}
		source := d.Source(n)
		if !d.IsJSON() {
			source = []byte(vars.NewString(d.Text(n)).JSON())
		}
		one.value, one.bad = shown(q.pick, source)
		a.items = append(a.items, one)
	}
}

func (a *answer) listHeaders(q *question) {
	values := q.exchange.Response.Values(q.pick.From.Arg)
	a.total = len(values)
	if q.pick.Take == collections.TakeAll && q.pick.From.Nth == 0 {
		a.count = len(values)
	}
	if len(values) < 2 {
		return
	}
	at := max(0, q.pick.From.Nth-1)
	if q.pick.From.Nth == 0 && q.pick.Take == collections.TakeLast {
		at = len(values) - 1
	}
	from, to := window(at, len(values), mostItems)
	for i := from; i < to; i++ {
		one := item{where: "number " + strconv.Itoa(i+1), taken: i == at || a.count > 0}
		one.value, one.bad = shown(q.pick, []byte(vars.NewString(values[i]).JSON()))
		a.items = append(a.items, one)
	}
}

// kept are the nodes that are left of those that a path selects.
func kept(take collections.Take, nodes []document.Node) []document.Node {
	switch {
	case len(nodes) == 0 || take == collections.TakeAll:
	case take == collections.TakeFirst:
		return nodes[:1]
	case take == collections.TakeLast:
		return nodes[len(nodes)-1:]
	case len(nodes) > 1:
		return nil
	}
	return nodes
}

// window is so many of n things, with the one at middle among them and a few before it.
func window(middle, n, most int) (from, to int) {
	from = max(0, min(middle-most/4, n-most))
	return from, min(n, from+most)
}

// shown is what a pick makes of one value. A transform is for all of them together where all are taken, and
// for none where it cannot be read.
func shown(p collections.Pick, source []byte) (text string, bad bool) {
	transformed := p.Transform != "" && p.Take != collections.TakeAll && vars.CheckPipe(p.Transform) == nil
	if !transformed && p.Secret != collections.SecretYes {
		return safe(cut(string(source[:min(len(source), 2*longest)]))), false
	}
	v, err := vars.ParseJSON(string(source))
	if err == nil && p.Secret == collections.SecretYes {
		v = v.AsSecret()
	}
	if err == nil && transformed {
		v, err = vars.ApplyPipe(p.Transform, v)
	}
	if err != nil {
		return safe(cut(err.Error())), true
	}
	if p.Secret == collections.SecretYes {
		v = v.AsSecret()
	}
	return preview(v), false
}

// preview is a value for a line, masked when it is secret.
func preview(v vars.Value) string {
	if v.IsSecret() {
		return v.String()
	}
	return safe(cut(v.JSON()))
}

// cut shortens a text to what a line can show of it.
func cut(text string) string {
	if len(text) <= longest {
		return text
	}
	end := longest
	for end > longest-4 && text[end]&0xc0 == 0x80 { // inside of a character
		end--
	}
	return text[:end] + "…"
}

func safe(text string) string {
	return terminal.SafeLine(terminal.Untrusted(strings.TrimSpace(text)))
}
