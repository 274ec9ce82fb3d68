// Package vars is what a {{name}} in a template becomes. A Scope is named layers of variables, the
// strongest first; Expand replaces the placeholders of a text for the place it stands in (a URL, a
// JSON body, a header), once: a value is inert and never expanded again.
//
// It imports nothing of ours, so that files, sender and screen share one idea of a value.
package vars

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

// Value is a typed, inert value. Numbers, arrays and objects keep their source text, so ids above
// 2^53 and "1.10" stay as they were. A secret value is masked in every print; only Reveal and JSON
// give its text. The zero Value is the empty string.
type Value struct {
	kind   Kind
	text   string
	secret bool
}
