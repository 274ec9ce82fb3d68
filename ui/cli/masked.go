package cli

import (
	"cmp"
	"slices"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections/redact"
)

// responses are those of an exchange in order, the last one last.
func responses(e *client.Exchange) []client.Response {
	var all []client.Response
	for _, hop := range e.Hops {
		all = append(all, hop.Response)
	}
	return append(all, e.Response)
}

// masked are the responses of an exchange for a terminal: what secret picks select, and every secret that
// was sent and comes back in whatever form, is masked. What is written to a pipe or a file is as received.
func masked(e *client.Exchange, picked []session.Result) []client.Response {
	m := session.Masker(e, picked)
	all := responses(e)
	for i := range all {
		r := &all[i]
		r.Reason = m.Text(r.Reason)
		r.Headers = slices.Clone(r.Headers)
		for j := range r.Headers {
			r.Headers[j].Value = m.Text(r.Headers[j].Value)
		}
	}
	last := &all[len(all)-1]
	last.Body = m.Bytes(maskNodes(e, picked))
	last.Wire = last.Body
	return all
}

// maskNodes is the body with each value that a secret pick selects replaced by the mask, as a JSON string.
func maskNodes(e *client.Exchange, picked []session.Result) []byte {
	var spans [][2]int
	d := e.Document()
	nodes := secretNodes(e, picked)
	if body := d.Body(); d.Derived() || len(d.Characters()) != len(body) || len(body) > 0 && &body[0] != &d.Characters()[0] {
		var texts []string // where they stand in the body is not known
		for _, n := range nodes {
			texts = append(texts, d.Text(n))
		}
		return redact.NewMasker(texts...).Bytes(e.Response.Body)
	}
	for _, n := range nodes {
		start, end := d.Span(n)
		spans = append(spans, [2]int{start, end})
	}
	if len(spans) == 0 {
		return e.Response.Body
	}
	slices.SortFunc(spans, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	var out []byte
	at := 0
	for _, span := range spans {
		if span[0] < at {
			continue // inside of one that is masked
		}
		out = append(out, e.Response.Body[at:span[0]]...)
		out = append(out, `"`+redact.Mask+`"`...)
		at = span[1]
	}
	return append(out, e.Response.Body[at:]...)
}

// secretNodes are the values of the body that secret picks select.
func secretNodes(e *client.Exchange, picked []session.Result) []document.Node {
	var nodes []document.Node
	for _, v := range picked {
		if v.Secret() {
			nodes = append(nodes, pick.Nodes(v.Pick.From, e.Document())...)
		}
	}
	return nodes
}
