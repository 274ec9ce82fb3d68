package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// secretTexts are secrets of many shapes.
var secretTexts = []string{
	"MYTOK-canary-77", "abcd", "s3cr3t!", "0f9c7a51e2b84d7f9a3c5e6d8b1f2a40", "canary/with+slashes=and-signs", `canary"quote\back`, `c:\\a\b\\`, "canary%20percent%",
	"pässwörd-ÜÖ", "カナリア秘密の鍵", "🔑 with space", "q!w@e#r$t^y&canary*", "{{braces}}99", "<tag>&amp;1", "line\nbreak\ttab", "%%%%", "1+2 3+4",
	"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkiLCJuIjoxfQ.4pLpQ8s1Zf0xgq3yVbQ0cA7m1yVtUu8qk2h6o9c1xyz",
}

// writers are the forms in which a secret can stand in a text.
func writers() map[string]func(string) string {
	each := func(write func(i int, r rune, b string) string) func(string) string {
		return func(s string) string {
			var out strings.Builder
			for i, r := range s {
				size := len(string(r))
				if r == 0xfffd {
					size = 1
				}
				out.WriteString(write(i, r, s[i:i+size]))
			}
			return out.String()
		}
	}
	bytewise := func(format string) func(string) string {
		return each(func(_ int, _ rune, b string) string {
			out := ""
			for _, c := range []byte(b) {
				out += fmt.Sprintf(format, c)
			}
			return out
		})
	}
	units := func(format string) func(string) string {
		return each(func(_ int, r rune, b string) string {
			if r == 0xfffd {
				return b
			}
			out := ""
			for _, unit := range utf16.Encode([]rune{r}) {
				out += fmt.Sprintf(format, unit)
			}
			return out
		})
	}
	some := func(write func(string) string) func(string) string {
		return each(func(i int, _ rune, b string) string {
			if i%3 == 1 || strings.ContainsAny(b, `%\&`) {
				return write(b)
			}
			return b
		})
	}
	quoted := func(s string) string {
		text, _ := json.Marshal(s)
		return strings.Trim(string(text), `"`)
	}
	encoded := func(e *base64.Encoding, before, after string) func(string) string {
		return func(s string) string { return e.EncodeToString([]byte(before + s + after)) }
	}
	wrapped := func(end string) func(string) string {
		return func(s string) string {
			var lines []string
			for line := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString([]byte("some text before it"+s))), 16) {
				lines = append(lines, string(line))
			}
			return strings.Join(lines, end)
		}
	}
	all := map[string]func(string) string{
		"raw": func(s string) string { return s }, "query": url.QueryEscape, "path": url.PathEscape, "query twice": func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
		"percent": bytewise("%%%02X"), "percent lower": bytewise("%%%02x"), "some percent": some(bytewise("%%%02X")), "some percent lower": some(bytewise("%%%02x")),
		"JSON": quoted, "JSON in JSON": func(s string) string { return quoted(quoted(s)) }, "JSON slashes": func(s string) string { return strings.ReplaceAll(quoted(s), "/", `\/`) },
		"all JSON escapes": units(`\u%04x`), "all JSON escapes, capitals": units(`\u%04X`), "some JSON escapes": some(units(`\u%04x`)), "\\x": bytewise(`\x%02x`),
		"HTML": html.EscapeString, "HTML numbers": each(func(_ int, r rune, b string) string {
			if r == 0xfffd {
				return b
			}
			return fmt.Sprintf("&#%d;", r)
		}),
		"hex": func(s string) string { return hex.EncodeToString([]byte(s)) }, "HEX": func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
		"base64 of percent-encoded": nil, "percent-encoded base64": func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))) },
		"base64 escaped in JSON": func(s string) string {
			return strings.NewReplacer("+", `\u002B`, "/", `\/`, "=", `\u003d`).Replace(base64.StdEncoding.EncodeToString([]byte(s)))
		},
		"base64 in lines": wrapped("\r\n"), "base64 in lines, in JSON": wrapped(`\n`), "Basic": encoded(base64.StdEncoding, "user:", ""),
	}
	delete(all, "base64 of percent-encoded") // what is encoded before it is base64 is another text
	for name, e := range map[string]*base64.Encoding{"base64": base64.StdEncoding, "base64 raw": base64.RawStdEncoding, "base64url": base64.URLEncoding, "base64url raw": base64.RawURLEncoding} {
		for before := range 4 {
			for after := range 3 {
				all[fmt.Sprintf("%s after %d before %d", name, before, after)] = encoded(e, "abc"[:min(before, 3)], "xyz"[:after])
			}
		}
	}
	return all
}

