package mapping

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"dowse/client/document"
)

// Rows are the rows of a body of JSON or of lines of JSON, each as its bytes, which are valid until the next. path says
// what a row is; an empty one: the items of the list at the root, else each value. Paths that follow names to a list, such
// as $.data[*], are read as the body comes, and no more than a row of it is in memory; for others it is read as a whole.
// What is wrong with the body is the last thing that comes.
func Rows(r io.Reader, path string) iter.Seq2[[]byte, error] {
	names, each, streams := simple(path)
	if !streams {
		return whole(r, path)
	}
	return func(yield func([]byte, error) bool) {
		s := &stream{decoder: json.NewDecoder(r), yield: yield}
		err := s.read(names, each || path == "")
		if err == nil || errors.Is(err, errEnough) {
			return
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it ends before its JSON does")
		}
		yield(nil, fmt.Errorf("the body cannot be read on after row %d: %w", s.count, err))
	}
}

// simple takes a path of names apart that may end in [*]. Without a path it is the root.
func simple(path string) (names []string, each, ok bool) {
	if path == "" {
		return nil, false, true
	}
	q, err := document.ParseQuery(path)
	if err != nil {
		return nil, false, false
	}
	steps, ok := q.Steps()
	for i, s := range steps {
		switch {
		case s.Kind == document.StepName:
			names = append(names, s.Name)
		case s.Kind == document.StepEach && i == len(steps)-1:
			each = true
		default:
			return nil, false, false
		}
	}
	return names, each, ok
}

// whole reads all of a body before its rows.
func whole(r io.Reader, path string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		body, err := io.ReadAll(r)
		if err != nil {
			yield(nil, err)
			return
		}
		for n, err := range Of(document.Parse(body, document.Hint{ContentType: "application/json"}), path) {
			if !yield(n, err) {
				return
			}
		}
	}
}

// Of are the rows of a document that is in memory.
func Of(d *document.Document, path string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		nodes, err := Nodes(d, path)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, n := range nodes {
			if !yield(d.Source(n), nil) {
				return
			}
		}
	}
}

// Nodes are where the rows of a document are; an empty path means what it means in [Rows].
func Nodes(d *document.Document, path string) ([]document.Node, error) {
	if p := d.Problem(); p != nil {
		return nil, fmt.Errorf("the body is not whole: %s (line %d, column %d)", p.Message, p.Line, p.Column)
	}
	if !d.IsJSON() || d.Root() == document.None {
		return nil, fmt.Errorf("the body is %s, and rows are of JSON, CSV and what else is shown as a tree of values", d.Format())
	}
	if path == "" {
		path = "$"
		if d.Kind(d.Root()) == document.Array {
			path = "$[*]"
		}
	}
	q, err := document.ParseQuery(path)
	if err != nil {
		return nil, err
	}
	return d.Select(q), nil
}

// errEnough ends a stream that nobody wants more of.
var errEnough = errors.New("enough")

// stream reads rows as they come.
type stream struct {
	decoder *json.Decoder
	yield   func([]byte, error) bool
	count   int
	raw     json.RawMessage
	found   bool // the place of the rows
}

// read reads the values of a body, one or, where they are lines, several.
func (s *stream) read(names []string, each bool) error {
	for values := 0; ; values++ {
		next, err := s.peek()
		switch {
		case errors.Is(err, io.EOF) && values > 0:
			return nil
		case errors.Is(err, io.EOF):
			return errors.New("it is empty")
		case err != nil:
			return err
		case len(names) == 0 && each && next != '[':
			err = s.row() // lines of JSON are a list
		default:
			s.found = false
			err = s.at(names, each)
			if err == nil && !s.found {
				err = fmt.Errorf("it has no %s", document.Path(steps(names)).String())
			}
		}
		if err != nil {
			return err
		}
	}
}

func steps(names []string) []document.Step {
	var all []document.Step
	for _, name := range names {
		all = append(all, document.Step{Key: name, Index: -1})
	}
	return all
}

// peek is the first byte of the next value.
func (s *stream) peek() (byte, error) {
	if !s.decoder.More() {
		if _, err := s.decoder.Token(); err != nil { // what More could not tell
			return 0, err
		}
		return 0, errors.New("there is a bracket too many")
	}
	var first [1]byte // More has passed over what is blank
	if n, err := s.decoder.Buffered().Read(first[:]); n == 0 {
		return 0, err
	}
	return first[0], nil
}

// at follows names to the rows.
func (s *stream) at(names []string, each bool) error {
	if len(names) == 0 {
		if s.found {
			return errors.New("the place of the rows is there twice")
		}
		s.found = true
		if !each {
			return s.row()
		}
		return s.items()
	}
	if err := s.open('{', names[0]); err != nil {
		return err
	}
	for s.decoder.More() {
		key, err := s.decoder.Token()
		if err != nil {
			return err
		}
		if key == names[0] {
			err = s.at(names[1:], each)
		} else {
			err = s.skip()
		}
		if err != nil {
			return err
		}
	}
	_, err := s.decoder.Token()
	return err
}

// open takes the bracket that begins a value.
func (s *stream) open(bracket json.Delim, what string) error {
	t, err := s.decoder.Token()
	if err == nil && t != bracket {
		kind := "list"
		if bracket == '{' {
			kind = "object"
		}
		return fmt.Errorf("there is no %s where %s is to be", kind, what)
	}
	return err
}

// items gives every item of a list.
func (s *stream) items() error {
	if err := s.open('[', "the list of rows"); err != nil {
		return err
	}
	for s.decoder.More() {
		if err := s.row(); err != nil {
			return err
		}
	}
	_, err := s.decoder.Token()
	return err
}

// row gives one value.
func (s *stream) row() error {
	s.raw = s.raw[:0]
	if err := s.decoder.Decode(&s.raw); err != nil {
		return err
	}
	s.count++
	if !s.yield(s.raw, nil) {
		return errEnough
	}
	return nil
}

// skip passes over a value without keeping it.
func (s *stream) skip() error {
	for depth := 0; ; {
		t, err := s.decoder.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}
