package redact

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// Mask is what stands for a secret.
const Mask = "********"

// shortest is the length in bytes of the shortest secret that is looked for anywhere in a text and in every form. A
// shorter one would be found by chance all over: it is masked where it is a whole value (a text by itself, between
// quotes or tags, a value of a URL or a form), as it is and escaped, and neither in base64 nor in hexadecimal.
const shortest = 4

// Span is a part of a text, in bytes.
type Span struct{ Start, End int }

// Masker finds secrets in texts, in every form that they can be written in: as they are, base64 and base64url also in
// the middle of a longer text, hexadecimal, and each of these with all or some of its characters percent-encoded or
// escaped as JSON, HTML and programs do. A nil Masker knows no secret. It can be used by several goroutines.
type Masker struct {
	forms   [256][]*form // by a byte that they can begin with
	pairs   [1 << 10]uint64
	longest int
	secrets []string
}

// NewMasker gives what finds secrets. Empty ones are none.
func NewMasker(secrets ...string) *Masker {
	secrets = slices.DeleteFunc(slices.Clone(secrets), func(s string) bool { return s == "" })
	if len(secrets) == 0 {
		return nil
	}
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	m := &Masker{secrets: slices.Compact(secrets)}
	for _, secret := range m.secrets {
		if len(secret) < shortest {
			m.add(form{text: secret})
			continue
		}
		for _, one := range formsOf(secret) {
			m.add(one)
		}
	}
	return m
}

// With is a masker that knows more secrets.
func (m *Masker) With(secrets ...string) *Masker {
	if m == nil || len(secrets) == 0 {
		return cmp.Or(m, NewMasker(secrets...))
	}
	return NewMasker(append(slices.Clone(m.secrets), secrets...)...)
}

// Secrets are the secrets that are looked for, the longest first.
func (m *Masker) Secrets() []string {
	if m == nil {
		return nil
	}
	return slices.Clone(m.secrets)
}

// Longest is how many bytes of a text a secret can take, whatever its form.
func (m *Masker) Longest() int {
	if m == nil {
		return 0
	}
	return m.longest
}

func (m *Masker) add(f form) {
	m.longest = max(m.longest, len(f.text)*len(`\u0041`)+len("===="))
	for _, first := range f.firsts() {
		m.forms[first] = append(m.forms[first], &f)
		m.begins(first, "%\\&\r\n")
		if len(f.text) == 1 {
			for c := range 256 {
				m.pair(first, byte(c))
			}
		} else if second := f.text[1]; second == ' ' || second == '+' {
			m.begins(first, " +")
		} else {
			m.begins(first, string([]byte{second, second &^ 0x20}))
		}
		if first == ' ' || first == '+' {
			for c := range 256 {
				m.pair(' ', byte(c))
				m.pair('+', byte(c))
			}
		}
		const digits = "0123456789abcdef0123456789ABCDEF"
		m.begins('%', string([]byte{digits[first>>4], digits[first>>4+16], '2'}))
		m.begins('\\', "ux\\nrtbf"+string([]byte{first}))
	}
	for c := range 256 {
		if c == '#' || isAlnum(rune(c)) && c < 0x80 {
			m.pair('&', byte(c))
		}
	}
}

// begins notes that a form can begin with a byte and one of others behind it.
func (m *Masker) begins(first byte, others string) {
	for i := range len(others) {
		m.pair(first, others[i])
	}
}

func (m *Masker) pair(first, second byte) {
	n := int(first)<<8 | int(second)
	m.pairs[n>>6] |= 1 << (n & 63)
}

// Text is a text with a mask in the place of each secret.
func (m *Masker) Text(text string) string {
	if m == nil {
		return text
	}
	spans := m.spans([]byte(text), 0, len(text))
	if len(spans) == 0 {
		return text
	}
	return string(replaced(text, spans))
}

// Begin is a text that was cut off, with a mask in the place of each secret. What could be the begin of one at its end
// is left out.
func (m *Masker) Begin(text string) string {
	if m == nil {
		return text
	}
	bytes := []byte(text)
	spans, end := m.spans(bytes, 0, len(bytes)), m.Open(bytes)
	spans = slices.DeleteFunc(spans, func(s Span) bool { return s.Start >= end })
	if last := len(spans) - 1; last >= 0 {
		end = max(end, spans[last].End)
	}
	return string(replaced(text[:end], spans))
}

