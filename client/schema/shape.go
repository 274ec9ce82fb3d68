package schema

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
	for _, p := range s.Properties {
		shape.Members = append(shape.Members, Member{p.Name, p.Present == s.objects, s.Required(p), p.Schema.Shape()})
	}
	return shape
}

// has says whether values of a type are among those of the shape.
func (s *Shape) has(t Type) bool {
	for _, own := range s.Types {
		if own == t {
			return true
		}
	}
	return false
}
