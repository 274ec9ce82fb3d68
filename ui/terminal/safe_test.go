package terminal_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dowse/ui/terminal"
)

func TestSafe(t *testing.T) {
	for _, c := range []struct{ in, text, line string }{
		{"", "", ""},
		{"plain ASCII ~", "plain ASCII ~", "plain ASCII ~"},
		{"naïve 日本語 👩\u200d👧 می\u200cخواهم", "naïve 日本語 👩\u200d👧 می\u200cخواهم", "naïve 日本語 👩\u200d👧 می\u200cخواهم"},
		{"a\tb\nc", "a\tb\nc", "a␉b␊c"},
		{"a\r\nb", "a␍\nb", "a␍␊b"},
		{"\x1b[31mred\x1b[0m", "␛[31mred␛[0m", "␛[31mred␛[0m"},
		{"\x00\a\b\v\f\x1f\x7f", "␀␇␈␋␌␟␡", "␀␇␈␋␌␟␡"},
		{"\u0080\u009b31m\u009f", `\x80\x9b31m\x9f`, `\x80\x9b31m\x9f`},
		{"\x9b31m \x90q\x9c", `\x9b31m \x90q\x9c`, `\x9b31m \x90q\x9c`},
		{"caf\xe9", `caf\xe9`, `caf\xe9`},
		{"\xc0\x9b \xe0\x80\x9b", `\xc0\x9b \xe0\x80\x9b`, `\xc0\x9b \xe0\x80\x9b`},
		{"\xed\xa0\x80", `\xed\xa0\x80`, `\xed\xa0\x80`},
		{"\xf4\x90\x80\x80\xff", `\xf4\x90\x80\x80\xff`, `\xf4\x90\x80\x80\xff`},
		{"\xe2\x82", `\xe2\x82`, `\xe2\x82`},
		{"user\u202egnp.exe", "user⟨U+202E⟩gnp.exe", "user⟨U+202E⟩gnp.exe"},
		{"a\u2028b\u2029c", "a⟨U+2028⟩b⟨U+2029⟩c", "a⟨U+2028⟩b⟨U+2029⟩c"},
		{"\ufeffpay\u200bpal\U000e0041", "⟨U+FEFF⟩pay⟨U+200B⟩pal⟨U+E0041⟩", "⟨U+FEFF⟩pay⟨U+200B⟩pal⟨U+E0041⟩"},
		{"\ufffd", "\ufffd", "\ufffd"},
		{"👍🏽 👩🏽\u200d🚀 ☝🏽", "👍🏽 👩🏽\u200d🚀 ☝🏽", "👍🏽 👩🏽\u200d🚀 ☝🏽"},
		{"pay\u00adpal \u0600\u06dd7", "pay⟨U+00AD⟩pal ⟨U+0600⟩⟨U+06DD⟩7", "pay⟨U+00AD⟩pal ⟨U+0600⟩⟨U+06DD⟩7"},
		{"🏽🏽 a🏽 👍🏽🏿", "⟨U+1F3FD⟩⟨U+1F3FD⟩ a⟨U+1F3FD⟩ 👍🏽⟨U+1F3FF⟩", "⟨U+1F3FD⟩⟨U+1F3FD⟩ a⟨U+1F3FD⟩ 👍🏽⟨U+1F3FF⟩"},
	} {
		if got := terminal.Safe(terminal.Untrusted(c.in)); got != c.text {
			t.Errorf("Safe(%q) = %q, want %q", c.in, got, c.text)
		}
		if got := terminal.SafeLine(terminal.Untrusted(c.in)); got != c.line {
			t.Errorf("SafeLine(%q) = %q, want %q", c.in, got, c.line)
		}
	}
}

// TestPayloads writes every payload in several places and reads every byte of what comes out.
func TestPayloads(t *testing.T) {
	for name, payload := range payloads() {
		for _, text := range []string{payload, "before " + payload + " after", payload + payload, "é" + payload, payload + "é"} {
			if err := inspect(terminal.Safe(terminal.Untrusted(text)), "\n\t"); err != nil {
				t.Errorf("%s: Safe: %v", name, err)
			}
			if err := inspect(terminal.SafeLine(terminal.Untrusted(text)), ""); err != nil {
				t.Errorf("%s: SafeLine: %v", name, err)
			}
		}
	}
}

