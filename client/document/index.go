package document

// ParseJSON indexes a body as JSON (RFC 8259), whatever it looks like. A body that breaks keeps the nodes
// up to the break and has a Problem; so has one that is empty, goes on after its value, or nests deeper
// than 10,000 levels. A byte order mark is skipped. Bytes that are not UTF-8 are no problem inside a
// string, where they decode to U+FFFD. A body of 512 MiB or more is indexed as lines, with a Problem.
func ParseJSON(body []byte) *Document {
	if len(body) > maxJSON {
		d := ParseText(body)
		d.problem = &Problem{Line: 1, Column: 1, Message: "JSON of 512 MiB or more is not indexed; it is read as lines"}
		return d
	}
	x := indexer{body: body, parent: -1}
	at, f := x.run(skipSpace(body, skipMark(body)))
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
	parent int32  // the innermost open container; -1: none
	object bool   // it is an object
	place  uint32 // of the next value
	depth  int
}

// run indexes from byte i, which is not blank. It returns where it stopped, and why when that is not the end of the body.
// What nearly every value passes through is written out here, because calls would cost a third more.
func (x *indexer) run(i int) (at int, f fault) {
	b := x.body
	for i < len(b) {
		start, kind := i, kindOf[b[i]]
		i++
		switch kind {
		case String:
			if i = plainEnd(b, i); i >= len(b) || b[i] != '"' {
				i = stringRest(b, i)
			}
			i++
		case Number:
			i = numberEnd(b, start)
		case Null, Bool, noKind:
			i = literalEnd(b, start)
		}
		if i <= 0 {
			return valueFault(b, start, kind)
		}
		n := len(x.nodes)
		if n == cap(x.nodes) {
			x.grow(start)
		}
		x.nodes = x.nodes[:n+1]
		x.nodes[n] = node{uint32(start), int32(n + 1), x.parent, x.place<<placeShift | uint32(kind)}
		x.place++ // right for an element; a member sets it
		if i < len(b) && b[i] <= ' ' {
			i = skipSpace(b, i)
		}
		if kind >= Array {
			i, f = x.open(i, kind)
		} else if i >= len(b) || b[i] != ',' || x.parent < 0 {
			i, f = x.after(i)
		} else if i++; i < len(b) && b[i] <= ' ' {
			i = skipSpace(b, i)
		}
		if f != noFault || x.parent < 0 {
			return i, f
		}
		if !x.object {
			continue
		}
		name := i
		if i < len(b) && b[i] == '"' {
			i = plainEnd(b, i+1)
		}
		if i+2 < len(b) && b[i] == '"' && b[i+1] == ':' {
			if i += 2; b[i] == ' ' {
				i++
			}
		} else if i, f = nameEnd(b, name); f != noFault {
			return i, f
		}
		if i < len(b) && b[i] <= ' ' {
			i = skipSpace(b, i)
		}
		x.place = uint32(i - name)
	}
	return i, wantValue
}

// nameEnd returns the byte after the colon of the name at byte i, however it is written.
func nameEnd(b []byte, i int) (int, fault) {
	if i >= len(b) || b[i] != '"' {
		return i, wantName
	}
	end := stringEnd(b, i+1)
	if end < 0 {
		return stringFault(b, i+1)
	}
	colon := skipSpace(b, end+1)
	if colon >= len(b) || b[colon] != ':' {
		return colon, wantColon
	}
	return colon + 1, noFault
}

// open begins the content of the container added last. The content begins at byte i; an empty one ends
// there.
func (x *indexer) open(i int, kind Kind) (int, fault) {
	if x.depth == maxDepth {
		last := len(x.nodes) - 1
		at := int(x.nodes[last].offset)
		x.nodes = x.nodes[:last]
		return at, tooDeep
	}
	x.parent, x.place, x.object = int32(len(x.nodes)-1), 0, kind == Object
	x.depth++
	if i < len(x.body) && (x.body[i] == ']' || x.body[i] == '}') {
		return x.after(i)
	}
	return i, noFault
}

// after closes containers from the end of a value on, up to the start of the next value or member, or to
// the end of the body when the outermost one was closed.
func (x *indexer) after(i int) (int, fault) {
	b := x.body
	for x.parent >= 0 {
		i = skipSpace(b, i)
		if i < len(b) && b[i] == ',' {
			return skipSpace(b, i+1), noFault
		}
		closing := byte(']')
		if x.object {
			closing = '}'
		}
		if i >= len(b) || b[i] != closing {
			return i, wantMore(x.object)
		}
		p := &x.nodes[x.parent]
		p.next = int32(len(x.nodes))
		x.parent, x.place = p.parent, p.meta>>placeShift+1
		x.object = x.parent >= 0 && Kind(x.nodes[x.parent].meta&kindMask) == Object
		x.depth--
		i++
	}
	if i = skipSpace(b, i); i < len(b) {
		return i, wantEnd
	}
	return i, noFault
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

// closeAll ends the containers that a broken body left open.
func (x *indexer) closeAll() {
	for p := x.parent; p >= 0; p = x.nodes[p].parent {
		x.nodes[p].next = int32(len(x.nodes))
	}
}
