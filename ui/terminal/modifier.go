package terminal

import (
	"unicode"
	"unicode/utf8"
)

// The tones of skin, which colour the emoji before them (UTS 51 section 2.4).
const firstTone, lastTone = 0x1f3fb, 0x1f3ff

// toned are the characters that a tone of skin colours: Emoji_Modifier_Base of Unicode 16, emoji-data.txt.
var toned = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x261d, Hi: 0x261d, Stride: 1}, {Lo: 0x26f9, Hi: 0x26f9, Stride: 1}, {Lo: 0x270a, Hi: 0x270d, Stride: 1}},
	R32: []unicode.Range32{
		{Lo: 0x1f385, Hi: 0x1f385, Stride: 1}, {Lo: 0x1f3c2, Hi: 0x1f3c4, Stride: 1}, {Lo: 0x1f3c7, Hi: 0x1f3c7, Stride: 1},
		{Lo: 0x1f3ca, Hi: 0x1f3cc, Stride: 1}, {Lo: 0x1f442, Hi: 0x1f443, Stride: 1}, {Lo: 0x1f446, Hi: 0x1f450, Stride: 1},
		{Lo: 0x1f466, Hi: 0x1f478, Stride: 1}, {Lo: 0x1f47c, Hi: 0x1f47c, Stride: 1}, {Lo: 0x1f481, Hi: 0x1f483, Stride: 1},
		{Lo: 0x1f485, Hi: 0x1f487, Stride: 1}, {Lo: 0x1f48f, Hi: 0x1f48f, Stride: 1}, {Lo: 0x1f491, Hi: 0x1f491, Stride: 1},
		{Lo: 0x1f4aa, Hi: 0x1f4aa, Stride: 1}, {Lo: 0x1f574, Hi: 0x1f575, Stride: 1}, {Lo: 0x1f57a, Hi: 0x1f57a, Stride: 1},
		{Lo: 0x1f590, Hi: 0x1f590, Stride: 1}, {Lo: 0x1f595, Hi: 0x1f596, Stride: 1}, {Lo: 0x1f645, Hi: 0x1f647, Stride: 1},
		{Lo: 0x1f64b, Hi: 0x1f64f, Stride: 1}, {Lo: 0x1f6a3, Hi: 0x1f6a3, Stride: 1}, {Lo: 0x1f6b4, Hi: 0x1f6b6, Stride: 1},
		{Lo: 0x1f6c0, Hi: 0x1f6c0, Stride: 1}, {Lo: 0x1f6cc, Hi: 0x1f6cc, Stride: 1}, {Lo: 0x1f90c, Hi: 0x1f90c, Stride: 1},
		{Lo: 0x1f90f, Hi: 0x1f90f, Stride: 1}, {Lo: 0x1f918, Hi: 0x1f91f, Stride: 1}, {Lo: 0x1f926, Hi: 0x1f926, Stride: 1},
		{Lo: 0x1f930, Hi: 0x1f939, Stride: 1}, {Lo: 0x1f93c, Hi: 0x1f93e, Stride: 1}, {Lo: 0x1f977, Hi: 0x1f977, Stride: 1},
		{Lo: 0x1f9b5, Hi: 0x1f9b6, Stride: 1}, {Lo: 0x1f9b8, Hi: 0x1f9b9, Stride: 1}, {Lo: 0x1f9bb, Hi: 0x1f9bb, Stride: 1},
		{Lo: 0x1f9cd, Hi: 0x1f9cf, Stride: 1}, {Lo: 0x1f9d1, Hi: 0x1f9dd, Stride: 1}, {Lo: 0x1fac3, Hi: 0x1fac5, Stride: 1},
		{Lo: 0x1faf0, Hi: 0x1faf8, Stride: 1},
	},
}

// stray says whether r is a tone of skin with nothing before it that it colours. One that stands alone takes two cells,
// and one that joins what is before it none: which it is depends on the terminal, and on where a colour begins.
func stray(before string, r rune) bool {
	if r < firstTone || r > lastTone {
		return false
	}
	base, _ := utf8.DecodeLastRuneInString(before)
	return !unicode.Is(toned, base)
}
