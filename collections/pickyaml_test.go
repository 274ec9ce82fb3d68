package collections

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/collections/vars"
)

// TestPickToFileAndBack holds that a pick that is written to a file and read again is the same pick, whatever its texts.
func TestPickToFileAndBack(t *testing.T) {
	dir := t.TempDir()
	c, err := Create(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~]{0,20}`), rapid.SampledFrom([]string{"$.a", "$['a b'][?@.x == 'it\\'s']", "yes", "null", "1.10", "007", "a: b # c", "- x", "{{x}}", "'", "\"", "", "日本語", "| >"}))
	full := rapid.Custom(func(t *rapid.T) string { return text.Filter(func(s string) bool { return s != "" }).Draw(t, "text") })
	value := rapid.Custom(func(t *rapid.T) vars.Value {
		if rapid.Bool().Draw(t, "json") {
			v, err := vars.ParseJSON(rapid.SampledFrom([]string{"1", "1.10", "12345678901234567890", "true", "null", `[1, "a"]`, `{"a": {"b": null}}`, `"x"`}).Draw(t, "value"))
			if err != nil {
				panic(err)
			}
			return v
		}
		return vars.NewString(text.Draw(t, "value"))
	})
	draw := func(t *rapid.T) Pick {
		p := Pick{
			Take: rapid.SampledFrom([]Take{"", TakeOne, TakeFirst, TakeLast, TakeAll, TakeAsk}).Draw(t, "take"), Label: text.Draw(t, "label"),
			Type:      rapid.SampledFrom([]string{"", "string", "integer", "number", "boolean", "array", "object"}).Draw(t, "type"),
			JQ:        text.Draw(t, "jq"),
			Transform: text.Draw(t, "transform"), Secret: rapid.SampledFrom([]Secrecy{SecretUnset, SecretYes, SecretNo}).Draw(t, "secret"), Keep: Keep{text.Draw(t, "until"), text.Draw(t, "margin")},
		}
		switch policy := rapid.SampledFrom([]MissingPolicy{"", MissingFail, MissingSkip, MissingKeep, MissingDefault}).Draw(t, "missing"); policy {
		case MissingDefault:
			p.IfMissing = IfMissing{policy, value.Draw(t, "default")}
		default:
			p.IfMissing.Policy = policy
		}
		kind := rapid.SampledFrom([]SourceKind{SourcePath, SourceHeader, SourceCookie, SourceLink, SourceXPath, SourceCSS, SourceRegex, SourceColumn, SourceForm, SourceStatus, SourceTiming, SourceRedirect, SourceEvent}).Draw(t, "kind")
		p.From.Kind = kind
		switch kind {
		case SourceStatus:
		case SourceRedirect:
			p.From.Arg = rapid.StringMatching(`[1-9]`).Draw(t, "redirect")
		default:
			p.From.Arg = full.Draw(t, "arg")
		}
		switch kind {
		case SourceHeader:
			p.From.Nth = rapid.IntRange(0, 3).Draw(t, "nth")
		case SourceCookie, SourceCSS:
			p.From.Attr = text.Draw(t, "attr")
		case SourceRegex:
			p.From.Group = text.Draw(t, "group")
		case SourceEvent:
			p.From.Path = text.Draw(t, "path")
		case SourceXPath:
			p.From.Namespaces = []Variable{{Name: "a", Value: vars.NewString(full.Draw(t, "uri"))}}
		}
		return p
	}
	saved, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		r := &Request{ID: "r", URL: "http://x"}
		for i := range rapid.IntRange(1, 3).Draw(t, "picks") {
			p := draw(t)
			p.Name = string(rune('a' + i))
			r.Picks = append(r.Picks, p)
		}
		if err := os.Remove(dir + "/r.yaml"); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		c.files = map[string]file{rootFile: c.files[rootFile]}
		if err := c.Save(r); err != nil {
			refused++ // what YAML has no words for is refused, not changed: see readsBack
			return
		}
		saved++
		back, err := Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r.Picks, back.Request("r").Picks); diff != "" {
			t.Fatal(diff)
		}
	})
	if saved < refused {
		t.Errorf("%d picks were written and %d refused", saved, refused)
	}
}
