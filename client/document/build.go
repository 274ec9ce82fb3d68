package document

// Hint is what is known of a body beside its bytes.
type Hint struct {
	ContentType string // RFC 9110 section 8.3; may be empty
	Format      Format // what a person says that it is; Auto: nobody says
	Size        int64  // of the whole body in bytes, to set memory aside; 0: not known
	Store       Store  // where the body lives when that is not memory; the Document keeps it
}

// Store is where a body lives that is too large for memory, and so does its index.
type Store interface {
	// Room gives size bytes more, all zero, that are valid as long as the Store; nil when memory is to be taken.
	Room(size int) ([]byte, error)
	// Release lets go of the memory that what was read and written takes.
	Release()
}

// Parse indexes a whole body. It never fails.
//
// Without a Format in the hint it is read as what its content type says. A body that claims to be JSON
// (application/json, text/json, a type that ends in +json) but breaks before any array or object is lines
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

// storeStep is how much of a body in a Store is read at once, in bytes.
const storeStep = 32 << 20

// Builder indexes a body as it arrives. It is for one goroutine; the Documents that it gives are for all.
type Builder struct {
	hint    Hint
	format  Format // Auto: not chosen yet
	sure    bool   // the content type or a person says so
	index   indexer
	problem *Problem // found before anything was indexed
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
	if b.format == Auto {
		if !final && len(body) < enoughToTell {
			return &Document{body: body, bytes: body, format: Text, store: b.hint.Store}
		}
		b.format, b.sure = guess(body, b.hint.ContentType)
	}
	d := b.build(body, final)
	if format, problem := b.instead(d); format != d.format {
		b.format, b.problem, b.index = format, problem, indexer{parent: -1}
		d = b.build(body, final)
	}
	d.body, d.final, d.store = body, final, b.hint.Store
	return d
}

// build reads on in the format that is chosen.
func (b *Builder) build(body []byte, final bool) *Document {
	x := &b.index
	x.store, x.size = b.hint.Store, int(b.hint.Size)
	d := &Document{format: b.format}
	switch b.format {
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

// instead is the format to read a body in that turns out to be no JSON, and what to say of that; else the one
// that it has.
func (b *Builder) instead(d *Document) (Format, *Problem) {
	if d.format != JSON || d.problem == nil {
		return d.format, nil
	}
	switch {
	case b.hint.Format == JSON:
	case d.continues():
		return NDJSON, nil
	case b.sure && (d.Len() == 0 || d.Kind(0) < Array) && hasText(d.bytes):
		p := *d.problem
		p.Offset = skipSpace(d.bytes, skipMark(d.bytes))
		p.Line, p.Column = position(d.bytes, p.Offset)
		p.Message = "not JSON: it starts with " + opening(d.bytes[p.Offset:])
		return Text, &p
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
	for _, c := range d.bytes[min(end, d.end):d.end] {
		if c == '\n' {
			return closed
		}
	}
	return false
}
