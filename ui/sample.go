package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/client/sample"
	"dowse/client/schema"
	"dowse/collections"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/response"
	"dowse/ui/widget/dialog"
)

// samples are those of the collection's requests; nil: none are kept.
func (m *screen) samples() *sample.Store {
	if m.options.Samples == nil || m.session.Collection == nil {
		return nil
	}
	return m.options.Samples(m.session.Collection.Root)
}

// pasteSample shows JSON as if it were the response of the request on the screen: picks, schemas and mappings work on it
// before there is anything to send.
func (m *pastes) pasteSample(d *drafts.Draft, text string) {
	e, err := client.Read(context.Background(), client.Source{Name: "pasted, not live", In: strings.NewReader(text), Size: int64(len(text)), ContentType: "application/json"})
	if err != nil {
		m.fail(err)
		return
	}
	d.Receive(e)
	d.Err, d.Advice, d.Results = nil, nil, nil
	d.Sent = drafts.Sends(d.Request, d.Sent.Environment)
	d.Evaluate()
	m.giveExchange()
	m.refresh()
	m.setFocus(layout.Response)
	m.say(theme.Good, "pasted as a sample, not live: picks and mappings work on it; sending takes its place")
	if store := m.samples(); store != nil && d.Saved != nil {
		if one, ok := sample.Of(e, d.Request.Picks); ok {
			_ = store.Add(d.Key, one)
		}
	}
}

// inspectedMsg is what is known of a value.
type inspectedMsg struct {
	exchange *client.Exchange
	title    string
	lines    []string
}

// inspect looks a value up in the samples, beside the screen.
func (m *Model) inspect(d *drafts.Draft, msg response.InspectMsg) tea.Cmd {
	if !d.Exchange.Answered() {
		return nil
	}
	q := inspection{exchange: d.Exchange, node: msg.Node, picks: slices.Clone(d.Request.Picks), origin: m.cameFrom(d), store: m.samples(), key: d.Key}
	return func() tea.Msg { return q.answer() }
}

// cameFrom says where a response came from.
func (m *Model) cameFrom(d *drafts.Draft) string {
	e := d.Exchange
	when := e.Started.Format("15:04:05")
	if e.Source != "" {
		return e.Source + ", " + when
	}
	return fmt.Sprintf("%s, %d at %s", d.Title(), e.Response.Status, when)
}

// inspection is a value that is looked up. It is never changed once made: a command has it.
type inspection struct {
	exchange *client.Exchange
	node     document.Node
	picks    []collections.Pick
	origin   string
	store    *sample.Store
	key      string
}

const (
	mostTexts   = 6 // values that are listed with their counts
	mostHistory = 8 // samples whose value is listed
)

// answer looks the value up.
func (q inspection) answer() inspectedMsg {
	d := q.exchange.Document()
	path := d.Path(q.node)
	out := inspectedMsg{exchange: q.exchange, title: path.String()}
	now, _ := sample.Of(q.exchange, q.picks)
	bodies := []sample.Sample{now}
	if q.store != nil {
		for _, one := range q.store.All(q.key) {
			if one.Like(now) && !one.At.Equal(now.At) {
				bodies = append(bodies, one)
			}
		}
	}
	s := schema.New()
	var history []string
	for i, one := range bodies {
		doc := document.ParseJSON(one.Body)
		if doc.Root() == document.None {
			continue
		}
		s.Add(doc, doc.Root())
		if i < mostHistory {
			history = append(history, fmt.Sprintf("%s  %s", one.At.Format("2 Jan 15:04:05"), valueAt(doc, path)))
		}
	}
	out.lines = append(out.lines, described(s, path, len(bodies))...)
	out.lines = append(out.lines, "", "from "+q.origin)
	for _, k := range q.picks {
		if slices.Contains(pick.Nodes(k.From, d), q.node) {
			out.lines = append(out.lines, "picked as "+k.Name)
		}
	}
	if len(history) > 1 {
		out.lines = append(append(out.lines, "", "here in the last samples"), history...)
	}
	return out
}

// valueAt is the value at a path of a sample, for a line.
func valueAt(doc *document.Document, path document.Path) string {
	query, err := document.ParseQuery(path.Normalized())
	if err != nil {
		return ""
	}
	nodes := doc.Select(query)
	if len(nodes) == 0 {
		return "missing"
	}
	text := string(doc.Source(nodes[0]))
	if len(text) > longestPreview {
		text = strings.ToValidUTF8(text[:longestPreview], "") + "…"
	}
	return strings.Join(strings.Fields(text), " ")
}

// described says what samples show of a place.
func described(s *schema.Schema, path document.Path, samples int) []string {
	at, present, in := s.At(path)
	if at == nil {
		return []string{"nothing is known: the body is too large to be a sample"}
	}
	head := quantity.Of(at.Seen, "value", "values") + " in " + quantity.Of(samples, "sample", "samples")
	if in > 0 {
		head += fmt.Sprintf(", present %d of %d", present, in)
		if present == in && in < 3 {
			head += ": too few to call it required"
		}
	}
	lines := []string{head, "types      " + strings.Join(typesOf(at), ", ")}
	if at.Types[schema.Integer]+at.Types[schema.Number] > 0 {
		lines = append(lines, fmt.Sprintf("range      %g to %g", at.Least, at.Most))
	}
	if at.Types[schema.String] > 0 {
		lines = append(lines, fmt.Sprintf("length     %d to %d characters", at.Shortest, at.Longest))
		lines = append(lines, textsOf(at)...)
		if format := at.Format(); format != "" {
			lines = append(lines, "format     "+format)
		}
	}
	if at.Types[schema.Array] > 0 {
		lines = append(lines, fmt.Sprintf("items      %d to %d", at.Shortest, at.Longest))
	}
	if n := len(at.Properties); n > 0 {
		lines = append(lines, fmt.Sprintf("members    %d different names", n))
	}
	return lines
}

// typesOf are the types of a place with how many values are of each.
func typesOf(s *schema.Schema) []string {
	var all []string
	for _, t := range []schema.Type{schema.String, schema.Integer, schema.Number, schema.Boolean, schema.Array, schema.Object, schema.Null} {
		if n := s.Types[t]; n > 0 {
			all = append(all, fmt.Sprintf("%s %d", t, n))
		}
	}
	return all
}

// textsOf are the texts of a place, the most frequent first where they are few.
func textsOf(s *schema.Schema) []string {
	texts, counts := s.Texts()
	distinct, more := s.Distinct()
	line := fmt.Sprintf("distinct   %d", distinct)
	if more {
		return []string{line + " and more"}
	}
	lines := []string{line}
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return counts[b] - counts[a] })
	for _, i := range order[:min(len(order), mostTexts)] {
		lines = append(lines, fmt.Sprintf("           %d  %q", counts[i], texts[i]))
	}
	return lines
}

// showInspected shows what is known of a value. What came of another response by now is dropped.
func (m *Model) showInspected(msg inspectedMsg) {
	if m.drafts.Current.Exchange != msg.exchange || len(m.dialogs) > 0 {
		return
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{Title: msg.title, Lines: msg.lines, Choices: []dialog.Choice{{Title: "Close", Msg: dialog.CloseMsg{}}}}))
}
