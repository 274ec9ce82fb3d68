package schema

import "slices"

// Shape is what is claimed of the values of a place. It is written as a schema or as a type of a language.
type Shape struct {
	Types    []Type // without null; integer never stands beside number; none: nothing is known
	Nullable bool
	Large    bool     // an integer may need more than 64 bits
	Format   string   // of texts (JSON Schema validation section 7.3)
	Enum     []string // the only texts; nil: any
	Items    *Shape   // of arrays; nil: nothing is known of them
	Members  []Member // of objects
	Values   *Shape   // of objects whose names are data; nil: the members are all that there are
}

// Member is a member of an object.
type Member struct {
	Name     string
	Always   bool // no object was without it
	Required bool // and there were enough of them to claim it
	*Shape
}

// Shape is what the samples allow to claim.
func (s *Schema) Shape() *Shape {
	shape := &Shape{Types: s.types(), Nullable: s.Types[Null] > 0, Large: s.large, Enum: s.Enum()}
	if shape.Enum == nil {
		shape.Format = s.Format()
	}
	if s.Items != nil {
		shape.Items = s.Items.Shape()
	}
	if s.isMap() {
		values := New()
		for _, p := range s.Properties {
			values.merge(p.Schema)
		}
		shape.Values = values.Shape()
		return shape
	}
	for _, p := range s.Properties {
		shape.Members = append(shape.Members, Member{p.Name, p.Present == s.objects, s.Required(p), p.Schema.Shape()})
	}
	return shape
}

// isMap says whether the names of members are data: there are many, and they look like keys.
func (s *Schema) isMap() bool {
	if len(s.Properties) <= leastKeys {
		return false
	}
	for _, p := range s.Properties {
		if !looksLikeKey(p.Name) {
			return false
		}
	}
	return true
}

// looksLikeKey says whether a name is data, such as an id, a date or a number: it has a digit, and is no word with a number
// behind it, such as line1.
func looksLikeKey(name string) bool {
	digits, letters := 0, 0
	for _, r := range name {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			letters++
		}
	}
	return digits > 0 && (digits >= 2 || letters == 0) || uuid.MatchString(name)
}

// merge adds what was seen at another place.
func (s *Schema) merge(other *Schema) {
	first := s.Seen == 0
	s.Seen += other.Seen
	for t, n := range other.Types {
		s.Types[t] += n
	}
	if first {
		s.Least, s.Most, s.Shortest, s.Longest = other.Least, other.Most, other.Shortest, other.Longest
	}
	s.Least, s.Most = min(s.Least, other.Least), max(s.Most, other.Most)
	s.Shortest, s.Longest = min(s.Shortest, other.Shortest), max(s.Longest, other.Longest)
	s.objects += other.objects
	s.large = s.large || other.large
	s.more = s.more || other.more
	for _, text := range other.order {
		s.keep(text, other.texts[text])
	}
	for format, n := range other.formats {
		if s.formats == nil {
			s.formats = map[string]int{}
		}
		s.formats[format] += n
	}
	if other.Items != nil {
		if s.Items == nil {
			s.Items = New()
		}
		s.Items.merge(other.Items)
	}
	for _, p := range other.Properties {
		own := s.property(p.Name)
		own.Present += p.Present
		own.merge(p.Schema)
	}
}

// has says whether values of a type are among those of the shape.
func (s *Shape) has(t Type) bool {
	return slices.Contains(s.Types, t)
}
