package vars

// Variable is one named value of a layer.
type Variable struct {
	Name   string
	Value  Value
	Source string // where it comes from, for people: "env/dev.yaml", "pick of auth/login", "--var"

	// Resolve, when set, gives the value of a secret reference. It is called when the variable is
	// first used, and at most once a Scope; its error says how to supply the secret.
	Resolve func() (Secret, error)
}

// Layer is a set of variables with one precedence, such as "environment dev".
type Layer struct {
	Name      string
	Variables []Variable
}

// Scope is layers of variables, strongest first. It is immutable and safe for concurrent use.
type Scope struct {
	layers []Layer
}

// NewScope returns the scope of layers, strongest first.
func NewScope(layers ...Layer) Scope { return Scope{layers: layers} }
