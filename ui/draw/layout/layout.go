// Package layout says where each pane of the screen is, for any size of the screen. It draws nothing.
//
//	< 100 columns   one column: request or response; collection and variables lie over it
//	100 to 159      collection | request above response, a strip of variables below
//	from 160        collection | request above variables | response
package layout

import "slices"

// Pane names a pane.
type Pane uint8

// The panes, in the order of the tab key.
const (
	Collection Pane = iota
	URL
	Request
	Response
	Variables
)

// Number is the key that calls a pane; 0 for the URL, which has another.
func (p Pane) Number() int { return [...]int{1, 0, 2, 3, 4}[p] }

// Order lists the panes in the order of the tab key.
var Order = []Pane{Collection, URL, Request, Response, Variables}

// Rect is a part of the screen, in cells, from its top left corner.
type Rect struct{ X, Y, Width, Height int }

// Holds says whether a cell is in the rectangle.
func (r Rect) Holds(x, y int) bool {
	return x >= r.X && x < r.X+r.Width && y >= r.Y && y < r.Y+r.Height
}

// Inside is the rectangle without a border of one cell.
func (r Rect) Inside() Rect {
	return Rect{r.X + 1, r.Y + 1, max(0, r.Width-2), max(0, r.Height-2)}
}

// Wish is what a person asked for.
type Wish struct {
	Width, Height int
	Focus         Pane
	Main          Pane // request or response: which of the two is seen where there is room for one
	Zoom          bool // the focused pane alone
	Alone         bool // there is no pane but the response
	Side          int  // columns given to the collection beyond the usual, may be negative
	Split         int  // rows or columns given to the request beyond the usual
	Below         int  // rows above the status that something else takes, where there are enough
}

// Tabbed is the pane whose tabs are meant while p has the keys.
func (w Wish) Tabbed(p Pane) Pane {
	if p == Request || p == Response {
		return p
	}
	return w.Main
}

// Place is where a pane is, its border included.
type Place struct {
	Pane     Pane
	Rect     Rect
	Bordered bool
	Floats   bool // lies over the others
}

// Plan is where everything is. Places come in the order of drawing.
type Plan struct {
	Width, Height int
	Header        Rect // one line; of height 0 where there is no room
	Status        Rect // one line
	Places        []Place
	Columns       int // 1, 2 or 3
}

// The sizes from which there is more to see.
const (
	twoColumns   = 100
	threeColumns = 160
	smallWidth   = 60
	smallHeight  = 15
)

// fewestRows is how many rows the panes keep.
const fewestRows = 8

// tooSmall says whether a screen is too small for more than one pane.
func tooSmall(width, height int) bool { return width < smallWidth || height < smallHeight }

// For makes the plan of a screen.
func For(w Wish) Plan {
	if w.Focus == Request || w.Focus == Response {
		w.Main = w.Focus
	}
	p := Plan{Width: w.Width, Height: w.Height, Columns: 1}
	top, bottom := 0, w.Height
	if w.Height >= 4 {
		p.Header = Rect{0, 0, w.Width, 1}
		top = 1
	}
	if w.Height >= 2 {
		bottom = w.Height - 1
		p.Status = Rect{0, bottom, w.Width, 1}
	}
	if bottom-top-w.Below >= fewestRows {
		bottom -= w.Below
	}
	switch {
	case w.Zoom:
		return p.zoomed(w, top, bottom)
	case w.Alone:
		p.Places = []Place{{Pane: Response, Rect: Rect{0, top, w.Width, bottom - top}, Bordered: !tooSmall(w.Width, w.Height)}}
		return p
	}
	if tooSmall(w.Width, w.Height) {
		return p.small(w, top, bottom)
	}
	p.Places = append(p.Places, Place{Pane: URL, Rect: Rect{0, top, w.Width, 1}})
	room := Rect{0, top + 1, w.Width, bottom - top - 1}
	switch {
	case w.Width >= threeColumns:
		return p.three(w, room)
	case w.Width >= twoColumns:
		return p.two(w, room)
	}
	return p.one(w, room)
}

