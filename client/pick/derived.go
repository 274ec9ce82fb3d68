package pick

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tomnomnom/linkheader"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/spelling"
	"dowse/collections/vars"
)

// pathOf is the path (RFC 9535) of a source that is in a body, or in the JSON that the body stands for.
func pathOf(s collections.Source) (string, bool) {
	name := func(key string) string {
		return strings.TrimPrefix(document.Path{{Key: key, Index: -1}}.Normalized(), "$")
	}
	switch s.Kind {
	case collections.SourcePath:
		return s.Arg, true
	case collections.SourceColumn:
		return "$[*]" + name(s.Arg), true
	case collections.SourceForm:
		return "$" + name(s.Arg), true
	case collections.SourceEvent:
		filter := "$[*]"
		if s.Arg != "" {
			literal := strings.TrimSuffix(strings.TrimPrefix(name(s.Arg), "["), "]")
			filter = "$[?@.event == " + literal + "]"
		}
		return filter + ".data" + strings.TrimPrefix(s.Path, "$"), true
	}
	return "", false
}

// readDerived takes a column of CSV or TSV, a field of a form, or what an event of a stream says.
func readDerived(p collections.Pick, e *client.Exchange) (vars.Value, *Miss) {
	formats := map[collections.SourceKind][]document.Format{
		collections.SourceColumn: {document.CSV, document.TSV}, collections.SourceForm: {document.Form}, collections.SourceEvent: {document.SSE},
	}[p.From.Kind]
	if !slices.Contains(formats, e.Document().Format()) {
		return vars.Value{}, notOf(p, e, map[collections.SourceKind]string{
			collections.SourceColumn: "CSV", collections.SourceForm: "a form", collections.SourceEvent: "a stream of events",
		}[p.From.Kind])
	}
	by := p
	by.From = collections.Source{Kind: collections.SourcePath}
	by.From.Arg, _ = pathOf(p.From)
	return readPath(by, e)
}

// readRegex takes what a regular expression (RE2) matches in the body, or one of its groups: of several matches the first.
func readRegex(p collections.Pick, e *client.Exchange) (vars.Value, *Miss) {
	re, err := regexp.Compile(p.From.Arg)
	if err != nil {
		return vars.Value{}, &Miss{Kind: Invalid, What: "the regular expression is wrong: " + strings.TrimPrefix(err.Error(), "error parsing regexp: "), Err: err}
	}
	group := 0
	if re.NumSubexp() > 0 {
		group = 1
	}
	if name := p.From.Group; name != "" {
		if group = re.SubexpIndex(name); group < 0 {
			number, err := strconv.Atoi(name)
			if err != nil || number < 0 || number > re.NumSubexp() {
				return vars.Value{}, &Miss{Kind: Invalid, What: fmt.Sprintf("the regular expression has no group %s", shown(name))}
			}
			group = number
		}
	}
	most := -1
	if p.Take == "" || p.Take == collections.TakeFirst {
		most = 1
	}
	text := e.Document().Characters()
	var texts []string
	for _, match := range re.FindAllSubmatchIndex(text, most) {
		if start, end := match[2*group], match[2*group+1]; start >= 0 {
			texts = append(texts, string(text[start:end]))
		}
	}
	return takeText(p, texts, collections.TakeFirst, "nothing in the body matches")
}

// readLink takes the target of a Link header by its relation (RFC 8288), made absolute.
func readLink(p collections.Pick, e *client.Exchange) (vars.Value, *Miss) {
	var targets, relations []string
	for _, link := range linkheader.ParseMultiple(e.Response.Values("Link")) {
		for relation := range strings.FieldsSeq(link.Rel) {
			relations = append(relations, relation)
			if strings.EqualFold(relation, p.From.Arg) {
				targets = append(targets, absolute(e.Request.URL.Reveal(), link.URL))
			}
		}
	}
	if len(targets) == 0 {
		miss := absence("Link with rel", p.From.Arg, relations)
		return vars.Value{}, miss
	}
	return takeText(p, targets, collections.TakeFirst, "")
}

// absolute is a reference as a URL (RFC 3986 section 5); one that cannot be read stays as it is.
func absolute(base, reference string) string {
	from, err := url.Parse(base)
	if err != nil {
		return reference
	}
	to, err := from.Parse(reference)
	if err != nil {
		return reference
	}
	return to.String()
}

// readTiming takes how long a phase took, in milliseconds.
func readTiming(p collections.Pick, e *client.Exchange) (vars.Value, *Miss) {
	t := e.Timings
	phases := []struct {
		name string
		took time.Duration
	}{{"dns", t.DNS}, {"connect", t.Connect}, {"tls", t.TLS}, {"send", t.Send}, {"wait", t.Wait}, {"receive", t.Receive}, {"total", e.Elapsed}}
	var names []string
	for _, phase := range phases {
		if phase.name == p.From.Arg {
			return parse(strconv.FormatFloat(float64(phase.took.Microseconds())/1000, 'f', -1, 64))
		}
		names = append(names, phase.name)
	}
	what := "there is no phase " + shown(p.From.Arg) + "; there are " + strings.Join(names, ", ")
	return vars.Value{}, &Miss{Kind: Invalid, What: what, Nearest: spelling.Nearest(p.From.Arg, names)}
}

// readRedirect takes the target of a redirect that was followed, by its number from 1.
func readRedirect(p collections.Pick, e *client.Exchange) (vars.Value, *Miss) {
	n, err := strconv.Atoi(p.From.Arg)
	switch {
	case err != nil || n < 1:
		return vars.Value{}, &Miss{Kind: Invalid, What: fmt.Sprintf("redirect %s: it is the number of a redirect, from 1", shown(p.From.Arg))}
	case n > len(e.Hops):
		return vars.Value{}, &Miss{Kind: Missing, What: fmt.Sprintf("%d redirects were followed, not %d", len(e.Hops), n)}
	}
	return vars.NewString(e.Hops[n-1].Target.Reveal()), nil
}
