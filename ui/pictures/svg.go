//go:build unix

package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"dowse/ui/terminal/screentest"
)

// The measures of a picture, in pixels. A letter of most monospaced fonts is 0.6 of its size wide.
const (
	fontSize   = 14.0
	cellWidth  = 8.4
	cellHeight = 18.0
	baseline   = 13.5 // of the text, below the top of its row
	margin     = 12.0
	titleBar   = 30.0
)

const fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"

// drawing writes one picture.
type drawing struct {
	frame  screentest.Frame
	out    strings.Builder
	colour palette
}

// writeSVG writes a frame as a window with a title. The same frame gives the same bytes.
func writeSVG(w io.Writer, f screentest.Frame, title string) error {
	d := &drawing{frame: f, colour: dark}
	width, height := float64(f.Width)*cellWidth+2*margin, float64(f.Height)*cellHeight+titleBar+margin
	d.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %s">`+"\n", px(width), px(height))
	d.printf("<title>%s</title>\n", escaped(title))
	d.window(width, height, title)
	d.printf(`<g font-family="%s" font-size="%s" fill="%s" xml:space="preserve" transform="translate(%s %s)">`+"\n",
		escaped(fonts), px(fontSize), d.colour.foreground, px(margin), px(titleBar))
	for y := range f.Height {
		d.row(y)
	}
	d.printf("</g>\n</svg>\n")
	_, err := io.WriteString(w, d.out.String())
	return err
}

// window draws what is around the screen.
func (d *drawing) window(width, height float64, title string) {
	d.printf(`<rect x="0.5" y="0.5" width="%s" height="%s" rx="8" fill="%s" stroke="%s"/>`+"\n",
		px(width-1), px(height-1), d.colour.background, d.colour.frame)
	for i, c := range d.colour.buttons {
		d.printf(`<circle cx="%s" cy="15" r="5" fill="%s"/>`, px(18+float64(i)*18), c)
	}
	d.printf("\n"+`<text x="%s" y="19" text-anchor="middle" font-family="%s" font-size="12" fill="%s">%s</text>`+"\n",
		px(width/2), escaped(fonts), d.colour.title, escaped(title))
}

// span is what stands side by side in a row and looks the same.
type span struct {
	x, width int // in cells
	text     string
	look     look
}

// look is a style with the colours that it comes to.
type look struct {
	foreground, background string
	screentest.Style
}

func (d *drawing) look(x, y int) look {
	c := d.frame.Cell(x, y)
	l := look{d.colour.of(c.Style.Foreground, d.colour.foreground), d.colour.of(c.Style.Background, d.colour.background), c.Style}
	if c.Style.Reverse {
		l.foreground, l.background = l.background, l.foreground
	}
	if at := d.frame.Cursor; at.Visible && at.X == x && at.Y == y {
		l.foreground, l.background = d.colour.background, d.colour.foreground
	}
	// What has become a colour must not keep two spans apart.
	l.Style.Foreground, l.Style.Background, l.Style.Reverse = "", "", false
	return l
}

// row draws the backgrounds of a row first, for text may be wider than its cells.
func (d *drawing) row(y int) {
	spans := d.spans(y)
	top := float64(y) * cellHeight
	for i := 0; i < len(spans); i++ {
		x, width, fill := spans[i].x, spans[i].width, spans[i].look.background
		for i+1 < len(spans) && spans[i+1].look.background == fill {
			i++
			width += spans[i].width
		}
		if fill != d.colour.background {
			d.printf(`<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`+"\n",
				px(float64(x)*cellWidth), px(top), px(float64(width)*cellWidth), px(cellHeight), fill)
		}
	}
	for _, r := range spans {
		d.text(r, top)
	}
}

// spans cuts a row where its look changes, around glyphs that are drawn, and around characters whose width
// a font may see in another way.
func (d *drawing) spans(y int) []span {
	var spans []span
	for x := 0; x < d.frame.Width; {
		c, l := d.frame.Cell(x, y), d.look(x, y)
		width := max(1, c.Width)
		last := len(spans) - 1
		if last >= 0 && spans[last].look == l && joins(spans[last].text, c.Text) {
			spans[last].text += c.Text
			spans[last].width += width
		} else {
			spans = append(spans, span{x, width, c.Text, l})
		}
		x += width
	}
	return spans
}

// joins says whether a cell may continue a span.
func joins(before, text string) bool {
	if isGlyph(before) || isGlyph(text) {
		return isGlyph(before) && isGlyph(text)
	}
	return plain(before) && plain(text)
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func (d *drawing) text(r span, top float64) {
	blank := strings.TrimRight(r.text, " ") == ""
	if r.look.Conceal || blank && !r.look.Underline && !r.look.Strike {
		return
	}
	if isGlyph(r.text) {
		d.glyphs(r, top)
		return
	}
	if !r.look.Underline && !r.look.Strike {
		trimmed := strings.TrimLeft(r.text, " ")
		r.x, r.width = r.x+len(r.text)-len(trimmed), r.width-(len(r.text)-len(trimmed))
		r.text = strings.TrimRight(trimmed, " ")
		r.width -= len(trimmed) - len(r.text)
	}
	d.printf(`<text x="%s" y="%s"`, px(float64(r.x)*cellWidth), px(top+baseline))
	if r.width > 1 {
		d.printf(` textLength="%s" lengthAdjust="spacingAndGlyphs"`, px(float64(r.width)*cellWidth))
	}
	d.attributes(r.look)
	d.printf(">%s</text>\n", escaped(r.text))
}

// attributes writes what differs from plain text.
func (d *drawing) attributes(l look) {
	if l.foreground != d.colour.foreground {
		d.printf(` fill="%s"`, l.foreground)
	}
	if l.Faint {
		d.printf(` opacity="0.6"`)
	}
	if l.Bold {
		d.printf(` font-weight="bold"`)
	}
	if l.Italic {
		d.printf(` font-style="italic"`)
	}
	switch {
	case l.Underline && l.Strike:
		d.printf(` text-decoration="underline line-through"`)
	case l.Underline:
		d.printf(` text-decoration="underline"`)
	case l.Strike:
		d.printf(` text-decoration="line-through"`)
	}
}

func (d *drawing) printf(format string, args ...any) { fmt.Fprintf(&d.out, format, args...) }

// px writes a length with at most two decimals.
func px(v float64) string {
	s := fmt.Sprintf("%.2f", v)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
