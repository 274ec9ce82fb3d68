package document

import (
	"bytes"
	"slices"
)

// ParseText indexes a body as lines. Each is a node of Kind Line without a parent; they are siblings, and
// the first is the root. The bytes of a line end before its "\n" or "\r\n". A final newline ends the last
// line and does not begin another. Beyond 4 GiB or 2,147,483,646 lines nothing is indexed, and a Problem
// says so.
func ParseText(body []byte) *Document { return Parse(body, Hint{Format: Text}) }

// readLines indexes the lines that began since the last time, and puts what there is now into d.
func (x *indexer) readLines(d *Document, body []byte) {
	x.body = body[:min(len(body), maxIndexed)]
	x.parent, x.place = -1, 0
	for x.at < len(x.body) && len(x.nodes) < maxNodes {
		// The last line may go on: it is begun when the next one is.
		if n := len(x.nodes); n == 0 || x.body[x.at-1] == '\n' {
			x.addLine()
		}
		x.at = min(lineBreak(x.body, x.at)+1, len(x.body))
	}
	d.bytes, d.nodes, d.end = body, slices.Clip(x.nodes), x.at
	if x.at < len(body) {
		d.problem = &Problem{Offset: x.at, Line: len(d.nodes) + 1, Column: 1, Message: "the body goes on, but no more of it is indexed"}
	}
}

// addLine adds the line that begins where the index is.
func (x *indexer) addLine() {
	if len(x.nodes) == cap(x.nodes) {
		x.growLines()
	}
	n := len(x.nodes)
	x.nodes = append(x.nodes, node{offset: uint32(x.at), next: int32(n + 1), parent: -1, meta: uint32(Line)})
}

// growLines makes room for the lines of the whole body: those that are here are counted, what is to come is reckoned
// from them.
func (x *indexer) growLines() {
	rest := bytes.Count(x.body[x.at:], []byte{'\n'}) + 1
	if here := len(x.body) - x.at; x.size > len(x.body) && here > 0 {
		rest += int(float64(rest) / float64(here) * float64(x.size-len(x.body)) * 1.1)
	}
	x.room(max(min(len(x.nodes)+rest, maxNodes), len(x.nodes)+1))
}

// lineBreak is where the line that begins at start ends: its newline, or the end of the body.
func lineBreak(body []byte, start int) int {
	if i := bytes.IndexByte(body[start:], '\n'); i >= 0 {
		return start + i
	}
	return len(body)
}
