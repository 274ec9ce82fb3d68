package ui

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/client/export"
	clientmapping "dowse/client/mapping"
	"dowse/client/pick"
	"dowse/client/sample"
	"dowse/client/schema"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/disk"
	"dowse/ui/action"
	"dowse/ui/card"
	"dowse/ui/draft"
	"dowse/ui/mapping"
	"dowse/ui/prompt"
	"dowse/ui/quantity"
	"dowse/ui/response"
	"dowse/ui/theme"
)

// mapper is the grid of a mapping as a dialog, with the rows as they came: what the grid shows of them is masked.
type mapper struct {
	*mapping.Model
	rows [][]byte
}

// list is the rows of a response that are to be mapped.
type list struct {
	key    string // of the draft
	path   string // of the rows
	rows   [][]byte
	masked [][]byte
	fields []string // the names of the fields that were marked; none: all
}

const (
	mostListed      = 5_000    // rows of a response that the grid works on
	mostListedBytes = 32 << 20 // of them
)

// mapList asks what the rows of the list under the cursor are to be mapped to.
func (m *Model) mapList(msg response.MapMsg) {
	d := m.desk.current
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
		if m.fits(all[i]) > m.fits(all[best]) {
			best = i
		}
	}
	m.askTarget(all, best)
}

// askTarget asks what rows are to become; others are rows that may be meant instead.
func (m *Model) askTarget(all []list, at int) {
	l := all[at]
	choices := append(m.savedMappings(l), m.targets(l)...)
	choices = append(choices,
		card.Choice{Title: "JSON you paste", Help: "a sample of what the target takes", Msg: doing(func(m *Model) { m.askSample(l) })},
		card.Choice{Title: "A JSON Schema", Help: "a file", Msg: doing(func(m *Model) { m.askSchema(l) })},
		card.Choice{Title: "Columns of a table", Help: "a header, such as number,due,amount", Msg: doing(func(m *Model) { m.askColumns(l) })},
		card.Choice{Title: "These fields as they are", Help: "to rename and choose among", Msg: doing(func(m *Model) { m.newMapping(l, collections.Target{}, m.freeFields(l)) })},
	)
	for i, other := range all {
		if i != at {
			choices = append(choices, card.Choice{Title: "Other rows: " + other.path, Help: quantity.Of(len(other.rows), "row", "rows"), Msg: doing(func(m *Model) { m.askTarget(all, i) })})
		}
	}
	m.show(card.New(m.look.theme, card.Options{
		Title: "Map " + m.label(l.key), What: fmt.Sprintf("%s of %s: what are they to become?", quantity.Of(len(l.rows), "row", "rows"), l.path),
		Means: "The fields of the target are matched to those of the rows; you say the rest.", Choices: choices,
	}))
}

// savedMappings offers those of the request on the screen.
func (m *Model) savedMappings(l list) []card.Choice {
	var choices []card.Choice
	if c := m.session.Collection; c != nil {
		for _, saved := range c.Mappings {
			if saved.From.Request == l.key {
				choices = append(choices, card.Choice{Title: "Open " + saved.ID, Help: quantity.Of(len(saved.Fields), "field", "fields"), Msg: doing(func(m *Model) { m.openMapping(*saved, l) })})
			}
		}
	}
	return choices
}

// fits is how well the best of the targets fits rows, from 0 to 1.
func (m *Model) fits(l list) float64 {
	best := 0.0
	for _, t := range m.matchTargets(l) {
		best = max(best, t.matched)
	}
	return best
}

// targets offers the requests whose body the rows could become, those first of which most fields match.
func (m *Model) targets(l list) []card.Choice {
	all := m.matchTargets(l)
	slices.SortStableFunc(all, func(a, b mapTarget) int { return cmp.Compare(b.matched, a.matched) })
	choices := make([]card.Choice, len(all))
	for i, t := range all {
		choices[i] = t.choice
	}
	return choices
}

// mapTarget is a request that rows could be sent with.
type mapTarget struct {
	choice  card.Choice
	matched float64 // how many of its fields something fits, from 0 to 1
}

// matchTargets are the requests of the collection that have a body of JSON, each with how well the rows fit it.
func (m *Model) matchTargets(l list) []mapTarget {
	var all []mapTarget
	places, picks := clientmapping.Places(l.rows), m.allPicks()
	if m.session.Collection == nil {
		return nil
	}
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
		all = append(all, mapTarget{card.Choice{
			Title: method(*r) + " " + r.ID, Help: fmt.Sprintf("%d of %s of its body match", n, quantity.Of(len(wanted), "field", "fields")),
			Msg: doing(func(m *Model) { m.newMapping(l, collections.Target{Request: r.ID}, wanted) }),
		}, float64(n) / float64(len(wanted))})
	}
	return all
}

