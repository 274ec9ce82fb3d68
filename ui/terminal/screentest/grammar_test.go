package screentest

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// ours is one of everything that the screen may write.
const ours = "plain é 漢 👩‍🚀 नि\r\n" +
	"\x1b[m\x1b[0m\x1b[1;38;2;255;0;10;48;5;240mx\x1b[39;49;22;97;107m" +
	"\x1b[H\x1b[;H\x1b[3;7H\x1b[A\x1b[12B\x1b[K\x1b[2K\x1b[J\x1b[2J" +
	"\x1b[?1049h\x1b[?25l\x1b[?2026h\x1b[?2004l\x1b[>1u\x1b[<u\x1b[>4;1m\x1b[c\x1b]11;?\a"

func TestStrict(t *testing.T) {
	if err := Strict([]byte(ours), ScreenGrammar(false)); err != nil {
		t.Error(err)
	}
	copied := []byte("\x1b]52;c;aGVsbG8=\a\x1b]52;c;aGk=\x1b\\\x1bPtmux;\x1b\x1b]52;c;aGk=\a\x1b\\\x1bP\x1b]52;c;aG\x1b\\\x1bPk=\a\x1b\\")
	if err := Strict(copied, ScreenGrammar(true)); err != nil {
		t.Error(err)
	}
	if Strict(copied, ScreenGrammar(false)) == nil {
		t.Error("the clipboard was filled without a copy")
	}
	if err := Strict([]byte("\x1b[31mred\x1b[0m\tx\r\n"), CommandGrammar()); err != nil {
		t.Error(err)
	}
}

// TestStrictCatches is the control: each kind of foreign byte is found where it stands.
func TestStrictCatches(t *testing.T) {
	for name, foreign := range map[string]string{
		"bell": "\a", "backspace": "\b", "tab": "\t", "NUL": "\x00", "DEL": "\x7f", "vertical tab": "\v",
		"C1 as a byte": "\x9b", "C1 as UTF-8": "\u009b", "no UTF-8": "\xff", "half a character": "\xe6\xbc!",
		"bidi override": "\u202e", "isolate": "\u2066", "Arabic letter mark": "\u061c", "zero-width space": "\u200b",
		"line separator": "\u2028", "tag": "\U000E0041", "byte order mark": "\ufeff",
		"title": "\x1b]0;x\a", "link": "\x1b]8;;http://x\x1b\\", "colour of the palette": "\x1b]4;1;?\a",
		"clipboard": "\x1b]52;c;aGk=\a", "clipboard read": "\x1b]52;c;?\a", "notification": "\x1b]9;x\x1b\\",
		"DCS": "\x1bP$qm\x1b\\", "APC": "\x1b_Gx\x1b\\", "PM": "\x1b^x\x1b\\", "SOS": "\x1bXx\x1b\\",
		"full reset": "\x1bc", "save cursor": "\x1b7", "character set": "\x1b(0", "keypad": "\x1b=",
		"report": "\x1b[6n", "secondary attributes": "\x1b[>c", "window": "\x1b[8;5;5t", "margins": "\x1b[2;3r",
		"insert lines": "\x1b[3L", "unknown mode": "\x1b[?7l", "ANSI mode": "\x1b[4h", "repeat": "\x1b[999b",
		"blink": "\x1b[5m", "conceal": "\x1b[8m", "a number too large": "\x1b[99999999999A", "colon": "\x1b[4:3m",
		"scrollback": "\x1b[3J", "scroll": "\x1b[2S",
		"broken off by a letter": "\x1b[3\x01m", "broken off by ESC": "\x1b[3\x1b[m", "string broken off": "\x1b]0;a\x1b[m",
		"without an end": "\x1b[3", "string without an end": "\x1b]0;abc", "ESC at the end": "\x1b",
	} {
		var found *ForeignError
		if err := Strict([]byte(ours+foreign), ScreenGrammar(false)); !errors.As(err, &found) {
			t.Errorf("%s: %q was not caught", name, foreign)
		} else if found.Offset < len(ours) || found.Offset > len(ours)+len(foreign) || found.Found == "" {
			t.Errorf("%s: caught in the wrong place: %v", name, found)
		}
	}
	for _, foreign := range []string{"\x1b[H", "\x1b[?25l", "\x1b]11;?\a"} {
		if Strict([]byte(foreign), CommandGrammar()) == nil {
			t.Errorf("a command may write %q", foreign)
		}
	}
}

// TestTokensWhole cuts the same tokens, wherever the bytes are split over two reads.
func TestTokensWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"\x1b", "[", "]", "0", ";", "m", "\a", "\\", "é", "漢", "\x9b", "\r", "P", "tmux;", "?2026h"}), 1, 12)
		written := []byte(strings.Join(pieces.Draw(t, "pieces"), ""))
		at := 0
		for at < len(written) {
			tok, complete := next(written[at:])
			if !complete {
				break
			}
			if len(tok.raw) == 0 {
				t.Fatalf("an empty token at %d of %q", at, written)
			}
			for end := at; end < at+len(tok.raw); end++ {
				early, complete := next(written[at:end])
				if complete && early.kind != tok.kind {
					t.Fatalf("%q is of kind %d, but %q of kind %d", tok.raw, tok.kind, early.raw, early.kind)
				}
			}
			at += len(tok.raw)
		}
	})
}

func TestRows(t *testing.T) {
	for name, written := range map[string]string{
		"full":      "12345\r\n\x1b[31m漢\x1b[m字1\r\n",
		"placed":    "\x1b[2;4H45\x1b[H12345",
		"moved":     "123\x1b[2D2345",
		"two parts": "e\x1b[m\u0301234\r5",
	} {
		if err := Rows([]byte(written), 5); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, written := range map[string]string{
		"long": "123456", "wide": "漢字漢", "after a colour": "123\x1b[31m456", "placed": "\x1b[2;4H456", "moved": "12\x1b[2C34",
	} {
		if Rows([]byte(written), 5) == nil {
			t.Errorf("%s: %q fits", name, written)
		}
	}
}

// TestExactCatches is the control of Exact: half a wide character at each edge.
func TestExactCatches(t *testing.T) {
	for name, cells := range map[string][]Cell{
		"cut at the end":    {{Text: "a", Width: 1}, {Text: "漢", Width: 2}},
		"second half alone": {{Width: 0}, {Text: "a", Width: 1}},
		"overwritten":       {{Text: "漢", Width: 2}, {Text: "a", Width: 1}},
		"another width":     {{Text: "漢", Width: 1}, {Text: "a", Width: 1}},
	} {
		if (Frame{Width: 2, Height: 1, cells: cells}).Exact() == nil {
			t.Errorf("%s: %+v is exact", name, cells)
		}
	}
}