// Bytes is what Text is, for bytes. Where there is no secret it is text itself.
func (m *Masker) Bytes(text []byte) []byte {
	if m == nil {
		return text
	}
	spans := m.spans(text, 0, len(text))
	if len(spans) == 0 {
		return text
	}
	return replaced(text, spans)
}

// replaced is a text with a mask in the place of each span.
func replaced[T string | []byte](text T, spans []Span) []byte {
	var out []byte
	at := 0
	for _, s := range spans {
		out = append(append(out, text[at:s.Start]...), Mask...)
		at = s.End
	}
	return append(out, text[at:]...)
}

// Has says whether a text holds a secret.
func (m *Masker) Has(text string) bool {
	return m != nil && len(m.spans([]byte(text), 0, len(text))) > 0
}

// Within are the secrets that touch the bytes of a text from start to end, in order, none over another. It reads no
// more of the text than that and Longest on both sides of it.
func (m *Masker) Within(text []byte, start, end int) []Span {
	if m == nil {
		return nil
	}
	var all []Span
	for _, s := range m.spans(text, max(0, start-m.longest), min(len(text), end+1)) {
		if s.End > start && s.Start < end {
			all = append(all, s)
		}
	}
	return all
}

// spans are the secrets that begin from one place to another, none over another.
func (m *Masker) spans(text []byte, from, until int) []Span {
	var all []Span
	for i := m.candidate(text, from, until); i < until; i = m.candidate(text, i, until) {
		s, ok := m.at(text, i)
		if !ok {
			i++
			continue
		}
		i++ // another may begin inside of it
		if last := len(all) - 1; last >= 0 && s.Start < all[last].End {
			all[last].End = max(all[last].End, s.End)
			continue
		}
		all = append(all, s)
	}
	return all
}

// candidate is the next place where a form can begin. Most of a text is passed here, so it is short.
func (m *Masker) candidate(text []byte, from, until int) int {
	i, last := from, min(until, len(text)-1)
	for ; i < last; i++ {
		n := uint(text[i])<<8 | uint(text[i+1])
		if m.pairs[n>>6]>>(n&63)&1 != 0 {
			return i
		}
	}
	return i // the last byte alone, or until
}

// at is the longest secret that begins at a place.
func (m *Masker) at(text []byte, i int) (found Span, ok bool) {
	var buffer [8]*form
	for _, f := range m.from(text, i, buffer[:0]) {
		end, _ := f.match(text, i)
		if end == 0 || len(f.text) < shortest && !isValue(text, i, end) {
			continue
		}
		if s := f.around(text, i, end); !ok || s.End > found.End {
			found, ok = s, true
		}
	}
	return found, ok
}

// from are the forms that can begin at a place.
func (m *Masker) from(text []byte, i int, forms []*form) []*form {
	var read [8]reading
	var seen [8]byte
	keys := seen[:0]
	for _, one := range readings(text, i, read[:0]) {
		key := byte(one.char)
		if !one.byte {
			key = string(one.char)[0]
		}
		if bytes.IndexByte(keys, key) < 0 {
			keys = append(keys, key)
			forms = append(forms, m.forms[key]...)
		}
	}
	return forms
}

// Open is where the first secret begins that the end of a text could have cut off; the length of the text where there is
// none.
func (m *Masker) Open(text []byte) int {
	if m == nil {
		return len(text)
	}
	for i := max(0, len(text)-m.longest); i < len(text); i++ {
		if isOpen(text, i) {
			return i // an escape without its end
		}
		for _, f := range m.from(text, i, nil) {
			if end, open := f.match(text, i); open && end == 0 {
				return f.around(text, i, i).Start
			}
		}
	}
	return len(text)
}

// isValue says whether what stands from start to end is a whole value.
func isValue(text []byte, start, end int) bool {
	before := start == 0 || strings.IndexByte("\"'>=/", text[start-1]) >= 0
	return before && (end == len(text) || strings.IndexByte("\"'<&;/?#\\", text[end]) >= 0)
}
