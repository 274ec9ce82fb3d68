package response

import (
	"fmt"
	"strings"

	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// hex is the bytes of a body, below facts about it and, where it is an image, a picture. A place of bytes is the offset
// of the first one of its row; what is above is numbered from aboveAll on.
type hex struct {
	page  *page
	veil  veil
	theme *theme.Theme
	above []line
	facts int // how many of the lines above are facts: the picture comes after them
	bytes int // in a row
	size  [2]int
}

// fullRow is how many bytes a row has where there is room; a narrow pane has half of them.
const fullRow = 16

func newHex(p *page, t *theme.Theme) *hex {
	h := &hex{page: p, theme: t, veil: p.veil.ofBytes(p.doc), bytes: fullRow}
	for _, fact := range p.facts() {
		h.above = append(h.above, line{left: []theme.Span{{Role: theme.Muted, Text: fact.name}, {Role: fact.role, Text: fact.text}}})
	}
	h.facts = len(h.above)
	return h
}

// setSize says how much room there is: for so many bytes in a row, and for the picture.
func (h *hex) setSize(width, height int) {
	if h.size == [2]int{width, height} {
		return
	}
	h.size = [2]int{width, height}
	h.bytes = fullRow
	if width < hexWidth(fullRow) {
		h.bytes = fullRow / 2
	}
	h.above = h.above[:h.facts]
	if i := h.page.inspection; i != nil && i.picture != nil {
		h.above = append(h.above, line{})
		for _, row := range i.picture.Tiles(width-2, max(height-h.facts-1, leastPicture)) {
			h.above = append(h.above, line{art: h.theme.Mosaic(row)})
		}
	}
	h.above = append(h.above, line{})
}

// aboveAll is the number of the first row above the bytes: all of them are below 0.
const aboveAll = -1 << 20

// leastPicture is how many rows a picture may have in a pane that has fewer.
const leastPicture = 8

// hexWidth is how many cells a row of so many bytes has.
func hexWidth(bytes int) int { return 1 + len("00000000  ") + 3*bytes + 1 + bytes }

func (h *hex) first() (place, bool) { return place{sub: aboveAll}, true }

func (h *hex) last() place {
	size := len(h.page.doc.Body())
	if size == 0 {
		return h.lastAbove()
	}
	return place{at: (size - 1) / h.bytes * h.bytes}
}

// lastAbove is the row above the bytes.
func (h *hex) lastAbove() place { return place{sub: aboveAll + len(h.above) - 1} }

func (h *hex) next(p place) (place, bool) {
	some := len(h.page.doc.Body()) > 0
	switch {
	case p.sub < 0 && p != h.lastAbove():
		return place{sub: p.sub + 1}, true
	case p.sub < 0:
		return place{}, some
	}
	return place{at: p.at + h.bytes}, p.at+h.bytes < len(h.page.doc.Body())
}

func (h *hex) previous(p place) (place, bool) {
	switch {
	case p.sub < 0:
		return place{sub: p.sub - 1}, p.sub > aboveAll
	case p.at == 0:
		return h.lastAbove(), true
	}
	return place{at: max(0, p.at-h.bytes)}, true
}

func (h *hex) settle(p place) place {
	if p.sub < 0 {
		return place{sub: min(p.sub, h.lastAbove().sub)}
	}
	return place{at: p.at / h.bytes * h.bytes}
}

func (h *hex) seek(at int) place {
	return h.settle(place{at: max(0, min(at, len(h.page.doc.Body())-1))})
}

func (h *hex) draw(p place, _ int) line {
	if p.sub < 0 {
		return h.above[min(p.sub-aboveAll, len(h.above)-1)]
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
			if at >= s.Start && at < s.End {
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
		return strings.TrimSpace(theme.TextOf(h.above[min(p.sub-aboveAll, len(h.above)-1)].left))
	}
	return th.Paint(theme.Muted, "byte ") + quantity.Number(int64(p.at)) + th.Paint(theme.Muted, " of "+quantity.Number(int64(len(h.page.doc.Body()))))
}
