package pick

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/vars"
)

// readPath takes what the path of p selects in a JSON body.
func readPath(p collections.Pick, e *client.Exchange) (vars.Value, *Miss) {
	q, err := document.ParseQuery(p.From.Arg)
	if err != nil {
		return vars.Value{}, &Miss{Kind: Invalid, What: "the path is wrong: " + err.Error(), Err: err}
	}
	d := e.Document()
	if miss := wrongBody(p, e, d); miss != nil {
		return vars.Value{}, miss
	}
	nodes := d.Select(q)
	if len(nodes) == 0 {
		stop := trace(d, q)
		if p.Take == collections.TakeAll && stop.noneOfThem {
			return parse("[]")
		}
		return vars.Value{}, stop.miss(d)
	}
	switch p.Take {
	case collections.TakeFirst:
		return parse(string(d.Source(nodes[0])))
	case collections.TakeLast:
		return parse(string(d.Source(nodes[len(nodes)-1])))
	case collections.TakeAll:
		return parse(array(d, nodes))
	case collections.TakeOne, collections.TakeAsk, "":
		if len(nodes) > 1 {
			return vars.Value{}, several(p, d, nodes)
		}
		return parse(string(d.Source(nodes[0])))
	}
	return vars.Value{}, &Miss{Kind: Invalid, What: fmt.Sprintf("take %q is none of one, first, last, all, ask", p.Take)}
}

// array is the JSON array of nodes, each in its own source text.
func array(d *document.Document, nodes []document.Node) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, n := range nodes {
		if i > 0 {
			b.WriteString(", ")
		}
		b.Write(d.Source(n))
	}
	b.WriteByte(']')
	return b.String()
}

func several(p collections.Pick, d *document.Document, nodes []document.Node) *Miss {
	what := fmt.Sprintf("%d values match, the first two at %s and %s", len(nodes), d.Path(nodes[0]), d.Path(nodes[1]))
	if p.Take == collections.TakeAsk {
		return &Miss{Kind: Several, What: what + "; " + whoChooses(p)}
	}
	return &Miss{Kind: Several, What: what + "; say take: first, last or all, or narrow the path"}
}

// whoChooses says who chooses among several values where a pick says take: ask, and what does without a person.
func whoChooses(p collections.Pick) string {
	return "which one is meant is asked on the screen; --var " + cmp.Or(p.Name, "NAME") + "=VALUE gives it to a command, take: first or last asks nobody"
}

// wrongBody says why a path cannot be followed in this body at all.
func wrongBody(p collections.Pick, e *client.Exchange, d *document.Document) *Miss {
	about := fmt.Sprint(e.Response.Status)
	if kind := e.Response.Header("Content-Type"); kind != "" {
		about += ", " + shown(kind)
	}
	problem := d.Problem()
	switch {
	case len(bytes.TrimSpace(e.Response.Body)) == 0:
		return &Miss{Kind: WrongBody, What: fmt.Sprintf("body is empty (%s)", about)}
	case !d.IsJSON():
		what := "body is not JSON"
		if !p.NamedSecret() { // the body may be the secret
			what += fmt.Sprintf(": it starts with %q", beginning(e.Response.Body))
		}
		return &Miss{Kind: WrongBody, What: fmt.Sprintf("%s (%s)", what, about)}
	case problem != nil:
		// What stands before the break may be there, but not whether it is all.
		return &Miss{Kind: WrongBody, What: fmt.Sprintf("body is broken JSON at line %d, column %d: %s (%s)",
			problem.Line, problem.Column, problem.Message, about)}
	}
	return nil
}

// beginning is the first line of a body, or as much of it as says what the body is.
func beginning(body []byte) string {
	const most = 40
	line, _, _ := bytes.Cut(bytes.TrimSpace(body[:min(len(body), 4096)]), []byte("\n"))
	text := []rune(strings.TrimSpace(string(line)))
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}

// Fragile says whether a pick goes by a position, which breaks when the order changes: its path has a
// number in brackets (RFC 9535 section 2.3.3).
func Fragile(k collections.Pick) bool {
	if k.From.Kind == collections.SourceCSS {
		return strings.Contains(k.From.Arg, ":nth-")
	}
	if k.From.Kind != collections.SourcePath && k.From.Kind != collections.SourceXPath {
		return false
	}
	quote := rune(0)
	before := rune(0)
	for _, r := range k.From.Arg {
		switch {
		case quote != 0:
			if r == quote && before != '\\' {
				quote = 0
			}
		case r == '\'' || r == '"':
			quote = r
		case before == '[' && (r == '-' || '0' <= r && r <= '9'):
			return true
		}
		before = r
	}
	return false
}
