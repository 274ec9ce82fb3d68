package yamledit

import (
	"fmt"
	"strings"
	"unicode"
)

// doubleQuoted gives text between double quotes, on one line.
func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\t':
			b.WriteString(`\t`)
		case '\r':
			b.WriteString(`\r`)
		case 0:
			b.WriteString(`\0`)
		case 0x1b:
			b.WriteString(`\e`)
		default:
			b.WriteString(escaped(r))
		}
	}
	b.WriteByte('"')
	return b.String()
}

func escaped(r rune) string {
	switch {
	case printable(r):
		return string(r)
	case r <= 0xff:
		return fmt.Sprintf(`\x%02X`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04X`, r)
	}
	return fmt.Sprintf(`\U%08X`, r)
}

// printable reports whether a character can stand in a file as it is. Invisible ones are escaped, so
// that a person sees them.
func printable(r rune) bool { return unicode.IsPrint(r) }

func allPrintable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return !printable(r) }) < 0
}

// singleSafe reports whether text may stand between single quotes on one line.
func singleSafe(text string) bool { return allPrintable(text) }

// plainSafe reports whether text may stand without quotes. It is stricter than YAML: what could
// puzzle a reader is quoted.
func plainSafe(text string, flow bool) bool {
	if text == "" || strings.TrimSpace(text) != text || !allPrintable(text) {
		return false
	}
	first := rune(text[0])
	if first == '-' && len(text) > 1 {
		first = rune(text[1])
	}
	if strings.ContainsRune(" -?:,[]{}#&*!|>'\"%@`=", first) || strings.HasPrefix(text, "...") || strings.HasPrefix(text, "<<") {
		return false
	}
	if strings.Contains(text, ": ") || strings.Contains(text, " #") || strings.HasSuffix(text, ":") {
		return false
	}
	return !flow || !strings.ContainsAny(text, ",[]{}") && !strings.Contains(text, `:"`) && !strings.Contains(text, ":'")
}

// wantsQuotes reports whether text is quoted by custom: templates and paths.
func wantsQuotes(text string) bool {
	return strings.Contains(text, "{{") || strings.HasPrefix(text, "$")
}

// blockSafe reports whether text may stand in a | block.
func blockSafe(text string) bool {
	if !strings.Contains(text, "\n") || strings.HasSuffix(text, "\n\n") || strings.TrimSpace(text) == "" {
		return false
	}
	if last := text[strings.LastIndexByte(strings.TrimSuffix(text, "\n"), '\n')+1:]; strings.TrimSpace(last) == "" {
		return false
	}
	return allPrintable(strings.NewReplacer("\n", "", "\t", "").Replace(text))
}

// block gives text as a | block: the header and lines indented to column indent, in a block at column parent.
func block(text string, parent, indent int) (header, lines string) {
	header = "|"
	if first := strings.TrimLeft(text, "\n")[0]; first == ' ' || first == '\t' || text[0] == '\n' {
		header += fmt.Sprint(indent - max(parent, 0))
	}
	if !strings.HasSuffix(text, "\n") {
		header += "-"
	}
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		b.WriteByte('\n')
		if line != "" {
			b.WriteString(strings.Repeat(" ", indent) + line)
		}
	}
	return header, b.String()
}

// inline gives a scalar on one line. quote is the quote found in the file: ', " or 0.
func inline(n *Node, flow bool, quote byte) string {
	if n.Style == Plain {
		return n.Text
	}
	if n.Style == Auto && quote == 0 && !wantsQuotes(n.Text) && plainSafe(n.Text, flow) {
		return n.Text
	}
	if singleSafe(n.Text) {
		escapes := strings.ContainsAny(n.Text, `"\`)
		if quote == '\'' || quote == 0 && escapes && !strings.Contains(n.Text, "'") {
			return "'" + strings.ReplaceAll(n.Text, "'", "''") + "'"
		}
	}
	return doubleQuoted(n.Text)
}
