package ui

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	clientmapping "dowse/client/mapping"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/mapping"
	"dowse/ui/pane/response"
	"dowse/ui/widget/dialog"
)

// largestSchema is how many bytes of a file are read as a JSON Schema.
const largestSchema = 4 << 20

// list is the rows of a response that are to be mapped.
type list struct {
	key    string // of the draft
	path   string // of the rows
	rows   [][]byte
	masked [][]byte
	fields []string // the names of the fields that were marked; none: all
	found  []mapTarget
}

// mapList asks what the rows of the list under the cursor are to be mapped to.
func (m *mappings) mapList(d *drafts.Draft, msg response.MapMsg) {
	if !d.Exchange.Answered() {
		return
	}
	all := rowsOf(d, msg)
	if len(all) == 0 {
		m.say(theme.Warn, "there are no rows here: a row is an object, or an item of a list of objects")
		return
	}
	// Where the cursor is in no list, the rows are those that a target fits best.
	best := 0
	for i := range all {
		all[i].found = m.matchTargets(d, all[i])
		if all[i].fits() > all[best].fits() {
			best = i
		}
	}
	m.askTarget(d, all, best)
}

// askTarget asks what rows are to become; others are rows that may be meant instead.
func (m *mappings) askTarget(d *drafts.Draft, all []list, at int) {
	l := all[at]
	var choices []dialog.Choice
	if m.parked != nil {
		choices = append(choices, dialog.Choice{Title: "Go on with the mapping", Help: "it is not saved yet", Msg: doing(func() { m.resumeMapping() })})
	}
	choices = append(append(choices, m.savedMappings(d, l)...), l.targets()...)
	choices = append(choices,
		dialog.Choice{Title: "JSON you paste", Help: "a sample of what the target takes", Msg: doing(func() { m.askSample(d, l) })},
		dialog.Choice{Title: "A JSON Schema", Help: "a file", Msg: doing(func() { m.askSchema(d, l) })},
		dialog.Choice{Title: "Columns of a table", Help: "a header, such as number,due,amount", Msg: doing(func() { m.askColumns(d, l) })},
		dialog.Choice{Title: "These fields as they are", Help: "to rename and choose among", Msg: doing(func() { m.newMapping(d, l, collections.Target{}, m.freeFields(l)) })},
	)
	for i, other := range all {
		if i != at {
			choices = append(choices, dialog.Choice{Title: "Other rows: " + other.path, Help: quantity.Of(len(other.rows), "row", "rows"), Msg: doing(func() { m.askTarget(d, all, i) })})
		}
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "Map " + m.drafts.Label(l.key), What: fmt.Sprintf("%s of %s: what are they to become?", quantity.Of(len(l.rows), "row", "rows"), l.path),
		Means: "The fields of the target are matched to those of the rows; you say the rest.", Choices: choices,
	}))
}

// savedMappings offers those of the request on the screen.
func (m *mappings) savedMappings(d *drafts.Draft, l list) []dialog.Choice {
	var choices []dialog.Choice
	if c := m.session.Collection; c != nil {
		for _, saved := range c.Mappings {
			if saved.From.Request == l.key {
				choices = append(choices, dialog.Choice{Title: "Open " + saved.ID, Help: quantity.Of(len(saved.Fields), "field", "fields"), Msg: doing(func() { m.openMapping(d, *saved, l) })})
			}
		}
	}
	return choices
}

// fits is how well the best of the targets fits the rows, from 0 to 1.
func (l list) fits() float64 {
	best := 0.0
	for _, t := range l.found {
		best = max(best, t.matched)
	}
	return best
}

// targets offers the requests whose body the rows could become, those first of which most fields match.
func (l list) targets() []dialog.Choice {
	all := slices.Clone(l.found)
	slices.SortStableFunc(all, func(a, b mapTarget) int { return cmp.Compare(b.matched, a.matched) })
	choices := make([]dialog.Choice, len(all))
	for i, t := range all {
		choices[i] = t.choice
	}
	return choices
}

// mapTarget is a request that rows could be sent with.
type mapTarget struct {
	choice  dialog.Choice
	matched float64 // how many of its fields something fits, from 0 to 1
}

// matchTargets are the requests of the collection that have a body of JSON, each with how well the rows fit it.
func (m *mappings) matchTargets(d *drafts.Draft, l list) []mapTarget {
	if m.session.Collection == nil {
		return nil
	}
	var all []mapTarget
	places, picks := clientmapping.Places(l.rows), m.allPicks(d)
	for _, r := range m.session.Collection.Requests {
		wanted, err := clientmapping.FromBody(r.Body.Text)
		if r.Body.Kind != collections.BodyJSON || r.ID == l.key || err != nil {
			continue
		}
		n := 0
		for _, f := range clientmapping.Match(wanted, places, l.path, picks) {
			if f.Sure != clientmapping.None {
				n++
			}
		}
		all = append(all, mapTarget{dialog.Choice{
			Title: method(*r) + " " + r.ID, Help: fmt.Sprintf("%d of %s of its body match", n, quantity.Of(len(wanted), "field", "fields")),
			Msg: doing(func() { m.newMapping(d, l, collections.Target{Request: r.ID}, wanted) }),
		}, float64(n) / float64(len(wanted))})
	}
	return all
}

