package response_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/charmbracelet/x/ansi"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// TestHex shows the bytes of any body, goes through all of them both ways and finds a row by what is in it.
func TestHex(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.ViewHex)
	uitest.Golden(t, "hex", uitest.Frame(t, m, 80, 10)+"\n"+m.Where())
	uitest.Run(m, action.Bottom)
	last := m.Where()
	uitest.Run(m, action.Top)
	first := m.Where()
	steps := 0
	for ; m.Where() != last && steps < 1000; steps++ {
		uitest.Run(m, action.Down)
	}
	if want := (len(orders)+15)/16 + 3; steps != want {
		t.Errorf("it is %d rows from the first to the last, want %d", steps, want)
	}
	for range steps {
		uitest.Run(m, action.Up)
	}
	if m.Where() != first {
		t.Errorf("up again comes to %s", m.Where())
	}
	search(m, "ord_8814")
	if want := strconv.Itoa(strings.Index(orders, "ord_8814") / 16 * 16); !strings.Contains(ansi.Strip(m.Where()), "byte "+want+" of ") {
		t.Errorf("the row of a match is %s, want that of byte %s", m.Where(), want)
	}
}

// TestHexSecrets looks for a secret among the bytes, where they are UTF-8 and where they are UTF-16.
func TestHexSecrets(t *testing.T) {
	const secret = "s3cr3t-in-a-body"
	body := `{"token": "` + secret + `", "id": 1}`
	var wide strings.Builder
	wide.WriteString("\xff\xfe")
	for _, unit := range utf16.Encode([]rune(body)) {
		wide.WriteByte(byte(unit))
		wide.WriteByte(byte(unit >> 8))
	}
	for name, body := range map[string]string{"UTF-8": body, "UTF-16": wide.String()} {
		for _, hidden := range []bool{true, false} {
			e := send(t, answer{body: body, headers: []string{"Content-Type", "application/json"}})
			m := response.New(uitest.Theme(t))
			m.SetSize(80, 40)
			said := collections.SecretNo
			if hidden {
				said = collections.SecretYes
			}
			k := collections.Pick{Name: "token", From: collections.Source{Kind: collections.SourcePath, Arg: "$.token"}, Secret: said}
			results := session.Evaluate("", []collections.Pick{k}, e)
			if hidden && !results[0].Value.IsSecret() {
				results[0].Value = vars.NewString(secret).AsSecret()
			}
			m.SetExchange(e, results)
			uitest.Run(m, action.ViewHex)
			digits := strings.Contains(uitest.Screen(t, m, 80, 40), "73 ") // s
			stars := strings.Contains(uitest.Screen(t, m, 80, 40), "** ** ")
			if digits == hidden || stars != hidden {
				t.Errorf("%s, hidden %v: the digits are seen %v, stars %v:\n%s", name, hidden, digits, stars, uitest.Screen(t, m, 80, 40))
			}
		}
	}
}

// search goes to the first match of words.
func search(m *response.Model, words string) {
	uitest.Run(m, action.Find)
	typed(m, words)
	uitest.Run(m, action.Accept)
}
