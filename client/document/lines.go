package document

import "bytes"

// ParseText indexes a body as lines. Each is a node of Kind Line without a parent; they are siblings, and
// the first is the root. The bytes of a line end before its "\n" or "\r\n". A final newline ends the last
// line and does not begin another. Beyond 4 GiB nothing is indexed, and a Problem says so.
func ParseText(body []byte) *Document {
	d := &Document{body: body, end: len(body), format: Text}
	text := body
	if len(text) > maxBody {
		text = text[:maxBody]
		d.end = maxBody
		d.problem = &Problem{Offset: maxBody, Line: 1, Column: 1, Message: "the body is longer than 4 GiB; the rest is not indexed"}
	}
	count := bytes.Count(text, []byte{'\n'})
	if len(text) > 0 && text[len(text)-1] != '\n' {
		count++
	}
	d.nodes = make([]node, 0, count)
	for start := 0; start < len(text); {
		d.nodes = append(d.nodes, node{
			offset: uint32(start),
			next:   int32(len(d.nodes) + 1),
			parent: -1,
			meta:   uint32(Line),
		})
		end := bytes.IndexByte(text[start:], '\n')
		if end < 0 {
			break
		}
		start += end + 1
	}
	return d
}
