package response

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/filter"
	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections/vars"
)

// veil hides secrets in what is shown: what secret picks select, and what was sent as a secret and comes
// back.
type veil struct {
	texts   []string // the longest first
	longest int
	nodes   map[document.Node]bool
	spans   []span          // of nodes, in order
	values  map[string]bool // of nodes that hold no others: a filter may compute them anew, so that they come from nowhere
}

// span is bytes of a body.
type span struct{ start, end int }

// shortestVeiled is the length of the shortest text that is hidden: a shorter one is found by chance.
const shortestVeiled = 4

func newVeil(e *client.Exchange, d *document.Document, results []session.Result) veil {
	v := veil{nodes: map[document.Node]bool{}, values: map[string]bool{}}
	for _, secret := range e.Secrets() {
		v.add(vars.NewString(secret))
	}
	for _, r := range results {
		if r.Pick.Secret || r.Found && r.Value.IsSecret() {
			v.hide(e, r)
		}
		if !r.Pick.Secret {
			continue
		}
		for _, n := range pick.Nodes(r.Pick.From, d) {
			start, end := d.Span(n)
			v.nodes[n] = true
			v.addValues(d, n)
			if !d.Derived() { // else the text that is shown has it elsewhere
				v.spans = append(v.spans, span{start, end})
			}
		}
	}
	v.hideTexts(v.texts)
	v.spans = merged(v.spans)
	return v
}

// addValues hides the values in a secret node, where a filter computes them.
func (v *veil) addValues(d *document.Document, n document.Node) {
	if !d.IsJSON() {
		return
	}
	_, end := d.Span(n)
	for ; int(n) < d.Len() && d.Start(n) < end; n++ {
		if k := d.Kind(n); k == document.Number || k == document.String {
			v.values[d.Text(n)] = true
		}
	}
}

// hideTexts says which texts are hidden.
func (v *veil) hideTexts(texts []string) {
	texts = slices.Clone(texts)
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	v.texts = slices.Compact(texts)
	if len(v.texts) > 0 {
		v.longest = len(v.texts[0])
	}
}

// ofBytes is what hides the same in the bytes of the body as they came.
func (v *veil) ofBytes(d filter.Document) veil {
	if body, text := d.Body(), d.Characters(); len(body) == len(text) && (len(body) == 0 || &body[0] == &text[0]) {
		return veil{texts: v.texts, longest: v.longest, spans: v.spans}
	}
	var bytes veil
	texts := slices.Clone(v.texts)
	for _, text := range v.texts {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			var wide []byte
			for _, unit := range utf16.Encode([]rune(text)) {
				wide = order.AppendUint16(wide, unit)
			}
			texts = append(texts, string(wide))
		}
	}
	bytes.hideTexts(texts)
	return bytes
}

// hide hides what a secret pick found, and what that was before it was transformed.
func (v *veil) hide(e *client.Exchange, r session.Result) {
	v.addAll(r.Value)
	raw := r.Pick
	raw.Transform, raw.Type, raw.Secret = "", "", true
	if value, found, err := pick.Evaluate(raw, e); err == nil && found {
		v.addAll(value)
	}
}

// addAll hides a text, or every text of a list.
func (v *veil) addAll(value vars.Value) {
	switch value.Kind() {
	case vars.String:
		v.add(value)
	case vars.Array:
		d := document.ParseJSON([]byte(value.Reveal()))
		if d.Len() == 0 {
			return
		}
		for n := range d.Children(d.Root()) {
			if d.Kind(n) == document.String {
				v.add(vars.NewString(d.Text(n)))
			}
		}
	}
}

// add hides a text, as it is and as JSON has it.
func (v *veil) add(secret vars.Value) {
	if len(secret.Reveal()) >= shortestVeiled {
		v.texts = append(v.texts, secret.Forms()...)
	}
}

// mask is what stands for a secret.
func mask() string { return vars.NewSecret("").String() }

// hidden says whether a node is a secret, or inside of one.
func (v *veil) hidden(d *document.Document, n document.Node) bool {
	if len(v.nodes) == 0 {
		return false
	}
	for ; n != document.None; n = d.Parent(n) {
		if v.nodes[n] {
			return true
		}
	}
	return false
}

// text hides the secrets of a text.
func (v *veil) text(s string) string {
	for _, secret := range v.texts {
		s = strings.ReplaceAll(s, secret, mask())
	}
	return s
}

// begin hides the secrets of a text. Of one that was cut, which is not the whole, the last bytes go too: a part of
// a secret may stand there.
func (v *veil) begin(text string, whole bool) string {
	hidden := v.text(text)
	if whole || v.longest == 0 {
		return hidden
	}
	return hidden[:max(0, len(hidden)-v.longest)]
}

// cut gives the bytes of a body from start to end with its secrets hidden, those too that go over an end.
func (v *veil) cut(body []byte, start, end int) string {
	spans := v.within(body, start, end)
	if len(spans) == 0 {
		return string(body[start:end])
	}
	var b strings.Builder
	at := start
	for _, s := range spans {
		if s.start > at {
			b.Write(body[at:s.start])
		}
		if s.start >= start {
			b.WriteString(mask())
		}
		at = max(at, s.end)
	}
	if at < end {
		b.Write(body[at:end])
	}
	return b.String()
}

// within gives the spans of secrets that touch the bytes from start to end, none over another.
func (v *veil) within(body []byte, start, end int) []span {
	var all []span
	first := sort.Search(len(v.spans), func(i int) bool { return v.spans[i].end > start })
	for _, s := range v.spans[first:] {
		if s.start >= end {
			break
		}
		all = append(all, s)
	}
	from, until := max(0, start-v.longest), min(len(body), end+v.longest)
	for _, secret := range v.texts {
		for at := from; ; {
			found := bytes.Index(body[at:until], []byte(secret))
			if found < 0 {
				break
			}
			s := span{at + found, at + found + len(secret)}
			at = s.end
			if s.end > start && s.start < end {
				all = append(all, s)
			}
		}
	}
	return merged(all)
}

// merged gives spans in order, none over another: so their ends are in order too.
func merged(all []span) []span {
	slices.SortFunc(all, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	out := all[:0]
	for _, s := range all {
		if last := len(out) - 1; last >= 0 && s.start < out[last].end {
			out[last].end = max(out[last].end, s.end)
			continue
		}
		out = append(out, s)
	}
	return out
}
