// Package vars is what a {{name}} in a template becomes. A Scope is named layers of variables, the
// strongest first; Expand replaces the placeholders of a text for the place it stands in (a URL, a
// JSON body, a header), once: a value is inert and never expanded again.
//
// It does not read files, fetch secrets or send anything: whoever builds a Scope hands it the values,
// and a function for each secret. It imports nothing of ours, so that files, sender and screen share
// one idea of a value.
package vars

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Kind is the JSON type of a Value (RFC 8259 section 3).
type Kind uint8

// The kinds of value.
const (
	String Kind = iota
	Number
	Bool
	Null
	Array
	Object
)

// String gives the type's name in JSON.
func (k Kind) String() string {
	return [...]string{"string", "number", "boolean", "null", "array", "object"}[k]
}

// Value is a typed, inert value. Numbers, arrays and objects keep their source text, so ids above
// 2^53 and "1.10" stay as they were. A secret value is masked in every print; only Reveal and JSON
// give its text. The zero Value is the empty string.
type Value struct {
	kind   Kind
	text   string // empty when it is secret
	secret *Secret
}

// NewString returns a string value.
func NewString(text string) Value { return Value{text: text} }

// ParseJSON returns the value that JSON text (one RFC 8259 value, white space around it ignored)
// stands for; the source text of numbers, arrays and objects is kept. A string with half of a surrogate
// pair, which the grammar allows and no text can hold (section 8.2), is an error.
func ParseJSON(src string) (Value, error) {
	src = strings.Trim(src, " \t\r\n")
	if !json.Valid([]byte(src)) || !utf8.ValidString(src) {
		var raw json.RawMessage
		if err := json.Unmarshal([]byte(src), &raw); err != nil {
			return Value{}, fmt.Errorf("not JSON: %s", strings.TrimPrefix(err.Error(), "json: "))
		}
		return Value{}, errors.New("not JSON: it is not UTF-8")
	}
	switch src[0] {
	case '"':
		var text string
		if err := json.Unmarshal([]byte(src), &text); err != nil {
			return Value{}, fmt.Errorf("not JSON: %w", err)
		}
		if strings.ContainsRune(text, utf8.RuneError) && halfPair(src) {
			return Value{}, errors.New(`not a text: it has half of a surrogate pair, such as "\ud800", which stands for no character`)
		}
		return NewString(text), nil
	case '{':
		return Value{kind: Object, text: src}, nil
	case '[':
		return Value{kind: Array, text: src}, nil
	case 't', 'f':
		return Value{kind: Bool, text: src}, nil
	case 'n':
		return Value{kind: Null, text: src}, nil
	}
	return Value{kind: Number, text: src}, nil
}

// ParseScalar returns what an unquoted YAML scalar stands for: a JSON number, true, false or null as
// such, everything else (1.2.3, 007, yes) as a string.
func ParseScalar(src string) Value {
	if src == "" || strings.ContainsAny(src[:1], `"{[ `+"\t\r\n") {
		return NewString(src)
	}
	if v, err := ParseJSON(src); err == nil && v.Reveal() == src {
		return v
	}
	return NewString(src)
}

// Kind gives the value's JSON type.
func (v Value) Kind() Kind { return v.kind }

// IsSecret reports whether the value masks itself.
func (v Value) IsSecret() bool { return v.secret != nil }

// AsSecret returns the same value, secret.
func (v Value) AsSecret() Value {
	secret := NewSecret(v.Reveal())
	return Value{kind: v.kind, secret: &secret}
}

// WithText is the value with another text in the place of what Reveal gives. A list or an object stays one where the text is one.
func (v Value) WithText(text string) Value {
	out := NewString(text)
	if v.kind >= Array {
		if parsed, err := ParseJSON(text); err == nil {
			out = parsed
		}
	}
	return out.like(v)
}

// like returns v, secret if any of the values it was made of is.
func (v Value) like(sources ...Value) Value {
	for _, s := range sources {
		if s.IsSecret() && !v.IsSecret() {
			return v.AsSecret()
		}
	}
	return v
}

