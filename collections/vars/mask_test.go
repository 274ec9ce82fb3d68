package vars

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

const canary = "hunter2canary"

// printed is everything that a careless print could make of v.
func printed(t *testing.T, v any) string {
	t.Helper()
	var b strings.Builder
	type field struct{ inner any }
	for _, shown := range []any{v, &v, []any{v}, map[string]any{"k": v}, field{v}, &field{v}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10s", "%-10v", "%T", "%p"} {
			fmt.Fprintf(&b, verb+"\n", shown)
		}
	}
	for _, shown := range []any{v, []any{v}, struct{ V any }{v}} {
		asJSON, err := json.Marshal(shown)
		if err != nil {
			t.Error(err)
		}
		asYAML, err := yaml.Marshal(shown)
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintln(&b, string(asJSON), string(asYAML))
	}
	slog.New(slog.NewTextHandler(&b, nil)).Info("m", "v", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "v", v)
	return b.String()
}

func leaks(text string) bool {
	return strings.Contains(text, canary) || strings.Contains(strings.ToLower(text), fmt.Sprintf("%x", canary))
}

// holder has unexported fields, whose methods package fmt does not call.
type holder struct {
	secret Secret
	value  Value
	text   Text
}

func TestSecretsAreMasked(t *testing.T) {
	secret, value, text := NewSecret(canary), NewString(canary).AsSecret(), SecretText(canary)
	scope := NewScope(Layer{Variables: []Variable{{Name: "v", Value: value}}})
	expanded, err := scope.Expand(InText, "a {{v | upper | lower}} {{v}}{{v}}")
	if err != nil {
		t.Fatal(err)
	}
	if got := expanded.String(); got != "a ******** ********" || expanded.Reveal() != "a "+canary+" "+canary+canary {
		t.Errorf("%q, %q", got, expanded.Reveal())
	}
	for _, v := range []any{
		secret, &secret, value, &value, text, &text, expanded, holder{secret, value, text}, &holder{secret, value, text}, scope,
		Join("&", PlainText("a"), text), text.Slice(2, 9), value.like(NewString("x")), expanded.AsSecret(),
	} {
		if out := printed(t, v); leaks(out) {
			t.Errorf("%T leaks:\n%s", v, out)
		}
	}
}

// TestPlainTextLeaks is the control: what is not masked must be found.
func TestPlainTextLeaks(t *testing.T) {
	type plain string
	for _, v := range []any{plain(canary), struct{ text string }{canary}, NewString(canary)} {
		if !leaks(printed(t, v)) {
			t.Errorf("%T was not seen to leak", v)
		}
	}
}

func TestTextAsSecret(t *testing.T) {
	text, err := scopeOf(map[string]Value{"v": NewString("b")}).Expand(InText, "a{{v}}c")
	if err != nil {
		t.Fatal(err)
	}
	secret := Join(" ", PlainText("Bearer"), text.AsSecret())
	if got := secret.String(); got != "Bearer ********" || secret.Reveal() != "Bearer abc" {
		t.Errorf("%q of %q", got, secret.Reveal())
	}
	if got := text.Recoded("coded").Spans(); len(got) != 1 || got[0].Name != "v" || got[0].Start != 0 || got[0].End != 5 {
		t.Errorf("%+v", got)
	}
	if spans := secret.Spans(); len(spans) != 2 || spans[1].Name != "v" || spans[1].Start != 8 {
		t.Errorf("%+v", spans)
	}
}

func TestSecretStaysSecret(t *testing.T) {
	for _, pipe := range []string{"trim", "upper", "split(\"r\")", "split(\"r\") | first", "split(\"r\") | map(upper) | join(\"\")", "base64", "slice(0, 3)", "count"} {
		got, err := ApplyPipe(pipe, NewString(canary).AsSecret())
		if err != nil || !got.IsSecret() {
			t.Errorf("%s: %v, %v", pipe, got, err)
		}
	}
}
