package vars

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
)

// Text is an expanded template that knows where each part of it came from. It prints masked: every
// part that is secret shows as the mask.
type Text struct {
	text  *string // nil is empty; behind a pointer for the reason that Secret's is
	spans []Span
}

// Span is a part of a Text that a variable supplied.
type Span struct {
	Start, End int // bytes of the revealed text
	Name       string
	Layer      string
	Source     string
	Secret     bool   // it is masked
	Own        bool   // it is Secret because the value is, wherever it stands
	Later      bool   // the value is not known yet, and what stands here only holds its place; see Scope.Outline
	Kind       Kind   // of the value; not known while it is Later, unless it is secret: then it is a string
	Pipe       string // the transforms that the value went through, as they are written; empty: none
	Form       Form   // how the value, after these, became the bytes here
}

// Form says how a value is written in a text.
type Form uint8

// The forms.
const (
	AsItIs     Form = iota // its characters
	Percent                // each byte but the unreserved ones of RFC 3986 section 2.3 as %XX
	URLBytes               // each byte that no URL can hold as %XX, the rest as it is
	JSONString             // escaped, inside the quotes of a JSON string
	JSONValue              // as JSON: a string with its quotes, anything else as it is
	Otherwise              // in some other way, or only a part of it
)

// PlainText returns a text with nothing secret in it.
func PlainText(text string) Text { return Text{text: &text} }

// SecretText returns a text that is secret as a whole.
func SecretText(text string) Text {
	return Text{text: &text, spans: []Span{{End: len(text), Secret: true}}}
}

// AsSecret returns the same text, secret as a whole; where its parts came from stays known.
func (t Text) AsSecret() Text { return t.Marked(0, len(t.Reveal())) }

// Marked returns the same text, the bytes from start to end secret.
func (t Text) Marked(start, end int) Text {
	spans := []Span{{Start: start, End: end, Secret: true}}
	for _, s := range t.spans {
		s.Secret = s.Secret || s.Start >= start && s.End <= end
		spans = append(spans, s)
	}
	slices.SortStableFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	return Text{text: t.text, spans: spans}
}

// Recoded returns text, made of t as a whole such as its base64: each of t's spans covers all of it.
func (t Text) Recoded(text string) Text {
	spans := t.Spans()
	for i := range spans {
		spans[i].Start, spans[i].End, spans[i].Form = 0, len(text), Otherwise
	}
	return Text{text: &text, spans: spans}
}

// Rewritten returns the text with each stretch of it, which lies in the same spans from end to end, replaced by what f makes of
// it. The spans stay around the same parts; each has the form that as gives for the one it had.
func (t Text) Rewritten(f func(string) string, as func(Form) Form) Text {
	old := t.Reveal()
	cuts := []int{0, len(old)}
	for _, s := range t.spans {
		cuts = append(cuts, s.Start, s.End)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	moved := map[int]int{cuts[0]: 0}
	var b strings.Builder
	for i, end := range cuts[1:] {
		b.WriteString(f(old[cuts[i]:end]))
		moved[end] = b.Len()
	}
	text, spans := b.String(), t.Spans()
	for i, s := range spans {
		spans[i].Start, spans[i].End, spans[i].Form = moved[s.Start], moved[s.End], as(s.Form)
	}
	return Text{text: &text, spans: spans}
}

// Reveal gives the text itself.
func (t Text) Reveal() string {
	if t.text == nil {
		return ""
	}
	return *t.text
}

// Spans returns the parts that variables supplied, and those that are secret, in order.
func (t Text) Spans() []Span { return slices.Clone(t.spans) }

// HasSecret reports whether any part is secret.
func (t Text) HasSecret() bool {
	return slices.ContainsFunc(t.spans, func(s Span) bool { return s.Secret })
}

// Equal reports whether two texts are the same and came from the same places.
func (t Text) Equal(o Text) bool { return t.Reveal() == o.Reveal() && slices.Equal(t.spans, o.spans) }

// String gives the text with its secret parts masked. Secret parts that touch are one mask: where one
// ends and the next begins is not to be seen.
func (t Text) String() string {
	if !t.HasSecret() {
		return t.Reveal()
	}
	var b strings.Builder
	text, at, masked := t.Reveal(), 0, -1
	for _, s := range t.spans {
		if !s.Secret {
			continue
		}
		if s.Start > masked {
			b.WriteString(text[at:s.Start])
			b.WriteString(mask)
		}
		at = max(at, s.End)
		masked = at
	}
	b.WriteString(text[at:])
	return b.String()
}

// Format writes String as the verb asks.
func (t Text) Format(f fmt.State, verb rune) {
	formatText(f, verb, t.String(), fmt.Sprintf("%q", t.String()))
}

// MarshalText gives String.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// MarshalYAML gives String.
func (t Text) MarshalYAML() (any, error) { return t.String(), nil }

// LogValue gives String.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }

// Join returns parts with sep between them; each part keeps its spans.
func Join(sep string, parts ...Text) Text {
	var b strings.Builder
	var spans []Span
	for i, p := range parts {
		if i > 0 {
			b.WriteString(sep)
		}
		for _, s := range p.spans {
			s.Start += b.Len()
			s.End += b.Len()
			spans = append(spans, s)
		}
		b.WriteString(p.Reveal())
	}
	text := b.String()
	return Text{text: &text, spans: spans}
}

// Slice returns the bytes from start to end, with what lies there of each span.
func (t Text) Slice(start, end int) Text {
	text := t.Reveal()[start:end]
	var spans []Span
	for _, s := range t.spans {
		if s.Start < start || s.End > end {
			s.Form = Otherwise
		}
		s.Start, s.End = max(s.Start, start)-start, min(s.End, end)-start
		if s.Start < s.End {
			spans = append(spans, s)
		}
	}
	return Text{text: &text, spans: spans}
}

// Supplied returns what variables supplied of the text, and what is secret in it, one part right after the other with its spans;
// the rest is left out. It does not keep the rest in memory.
func (t Text) Supplied() Text {
	if len(t.spans) == 0 {
		return Text{}
	}
	var b strings.Builder
	text, spans, taken := t.Reveal(), t.Spans(), 0
	for i, s := range spans {
		taken = max(taken, s.Start)
		if s.End > taken {
			b.WriteString(text[taken:s.End])
			taken = s.End
		}
		spans[i].End = b.Len() - (taken - s.End)
		spans[i].Start = spans[i].End - (s.End - s.Start)
	}
	parts := b.String()
	return Text{text: &parts, spans: spans}
}
