package document

// ParseJSON indexes a body as JSON (RFC 8259), whatever it looks like. A body that breaks keeps the nodes
// up to the break and has a Problem; so has one that is empty, goes on after its value, or nests deeper
// than 10,000 levels. A byte order mark is skipped. Bytes that are not UTF-8 are no problem inside a
// string, where they decode to U+FFFD. A body of 4 GiB or more is indexed as lines, with a Problem.
func ParseJSON(body []byte) *Document {
	if len(body) > maxBody {
		d := ParseText(body)
		d.problem = &Problem{Line: 1, Column: 1, Message: "JSON of 4 GiB or more is not indexed; it is read as lines"}
		return d
	}
	x := indexer{body: body, parent: -1}
	at, f := x.run(skipMark(body))
	d := &Document{body: body, nodes: x.nodes, end: len(body), format: JSON}
	if f != noFault {
		d.end, d.problem = at, describe(body, at, f)
		x.closeAll()
	}
	return d
}

// skipMark returns where the text starts: after a byte order mark, which RFC 8259 section 8.1 lets a parser
// ignore.
func skipMark(body []byte) int {
	if len(body) >= 3 && body[0] == 0xEF && body[1] == 0xBB && body[2] == 0xBF {
		return 3
	}
	return 0
}

// indexer is the state of one pass. The open containers need no stack: each node knows its parent.
type indexer struct {
	body   []byte
	nodes  []node
	parent int32  // the innermost open container
	place  uint32 // of the next value
	depth  int
}

// run indexes from byte i. It returns where it stopped, and why when that is not the end of the body.
func (x *indexer) run(i int) (int, fault) {
	b := x.body
	i = skipSpace(b, i)
	for {
		var f fault
		if i >= len(b) {
			return i, wantValue
		}
		if c := b[i]; c == '{' || c == '[' {
			if i, f = x.open(i); f != noFault {
				return i, f
			}
			if i < len(b) && (b[i] == ']' || b[i] == '}') {
				goto after
			}
			if c == '[' {
				continue
			}
			if i, f = x.member(i); f != noFault {
				return i, f
			}
			continue
		}
		if i, f = x.scalar(i); f != noFault {
			return i, f
		}
	after:
		if i, f = x.after(i); f != noFault {
			return i, f
		}
		if x.parent < 0 {
			return x.finish(i)
		}
	}
}

// open begins the container at byte i and returns where its content begins.
func (x *indexer) open(i int) (int, fault) {
	if x.depth == maxDepth {
		return i, tooDeep
	}
	kind := Array
	if x.body[i] == '{' {
		kind = Object
	}
	n := int32(len(x.nodes))
	x.add(i, kind)
	x.parent, x.place = n, 0
	x.depth++
	return skipSpace(x.body, i+1), noFault
}

// scalar indexes the string, number or literal at byte i and returns the byte after it.
func (x *indexer) scalar(i int) (int, fault) {
	b := x.body
	end, kind := 0, String
	switch c := b[i]; {
	case c == '"':
		if end = stringEnd(b, i+1); end < 0 {
			return stringFault(b, i+1)
		}
		end++
	case c == '-' || c-'0' <= 9:
		kind = Number
		if end = numberEnd(b, i); end < 0 {
			return numberFault(b, i)
		}
	default:
		if end, kind = literalEnd(b, i); end < 0 {
			return i, wantValue
		}
	}
	x.add(i, kind)
	return end, noFault
}

// after goes from the end of a value to the start of the next one, closing containers on the way.
func (x *indexer) after(i int) (int, fault) {
	b := x.body
	for x.parent >= 0 {
		if i >= len(b) || b[i] <= ' ' {
			i = skipSpace(b, i)
		}
		p := &x.nodes[x.parent]
		object := Kind(p.meta&kindMask) == Object
		if i >= len(b) {
			return i, wantMore(object)
		}
		switch c := b[i]; {
		case c == ',':
			i = skipSpace(b, i+1)
			if object {
				return x.member(i)
			}
			if x.place++; x.place > maxPlace {
				return i, tooMany
			}
			return i, noFault
		case c == '}' && object, c == ']' && !object:
			p.next = int32(len(x.nodes))
			x.parent, x.place = p.parent, p.meta>>placeShift
			x.depth--
			i++
		default:
			return i, wantMore(object)
		}
	}
	return i, noFault
}

// member reads the name at byte i and its colon, and returns where the value begins.
func (x *indexer) member(i int) (int, fault) {
	b := x.body
	if i >= len(b) || b[i] != '"' {
		return i, wantName
	}
	end := stringEnd(b, i+1)
	if end < 0 {
		return stringFault(b, i+1)
	}
	colon := end + 1
	if colon >= len(b) || b[colon] != ':' {
		if colon = skipSpace(b, colon); colon >= len(b) || b[colon] != ':' {
			return colon, wantColon
		}
	}
	at := colon + 1
	if at < len(b) && b[at] == ' ' {
		at++
	}
	if at < len(b) && b[at] <= ' ' {
		at = skipSpace(b, at)
	}
	if at-i > maxPlace {
		return i, tooLong
	}
	x.place = uint32(at - i)
	return at, noFault
}

// add puts a node at the end.
func (x *indexer) add(offset int, kind Kind) {
	if len(x.nodes) == cap(x.nodes) {
		x.grow(offset)
	}
	x.nodes = append(x.nodes, node{
		offset: uint32(offset),
		next:   int32(len(x.nodes) + 1),
		parent: x.parent,
		meta:   x.place<<placeShift | uint32(kind),
	})
}

// firstChunk is how many nodes are indexed before the rest is reckoned from their density.
const firstChunk = 8192

// grow makes room for the nodes of the whole body, reckoned from those of the bytes before offset and a
// tenth more.
func (x *indexer) grow(offset int) {
	n := len(x.nodes)
	most := n + (len(x.body)-offset+1)/2 // a value takes two bytes, its comma or bracket included
	room := min(firstChunk, len(x.body)/8+16)
	if n > 0 {
		room = int(float64(n)/float64(offset)*float64(len(x.body))*1.1) + 64
		room = max(room, n+n/4)
	}
	nodes := make([]node, n, max(min(room, most), n+1))
	copy(nodes, x.nodes)
	x.nodes = nodes
}

// finish looks for what follows the outermost value.
func (x *indexer) finish(i int) (int, fault) {
	if i = skipSpace(x.body, i); i < len(x.body) {
		return i, wantEnd
	}
	return i, noFault
}

// closeAll ends the containers that a broken body left open.
func (x *indexer) closeAll() {
	for p := x.parent; p >= 0; p = x.nodes[p].parent {
		x.nodes[p].next = int32(len(x.nodes))
	}
}
