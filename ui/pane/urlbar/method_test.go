package urlbar_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

func TestAMethodTypedFirst(t *testing.T) {
	tests := []struct{ typed, method, url string }{
		{"POST https://a.example", "POST", "https://a.example"},
		{"post https://a.example", "POST", "https://a.example"},
		{"Delete x", "DELETE", "x"},
		{"connect x", "CONNECT", "x"},
		{"PURGE x", "PURGE", "x"},
		{"M-SEARCH x", "M-SEARCH", "x"},
		{"VERSION_CONTROL x", "VERSION_CONTROL", "x"},
		{"POST  x", "POST", "x"},
		{"purge x", "PATCH", "purge x"}, // no method that dowse knows
		{"curl x", "PATCH", "curl x"},
		{"P0ST x", "PATCH", "P0ST x"},
		{" POST x", "POST", "x"},
		{"a POST x", "PATCH", "a POST x"},
		{"PUT POST x", "POST", "x"},
	}
	for _, test := range tests {
		open(t, "PATCH", "").typed(test.typed).wants(t, test.method, test.url)
		if test.typed != "PUT POST x" && test.typed != "curl x" {
			open(t, "PATCH", "").paste(test.typed).wants(t, test.method, test.url)
		}
	}
}

func TestAMethodTypedBeforeAURL(t *testing.T) {
	b := open(t, "GET", "https://a.example").press("home").typed("POST ")
	b.wants(t, "POST", "https://a.example")
	b.typed("x") // the caret is before the URL still
	b.wants(t, "POST", "xhttps://a.example")

	b = open(t, "GET", "").typed("日本").press("home").typed("put ").typed("y")
	b.wants(t, "PUT", "y日本")

	b = open(t, "GET", "/tail").press("home").paste("PUT https://a.example").typed("!")
	b.wants(t, "PUT", "https://a.example!/tail")
}

func TestAURLThatBeginsLikeAMethodIsLeftAlone(t *testing.T) {
	b := open(t, "GET", "FOO bar").typed("x") // as a file has it
	b.wants(t, "GET", "FOO barx")
}

func TestChoosingTheMethod(t *testing.T) {
	tests := []struct {
		name   string
		keys   []string
		method string
		open   bool
	}{
		{"backspace at the start opens", []string{"backspace"}, "GET", true},
		{"as it is", []string{"backspace", "enter"}, "GET", false},
		{"down and enter", []string{"backspace", "down", "down", "enter"}, "POST", false},
		{"down and up", []string{"backspace", "down", "down", "up", "enter"}, "HEAD", false},
		{"narrowed", []string{"backspace", "d", "enter"}, "DELETE", false},
		{"narrowed and down", []string{"backspace", "p", "down", "enter"}, "PUT", false},
		{"space accepts", []string{"backspace", "o", "space"}, "OPTIONS", false},
		{"right accepts", []string{"backspace", "q", "right"}, "QUERY", false},
		{"any word", []string{"backspace", "p", "u", "r", "g", "e", "enter"}, "PURGE", false},
		{"as written", []string{"backspace", "p", "u", "r", "g", "e", "down", "enter"}, "purge", false},
		{"a known one in small letters", []string{"backspace", "p", "u", "t", "down", "enter"}, "PUT", false},
		{"part of a known one", []string{"backspace", "P", "U", "down", "enter"}, "PU", false},
		{"taken back", []string{"backspace", "p", "backspace", "h", "enter"}, "HEAD", false},
		{"emptied", []string{"backspace", "p", "u", "ctrl+u", "t", "enter"}, "TRACE", false},
		{"left", []string{"backspace", "d", "esc"}, "GET", false},
		{"refused", []string{"backspace", "p", "é", "enter"}, "POST", false},
		{"a backspace that erases", []string{"end", "backspace"}, "GET", false},
	}
	for _, test := range tests {
		b := open(t, "GET", "https://a.example").press("home").press(test.keys...)
		if b.method != test.method || b.choosing() != test.open {
			t.Errorf("%s: the method is %q, choosing %v", test.name, b.method, b.choosing())
		}
		if test.method == "GET" && test.name != "a backspace that erases" && b.intents != nil {
			t.Errorf("%s: intents %#v, want none", test.name, b.intents)
		}
		if !test.open && test.name != "a backspace that erases" {
			b.typed("z")
			b.wants(t, test.method, "zhttps://a.example") // the keys are the URL's again, the caret where it was
		}
	}
}

func TestKeysThatArriveTogether(t *testing.T) {
	b := open(t, "GET", "").press("backspace")
	b.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("post https://a.example")})
	b.wants(t, "POST", "https://a.example")

	b = open(t, "GET", "://a.example").press("home", "backspace")
	b.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("patch https")})
	b.wants(t, "PATCH", "https://a.example")
	b.press("home", "backspace")
	b.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("put ")})
	b.wants(t, "PUT", "https://a.example")

	b = open(t, "GET", "")
	b.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("put https://a.example")})
	b.wants(t, "PUT", "https://a.example")
}

func TestEmptyingTheURLDoesNotOpenTheMethod(t *testing.T) {
	b := open(t, "GET", "abc").press("backspace", "backspace", "backspace", "backspace", "backspace")
	if b.choosing() {
		t.Fatal("a backspace that was held opened the method")
	}
	b.typed("https://b.example").wants(t, "GET", "https://b.example")

	b = open(t, "GET", "").press("backspace").typed("http") // it was meant for the URL
	if !b.choosing() {
		t.Fatal("the method is not open")
	}
	b.typed("://b.example").wants(t, "GET", "http://b.example")
}

func TestWhatNoMethodHasIsRefused(t *testing.T) {
	for _, key := range []string{"é", `"`, "(", ":", "/", "日"} {
		b := open(t, "GET", "x").press("home", "backspace", "p", key)
		if !strings.Contains(b.Where(), key) && !strings.Contains(b.Where(), `\"`) || !b.choosing() {
			t.Errorf("%s: Where is %q", key, b.Where())
		}
		if b.press("u"); strings.Contains(b.Where(), "no method") {
			t.Errorf("%s: the reason stays: %q", key, b.Where())
		}
		if b.press("enter"); b.method != "PUT" {
			t.Errorf("%s: the method is %q", key, b.method)
		}
	}
}

func TestLeavingThePaneClosesTheMethod(t *testing.T) {
	b := open(t, "GET", "x").press("home", "backspace", "d")
	b.SetFocus(false)
	b.SetFocus(true)
	if b.choosing() || b.intents != nil {
		t.Errorf("choosing %v, intents %#v", b.choosing(), b.intents)
	}
}
