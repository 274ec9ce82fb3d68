package curl

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dowse/collections/vars"
)

// shell writes texts for a POSIX shell, and keeps what has to stand in front of them.
type shell struct {
	writer   *Writer
	comments []string
	helpers  []string // the names of those used
}

// refers reports whether a part of a text is written as a reference to a variable of the shell. What is secret only because of where it
// stands came from a file, where it stands in the clear, or from the command line.
func refers(s vars.Span) bool {
	return s.Name != "" && (s.Own || s.Later)
}

// references are the parts of a text that are written as references, in order, none inside another.
func references(t vars.Text) []vars.Span {
	var found []vars.Span
	end := 0
	for _, s := range t.Spans() {
		if refers(s) && s.Start >= end {
			found = append(found, s)
			end = s.End
		}
	}
	return found
}

// word writes a text as one word.
func (s *shell) word(t vars.Text) string {
	raw, at := t.Reveal(), 0
	var b strings.Builder
	for _, span := range references(t) {
		b.WriteString(plainWord(raw[at:span.Start]) + s.value(span))
		at = span.End
	}
	b.WriteString(plainWord(raw[at:]))
	return cmp.Or(b.String(), "''")
}

// plainWord writes a part of a word; nothing for nothing.
func plainWord(text string) string {
	switch {
	case text == "":
		return ""
	case printable(text):
		return quoted(text)
	}
	return `"$(printf ` + quoted(formatted(text)) + `)"`
}

// printf writes a text as a command that prints it.
func (s *shell) printf(t vars.Text) string {
	raw, at := t.Reveal(), 0
	var format strings.Builder
	var arguments []string
	for _, span := range references(t) {
		format.WriteString(formatted(raw[at:span.Start]) + "%s")
		arguments = append(arguments, s.value(span))
		at = span.End
	}
	format.WriteString(formatted(raw[at:]))
	return strings.Join(append([]string{"printf", quoted(format.String())}, arguments...), " ")
}

// formatted is text as it stands in the format of printf, with an octal escape for each byte that is not printable.
func formatted(text string) string {
	var b strings.Builder
	for i, r := range text {
		n := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, n = utf8.DecodeRuneInString(text[i:])
		}
		switch part := text[i : i+n]; {
		case r == '%':
			b.WriteString("%%")
		case r == '\\':
			b.WriteString(`\\`)
		case printable(part):
			b.WriteString(part)
		default:
			for _, c := range []byte(part) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
		}
	}
	return b.String()
}

// printable reports whether a text can be an argument, and be seen in a terminal, as it is: no control characters but line
// feed and tab, none that change the direction of what follows, and no bytes that are not UTF-8.
func printable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
	})
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// reference is what a variable of the shell stands for: a variable, or what became of it.
type reference struct{ variable, made string }

// value writes the value of a variable as it is encoded in the text.
func (s *shell) value(span vars.Span) string {
	if span.Form == vars.Otherwise {
		return s.made(reference{span.Name, fmt.Sprintf("of bytes %d to %d", span.Start, span.End)}, "what stands here of {{"+span.Name+"}}")
	}
	word := s.piped(span)
	switch span.Form {
	case vars.Percent:
		return s.encoded("url_encode", word)
	case vars.URLBytes:
		return s.encoded("url_escape", word)
	case vars.JSONString:
		return s.encoded("json_encode", word)
	case vars.JSONValue:
		calls := strings.Split(span.Pipe, " | ")
		_, text := filters[calls[len(calls)-1]]
		switch {
		case span.Later && !span.Own && !text:
			return s.encoded("json_value", word)
		case span.Kind == vars.String || text:
			return `'"'` + s.encoded("json_encode", word) + `'"'`
		}
	}
	return word
}

// piped writes a value as its transforms made it.
func (s *shell) piped(span vars.Span) string {
	word := `"$` + s.name(reference{variable: span.Name}) + `"`
	if span.Pipe == "" {
		return word
	}
	for transform := range strings.SplitSeq(span.Pipe, " | ") {
		encode, ok := filters[transform]
		if !ok {
			return s.made(reference{span.Name, span.Pipe}, "{{"+span.Name+" | "+span.Pipe+"}}")
		}
		word = encode(s, word)
	}
	return word
}

// filters are the transforms that a shell does as dowse does, with what every system has. Each gives a text.
var filters = map[string]func(s *shell, word string) string{
	"base64":    func(_ *shell, word string) string { return `"$(printf %s ` + word + ` | base64 | tr -d '\n')"` },
	"urlencode": func(s *shell, word string) string { return s.encoded("url_encode", word) },
}

func (s *shell) encoded(helper, word string) string {
	if !slices.Contains(s.helpers, helper) {
		s.helpers = append(s.helpers, helper)
	}
	return `"$(` + helper + " " + word + `)"`
}

// made writes a variable of the shell that holds what became of a value.
func (s *shell) made(r reference, what string) string {
	name := s.name(r)
	s.comment(name, what)
	return `"$` + name + `"`
}

