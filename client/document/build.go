package document

import "slices"

// Hint is what is known of a body beside its bytes.
type Hint struct {
	ContentType string // RFC 9110 section 8.3; may be empty
	Format      Format // what a person says that it is; Auto: nobody says
	Size        int64  // of the whole body in bytes, to set memory aside; 0: not known
	Store       Store  // where the body lives when that is not memory; the Document keeps it
}

// Store is where a body lives that is too large for memory, and so does its index.
type Store interface {
	// Room gives size bytes that are valid as long as the Store and begin with those of have, which it gave before or
	// which are the caller's; what comes after them is zero. They are in the same place where that can be. It gives nil
	// when memory is to be taken.
	Room(have []byte, size int) ([]byte, error)
	// Release lets go of the memory that what was read and written takes.
	Release()
}

// Parse indexes a whole body. It never fails.
//
// Without a Format in the hint it is read as what its content type says. A body that claims to be JSON
// (application/json, text/json, a type that ends in +json) but breaks before any array or object is markup or lines
// instead, with a Problem that says how it starts. A type that says nothing certain (none, text/*,
// application/octet-stream, JavaScript) leaves the choice to the bytes, and then there is no Problem.
func Parse(body []byte, hint Hint) *Document {
	if hint.Size == 0 {
		hint.Size = int64(len(body))
	}
	b := NewBuilder(hint)
	if hint.Store != nil {
		// By steps, so that no more than one of them is in memory.
		for at := storeStep; at < len(body); at += storeStep {
			b.Build(body[:at], false)
			hint.Store.Release()
		}
	}
	return b.Build(body, true)
}

// storeStep is how much of a body in a Store is read at once, in bytes: its index may take eight times as many.
const storeStep = 8 << 20

// Builder indexes a body as it arrives. It is for one goroutine; the Documents that it gives are for all.
type Builder struct {
	hint    Hint
	format  Format // Auto: not chosen yet
	sure    bool   // the content type or a person says so
	index   indexer
	problem *Problem // found before anything was indexed

	looked     bool
	transcoder *transcoder // nil: the body is UTF-8
	derivation *derivation // nil: the body is indexed as it is
}

// NewBuilder begins a body.
func NewBuilder(hint Hint) *Builder {
	return &Builder{hint: hint, format: hint.Format, sure: hint.Format != Auto, index: indexer{parent: -1}}
}

// enoughToTell is how many bytes tell what a body is.
const enoughToTell = 1 << 10

// Build reads on. body is all that came so far: the same bytes as before and more. final says that nothing
// more comes. The Document stays valid and does not change when Build is called again.
func (b *Builder) Build(body []byte, final bool) *Document {
	if !b.looked && !b.look(body, final) {
		d := &Document{bytes: body, format: Text}
		if b.format != Auto {
			d = b.build(body[:0], false)
		}
		d.body, d.store = body, b.hint.Store
		return d
	}
	text := body
	if b.transcoder != nil {
		text = b.transcoder.advance(body, final)
	}
	d := b.build(text, final)
	if format, problem := b.instead(d, final); format != d.format {
		b.format, b.problem, b.index = format, problem, indexer{parent: -1}
		d = b.build(text, final)
	}
	if b.transcoder != nil && len(body) > maxDerived && d.problem == nil {
		d.problem = &Problem{Offset: maxDerived, Line: 1, Column: maxDerived + 1, Message: "only the first 256 MiB are turned into UTF-8; the hex view has the rest"}
	}
	d.body, d.text, d.final, d.store = body, text, final, b.hint.Store
	return d
}

// look chooses how the body is read, as soon as enough of it is here to tell.
func (b *Builder) look(body []byte, final bool) bool {
	format, sure := b.format, b.sure
	if format == Auto {
		format, sure = guess(body, b.hint.ContentType)
	}
	// What is followed as it comes, and JSON, is told by its first characters.
	enough := enoughToTell
	if sure && (format == JSON || format.Streams()) {
		enough = len(wideSample{})
	}
	if !final && len(body) < enough {
		return false
	}
	b.looked, b.format, b.sure = true, format, sure
	if format != Binary {
		b.transcoder = newTranscoder(body, b.hint.ContentType, format)
	}
	return true
}

// build reads on in the format that is chosen.
func (b *Builder) build(body []byte, final bool) *Document {
	x := &b.index
	x.store, x.size = b.hint.Store, int(b.hint.Size)
	d := &Document{format: b.format}
	if b.format.derived() {
		return b.derive(d, body, final)
	}
	switch b.format {
	case Binary:
		d.bytes = body
	case JSON, NDJSON, Sequence:
		x.lines = d.virtual()
		x.read(d, body, final)
	case XML, HTML:
		x.readMarkup(d, body, final)
	default:
		x.readLines(d, body)
	}
	if d.problem == nil {
		d.problem = b.problem
	}
	return d
}

// derive indexes the JSON that a body stands for.
func (b *Builder) derive(d *Document, body []byte, final bool) *Document {
	if b.derivation == nil {
		b.derivation = &derivation{converter: newConverter(b.format, b.hint.ContentType)}
	}
	text, problem := b.derivation.advance(b.format, body, final)
	b.index.size = 0 // that of the body says little
	b.index.read(d, text, final)
	d.problem = problem
	return d
}

// instead is the format to read a body in that turns out to be no JSON, and what to say of that; else the one
// that it has.
func (b *Builder) instead(d *Document, final bool) (Format, *Problem) {
	if d.format != JSON || d.problem == nil {
		return d.format, nil
	}
	switch {
	case b.hint.Format == JSON, !final && len(d.bytes) < enoughToTell:
	case d.continues():
		return NDJSON, nil
	case b.sure && (d.Len() == 0 || d.Kind(0) < Array) && hasText(d.bytes):
		p := *d.problem
		p.Offset = skipSpace(d.bytes, skipMark(d.bytes))
		p.Line, p.Column = position(d.bytes, p.Offset, nil)
		p.Message = "not JSON: it starts with " + opening(d.bytes[p.Offset:])
		if LooksBinary(d.bytes) {
			return Binary, &p
		}
		return markupOf(d.bytes), &p
	case !b.sure && !d.plausible():
		return Text, nil
	}
	return JSON, nil
}

// plausible tells whether broken JSON that did not claim to be JSON is better read as such. It is when
// the break is inside the outermost value and something was understood before: "[INFO] started" and
// "[10:32:11] GET /" are text.
func (d *Document) plausible() bool {
	if d.Len() == 0 {
		return d.end == len(d.bytes)
	}
	_, closed := d.valueEnd(0)
	return !closed && (d.Len() > 2 || d.Len() == 2 && d.Kind(0) == Object || d.end == len(d.bytes))
}

// continues tells whether the body goes on with another array or object on a line of its own.
func (d *Document) continues() bool {
	if d.Len() == 0 || d.Kind(0) < Array || d.end >= len(d.bytes) || d.bytes[d.end] != '{' && d.bytes[d.end] != '[' {
		return false
	}
	end, closed := d.valueEnd(0)
	if slices.Contains(d.bytes[min(end, d.end):d.end], '\n') {
		return closed
	}
	return false
}