// allPicks are those of the request on the screen and of all saved ones.
func (m *Model) allPicks() []collections.Pick {
	picks := slices.Clone(m.desk.current.Request.Picks)
	if c := m.session.Collection; c != nil {
		for _, r := range c.Requests {
			picks = append(picks, r.Picks...)
		}
	}
	return picks
}

// rowsOf are the rows of the list that a value is in; where it is in none those of the first list of objects, and the body
// itself as one.
func rowsOf(d *draft.Draft, msg response.MapMsg) []list {
	doc := d.Exchange.Document()
	for _, n := range append(slices.Clone(msg.Marked), msg.Node) {
		if at := listOf(doc, n); at != document.None {
			return []list{rowsAt(d, msg, at)}
		}
	}
	var all []list
	if at := firstList(doc); at != document.None {
		all = append(all, rowsAt(d, msg, at))
	}
	if doc.Kind(doc.Root()) == document.Object {
		all = append(all, rowsAt(d, msg, document.None))
	}
	return all
}

// rowsAt are the items of a list, or the body as one row.
func rowsAt(d *draft.Draft, msg response.MapMsg, at document.Node) list {
	doc := d.Exchange.Document()
	l := list{key: d.Key}
	for _, n := range msg.Marked {
		if key, ok := doc.Key(n); ok && !slices.Contains(l.fields, key) {
			l.fields = append(l.fields, key)
		}
	}
	items := []document.Node{doc.Root()}
	if l.path = "$"; at != document.None {
		l.path = doc.Path(at).String() + "[*]"
		items = items[:0]
		for item := range doc.Children(at) {
			items = append(items, item)
		}
	}
	hidden := secretSpans(d)
	size := 0
	for _, item := range items {
		source := doc.Source(item)
		if size += len(source); len(l.rows) == mostListed || size > mostListedBytes {
			break
		}
		start, _ := doc.Span(item)
		l.rows = append(l.rows, bytes.Clone(source))
		l.masked = append(l.masked, masking(source, start, hidden))
	}
	return l
}

// listOf is the innermost list of objects that holds a value, or is it.
func listOf(doc *document.Document, n document.Node) document.Node {
	for ; n != document.None; n = doc.Parent(n) {
		if isList(doc, n) {
			return n
		}
	}
	return document.None
}

// isList tells a list whose first item is an object.
func isList(doc *document.Document, n document.Node) bool {
	return doc.Kind(n) == document.Array && doc.First(n) != document.None && doc.Kind(doc.First(n)) == document.Object
}

// firstList is the list of objects that is nearest to the root.
func firstList(doc *document.Document) document.Node {
	level := []document.Node{doc.Root()}
	for range 4 {
		var next []document.Node
		for _, n := range level {
			if isList(doc, n) {
				return n
			}
			if doc.Kind(n) == document.Object {
				for child := range doc.Children(n) {
					next = append(next, child)
				}
			}
		}
		level = next
	}
	return document.None
}

// span is a part of a body.
type span struct{ from, to int }

// secretSpans are where in a body the values of secret picks are.
func secretSpans(d *draft.Draft) []span {
	var all []span
	doc := d.Exchange.Document()
	for _, k := range d.Request.Picks {
		if !k.Secret {
			continue
		}
		for _, n := range pick.Nodes(k.From, doc) {
			from, to := doc.Span(n)
			all = append(all, span{from, to})
		}
	}
	return all
}

// masking is a row in whose text secret values are masks.
func masking(row []byte, start int, hidden []span) []byte {
	out := bytes.Clone(row)
	for _, s := range hidden {
		if s.from >= start && s.to <= start+len(row) {
			mask, _ := json.Marshal(strings.Repeat("*", 8)) // a text can always be written
			out = slices.Concat(out[:s.from-start], mask, out[s.to-start:])
			return masking(out, start, nil) // positions after it moved: a row has one secret, or shows none of what follows
		}
	}
	return out
}

