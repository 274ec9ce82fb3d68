package vars

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// expander is Expand, or what a first attempt at it does.
type expander func(place Place, template, value string) (string, error)

// naive must fail each of the properties below.
func naive(_ Place, template, value string) (string, error) {
	return strings.ReplaceAll(template, "{{v}}", value), nil
}

func ours(place Place, template, value string) (string, error) {
	t, err := scopeOf(map[string]Value{"v": NewString(value)}).Expand(place, template)
	return t.Reveal(), err
}

// refused gives nil when a value may be refused, and is by Forbidden.
func refused(err error, may bool, value string) error {
	e, ok := errors.AsType[*Error](err)
	if !may || !ok || e.Problems[0].Kind != Forbidden || e.Problems[0].Line == 0 {
		return fmt.Errorf("%q is refused: %w", value, err)
	}
	return nil
}

// keepsJSON reports a value that changes the structure of the JSON around it, or arrives changed.
func keepsJSON(expand expander, value string) error {
	text, err := expand(InJSON, `{"a": "x{{v}}y", {{v}}: ["{{v}}", {{v}}], "c": [1]}`, value)
	if err != nil {
		return refused(err, !utf8.ValidString(value), value)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		return fmt.Errorf("%q gives %s: %w", value, text, err)
	}
	want := map[string]any{"a": "x" + value + "y", "c": []any{1.0}}
	if value != "a" && value != "c" {
		want[value] = []any{value, value}
		if !reflect.DeepEqual(got, want) {
			return fmt.Errorf("%q arrives as %v", value, got)
		}
	}
	return nil
}

// keepsURL does the same for the components of a URL.
func keepsURL(expand expander, value string) error {
	text, err := expand(InURL, "https://{{v}}:{{v}}@example.com/a/{{v}}/b?c={{v}}&{{v}}=1&d=e#f{{v}}", value)
	if err != nil {
		return refused(err, value == "." || value == ".." || value == "", value)
	}
	u, err := url.Parse(text)
	if err != nil {
		return fmt.Errorf("%q gives %s: %w", value, text, err)
	}
	password, _ := u.User.Password()
	pairs := strings.Split(u.RawQuery, "&")
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || u.Host != "example.com" || u.User.Username() != value || password != value || u.Fragment != "f"+value || len(pairs) != 3 {
		return fmt.Errorf("%q gives %s, %v", value, text, err)
	}
	if query.Get("c") != value && value != "c" || query[value] == nil {
		return fmt.Errorf("%q gives the query %v", value, query)
	}
	segments := strings.Split(u.EscapedPath(), "/")
	if len(segments) != 4 || segments[1] != "a" || segments[3] != "b" {
		return fmt.Errorf("%q gives the path %s", value, u.EscapedPath())
	}
	if segment, err := url.PathUnescape(segments[2]); err != nil || segment != value {
		return fmt.Errorf("%q arrives as %q, %v", value, segment, err)
	}
	if strings.Count(u.JoinPath().EscapedPath(), "/") != 3 && value != "" {
		return fmt.Errorf("%q is taken away when the path is cleaned: %s", value, u.JoinPath())
	}
	return nil
}

// host is what must not be refused as one.
var host = regexp.MustCompile(`^([\pL\pN.-]*|\[[0-9a-f:]+\])(:[0-9]+)?$`)

// keepsHost does the same for a host: a value that is no host is refused, another is the host.
func keepsHost(expand expander, value string) error {
	text, err := expand(InURL, "https://{{v}}/a?b=c", value)
	if err != nil {
		return refused(err, !host.MatchString(value), value)
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil // such as a port that is none: nothing can be sent there
	}
	decoded, err := url.PathUnescape(value) // as url.Parse decodes a name: RFC 3986 section 3.2.2
	if u.Host != value && (err != nil || u.Host != decoded) || u.User != nil || u.EscapedPath() != "/a" || u.RawQuery != "b=c" || u.Fragment != "" {
		return fmt.Errorf("%q gives %s", value, text)
	}
	return nil
}

// keepsQuery does the same for a row of a query or a form.
func keepsQuery(expand expander, value string) error {
	name, err := expand(InQuery, "a&{{v}}", value)
	if err != nil {
		return err
	}
	text, err := expand(InQuery, "{{v}}", value)
	if err != nil {
		return err
	}
	query, err := url.ParseQuery("x=y&" + name + "=" + text + "&z")
	if err != nil || len(query) != 3 || query.Get("a&"+value) != value {
		return fmt.Errorf("%q gives %s=%s", value, name, text)
	}
	return nil
}

