package yamledit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrUnsafe is returned when no edit of the bytes reads back as what was wanted.
var ErrUnsafe = errors.New("the edited file would not read back as what was to be saved")

// edit replaces the bytes from start to end by text.
type edit struct {
	start, end int
	text       string
}

// Bytes gives the file as it is, or is to be.
func (d *Document) Bytes() []byte { return d.source }

// Update gives the document that reads as want, a tree made of this document's nodes and new ones, and
// differs from this one in as few bytes as possible. Nothing wanted gives the document itself. The
// result has been parsed again and compared; on a difference the error is ErrUnsafe.
func (d *Document) Update(want *Node) (*Document, error) {
	if Equal(d.Root, want) {
		return d, nil
	}
	if d.located != nil {
		return nil, d.located
	}
	var reason error
	for _, depth := range []int{maxDepth, 1} {
		e := &editor{document: d}
		e.value(d.Root, want, -step, false, depth)
		out, err := reread(e.apply(), want)
		if err == nil {
			return out, nil
		}
		reason = err
	}
	return nil, fmt.Errorf("%w: %w", ErrUnsafe, reason)
}

// maxDepth is more than any file has.
const maxDepth = 1000

// New gives the document of a new file that holds root, a mapping.
func New(root *Node) (*Document, error) {
	d, err := reread(render(root), root)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnsafe, err)
	}
	return d, nil
}

// reread parses what was written and compares it with what was wanted.
func reread(out []byte, want *Node) (*Document, error) {
	d, faults := Parse(out)
	if len(faults) > 0 {
		return nil, fmt.Errorf("line %d: %s", faults[0].Line, faults[0].Message)
	}
	if !Equal(d.Root, want) {
		return nil, errors.New("a value differs")
	}
	return d, nil
}

// editor collects the edits that turn a document into what is wanted.
type editor struct {
	document *Document
	edits    []edit
}

func (e *editor) add(start, end int, text string) {
	e.edits = append(e.edits, edit{start, end, text})
}

// apply gives the bytes with all edits made.
func (e *editor) apply() []byte {
	slices.SortStableFunc(e.edits, func(a, b edit) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return a.end - b.end // insertions before replacements
	})
	var out bytes.Buffer
	at := 0
	for _, c := range e.edits {
		if c.start < at {
			continue // overlapping edits; the comparison afterwards finds out
		}
		out.Write(e.document.source[at:c.start])
		out.WriteString(strings.ReplaceAll(c.text, "\n", e.document.eol))
		at = c.end
	}
	out.Write(e.document.source[at:])
	return out.Bytes()
}

// value changes have, which stands in a block at column indent, to want.
func (e *editor) value(have, want *Node, indent int, flow bool, depth int) {
	switch {
	case Equal(have, want) && !(depth == 0 && e.keepsBreaks(have)):
	case have.Kind != want.Kind || depth == 0:
		e.replace(have, want, indent, flow)
	case have.Kind == Scalar:
		e.scalar(have, want, indent, flow)
	case have.Kind == Mapping:
		e.mapping(have, want, indent, flow, depth)
	default:
		e.sequence(have, want, indent, flow, depth)
	}
}

// keepsBreaks reports whether n has a |+ or >+ block: its value changes with the blank lines behind it.
func (e *editor) keepsBreaks(n *Node) bool {
	if n.Style == Block {
		return strings.Contains(string(e.document.source[n.start:min(n.start+3, n.end)]), "+")
	}
	return slices.ContainsFunc(n.Items, e.keepsBreaks) ||
		slices.ContainsFunc(n.Entries, func(c Entry) bool { return e.keepsBreaks(c.Value) })
}

// scalar changes the text and keeps the quotes, or the block, that are there.
func (e *editor) scalar(have, want *Node, indent int, flow bool) {
	source := e.document.source
	if have.start == have.end {
		e.replace(have, want, indent, flow)
		return
	}
	if !flow && want.Style != Plain && blockSafe(want.Text) {
		if have.Style == Block && source[have.start] == '|' {
			e.block(have, want, indent)
			return
		}
		e.replace(have, want, indent, flow)
		return
	}
	if have.Style == Block {
		e.replace(have, want, indent, flow)
		return
	}
	quote := byte(0)
	if have.Style == Quoted {
		quote = source[have.start]
	}
	e.add(have.start, have.end, inline(want, flow, quote))
}

// block changes the lines of a | block that differ, at the indentation that is there.
func (e *editor) block(have, want *Node, indent int) {
	source := e.document.source
	headEnd := lineEndAt(source, have.start)
	header := string(source[have.start:headEnd])
	width := max(indent, 0) + step
	for line := range strings.SplitSeq(string(source[headEnd:have.end]), "\n") {
		if trimmed := strings.TrimLeft(line, " "); strings.TrimRight(trimmed, "\r") != "" {
			width = len(line) - len(trimmed)
			break
		}
	}
	if i := strings.IndexAny(header, "123456789"); i > 0 && i < 3 {
		width = max(indent, 0) + int(header[i]-'0')
	}
	wanted, lines := block(want.Text, indent, width)
	marks, comment := header, ""
	if i := strings.IndexAny(header, " \t"); i > 0 {
		marks, comment = header[:i], header[i:]
	}
	if marks != wanted && !(marks == "|+" && wanted == "|") {
		marks = wanted
	}
	if marks+comment != header {
		e.add(have.start, headEnd, marks+comment)
	}
	e.add(headEnd, have.end, lines)
}

// replace writes want anew in the place of have.
func (e *editor) replace(have, want *Node, indent int, flow bool) {
	source := e.document.source
	if flow {
		text := flowText(want)
		if have.start == have.lead && (have.start == 0 || !strings.ContainsRune(" {[", rune(source[have.start-1]))) {
			text = " " + text
		}
		e.add(have.start, have.end, text)
		return
	}
	isItem := have.lead > 0 && source[have.lead-1] == '-'
	text := valueText(want, indent)
	if isItem {
		text = itemText(want, indent)
	}
	head, tail, _ := strings.Cut(text, "\n")
	if strings.Contains(text, "\n") {
		tail = "\n" + tail
	}
	comment := ""
	if headStop := lineEndAt(source, have.lead); headStop < have.start || have.Style == Block {
		rest := string(source[have.lead:headStop])
		if i := strings.Index(rest, " #"); i >= 0 {
			comment = strings.TrimRight(rest[i:], " \t")
		}
	}
	end := have.end
	if tail != "" {
		// What is behind the old value, blanks or a comment, would end up inside the new one.
		stop := lineEndAt(source, end)
		comment += strings.TrimRight(string(source[end:stop]), " \t")
		end = stop
	}
	e.add(have.lead, end, head+comment+tail)
}
