package input

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// key takes one key or sequence from the beginning of data, and gives its length; 0 says that it goes on in
// the next read. apart says that Esc and what follows it came in two reads.
func (t *Translator) key(data []byte, apart bool) int {
	if data[0] != escape {
		t.emit(string(data[:1]))
		return 1
	}
	if len(data) == 1 {
		return 0
	}
	switch c := data[1]; c {
	case escape:
		t.emit("\x1b")
		return 1
	case '[':
		return t.control(data)
	case 'O':
		return t.shifted(data, apart)
	case ']', 'P', '_':
		return t.answer(data, apart)
	}
	if apart {
		t.emit("\x1b")
		return 1
	}
	return t.alted(data)
}

// alted takes Esc and a character that came in one read: a key with alt, or Esc before a burst.
func (t *Translator) alted(data []byte) int {
	rest := data[1:]
	if control(rest[0]) || lineControl(rest[0]) {
		t.emit(string(data[:2]))
		return 2
	}
	if !utf8.FullRune(rest) {
		return 0
	}
	if n, _ := textRun(rest); isBurst(printable(rest[:n])) {
		t.emit("\x1b")
		return 1
	}
	r, size := utf8.DecodeRune(rest)
	if len(printable(rest[:size])) > 0 && r != utf8.RuneError {
		t.emit(string(data[:1+size]))
	}
	return 1 + size
}

// alt takes Esc and one character with nothing after it.
func (t *Translator) alt(pair []byte, apart bool) {
	if !apart {
		t.emit(string(pair))
		return
	}
	t.emit("\x1b")
	t.emit(string(pair[1:]))
}

// shifted takes a sequence that begins with SS3, of keypads and of some terminals' arrow and function keys.
func (t *Translator) shifted(data []byte, apart bool) int {
	if len(data) == 2 {
		return 0
	}
	switch c := data[2]; {
	case strings.IndexByte("ABCDEPQRSabcd", c) >= 0:
		t.emit(string(data[:3]))
	case c == 'H' || c == 'F':
		t.emit("\x1b[" + string(c))
	case c == 'M':
		t.emit("\r")
	case c >= 'j' && c <= 'y':
		t.emit(string(c - 0x40)) // the keypad's characters
	default:
		t.alt(data[:2], apart)
		return 2
	}
	return 3
}

// answer drops a control string: an answer of the terminal to a question. Not every Esc with ], P or _ begins
// one: they are keys with alt too.
func (t *Translator) answer(data []byte, apart bool) int {
	if len(data) == 2 {
		return 0
	}
	begins := map[byte]string{']': "0123456789", 'P': "01>!", '_': "G"}[data[1]]
	if strings.IndexByte(begins, data[2]) < 0 {
		t.alt(data[:2], apart)
		return 2
	}
	t.skip = skipString
	return 2
}

// control takes a control sequence (ECMA-48 section 5.4).
func (t *Translator) control(data []byte) int {
	n, whole := controlEnd(data)
	switch {
	case n == 0:
		return 0
	case !whole:
		return n
	}
	switch body := string(data[2:n]); {
	case string(data[:n]) == pasteStart:
		t.pasting = true
	case body[0] == 'M' || body[0] == '[' || body == "I" || body == "O":
		t.emit(string(data[:n]))
	case body[0] == '<':
		if mouse(body[1:]) {
			t.emit(string(data[:n]))
		}
	default:
		if keys := pressed(body); keys != "" {
			t.emit(keys)
		}
	}
	return n
}

// controlEnd is the length of the control sequence at the beginning of data; 0 says that it goes on in the
// next read. A sequence that something else cuts short is not whole.
func controlEnd(data []byte) (n int, whole bool) {
	if len(data) < 3 {
		return 0, false
	}
	switch data[2] {
	case 'M': // a mouse event in X10's way: three bytes follow
		return fixed(data, 6)
	case '[': // the Linux console's function keys
		if len(data) > 3 && (data[3] < 'A' || data[3] > 'E') {
			return 3, false
		}
		return fixed(data, 4)
	}
	if len(data) > 3 && (data[2] == '7' || data[2] == '8') && data[3] == '$' {
		return 4, true // urxvt's shift+home and shift+end
	}
	for i := 2; i < len(data); i++ {
		switch c := data[i]; {
		case c >= 0x40 && c <= 0x7e:
			return i + 1, true
		case c < ' ' || c > 0x7e:
			return i, false
		}
	}
	return 0, false
}

func fixed(data []byte, length int) (n int, whole bool) {
	if len(data) < length {
		return 0, false
	}
	return length, true
}

// mouse says whether this is what follows ESC [ < in a mouse event: three numbers and M or m.
func mouse(body string) bool {
	numbers := strings.Split(body[:len(body)-1], ";")
	if len(numbers) != 3 || body[len(body)-1]|0x20 != 'm' {
		return false
	}
	for _, number := range numbers {
		if number == "" || len(number) > 5 || len(bytes.Trim([]byte(number), "0123456789")) > 0 {
			return false
		}
	}
	return true
}
