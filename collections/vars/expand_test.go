package vars

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
		"dot":                    NewString("."),
		"empty":                  NewString(""),
		"v6":                     NewString("::1"),
		"port":                   mustJSON(t, "8080"),
		"tail":                   NewString("/a b?c"),
		"pick.客户/v1.2 (new).編號":  NewString("9"),
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
	t.Setenv("DOWSE_TEST", "set")
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
		{InText, "{{{name}}} {{{{{ {{{{{{{name}}", `{Ann "A" B/ö} {{{ {{{Ann "A" B/ö`},
		{InText, "{ {{\n\tname\n|\nlower }} }", `{ ann "a" b/ö }`},
		{InText, "{{pick.客户/v1.2 (new).編號}}{{empty}}", "9"},
		{InText, "{{$env.DOWSE_TEST}}{{$env.DOWSE_TEST_UNSET | default(\"-\")}}", "set-"},
		{InText, `{{bytes | base64}} {{bytes}}`, "//4= \xff\xfe"},
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
		{InJSON, `{{{name}}:[{{number}}],"x":{"y":{{yes}}}}`, `{"Ann \"A\" B/ö":[9007199254740993],"x":{"y":true}}`},
		{InJSON, "{{name}}", `"Ann \"A\" B/ö"`},
		{InJSON, "{{object | string}}\n", `"{\"b\": 1, \"a\": 2}"` + "\n"},
		{InJSON, `["{{number}}{{yes}}{{lines}}{{nul}}"]`, `["9007199254740993truea\r\nX-Evil: 1a\u0000b"]`},
		{InJSON, `["{{inert}}", "\u007b{{number}}"]`, `["{{name}}", "\u007b9007199254740993"]`},
		{InURL, "https://{{host}}/x", "https://api.example.com:8443/x"},
		{InURL, "api.{{host}}/{{name}}", "api.api.example.com:8443/Ann%20%22A%22%20B%2F%C3%B6"},
		{InURL, "https://[{{v6}}]:{{port}}/", "https://[::1]:8080/"},
		{InURL, "{{base_url}}{{tail | raw}}", "https://api.example.com/v1/a b?c"},
		{InURL, "{{base_url}}/{{dots | raw}}/{{empty | raw}}#{{dots}}", "https://api.example.com/v1/../#.."},
		{InURL, "{{base_url}}/a{{empty}}{{empty}}?q={{empty}}", "https://api.example.com/v1/a?q="},
		{InURL, "https://h/?/{{dots}}/#/{{dots}}", "https://h/?/../#/.."},
		{InURL, "/go?to=http://{{evil}}/{{name}}", "/go?to=http://a%2F..%2Fb%3Fc%3Dd%23e%26f%2Bg%2541/Ann%20%22A%22%20B%2F%C3%B6"},
		{InURL, "{{host}}/go?to=http://{{dots}}/", "api.example.com:8443/go?to=http://../"},
		{InURL, "http{{empty}}://{{host}}@{{host}}/{{host}}@", "http://api.example.com%3A8443@api.example.com:8443/api.example.com%3A8443@"},
		{InURL, "https://h/{{dot}}{{dots}}/..{{dot}}", "https://h/.../..."},
		{InURL, "/{{evil}}", "/a%2F..%2Fb%3Fc%3Dd%23e%26f%2Bg%2541"},
		{InURL, "https://{{name}}:{{evil}}@{{host}}/", "https://Ann%20%22A%22%20B%2F%C3%B6:a%2F..%2Fb%3Fc%3Dd%23e%26f%2Bg%2541@api.example.com:8443/"},
		{InURL, "{{base_url}}/{{evil}}", "https://api.example.com/v1/a%2F..%2Fb%3Fc%3Dd%23e%26f%2Bg%2541"},
		{InURL, "{{base_url}}/{{evil | raw}}", "https://api.example.com/v1/a/../b?c=d#e&f+g%41"},
		{InURL, "{{base_url}}/a{{dots}}b", "https://api.example.com/v1/a..b"},
		{InQuery, "a b&{{name}}", "a%20b%26Ann%20%22A%22%20B%2F%C3%B6"},
		{InQuery, "{{name | raw}}{{{{", `Ann "A" B/ö%7B%7B`},
		{InHeader, "Bearer {{name}}", `Bearer Ann "A" B/ö`},
		{InHeader, "a\t{{bytes}}", "a\t\xff\xfe"},
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
		{InText, "{{$uid}}", "1:1: there is no $uid; the nearest is $uuid"},
		{InText, "{{$nonsense}}", "1:1: there is no $nonsense; there are $uuid, $now, $timestamp and $env.NAME"},
		{InText, "{{uuid}}", "1:1: uuid has no value; the nearest name is $uuid"},
		{InText, "{{BASE_URL}}", "1:1: BASE_URL has no value; the nearest name is base_url"},
		{InText, "{{$env.DOWSE_TEST_UNSET}}", "1:1: the environment variable DOWSE_TEST_UNSET is not set"},
		{InHeader, "{{lines}}", "1:1: {{lines}}: a header cannot hold the character U+000D"},
		{InHeader, "{{nul}}", "1:1: {{nul}}: a header cannot hold the character U+0000"},
		{InHeader, "a\nb", "1:2: a header cannot hold the character U+000A"},
		{InJSON, `{"a": "{{bytes}}"}`, "1:8: {{bytes}}: JSON cannot hold it: it is not UTF-8"},
		{InJSON, `["\{{name}}"]`, "1:4: {{name}}: a placeholder cannot follow a backslash"},
		{InURL, "{{base_url}}/orders/{{empty}}/lines", "1:21: {{empty}}: it is empty, and the path without it leads elsewhere; give it a value"},
		{InURL, "https://{{evil}}/", "1:9: {{evil}}: a host name cannot hold it: write the value without / ? # @ and spaces, or {{NAME | raw}} when it is more than a host"},
		{InURL, "https://h{{evil}}", "1:10: {{evil}}: a host name cannot hold it: write the value without / ? # @ and spaces, or {{NAME | raw}} when it is more than a host"},
		{InURL, "https://h/{{dots}}/x", "1:11: {{dots}}: the path segment would be \"..\", which leads elsewhere"},
		{InURL, "{{base_url}}/{{dot}}./{{dots}}?{{dots}}", "1:14: {{dot}}: the path segment would be \"..\", which leads elsewhere\n1:23: {{dots}}: the path segment would be \"..\", which leads elsewhere"},
		{InURL, "https://h/{{empty}}..", "1:11: {{empty}}: the path segment would be \"..\", which leads elsewhere"},
		{InURL, "https://h{{evil}}/{{dot}}", "1:10: {{evil}}: a host name cannot hold it: write the value without / ? # @ and spaces, or {{NAME | raw}} when it is more than a host\n1:19: {{dot}}: the path segment would be \".\", which leads elsewhere"},
		{InURL, "{{missing}}{{evil}}/{{gone}}{{dots}}", "1:1: missing has no value\n1:21: gone has no value"},
		{InText, "{{one {{gone}} {{name}}\n{{two", "1:1: {{ is not closed with }}; a literal {{ is written {{{{\n1:7: gone has no value\n2:1: {{ is not closed with }}; a literal {{ is written {{{{"},
		{InText, "é{{gone | nope(1}}", "1:2: nope(...): arguments are separated by commas and closed with )"},
		{InText, "{{gone | uper | split}}", "1:1: {{gone}}: there is no transform \"uper\"; the nearest is upper\n1:1: {{gone}}: split has 0 arguments; it is written split(\",\")\n1:1: gone has no value"},
		{InText, "{{gone | default}}", "1:1: {{gone}}: default has 0 arguments; it is written default(\"x\")\n1:1: gone has no value"},
		{InText, "{{gone | default(trim(1))}}", "1:1: {{gone}}: default: trim(...) cannot be its argument; a text with brackets is written in quotes"},
		{InText, "{{name | trim upper}}", "1:1: {{name: after a transform comes | or }}"},
		{InText, "{{name upper(1)}}", "1:1: \"name upper(1)\" is not a name: there is a space in it"},
		{InText, "{{name | join(,)}}", "1:1: join(...): an argument is a text in quotes, such as \",\", a number or a word"},
		{InText, "{{name | split(\",)}}", "1:1: split(...): \" is not closed"},
		{InText, "{{name | split(\"\\x\")}}", "1:1: split(...): \"\\\"\\\\x\\\"\" is not a JSON string"},
		{InText, "{{" + strings.Repeat("n", 100) + "}}", "1:1: " + strings.Repeat("n", 60) + "... has no value"},
		{InText, "{{name | map(" + strings.Repeat("map(", 9) + "}}", "1:1: map(...): more than 8 calls inside each other"},
		{InHeader, "a\tb\x7f{{lines}}\x01", "1:4: a header cannot hold the character U+007F\n1:5: {{lines}}: a header cannot hold the character U+000D\n1:14: a header cannot hold the character U+0001"},
		{InHeader, "{{name | raw}}", "1:1: {{name}}: raw has a meaning in a URL only"},
		{InJSON, `{"a": 1{{number}}}`, "1:8: {{number}}: " + touches},
		{InJSON, `[{{number}}5, {{number}}{{yes}}]`, "1:12: " + touches + "\n1:25: {{yes}}: " + touches},
		{InJSON, `["\{{name}}", "{{bytes}}", {{bytes}}]`, "1:4: {{name}}: a placeholder cannot follow a backslash\n1:16: {{bytes}}: JSON cannot hold it: it is not UTF-8\n1:28: {{bytes}}: JSON cannot hold it: it is not UTF-8"},
		{InJSON, `{"a": "{{x y", "b": {{gone}}, "c": "{{name}}"}`, "1:8: {{ is not closed with }}; a literal {{ is written {{{{\n1:21: gone has no value"},
	} {
		_, err := sample(t).Expand(c.place, c.template)
		if err == nil || err.Error() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.template, err, c.want)
		}
	}
}

