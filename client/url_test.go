package client

import (
	"bufio"
	"net/http"
	"net/http/httputil"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dowse/collections/origin"
	"dowse/collections/vars"
)

func mustTarget(t *testing.T, raw string) target {
	t.Helper()
	to, err := newTarget(vars.PlainText(raw))
	if err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return to
}

func TestOrigin(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"http://example.com/a", "HTTP://EXAMPLE.COM:80/b?c", true},
		{"https://example.com", "https://example.com:443/", true},
		{"http://bücher.example", "http://xn--bcher-kva.example", true},
		{"http://BÜCHER.example", "http://bücher.example", true},
		{"http://[::1]:8080", "http://[0:0:0:0:0:0:0:1]:8080", true},
		{"http://example.com:080", "http://example.com", true},
		{"http://example.com", "https://example.com", false},
		{"http://example.com:443", "https://example.com:443", false},
		{"http://example.com", "http://example.com:8080", false},
		{"http://example.com", "http://www.example.com", false},
		{"http://example.com", "http://example.com.", false},
		{"http://example.com", "http://example.com.evil.org", false},
		{"http://127.0.0.1", "http://localhost", false},
		{"http://127.0.0.1", "http://127.0.0.2", false},
	} {
		if got := origin.Of(mustTarget(t, test.a).url) == origin.Of(mustTarget(t, test.b).url); got != test.same {
			t.Errorf("%s and %s: same origin is %v", test.a, test.b, got)
		}
	}
}

// Whatever is typed after the host either is refused or goes out as one well-formed request line,
// with what was well-formed already left byte for byte.
func TestTargetOnTheWire(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z%"<>|/?&=;:@!'()*+,\[\]\x00-\x20é-]{0,20}`)).Draw(t, "typed")
		to, err := newTarget(vars.PlainText("http://example.com/" + typed))
		if err != nil {
			return
		}
		head, err := httputil.DumpRequestOut(&http.Request{Method: "GET", URL: to.url, Header: http.Header{}}, false)
		if err != nil {
			t.Fatal(err)
		}
		line, _, _ := strings.Cut(string(head), "\r\n")
		if _, err := http.ReadRequest(bufio.NewReader(strings.NewReader(string(head)))); err != nil || len(strings.Fields(line)) != 3 || strings.Count(line, " ") != 2 {
			t.Fatalf("%q gives %q: %v", typed, line, err)
		}
		sent := strings.TrimSuffix(strings.TrimPrefix(line, "GET /"), " HTTP/1.1")
		before, _, _ := strings.Cut(typed, "#")
		if escape(vars.PlainText(before), 0).Reveal() != sent {
			t.Fatalf("%q was sent as %q", typed, sent)
		}
		if shown := strings.TrimPrefix(to.text.Reveal(), "http://example.com/"); !strings.HasPrefix(shown, sent) {
			t.Fatalf("%q is shown, %q was sent", shown, sent)
		}
	})
}

// Escaping hides what was secret before.
func TestEscapeKeepsSecrets(t *testing.T) {
	text := escape(vars.Join("", vars.PlainText("http://h/é?k="), vars.SecretText(`se"cret`)), 8)
	if text.Reveal() != "http://h/%C3%A9?k=se%22cret" {
		t.Errorf("escaped is %s", text.Reveal())
	}
	if shown := text.String(); !strings.Contains(shown, "%C3%A9") || strings.Contains(shown, "se") || strings.Contains(shown, "cret") || strings.Contains(shown, "%22") {
		t.Errorf("shown is %s", shown)
	}
}

func TestSeconds(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"30 s": 30 * time.Second, "29.4 s": 29420 * time.Millisecond, "41 ms": 41 * time.Millisecond, "0.5 ms": 500 * time.Microsecond, "90 s": 90 * time.Second,
	} {
		if got := seconds(d); got != want {
			t.Errorf("%s is said as %s, want %s", d, got, want)
		}
	}
}
