package document

import (
	"bytes"
	"math"
)

// ParseText indexes a body as lines. Each is a node of Kind Line without a parent; they are siblings, and
// the first is the root. The bytes of a line end before its "\n" or "\r\n". A final newline ends the last
// line and does not begin another. Beyond 4 GiB or 2,147,483,646 lines nothing is indexed, and a Problem
// says so.
func ParseText(body []byte) *Document {
	text := body[:min(len(body), maxText)]
	count := bytes.Count(text, []byte{'\n'})
	if len(text) > 0 && text[len(text)-1] != '\n' {
		count++
	}
	d := &Document{body: body, format: Text, nodes: make([]node, 0, min(count, maxLines))}
	start := 0
	for start < len(text) && len(d.nodes) < maxLines {
		d.nodes = append(d.nodes, node{
			offset: uint32(start),
			next:   int32(len(d.nodes) + 1),
			parent: -1,
			meta:   uint32(Line),
		})
		size := bytes.IndexByte(text[start:], '\n') + 1
		if size == 0 {
			size = len(text) - start
		}
		start += size
	}
	d.end = start
	if start < len(body) {
		d.problem = &Problem{Offset: start, Line: len(d.nodes) + 1, Column: 1, Message: "the body goes on, but no more of it is indexed"}
	}
	return d
}

// maxLines keeps the numbers of nodes in range.
const maxLines = math.MaxInt32 - 1
