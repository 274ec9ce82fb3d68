package response

import (
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
	"dowse/collections/redact"
)

// veil hides secrets in what is shown: what secret picks select, and what was sent as a secret and comes
// back.
type veil struct {
	masker  *redact.Masker
	longest int // bytes that a secret can take
	nodes   map[document.Node]bool
	spans   []redact.Span   // of nodes, in order
	values  map[string]bool // of nodes that hold no others: a filter may compute them anew, so that they come from nowhere
	seen    window
}

// window are the secrets of a part of a body: those of one line of the screen are found with those of its neighbours.
type window struct {
	body       []byte
	start, end int
	found      []redact.Span
}

func newVeil(e *client.Exchange, d *document.Document, results []session.Result) veil {
	v := veil{nodes: map[document.Node]bool{}, values: map[string]bool{}}
	for _, r := range results {
		if !r.Secret() {
			continue
		}
		for _, n := range pick.Nodes(r.Pick.From, d) {
			start, end := d.Span(n)
			v.nodes[n] = true
			v.addValues(d, n)
			if !d.Derived() { // else the text that is shown has it elsewhere
				v.spans = append(v.spans, redact.Span{Start: start, End: end})
			}
		}
	}
	v.use(session.Masker(e, results))
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

// use says what finds the secrets of texts.
func (v *veil) use(m *redact.Masker) { v.masker, v.longest = m, m.Longest() }

// ofBytes is what hides the same in the bytes of the body as they came.
func (v *veil) ofBytes(d filter.Document) veil {
	if body, text := d.Body(), d.Characters(); len(body) == len(text) && (len(body) == 0 || &body[0] == &text[0]) {
		return veil{masker: v.masker, longest: v.longest, spans: v.spans}
	}
	var texts []string
	for _, text := range v.masker.Secrets() {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			var wide []byte
			for _, unit := range utf16.Encode([]rune(text)) {
				wide = order.AppendUint16(wide, unit)
			}
			texts = append(texts, string(wide))
		}
	}
	var bytes veil
	bytes.use(v.masker.With(texts...))
	return bytes
}

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
func (v *veil) text(s string) string { return v.masker.Text(s) }

// begin hides the secrets of a text. Of one that was cut, which is not the whole, what could be the begin of a secret at its
// end goes too.
func (v *veil) begin(text string, whole bool) string {
	if whole {
		return v.masker.Text(text)
	}
	return v.masker.Begin(text)
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
		if s.Start > at {
			b.Write(body[at:s.Start])
		}
		if s.Start >= start {
			b.WriteString(redact.Mask)
		}
		at = max(at, s.End)
	}
	if at < end {
		b.Write(body[at:end])
	}
	return b.String()
}

// within gives the spans of secrets that touch the bytes from start to end, none over another.
func (v *veil) within(body []byte, start, end int) []redact.Span {
	return merged(append(touching(v.spans, start, end), v.sent(body, start, end)...))
}

// ahead is how many bytes behind what is asked for are searched with it.
const ahead = 32 << 10

// sent are the texts that are hidden there.
func (v *veil) sent(body []byte, start, end int) []redact.Span {
	if v.masker == nil || start >= end {
		return nil
	}
	w := &v.seen
	if same := len(w.body) == len(body) && &w.body[0] == &body[0]; !same || start < w.start || end > w.end {
		*w = window{body: body, start: max(0, start-ahead/4), end: min(len(body), end+ahead)}
		w.found = v.masker.Within(body, w.start, w.end)
	}
	return touching(w.found, start, end)
}

// touching are those of spans in order that touch the bytes from start to end.
func touching(spans []redact.Span, start, end int) []redact.Span {
	first := sort.Search(len(spans), func(i int) bool { return spans[i].End > start })
	last := first
	for last < len(spans) && spans[last].Start < end {
		last++
	}
	return slices.Clone(spans[first:last])
}

// merged gives spans in order, none over another: so their ends are in order too.
func merged(all []redact.Span) []redact.Span {
	slices.SortFunc(all, func(a, b redact.Span) int { return cmp.Compare(a.Start, b.Start) })
	out := all[:0]
	for _, s := range all {
		if last := len(out) - 1; last >= 0 && s.Start < out[last].End {
			out[last].End = max(out[last].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
