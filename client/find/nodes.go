package find

import (
	"bytes"
	"context"
	"sort"
	"unicode/utf8"

	"dowse/client/document"
)

// walk looks for the nodes of one step. It goes from one place to the next where the body may have a match, and
// looks at the node that the place belongs to.
type walk struct {
	pattern *Pattern
	doc     *document.Document
	body    []byte
	until   int           // where the step ends
	at      document.Node // the last node that was looked at, or one before
	words   []*spelling   // nil: the words may be written in any way, so that every node is looked at
	torn    bool          // a text may have something in it that is no text
	broken  int           // where such a text comes next; before the place asked for: unknown
	buffer  []byte
}

// spelling is words as they can be written in a body.
type spelling struct {
	finder
	escapes *escapes
	found   int // where they come next as they are; before the place asked for: unknown
	escaped int // where a character of them comes next that is written in another way

	references map[string]bool // whether character references can be a part of them
}

// newWalk is a walk from one byte to another.
func (s *Scan) newWalk(at, until int) *walk {
	w := &walk{pattern: s.pattern, doc: s.doc, body: s.doc.Bytes(), until: until, broken: -1}
	for _, l := range s.pattern.words {
		if s.doc.IsMarkup() {
			l = w.markupWords(l, at)
		}
		if l == nil {
			w.words = nil
			break
		}
		l = l.tuned(w.body[at:until])
		w.words = append(w.words, &spelling{finder: finder{literal: l, body: w.body}, escapes: newEscapes(l, w.body), found: -1, escaped: -1})
	}
	w.until = w.unescaped(until)
	return w
}

// oftenLooked is how many nodes are looked at before the context is.
const oftenLooked = 1024

// step gives the nodes that have a match and begin to show it from at on, and where the next may.
func (w *walk) step(ctx context.Context, at int) (hits []int, next int) {
	for looked := 1; at < w.until && len(hits) < mostHits; looked++ {
		if looked%oftenLooked == 0 && ctx.Err() != nil {
			return hits, at
		}
		if at = w.candidate(at); at >= w.until {
			return hits, at
		}
		n := w.node(at)
		if n == document.None {
			if at = len(w.body); w.doc.Len() > 0 {
				at = w.doc.Start(0)
			}
			continue
		}
		if (w.plainly(n, at) || w.matches(ctx, n)) && ctx.Err() == nil {
			hits = append(hits, int(n))
		}
		if at = len(w.body); int(n)+1 < w.doc.Len() {
			at = w.doc.Start(n + 1)
		}
	}
	return hits, at
}

// unescaped is the place at, or the one after it where that is inside of an escape.
func (w *walk) unescaped(at int) int {
	if w.doc.IsMarkup() || at >= len(w.body) {
		return at
	}
	run := 0
	for run < at && w.body[at-1-run] == '\\' {
		run++
	}
	return at + run%2
}

// candidate is the first place from at on where there may be a match; the end of the step: there is none.
func (w *walk) candidate(at int) int {
	if w.words == nil {
		return at
	}
	place := w.until
	for _, s := range w.words {
		if s.found < at {
			s.found = w.next(s, at)
		}
		switch {
		case s.escaped >= at:
		case w.doc.IsText():
			s.escaped = w.until
		case w.doc.IsMarkup():
			s.escaped = s.reference(at, w.until)
		default:
			s.escaped = s.escapes.from(at, w.until)
		}
		place = min(place, s.found, s.escaped)
	}
	if w.torn {
		if w.broken < at {
			w.broken = w.nextBroken(at)
		}
		place = min(place, w.broken)
	}
	return place
}

// next is where words come next as they are.
func (w *walk) next(s *spelling, at int) int {
	if w.doc.IsJSON() && !w.lines() && bytes.ContainsAny(s.text, "\"\\\n\r\t\b\f") {
		return w.until // JSON writes these as escapes
	}
	if start, _, ok := s.from(at, w.until); ok {
		return start
	}
	return w.until
}

// lines says whether there may be lines of text among values.
func (w *walk) lines() bool {
	f := w.doc.Format()
	return f == document.NDJSON || f == document.Sequence
}

