package find

import (
	"context"
	"unicode/utf8"

	"dowse/client/document"
)

// Scan is one look through a document. It is never changed once made.
type Scan struct {
	pattern *Pattern
	doc     *document.Document
	nodes   bool
}

// Nodes looks for nodes whose name or value, decoded, has a match: its hits are nodes. The value of an array, an object
// or an element that holds other nodes is theirs.
func Nodes(d *document.Document, p *Pattern) *Scan { return &Scan{p, d, true} }

// Characters looks through the characters of a body: its hits are where matches begin.
func Characters(d *document.Document, p *Pattern) *Scan { return &Scan{p, d, false} }

// On is the look that goes on in a document which has more of the same body, and where its steps begin: its first hits may
// be ones that the look before had, which are up to last. It is nil where there is nothing more.
func (s *Scan) On(d *document.Document, last int) (on *Scan, at int) {
	switch {
	case d == s.doc:
		return nil, 0
	case !s.nodes:
		at = max(0, last, s.Size()-overlap)
	case s.doc.Len() > 0:
		at = s.doc.Start(document.Node(s.doc.Len() - 1))
	}
	return &Scan{s.pattern, d, s.nodes}, at
}

// Size is how many bytes there are to look through.
func (s *Scan) Size() int { return len(s.text()) }

func (s *Scan) text() []byte {
	if s.nodes {
		return s.doc.Bytes()
	}
	return s.doc.Characters()
}

const (
	leastStep  = 1 << 20 // bytes that a step looks at; the first ones are short, so that what they find is soon seen
	mostStep   = 16 << 20
	mostHits   = 1 << 17  // in one step, about
	longAway   = 16 << 20 // bytes after which what was read from a file is let go of
	growFactor = 4
)

// Step looks through the part of the body that begins at at, which is 0 or the next of the step before. It is through
// when next is Size; it ends early when the context does.
func (s *Scan) Step(ctx context.Context, at int) (hits []int, next int) {
	size := s.Size()
	if s.pattern == nil {
		return nil, size
	}
	step := leastStep
	if s.pattern.words != nil {
		step = max(leastStep, min(at/growFactor, mostStep))
	}
	if until := min(at+step, size); s.nodes {
		hits, next = s.newWalk(at, until).step(ctx, at)
	} else {
		hits, next = s.characters(ctx, at, until)
	}
	if at/longAway != next/longAway || next == size && size > longAway {
		s.doc.Release()
	}
	return hits, next
}

const (
	window  = 256 << 10 // bytes that are looked at before the context is
	overlap = 64 << 10  // bytes that a match of an expression may have in a very long text
)

// characters gives the matches that begin from at on and before until, and where the next ones may.
func (s *Scan) characters(ctx context.Context, at, until int) (hits []int, next int) {
	body := s.doc.Characters()
	var words []*literal
	for _, l := range s.pattern.words {
		words = append(words, l.tuned(body[at:until]))
	}
	look := s.literally
	if s.pattern.re != nil {
		until, look = lineEnd(body, until), s.expressed
	}
	for next = at; next < until && len(hits) < mostHits && ctx.Err() == nil; {
		var more []int
		more, next = look(words, body, next, min(next+window, until))
		hits = append(hits, more...)
	}
	return hits, next
}

// literally gives where the words are from at on and before until, and where the next ones may be.
func (s *Scan) literally(words []*literal, body []byte, at, until int) (hits []int, next int) {
	f := finder{literal: words[0], body: body}
	for {
		start, end, ok := f.from(at, until)
		if !ok {
			return hits, max(at, until)
		}
		hits = append(hits, start)
		at = end
	}
}

// lineEnd is the end of the line that goes on at byte at, or at itself where that is far away.
func lineEnd(body []byte, at int) int {
	for i := at; i > 0 && i < min(len(body), at+overlap); i++ {
		if body[i-1] == '\n' {
			return i
		}
	}
	return at
}

// expressed is literally for an expression.
func (s *Scan) expressed(words []*literal, body []byte, at, until int) (hits []int, next int) {
	p, next := s.pattern, lineEnd(body, until)
	limit := min(len(body), next+overlap)
	possible := words == nil
	for _, l := range words {
		f := finder{literal: l, body: body}
		_, _, ok := f.from(at, limit)
		possible = possible || ok
	}
	if !possible {
		return nil, next
	}
	_, before := utf8.DecodeLastRune(body[:at]) // which says whether a line or a word begins here
	from := at - before
	all := p.re.FindAllIndex(body[from:limit], -1)
	if len(all) > 0 && all[0][0] < before && all[0][1] > before {
		from = at
		all = p.re.FindAllIndex(body[from:limit], -1)
	}
	for _, match := range all {
		start, end := from+match[0], from+match[1]
		if start >= next {
			break
		}
		if start >= at && start < end {
			hits = append(hits, start)
			next = max(next, end)
		}
	}
	return hits, next
}
