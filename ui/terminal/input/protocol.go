package input

import (
	"strconv"
	"strings"
	"unicode"
)

// Modifiers as the Kitty keyboard protocol and xterm's modifyOtherKeys number them, one less than sent.
const (
	shift = 1 << iota
	alt
	ctrl
	super
	hyper
	meta
	capsLock
	numLock
)

// pressed is what a terminal without newer protocols sends for the key of a control sequence's body; empty
// where there is no such key, and for what is no key.
func pressed(body string) string {
	final := body[len(body)-1]
	groups := strings.Split(body[:len(body)-1], ";")
	switch {
	case final == 'u':
		code, alternate := numbers(group(groups, 0))
		return press(code, alternate, modifiers(group(groups, 1)))
	case final == '~' && len(groups) == 3 && groups[0] == "27":
		code, _ := numbers(groups[2])
		return press(code, 0, modifiers(groups[1]))
	case strings.IndexByte("$^@abcdZ", final) >= 0:
		return plain(body, 1)
	case final == '~' || strings.IndexByte("ABCDEFHPQRS", final) >= 0:
		return function(groups, final)
	}
	return ""
}

// function is a function, arrow or paging key, without locks and kinds of events.
func function(groups []string, final byte) string {
	if len(groups) > 2 || strings.HasPrefix(groups[0], "?") {
		return ""
	}
	mods := modifiers(group(groups, 1))
	if mods < 0 || mods > shift|alt|ctrl {
		return ""
	}
	number := groups[0]
	if final != '~' && number == "1" {
		number = ""
	}
	if number != "" && (final != '~' || number == "200" || number == "201") {
		return "" // a cursor's position has two numbers; of a paste's end nothing is left to be ended
	}
	if mods == 0 {
		return plain(number+string(final), 2)
	}
	if number == "" {
		number = "1"
	}
	return plain(number+";"+strconv.Itoa(mods+1)+string(final), 2)
}

// plain is a control sequence of at most so many numbers, and nothing else.
func plain(body string, most int) string {
	args := strings.TrimRight(body[:len(body)-1], "$^@")
	if strings.Trim(args, "0123456789;") != "" || strings.Count(args, ";") >= most {
		return ""
	}
	return "\x1b[" + body
}

func group(groups []string, i int) string {
	if i < len(groups) {
		return groups[i]
	}
	return ""
}

// numbers are the first two of a group; -1 and 0 where they are missing.
func numbers(group string) (first, second int) {
	parts := strings.Split(group, ":")
	first, err := strconv.Atoi(parts[0])
	if err != nil {
		return -1, 0
	}
	if len(parts) > 1 {
		second, _ = strconv.Atoi(parts[1])
	}
	return first, second
}

// modifiers are those of a press or a repeat, without locks; -1 for a release and for what is no number.
func modifiers(group string) int {
	if group == "" {
		return 0
	}
	mods, kind := numbers(group)
	if mods < 1 || kind > 2 {
		return -1
	}
	return (mods - 1) &^ (capsLock | numLock)
}

// keypad is what the keypad's keys are elsewhere on the keyboard, from code 57399 on.
var keypad = []string{
	"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "/", "*", "-", "+", "\r", "=", ",",
	"\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[2~", "\x1b[3~",
}

const keypadFirst = 57399

// press is what a key's code means with modifiers. shifted is the character it has with shift, where the
// terminal says so.
func press(code, shifted, mods int) string {
	if code < 0 || mods < 0 || mods&(super|hyper|meta) != 0 {
		return ""
	}
	if i := code - keypadFirst; i >= 0 && i < len(keypad) {
		if keypad[i] != "\r" {
			return withAlt(keypad[i], mods&^shift)
		}
		code = '\r'
	}
	switch {
	case code == '\r' && mods&(ctrl|shift) != 0:
		return submitKey
	case code == '\t' && mods&shift != 0:
		return "\x1b[Z"
	case code == '\r' || code == '\t':
		return withAlt(string(rune(code)), mods&^ctrl)
	case code == escape:
		return "\x1b"
	case code == 0x7f && mods&ctrl != 0:
		return withAlt("\b", mods&^ctrl)
	case code == 0x7f:
		return withAlt("\x7f", mods)
	case mods&ctrl != 0:
		return withAlt(controlKey(code), mods&^ctrl)
	}
	return withAlt(character(code, shifted, mods), mods)
}

// withAlt is a key with Esc before it where alt was held; of nothing it is nothing.
func withAlt(key string, mods int) string {
	switch {
	case key == "" || mods&ctrl != 0:
		return ""
	case mods&alt != 0:
		return "\x1b" + key
	}
	return key
}

// controlKey is the control character of a key pressed with ctrl.
func controlKey(code int) string {
	switch {
	case code >= 'a' && code <= 'z', code >= 'A' && code <= 'Z', strings.ContainsRune(`@[\]^_`, rune(code)):
		return string(rune(code & 0x1f))
	case code == ' ':
		return "\x00"
	case code == '/':
		return "\x1f"
	case code == '?':
		return "\x7f"
	}
	return ""
}

// character is the text of a key. Codes from 57344 on are keys without text.
func character(code, shifted, mods int) string {
	if code < ' ' || code >= 0x7f && code < 0xa0 || code >= 57344 && code <= 63743 || code > unicode.MaxRune {
		return ""
	}
	r := rune(code)
	if mods&shift != 0 {
		if r = unicode.ToUpper(r); shifted > ' ' && shifted <= unicode.MaxRune {
			r = rune(shifted)
		}
	}
	return string(r)
}
