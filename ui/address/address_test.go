package address_test

import (
	"testing"

	"dowse/ui/address"
)

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		typed string
		is    bool
		whole string
	}{
		{"https://api.example.com/x", true, "https://api.example.com/x"},
		{"api.example.com/x?y=1", true, "https://api.example.com/x?y=1"},
		{"localhost", true, "http://localhost"},
		{"localhost:8080/a.b", true, "http://localhost:8080/a.b"},
		{"127.0.0.1:80", true, "http://127.0.0.1:80"},
		{"[::1]:8080/", true, "http://[::1]:8080/"},
		{"shop:8080", true, "https://shop:8080"},
		{"{{base_url}}/orders", true, "{{base_url}}/orders"},
		{"ann@api.example.com", true, "https://ann@api.example.com"},
		{"orders/list", false, ""},
		{"./api.example.com", false, ""},
		{"two words.here", false, ""},
		{"", false, ""},
	} {
		if got := address.Is(c.typed); got != c.is {
			t.Errorf("Is(%q) = %v", c.typed, got)
		}
		if !c.is {
			continue
		}
		if got := address.WithScheme(c.typed); got != c.whole {
			t.Errorf("WithScheme(%q) = %q, want %q", c.typed, got, c.whole)
		}
	}
}

func TestQuery(t *testing.T) {
	for s, want := range map[string]string{
		"https://a.example/x?limit=5&q=": "https://a.example/x limit=5 q=",
		"a.example?a=1":                  "a.example a=1",
		"a.example?a=%20":                "", "a.example?a": "", "a.example?a=1&&b=2": "", "a.example?a={{x}}": "", "a.example": "", "a.example?": "", "a.example?a=1#f": "", "a.example#?a=1": "",
	} {
		base, rows, ok := address.Query(s)
		got := base
		for _, row := range rows {
			got += " " + row[0] + "=" + row[1]
		}
		if ok != (want != "") || ok && got != want || !ok && base != s {
			t.Errorf("%s: %q %v", s, got, ok)
		}
	}
}
