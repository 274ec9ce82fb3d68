package response

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"dowse/client/document"
	"dowse/client/find"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// text is a body as it came, its lines wrapped at the pane's width. A place is the offset of a piece and a
// row of it: a piece is a line, or a part of one that is very long. Nothing is known of what is out of
// sight, so that a body of one line of 100 MB costs no more than any other.
type text struct {
	page   *page
	kind   string // content type whose colours it has; empty: none
	width  int
	cut    bool          // long lines are cut, not wrapped
	left   int           // cells that are out of sight at the left, where they are cut
	pieces map[int]piece // those in sight and around, as they are drawn
	words  *find.Pattern // that pieces were highlighted for
}

// piece is the rows of one piece of a body.
type piece struct {
	rows [][]theme.Span
	next int // where the next piece begins
}

const (
	longestPiece = 8192 // bytes
	mostPieces   = 256  // that are remembered
	tabWidth     = 4
)

func newText(p *page, contentType string) *text {
	return &text{page: p, kind: contentType, width: 80, pieces: map[int]piece{}}
}

// setLines says how wide lines are, and whether longer ones are wrapped or cut.
func (t *text) setLines(width int, cut bool) {
	if width = max(1, width-1); width != t.width || cut != t.cut {
		t.width, t.cut, t.left = width, cut, 0
		clear(t.pieces)
	}
}

// sideways is how many cells one step to the side is.
const sideways = 8

// scroll brings into sight what is so many steps to the right, where lines are cut.
func (t *text) scroll(steps int, seen []place) {
	widest := 0
	for _, p := range seen {
		widest = max(widest, spansWidth(t.row(p)))
	}
	t.left = max(0, min(t.left+steps*sideways, widest-t.width/2))
}

// row is the spans of a row.
func (t *text) row(p place) []theme.Span {
	rows := t.piece(p.at).rows
	if p.sub >= len(rows) {
		return nil
	}
	return rows[p.sub]
}

// border is the first place from the k-th part of the body on where it may be cut: not inside a character.
func border(body []byte, k int) int {
	at := min(k*longestPiece, len(body))
	for i := 0; i < utf8.UTFMax && at > 0 && at < len(body) && !utf8.RuneStart(body[at]); i++ {
		at++
	}
	return at
}

// end gives where the piece that begins at start ends, and where the next one begins.
func (t *text) end(start int) (end, next int) {
	body := t.page.doc.Characters()
	limit := border(body, start/longestPiece+1)
	if i := bytes.IndexByte(body[start:min(len(body), limit+1)], '\n'); i >= 0 {
		end, next = start+i, start+i+1
		if end > start && body[end-1] == '\r' {
			end--
		}
		return end, next
	}
	return limit, limit
}

// begin is where the piece begins that ends before the byte at end, which is no newline of its own.
func (t *text) begin(end int) int {
	body := t.page.doc.Characters()
	k := max(0, end-1) / longestPiece
	from := border(body, k)
	if from >= end && k > 0 {
		from = border(body, k-1)
	}
	return from + bytes.LastIndexByte(body[from:end], '\n') + 1
}

// piece gives the rows of the piece that begins at start.
func (t *text) piece(start int) piece {
	if words := t.page.words; words != t.words {
		t.words = words
		clear(t.pieces)
	}
	if p, ok := t.pieces[start]; ok {
		return p
	}
	if len(t.pieces) >= mostPieces {
		clear(t.pieces)
	}
	body := t.page.doc.Characters()
	end, next := t.end(start)
	content := shownText(t.page.veil.cut(body, start, end))
	spans := t.page.highlight(theme.SpansAfter(t.kind, body[:start], content))
	p := piece{rows: [][]theme.Span{spans}, next: next}
	if !t.cut {
		p.rows = wrap(spans, t.width)
	}
	t.pieces[start] = p
	return p
}

// shownText makes text of a body fit for the screen.
func shownText(s string) string {
	return safe(strings.ReplaceAll(s, "\t", strings.Repeat(" ", tabWidth)))
}

