package cli

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections/vars"
)

// shortestMasked is the length of the shortest secret that is looked for in a text: a shorter one would be
// found by chance all over it.
const shortestMasked = 4

// responses are those of an exchange in order, the last one last.
func responses(e *client.Exchange) []client.Response {
	var all []client.Response
	for _, hop := range e.Hops {
		all = append(all, hop.Response)
	}
	return append(all, e.Response)
}

// masked are the responses of an exchange for a terminal: what secret picks select, and every secret that
// was sent and comes back, is masked. What is written to a pipe or a file is as received.
func masked(e *client.Exchange, picked []session.Result) []client.Response {
	secrets := secretTexts(e, picked)
	all := responses(e)
	for i := range all {
		r := &all[i]
		r.Reason = maskText(r.Reason, secrets)
		r.Headers = slices.Clone(r.Headers)
		for j := range r.Headers {
			r.Headers[j].Value = maskText(r.Headers[j].Value, secrets)
		}
	}
	last := &all[len(all)-1]
	last.Body = maskNodes(e, picked)
	for _, secret := range secrets {
		last.Body = bytes.ReplaceAll(last.Body, []byte(secret), []byte(mask()))
	}
	last.Wire = last.Body
	return all
}

// secretTexts are the secrets of an exchange as texts, as they are and as JSON has them.
func secretTexts(e *client.Exchange, picked []session.Result) []string {
	var all []string
	add := func(v vars.Value) {
		if v.Kind() == vars.String && len(v.Reveal()) >= shortestMasked {
			all = append(all, v.Forms()...)
		}
	}
	for _, secret := range e.Secrets() {
		add(vars.NewString(secret))
	}
	for _, v := range picked {
		if v.Found && v.Value.IsSecret() {
			add(v.Value)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return slices.Compact(all)
}

// maskText masks each of secrets in a text.
func maskText(text string, secrets []string) string {
	for _, secret := range secrets {
		text = strings.ReplaceAll(text, secret, mask())
	}
	return text
}

func mask() string { return vars.NewSecret("").String() }

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
		return []byte(maskText(string(e.Response.Body), texts))
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
		out = append(out, `"`+mask()+`"`...)
		at = span[1]
	}
	return append(out, e.Response.Body[at:]...)
}

// secretNodes are the values of the body that secret picks select.
func secretNodes(e *client.Exchange, picked []session.Result) []document.Node {
	var nodes []document.Node
	for _, v := range picked {
		if v.Pick.Secret {
			nodes = append(nodes, pick.Nodes(v.Pick.From, e.Document())...)
		}
	}
	return nodes
}
