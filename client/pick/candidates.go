package pick

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/vars"
)

// Candidate is a pick that could take the place of one that misses: it has a value in the response.
type Candidate struct {
	Pick  collections.Pick
	Value vars.Value
	Why   string // in a few words
}

// How much is looked through for candidates, and how many are given.
const (
	mostSearched   = 300_000 // values of a body
	mostCandidates = 6
	shortest       = 3 // characters of a value that is looked for: shorter ones are everywhere
)

// Candidates are what a pick that misses could read in its place, the likeliest first: the value that it had last, found
// elsewhere; the same name elsewhere; a name that is written much like it. last is that value; known says that there is one.
// A response that failed, or is no JSON, has none.
func Candidates(ctx context.Context, k collections.Pick, e *client.Exchange, last vars.Value, known bool) []Candidate {
	if !e.Answered() || e.Response.Status >= 400 {
		return nil
	}
	var found []scored
	switch k.From.Kind {
	case collections.SourcePath:
		found = pathCandidates(ctx, k, e, last, known)
	case collections.SourceHeader:
		found = nameCandidates(k, headerNames(&e.Response), "a header of a name like it")
	case collections.SourceCookie:
		found = nameCandidates(k, cookieNames(&e.Response), "a cookie of a name like it")
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var all []Candidate
	for _, s := range found {
		c := s.candidate
		same := func(other Candidate) bool { return other.Pick.From.Arg == c.Pick.From.Arg }
		if len(all) == mostCandidates || c.Pick.From.Arg == k.From.Arg || slices.ContainsFunc(all, same) {
			continue
		}
		strict := c.Pick
		strict.IfMissing = collections.IfMissing{}
		if v, ok, err := Evaluate(strict, e); err == nil && ok && v.Kind() != vars.Null {
			c.Value = v
			all = append(all, c)
		}
	}
	return all
}

// scored is a candidate and how likely it is.
type scored struct {
	candidate Candidate
	score     int
}

func nameCandidates(k collections.Pick, names []string, why string) []scored {
	var all []scored
	for _, name := range names {
		if d := distance(k.From.Arg, name); d >= 0 {
			c := k
			c.From.Arg, c.From.Nth = name, 0
			all = append(all, scored{Candidate{Pick: c, Why: why}, 60 - d})
		}
	}
	return all
}

func headerNames(r *client.Response) []string {
	var names []string
	for _, h := range r.Headers {
		if !slices.Contains(names, h.Name) {
			names = append(names, h.Name)
		}
	}
	return names
}

func cookieNames(r *client.Response) []string {
	var names []string
	for _, c := range r.Values("Set-Cookie") {
		name, _, _ := strings.Cut(c, "=")
		names = append(names, strings.TrimSpace(name))
	}
	return names
}

// distance is how many letters two names differ in, relative to their length; -1: they are not alike.
func distance(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	d := levenshtein.ComputeDistance(a, b)
	switch longer := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b)); {
	case d*3 <= longer:
		return d
	case len(a) > 3 && len(b) > 3 && (strings.Contains(a, b) || strings.Contains(b, a)):
		return d
	}
	return -1
}

// pathCandidates looks through a body of JSON.
func pathCandidates(ctx context.Context, k collections.Pick, e *client.Exchange, last vars.Value, known bool) []scored {
	d := e.Document()
	q, err := document.ParseQuery(k.From.Arg)
	if err != nil || !d.IsJSON() || d.Root() == document.None {
		return nil
	}
	s := search{doc: d, pick: k, last: last, known: known && distinctive(last), at: d.Root(), prefix: "$"}
	if whole, err := jsonpath.Parse(k.From.Arg); err == nil {
		s.segments = whole.Query().Segments()
	}
	if nodes := d.Select(q); len(nodes) > 0 {
		s.at, s.failed = d.Parent(nodes[0]), len(s.segments)-1 // it is null there, or of another type
		if s.at == document.None {
			return nil
		}
		s.prefix = written(s.segments[:max(0, s.failed)])
	} else {
		prefix, at := d.Trace(q)
		if len(at) == 0 {
			return nil
		}
		s.at, s.prefix = at[0], prefix // as a person wrote it
		if part, err := jsonpath.Parse(prefix); err == nil {
			s.failed = len(part.Query().Segments())
		}
	}
	if s.failed < 0 || s.failed >= len(s.segments) {
		return nil
	}
	s.name, _ = soleName(s.segments[s.failed])
	if final, ok := soleName(s.segments[len(s.segments)-1]); ok {
		s.final = final
	}
	s.walk(ctx)
	return s.found
}

// distinctive says whether a value is found elsewhere only where it was moved.
func distinctive(v vars.Value) bool {
	switch v.Kind() {
	case vars.String, vars.Number:
		return utf8.RuneCountInString(v.Reveal()) >= shortest
	}
	return false
}

