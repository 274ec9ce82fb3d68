package document

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Problem is where and why a body stopped being what it claims to be. Its message is one line and holds
// no control characters.
type Problem struct {
	Offset  int // bytes before it
	Line    int // from 1
	Column  int // from 1, in characters
	Message string
}

// Error gives the message and the place.
func (p *Problem) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, p.Message)
}

// fault is what the index met where it stopped.
type fault uint8

const (
	noFault fault = iota
	wantValue
	wantName
	wantColon
	wantElement // after an element: a comma or the end of the array
	wantPair    // after a member: a comma or the end of the object
	wantEnd
	wantDigit
	wantEscape
	wantQuote
	wantRest
	control
	tooDeep
	tooMany
	tooLong
)

var faultText = [...]string{
	wantValue:   "where a value must be",
	wantName:    "where a name in double quotes must be",
	wantColon:   "where the `:` after a name must be",
	wantElement: "where `,` or `]` must be",
	wantPair:    "where `,` or `}` must be",
	wantEnd:     "after the end of the JSON value",
	wantDigit:   "where a digit of a number must be",
	wantEscape:  "where an escape of a string must be",
	wantQuote:   "inside a string",
	wantRest:    "inside true, false or null",
	control:     "inside a string, where it must be escaped",
	tooDeep:     "nested deeper than 10,000 levels",
	tooMany:     "after 536,870,911 items of one array, which is as many as are indexed",
	tooLong:     "begins a name of 512 MiB or more, which is not indexed",
}

// wantMore is the fault of a byte after a value inside a container.
func wantMore(object bool) fault {
	if object {
		return wantPair
	}
	return wantElement
}

// describe words a fault at byte at.
func (x *indexer) describe(body []byte, at int, f fault) *Problem {
	found := "the body ends"
	if at < len(body) {
		found = show(body[at:])
	}
	line, column := position(body, at, x.store)
	return &Problem{Offset: at, Line: line, Column: column, Message: found + " " + faultText[f]}
}

// positionStep is how many bytes are looked at before the memory that this took is let go of.
const positionStep = 4 << 20

// position is the line and column of a byte, both from 1; a column is a character. The body may live in a store.
func position(body []byte, at int, store Store) (line, column int) {
	line, column = 1, 1
	for from := 0; from < at; {
		until := min(at, from+positionStep)
		for i := 0; i < utf8.UTFMax && until < at && !utf8.RuneStart(body[until]); i++ {
			until++
		}
		part := body[from:until]
		if n := bytes.Count(part, []byte{'\n'}); n > 0 {
			line, column = line+n, 1
			part = part[bytes.LastIndexByte(part, '\n')+1:]
		}
		column += utf8.RuneCount(part)
		from = until
		if store != nil && at > positionStep {
			store.Release()
		}
	}
	return line, column
}

// show names the first character of a text, without letting it act on a terminal.
func show(text []byte) string {
	r, size := utf8.DecodeRune(text)
	switch {
	case r == utf8.RuneError && size <= 1:
		return fmt.Sprintf("the byte 0x%02X, which is not UTF-8,", text[0])
	case r == '\n':
		return "a line break"
	case !unicode.IsPrint(r):
		return fmt.Sprintf("the character %U", r)
	}
	return "`" + string(r) + "`"
}

// quoteLimit is how many characters of a text a message quotes.
const quoteLimit = 48

// quote quotes the start of a text.
func quote(text string) string {
	shown := 0
	for i := range text {
		if shown++; shown > quoteLimit {
			return "`" + printable(text[:i]) + "...`"
		}
	}
	return "`" + printable(text) + "`"
}

// printable writes out what a terminal might act on.
func printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			q := strconv.QuoteRune(r)
			b.WriteString(q[1 : len(q)-1])
		}
	}
	return b.String()
}

// opening quotes the first line of a body.
func opening(body []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(body), []byte{'\n'})
	return quote(string(line[:min(len(line), 2*utf8.UTFMax*quoteLimit)]))
}

// valueFault finds what is wrong with the value of that kind at i.
func valueFault(b []byte, i int, kind Kind) (int, fault) {
	switch kind {
	case String:
		return stringFault(b, i+1)
	case Number:
		return numberFault(b, i)
	}
	for _, literal := range []string{"true", "false", "null"} {
		if strings.HasPrefix(literal, string(b[i:min(len(b), i+len(literal))])) {
			return len(b), wantRest
		}
	}
	return i, wantValue
}

// stringFault finds what is wrong with the string whose content begins at i.
func stringFault(b []byte, i int) (int, fault) {
	for i < len(b) {
		switch {
		case b[i] == '\\':
			end := escapeEnd(b, i)
			if end < 0 {
				return escapeFault(b, i)
			}
			i = end
		case b[i] < ' ':
			return i, control
		default:
			i++
		}
	}
	return i, wantQuote
}

// escapeFault finds the byte that is wrong in the escape at i.
func escapeFault(b []byte, i int) (int, fault) {
	i++
	if i < len(b) && b[i] == 'u' {
		for i++; i < len(b) && isHex(b[i]); {
			i++
		}
	}
	return i, wantEscape
}

// numberFault finds the byte where the number at i lacks a digit.
func numberFault(b []byte, i int) (int, fault) {
	if b[i] == '-' {
		i++
	}
	for _, part := range []string{"", ".", "eE"} {
		if part != "" {
			if i >= len(b) || !bytes.ContainsRune([]byte(part), rune(b[i])) {
				continue
			}
			i++
			if part == "eE" && i < len(b) && (b[i] == '+' || b[i] == '-') {
				i++
			}
		}
		end := digitsEnd(b, i)
		if end < 0 {
			break
		}
		i = end
	}
	return i, wantDigit
}
