package redact

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// weakNames are names of keys and signatures; much else is called so, and only a random value counts.
var weakNames = map[string]bool{
	"key": true, "x_key": true, "sig": true, "signature": true, "hmac": true, "code": true, "ticket": true, "x_amz_signature": true,
	"x_goog_signature": true, "license": true, "pin": true,
}

// opaqueNames are names under which texts are long and random without being secret.
var opaqueNames = map[string]bool{
	"after": true, "before": true, "since": true, "start": true, "offset": true, "state": true, "nonce": true, "traceparent": true,
	"tracestate": true, "idempotency_key": true, "if_none_match": true, "if_match": true, "boundary": true, "content_type": true,
	"code_challenge": true, "data": true, "image": true, "photo": true, "thumbnail": true, "file": true, "content": true, "payload": true,
	"slug": true, "path": true, "url": true,
}

// plain looks at a value whose name says nothing of a secret.
func (f *finder) plain(at span, name string, whole bool) {
	at = f.trimmed(at)
	if at.empty() {
		return
	}
	if at.end-at.start >= shortestRandom {
		f.random(at, name)
	}
	if !whole {
		return
	}
	text := f.of(at)
	switch {
	case isAddress(text):
		f.url(at)
	case hasPairs(text):
		f.deeper(at)
	}
}

// random notes what is long and random where neither an identifier nor data is to be expected.
func (f *finder) random(at span, name string) {
	for _, part := range f.literals(at) {
		text := f.of(part)
		if len(text) < shortestRandom || len(text) > longestOpaque {
			continue
		}
		called := snake(name)
		if weakNames[called] && Random(text) || opaque(text) && !Identifier(name) && !opaqueNames[called] {
			f.add(part, name, "it is long and random", true)
		}
	}
}

// hasPairs says whether a text has what stands between a name and its value.
func hasPairs(text string) bool {
	return strings.IndexByte(text, ':') >= 0 || strings.IndexByte(text, '=') >= 0 || strings.IndexByte(text, '<') >= 0
}

// hasLong says whether a text has a word that is long enough for a Shape.
func hasLong(text string) bool {
	run := 0
	for i := range len(text) {
		if run++; !isShape[text[i]] {
			run = 0
		}
		if run >= shortestShape {
			return true
		}
	}
	return false
}

// deeper scans a part of the same text as a text of its own.
func (f *finder) deeper(at span) {
	if f.depth >= deepest {
		return
	}
	f.depth++
	f.scan(at, false)
	f.depth--
}

const (
	shortestOpaque = 32
	longestOpaque  = 256
	opaqueEntropy  = 4.2 // bits a character; forty random letters and digits have about 4.8
)

// opaque says whether a text is one long run of capitals, small letters and digits mixed as nobody writes it.
func opaque(text string) bool {
	if len(text) < shortestOpaque || len(text) > longestOpaque || strings.ContainsFunc(text, func(r rune) bool {
		return !isRunRune(r) && r != '-' && r != '_' && r != '=' && r != '/'
	}) {
		return false
	}
	digits, capitals := 0, 0
	for i := range len(text) {
		switch class(text[i]) {
		case '0':
			digits++
		case 'A':
			capitals++
		}
	}
	return digits >= 3 && capitals >= 3 && mixed(text) && entropy(text) >= opaqueEntropy
}

// mixed says whether capitals, small letters and digits change often in a text.
func mixed(text string) bool {
	changes := 0
	for i := 1; i < len(text); i++ {
		if class(text[i]) != class(text[i-1]) {
			changes++
		}
	}
	return changes*3 >= len(text)
}

// class is 0, A or a: what a character is one of.
func class(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return '0'
	case c >= 'A' && c <= 'Z':
		return 'A'
	}
	return 'a'
}

// inside looks through the inside of a JSON string as through a text of its own.
func (f *finder) inside(at span, name string) {
	text := f.of(at)
	if strings.IndexByte(text, '\\') < 0 {
		f.plain(at, name, true)
		return
	}
	if !hasLong(text) && !hasPairs(text) && !strings.Contains(text, `\u`) {
		return
	}
	plain, from := decodeJSON(text)
	f.within(at, plain, from, func(inner *finder, whole span) { inner.plain(whole, name, true) })
}

// shortestPair is the length of the shortest text that a secret can be escaped in.
const shortestPair = len("pw%3Dx")

// escapedValue looks at a value of a query or a form.
func (f *finder) escapedValue(at span, name string) {
	if f.speaks(name) {
		f.secret(at, name, f.word(name))
		return
	}
	text := f.of(at)
	if len(text) < shortestPair || strings.IndexByte(text, '%') < 0 {
		f.plain(at, name, true)
		return
	}
	plain, from := decodePercent(text)
	f.within(at, plain, from, func(inner *finder, whole span) { inner.plain(whole, name, true) })
}

// decodeJSON undoes the escapes of a JSON string (RFC 8259 section 7), as far as they are right. from says of
// each byte of plain, and of its end, where it comes from.
func decodeJSON(text string) (plain string, from []int32) {
	out := make([]byte, 0, len(text))
	from = make([]int32, 0, len(text)+1)
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			out, from = append(out, text[i]), append(from, int32(i))
			continue
		}
		start, before := i, len(out)
		i++
		switch c := text[i]; c {
		case 'n', 'r', 't', 'b', 'f':
			out = append(out, "\n\r\t\b\f"[strings.IndexByte("nrtbf", c)])
		case 'u':
			n, err := strconv.ParseUint(text[min(i+1, len(text)):min(i+5, len(text))], 16, 16)
			if err != nil || i+5 > len(text) {
				out = append(out, c)
				break
			}
			out = utf8.AppendRune(out, rune(n))
			i += 4
		default:
			out = append(out, c)
		}
		for range out[before:] {
			from = append(from, int32(start))
		}
	}
	return string(out), append(from, int32(len(text)))
}

// decodePercent undoes percent-encoding where it is right, and a form's + for a space.
func decodePercent(text string) (plain string, from []int32) {
	out := make([]byte, 0, len(text))
	from = make([]int32, 0, len(text)+1)
	for i := 0; i < len(text); i++ {
		from = append(from, int32(i))
		if text[i] == '%' && i+3 <= len(text) {
			if n, err := strconv.ParseUint(text[i+1:i+3], 16, 8); err == nil && n != mask {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		out = append(out, text[i])
	}
	return string(out), append(from, int32(len(text)))
}

// unescapedName is a name of a query or a form without percent-encoding, also when it was encoded twice.
func unescapedName(name string) string {
	for range 2 {
		if strings.IndexByte(name, '%') < 0 {
			break
		}
		name, _ = decodePercent(name)
	}
	return name
}