// search is a look through a body for what a path could mean now.
type search struct {
	doc      *document.Document
	pick     collections.Pick
	segments []*spec.Segment
	failed   int           // the index of the segment that selects nothing
	at       document.Node // where the path stopped, the first of those
	prefix   string        // the path up to there
	name     string        // that the failed segment asks for; empty: it asks for something else
	final    string        // the last name of the path
	last     vars.Value
	known    bool
	found    []scored
}

// walk looks at every value, those below where the path stopped first.
func (s *search) walk(ctx context.Context) {
	d := s.doc
	start := d.Start(s.at)
	_, end := d.Span(s.at)
	looked := 0
	look := func(from document.Node, inside bool) {
		for n := from; int(n) < d.Len(); n++ {
			if looked++; looked > mostSearched || looked%1024 == 0 && ctx.Err() != nil {
				return
			}
			at := d.Start(n)
			if inside && at >= end {
				return
			}
			if n != s.at && (inside || at < start || at >= end) {
				s.consider(n, inside)
			}
		}
	}
	look(s.at, true)
	look(d.Root(), false)
}

// consider takes a value for a candidate where its text or its name speaks for it.
func (s *search) consider(n document.Node, inside bool) {
	d := s.doc
	key, named := d.Key(n)
	// A transform may have made a number of a text.
	moved := s.known && (d.Kind(n) == document.String || d.Kind(n) == document.Number) && d.Text(n) == s.last.Reveal()
	near := 0
	if inside {
		near = 12 - min(10, 2*(len(d.Path(n))-len(d.Path(s.at))))
	}
	switch {
	case moved && named && key == s.final:
		s.add(n, inside, true, 100+near, "the value it had, under the same name")
	case moved:
		s.add(n, inside, true, 76+near, "the value it had")
	case named && s.name != "" && key == s.name:
		s.add(n, inside, false, 58+2*near, "the same name")
	case named && s.name != "" && d.Parent(n) == s.at:
		if far := distance(s.name, key); far >= 0 {
			s.add(n, inside, false, 74-4*far, "a name like it")
		}
	}
}

// add makes a pick of a place. whole says that it is the value itself, and not only what the failed name stood for.
func (s *search) add(n document.Node, inside, whole bool, score int, why string) {
	d, c := s.doc, s.pick
	path := d.Path(n)
	if inside {
		c.From.Arg = s.prefix + strings.TrimPrefix(path[len(d.Path(s.at)):].String(), "$")
	} else {
		if s.pick.Take == collections.TakeAll {
			return // one place elsewhere is not every item
		}
		c.From.Arg = path.String()
	}
	if !whole {
		c.From.Arg += strings.TrimPrefix(written(s.segments[s.failed+1:]), "$")
	}
	s.found = append(s.found, scored{Candidate{Pick: c, Why: why}, score})
}

// Explained says of a miss, for a person, what happened in a few words and what it means. before is when the pick had a
// value last, as people say it; empty: it never had one.
func Explained(m *Miss, before string) (title, means string) {
	name := m.Pick.Name
	had := ""
	if before != "" {
		had = fmt.Sprintf(" It had a value %s.", before)
	}
	switch m.Kind {
	case Missing:
		return name + " is missing", "The request went well, but nothing is where the pick reads." + had
	case Null:
		return name + " is null", "The field is there, and the server says that it has no value." + had
	case WrongType:
		return name + " has another type", "A value is there, of another type than the pick wants." + had
	case SourceFailed:
		return name + ": the request failed", "The status is to blame, and not the path: the pick is as good as it was." + had
	case WrongBody:
		return name + ": another sort of body", "Something else came than the path is for, such as a login or an error page: see what it is before the pick is changed." + had
	case Several:
		return name + " is one of several", "The path selects more than one value, and the pick takes one."
	case TransformFailed:
		return name + " cannot be transformed", "A value is there, and the transform has no use for it."
	}
	return name + " cannot be read", "The pick itself makes no sense."
}

// Option is one of the values that a pick with take: ask chooses among.
type Option struct {
	Label string // what is at the pick's label, as text; empty: it has none
	Value vars.Value
}

// Options are the values that the path of a pick selects, with what is at its label beside each: in the same item of the
// list, or as many of them in the same order.
func Options(k collections.Pick, e *client.Exchange) []Option {
	d := e.Document()
	nodes := Nodes(k.From, d)
	var labels []document.Node
	if k.Label != "" {
		labels = Nodes(collections.Source{Kind: collections.SourcePath, Arg: k.Label}, d)
	}
	var all []Option
	for i, n := range nodes {
		one := k
		one.Take, one.From.Arg = "", d.Path(n).Normalized()
		v, ok, err := Evaluate(one, e)
		if err != nil || !ok {
			continue
		}
		o := Option{Value: v}
		if len(labels) == len(nodes) {
			o.Label = d.Text(labels[i])
		}
		all = append(all, o)
	}
	return all
}
