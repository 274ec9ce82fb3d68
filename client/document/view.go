package document

import "iter"

// View is a document whose nodes have a type N of their own. Where a part works on several documents at once, such as a body
// and what a filter took of it, each has another N: a node of the one that is given to the other does not compile.
//
// It has the methods that showing a document takes, each as Document has it.
type View[N ~int32] struct {
	facts
	d *Document
}

// facts is what a document answers without being asked about a node.
type facts interface {
	Format() Format
	Problem() *Problem
	Body() []byte
	Characters() []byte
	Bytes() []byte
	Final() bool
	Derived() bool
	IsJSON() bool
	IsMarkup() bool
	IsText() bool
	Len() int
	Release()
}

// ViewOf is a document seen with nodes of type N.
func ViewOf[N ~int32](d *Document) View[N] { return View[N]{d, d} }

// Untyped is the document itself, for what is asked about no node.
func (v View[N]) Untyped() *Document { return v.d }

// Root is Document.Root.
func (v View[N]) Root() N { return N(v.d.Root()) }

// Kind is Document.Kind.
func (v View[N]) Kind(n N) Kind { return v.d.Kind(Node(n)) }

// Parent is Document.Parent.
func (v View[N]) Parent(n N) N { return N(v.d.Parent(Node(n))) }

// First is Document.First.
func (v View[N]) First(n N) N { return N(v.d.First(Node(n))) }

// Next is Document.Next.
func (v View[N]) Next(n N) N { return N(v.d.Next(Node(n))) }

// Children is Document.Children.
func (v View[N]) Children(n N) iter.Seq[N] {
	return func(yield func(N) bool) {
		for c := range v.d.Children(Node(n)) {
			if !yield(N(c)) {
				return
			}
		}
	}
}

// Count is Document.Count.
func (v View[N]) Count(n N) int { return v.d.Count(Node(n)) }

// Index is Document.Index.
func (v View[N]) Index(n N) int { return v.d.Index(Node(n)) }

// Key is Document.Key.
func (v View[N]) Key(n N) (string, bool) { return v.d.Key(Node(n)) }

// Member is Document.Member.
func (v View[N]) Member(n N, key string) N { return N(v.d.Member(Node(n), key)) }

// At is Document.At.
func (v View[N]) At(offset int) N { return N(v.d.At(offset)) }

// Source is Document.Source.
func (v View[N]) Source(n N) []byte { return v.d.Source(Node(n)) }

// Span is Document.Span.
func (v View[N]) Span(n N) (start, end int) { return v.d.Span(Node(n)) }

// Text is Document.Text.
func (v View[N]) Text(n N) string { return v.d.Text(Node(n)) }

// Path is Document.Path.
func (v View[N]) Path(n N) Path { return v.d.Path(Node(n)) }
