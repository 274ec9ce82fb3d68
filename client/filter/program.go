package filter

import (
	"context"

	"github.com/itchyny/gojq"

	"dowse/client/document"
)

// Program is a program of jq, compiled once to be run on many small values.
type Program struct{ code *gojq.Code }

// largestInput is what the bounds of a Program are made for, in bytes: a row, or a picked value.
const largestInput = 16 << 20

// Compile reads a program of jq that reaches nothing but its input.
func Compile(src string) (*Program, error) {
	q, err := parseJQ(src)
	if err != nil {
		return nil, err
	}
	if err := guard(q); err != nil {
		return nil, err
	}
	code, err := compileJQ(q, src, largestInput)
	if err != nil {
		return nil, err
	}
	return &Program{code}, nil
}

// First is the first result of the program on a document, as JSON; found is false where it has none.
func (p *Program) First(ctx context.Context, d *document.Document) (text []byte, found bool, err error) {
	if d.Root() == document.None {
		return nil, false, nil
	}
	input, err := decode(ctx, d)
	if err != nil {
		return nil, false, err
	}
	v, ok := p.code.RunWithContext(ctx, input).Next()
	if err, failed := v.(error); failed && ok {
		return nil, false, runError(err)
	}
	if !ok {
		return nil, false, context.Cause(ctx)
	}
	e := encoder{ctx: ctx}
	if err := e.write(v, 0); err != nil {
		return nil, false, err
	}
	return e.text, true, nil
}