// TestEscape holds that any text can be literal, also in front of a placeholder and behind one.
func TestEscape(t *testing.T) {
	text := rapid.OneOf(anyBytes(), rapid.StringOfN(rapid.RuneFrom([]rune("{}ab |")), 0, 20, -1))
	unescaped := 0
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		scope := scopeOf(map[string]Value{"v": NewString("{{v}}")})
		got, err := scope.Expand(InText, Escape(before)+"{{v}}"+Escape(after))
		if err != nil || got.Reveal() != before+"{{v}}"+after {
			t.Fatalf("%q and %q: %q, %v", before, after, got.Reveal(), err)
		}
		if got, err := scope.Expand(InText, before); err != nil || got.Reveal() != before {
			unescaped++
		}
	})
	if unescaped == 0 {
		t.Error("no text was drawn that needs escaping")
	}
}

func TestUses(t *testing.T) {
	const template = "é{{a}} {{{{b}} {{{ c | trim }} {{ {{pick.x y.z}}{{$uuid}} {{bad name}} {{gone"
	var got []string
	for _, use := range Uses(template) {
		got = append(got, use.Name+" "+template[use.Start:use.End])
	}
	want := []string{"a {{a}}", "c {{ c | trim }}", "pick.x y.z {{pick.x y.z}}", "$uuid {{$uuid}}"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRenameUses(t *testing.T) {
	const template = "a {{a}} {{ a | trim }} {{{{a}} {{b}}"
	got := RenameUses(template, func(name string) (string, bool) { return "long_" + name, name == "a" })
	if want := "a {{long_a}} {{ long_a | trim }} {{{{a}} {{b}}"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestDynamic(t *testing.T) {
	text, err := NewScope().Expand(InText, "{{$uuid}} {{$uuid}} {{$now | unix}} {{$timestamp}}")
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}) (\S{36}) \d+ \d+$`)
	if found := form.FindStringSubmatch(text.Reveal()); found == nil || found[1] == found[2] {
		t.Errorf("%q", text)
	}
}

// FuzzExpand holds for any template: no panic, spans in order and in bounds, no secret in the masked text
// or in an error.
func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"{{a}}", "{{{{", "{{{a}}", "{{a | regex(\"(\", 1)}}", "{{a|map(slice(1,2))}}", "{{pick.a b.c}}", "{{a | default('", "{\"k\": {{s}}, \"l\": \"{{s | upper}}\"}", "http://{{s}}@{{a}}/{{s | raw}}", "{{x {{a}} }}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, template string) {
		scope := scopeOf(map[string]Value{"a": NewString("[1]"), "s": NewString(canary).AsSecret()})
		for place := InText; place <= InHeader; place++ {
			text, err := scope.Expand(place, template)
			if leaks(text.String()+fmt.Sprint(err)) && !leaks(template) {
				t.Errorf("place %d: %q gives %v, %v", place, template, text, err)
			}
			at := 0
			for _, s := range text.Spans() {
				if s.Start < at || s.End < s.Start || s.End > len(text.Reveal()) {
					t.Errorf("place %d: %q has the spans %+v", place, template, text.Spans())
				}
				at = s.End
			}
			for _, use := range Uses(template) {
				if use.Name == "s" && err == nil && !text.HasSecret() {
					t.Errorf("place %d: the secret of %q is not marked", place, template)
				}
			}
		}
	})
}