// zoomed is the focused pane without a border, so that the terminal can select its text.
func (p Plan) zoomed(w Wish, top, bottom int) Plan {
	if w.Focus == URL {
		p.Places = []Place{{Pane: URL, Rect: Rect{0, top, w.Width, min(1, bottom-top)}}}
		top++
		w.Focus = w.Main
	}
	if p.Header.Height > 0 && len(p.Places) == 0 {
		p.Header, top = Rect{}, 0
	}
	p.Places = append(p.Places, Place{Pane: w.Focus, Rect: Rect{0, top, w.Width, max(0, bottom-top)}})
	return p
}

// small is one pane, with the URL above it where there is a line for it.
func (p Plan) small(w Wish, top, bottom int) Plan {
	if bottom-top >= 3 || w.Focus == URL {
		p.Places = append(p.Places, Place{Pane: URL, Rect: Rect{0, top, w.Width, min(1, max(0, bottom-top))}})
		top++
	}
	shown := w.Focus
	if shown == URL {
		shown = w.Main
	}
	if bottom > top {
		p.Places = append(p.Places, Place{Pane: shown, Rect: Rect{0, top, w.Width, bottom - top}})
	}
	return p
}

func (p Plan) one(w Wish, room Rect) Plan {
	p.Places = append(p.Places, Place{Pane: w.Main, Rect: room, Bordered: true})
	switch w.Focus {
	case Collection:
		p.Places = append(p.Places, Place{Pane: Collection, Rect: room, Bordered: true, Floats: true})
	case Variables:
		p.Places = append(p.Places, Place{Pane: Variables, Rect: room, Bordered: true, Floats: true})
	}
	return p
}

// strip is the height of the variables below the others, border included; the focused pane is larger.
const strip = 4

func (p Plan) two(w Wish, room Rect) Plan {
	p.Columns = 2
	side := Rect{room.X, room.Y, clamp(room.Width/4+w.Side, 16, room.Width/2), room.Height}
	main := Rect{side.Width, room.Y, room.Width - side.Width, room.Height}
	below := strip
	if w.Focus == Variables {
		below = max(strip, room.Height/2)
	}
	if room.Height < 18 {
		below = 0
	}
	upper := clamp((main.Height-below)*2/5+w.Split, 4, max(4, main.Height-below-6))
	request := Rect{main.X, main.Y, main.Width, upper}
	response := Rect{main.X, main.Y + upper, main.Width, main.Height - upper - below}
	p.Places = append(p.Places,
		Place{Pane: Collection, Rect: side, Bordered: true},
		Place{Pane: Request, Rect: request, Bordered: true},
		Place{Pane: Response, Rect: response, Bordered: true})
	if below > 0 {
		p.Places = append(p.Places, Place{Pane: Variables, Rect: Rect{main.X, response.Y + response.Height, main.Width, below}, Bordered: true})
	} else if w.Focus == Variables {
		p.Places = append(p.Places, Place{Pane: Variables, Rect: main, Bordered: true, Floats: true})
	}
	return p
}

func (p Plan) three(w Wish, room Rect) Plan {
	p.Columns = 3
	side := clamp(room.Width*3/20+w.Side, 20, room.Width/3)
	middle := clamp((room.Width-side)*2/5+w.Split, 30, room.Width-side-30)
	above := room.Height * 3 / 5
	p.Places = append(p.Places,
		Place{Pane: Collection, Rect: Rect{room.X, room.Y, side, room.Height}, Bordered: true},
		Place{Pane: Request, Rect: Rect{room.X + side, room.Y, middle, above}, Bordered: true},
		Place{Pane: Variables, Rect: Rect{room.X + side, room.Y + above, middle, room.Height - above}, Bordered: true},
		Place{Pane: Response, Rect: Rect{room.X + side + middle, room.Y, room.Width - side - middle, room.Height}, Bordered: true})
	return p
}

// Find gives the place of a pane, where it has one.
func (p Plan) Find(pane Pane) (Place, bool) {
	for _, place := range p.Places {
		if place.Pane == pane {
			return place, true
		}
	}
	return Place{}, false
}

// At gives the place that is seen at a cell.
func (p Plan) At(x, y int) (Place, bool) {
	for _, place := range slices.Backward(p.Places) {
		if place.Rect.Holds(x, y) {
			return place, true
		}
	}
	return Place{}, false
}

// Content is the part of a place that its pane draws.
func (p Place) Content() Rect {
	if p.Bordered {
		return p.Rect.Inside()
	}
	return p.Rect
}

func clamp(n, low, high int) int { return max(low, min(n, max(low, high))) }