// allPicks are those of a draft and of all saved ones.
func (m *mappings) allPicks(d *drafts.Draft) []collections.Pick {
	picks := slices.Clone(d.Request.Picks)
	if c := m.session.Collection; c != nil {
		for _, r := range c.Requests {
			picks = append(picks, r.Picks...)
		}
	}
	return picks
}

func (m *mappings) askSample(d *drafts.Draft, l list) {
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "JSON that the target takes", Hint: `paste an object, such as {"number": 1, "due": "2026-09-30"}`,
		Check: func(text string) (string, bool) {
			wanted, err := clientmapping.FromBody(text)
			if err != nil {
				return err.Error(), false
			}
			return quantity.Of(len(wanted), "field", "fields"), true
		},
		Answer: func(text string) tea.Msg {
			return doing(func() {
				if wanted, err := clientmapping.FromBody(text); err == nil {
					m.newMapping(d, l, collections.Target{}, wanted)
				}
			})
		},
	}))
}

func (m *mappings) askColumns(d *drafts.Draft, l list) {
	header := func(text string) []string {
		return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\t", r) })
	}
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "Columns of the table", Hint: "the header of a CSV: names with commas between them",
		Check: func(text string) (string, bool) {
			n := len(clientmapping.FromColumns(header(text)))
			return quantity.Of(n, "column", "columns"), n > 0
		},
		Answer: func(text string) tea.Msg {
			return doing(func() {
				names := header(text)
				m.newMapping(d, l, collections.Target{Columns: names}, clientmapping.FromColumns(names))
			})
		},
	}))
}

func (m *mappings) askSchema(d *drafts.Draft, l list) {
	read := func(name string) ([]clientmapping.Wanted, string, error) {
		file := expandHome(strings.TrimSpace(name))
		if c := m.session.Collection; c != nil && !filepath.IsAbs(file) {
			file = filepath.Join(c.Root, file)
		}
		info, err := os.Stat(file)
		switch {
		case err != nil || info.IsDir():
			return nil, "", fmt.Errorf("there is no file %s", file)
		case info.Size() > largestSchema:
			return nil, "", fmt.Errorf("%s is larger than %d MB", file, largestSchema>>20)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, "", err
		}
		wanted, err := clientmapping.FromSchema(text)
		return wanted, file, err
	}
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "JSON Schema of the target", Hint: "a file, from the collection's folder on", Text: "schemas/",
		Check: func(text string) (string, bool) {
			wanted, _, err := read(text)
			if err != nil {
				return err.Error(), false
			}
			return quantity.Of(len(wanted), "field", "fields"), true
		},
		Answer: func(text string) tea.Msg {
			return doing(func() {
				if wanted, _, err := read(text); err == nil {
					m.newMapping(d, l, collections.Target{Schema: filepath.ToSlash(strings.TrimSpace(text))}, wanted)
				}
			})
		},
	}))
}

// newMapping shows the grid of a mapping that is begun: fields of the target are matched to those of the rows.
func (m *mappings) newMapping(d *drafts.Draft, l list, into collections.Target, wanted []clientmapping.Wanted) {
	matched := clientmapping.Match(wanted, clientmapping.Places(l.rows), l.path, m.allPicks(d))
	made := collections.Mapping{From: collections.RowSource{Request: l.key, Rows: l.path}, Into: into}
	why, sure := map[string]clientmapping.Matched{}, 0
	for _, f := range matched {
		made.Fields = append(made.Fields, f.Field)
		why[f.Field.To] = f
		if f.Sure != clientmapping.None {
			sure++
		}
	}
	m.showMapping(mapping.Options{Mapping: made, Why: why, Rows: l.masked, New: true}, l)
	m.say(theme.Good, fmt.Sprintf("%d of %d fields matched; %s saves it, %s sends the rows", sure, len(matched), m.look.keymap.Key(action.Save, action.Mapping), m.look.keymap.Key(action.Send, action.Mapping)))
}

// freeFields are the fields of the rows themselves: those that were marked, else all that hold no others.
func (m *mappings) freeFields(l list) []clientmapping.Wanted {
	var wanted []clientmapping.Wanted
	for _, p := range clientmapping.Places(l.rows) {
		name := p.Path[strings.LastIndexByte(p.Path, '.')+1:]
		if p.List || p.Type == "object" || len(l.fields) > 0 && !slices.Contains(l.fields, name) {
			continue
		}
		wanted = append(wanted, clientmapping.Wanted{To: strings.TrimPrefix(strings.TrimPrefix(p.Path, "$"), "."), Type: p.Type})
	}
	return wanted
}
