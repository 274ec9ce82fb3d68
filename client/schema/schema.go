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
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

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

	Least, Most       float64 // of numbers
	Shortest, Longest int     // of strings in characters, of arrays in items

	objects int                  // values that are objects
	large   bool                 // an integer has more digits than 64 bits are sure to hold
	texts   map[string]int       // the strings met, as many as are kept
	order   []string             // of those, as they were met first
	more    bool                 // there were others
	formats map[string]int       // strings that have a format
	index   map[string]*Property // of Properties, by name
}

// Property is a member of objects.
type Property struct {
	Name    string
	Present int // in how many objects it is
	*Schema

	last document.Node // of its name in the object that is being added
}

const (
	leastKeys  = 20 // names from which on an object may be a map
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
	case Integer, Number:
		s.large = s.large || kind == Integer && len(d.Source(n)) > 18
		s.addNumber(d.Source(n))
	case String:
		s.addText(d.Text(n))
	case Array:
		count := 0
		for item := range d.Children(n) {
			if s.Items == nil {
				s.Items = New()
			}
			s.Items.Add(d, item)
			count++
		}
		s.measure(count, s.Types[Array]+s.Types[String] == 1)
	case Object:
		s.addObject(d, n)
	}
}

// addObject counts the members of an object; of members of one name the last counts.
func (s *Schema) addObject(d *document.Document, n document.Node) {
	s.objects++
	for member := range d.Children(n) {
		name, _ := d.Key(member)
		s.property(name).last = member
	}
	for member := range d.Children(n) {
		name, _ := d.Key(member)
		if p := s.index[name]; p.last == member {
			p.Present++
			p.Add(d, member)
		}
	}
}

// addNumber widens the range of numbers.
func (s *Schema) addNumber(source []byte) {
	f, err := strconv.ParseFloat(string(source), 64)
	if err != nil {
		return // too large to be one
	}
	if first := s.Types[Integer]+s.Types[Number] == 1; first {
		s.Least, s.Most = f, f
	}
	s.Least, s.Most = min(s.Least, f), max(s.Most, f)
}

// measure widens the range of lengths.
func (s *Schema) measure(length int, first bool) {
	if first {
		s.Shortest, s.Longest = length, length
	}
	s.Shortest, s.Longest = min(s.Shortest, length), max(s.Longest, length)
}

// property is the member of a name, new where it was not met.
func (s *Schema) property(name string) *Property {
	if p := s.index[name]; p != nil {
		return p
	}
	if s.index == nil {
		s.index = map[string]*Property{}
	}
	p := &Property{Name: name, Schema: New()}
	s.Properties = append(s.Properties, p)
	s.index[name] = p
	return p
}

// addText counts a string.
func (s *Schema) addText(text string) {
	if s.formats == nil {
		s.formats = map[string]int{}
	}
	s.measure(utf8.RuneCountInString(text), s.Types[String] == 1 && s.Types[Array] == 0)
	if format := FormatOf(text); format != "" {
		s.formats[format]++
	}
	s.keep(text, 1)
}

// keep counts a text, as far as texts are kept.
func (s *Schema) keep(text string, times int) {
	if s.texts == nil {
		s.texts = map[string]int{}
	}
	if s.texts[text] > 0 {
		s.texts[text] += times
		return
	}
	if len(s.order) == mostTexts || len(text) > longText {
		s.more = true
		return
	}
	s.texts[text] = times
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

// Distinct is how many texts were met; more says that there were others.
func (s *Schema) Distinct() (count int, more bool) { return len(s.order), s.more }

// Texts are the texts that were met, as far as they are kept, with how often each was.
func (s *Schema) Texts() (texts []string, counts []int) {
	for _, text := range s.order {
		texts, counts = append(texts, text), append(counts, s.texts[text])
	}
	return texts, counts
}

// Objects is how many of the values are objects: what Present counts in.
func (s *Schema) Objects() int { return s.objects }

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

// At is what was seen at the place of a path, of whatever item of a list; nil where nothing was. in is how many objects it
// could have been a member of; 0 where it is no member.
func (s *Schema) At(path document.Path) (at *Schema, present, in int) {
	at, present = s, s.Seen
	for _, step := range path {
		if at == nil {
			return nil, 0, 0
		}
		if step.Index >= 0 {
			at, in = at.Items, 0
			if at != nil {
				present = at.Seen
			}
			continue
		}
		p := at.index[step.Key]
		if p == nil {
			return nil, 0, at.objects
		}
		at, present, in = p.Schema, p.Present, at.objects
	}
	return at, present, in
}
