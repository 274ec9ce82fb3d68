package find

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// ones times c is the word of eight bytes c; highs marks each byte's highest bit.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// load is the eight bytes that b begins with as one word.
func load(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// index is where a way comes first from at on and before until; until: nowhere.
func (w *way) index(b []byte, at, until int) int {
	first, firstMask := ones*uint64(w.first|w.firstMask), ones*uint64(w.firstMask)
	second, secondMask := ones*uint64(w.second|w.secondMask), ones*uint64(w.secondMask)
	limit := min(until, len(b)-w.gap)
	if w.second >= utf8.RuneSelf && w.gap == 1 && w.secondMask == 0 {
		// Such bytes are rare in most bodies.
		for at++; at <= limit; at++ {
			i := bytes.IndexByte(b[at:limit+1], w.second)
			if i < 0 {
				return until
			}
			if at += i; b[at-1] == w.first {
				return at - 1
			}
		}
		return until
	}
	if limit-at >= 32 {
		x, y := b[at:limit], b[at+w.gap:limit+w.gap]
		for len(x) >= 32 && len(y) >= 32 {
			z0 := ((load(x) | firstMask) ^ first) | ((load(y) | secondMask) ^ second)
			z1 := ((load(x[8:]) | firstMask) ^ first) | ((load(y[8:]) | secondMask) ^ second)
			z2 := ((load(x[16:]) | firstMask) ^ first) | ((load(y[16:]) | secondMask) ^ second)
			z3 := ((load(x[24:]) | firstMask) ^ first) | ((load(y[24:]) | secondMask) ^ second)
			// A borrow can mark a byte falsely, but only one after a true mark, and the first is what counts.
			m0, m1, m2, m3 := (z0-ones)&^z0, (z1-ones)&^z1, (z2-ones)&^z2, (z3-ones)&^z3
			if (m0|m1|m2|m3)&highs != 0 {
				switch at = limit - len(x); {
				case m0&highs != 0:
					return at + bits.TrailingZeros64(m0&highs)>>3
				case m1&highs != 0:
					return at + 8 + bits.TrailingZeros64(m1&highs)>>3
				case m2&highs != 0:
					return at + 16 + bits.TrailingZeros64(m2&highs)>>3
				}
				return at + 24 + bits.TrailingZeros64(m3&highs)>>3
			}
			x, y = x[32:], y[32:]
		}
		at = limit - len(x)
	}
	for ; at < limit; at++ {
		if b[at]|w.firstMask == w.first|w.firstMask && b[at+w.gap]|w.secondMask == w.second|w.secondMask {
			return at
		}
	}
	return until
}

// finder finds a literal in bytes, one place after the other.
type finder struct {
	*literal
	body  []byte
	next  [mostWays]int // where each way comes next before the limit; before the place asked for: unknown
	limit int
}

// from is the first match that begins from at on and before until.
func (f *finder) from(at, until int) (start, end int, ok bool) {
	until = min(until, len(f.body))
	limit := min(until+f.width(), len(f.body))
	if limit != f.limit {
		f.next, f.limit = [mostWays]int{-1, -1, -1, -1}, limit
	}
	for look := at; look < limit; {
		found := limit
		for i := range f.anchor {
			if f.next[i] < look {
				f.next[i] = f.anchor[i].index(f.body, look, limit)
			}
			found = min(found, f.next[i])
		}
		if found == limit {
			return 0, 0, false
		}
		for i := range f.anchor {
			w := &f.anchor[i]
			if f.next[i] != found || found < w.offset {
				continue
			}
			switch start, end, ok = f.around(f.body, w.char, found-w.offset); {
			case ok && start >= until:
				return 0, 0, false
			case ok && start >= at:
				return start, end, true
			}
		}
		look = found + 1
	}
	return 0, 0, false
}
