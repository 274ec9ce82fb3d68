package find

import (
	"bytes"
	"html"
	"strings"

	"dowse/client/document"
)

// markupWords is what of the words stands in the body as it is; nil: nothing that could be looked for. The "@" before
// the name of an attribute stands there nowhere, and a line may end in two bytes.
func (w *walk) markupWords(l *literal, from int) *literal {
	text := strings.TrimPrefix(string(l.text), "@")
	if text == "" || strings.Contains(text, "\n") {
		return nil
	}
	w.torn = w.doc.Format() == document.HTML || w.doc.Problem() != nil || bytes.Contains(w.body[from:w.until], []byte("<![CDATA["))
	if len(text) == len(l.text) {
		return l
	}
	return newLiteral(text, l.fold)
}

// longestReference is how many bytes of a character reference are looked at.
const longestReference = 64

// reference is the next character reference that may stand for a part of a match.
func (s *spelling) reference(at, until int) int {
	for at < until {
		i := bytes.IndexByte(s.body[at:until], '&')
		if i < 0 {
			return until
		}
		at += i
		end := at + 1
		for end < len(s.body) && (s.body[end] == '#' || isWord(s.body[end])) {
			if end++; end-at > longestReference {
				return at
			}
		}
		if end < len(s.body) && s.body[end] == ';' {
			end++
		}
		if s.standsForWords(s.body[at:end]) {
			return at
		}
		at = end
	}
	return until
}

// mostReferences is how many references are remembered.
const mostReferences = 256

// standsForWords says whether one of the characters of a reference is in the words.
func (s *spelling) standsForWords(source []byte) bool {
	if stands, ok := s.references[string(source)]; ok {
		return stands
	}
	stands := false
	if text := html.UnescapeString(string(source)); text != string(source) { // else it stands for nothing but itself
		stands = strings.ContainsFunc(text, s.has)
	}
	if s.references == nil {
		s.references = map[string]bool{}
	}
	if len(s.references) < mostReferences {
		s.references[string(source)] = stands
	}
	return stands
}

func isWord(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' }

// nextBroken is the next text that something stands in which is no text of it: a CDATA section, a tag that ends nothing.
func (w *walk) nextBroken(at int) int {
	n := max(0, w.node(at))
	for ; int(n) < w.doc.Len(); n++ {
		start := w.doc.Start(n)
		switch {
		case start >= w.until:
			return w.until
		case start >= at && w.isBroken(n):
			return start
		}
	}
	return w.until
}

// isBroken says whether more stands in a text than its characters.
func (w *walk) isBroken(n document.Node) bool {
	switch w.doc.Kind(n) {
	case document.Chars:
		return bytes.IndexByte(w.doc.Source(n), '<') >= 0
	case document.Element:
		if w.doc.First(n) != document.None {
			return false
		}
		source := w.doc.Source(n)
		source = source[bytes.IndexByte(source, '>')+1:]
		i := bytes.IndexByte(source, '<')
		return i >= 0 && (!bytes.HasPrefix(source[i:], []byte("</")) || bytes.IndexByte(source[i:], '>') < len(source)-i-1)
	}
	return false
}

// matchesMarkup says whether the name of a node of markup has a match, or its text where that is not of other nodes.
func (w *walk) matchesMarkup(n document.Node) bool {
	d := w.doc
	if name, ok := d.Key(n); ok && w.pattern.In(name) {
		return true
	}
	switch d.Kind(n) {
	case document.Fragment:
		return false
	case document.Element:
		if d.First(n) != document.None {
			return false
		}
	}
	return w.pattern.In(d.Text(n))
}
