package pick

import (
	"errors"
	"regexp"
	"strings"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
)

// longestLine is how many bytes of a line a regular expression is made of.
const longestLine = 400

var (
	labelled = regexp.MustCompile(`^(\s*[^\s=:][^=:]*?\s*(?:=|:\s|:$))\s*(\S.*?)\s*$`)     // what stands before a value, and the value
	metric   = regexp.MustCompile(`^([A-Za-z_:][\w:]*\{.*\}\s+)(\S+)(?:\s+-?[0-9]+)?\s*$`) // of Prometheus, with labels
	digits   = regexp.MustCompile(`[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?`)
)

// suggestText proposes a regular expression for a line of a text: what stands behind its label, else its number, else all of
// it. It is the first in the body that it matches, or there is none.
func suggestText(e *client.Exchange, d *document.Document, n document.Node, about About) (Suggestion, error) {
	line := d.Text(n)
	if len(line) > longestLine {
		return Suggestion{}, errors.New("the line is too long to make a regular expression of: write one, such as {regex: 'id=(\\d+)'}")
	}
	names := newNaming(e, about)
	for _, try := range textPatterns(line) {
		k := collections.Pick{From: collections.Source{Kind: collections.SourceRegex, Arg: try.pattern, Group: "1"}}
		v, found, err := Evaluate(k, e)
		if err != nil || !found || v.Reveal() != try.value {
			continue // an earlier line matches
		}
		k.Name = names.free(names.orValue(snake(try.name)))
		return suggestion(e, k), nil
	}
	return Suggestion{}, errors.New("an earlier line looks the same, so no regular expression finds this one first: write one, such as {regex: 'id=(\\d+)'}")
}

// textPattern is a regular expression, what its group matches in a line, and what that could be called.
type textPattern struct{ pattern, value, name string }

// textPatterns are the regular expressions that a line could be found by, the best first.
func textPatterns(line string) []textPattern {
	var all []textPattern
	if m := metric.FindStringSubmatch(line); m != nil {
		all = append(all, textPattern{`(?m)^` + loose(m[1]) + `(\S+)`, m[2], m[1][:strings.IndexByte(m[1], '{')]})
	} else if m := labelled.FindStringSubmatch(line); m != nil {
		label := strings.TrimSpace(m[1])
		pattern := `(?m)^\s*` + loose(label) + `\s*(.*?)\s*$`
		all = append(all, textPattern{pattern, m[2], strings.TrimRight(label, " =:")})
	}
	if at := digits.FindStringIndex(line); at != nil {
		before, value, after := line[:at[0]], line[at[0]:at[1]], line[at[1]:]
		kind := `[0-9]+`
		if strings.Contains(value, ".") {
			kind = `[0-9]+\.[0-9]+`
		}
		if strings.ContainsAny(value, "eE") {
			kind = `[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]+`
		}
		words := strings.Fields(before)
		name := "number"
		if len(words) > 0 {
			name = words[len(words)-1]
		}
		all = append(all,
			textPattern{`(?m)^` + loose(before) + `(` + kind + `)`, value, name},
			textPattern{`(?m)^` + loose(before) + `(` + kind + `)` + loose(after) + `$`, value, name})
	}
	if text := strings.TrimSpace(line); text != "" {
		all = append(all, textPattern{`(?m)^\s*(` + regexp.QuoteMeta(text) + `)\s*$`, text, "line"})
	}
	return all
}

// loose is a text as a regular expression in which any blank space stands for each.
func loose(text string) string {
	var b strings.Builder
	blank := false
	for _, r := range text {
		if r == ' ' || r == '\t' {
			blank = true
			continue
		}
		if blank {
			b.WriteString(`\s+`)
			blank = false
		}
		b.WriteString(regexp.QuoteMeta(string(r)))
	}
	if blank {
		b.WriteString(`\s*`)
	}
	return b.String()
}
