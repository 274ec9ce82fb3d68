package response

import (
	"slices"

	"dowse/ui/draw/theme"
)

// place is one row. What its numbers mean only the rows it belongs to know.
type place struct{ at, sub int }

// line is a row before it is painted. Its texts are safe for a terminal.
type line struct {
	left  []theme.Span
	right []theme.Span // at the right end, and never left out
	fact  string       // at the right end where there is room and nothing else
	art   string       // in place of all else: a row of a picture, painted
}

// rows is what scrolls. Rows are made when they are asked for: there may be millions of them.
type rows interface {
	first() (place, bool)
	last() place
	next(place) (place, bool)
	previous(place) (place, bool)
	settle(place) place // the row that shows a place now, when it was folded away or wrapped anew
	seek(at int) place  // the row of what a search found, unfolded
	draw(p place, width int) line
	where(t *theme.Theme, p place) string // for the status bar
}

// scroller is where a person is in rows.
type scroller struct {
	rows   rows
	top    place
	cursor place
	height int
}

// begin goes to the first row.
func (s *scroller) begin() {
	first, _ := s.rows.first()
	s.top, s.cursor = first, first
}

// seen gives the rows in sight.
func (s *scroller) seen() []place {
	first, ok := s.rows.first()
	if !ok || s.height <= 0 {
		return nil
	}
	s.top = s.rows.settle(s.top)
	seen := s.from(s.top)
	if len(seen) < s.height && s.top != first {
		s.top = s.back(seen[len(seen)-1], s.height-1)
		seen = s.from(s.top)
	}
	return seen
}

// from gives as many rows as there is room for, beginning at p.
func (s *scroller) from(p place) []place {
	seen := []place{p}
	for len(seen) < s.height {
		next, ok := s.rows.next(p)
		if !ok {
			break
		}
		p = next
		seen = append(seen, p)
	}
	return seen
}

// back is the row n rows above p, or the first.
func (s *scroller) back(p place, n int) place { return steps(s.rows.previous, p, n) }

// forth is the row n rows below p, or the last.
func (s *scroller) forth(p place, n int) place { return steps(s.rows.next, p, n) }

// steps goes n steps from p, or as many as there are.
func steps(step func(place) (place, bool), p place, n int) place {
	for range n {
		to, ok := step(p)
		if !ok {
			break
		}
		p = to
	}
	return p
}

// move moves the cursor n rows down, or up when n is negative.
func (s *scroller) move(n int) {
	if _, ok := s.rows.first(); !ok {
		return
	}
	s.cursor = s.rows.settle(s.cursor)
	switch {
	case n > 0:
		s.cursor = s.forth(s.cursor, n)
	case n < 0:
		s.cursor = s.back(s.cursor, -n)
		if !s.inSight() {
			s.top = s.cursor
		}
	}
	s.fix()
}

// page moves what is in sight by n rows, and the cursor with it.
func (s *scroller) page(n int) {
	if _, ok := s.rows.first(); !ok {
		return
	}
	if n > 0 {
		s.top, s.cursor = s.forth(s.top, n), s.forth(s.cursor, n)
	} else {
		s.top, s.cursor = s.back(s.top, -n), s.back(s.cursor, -n)
	}
	s.fix()
}

// scroll moves what is in sight by n rows; the cursor stays where it is as long as it is in sight.
func (s *scroller) scroll(n int) {
	if _, ok := s.rows.first(); !ok {
		return
	}
	if n > 0 {
		s.top = s.forth(s.top, n)
	} else {
		s.top = s.back(s.top, -n)
	}
	seen := s.seen()
	if s.inSight() || len(seen) == 0 {
		return
	}
	s.cursor = seen[0]
	if n < 0 {
		s.cursor = seen[len(seen)-1]
	}
}

// goTo moves the cursor to p. Where that is out of sight it comes with some rows above it.
func (s *scroller) goTo(p place) {
	s.cursor = p
	if !s.inSight() {
		s.top = s.back(p, s.height/3)
	}
	s.fix()
}

// goToEnd moves the cursor to the last row.
func (s *scroller) goToEnd() {
	if _, ok := s.rows.first(); ok {
		s.cursor = s.rows.last()
		s.fix()
	}
}

// onLast says whether the cursor is on the last row.
func (s *scroller) onLast() bool {
	_, ok := s.rows.first()
	return ok && s.rows.settle(s.cursor) == s.rows.last()
}

// fix brings the cursor into sight with as little movement as there can be, after anything changed.
func (s *scroller) fix() {
	if _, ok := s.rows.first(); !ok {
		return
	}
	s.cursor = s.rows.settle(s.cursor)
	if !s.inSight() {
		s.top = s.back(s.cursor, s.height-1)
	}
}

func (s *scroller) inSight() bool {
	return slices.Contains(s.seen(), s.cursor)
}

// row gives the row at line y.
func (s *scroller) row(y int) (place, bool) {
	seen := s.seen()
	if y < 0 || y >= len(seen) {
		return place{}, false
	}
	return seen[y], true
}