// TestPayloadsControl is the control: what is not made safe, or only rid of ESC, must be caught.
func TestPayloadsControl(t *testing.T) {
	naive := map[string]func(string) string{
		"as it is":    func(s string) string { return s },
		"without ESC": func(s string) string { return strings.ReplaceAll(s, "\x1b", "␛") },
		"ASCII controls only": func(s string) string {
			return strings.Map(func(r rune) rune {
				if r < ' ' || r == 0x7f {
					return -1
				}
				return r
			}, s)
		},
	}
	for name, f := range naive {
		caught := 0
		for _, payload := range payloads() {
			if inspect(f(payload), "\n\t") != nil {
				caught++
			}
		}
		if caught == 0 {
			t.Errorf("%s: none of the payloads was caught", name)
		}
		if name == "as it is" && caught != len(payloads()) {
			t.Errorf("%s: %d of %d payloads were caught", name, caught, len(payloads()))
		}
	}
}

// TestSafeAnyBytes holds what Safe promises for any bytes at all, and that clean text stays as it is.
func TestSafeAnyBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		if rapid.Bool().Draw(t, "characters") {
			text = rapid.StringOf(rapid.Rune()).Draw(t, "text")
		}
		got := terminal.Safe(terminal.Untrusted(text))
		if err := inspect(got, "\n\t"); err != nil {
			t.Fatalf("Safe(%q): %v", text, err)
		}
		if again := terminal.Safe(terminal.Untrusted(got)); again != got {
			t.Fatalf("Safe(%q) = %q, but Safe of that = %q", text, got, again)
		}
		if inspect(text, "\n\t") == nil && got != text && !strings.ContainsAny(text, tones) {
			t.Fatalf("Safe(%q) = %q, but there was nothing to mark", text, got)
		}
		line := terminal.SafeLine(terminal.Untrusted(text))
		if err := inspect(line, ""); err != nil {
			t.Fatalf("SafeLine(%q): %v", text, err)
		}
	})
}

// tones are those of skin: they are drawn behind an emoji only.
const tones = "🏻🏼🏽🏾🏿"

// TestSafeEveryCharacter goes through all of Unicode: what the standard library calls a control or a
// bidi control must be marked, and nothing that is drawn may be.
func TestSafeEveryCharacter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		kept := terminal.Safe(terminal.Untrusted(string(r))) == string(r)
		switch {
		case r == '\n' || r == '\t':
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) || unicode.In(r, unicode.Zl, unicode.Zp):
			if kept {
				t.Errorf("%U was kept", r)
			}
		case strings.ContainsRune(tones, r):
			if kept {
				t.Errorf("%U was kept, with nothing before it", r)
			}
		case unicode.IsGraphic(r) && !kept:
			t.Errorf("%U was marked, but it can be seen", r)
		}
	}
}

func FuzzSafe(f *testing.F) {
	for _, payload := range payloads() {
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := inspect(terminal.Safe(terminal.Untrusted(text)), "\n\t"); err != nil {
			t.Error(err)
		}
	})
}

// TestSafeCleanIsFree holds that text with nothing to mark is given back, not copied.
func TestSafeCleanIsFree(t *testing.T) {
	text := terminal.Untrusted(strings.Repeat(`{"name": "Žofie"}`+"\n", 100))
	if n := testing.AllocsPerRun(10, func() { terminal.Safe(text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkSafe(b *testing.B) {
	text := terminal.Untrusted(strings.Repeat(`{"name": "Žofie", "note": "x"}`+"\n", 1<<15))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		terminal.Safe(text)
	}
}

// inspect reads output byte by byte, as a terminal that understands 7-bit and 8-bit controls would, and
// gives an error for the first that is neither text nor allowed.
func inspect(out, allowed string) error {
	for i := 0; i < len(out); {
		r, n := utf8.DecodeRuneInString(out[i:])
		switch {
		case n == 1 && r == utf8.RuneError:
			return fmt.Errorf("byte %d is %#x, no UTF-8, in %q", i, out[i], out)
		case strings.ContainsRune(allowed, r):
		case r < 0x20, r >= 0x7f && r <= 0x9f:
			return fmt.Errorf("byte %d begins the control %U, in %q", i, r, out)
		case r == 0x061c, r == 0x200e, r == 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return fmt.Errorf("byte %d begins the bidi control %U, in %q", i, r, out)
		case r == 0x2028, r == 0x2029, r == 0x180e, r == 0x200b, r >= 0x2060 && r <= 0x206f, r == 0xfeff,
			r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f:
			return fmt.Errorf("byte %d begins the invisible %U, in %q", i, r, out)
		case r != 0x200c && r != 0x200d && unicode.Is(unicode.Cf, r) && (r < 0x13000 || r > 0x1ffff): // Egyptian, shorthand and music
			return fmt.Errorf("byte %d begins %U, which has a cell in some terminals only, in %q", i, r, out)
		}
		i += n
	}
	return nil
}
