// Package image makes images small enough for a terminal: PNG, JPEG, GIF (its first frame) and WebP. It knows
// nothing of how they are painted.
//
//	body ──Look──> Facts            from the first bytes
//	body ──Decode──> Picture ──Tiles(width, height)──> rows for theme.Mosaic
package image

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // for Decode
	_ "image/jpeg" // for Decode
	_ "image/png"  // for Decode
	"strings"
	"sync"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // for Decode

	"dowse/ui/draw/theme"
)

// Facts are what is known of an image before it is decoded.
type Facts struct {
	Format        string // such as "PNG"
	Width, Height int    // pixels
}

// Look gives the facts of an image; ok is false for what is none.
func Look(body []byte) (facts Facts, ok bool) {
	defer func() { // the decoders are not ours
		if recover() != nil {
			facts, ok = Facts{}, false
		}
	}()
	c, format, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return Facts{}, false
	}
	return Facts{names[format], c.Width, c.Height}, true
}

var names = map[string]string{"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "webp": "WebP"}

const (
	// mostPixels is how many pixels are decoded: in the worst case, a progressive JPEG of four components, each takes
	// some twenty bytes meanwhile.
	mostPixels = 16 << 20
	// longestSide is how many pixels of a side are kept, more than any screen shows.
	longestSide = 1024
)

// Picture is an image as far as a screen can show it.
type Picture struct{ image *image.NRGBA }

// one is held while an image is decoded: several at once would take the memory of several.
var one sync.Mutex

// Decode decodes an image. It takes time and memory: up to a second, and some 300 MB for the largest that it takes. One is
// decoded at a time; the context ends the wait for that. Its error says in one line why there is no picture, or is the
// context's.
func Decode(ctx context.Context, body []byte) (p *Picture, err error) {
	one.Lock()
	defer one.Unlock()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	facts, ok := Look(body)
	switch {
	case !ok:
		return nil, errors.New("the image cannot be read: it is none of PNG, JPEG, GIF and WebP, or broken")
	case facts.Width > mostPixels/facts.Height:
		return nil, fmt.Errorf("the image is too large to be shown: %d x %d pixels", facts.Width, facts.Height)
	}
	defer func() { // the decoders are not ours
		if broken := recover(); broken != nil {
			p, err = nil, fmt.Errorf("the image is broken: %v", broken)
		}
	}()
	whole, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("the image is broken: %s", strings.TrimSpace(err.Error()))
	}
	width, height := within(facts.Width, facts.Height, longestSide, longestSide)
	return &Picture{scaled(whole, width, height)}, nil
}

// Tiles is the picture in at most so many cells, each two pixels high, its proportions kept. It is never made larger
// than it is.
func (p *Picture) Tiles(width, height int) [][]theme.Tile {
	size := p.image.Bounds().Size()
	w, h := within(size.X, size.Y, max(1, width), max(1, 2*height))
	small := scaled(p.image, w, h)
	rows := make([][]theme.Tile, 0, (h+1)/2)
	for y := 0; y < h; y += 2 {
		row := make([]theme.Tile, w)
		for x := range row {
			row[x].Upper = small.NRGBAAt(x, y)
			if y+1 < h {
				row[x].Lower = small.NRGBAAt(x, y+1)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// within is the size of an image in a space, no larger than it is.
func within(width, height, most, tallest int) (w, h int) {
	scale := min(1, float64(most)/float64(width), float64(tallest)/float64(height))
	return max(1, int(float64(width)*scale)), max(1, int(float64(height)*scale))
}

// scaled is an image in another size.
func scaled(from image.Image, width, height int) *image.NRGBA {
	to := image.NewNRGBA(image.Rect(0, 0, width, height))
	draw.ApproxBiLinear.Scale(to, to.Bounds(), from, from.Bounds(), draw.Src, nil)
	return to
}
