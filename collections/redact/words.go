package redact

import "strings"

const (
	pemBegin = "-----BEGIN "
	pemEnd   = "-----END "
	pemRule  = "-----"
)

// shortestShape is the length of the shortest text that Shape can know.
const shortestShape = 16

// isShape are the bytes of words that can have a shape.
var isShape = func() (is [256]bool) {
	for c := range is {
		is[c] = isRunRune(rune(c)) && c != '+' || c == '-' || c == '_' || c == '.'
	}
	return is
}()

// shapes notes what has a Shape of its own, wherever it stands.
func (f *finder) shapes(at span) {
	text := f.text
	for i := at.start; i < at.end; {
		if !isShape[text[i]] {
			i++
			continue
		}
		start := i
		for i < at.end && isShape[text[i]] {
			i++
		}
		if n := i - start; n < shortestShape {
			if (n == len("Bearer") || n == len("Basic")) && i < at.end && text[i] == ' ' {
				f.afterWord(text[start:i], span{i + 1, at.end})
			}
			continue
		}
		word := strings.TrimLeft(strings.TrimRight(text[start:i], "."), "-.")
		if what := wordShape(word); what != "" {
			from := start + strings.Index(text[start:i], word)
			f.add(span{from, from + len(word)}, "token", "it is "+what, true)
		}
	}
	f.blocks(at)
}

// wordShape is Shape for one word, quick for most.
func wordShape(word string) string {
	if word == "" {
		return ""
	}
	switch word[0] {
	case 'e', 'g', 's', 'r', 'w', 'x', 'A', 'y', 'S', 'n', 'p', 'd', 'h', 'G', 'l', 'f', 'P', 'N', 'E':
		return Shape(word)
	}
	return ""
}

// afterWord notes credentials behind the word Bearer or Basic.
func (f *finder) afterWord(word string, at span) {
	if !strings.EqualFold(word, "Bearer") && !strings.EqualFold(word, "Basic") {
		return
	}
	end := at.start
	for end < at.end && (isShape[f.text[end]] || strings.IndexByte("+/=~", f.text[end]) >= 0) {
		end++
	}
	token := f.text[at.start:end]
	if len(token) >= shortestShape && strings.ContainsAny(token, "0123456789=") {
		f.add(span{at.start, end}, "token", "it is an Authorization value", true)
	}
}

// blocks notes private keys in PEM (RFC 7468), also one that is not closed.
func (f *finder) blocks(at span) {
	for {
		begin := strings.Index(f.text[at.start:at.end], pemBegin)
		if begin < 0 {
			return
		}
		begin += at.start
		head := strings.Index(f.text[begin+len(pemBegin):at.end], pemRule)
		if head < 0 {
			return
		}
		inside := begin + len(pemBegin) + head + len(pemRule)
		if !strings.Contains(f.text[begin:inside], "PRIVATE KEY") {
			at.start = inside
			continue
		}
		end, rest := at.end, at.end
		if i := strings.Index(f.text[inside:at.end], pemEnd); i >= 0 {
			end = inside + i
			rest = end + len(pemEnd)
			if i := strings.Index(f.text[rest:at.end], pemRule); i >= 0 {
				rest += i + len(pemRule)
			}
		}
		f.block(span{begin, inside}, span{inside, end}, rest)
		at.start = rest
	}
}

// block notes one private key. With a placeholder in it only what is written out counts.
func (f *finder) block(head, body span, end int) {
	switch {
	case len(f.literals(body)) == 0:
	case strings.IndexByte(f.of(body), mask) >= 0:
		f.add(body, "private_key", "it is a private key", true)
	default:
		f.add(span{head.start, end}, "private_key", "it is a private key", true)
	}
}