func (s *shell) comment(name, what string) {
	line := "# " + name + " is " + what
	if !printable(what) {
		line = "# " + name + " is " + strconv.QuoteToASCII(what)
	}
	if !slices.Contains(s.comments, line) {
		s.comments = append(s.comments, line)
	}
}

// name gives the variable of the shell for a reference: the name of the variable after its last point, in capitals; one more than
// that where another one is called so.
func (s *shell) name(r reference) string {
	names := s.writer.names
	if names == nil {
		names = map[reference]string{}
		s.writer.names = names
	}
	name, known := names[r]
	plain := shellName(r.variable)
	if !known {
		taken := func(name string) bool {
			for _, other := range names {
				if other == name {
					return true
				}
			}
			return false
		}
		name = plain
		if r.made != "" {
			name += "_" + fit(r.made)
		}
		for i := 2; taken(name); i++ {
			name = fmt.Sprintf("%s_%d", plain, i)
		}
		names[r] = name
	}
	if r.made == "" && name != wanted(r.variable) {
		s.comment(name, "{{"+r.variable+"}}")
	}
	return name
}

// shellName gives the name that a variable has in a shell, unless that means something else there.
func shellName(variable string) string {
	name := wanted(variable)
	if strings.Trim(name, "_") == "" || name[0] <= '9' || slices.Contains(reserved, name) && !strings.HasPrefix(variable, "$env.") {
		name = "SECRET_" + name
	}
	return name
}

// wanted is what a variable is called in a shell: the last part of its name in capitals; one of the environment as it is called there.
func wanted(variable string) string {
	if name, ok := strings.CutPrefix(variable, "$env."); ok && strings.Map(letters, name) == name && name != "" {
		return name
	}
	return fit(variable[strings.LastIndexByte(variable, '.')+1:])
}

// reserved are names to which shells, and what they start, give a meaning of their own.
var reserved = []string{
	"BASHPID", "BASH_ENV", "CDPATH", "CURL_CA_BUNDLE", "CURL_HOME", "EGID", "ENV", "EUID", "FUNCNAME", "GID", "GROUPS", "HOME", "HOSTNAME", "IFS",
	"LANG", "LC_ALL", "LINENO", "LOGNAME", "OLDPWD", "OPTARG", "OPTIND", "PATH", "PPID", "PS1", "PS2", "PS4", "PWD", "RANDOM", "SECONDS",
	"SHELL", "SHELLOPTS", "TERM", "TMPDIR", "UID", "USER", "USERNAME",
}

// fit makes a text fit into a name: capitals, digits and "_".
func fit(text string) string { return strings.ToUpper(strings.Map(letters, text)) }

func letters(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
		return r
	}
	return '_'
}

// preamble is what stands in front of a command, in lines.
func (s *shell) preamble() string {
	var b strings.Builder
	for _, comment := range s.comments {
		b.WriteString(comment + "\n")
	}
	for _, h := range helpers {
		if slices.ContainsFunc(s.helpers, func(used string) bool { return used == h.name || slices.Contains(h.of, used) }) {
			b.WriteString(h.name + "() " + h.body + "\n")
		}
	}
	return b.String()
}

// helpers are the functions of the shell that encode their argument, in the order they are written. They can be pasted into a
// shell too: each "!" is in single quotes, where it does not call up an earlier command.
var helpers = []struct {
	name string
	of   []string // the functions that call it
	body string
}{
	{"url_encode", nil, bytewise(`[a-zA-Z0-9._~-]) printf %s "$c";; *) printf %%%02X "$(($(printf %d "'$c") & 255))";;`)},
	{"url_escape", nil, bytewise(`[][a-zA-Z0-9._~:/?#@'!'$\&\'\(\)*+,\;=%-]) printf %s "$c";; *) printf %%%02X "$(($(printf %d "'$c") & 255))";;`)},
	{"json_encode", []string{"json_value"}, bytewise(`[\"\\]) printf '\\%s' "$c";; [\ -~]) printf %s "$c";; ` +
		`[[:cntrl:]]) n=$(printf %d "'$c"); case $n in 8) printf '\\b';; 9) printf '\\t';; 10) printf '\\n';; 12) printf '\\f';; 13) printf '\\r';; 127) printf %s "$c";; *) printf '\\u%04x' "$n";; esac;; ` +
		`"$(printf '\342')") case $s in "$(printf '\200\250')"*) printf '\\u2028'; s=${s#??};; "$(printf '\200\251')"*) printf '\\u2029'; s=${s#??};; *) printf %s "$c";; esac;; ` +
		`*) printf %s "$c";;`)},
	{"json_value", nil, `{ if printf %s "$1" | tr '\n' x | grep -Eqx '(-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false|null|[[{].*)'; then printf %s "$1"; else printf '"%s"' "$(json_encode "$1")"; fi; }`},
}

// bytewise is a function that looks at each byte of its argument.
func bytewise(cases string) string {
	return `(LC_ALL=C; s=$1; while [ -n "$s" ]; do c=${s%"${s#?}"}; s=${s#?}; case $c in ` + cases + ` esac; done)`
}
