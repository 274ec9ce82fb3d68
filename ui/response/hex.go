package response

import (
	"fmt"
	"strings"

	"dowse/client/document"
	"dowse/ui/quantity"
	"dowse/ui/theme"
)

// hex is the bytes of a body, below facts about it. A place of bytes is the offset of the first one of its row; one of
// facts has their number below 0.
type hex struct {
	page  *page
	veil  veil
	facts []string
	bytes int // in a row
}

// fullRow is how many bytes a row has where there is room; a narrow pane has half of them.
const fullRow = 16

func newHex(p *page, width int) *hex {
	h := &hex{page: p, veil: p.veil.ofBytes(p.doc)}
	kind := p.exchange.Response.Header("Content-Type")
	if kind == "" {
		kind = "no content type"
	}
	facts := safe(p.veil.text(kind)) + ", " + quantity.Size(int64(len(p.doc.Body())))
	if p.doc.Format() == document.Binary {
		facts += ", not text"
	}
	h.facts = []string{facts, ""}
	h.setWidth(width)
	return h
}

// setWidth says how many cells there are for a row.
func (h *hex) setWidth(width int) {
	h.bytes = fullRow
	if width < hexWidth(fullRow) {
		h.bytes = fullRow / 2
	}
}

// hexWidth is how many cells a row of so many bytes has.
func hexWidth(bytes int) int { return 1 + len("00000000  ") + 3*bytes + 1 + bytes }

func (h *hex) first() (place, bool) { return h.fact(0), true }

// fact is the place of a fact.
func (h *hex) fact(i int) place { return place{sub: i - len(h.facts)} }

func (h *hex) last() place {
	size := len(h.page.doc.Body())
	if size == 0 {
		return h.fact(len(h.facts) - 1)
	}
	return place{at: (size - 1) / h.bytes * h.bytes}
}

func (h *hex) next(p place) (place, bool) {
	if p.sub < 0 {
		p.sub++
		return p, p.sub < 0 || len(h.page.doc.Body()) > 0
	}
	return place{at: p.at + h.bytes}, p.at+h.bytes < len(h.page.doc.Body())
}

func (h *hex) previous(p place) (place, bool) {
	if p.sub < 0 || p.at == 0 {
		return place{sub: p.sub - 1}, p.sub > -len(h.facts)
	}
	return place{at: max(0, p.at-h.bytes)}, true
}

func (h *hex) settle(p place) place {
	if p.sub < 0 {
		return p
	}
	return place{at: p.at / h.bytes * h.bytes}
}

func (h *hex) seek(at int) place {
	return h.settle(place{at: max(0, min(at, len(h.page.doc.Body())-1))})
}

func (h *hex) draw(p place, _ int) line {
	if p.sub < 0 {
		return line{left: []theme.Span{{Text: h.facts[len(h.facts)+p.sub]}}}
	}
	body := h.page.doc.Body()
	end := min(p.at+h.bytes, len(body))
	hidden := h.veil.within(body, p.at, end)
	var digits, letters strings.Builder
	for at := p.at; at < end; at++ {
		digit, letter := fmt.Sprintf("%02x ", body[at]), "."
		if body[at] >= ' ' && body[at] <= '~' {
			letter = string(rune(body[at]))
		}
		for _, s := range hidden {
			if at >= s.start && at < s.end {
				digit, letter = "** ", "*"
			}
		}
		digits.WriteString(digit)
		letters.WriteString(letter)
	}
	return line{left: []theme.Span{
		{Role: theme.Muted, Text: fmt.Sprintf("%08x  ", p.at)},
		{Text: digits.String() + strings.Repeat(" ", 3*(h.bytes-(end-p.at))+1)},
		{Role: theme.String, Text: letters.String()},
	}}
}

// where says which byte a place is.
func (h *hex) where(th *theme.Theme, p place) string {
	if p.sub < 0 {
		return h.facts[0]
	}
	return th.Paint(theme.Muted, "byte ") + quantity.Number(int64(p.at)) + th.Paint(theme.Muted, " of "+quantity.Number(int64(len(h.page.doc.Body()))))
}
