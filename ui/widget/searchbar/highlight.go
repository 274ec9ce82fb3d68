package searchbar

import (
	"sort"

	"dowse/client/find"
	"dowse/ui/draw/theme"
)

// Highlight gives what matches in spans the role of a match.
func Highlight(p *find.Pattern, spans []theme.Span) []theme.Span {
	if p == nil {
		return spans
	}
	var text []byte
	for _, span := range spans {
		text = append(text, span.Text...)
	}
	quotes := 0
	if n := len(text); p.IsRegexp() && n > 1 && text[0] == '"' && text[n-1] == '"' {
		quotes = 1 // of a string: its ^ and $ are within
	}
	matches := p.All(text[quotes : len(text)-quotes])
	if len(matches) == 0 {
		return spans
	}
	ends := make([]int, 0, 2*len(matches)) // of pieces: what matches, what does not, in turn
	for _, match := range matches {
		ends = append(ends, quotes+match[0], quotes+match[1])
	}
	var out []theme.Span
	at := 0
	for _, span := range spans {
		for span.Text != "" {
			i := sort.SearchInts(ends, at+1)
			size := len(span.Text)
			if i < len(ends) {
				size = min(size, ends[i]-at)
			}
			role := span.Role
			if i%2 == 1 {
				role = theme.Match
			}
			out = append(out, theme.Span{Role: role, Text: span.Text[:size]})
			span.Text, at = span.Text[size:], at+size
		}
	}
	return out
}
