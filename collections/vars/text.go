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
	Secret     bool
}

// PlainText returns a text with nothing secret in it.
func PlainText(text string) Text { return Text{text: &text} }

// SecretText returns a text that is secret as a whole.
func SecretText(text string) Text {
	return Text{text: &text, spans: []Span{{End: len(text), Secret: true}}}
}

// AsSecret returns the same text, secret as a whole; where its parts came from stays known.
func (t Text) AsSecret() Text {
	spans := []Span{{End: len(t.Reveal()), Secret: true}}
	for _, s := range t.spans {
		s.Secret = true
		spans = append(spans, s)
	}
	return Text{text: t.text, spans: spans}
}

// Recoded returns text, made of t as a whole such as its base64: each of t's spans covers all of it.
func (t Text) Recoded(text string) Text {
	spans := t.Spans()
	for i := range spans {
		spans[i].Start, spans[i].End = 0, len(text)
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
		s.Start, s.End = max(s.Start, start)-start, min(s.End, end)-start
		if s.Start < s.End {
			spans = append(spans, s)
		}
	}
	return Text{text: &text, spans: spans}
}
