package input_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/ui/terminal/input"
)

// sent gives what becomes of these reads when nothing follows them, one text an event; pastes stand in «».
func sent(reads ...string) []string {
	var t input.Translator
	var got []string
	add := func(events []input.Event) {
		for _, e := range events {
			if e.Paste != "" {
				got = append(got, "«"+e.Paste+"»")
			} else {
				got = append(got, e.Keys)
			}
		}
	}
	for _, read := range reads {
		add(t.Feed([]byte(read)))
	}
	for t.Wait() > 0 {
		add(t.Flush())
	}
	return got
}

func TestTranslator(t *testing.T) {
	for _, c := range []struct {
		name  string
		reads []string
		want  []string
	}{
		{"a key", []string{"j"}, []string{"j"}},
		{"a pair in one read", []string{"gG"}, []string{"gG"}},
		{"control keys", []string{"\x12\x03"}, []string{"\x12", "\x03"}},
		{"enter, tab, ctrl+j", []string{"\r", "\t", "\n"}, []string{"\r", "\t", "\n"}},
		{"backspace and NUL", []string{"\x7f\x00"}, []string{"\x7f", "\x00"}},

		{"esc alone", []string{"\x1b"}, []string{"\x1b"}},
		{"esc twice", []string{"\x1b\x1b"}, []string{"\x1b", "\x1b"}},
		{"esc and an arrow", []string{"\x1b\x1b[A"}, []string{"\x1b", "\x1b[A"}},
		{"esc, then a letter", []string{"\x1b", "p"}, []string{"\x1b", "p"}},
		{"alt and a letter", []string{"\x1bp"}, []string{"\x1bp"}},
		{"alt and a letter of two bytes", []string{"\x1b\xc3", "\xa9"}, []string{"\x1bé"}},
		{"alt+enter, alt+backspace", []string{"\x1b\r\x1b\x7f"}, []string{"\x1b\r", "\x1b\x7f"}},
		{"alt with what begins sequences", []string{"\x1bO", "\x1b]", "\x1bP", "\x1b_"}, []string{"\x1bO", "\x1b]", "\x1bP", "\x1b_"}},
		{"alt+[ alone", []string{"\x1b["}, []string{"\x1b["}},
		{"esc, then O", []string{"\x1b", "O"}, []string{"\x1b", "O"}},
		{"esc, then Ok", []string{"\x1b", "O", "z"}, []string{"\x1b", "O", "z"}},
		{"alt+shift+p and text", []string{"\x1bPab"}, []string{"\x1bP", "ab"}},

		{"home and end of a keypad in application mode", []string{"\x1bOH\x1bOF"}, []string{"\x1b[H", "\x1b[F"}},
		{"keypad digits", []string{"\x1bOp\x1bOy\x1bOM"}, []string{"0", "9", "\r"}},
		{"Linux console", []string{"\x1b[[A"}, []string{"\x1b[[A"}},
		{"urxvt", []string{"\x1b[7$\x1b[5^\x1b[a"}, []string{"\x1b[7$", "\x1b[5^", "\x1b[a"}},
		{"focus", []string{"\x1b[I\x1b[O"}, []string{"\x1b[I", "\x1b[O"}},
		{"numlock is no modifier", []string{"\x1b[1;129A\x1b[5;133~"}, []string{"\x1b[A", "\x1b[5;5~"}},
		{"with super", []string{"\x1b[1;9A"}, nil},
		{"released", []string{"\x1b[1;1:3A\x1b[97;5:3u"}, nil},

		{"ctrl+enter", []string{"\x1b[13;5u"}, []string{"\x1b[34~"}},
		{"shift+enter", []string{"\x1b[13;2u"}, []string{"\x1b[34~"}},
		{"ctrl+enter, modifyOtherKeys", []string{"\x1b[27;5;13~"}, []string{"\x1b[34~"}},
		{"ctrl+enter with numlock", []string{"\x1b[13;133u"}, []string{"\x1b[34~"}},
		{"ctrl+enter on the keypad", []string{"\x1b[57414;5u"}, []string{"\x1b[34~"}},
		{"alt+enter", []string{"\x1b[13;3u"}, []string{"\x1b\r"}},
		{"enter, tab, shift+tab, esc", []string{"\x1b[13u\x1b[9u\x1b[9;2u\x1b[27u"}, []string{"\r", "\t", "\x1b[Z", "\x1b"}},
		{"ctrl and letters", []string{"\x1b[99;5u\x1b[27;5;105~\x1b[32;5u\x1b[91;5u"}, []string{"\x03", "\t", "\x00", "\x1b"}},
		{"alt and letters", []string{"\x1b[112;3u\x1b[112;4u\x1b[49:33;4u\x1b[99;7u"}, []string{"\x1bp", "\x1bP", "\x1b!", "\x1b\x03"}},
		{"plain ones", []string{"\x1b[97u\x1b[233;1u\x1b[127;1u\x1b[57400;1u"}, []string{"a", "é", "\x7f", "1"}},
		{"unknown ones", []string{"\x1b[57441;5u\x1b[49;5u\x1b[97;9u\x1b[u\x1b[1114112u"}, nil},

		{"answers", []string{"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b]11;rgb:0/0/0\a\x1b[?62;4c\x1b[12;40R\x1bP>|xterm(390)\x1b\\\x1b[?2026;2$y\x1b_Gi=1;OK\x1b\\"}, nil},
		{"an answer in parts", []string{"\x1b]11;rgb:1e1e", "/1e1e/1e1e\x1b", "\\", "j"}, []string{"j"}},
		{"an answer without end", []string{"\x1b]11;rgb:1e1e\x1b[A"}, []string{"\x1b[A"}},
		{"cut short", []string{"\x1b[1;5\x1b[A\x1b[3\x03"}, []string{"\x1b[A", "\x03"}},
		{"the rest never comes", []string{"\x1b[<35;1"}, nil},
		{"no mouse event", []string{"\x1b[<35;1M\x1b[<35;;1M"}, nil},
		{"no UTF-8", []string{"a\xffb\xc3", "c\xe2\x82"}, []string{"ab", "c"}},
		{"C1 controls", []string{"\u009b\u0090"}, nil},
		{"a character in parts", []string{"\xe2", "\x82", "\xac"}, []string{"€"}},

		{"a paste", []string{"\x1b[200~a\rb\x1b[31m\x1b[201~j"}, []string{"«a\rb\x1b[31m»", "j"}},
		{"an empty paste", []string{"\x1b[200~\x1b[201~"}, nil},
		{"a paste without end", []string{"\x1b[200~abc", "d"}, []string{"«abcd»"}},
		{"the end of no paste", []string{"\x1b[201~"}, nil},
		{"a burst", []string{"example.com"}, []string{"«example.com»"}},
		{"seven are no burst", []string{"abcdefg"}, []string{"abcdefg"}},
		{"a held key", []string{"jjjjjjjjjjjj"}, []string{"jjjjjjjjjjjj"}},
		{"a burst with an end", []string{"example.com\r"}, []string{"«example.com»", "\x1b[33~"}},
		{"a burst with an end of two", []string{"example.com\r\n"}, []string{"«example.com»", "\x1b[33~"}},
		{"a burst of lines", []string{"curl \\\r\n\t-v a.example\ry"}, []string{"«curl \\\r\n\t-v a.example\ry»"}},
		{"a burst in parts", []string{"example.com/x", "y\r"}, []string{"«example.com/xy»", "\x1b[33~"}},
		{"a key ends a burst", []string{"example.com\x12j"}, []string{"«example.com»", "\x12", "j"}},
		{"esc and a burst", []string{"\x1bexample.com"}, []string{"\x1b", "«example.com»"}},
		{"a burst of characters in parts", []string{"žluťoučký k\xc5", "\xaf\xc5\x88"}, []string{"«žluťoučký kůň»"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, sent(c.reads...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// sequences are whole keys that come in several bytes.
var sequences = []string{
	"\x1b[<0;10;20M", "\x1b[<65;120;40m", "\x1b[M !!", "\x1b[M\x20\xe9\xf0", "\x1b[A", "\x1b[1;5C", "\x1bOP", "\x1b[15~", "\x1b[3~", "\x1b[Z",
	"é", "漢", "👩", "\x1b[200~pasted text\r👩 and more\x1b[201~", "\x1b[13;5u", "\x1b[27;5;13~", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b[?62;22c",
}

// TestSplit cuts each sequence at every byte, and into single bytes: it stays what it is.
func TestSplit(t *testing.T) {
	for _, s := range sequences {
		want := sent(s)
		for i := 1; i < len(s); i++ {
			if diff := cmp.Diff(want, sent(s[:i], s[i:])); diff != "" {
				t.Errorf("%q cut after %d bytes: %s", s, i, diff)
			}
		}
		if diff := cmp.Diff(want, sent(strings.SplitAfter(s, "")...)); diff != "" && utf8.ValidString(s) {
			t.Errorf("%q in single characters: %s", s, diff)
		}
		single := make([]string, len(s))
		for i := range len(s) {
			single[i] = s[i : i+1]
		}
		if diff := cmp.Diff(want, sent(single...)); diff != "" {
			t.Errorf("%q in single bytes: %s", s, diff)
		}
	}
}

// TestAnyBytes holds for any bytes in any reads that each event is one that Bubble Tea decodes as a whole and
// that nothing is typed which was not sent as text.
func TestAnyBytes(t *testing.T) {
	piece := rapid.OneOf(
		rapid.SampledFrom(sequences),
		rapid.SampledFrom([]string{"\x1b", "[", "]", "O", "1", ";", "~", "u", "M", "<", "\r", "\x7f", "\x1b[200~", "\x1b[201~"}),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
	rapid.Check(t, func(t *rapid.T) {
		reads := rapid.SliceOf(piece).Draw(t, "reads")
		for _, e := range sent(reads...) {
			if err := fit(e); err != nil {
				t.Fatalf("%q gives %q: %v", reads, e, err)
			}
		}
	})
}

// fit says what is wrong with the text of an event.
func fit(e string) error {
	if strings.HasPrefix(e, "\x1b[M") && len(e) == 6 {
		return nil // three bytes of any kind
	}
	if !utf8.ValidString(e) {
		return fmt.Errorf("no UTF-8")
	}
	if strings.HasPrefix(e, "«") {
		return nil
	}
	if at := strings.LastIndexByte(e, 0x1b); at > 1 {
		return fmt.Errorf("Esc within an event")
	}
	if e == "" {
		return fmt.Errorf("empty")
	}
	return nil
}

// FuzzTranslator looks for bytes that a translator cannot take.
func FuzzTranslator(f *testing.F) {
	for _, s := range sequences {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, read string, cut int) {
		cut = min(max(cut, 0), len(read))
		for _, e := range sent(read[:cut], read[cut:]) {
			if err := fit(e); err != nil {
				t.Errorf("%q cut after %d gives %q: %v", read, cut, e, err)
			}
		}
	})
}
