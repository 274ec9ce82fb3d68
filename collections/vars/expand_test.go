package vars

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func scopeOf(values map[string]Value) Scope {
	l := Layer{Name: "test"}
	for name, v := range values {
		l.Variables = append(l.Variables, Variable{Name: name, Value: v, Source: "a test"})
	}
	return NewScope(l)
}

func mustJSON(t testing.TB, src string) Value {
	v, err := ParseJSON(src)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// sample is the scope of the tables below.
func sample(t testing.TB) Scope {
	return scopeOf(map[string]Value{
		"base_url":               NewString("https://api.example.com/v1"),
		"host":                   NewString("api.example.com:8443"),
		"name":                   NewString(`Ann "A" B/ö`),
		"evil":                   NewString("a/../b?c=d#e&f+g%41"),
		"dots":                   NewString(".."),
		"inert":                  NewString("{{name}}"),
		"number":                 mustJSON(t, "9007199254740993"),
		"decimal":                mustJSON(t, "1.10"),
		"yes":                    mustJSON(t, "true"),
		"nothing":                mustJSON(t, "null"),
		"list":                   mustJSON(t, `[1, "two"]`),
		"object":                 mustJSON(t, `{"b": 1, "a": 2}`),
		"lines":                  NewString("a\r\nX-Evil: 1"),
		"nul":                    NewString("a\x00b"),
		"bytes":                  NewString("\xff\xfe"),
		"pick.auth/log in.token": NewString("t"),
	})
}

func TestExpand(t *testing.T) {
	for _, c := range []struct {
		place          Place
		template, want string
	}{
		{InText, "", ""},
		{InText, "no placeholder }}", "no placeholder }}"},
		{InText, "{{name}}", `Ann "A" B/ö`},
		{InText, "{{ name }}", `Ann "A" B/ö`},
		{InText, "{{{{name}}", "{{name}}"},
		{InText, "{{{{{{name}}}}", `{{Ann "A" B/ö}}`},
		{InText, "{{inert}}", "{{name}}"},
		{InText, "{{pick.auth/log in.token}}", "t"},
		{InText, "{{number}} {{decimal}} {{list}}", `9007199254740993 1.10 [1, "two"]`},
		{InText, `{{name | upper | replace("ANN", 'x}}"')}}`, `x}}" "A" B/Ö`},
		{InText, `{{missing | default("d")}}{{missing | trim | default(7)}}`, "d7"},
		{InJSON, `{"a": "{{name}}", "b": {{name}}}`, `{"a": "Ann \"A\" B/ö", "b": "Ann \"A\" B/ö"}`},
		{InJSON, `[{{number}},{{decimal}},{{yes}},{{nothing}},{{list}},{{object}}]`, `[9007199254740993,1.10,true,null,[1, "two"],{"b": 1, "a": 2}]`},
		{InJSON, `["{{number}}","{{yes}}","{{nothing}}","{{list}}"]`, `["9007199254740993","true","null","[1, \"two\"]"]`},
		{InJSON, `{"{{name}}": "\"{{number}}\\"}`, `{"Ann \"A\" B/ö": "\"9007199254740993\\"}`},
		{InJSON, `{"a": "{{{{x}}"}`, `{"a": "{{x}}"}`},
		{InURL, "{{base_url}}/orders/{{name}}?q={{name}}&n={{number}}", "https://api.example.com/v1/orders/Ann%20%22A%22%20B%2F%C3%B6?q=Ann%20%22A%22%20B%2F%C3%B6&n=9007199254740993"},
		{InURL, "https://{{host}}/x", "https://api.example.com:8443/x"},
		{InURL, "https://{{name}}:{{evil}}@{{host}}/", "https://Ann%20%22A%22%20B%2F%C3%B6:a%2F..%2Fb%3Fc%3Dd%23e%26f%2Bg%2541@api.example.com:8443/"},
		{InURL, "{{base_url}}/{{evil}}", "https://api.example.com/v1/a%2F..%2Fb%3Fc%3Dd%23e%26f%2Bg%2541"},
		{InURL, "{{base_url}}/{{evil | raw}}", "https://api.example.com/v1/a/../b?c=d#e&f+g%41"},
		{InURL, "{{base_url}}/a{{dots}}b", "https://api.example.com/v1/a..b"},
		{InQuery, "a b&{{name}}", "a%20b%26Ann%20%22A%22%20B%2F%C3%B6"},
		{InHeader, "Bearer {{name}}", `Bearer Ann "A" B/ö`},
	} {
		got, err := sample(t).Expand(c.place, c.template)
		if err != nil || got.Reveal() != c.want {
			t.Errorf("%q: %q, %v; want %q", c.template, got.Reveal(), err, c.want)
		}
	}
}

func TestExpandRefuses(t *testing.T) {
	for _, c := range []struct {
		place    Place
		template string
		want     string // the problems, one a line
	}{
		{InText, "{{nmae}}", "1:1: nmae has no value; the nearest name is name"},
		{InText, "a\nb {{one_thing}} {{another_thing}}", "2:3: one_thing has no value\n2:17: another_thing has no value"},
		{InText, "{{name", "1:1: {{ is not closed with }}; a literal {{ is written {{{{"},
		{InText, "{{}}", "1:1: there is no name between {{ and }}"},
		{InText, "{{a b}}", `1:1: "a b" is not a name: there is a space in it`},
		{InText, "{{name | uper}}", `1:1: {{name}}: there is no transform "uper"; the nearest is upper`},
		{InText, "{{name | split}}", `1:1: {{name}}: split has 0 arguments; it is written split(",")`},
		{InText, "{{name | first}}", "1:1: {{name}}: first: it wants an array and got a string"},
		{InText, "{{name | raw}}", "1:1: {{name}}: raw has a meaning in a URL only"},
		{InText, "{{$uid}}", "1:1: there is no $uid; there are $uuid, $now, $timestamp and $env.NAME"},
		{InHeader, "{{lines}}", "1:1: a header cannot hold the character U+000D"},
		{InHeader, "{{nul}}", "1:1: a header cannot hold the character U+0000"},
		{InHeader, "a\nb", "1:1: a header cannot hold the character U+000A"},
		{InJSON, `{"a": "{{bytes}}"}`, "1:8: {{bytes}}: JSON cannot hold it: it is not UTF-8"},
		{InJSON, `["\{{name}}"]`, "1:4: {{name}}: a placeholder cannot follow a backslash"},
		{InURL, "https://{{evil}}/", "1:9: {{evil}}: a host name cannot hold it: write the value without / ? # @ and spaces"},
		{InURL, "https://h/{{dots}}/x", "1:1: {{dots}}: the path segment would be \"..\", which leads elsewhere"},
	} {
		_, err := sample(t).Expand(c.place, c.template)
		if err == nil || err.Error() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.template, err, c.want)
		}
	}
}

