package document

import (
	"slices"
	"unicode/utf8"
	"unsafe"
)

// ParseJSON indexes a body as JSON (RFC 8259), whatever it looks like. A body that breaks keeps the nodes
// up to the break and has a Problem; so has one that is empty, goes on after its value, nests deeper than
// 10,000 levels, or is 4 GiB long or more. A byte order mark is skipped. Bytes that are not UTF-8 are no
// problem inside a string, where they decode to U+FFFD.
func ParseJSON(body []byte) *Document { return Parse(body, Hint{Format: JSON}) }

// skipMark returns where the text starts: after a byte order mark, which RFC 8259 section 8.1 lets a parser
// ignore.
func skipMark(body []byte) int {
	if len(body) >= 3 && body[0] == 0xEF && body[1] == 0xBB && body[2] == 0xBF {
		return 3
	}
	return 0
}

// indexer is the state of one pass, which may stop wherever the body ends for now. The open containers need
// no stack: each node knows its parent.
type indexer struct {
	body   []byte
	nodes  []node
	parent int32  // the innermost open container; -1: none
	object bool   // it is an object
	place  uint32 // of the next value
	outer  int32  // what holds the outermost values: -1, or the array that stands nowhere
	depth  int
	lines  bool // the values are items of an array that stands in the body nowhere
	final  bool // nothing more comes

	at      int // where to go on
	stage   stage
	wait    int      // how long the body has to be before going on makes sense
	problem *Problem // that the pass met; but for lines it is the end of it
	store   Store
	size    int // of the whole body, where that is known
	markup  markup
}

// stage is what the index expects where it goes on.
type stage uint8

const (
	atStart stage = iota
	atValue
	atContent // of a container: a value, a name, or its end
	atName
	atEnd // of a value: a comma, or the end of what holds it
)

// read indexes what came since the last time, and puts what there is now into d.
func (x *indexer) read(d *Document, body []byte, final bool) {
	x.body, x.final = body[:min(len(body), maxIndexed)], final
	broken := x.problem != nil && !x.lines
	if !broken && (final || len(x.body) >= x.wait) {
		x.advance()
		if len(body) > maxIndexed && x.problem == nil {
			x.problem = &Problem{Offset: x.at, Line: 1, Column: x.at + 1, Message: "the body goes on, but no more than 4 GiB of it is indexed"}
		}
	}
	d.bytes, d.problem, d.nodes = body, x.problem, slices.Clip(x.nodes)
	if d.end = x.at; final && x.problem == nil {
		d.end = len(x.body)
	}
	switch {
	case x.lines && !final:
		// What is inside of the last value may yet turn out to be no JSON.
		d.nodes = d.nodes[:x.topLevel()]
		if len(d.nodes) > 0 {
			d.open = []int32{0}
		}
	case final:
		x.closeAll()
	default:
		for p := x.parent; p >= 0; p = x.nodes[p].parent {
			d.open = append(d.open, p)
		}
		for i, j := 0, len(d.open)-1; i < j; i, j = i+1, j-1 {
			d.open[i], d.open[j] = d.open[j], d.open[i]
		}
	}
}

// topLevel is the number of the node of the last line that has not ended, or the number of all nodes.
func (x *indexer) topLevel() int32 {
	n := x.parent
	if n <= 0 {
		return int32(len(x.nodes))
	}
	for x.nodes[n].parent > 0 {
		n = x.nodes[n].parent
	}
	return n
}

// advance goes on until the body ends for now or breaks.
func (x *indexer) advance() {
	for {
		at, f := x.resume()
		switch {
		case f == noFault:
			x.at, x.stage = at, atEnd
			return
		case !utf8.FullRune(x.body[at:]) && !x.final:
			// A token that is not whole yet is read again from its beginning: not before there is twice as much of it.
			x.wait = len(x.body) + max(1, len(x.body)-x.at)
			return
		case !x.lines:
			x.at, x.problem = at, x.describe(x.body, at, f)
			return
		case at == len(x.body) && x.parent == 0 && x.stage == atValue && x.at == at:
			return
		case !x.skipLine(at, f):
			return
		}
	}
}

// skipLine takes the line that is no JSON for a line of text, and goes on after it. It fails where that does
// not end yet.
func (x *indexer) skipLine(at int, f fault) bool {
	start := x.at
	if n := x.topLevel(); int(n) < len(x.nodes) {
		start = int(x.nodes[n].offset)
		x.place = x.nodes[n].meta >> placeShift
		x.nodes = x.nodes[:n]
	}
	x.parent, x.object, x.depth, x.stage, x.at = 0, false, 1, atValue, start
	end := lineBreak(x.body, start)
	if end == len(x.body) && !x.final {
		x.wait = end + max(1, end-start)
		return false
	}
	if x.problem == nil {
		x.problem = x.describe(x.body, at, f)
	}
	x.add(start, Line)
	x.at = min(end+1, len(x.body))
	return true
}

// resume goes on at the stage where the pass stopped. It returns where it stopped again, and why.
func (x *indexer) resume() (at int, f fault) {
	if x.stage == atStart {
		if len(x.body) < 3 && !x.final {
			return len(x.body), wantValue
		}
		x.begin()
	}
	i := skipSpace(x.body, x.at)
	switch x.stage {
	case atValue:
		if x.lines && x.parent == 0 {
			i = skipSeparators(x.body, i)
		}
		if x.object {
			x.place += uint32(i - x.at)
		}
		x.at = i
		return x.run(i)
	case atContent:
		i, f = x.content(i)
	case atEnd:
		i, f = x.after(i)
	}
	if f != noFault || x.parent < 0 {
		return i, f
	}
	if x.object {
		if i, f = x.name(i); f != noFault {
			return i, f
		}
	}
	x.at, x.stage = i, atValue
	return x.run(i)
}