// freeFields are the fields of the rows themselves: those that were marked, else all that hold no others.
func (m *Model) freeFields(l list) []clientmapping.Wanted {
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

func (m *Model) askSample(l list) {
	m.show(prompt.New(m.look.theme, prompt.Options{
		Title: "JSON that the target takes", Hint: `paste an object, such as {"number": 1, "due": "2026-09-30"}`,
		Check: func(text string) (string, bool) {
			wanted, err := clientmapping.FromBody(text)
			if err != nil {
				return err.Error(), false
			}
			return quantity.Of(len(wanted), "field", "fields"), true
		},
		Answer: func(text string) tea.Msg {
			return doing(func(m *Model) {
				if wanted, err := clientmapping.FromBody(text); err == nil {
					m.newMapping(l, collections.Target{}, wanted)
				}
			})
		},
	}))
}

func (m *Model) askColumns(l list) {
	header := func(text string) []string {
		return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\t", r) })
	}
	m.show(prompt.New(m.look.theme, prompt.Options{
		Title: "Columns of the table", Hint: "the header of a CSV: names with commas between them",
		Check: func(text string) (string, bool) {
			n := len(clientmapping.FromColumns(header(text)))
			return quantity.Of(n, "column", "columns"), n > 0
		},
		Answer: func(text string) tea.Msg {
			return doing(func(m *Model) {
				names := header(text)
				m.newMapping(l, collections.Target{Columns: names}, clientmapping.FromColumns(names))
			})
		},
	}))
}

// largestSchema is how many bytes of a file are read as a JSON Schema.
const largestSchema = 4 << 20

func (m *Model) askSchema(l list) {
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
	m.show(prompt.New(m.look.theme, prompt.Options{
		Title: "JSON Schema of the target", Hint: "a file, from the collection's folder on", Text: "schemas/",
		Check: func(text string) (string, bool) {
			wanted, _, err := read(text)
			if err != nil {
				return err.Error(), false
			}
			return quantity.Of(len(wanted), "field", "fields"), true
		},
		Answer: func(text string) tea.Msg {
			return doing(func(m *Model) {
				if wanted, _, err := read(text); err == nil {
					m.newMapping(l, collections.Target{Schema: filepath.ToSlash(strings.TrimSpace(text))}, wanted)
				}
			})
		},
	}))
}

// newMapping shows the grid of a mapping that is begun: fields of the target are matched to those of the rows.
func (m *Model) newMapping(l list, into collections.Target, wanted []clientmapping.Wanted) {
	matched := clientmapping.Match(wanted, clientmapping.Places(l.rows), l.path, m.allPicks())
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

// openMapping shows the grid of a mapping that was saved.
func (m *Model) openMapping(saved collections.Mapping, l list) {
	if problems := m.session.Broken("mappings/" + saved.ID + ".yaml"); len(problems) > 0 {
		m.fail(&session.BrokenError{Problems: problems})
		return
	}
	if saved.From.Rows != "" && saved.From.Rows != l.path {
		l.rows, l.masked = nil, nil
		for row, err := range clientmapping.Of(m.desk.current.Exchange.Document(), saved.From.Rows) {
			if err != nil || len(l.rows) == mostListed {
				break
			}
			l.rows = append(l.rows, bytes.Clone(row))
		}
		l.masked = l.rows
	}
	m.showMapping(mapping.Options{Mapping: saved, Rows: l.masked}, l)
}

func (m *Model) showMapping(o mapping.Options, l list) {
	grid := mapping.New(m.look.theme, o)
	grid.SetKeymap(m.look.keymap)
	m.show(&mapper{grid, l.rows})
	m.arrange()
}

// mapperBelow is the grid that is open, whatever lies above it.
func (m *Model) mapperBelow() *mapper {
	for _, d := range slices.Backward(m.dialogs) {
		if g, ok := d.(*mapper); ok {
			return g
		}
	}
	return nil
}

// runMapping saves or sends what the grid shows.
func (m *Model) runMapping(g *mapper, id action.ID) tea.Cmd {
	if id == action.Save {
		m.saveMapping(g, nil)
		return nil
	}
	return m.askRows(g)
}

// closeMapping closes the grid; where it is not saved a person is asked.
func (m *Model) closeMapping(changed bool) {
	g, ok := m.top().(*mapper)
	if !ok || !changed {
		m.close()
		return
	}
	m.show(card.New(m.look.theme, card.Options{
		Title: "The mapping is not saved", Role: theme.Warn, What: "What you changed is lost when the grid closes.",
		Choices: []card.Choice{
			{Title: "Save it", Msg: doing(func(m *Model) { m.saveMapping(g, func(m *Model) { m.close() }) })},
			{Title: "Go on editing", Msg: card.CloseMsg{}},
			{Title: "Close without saving", Msg: doing(func(m *Model) { m.close() })},
		},
	}))
}

// saveMapping writes the file of a mapping, and asks for its name the first time. then is what follows.
func (m *Model) saveMapping(g *mapper, then func(*Model)) {
	made := g.Mapping()
	c := m.session.Collection
	if c == nil || c.Request(made.From.Request) == nil {
		m.say(theme.Warn, "save the request first: a mapping is a file beside it, and names it")
		return
	}
	if made.ID != "" {
		m.writeMapping(g, made, then)
		return
	}
	m.show(prompt.New(m.look.theme, prompt.Options{
		Title: "Name of the mapping", Hint: "such as order_to_invoice; dowse map NAME runs it", Text: mappingName(made),
		Check: func(text string) (string, bool) {
			if err := collections.ValidID(text); err != nil {
				return err.Error(), false
			}
			if c.Mapping(text) != nil {
				return "there is a mapping of that name", false
			}
			return "the file mappings/" + text + ".yaml", true
		},
		Answer: func(text string) tea.Msg {
			return doing(func(m *Model) {
				made.ID = text
				m.writeMapping(g, made, then)
			})
		},
	}))
}

// mappingName is what a mapping would be called: orders_to_invoices.
func mappingName(made collections.Mapping) string {
	short := func(id string) string {
		if folder, _, nested := strings.Cut(id, "/"); nested {
			return folder
		}
		return path.Base(id)
	}
	name := short(made.From.Request)
	if made.Into.Request != "" {
		name += "_to_" + short(made.Into.Request)
	}
	return strings.NewReplacer("-", "_", " ", "_").Replace(name)
}

func (m *Model) writeMapping(g *mapper, made collections.Mapping, then func(*Model)) {
	c := m.session.Collection
	if held := c.Mapping(made.ID); held != nil {
		was := *held
		*held = made
		if err := c.SaveMapping(held); err != nil {
			*held = was
			m.fail(err)
			return
		}
	} else if err := c.SaveMapping(&made); err != nil {
		m.fail(err)
		return
	}
	m.writes++
	g.SetSaved(made.ID, made.Name)
	m.say(theme.Good, "saved in mappings/"+made.ID+".yaml; dowse map "+made.ID+" runs it")
	if then != nil {
		then(m)
	}
}

// chooseExport asks what the mapping is to be written for.
func (m *Model) chooseExport() {
	g := m.mapperBelow()
	if g == nil {
		return
	}
	made := g.Mapping()
	if made.ID == "" {
		m.saveMapping(g, func(m *Model) { m.chooseExport() })
		return
	}
	var choices []card.Choice
	for _, f := range export.Formats() {
		choices = append(choices, card.Choice{Title: f.Name, Help: f.Title, Msg: doing(func(m *Model) { m.export(g, f) })})
	}
	m.show(card.New(m.look.theme, card.Options{Title: "Export " + made.ID, What: "What is it for?", Means: "It is written to a file beside the mapping.", Choices: choices}))
}

// export writes a mapping for another tool.
func (m *Model) export(g *mapper, f export.Format) {
	c := m.session.Collection
	made := g.Mapping()
	in := export.Input{Mapping: &made, Source: shapeOf(g.rows)}
	for _, of := range []struct {
		id   string
		into **collections.Request
	}{{made.From.Request, &in.Request}, {made.Into.Request, &in.Target}} {
		if r := c.Request(of.id); r != nil {
			resolved, err := c.Resolve(r, m.session.EnvironmentName())
			if err != nil {
				m.fail(err)
				return
			}
			*of.into = &resolved
		}
	}
	text, err := f.Write(in)
	if err != nil {
		m.say(theme.Bad, f.Name+" cannot say this mapping: "+err.Error())
		return
	}
	name := path.Join("mappings", path.Dir(made.ID), f.File(&made))
	before, err := os.ReadFile(filepath.Join(c.Root, filepath.FromSlash(name)))
	if err != nil {
		before = nil
	}
	if err := disk.Replace(c.Root, name, before, text); err != nil {
		m.fail(err)
		return
	}
	m.say(theme.Good, "written to "+name)
}

// shapeOf is what rows allow to claim.
func shapeOf(rows [][]byte) *schema.Shape {
	s := schema.New()
	for _, row := range rows {
		d := document.ParseJSON(sample.Redacted(row))
		s.Add(d, d.Root())
	}
	return s.Shape()
}
