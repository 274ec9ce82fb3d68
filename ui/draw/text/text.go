// Package text breaks sentences into lines for cards and prompts. It paints nothing, and knows no body: the
// lines of a response are broken by ui/response, at any character.
package text

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"dowse/ui/terminal"
)

// longest is how many bytes of one text are shown: nobody reads more before a decision, and breaking a pasted
// megabyte would take as long as a blink.
const longest = 8 << 10

// Safe makes a text fit for a terminal; its line feeds stay. Of one that is very long it keeps the beginning
// and the ellipsis.
func Safe(text, ellipsis string) string {
	if len(text) > longest {
		at := longest
		for at > 0 && !utf8.RuneStart(text[at]) {
			at--
		}
		text = text[:at] + ellipsis
	}
	text = strings.ReplaceAll(strings.TrimRight(text, "\r\n"), "\r\n", "\n")
	return strings.ReplaceAll(terminal.Safe(terminal.Untrusted(text)), "\t", "    ")
}

// Wrap breaks a text, which is safe for a terminal already and not painted, into lines of at most width
// cells: between words, and inside one only where it is wider than a line. The spaces that a line begins
// with stay, and those that it goes on in have hang more of them.
func Wrap(text string, width, hang int) []string {
	if text == "" || width <= 0 {
		return nil
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		bare := strings.TrimLeft(line, " ")
		indent := min(len(line)-len(bare), width/2)
		more := min(indent+hang, width/2)
		first, rest := take(bare, width-indent)
		lines = append(lines, strings.Repeat(" ", indent)+first)
		for rest != "" {
			first, rest = take(rest, width-more)
			lines = append(lines, strings.Repeat(" ", more)+first)
		}
	}
	return lines
}

// take parts a text after as many words as fit in width cells, or as many characters where not one word does.
func take(text string, width int) (line, rest string) {
	used, fits := 0, 0 // fits is where the last word that fits ends
	for at := 0; at < len(text); {
		cluster, w := ansi.FirstGraphemeCluster(text[at:], ansi.GraphemeWidth)
		if cluster == " " {
			if at > 0 && text[at-1] != ' ' {
				fits = at
			}
		} else if used+w > width {
			switch {
			case fits > 0:
			case at > 0:
				fits = at
			default: // one character is wider than the line
				fits = len(cluster)
			}
			return text[:fits], strings.TrimLeft(text[fits:], " ")
		}
		used += w
		at += max(1, len(cluster))
	}
	return strings.TrimRight(text, " "), ""
}
