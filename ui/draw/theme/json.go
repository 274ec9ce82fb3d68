package theme

import (
	"bytes"
	"strings"

	"dowse/ui/terminal"
)

// maxIndent is the depth from which lines are indented no further: a body of brackets alone would
// otherwise become the square of its size.
const maxIndent = 64

var indentation = "\n" + strings.Repeat("  ", maxIndent)

// json writes valid JSON (RFC 8259), one member or element a line. Strings and numbers keep their text.
func (p *painter) json(body []byte) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	depth := 0
	feed := func() { p.out.WriteString(indentation[:1+2*min(depth, maxIndent)]) }
	for i := skipSpace(body, 0); i < len(body); i = skipSpace(body, i) {
		switch c := body[i]; c {
		case '{', '[':
			p.out.WriteByte(c)
			i = skipSpace(body, i+1)
			if i < len(body) && body[i] == c+2 { // } and ] follow { and [ at that distance
				p.out.WriteByte(c + 2)
				i++
				break
			}
			depth++
			feed()
		case '}', ']':
			depth--
			feed()
			p.out.WriteByte(c)
			i++
		case ',':
			p.out.WriteByte(c)
			i++
			feed()
		case ':':
			p.out.WriteString(": ")
			i++
		case '"':
			end := stringEnd(body, i)
			r := String
			if next := skipSpace(body, end); next < len(body) && body[next] == ':' {
				r = Name
			}
			p.write(r, terminal.Safe(terminal.Untrusted(body[i:end])))
			i = end
		default:
			end := i + 1
			for end < len(body) && strings.IndexByte(" \t\r\n,]}", body[end]) < 0 {
				end++
			}
			r := Number
			if c >= 'a' {
				r = Constant
			}
			p.write(r, terminal.Safe(terminal.Untrusted(body[i:end])))
			i = end
		}
	}
	p.out.WriteByte('\n')
}

// skipSpace is the offset of the first byte from i on that is not white space.
func skipSpace(body []byte, i int) int {
	for i < len(body) && (body[i] == ' ' || body[i] == '\n' || body[i] == '\t' || body[i] == '\r') {
		i++
	}
	return i
}

// stringEnd is the offset after the string that begins at i.
func stringEnd(body []byte, i int) int {
	for i++; i < len(body); i++ {
		switch body[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(body)
}