// naive is what a first attempt does. It must fail the properties below.
func naive(_ Place, template string, v Value) (string, error) {
	return strings.ReplaceAll(template, "{{v}}", v.Reveal()), nil
}

func ours(place Place, template string, v Value) (string, error) {
	t, err := scopeOf(map[string]Value{"v": v}).Expand(place, template)
	return t.Reveal(), err
}

type expander func(Place, string, Value) (string, error)

// keepsJSON reports a value that changes the structure of the JSON around it, or arrives changed.
func keepsJSON(expand expander, value string) error {
	const template = `{"a": "x{{v}}y", "b": {{v}}, "c": [1]}`
	text, err := expand(InJSON, template, NewString(value))
	if err != nil {
		return nil // refused, and said so
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		return fmt.Errorf("%q gives %s: %w", value, text, err)
	}
	if len(got) != 3 || got["a"] != "x"+value+"y" || got["b"] != value {
		return fmt.Errorf("%q arrives as %v", value, got)
	}
	return nil
}

// keepsURL does the same for URLs.
func keepsURL(expand expander, value string) error {
	text, err := expand(InURL, "https://example.com/a/{{v}}/b?c={{v}}&d=e", NewString(value))
	if err != nil {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil {
		return fmt.Errorf("%q gives %s: %w", value, text, err)
	}
	segments := strings.Split(u.EscapedPath(), "/")
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || u.Host != "example.com" || len(segments) != 4 || len(query) != 2 || query.Get("c") != value || u.Fragment != "" {
		return fmt.Errorf("%q gives %s, %v", value, text, err)
	}
	if segment, err := url.PathUnescape(segments[2]); err != nil || segment != value {
		return fmt.Errorf("%q arrives as %q, %v", value, segment, err)
	}
	return nil
}

// anyBytes draws what breaks templates more often than chance would.
func anyBytes() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("\"\\{}/?#&=+%.:@ \n\r\x00[],")), 0, 12, -1),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
}

func TestStructureIsKept(t *testing.T) {
	for name, keeps := range map[string]func(expander, string) error{"JSON": keepsJSON, "URL": keepsURL} {
		t.Run(name, func(t *testing.T) {
			broken := 0
			rapid.Check(t, func(t *rapid.T) {
				value := anyBytes().Draw(t, "value")
				if err := keeps(ours, value); err != nil {
					t.Fatal(err)
				}
				if keeps(naive, value) != nil {
					broken++
				}
			})
			if broken == 0 {
				t.Error("the naive expansion was never caught")
			}
		})
	}
}

func TestEscape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("{}ab |")), 0, 20, -1)).Draw(t, "text")
		got, err := NewScope().Expand(InText, Escape(text))
		if err != nil || got.Reveal() != text {
			t.Fatalf("%q: %q, %v", text, got.Reveal(), err)
		}
	})
}

func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"{{a}}", "{{{{", "{{a | regex(\"(\", 1)}}", "{{a|map(slice(1,2))}}", "{{pick.a b.c}}", "{{a | default('"} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, template string) {
		s := NewScope(Layer{Variables: []Variable{{Name: "a", Value: NewString("[1]")}}})
		for p := InText; p <= InHeader; p++ {
			_, _ = s.Expand(p, template)
		}
		Uses(template)
	})
}
