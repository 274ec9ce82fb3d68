package redact

import (
	"bytes"
	"html"
	"unicode/utf16"
	"unicode/utf8"
)

// reading is one way to read what stands at a place of a text: the character that an escape stands for, or the
// byte that is there.
type reading struct {
	char rune
	byte bool // char is one byte of UTF-8, not a whole character
	end  int
}

// is says whether a reading is a character of one byte.
func (r reading) is(c byte) bool { return r.char == rune(c) && (r.byte || c < utf8.RuneSelf) }

const (
	longestEscape  = 20 // bytes of one character that is read: four of them, each percent-encoded twice
	mostBackslash  = 8  // backslashes before a character, as JSON in JSON in JSON has them
	mostEncodings  = 3  // how often a text is percent-encoded over itself
	longestEntity  = 10 // bytes of a character reference of HTML, such as &#x1F600;
	escapeControls = "n\nr\rt\tb\bf\f"
)

// readings appends every way to read what stands at p: the byte itself, percent-encoded (RFC 3986 section 2.1, also
// more than once), escaped as in JSON (RFC 8259 section 7) and in the strings of programs (\x41), or as a character
// reference of HTML. p is inside the text.
func readings(text []byte, p int, out []reading) []reading {
	c := text[p]
	out = append(out, reading{rune(c), true, p + 1})
	switch c {
	case '+':
		out = append(out, reading{' ', true, p + 1}) // as a form has it
	case ' ':
		out = append(out, reading{'+', true, p + 1})
	case '%':
		out = percent(text, p, out)
	case '\\':
		out = backslash(text, p, out)
	case '&':
		out = reference(text, p, out)
	}
	return out
}

func percent(text []byte, p int, out []reading) []reading {
	at := p + 1
	for range mostEncodings {
		n, ok := hexNumber(text, at, 2)
		if !ok {
			break
		}
		out = append(out, reading{n, true, at + 2})
		if n == '+' {
			out = append(out, reading{' ', true, at + 2}) // a form in a form
		}
		if n != '%' {
			break
		}
		at += 2
	}
	return out
}

func backslash(text []byte, p int, out []reading) []reading {
	n := 1
	for n < mostBackslash && p+n < len(text) && text[p+n] == '\\' {
		n++
	}
	for width := 2; width <= n; width *= 2 {
		out = append(out, reading{'\\', true, p + width})
	}
	at := p + n
	if at == len(text) {
		return out
	}
	switch c := text[at]; c {
	case 'u':
		first, ok := hexNumber(text, at+1, 4)
		if !ok {
			break
		}
		end := at + 5
		if utf16.IsSurrogate(first) {
			for end < len(text) && text[end] == '\\' && end < at+5+mostBackslash {
				end++
			}
			second, ok := hexNumber(text, end+1, 4)
			if !ok || text[end] != 'u' {
				break
			}
			first, end = utf16.DecodeRune(first, second), end+5
		}
		out = append(out, reading{first, false, end})
	case 'x':
		if n, ok := hexNumber(text, at+1, 2); ok {
			out = append(out, reading{n, true, at + 3})
		}
	default:
		for i := 0; i < len(escapeControls); i += 2 {
			if escapeControls[i] == c {
				out = append(out, reading{rune(escapeControls[i+1]), true, at + 1})
			}
		}
		if c < utf8.RuneSelf && !isAlnum(rune(c)) {
			out = append(out, reading{rune(c), true, at + 1})
		}
	}
	return out
}

func reference(text []byte, p int, out []reading) []reading {
	from := p + 1
	for range mostEncodings {
		length := bytes.IndexByte(text[from:min(from+longestEntity, len(text))], ';')
		if length < 1 {
			return out
		}
		plain := html.UnescapeString("&" + string(text[from:from+length+1]))
		r, size := utf8.DecodeRuneInString(plain)
		if size != len(plain) {
			return out
		}
		out = append(out, reading{r, false, from + length + 1})
		if r != '&' {
			return out
		}
		from += length + 1 // &amp;lt; is &lt;, escaped once more
	}
	return out
}

// hexNumber reads so many hexadecimal digits.
func hexNumber(text []byte, at, digits int) (n rune, ok bool) {
	if at+digits > len(text) {
		return 0, false
	}
	for _, c := range text[at : at+digits] {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			n = n<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return n, true
}
