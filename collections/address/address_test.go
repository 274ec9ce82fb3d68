package address_test

import (
	"strings"
	"testing"

	"github.com/joho/godotenv"
	"pgregory.net/rapid"

	"dowse/collections/address"
	"dowse/collections/address/addresstest"
	"dowse/collections/vars"
)

func variables(t *testing.T, base string) vars.Scope {
	t.Helper()
	values, err := godotenv.Unmarshal(addresstest.Variables)
	if err != nil {
		t.Fatal(err)
	}
	if base != "" {
		values[address.Base] = base
	}
	var layer vars.Layer
	for name, value := range values {
		layer.Variables = append(layer.Variables, vars.Variable{Name: name, Value: vars.ParseScalar(value)})
	}
	return vars.NewScope(layer)
}

// TestExpand holds what is sent for each row. What is refused with any variables is left without a scheme, a host or the
// like: client says so.
func TestExpand(t *testing.T) {
	for _, row := range addresstest.Rows(t) {
		got, err := address.Expand(variables(t, row.Base), row.URL)
		switch {
		case row.Want == "" && err != nil:
			if !strings.Contains(err.Error(), row.Error) {
				t.Errorf("%q | %q: %v, want %q", row.Base, row.URL, err, row.Error)
			}
		case row.Want == "":
		case err != nil:
			t.Errorf("%q | %q: %v", row.Base, row.URL, err)
		case strings.ReplaceAll(got.Reveal(), "ü", "%C3%BC") != strings.ReplaceAll(row.Want, "ü", "%C3%BC"):
			t.Errorf("%q | %q is sent as %q, want %q", row.Base, row.URL, got.Reveal(), row.Want)
		}
	}
}

// TestWithScheme holds that what is saved is sent to the same place.
func TestWithScheme(t *testing.T) {
	for _, row := range addresstest.Rows(t) {
		if row.Want == "" {
			continue
		}
		scope := variables(t, row.Base)
		saved := address.WithScheme(row.URL, row.Base != "")
		got, err := address.Expand(scope, saved)
		want, _ := address.Expand(scope, row.URL)
		if err != nil || got.Reveal() != want.Reveal() {
			t.Errorf("%q | %q is saved as %q and sent as %q (%v), not as %q", row.Base, row.URL, saved, got.Reveal(), err, want.Reveal())
		}
		form := address.FormOf(saved)
		if form == address.Host || row.Base == "" && form != address.Absolute && form != address.Templated && form != address.Part {
			t.Errorf("%q | %q is saved as %q, without a scheme", row.Base, row.URL, saved)
		}
	}
}

// TestExpandKeepsSecrets holds that a base which is secret is masked, and that no value is read as a template.
func TestExpandKeepsSecrets(t *testing.T) {
	secret := vars.NewScope(vars.Layer{Variables: []vars.Variable{
		{Name: address.Base, Value: vars.NewString("https://hidden.test/tenant-x/").AsSecret()},
		{Name: "key", Value: vars.NewString("k/1").AsSecret()},
		{Name: "braces", Value: vars.NewString("{{key}}")},
	}})
	for _, c := range [][2]string{
		{"orders/{{key}}?q={{key}}", "https://hidden.test/tenant-x/orders/k%2F1?q=k%2F1"},
		{"/orders", "https://hidden.test/orders"},
		{"../a/{{key}}", "https://hidden.test/a/k%2F1"},
		{"{{base_url}}/{{key}}", "https://hidden.test/tenant-x/k%2F1"},
		{"//other.test/{{key}}", "https://other.test/k%2F1"},
		{"{{braces}}/x", "https://hidden.test/tenant-x/{{key}}/x"},
	} {
		got, err := address.Expand(secret, c[0])
		if err != nil || got.Reveal() != c[1] {
			t.Errorf("%s is %s (%v), want %s", c[0], got.Reveal(), err, c[1])
		}
		for _, part := range []string{"hidden", "tenant", "k%2F1"} {
			if strings.Contains(got.String(), part) {
				t.Errorf("%s shows %s", c[0], got)
			}
		}
	}
	_, err := address.Expand(vars.NewScope(vars.Layer{Variables: []vars.Variable{{Name: address.Base, Value: vars.NewString("/hidden").AsSecret()}}}), "x")
	if err == nil || strings.Contains(err.Error(), "hidden") {
		t.Errorf("the error is %v", err)
	}
}

// TestAnyText holds that every text is read, whatever is typed of it so far, and is saved as what it is sent as.
func TestAnyText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		texts := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z.:/@?#\[\]{}|1 ]{0,12}`), rapid.StringMatching(`({{[a-z]+}}|[/:.@a])*`))
		base, url := texts.Draw(r, "base"), texts.Draw(r, "url")
		scope := variables(t, base)
		sent, err := address.Expand(scope, url)
		again, failed := address.Expand(scope, address.WithScheme(url, base != ""))
		if (err == nil) != (failed == nil) || sent.Reveal() != again.Reveal() {
			r.Fatalf("it is sent as %q (%v), and when it was saved as %q (%v)", sent, err, again, failed)
		}
	})
}

func TestIs(t *testing.T) {
	for _, c := range []struct {
		typed        string
		is, relative bool
	}{
		{"https://api.example.com/x", true, false},
		{"api.example.com/x?y=1", true, false},
		{"localhost", true, false},
		{"127.0.0.1:80", true, false},
		{"[::1]:8080/", true, false},
		{"shop:8080", true, false},
		{":8080/x", true, false},
		{"//api.example.com/x", true, false},
		{"{{base_url}}/orders", true, false},
		{"ann@api.example.com", true, false},
		{"orders/list", false, true},
		{"/orders", false, true},
		{"./api.example.com", false, true},
		{"?x=1", false, true},
		{"// two words", false, false},
		{"two words.here", false, true},
		{"", false, false},
		{"#top", false, false},
	} {
		if got := address.Is(c.typed); got != c.is {
			t.Errorf("Is(%q) = %v", c.typed, got)
		}
		if got := address.Relative(c.typed, true); got != c.relative {
			t.Errorf("Relative(%q) = %v", c.typed, got)
		}
		if address.Relative(c.typed, false) {
			t.Errorf("%q is relative to nothing", c.typed)
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
