package sample

import (
	"dowse/client"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/redact"
)

// deepest is how many containers within containers have their values looked at one by one.
const deepest = 200

// Masked gives what writes a value of a response as JSON in which what secret picks select and what was sent as a secret is a
// mask, for the screen.
func Masked(e *client.Exchange, picks []collections.Pick) func(document.Node) []byte {
	w := newMasker(e, picks)
	return func(n document.Node) []byte {
		w.text = nil
		w.write(n, 0)
		return w.text
	}
}

// masker writes values of a body anew, without its secrets and, where that is asked, the ends of its lists.
type masker struct {
	doc    *document.Document
	secret func(document.Node) bool // what looks secret; nil: that is not asked
	hidden map[document.Node]bool   // what picks select: true: it is secret; false: a person says that it is not
	sent   *redact.Masker
	items  int // that are kept of a list; 0: all
	most   int // bytes that are written; 0: all
	cut    bool
	text   []byte
}

func newMasker(e *client.Exchange, picks []collections.Pick) *masker {
	w := &masker{doc: e.Document(), sent: e.Masker(), hidden: map[document.Node]bool{}}
	for _, k := range picks {
		hidden := pick.Hides(k, e)
		if !hidden && k.Secret != collections.SecretNo {
			continue
		}
		for _, n := range pick.Nodes(k.From, w.doc) {
			w.hidden[n] = w.hidden[n] || hidden
		}
	}
	return w
}

func (w *masker) write(n document.Node, depth int) {
	d := w.doc
	switch {
	case w.most > 0 && len(w.text) > w.most:
		return // it is too large already
	case w.open(n) && !w.wasSent(d.Source(n)):
		w.text = append(w.text, d.Source(n)...)
	case w.hidden[n] || w.secret != nil && !w.open(n) && w.secret(n):
		w.text = append(w.text, `"`+redact.Mask+`"`...)
	case d.Kind(n) == document.Array && depth < deepest:
		w.text = append(w.text, '[')
		i := 0
		for item := range d.Children(n) {
			if w.items > 0 && i == w.items {
				w.cut = true
				break
			}
			if i++; i > 1 {
				w.text = append(w.text, ',')
			}
			w.write(item, depth+1)
		}
		w.text = append(w.text, ']')
	case d.Kind(n) == document.Object && depth < deepest:
		w.text = append(w.text, '{')
		i := 0
		for member := range d.Children(n) {
			if i++; i > 1 {
				w.text = append(w.text, ',')
			}
			w.text = append(append(w.text, w.plain(d.KeySource(member))...), ':')
			w.write(member, depth+1)
		}
		w.text = append(w.text, '}')
	default:
		w.text = append(w.text, w.plain(d.Source(n))...)
	}
}

// open says whether a person said that a value is no secret.
func (w *masker) open(n document.Node) bool {
	hidden, picked := w.hidden[n]
	return picked && !hidden
}

// plain is a scalar without what was sent as a secret, in whatever form it stands there.
func (w *masker) plain(source []byte) []byte {
	if w.wasSent(source) {
		return []byte(`"` + redact.Mask + `"`)
	}
	return source
}

// wasSent says whether a part of the body holds what was sent as a secret: no pick can say of that that it is none.
func (w *masker) wasSent(source []byte) bool {
	return len(w.sent.Within(source, 0, len(source))) > 0
}