// naive masks a secret as it is, and as JSON has it: the control that the tests of forms must fail.
func naive(text, secret string) string {
	quoted, _ := json.Marshal(secret)
	return strings.ReplaceAll(strings.ReplaceAll(text, secret, Mask), strings.Trim(string(quoted), `"`), Mask)
}

func TestMaskerForms(t *testing.T) {
	missed := 0
	for _, secret := range secretTexts {
		m := NewMasker(secret)
		for name, write := range writers() {
			form := write(secret)
			for _, around := range [][2]string{{"", ""}, {`{"a": "`, `", "b": 1}`}, {"x=1&t=", "&z"}, {"<a>", "</a>"}, {"say ", "."}} {
				text := around[0] + form + around[1]
				got := m.Text(text)
				if want := around[0] + Mask + around[1]; got != want && !strings.HasPrefix(name, "base64") && name != "Basic" {
					t.Errorf("%s of %q: %q, want %q", name, secret, got, want)
				}
				if left := rest(got); strings.HasPrefix(name, "base64") && holds(left, secret) || !strings.Contains(got, Mask) {
					t.Errorf("%s of %q: a part is left: %q of %q", name, secret, got, text)
				}
				if naive(text, secret) == text {
					missed++
				}
				if string(m.Bytes([]byte(text))) != got || m.Has(text) != (got != text) {
					t.Errorf("%s of %q: Bytes and Has are not as Text", name, secret)
				}
			}
		}
	}
	if missed < 2000 {
		t.Errorf("the naive control misses only %d", missed)
	}
}

// rest is what is left of a text beside its masks.
func rest(text string) []string { return strings.Split(text, Mask) }

// holds says whether one of the parts has as much of the base64 of a secret as a person could read something of.
func holds(parts []string, secret string) bool {
	for before := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte("xyz"[:before] + secret))
		for i := 4; i+4 <= len(encoded)-4; i++ {
			for _, part := range parts {
				if strings.Contains(part, encoded[i:i+4]) && len(secret) > 8 {
					return true
				}
			}
		}
	}
	return false
}

