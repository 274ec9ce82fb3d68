// Package schema says what values of a sort look like, from samples of them: which members there are and how often, of
// which types, and what their texts have in common. It claims no more than the samples show.
//
//	documents ──Add──> Schema ──JSONSchema, TypeScript, Go──> text
//
// What comes of the same samples in the same order is always the same text.
package schema

import (
	"math"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"dowse/client/document"
)

// Type is a type of JSON Schema (2020-12): integer is apart from number.
type Type string

// The types.
const (
	Null    Type = "null"
	Boolean Type = "boolean"
	Integer Type = "integer"
	Number  Type = "number"
	String  Type = "string"
	Array   Type = "array"
	Object  Type = "object"
)

// Schema is what was seen at one place.
type Schema struct {
	Seen       int          // values, null among them
	Types      map[Type]int // how many of each
	Properties []*Property  // of objects, in the order in which they were met first
	Items      *Schema      // of arrays; nil: no item was met

	objects int            // values that are objects
	large   bool           // an integer has more digits than 64 bits are sure to hold
	texts   map[string]int // the strings met, as many as are kept
	order   []string       // of those, as they were met first
	more    bool           // there were others
	formats map[string]int // strings that have a format
}

// Property is a member of objects.
type Property struct {
	Name    string
	Present int // in how many objects it is
	*Schema
}

const (
	mostTexts  = 64 // distinct strings that are kept of a place
	mostEnum   = 12 // values of an enumeration
	leastSeen  = 10 // values that an enumeration is made of at least
	leastTimes = 3  // samples that make a member required, or a format certain
	longText   = 200
)

// New is a schema of nothing.
func New() *Schema { return &Schema{Types: map[Type]int{}} }

// Add takes a value of a document into account.
func (s *Schema) Add(d *document.Document, n document.Node) {
	s.Seen++
	kind := TypeOf(d, n)
	s.Types[kind]++
	switch kind {
	case Integer:
		s.large = s.large || len(d.Source(n)) > 18
	case String:
		s.addText(d.Text(n))
	case Array:
		for item := range d.Children(n) {
			if s.Items == nil {
				s.Items = New()
			}
			s.Items.Add(d, item)
		}
	case Object:
		s.objects++
		for member := range d.Children(n) {
			name, _ := d.Key(member)
			if d.Member(n, name) != member {
				continue // a later one of its name counts
			}
			p := s.property(name)
			p.Present++
			p.Add(d, member)
		}
	}
}

// property is the member of a name, new where it was not met.
func (s *Schema) property(name string) *Property {
	for _, p := range s.Properties {
		if p.Name == name {
			return p
		}
	}
	p := &Property{Name: name, Schema: New()}
	s.Properties = append(s.Properties, p)
	return p
}

// addText counts a string.
func (s *Schema) addText(text string) {
	if s.texts == nil {
		s.texts, s.formats = map[string]int{}, map[string]int{}
	}
	if format := FormatOf(text); format != "" {
		s.formats[format]++
	}
	if s.texts[text]++; s.texts[text] > 1 {
		return
	}
	if len(s.order) == mostTexts || len(text) > longText {
		delete(s.texts, text)
		s.more = true
		return
	}
	s.order = append(s.order, text)
}

// TypeOf is the type of a value. A number without a fraction and an exponent is an integer.
func TypeOf(d *document.Document, n document.Node) Type {
	switch d.Kind(n) {
	case document.Null:
		return Null
	case document.Bool:
		return Boolean
	case document.Number:
		if strings.ContainsAny(string(d.Source(n)), ".eE") {
			return Number
		}
		return Integer
	case document.Array:
		return Array
	case document.Object:
		return Object
	}
	return String
}

// types are those that were met, without null; integer and number are number.
func (s *Schema) types() []Type {
	var all []Type
	for _, t := range []Type{Boolean, Integer, Number, String, Array, Object} {
		if s.Types[t] > 0 && (t != Integer || s.Types[Number] == 0) {
			all = append(all, t)
		}
	}
	return all
}

// Required tells whether a member was in every object, of enough of them to say so.
func (s *Schema) Required(p *Property) bool { return p.Present == s.objects && s.objects >= leastTimes }

// Enum is the values of a place that has few of them, in the order in which they were met; nil: it does not look like an
// enumeration.
func (s *Schema) Enum() []string {
	seen, distinct := s.Types[String], len(s.order)
	if s.more || distinct > mostEnum || seen < leastSeen || float64(distinct) > math.Sqrt(float64(seen)) || seen+s.Types[Null] != s.Seen {
		return nil
	}
	return slices.Clone(s.order)
}

// Format is what all strings of a place have in common (JSON Schema validation section 7.3); empty: nothing, or there
// were too few to say so.
func (s *Schema) Format() string {
	for format, count := range s.formats {
		if count == s.Types[String] && (len(s.order) >= leastTimes || s.more) {
			return format
		}
	}
	return ""
}

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)

// FormatOf is the one format that a text has, if any.
func FormatOf(text string) string {
	switch {
	case len(text) > longText:
		return ""
	case uuid.MatchString(text):
		return "uuid"
	case strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://"):
		if _, err := url.Parse(text); err == nil {
			return "uri"
		}
		return ""
	}
	if _, err := time.Parse(time.RFC3339, text); err == nil {
		return "date-time"
	}
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return "date"
	}
	if address, err := mail.ParseAddress(text); err == nil && address.Address == text {
		return "email"
	}
	return ""
}
