package mapping

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gertd/go-pluralize"

	"dowse/client/document"
	"dowse/client/schema"
	"dowse/collections"
)

// Place is a field of a source's rows.
type Place struct {
	Path    string // from the row
	Type    string // of JSON Schema; empty: of several
	Format  string // that all of its texts have
	Present int    // in how many rows it is, and not null
	Numeric bool   // all of its texts are numbers
	Whole   bool   // and none of them has a fraction
	List    bool   // the path selects several values of a row

	names []string
	texts int
}

// mostRows is how many rows are looked at for the fields that they have.
const mostRows = 200

// Places are the fields of rows, in the order in which they are met first.
func Places(rows [][]byte) []Place {
	f := finder{index: map[string]int{}}
	for _, row := range rows[:min(len(rows), mostRows)] {
		d := document.ParseJSON(row)
		if d.Root() != document.None {
			f.look(d, d.Root(), "$", nil, false, 0)
		}
	}
	return f.all
}

// finder collects places.
type finder struct {
	all   []Place
	index map[string]int
}

func (f *finder) look(d *document.Document, n document.Node, path string, names []string, list bool, depth int) {
	switch d.Kind(n) {
	case document.Object:
		if len(names) > 0 {
			f.add(d, n, path, names, list)
		}
		for member := range d.Children(n) {
			name, _ := d.Key(member)
			if d.Member(n, name) != member || depth == deepest {
				continue
			}
			step := document.Path{{Key: name, Index: -1}}.String()
			f.look(d, member, path+strings.TrimPrefix(step, "$"), append(slices.Clone(names), name), list, depth+1)
		}
	case document.Array:
		f.add(d, n, path, names, list)
		if !list && depth < deepest {
			for item := range d.Children(n) {
				if d.Kind(item) == document.Object {
					f.look(d, item, path+"[*]", names, true, depth+1)
				}
			}
		}
	default:
		f.add(d, n, path, names, list)
	}
}

// add counts a value at its place.
func (f *finder) add(d *document.Document, n document.Node, path string, names []string, list bool) {
	if list && d.Kind(n) == document.Object && strings.HasSuffix(path, "[*]") {
		return // the list itself is a place
	}
	i, known := f.index[path]
	if !known {
		i = len(f.all)
		f.index[path] = i
		f.all = append(f.all, Place{Path: path, names: names, List: list, Numeric: true, Whole: true})
	}
	p := &f.all[i]
	kind := schema.TypeOf(d, n)
	if kind == schema.Null {
		return
	}
	if p.Present++; p.Present == 1 {
		p.Type = string(kind)
	} else if p.Type != string(kind) {
		switch {
		case (p.Type == "integer" || p.Type == "number") && (kind == schema.Integer || kind == schema.Number):
			p.Type = "number"
		default:
			p.Type = ""
		}
	}
	if kind != schema.String {
		return
	}
	text := d.Text(n)
	format := schema.FormatOf(text)
	if p.texts++; p.texts == 1 {
		p.Format = format
	} else if p.Format != format {
		p.Format = ""
	}
	v := document.ParseJSON([]byte(text))
	p.Numeric = p.Numeric && v.Problem() == nil && v.Kind(v.Root()) == document.Number
	p.Whole = p.Whole && p.Numeric && schema.TypeOf(v, v.Root()) == schema.Integer
}

// Confidence is how sure a match is.
type Confidence int

// The confidences.
const (
	None  Confidence = iota // nothing fits
	Maybe                   // by its type, or by a similar name
	Sure                    // by its name and type, or because a pick says so
)

// Matched is a field of a target with what it could be made of.
type Matched struct {
	Field collections.MappedField
	Sure  Confidence
	Why   string // for people
}