// wrap breaks spans into rows of at most width cells; there is at least one.
func wrap(spans []theme.Span, width int) [][]theme.Span {
	lines := strings.Split(ansi.Hardwrap(theme.TextOf(spans), width, true), "\n")
	out := make([][]theme.Span, 0, len(lines))
	for _, l := range lines {
		var row []theme.Span
		for size := len(l); size > 0 && len(spans) > 0; {
			n := min(size, len(spans[0].Text))
			row = append(row, theme.Span{Role: spans[0].Role, Text: spans[0].Text[:n]})
			size -= n
			if spans[0].Text = spans[0].Text[n:]; spans[0].Text == "" {
				spans = spans[1:]
			}
		}
		out = append(out, row)
	}
	return out
}

func (t *text) first() (place, bool) { return place{}, len(t.page.doc.Characters()) > 0 }

func (t *text) last() place {
	body := t.page.doc.Characters()
	end := len(body)
	if body[end-1] == '\n' {
		end--
	}
	start := t.begin(end)
	return place{start, len(t.piece(start).rows) - 1}
}

func (t *text) next(p place) (place, bool) {
	here := t.piece(p.at)
	if p.sub+1 < len(here.rows) {
		return place{p.at, p.sub + 1}, true
	}
	return place{at: here.next}, here.next < len(t.page.doc.Characters())
}

func (t *text) previous(p place) (place, bool) {
	if p.sub > 0 {
		return place{p.at, p.sub - 1}, true
	}
	if p.at == 0 {
		return p, false
	}
	end := p.at
	if t.page.doc.Characters()[end-1] == '\n' {
		end--
	}
	start := t.begin(end)
	return place{start, len(t.piece(start).rows) - 1}, true
}

func (t *text) settle(p place) place {
	p.sub = min(p.sub, len(t.piece(p.at).rows)-1)
	return p
}

func (t *text) seek(at int) place {
	body := t.page.doc.Characters()
	at = max(0, min(at, len(body)-1))
	start := t.begin(at + 1)
	if body[at] == '\n' {
		start = t.begin(at)
	}
	text := shownText(string(body[start:at]))
	if t.cut {
		if at := frame.Width(text); at < t.left || at >= t.left+t.width {
			t.left = max(0, at-t.width/2)
		}
		return place{at: start}
	}
	before, sub := len(text), 0
	for i, row := range t.piece(start).rows {
		sub = i
		for _, span := range row {
			before -= len(span.Text)
		}
		if before < 0 {
			break
		}
	}
	return place{start, sub}
}

func (t *text) draw(p place, _ int) line {
	row := t.row(p)
	if t.left == 0 || len(row) == 0 {
		return line{left: row}
	}
	before := theme.Span{Role: theme.Muted, Text: t.page.glyphs.Ellipsis}
	return line{left: append([]theme.Span{before}, from(row, t.left+frame.Width(before.Text))...)}
}

// from is what stands in spans from a cell on.
func from(spans []theme.Span, left int) []theme.Span {
	for i, span := range spans {
		width := frame.Width(span.Text)
		if width > left {
			rest := slices.Clone(spans[i:])
			rest[0].Text = ansi.TruncateLeft(span.Text, left, "")
			return rest
		}
		left -= width
	}
	return nil
}

// where says which line a place is of, or which byte where lines were not counted.
func (t *text) where(th *theme.Theme, p place) string {
	d := t.page.doc
	if d.IsText() {
		if n := t.page.from(d.At(p.at)); n != document.None {
			return th.Paint(theme.Muted, "line ") + quantity.Number(int64(n)+1) + t.column(th) + t.problem(th)
		}
	}
	return th.Paint(theme.Muted, "byte ") + quantity.Number(int64(p.at)) + th.Paint(theme.Muted, " of "+quantity.Number(int64(len(d.Characters())))) + t.column(th)
}

// column says how far a view of cut lines was moved to the right.
func (t *text) column(th *theme.Theme) string {
	if t.left == 0 {
		return ""
	}
	return th.Paint(theme.Muted, ", from column ") + quantity.Number(int64(t.left)+1)
}

// problem says why a body that claims to be JSON is shown as text.
func (t *text) problem(th *theme.Theme) string {
	problem := t.page.doc.Problem()
	if problem == nil {
		return ""
	}
	return "  " + th.Paint(theme.Bad, safe(problem.Error()))
}