// node is the last node that begins at byte at or before; None: there is none. Places are asked for in order.
func (w *walk) node(at int) document.Node {
	d, n := w.doc, w.at
	if d.Len() == 0 || d.Start(n) > at {
		if n == 0 {
			return document.None
		}
		n = 0
	}
	step := document.Node(1)
	for int(n+step) < d.Len() && d.Start(n+step) <= at {
		n += step
		step *= 2
	}
	rest := min(int(step), d.Len()-int(n))
	w.at = n + document.Node(sort.Search(rest, func(i int) bool { return d.Start(n+document.Node(i)) > at })) - 1
	return w.at
}

// between are the characters that may stand behind a value, before the next one.
const between = " \t\r\n,:[]{}"

// plainly says whether the words stand from byte at on in the string n as they are, without a look at the rest of that.
func (w *walk) plainly(n document.Node, at int) bool {
	if w.pattern.re != nil || w.words == nil || at != w.words[0].found || !w.doc.IsJSON() || w.doc.Kind(n) != document.String ||
		bytes.ContainsAny(w.words[0].text, `"\`) || len(bytes.Trim(w.words[0].text, between)) == 0 {
		return false
	}
	if int(n)+1 == w.doc.Len() && (w.doc.Problem() != nil || !w.doc.Final()) {
		return false // anything may stand behind it
	}
	start := w.doc.Start(n)
	if name := w.doc.KeySource(n); name != nil {
		start += len(name)
		start += bytes.IndexByte(w.body[start:], '"')
	}
	// What comes after a backslash is an escape, or may be.
	return at > start && bytes.IndexByte(w.body[max(start, at-5):at], '\\') < 0
}

// matches says whether the name of n, or its value when it holds no others, has a match.
func (w *walk) matches(ctx context.Context, n document.Node) bool {
	d := w.doc
	if d.IsMarkup() {
		return w.matchesMarkup(n)
	}
	if name := d.KeySource(n); len(name) > 1 && w.in(ctx, name[1:len(name)-1], true) {
		return true
	}
	switch d.Kind(n) {
	case document.Array, document.Object:
		return false
	case document.String:
		source := d.Source(n)
		return w.in(ctx, source[1:len(source)-1], true)
	}
	return w.in(ctx, d.Source(n), false)
}

// longText is how many bytes of a text are looked at in one go.
const longText = 1 << 20

// in says whether a text has a match, which may be the content of a string with escapes in it. One that is very long is
// looked at in pieces, each with the end of the one before; there what an expression matches has at most overlap bytes.
func (w *walk) in(ctx context.Context, text []byte, escaped bool) bool {
	if len(text) <= longText && !(escaped && bytes.IndexByte(text, '\\') >= 0) {
		return w.pattern.in(text)
	}
	keep := overlap
	if w.pattern.re == nil {
		keep = w.pattern.words[0].width()
	}
	w.buffer = w.buffer[:0]
	for at, first := 0, true; at < len(text) && ctx.Err() == nil; first = false {
		before := at
		if escaped {
			w.buffer, at = appendDecoded(w.buffer, text, at, longText)
		} else {
			size := min(longText, len(text)-at)
			w.buffer, at = append(w.buffer, text[at:at+size]...), at+size
		}
		if w.inPiece(w.buffer, first, at == len(text)) {
			return true
		}
		if cut := len(w.buffer) - keep; cut > 0 {
			for cut > 0 && !utf8.RuneStart(w.buffer[cut]) {
				cut--
			}
			w.buffer = w.buffer[:copy(w.buffer, w.buffer[cut:])]
		}
		if before/longAway != at/longAway {
			w.doc.Release()
		}
	}
	return false
}

// inPiece says whether a piece of a text has a match. What an expression matches at a cut is left to the piece that
// shows what is beyond.
func (w *walk) inPiece(piece []byte, first, last bool) bool {
	if first && last || w.pattern.re == nil {
		return w.pattern.in(piece)
	}
	for _, match := range w.pattern.re.FindAllIndex(piece, -1) {
		if match[0] < match[1] && (first || match[0] > 0) && (last || match[1] < len(piece)) {
			return true
		}
	}
	return false
}