// Match proposes a source for each field of a target. picks are those of the collection: where a body has a variable, the
// pick of that name says what it is.
func Match(wanted []Wanted, places []Place, rows string, picks []collections.Pick) []Matched {
	all := make([]Matched, len(wanted))
	for i, f := range Fields(wanted) {
		all[i] = Matched{Field: f, Why: "nothing fits"}
	}
	type pair struct{ want, place, score int }
	singular := pluralize.NewClient().Singular
	placeWords := make([][]string, len(places))
	for j, p := range places {
		placeWords[j] = words(p.names, singular)
	}
	var pairs []pair
	taken := map[int]bool{}
	for i, w := range wanted {
		if p, k, ok := picked(w, places, rows, picks); ok {
			all[i].supply(w, places[p])
			all[i].Sure, all[i].Why = Sure, "the pick "+k.Name+" reads the same"
			all[i].Field.Transform, all[i].Field.JQ = k.Transform, k.JQ
			if k.Take != "" && k.Take != collections.TakeAsk {
				all[i].Field.Take = k.Take
			}
			if k.Transform != "" || k.JQ != "" {
				all[i].Field.Type = w.Type
			}
			taken[p] = true
			continue
		}
		wantWords := words(names(w.To), singular)
		for j, p := range places {
			if s := score(w, p, nameScore(wantWords, placeWords[j])); s > 0 {
				pairs = append(pairs, pair{i, j, s})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.score, a.score) })
	for _, p := range pairs {
		m := &all[p.want]
		if m.Sure != None || taken[p.place] && p.score < certain {
			continue
		}
		m.supply(wanted[p.want], places[p.place])
		taken[p.place] = true
		m.Sure, m.Why = Maybe, "by a similar name"
		switch {
		case p.score >= certain:
			m.Sure, m.Why = Sure, "by its name"
		case p.score <= byType:
			m.Why = "by its type"
		}
	}
	return all
}

// supply makes a place the source of a field.
func (m *Matched) supply(w Wanted, p Place) {
	f := &m.Field
	f.Path = p.Path
	if p.List {
		f.Take = collections.TakeAll
		if w.Type != "" && w.Type != "array" {
			f.Take = collections.TakeFirst
		}
	}
	if w.Type == "" {
		f.Type = p.Type // as far as was seen
		if p.List {
			f.Type = "array"
		}
	}
	if w.Format == "date" && p.Format == "date-time" {
		f.Transform = `date("2006-01-02")`
	}
	if w.Type == "string" && p.Type == "array" {
		f.Transform = `join(",")`
	}
}

// picked finds the place that the pick of a field's variable reads.
func picked(w Wanted, places []Place, rows string, picks []collections.Pick) (place int, k collections.Pick, ok bool) {
	if w.Variable == "" {
		return 0, collections.Pick{}, false
	}
	name := w.Variable[strings.LastIndexByte(w.Variable, '.')+1:]
	for _, k := range picks {
		if k.Name != name || k.From.Kind != collections.SourcePath {
			continue
		}
		for i, p := range places {
			if p.Path == k.From.Arg || p.Path == fromRow(k.From.Arg, rows) {
				return i, k, true
			}
		}
	}
	return 0, collections.Pick{}, false
}

// fromRow is a path from the root of a response as one from a row of it; empty where it leads elsewhere.
func fromRow(path, rows string) string {
	list, each := strings.CutSuffix(rows, "[*]")
	rest, inside := strings.CutPrefix(path, list+"[")
	if !each || !inside {
		return ""
	}
	_, rest, closed := strings.Cut(rest, "]")
	if !closed {
		return ""
	}
	return "$" + rest
}

const (
	certain = 70 // a score from which on a match is sure
	byType  = 25
)

// score is how well a place fits a field whose name fits so well; 0 and less: not at all.
func score(w Wanted, p Place, name int) int {
	fit := typeFit(w, p)
	if fit < 0 {
		return 0
	}
	if name == 0 {
		// Without a name that says anything only a rare type does.
		if w.Format != "" && p.Format != "" && fit >= 8 && !p.List {
			return byType - 5 + min(5, p.Present/4)
		}
		return 0
	}
	return name + fit
}

func names(to string) []string {
	all, err := collections.SplitTo(to)
	if err != nil {
		return []string{to}
	}
	return all
}

// typeFit is how well the types go together; less than 0: they do not.
func typeFit(w Wanted, p Place) int {
	kind := p.Type
	if p.List {
		if w.Type != "" && w.Type != "array" {
			return -1
		}
		kind = "array"
	}
	date := map[string]bool{"date": true, "date-time": true}
	switch {
	case p.Present == 0:
		return 0 // null in every row: nothing is known
	case date[w.Format]:
		if date[p.Format] {
			return 10
		}
		return -1
	case w.Format != "":
		if p.Format == w.Format {
			return 10
		}
		return 0
	case w.Type == "":
		if kind == "object" {
			return -1
		}
		return 2
	case w.Type == kind, w.Type == "number" && kind == "integer":
		return 8
	case kind == "string" && (w.Type == "number" && p.Numeric || w.Type == "integer" && p.Whole):
		return 5
	case w.Type == "string" && (kind == "integer" || kind == "number" || kind == "boolean"):
		return 3
	case w.Type == "string" && kind == "array":
		return 1
	case kind == "":
		return 0
	}
	return -1
}