// Equal reports whether two values have the same type, text and secrecy.
func (v Value) Equal(o Value) bool {
	return v.kind == o.kind && v.Reveal() == o.Reveal() && v.IsSecret() == o.IsSecret()
}

// Reveal gives the text that stands for the value outside JSON: the characters of a string, the
// source of anything else, secret or not.
func (v Value) Reveal() string {
	if v.secret != nil {
		return v.secret.Reveal()
	}
	return v.text
}

// JSON gives the value as JSON source text, secret or not. JSON is UTF-8: in a string that is not, each
// byte that does not fit becomes U+FFFD; Expand and the transforms refuse such a string instead.
func (v Value) JSON() string {
	if v.kind == String {
		return quoteJSON(v.Reveal())
	}
	return v.Reveal()
}

// Forms are the texts as which a string stands in bodies, secret or not: as it is, and as encoders of JSON write it, of which
// some escape every slash and some what HTML gives a meaning.
func (v Value) Forms() []string {
	text := v.Reveal()
	inner := func(quoted string) string { return strings.TrimSuffix(strings.TrimPrefix(quoted, `"`), `"`) }
	plain := inner(quoteJSON(text))
	html, _ := json.Marshal(text) // a string always encodes
	forms := []string{text, plain, strings.ReplaceAll(plain, "/", `\/`), inner(string(html))}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// String gives Reveal, or the mask when the value is secret.
func (v Value) String() string {
	if v.secret != nil {
		return mask
	}
	return v.text
}

// GoString gives the value's JSON, or the mask when it is secret.
func (v Value) GoString() string {
	if v.secret != nil {
		return mask
	}
	return v.JSON()
}

// Format writes String, or for %q and %#v the value's JSON; a secret is masked whatever the verb.
func (v Value) Format(f fmt.State, verb rune) { formatText(f, verb, v.String(), v.GoString()) }

// formatText writes shown as the verb asks; the verbs %q and %#v have a form of their own.
func formatText(f fmt.State, verb rune, shown, quoted string) {
	switch {
	case verb == 'q', verb == 'v' && f.Flag('#'):
		_, _ = io.WriteString(f, quoted)
	case verb == 's' || verb == 'v':
		fmt.Fprintf(f, fmt.FormatString(f, 's'), shown)
	default:
		fmt.Fprintf(f, fmt.FormatString(f, verb), shown)
	}
}

// MarshalText gives String.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// MarshalJSON gives the value's JSON, or the mask when it is secret.
func (v Value) MarshalJSON() ([]byte, error) {
	if v.secret != nil {
		return v.secret.MarshalJSON()
	}
	return []byte(v.JSON()), nil
}

// MarshalYAML gives String.
func (v Value) MarshalYAML() (any, error) { return v.String(), nil }

// LogValue gives String.
func (v Value) LogValue() slog.Value { return slog.StringValue(v.String()) }

// halfPair reports whether a valid JSON string has an escape of one surrogate without the other.
func halfPair(src string) bool {
	for i := 0; i < len(src); i++ {
		if src[i] != '\\' {
			continue
		}
		if i++; src[i] != 'u' {
			continue
		}
		first := hexRune(src[i+1:])
		if i += 4; !utf16.IsSurrogate(first) {
			continue
		}
		if !strings.HasPrefix(src[i+1:], `\u`) || utf16.DecodeRune(first, hexRune(src[i+3:])) == utf8.RuneError {
			return true
		}
		i += 6
	}
	return false
}

// hexRune reads the four hexadecimal digits that s begins with.
func hexRune(s string) rune {
	n, _ := strconv.ParseUint(s[:4], 16, 16) // json.Valid has seen the digits
	return rune(n)
}

// quoteJSON writes a JSON string that says < > & as they are. What is no UTF-8 becomes U+FFFD.
func quoteJSON(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}
