package theme

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Span is a piece of text that looks the same all through.
type Span struct {
	Role Role
	Text string
}

func appendSpan(spans []Span, r Role, text string) []Span {
	if text == "" {
		return spans
	}
	return append(spans, Span{r, text})
}

// Spans gives the pieces of a text, which is safe for a terminal already: by its tokens where its type is of a
// language, else as one. JSON may be broken, a part only, or hold templates. The pieces together are the text.
// It is meant for what is on the screen, not for whole bodies: a megabyte takes a second.
func Spans(contentType, text string) []Span { return SpansAfter(contentType, nil, text) }

// SpansAfter gives the pieces of a text that stands behind another one, such as a row of a script of HTML.
func SpansAfter(contentType string, before []byte, text string) []Span {
	of := languageOf(contentType)
	if of == jsonText {
		return jsonSpans(text)
	}
	if lexer := lexers[of]; lexer != nil {
		if spans, err := lex(lexer, stateAfter(of, before), text); err == nil {
			return spans
		}
	}
	return appendSpan(nil, Plain, text)
}

// Matched parts a text where a search found it: those characters are a Match, the others have the role. Characters
// that are drawn as one stay together. found are offsets in bytes.
func Matched(text string, found []int, role Role) []Span {
	var spans []Span
	for at := 0; at < len(text); {
		cluster, _ := ansi.FirstGraphemeCluster(text[at:], ansi.GraphemeWidth)
		end := at + max(1, len(cluster))
		is := role
		if slices.ContainsFunc(found, func(i int) bool { return i >= at && i < end }) {
			is = Match
		}
		if n := len(spans); n > 0 && spans[n-1].Role == is {
			spans[n-1].Text += text[at:end]
		} else {
			spans = append(spans, Span{Role: is, Text: text[at:end]})
		}
		at = end
	}
	return spans
}

// TextOf is the text of spans without their looks.
func TextOf(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// PaintSpans is the text of spans with their looks.
func (t *Theme) PaintSpans(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(t.Paint(s.Role, s.Text))
	}
	return b.String()
}

// jsonSpans reads JSON token by token. A string before a colon is a name.
func jsonSpans(text string) []Span {
	var spans []Span
	start := 0 // of the last span
	for i := 0; i < len(text); {
		end, r := i+1, Muted
		switch c := text[i]; {
		case c == '"':
			end, r = lineStringEnd(text, i), String
			if strings.HasPrefix(strings.TrimLeft(text[end:], " \t"), ":") {
				r = Name
			}
		case strings.HasPrefix(text[i:], "{{"):
			r = Placeholder
			if closing := strings.Index(text[i:], "}}"); closing >= 0 {
				end = i + closing + 2
			} else {
				end = len(text)
			}
		case strings.IndexByte(" \t\n", c) >= 0:
			r = Plain
		case strings.IndexByte("{}[],:", c) < 0:
			for end < len(text) && strings.IndexByte(" \t\n,:{}[]\"", text[end]) < 0 {
				end++
			}
			r = wordRole(text[i:end])
		}
		if n := len(spans); n > 0 && spans[n-1].Role == r {
			spans[n-1].Text = text[start:end]
		} else {
			start = i
			spans = append(spans, Span{r, text[i:end]})
		}
		i = end
	}
	return spans
}

// wordRole is what a token without quotes is.
func wordRole(word string) Role {
	switch {
	case word == "true" || word == "false" || word == "null":
		return Constant
	case word[0] == '-' || word[0] >= '0' && word[0] <= '9':
		return Number
	}
	return Plain
}

// lineStringEnd is the offset after the string that begins at i; one without its end goes to that of the line.
func lineStringEnd(text string, i int) int {
	for i++; i < len(text) && text[i] != '\n'; i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return min(i, len(text))
}