// keepsHeader does the same for a header.
func keepsHeader(expand expander, value string) error {
	text, err := expand(InHeader, "x{{v}}y", value)
	if err != nil {
		return refused(err, strings.ContainsFunc(value, func(c rune) bool { return c < ' ' || c == 0x7f }), value)
	}
	if strings.Contains(text, "\x00") {
		return fmt.Errorf("%q has a NUL", value)
	}
	headers, err := textproto.NewReader(bufio.NewReader(strings.NewReader("A: b\r\nV: " + text + "\r\nC: d\r\n\r\nbody"))).ReadMIMEHeader()
	if err != nil || len(headers) != 3 || headers.Get("V") != "x"+value+"y" {
		return fmt.Errorf("%q gives %q, %v", value, headers, err)
	}
	return nil
}

// anyBytes draws what breaks templates more often than chance would.
func anyBytes() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", ".", "..", "%2e%2e", "%AA", "a", "c", "{{v}}", `\`, `"`, "://", "@h", "h:80", "::1"}),
		rapid.StringOfN(rapid.RuneFrom([]rune("\"\\{}/?#&=+%.:;@ \t\n\r\x00[],")), 0, 12, -1),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
}

var properties = map[string]func(expander, string) error{
	"JSON": keepsJSON, "URL": keepsURL, "host": keepsHost, "query": keepsQuery, "header": keepsHeader,
}

func TestStructureIsKept(t *testing.T) {
	for name, keeps := range properties {
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

func TestNaughtyStrings(t *testing.T) {
	root := os.Getenv("DOWSE_CORPORA")
	if root == "" {
		t.Skip("SKIPPED: DOWSE_CORPORA is not set, so the naughty-strings corpus is not read")
	}
	data, err := os.ReadFile(filepath.Join(root, "naughty-strings", "blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	if err := json.Unmarshal(data, &values); err != nil || len(values) < 500 {
		t.Fatal(len(values), err)
	}
	for name, keeps := range properties {
		broken := 0
		for _, value := range values {
			if err := keeps(ours, value); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if keeps(naive, value) != nil {
				broken++
			}
		}
		if broken == 0 {
			t.Errorf("%s: the naive expansion was never caught", name)
		}
	}
}

// anyJSON draws JSON text of any type.
func anyJSON() *rapid.Generator[string] {
	scalar := rapid.OneOf(rapid.SampledFrom([]string{"null", "true", "false", "0", "-0", "1.10", "9007199254740993", "1E+2", "[]", "{}", `""`}),
		rapid.Map(rapid.String(), quoteJSON), rapid.Map(rapid.Int64(), func(n int64) string { return fmt.Sprint(n) }))
	return rapid.Custom(func(t *rapid.T) string {
		items := rapid.SliceOfN(scalar, 1, 4).Draw(t, "items")
		switch rapid.IntRange(0, 2).Draw(t, "shape") {
		case 0:
			return items[0]
		case 1:
			return "[ " + strings.Join(items, " ,") + "]"
		}
		members := make([]string, len(items))
		for i, item := range items {
			members[i] = quoteJSON(rapid.String().Draw(t, "key")) + ": " + item
		}
		return "{" + strings.Join(members, ",") + "}"
	})
}

// TestTypedJSON holds that a bare placeholder is the value, byte for byte but in strings, and a quoted one
// a string of its text.
func TestTypedJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := anyJSON().Draw(t, "value")
		v, err := ParseJSON(src)
		if err != nil {
			t.Fatal(err)
		}
		text, err := scopeOf(map[string]Value{"v": v}).Expand(InJSON, `[{{v}},"{{v}}"]`)
		if err != nil {
			t.Fatal(err)
		}
		var got []json.RawMessage
		if err := json.Unmarshal([]byte(text.Reveal()), &got); err != nil || len(got) != 2 {
			t.Fatalf("%s: %v", text, err)
		}
		bare, err := ParseJSON(string(got[0]))
		if err != nil || !bare.Equal(v) || v.Kind() != String && string(got[0]) != src {
			t.Fatalf("%s arrives as %s, %v", src, got[0], err)
		}
		quoted, err := ParseJSON(string(got[1]))
		if err != nil || !quoted.Equal(NewString(v.Reveal())) {
			t.Fatalf("%s arrives in quotes as %s, %v", src, got[1], err)
		}
	})
}