// begin goes to the first value.
func (x *indexer) begin() {
	x.parent, x.outer, x.stage, x.at = -1, -1, atValue, skipMark(x.body)
	if x.lines {
		x.add(0, Array)
		x.parent, x.outer, x.place, x.depth = 0, 0, 0, 1
	}
}

// stop keeps where to go on.
func (x *indexer) stop(s stage, at int) { x.stage, x.at = s, at }

// add adds a value that begins at byte start.
func (x *indexer) add(start int, kind Kind) {
	n := len(x.nodes)
	if n == cap(x.nodes) {
		x.grow(start)
	}
	x.nodes = x.nodes[:n+1]
	x.nodes[n] = node{uint32(start), int32(n + 1), x.parent, x.place<<placeShift | uint32(kind)}
	x.place++
}

// run indexes from the value at byte i on, which is not blank. It returns where it stopped, and why when that is
// not the end of the body. What nearly every value passes through is written out here, because calls would cost a
// third more.
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
			if i = numberEnd(b, start); i == len(b) && !x.final {
				x.stop(atValue, start)
				return i, wantDigit // another one may come
			}
		case Null, Bool, noKind:
			i = literalEnd(b, start)
		}
		if i <= 0 {
			x.stop(atValue, start)
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
			i, f = x.enter(i, kind)
		} else if i >= len(b) || b[i] != ',' || x.parent == x.outer {
			i, f = x.after(i)
		} else if i++; i < len(b) && b[i] <= ' ' {
			i = skipSpace(b, i)
		}
		if f != noFault || x.parent < 0 {
			return i, f
		}
		if !x.object {
			if x.place > maxPlace {
				x.stop(atValue, i)
				return i, tooMany
			}
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
			if i < len(b) && b[i] <= ' ' {
				i = skipSpace(b, i)
			}
			x.place = uint32(i - name)
		} else if i, f = x.name(name); f != noFault {
			return i, f
		}
	}
	x.stop(atValue, i)
	return i, wantValue
}

// name reads the name of a member that begins at byte i, however it is written, up to its value.
func (x *indexer) name(i int) (int, fault) {
	end, f := nameEnd(x.body, i)
	if f != noFault {
		x.stop(atName, i)
		return end, f
	}
	if end = skipSpace(x.body, end); end-i > maxPlace {
		x.stop(atName, i)
		return i, tooLong
	}
	x.place = uint32(end - i)
	return end, noFault
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

// enter begins the content of the container added last. The content begins at byte i; an empty one ends
// there.
func (x *indexer) enter(i int, kind Kind) (int, fault) {
	if x.depth == maxDepth {
		last := len(x.nodes) - 1
		at := int(x.nodes[last].offset)
		x.nodes = x.nodes[:last]
		x.stop(atValue, at)
		return at, tooDeep
	}
	x.parent, x.place, x.object = int32(len(x.nodes)-1), 0, kind == Object
	x.depth++
	return x.content(i)
}

// content goes to the first value or name of the innermost container, which begins at byte i, or past its end.
func (x *indexer) content(i int) (int, fault) {
	if i >= len(x.body) {
		x.stop(atContent, i)
		if x.object {
			return i, wantName
		}
		return i, wantValue
	}
	if x.body[i] == ']' || x.body[i] == '}' {
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
		if x.lines && x.parent == 0 {
			return skipSeparators(b, i), noFault
		}
		if i < len(b) && b[i] == ',' {
			return skipSpace(b, i+1), noFault
		}
		closing := byte(']')
		if x.object {
			closing = '}'
		}
		if i >= len(b) || b[i] != closing {
			x.stop(atEnd, i)
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
		x.stop(atEnd, i)
		return i, wantEnd
	}
	return i, noFault
}

// skipSeparators returns the first byte from i on that is neither blank nor the record separator of RFC 7464.
func skipSeparators(b []byte, i int) int {
	for i < len(b) && b[i] == recordSeparator {
		i = skipSpace(b, i+1)
	}
	return i
}

const recordSeparator = 0x1e

// firstChunk is how many nodes are indexed before the rest is reckoned from their density.
const firstChunk = 8192

// grow makes room for the nodes of the whole body, reckoned from those of the bytes before offset and a
// tenth more.
func (x *indexer) grow(offset int) {
	n := len(x.nodes)
	size := max(len(x.body), x.size)
	most := n + (size-offset+1)/2 + 1 // a value takes two bytes, its comma or bracket included
	room := min(firstChunk, size/8+16)
	if n > 0 {
		room = int(float64(n)/float64(max(offset, 1))*float64(size)*1.1) + 64
		room = max(room, n+n/4)
	}
	x.room(max(min(room, most, maxNodes), n+1))
}

// room makes room for count nodes: of the store, where there is one that has some.
func (x *indexer) room(count int) {
	n := len(x.nodes)
	if x.store != nil {
		have := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x.nodes))), n*nodeSize)
		if room, err := x.store.Room(have, count*nodeSize); err == nil && room != nil {
			x.nodes = unsafe.Slice((*node)(unsafe.Pointer(unsafe.SliceData(room))), count)[:n]
			return
		}
	}
	nodes := make([]node, n, count)
	copy(nodes, x.nodes)
	x.nodes = nodes
}

// closeAll ends the containers that a broken body left open.
func (x *indexer) closeAll() {
	for p := x.parent; p >= 0; p = x.nodes[p].parent {
		x.nodes[p].next = int32(len(x.nodes))
	}
}
