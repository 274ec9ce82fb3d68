package screentest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Grammar is what a program may write to a terminal beside text: everything that is not in it is foreign.
// Each pattern is a regular expression for the whole of a body.
type Grammar struct {
	Controls string   // C0 controls
	CSI      []string // control sequences, without ESC [
	OSC      []string // operating system commands, without ESC ] and terminator
	Strings  []string // bodies of DCS strings
}

// CommandGrammar is the grammar of the commands, which write lines: colours and nothing else.
func CommandGrammar() Grammar {
	return Grammar{Controls: "\r\n\t", CSI: []string{colours}}
}

// ScreenGrammar is the grammar of the screen. With copied, it may also put text on the clipboard.
func ScreenGrammar(copied bool) Grammar {
	g := Grammar{
		Controls: "\r\n",
		CSI: []string{
			colours,
			`\d*[ABCD]`,         // CUU, CUD, CUF, CUB: move the cursor
			`(\d+;\d+|\d+|;)?H`, // CUP: place the cursor
			`[012]?K`,           // EL: erase in the line
			`[02]?J`,            // ED: erase below, or everything
			`\?(25|1000|1002|1003|1004|1006|1049|2004|2026)[hl]`,
			`>1u`, `<1?u`, // the Kitty keyboard protocol, on and off
			`>4(;[012])?m`, // modifyOtherKeys
			`0?c`,          // DA1: the question that every terminal answers
		},
		OSC: []string{`11;\?`}, // what is your background?
	}
	if copied {
		g.OSC = append(g.OSC, clipboard)
		g.Strings = []string{`tmux;\x1b\x1b\]` + clipboard + `(\x07|\x1b\x1b\\)`, `(\x1b\]52;c;)?[A-Za-z0-9+/]*=*\x07?`}
	}
	return g
}

const (
	// colours are SGR's parameters as themes write them, ECMA-48 section 8.3.117.
	colours   = `(` + attribute + `(;` + attribute + `)*)?m`
	attribute = `([012347]|9|2[234579]|[349][0-7]|10[0-7]|[34]9|[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3})`

	clipboard = `52;c;[A-Za-z0-9+/]*=*`
)

// ForeignError says what a grammar does not have.
type ForeignError struct {
	Offset int    // where it is, in bytes
	Found  string // the foreign bytes
	Around string // what was written there
	Why    string
}

// Error says what was found, where, and why it is foreign.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("byte %d: %q is foreign: %s; around it: %q", e.Offset, e.Found, e.Why, e.Around)
}

// Strict reads every byte that a program wrote and gives a *ForeignError for the first that its grammar does
// not have. Text must be UTF-8 without controls, and without characters that turn or hide it.
func Strict(written []byte, allowed Grammar) error {
	rules := allowed.compile()
	for at := 0; at < len(written); {
		t, complete := next(written[at:])
		if !complete {
			t = token{kind: bad, raw: written[at:]}
		}
		if why, from, size := rules.judge(t); why != "" {
			found := t.raw[from : from+size]
			if len(found) > 80 {
				found = found[:80]
			}
			at += from
			return &ForeignError{
				Offset: at, Found: string(found), Why: why,
				Around: string(written[max(0, at-40):min(len(written), at+40)]),
			}
		}
		at += len(t.raw)
	}
	return nil
}

// rules is a grammar ready for use.
type rules struct {
	controls          string
	csi, osc, strings *regexp.Regexp
}

func (g Grammar) compile() rules {
	return rules{g.Controls, anyOf(g.CSI), anyOf(g.OSC), anyOf(g.Strings)}
}

// anyOf matches what one of the patterns matches whole; without patterns, nothing.
func anyOf(patterns []string) *regexp.Regexp {
	if len(patterns) == 0 {
		return regexp.MustCompile(`[^\x00-\x{10FFFF}]`)
	}
	return regexp.MustCompile(`^(` + strings.Join(patterns, "|") + `)$`)
}

// judge says why a token is foreign, and which of its bytes; an empty why is for one that is allowed.
func (r rules) judge(t token) (why string, from, size int) {
	switch t.kind {
	case text:
		return hidden(string(t.raw))
	case control:
		if !strings.Contains(r.controls, string(t.raw)) {
			why = "a control"
		}
	case csi:
		if !r.csi.MatchString(t.body) || !inRange(t.body) {
			why = "a control sequence that is not ours"
		}
	case osc:
		if !r.osc.MatchString(t.body) {
			why = "an operating system command that is not ours"
		}
	case str:
		if !r.strings.MatchString(t.body) {
			why = "a control string that is not ours"
		}
	case escape:
		why = "an escape sequence that is not ours"
	case bad:
		why = "no UTF-8, a C1 control, or a sequence without an end"
	}
	return why, 0, len(t.raw)
}

// hidden finds the first character that turns or hides text.
func hidden(s string) (why string, from, size int) {
	for i, c := range s {
		if turns(c) {
			return fmt.Sprintf("U+%04X turns or hides text", c), i, len(string(c))
		}
	}
	return "", 0, 0
}

// turns is written without ui/terminal, whose mistakes it must find: bidi controls, separators, tags, and
// what takes no room but the joiners and marks that scripts need.
func turns(c rune) bool {
	switch {
	case unicode.Is(unicode.Bidi_Control, c), c == 0x2028, c == 0x2029:
		return true
	case c == 0x180e, c == 0x200b, c == 0xfeff, c >= 0x2060 && c <= 0x206f, c >= 0xfff9 && c <= 0xfffb:
		return true
	}
	return c >= 0xe0000 && c <= 0xe007f
}

// inRange says whether the numbers of a control sequence are ones that a screen can have.
func inRange(body string) bool {
	numbers := strings.FieldsFunc(body, func(c rune) bool { return c < '0' || c > '9' })
	for _, n := range numbers {
		if value, err := strconv.Atoi(n); err != nil || value > 9999 {
			return false
		}
	}
	return true
}
