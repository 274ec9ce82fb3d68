package pick

import (
	"errors"
	"fmt"
	"strings"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
)

// About is what a suggestion needs to know beside the exchange.
type About struct {
	Request collections.Request  // as saved, or as typed while unsaved; the zero value is allowed
	Taken   []string             // names that are in use
	Samples []*document.Document // earlier bodies of the same request, which show whether a list keeps its items
}

// Suggestion is a pick proposed for a value that a person points at.
type Suggestion struct {
	Here    collections.Pick  // this position: it selects exactly that value
	Every   *collections.Pick // the same of every item; nil where no array is on the way
	Others  []Choice          // other ways to say which item of the list is meant
	Ask     *collections.Pick // a person says which item when it is sent; nil where no array is on the way
	Fragile bool              // Here counts on the order of an array
	Why     string            // what speaks for another way than by position, for people; empty: it is by position
	Secret  []string          // what makes the value look secret, for people; empty: nothing does
}

// Suggest proposes a pick for a node of e.Document(). Its error says why no pick can select the node:
// the body is text, or a later member of the same name hides it.
//
// The suggested type keeps a later null from passing as the value. A number is not narrowed to an
// integer, for one sample does not show it.
func Suggest(e *client.Exchange, n document.Node, about About) (Suggestion, error) {
	d := e.Document()
	switch {
	case n == document.None:
		return Suggestion{}, errors.New("there is no value here to pick")
	case d.IsText():
		return suggestText(e, d, n, about)
	case d.IsMarkup():
		return suggestMarkup(e, d, n, about)
	}
	path := d.Path(n)
	if !d.Addressable(n) {
		return Suggestion{}, fmt.Errorf("no path selects this value: after it the object has another member named as in %s", path)
	}
	names := newNaming(e, about)
	here := collections.Pick{
		Name: names.free(names.ofNode(d, n)),
		From: collections.Source{Kind: collections.SourcePath, Arg: path.String()},
		Type: pickType(d.Kind(n)),
	}
	s := suggestion(e, here)
	here = s.Here
	if every, ok := everyItem(path); ok {
		all := here
		all.From.Arg, all.Take, all.Type = every, collections.TakeAll, ""
		s.Every, s.Fragile = &all, true
		s.Others = which(d, n, here)
		ask := here
		ask.From.Arg, ask.Take, ask.Label = every, collections.TakeAsk, labelPath(d, n, every)
		s.Ask = &ask
	}
	s.Here = here
	if c, ok := kept(e, d, n, s.Others, about.Samples); ok {
		s.Here, s.Fragile, s.Why = c.Pick, false, "the list had the same items in "+fmt.Sprint(len(about.Samples)+1)+" responses"
		s.Others = append([]Choice{{Label: "by position", Pick: here, Note: "breaks if the order moves"}}, without(s.Others, c)...)
	}
	return s, nil
}

// SuggestHeader proposes a pick for a header of the response: the nth of its name, from 1.
func SuggestHeader(e *client.Exchange, name string, nth int, about About) (Suggestion, error) {
	values := e.Response.Values(name)
	if nth < 1 || nth > len(values) {
		return Suggestion{}, fmt.Errorf("the response has %d headers %s, so there is no number %d", len(values), shown(name), nth)
	}
	source := collections.Source{Kind: collections.SourceHeader, Arg: name}
	if len(values) > 1 {
		source.Nth = nth
	}
	bare := strings.TrimPrefix(strings.ToLower(name), "x-")
	names := newNaming(e, about)
	return suggestion(e, collections.Pick{Name: names.free(names.orValue(lowered(bare))), From: source}), nil
}

// SuggestCookie proposes a pick for a cookie that the response sets, or for its attribute when attr
// is not empty.
func SuggestCookie(e *client.Exchange, name, attr string, about About) (Suggestion, error) {
	source := collections.Source{Kind: collections.SourceCookie, Arg: name, Attr: attr}
	if _, miss := readCookie(source, &e.Response); miss != nil {
		miss.Pick.From = source
		return Suggestion{}, miss
	}
	bare := strings.TrimPrefix(strings.TrimPrefix(name, "__Host-"), "__Secure-") // RFC 6265bis section 4.1.3
	names := newNaming(e, about)
	label := names.orValue(snake(bare))
	if attr != "" {
		label += "_" + snake(attr)
	}
	return suggestion(e, collections.Pick{Name: names.free(label), From: source}), nil
}

// SuggestPart proposes a pick for a part of the exchange that is neither a node nor a header: the status, a phase, a redirect,
// an attribute of a cookie, or where a Link leads.
func SuggestPart(e *client.Exchange, from collections.Source, about About) (Suggestion, error) {
	names := newNaming(e, about)
	k := collections.Pick{From: from}
	switch from.Kind {
	case collections.SourceCookie:
		return SuggestCookie(e, from.Arg, from.Attr, about)
	case collections.SourceStatus:
		k.Name, k.Type = names.free("status"), "integer"
	case collections.SourceTiming:
		k.Name, k.Type = names.free(snake(from.Arg)+"_ms"), "number"
	case collections.SourceRedirect:
		k.Name = names.free("redirect_" + from.Arg)
	case collections.SourceLink:
		k.Name = names.free(names.orValue(snake(from.Arg)) + "_link")
	default:
		return Suggestion{}, fmt.Errorf("a %s is picked where it is shown", from.Kind)
	}
	if _, _, err := Evaluate(k, e); err != nil {
		return Suggestion{}, err
	}
	return suggestion(e, k), nil
}

// suggestion is a pick with what is to be said of its secrecy, which its file will say too.
func suggestion(e *client.Exchange, p collections.Pick) Suggestion {
	reasons := Why(p, e)
	if len(reasons) > 0 {
		p.Secret = collections.SecretYes
	}
	return Suggestion{Here: p, Secret: reasons}
}

// everyItem is the path with its innermost position opened to all items: of lists in lists one level at a time.
func everyItem(path document.Path) (string, bool) {
	var b strings.Builder
	b.WriteByte('$')
	innermost := -1
	for i, step := range path {
		if step.Index >= 0 {
			innermost = i
		}
	}
	for i, step := range path {
		if i == innermost {
			b.WriteString("[*]")
			continue
		}
		b.WriteString(strings.TrimPrefix(document.Path{step}.String(), "$"))
	}
	return b.String(), innermost >= 0
}

func pickType(k document.Kind) string {
	switch k {
	case document.String:
		return "string"
	case document.Number:
		return "number"
	case document.Bool:
		return "boolean"
	case document.Array:
		return "array"
	case document.Object:
		return "object"
	}
	return "" // null says nothing of what else may stand there
}