// TestMaskerLeaves holds that what is no secret stays as it is.
func TestMaskerLeaves(t *testing.T) {
	m := NewMasker("MYTOK-canary-77", "pässwörd-ÜÖ", "a/b+c d")
	for _, text := range []string{
		"", "M", "MYTOK-canary-7", "mytok-canary-77", "MYTOK%2Dcanary%2D7", `\u004dYTOK-canary-78`, "TVlUT0stY2FuYXJ5LTc", "%", "%4", `\`, `\u`, "&", "&#", "&amp", "&amp;amp;amp;", "pässwörd", "\xff\xfe",
		strings.Repeat("MYTOK-", 100),
	} {
		if got := m.Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	var none *Masker
	if none.Text("a") != "a" || none.Has("a") || none.Begin("a") != "a" || none.Within([]byte("a"), 0, 1) != nil || none.Longest() != 0 || NewMasker("", "") != nil {
		t.Error("a masker without secrets is none")
	}
}

// TestMaskerShort holds what becomes of secrets of one to three bytes.
func TestMaskerShort(t *testing.T) {
	m := NewMasker("42", "abc")
	for text, want := range map[string]string{
		"42": Mask, `{"pin": "42"}`: `{"pin": "` + Mask + `"}`, `{"n": 42, "m": "1942"}`: `{"n": 42, "m": "1942"}`, "?pin=42&x=abc": "?pin=" + Mask + "&x=" + Mask,
		"/v1/abc/x": "/v1/" + Mask + "/x", "abcdef": "abcdef", "an abc of": "an abc of", "<a>%61bc</a>": "<a>" + Mask + "</a>", "NDI=": "NDI=", "3432": "3432",
	} {
		if got := m.Text(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// TestMaskerWithin holds that each part of a text shows what the whole shows, wherever it is cut.
func TestMaskerWithin(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var secrets []string
	var text []byte
	all := writers()
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range all {
			if !yield(name) {
				return
			}
		}
	}) {
		secret := secretTexts[random.IntN(len(secretTexts))]
		secrets = append(secrets, secret)
		text = append(text, strings.Repeat("filler ", random.IntN(9))+all[name](secret)+"\n"...)
	}
	m := NewMasker(secrets...)
	whole := m.Within(text, 0, len(text))
	hidden := make([]bool, len(text))
	for i, s := range whole {
		if s.Start >= s.End || i > 0 && s.Start < whole[i-1].End {
			t.Fatalf("span %d is %v after %v", i, s, whole[i-1])
		}
		for j := s.Start; j < s.End; j++ {
			hidden[j] = true
		}
	}
	for range 2000 {
		start := random.IntN(len(text))
		end := min(len(text), start+random.IntN(200))
		part := make([]bool, len(text))
		for _, s := range m.Within(text, start, end) {
			for j := s.Start; j < s.End; j++ {
				part[j] = true
			}
		}
		for i := start; i < end; i++ {
			if hidden[i] && !part[i] {
				t.Fatalf("byte %d is masked in the whole and not from %d to %d: %q", i, start, end, text[start:end])
			}
		}
	}
}

// TestMaskerBegin holds that the begin of a text that was cut has no part of a secret, wherever it is cut.
func TestMaskerBegin(t *testing.T) {
	for _, secret := range secretTexts {
		m := NewMasker(secret)
		for name, write := range writers() {
			text := "before " + write(secret) + " behind"
			masked := m.Text(text)
			for cut := range len(text) + 1 {
				// The last character of base64 before a secret has two or four bits of it: nobody can know yet what follows.
				if got := m.Begin(text[:cut]); !strings.HasPrefix(masked, strings.TrimSuffix(got, Mask)) && !strings.HasPrefix(masked, got[:len(got)-1]) {
					t.Errorf("%s of %q cut at %d: %q", name, secret, cut, got)
				}
			}
		}
	}
}

// TestMaskerHostile holds that no text takes long.
func TestMaskerHostile(t *testing.T) {
	m := NewMasker(strings.Repeat(`\`, 40), strings.Repeat("%25", 20), strings.Repeat("&amp;", 20), strings.Repeat("A", 40))
	for _, one := range []string{`\`, "%25", "&amp;", "A", "%", `\u005c`, "\n"} {
		text := bytes.Repeat([]byte(one), 5_000)
		m.Bytes(text)
	}
}

// BenchmarkMasker is a body of 8 MB with secrets in it; the control only looks for the bytes of each, as they are.
func BenchmarkMasker(b *testing.B) {
	row := `{"id": 8812, "name": "An ordinary name \u00e9", "url": "https://api.example.test/v1/orders/8812?x=%20y", "note": "some text that has nothing in it"},`
	body := []byte(strings.Repeat(row, 8<<20/len(row)))
	secrets := []string{secretTexts[0], secretTexts[3], secretTexts[17]}
	m := NewMasker(secrets...)
	b.Run("spans", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			if len(m.Within(body, 0, len(body))) > 0 {
				b.Fatal("found")
			}
		}
	})
	b.Run("window", func(b *testing.B) { // what a screen shows
		for b.Loop() {
			m.Within(body, 4<<20, 4<<20+4096)
		}
	})
	b.Run("control", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			for _, secret := range secrets {
				if bytes.Contains(body, []byte(secret)) {
					b.Fatal("found")
				}
			}
		}
	})
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			NewMasker(secrets...)
		}
	})
}
