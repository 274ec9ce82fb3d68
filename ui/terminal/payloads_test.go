package terminal_test

import (
	"fmt"
	"maps"
)

// payloads are texts that drive or deceive one terminal or another, by name: escape sequences in their
// 7-bit form, as C1 characters and as raw C1 bytes, torn and nested, and characters that reorder text.
func payloads() map[string]string {
	all := map[string]string{}
	for name, sequence := range sequences {
		all[name] = introducers[sequence.kind].seven + sequence.text
		all[name+", C1 character"] = introducers[sequence.kind].character + sequence.text
		all[name+", C1 byte"] = introducers[sequence.kind].raw + sequence.text
	}
	for c := range 0x20 {
		if c != '\n' && c != '\t' {
			all[fmt.Sprintf("C0 %#02x", c)] = string(rune(c))
		}
	}
	maps.Copy(all, others)
	return all
}

// introducers are the three forms that begin each kind of sequence (ECMA-48 section 5.3).
var introducers = map[string]struct{ seven, character, raw string }{
	"CSI": {"\x1b[", "\u009b", "\x9b"},
	"OSC": {"\x1b]", "\u009d", "\x9d"},
	"DCS": {"\x1bP", "\u0090", "\x90"},
	"APC": {"\x1b_", "\u009f", "\x9f"},
	"PM":  {"\x1b^", "\u009e", "\x9e"},
	"SOS": {"\x1bX", "\u0098", "\x98"},
}

var sequences = map[string]struct{ kind, text string }{
	"colour":               {"CSI", "31m"},
	"clear screen":         {"CSI", "2J"},
	"cursor home":          {"CSI", "H"},
	"cursor up and erase":  {"CSI", "1A\x1b[2K"},
	"alternate screen":     {"CSI", "?1049h"},
	"mouse reports":        {"CSI", "?1003h"},
	"bracketed paste off":  {"CSI", "?2004l"},
	"ask device":           {"CSI", "c"},
	"ask cursor":           {"CSI", "6n"},
	"ask window title":     {"CSI", "21t"},
	"resize window":        {"CSI", "8;1;1t"},
	"soft reset":           {"CSI", "!p"},
	"insert mode":          {"CSI", "4h"},
	"scroll region":        {"CSI", "1;1r"},
	"concealed":            {"CSI", "8m"},
	"repeat character":     {"CSI", "99999999b"},
	"keyboard protocol":    {"CSI", ">1u"},
	"window title":         {"OSC", "0;owned\a"},
	"title to ST":          {"OSC", "2;owned\x1b\\"},
	"title to C1 ST":       {"OSC", "2;owned\u009c"},
	"clipboard write":      {"OSC", "52;c;cm0gLXJmIH4=\a"},
	"clipboard read":       {"OSC", "52;c;?\a"},
	"link":                 {"OSC", "8;;http://evil.example\x1b\\bank\x1b]8;;\x1b\\"},
	"palette":              {"OSC", "4;1;rgb:00/00/00\a"},
	"ask background":       {"OSC", "11;?\a"},
	"notification":         {"OSC", "777;notify;a;b\a"},
	"working folder":       {"OSC", "7;file://host/etc\a"},
	"iTerm file":           {"OSC", "1337;File=name=eA==:eA==\a"},
	"unterminated title":   {"OSC", "0;swallows the rest"},
	"ask setting":          {"DCS", "$qm\x1b\\"},
	"sixel":                {"DCS", "q#0;2;0;0;0~\x1b\\"},
	"user-defined keys":    {"DCS", "0;1|17/6563686f\x1b\\"},
	"tmux passthrough":     {"DCS", "tmux;\x1b\x1b]52;c;aGk=\a\x1b\\"},
	"kitty picture":        {"APC", "Ga=T,f=100;eA==\x1b\\"},
	"screen title":         {"PM", "owned\x1b\\"},
	"start of string":      {"SOS", "owned\x1b\\"},
	"parameters too large": {"CSI", "38;2;999999999999999999999;0;0m"},
}

var others = map[string]string{
	"bell":                         "\a",
	"full reset":                   "\x1bc",
	"character set":                "\x1b(0lqk\x1b(B",
	"shift out":                    "\x0elqk\x0f",
	"save and restore cursor":      "\x1b7\x1b[999;999H\x1b8",
	"C1 index":                     "\u0084\u0085\u008d",
	"lone escape":                  "\x1b",
	"lone escape at the end":       "text\x1b",
	"escape across lines":          "\x1b\n[31m",
	"escape inside an escape":      "\x1b[\x1b]0;a\a31m",
	"backspace over":               "safe\b\b\b\bevil",
	"return over":                  "safe\revil",
	"delete":                       "a\x7fb",
	"NUL inside":                   "\x1b\x00[31m",
	"raw CSI after a torn lead":    "\xc2\x9b31m\xe2\x9b31m",
	"overlong escape":              "\xc0\x9b[31m",
	"overlong escape of three":     "\xe0\x80\x9b[31m",
	"overlong escape of four":      "\xf0\x80\x80\x9b[31m",
	"surrogates":                   "\xed\xa0\xbd\xed\xb8\x80",
	"beyond Unicode":               "\xf4\x90\x80\x80",
	"torn character":               "\xe2\x80",
	"torn bidi":                    "\xe2\x80\x1b[31m",
	"byte order mark of UTF-16":    "\xff\xfe\x1b\x00",
	"right-to-left override":       "invoice\u202efdp.exe",
	"bidi isolate":                 "\u2066\u2067\u2068\u2069",
	"bidi embedding":               "\u202a\u202b\u202c\u202d",
	"bidi marks":                   "\u200e\u200f\u061c",
	"line separator":               "a\u2028b",
	"paragraph separator":          "a\u2029b",
	"next line":                    "a\u0085b",
	"zero-width space":             "pay\u200bpal",
	"word joiner":                  "pay\u2060pal",
	"byte order mark":              "\ufefftext",
	"tag characters":               "\U000e0049\U000e0047",
	"annotation":                   "\ufff9a\ufffab\ufffb",
	"Mongolian vowel separator":    "a\u180eb",
	"header with a clipboard":      "200 OK\x1b]52;c;cm0=\a",
	"key name with an escape":      `{"` + "\x1b[2J" + `": 1}`,
	"DEL and C1 in a row":          "\x7f\u0080\u009f\x80",
	"escape with intermediates":    "\x1b#8\x1b%G\x1b F",
	"string without its end, then": "\x1bPabc\x1b[31m",
}
