package filter

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/itchyny/gojq"

	"dowse/client/document"
)

// maxDecoded is how much text of a body is decoded for jq, in bytes; decoded it takes ten times the memory and more.
const maxDecoded = 256 << 20

// runJQ runs a program of jq. One that only follows names, indexes and iterators runs on the index of the document; any
// other on the decoded value. Where its results stand in the body, these are taken.
func runJQ(ctx context.Context, d *document.Document, src string) (*Result, error) {
	q, err := parseJQ(src)
	if err != nil {
		return nil, err
	}
	if d.Root() == document.None {
		return nil, errors.New("the body holds no value for jq to work on")
	}
	if followable(q) {
		return follow(ctx, d, q)
	}
	if size := len(d.Bytes()); size > maxDecoded {
		return nil, fmt.Errorf("the body has %d MB; jq programs but plain paths such as `.a[].b` work on %d MB at most: use JSONPath such as %s", size>>20, maxDecoded>>20, JSONPath.example())
	}
	if err := guard(q); err != nil {
		return nil, err
	}
	code, err := compileJQ(q, src, len(d.Bytes()))
	if err != nil {
		return nil, err
	}
	paths, err := compileJQ(&gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeFunc, Func: &gojq.Func{Name: "path", Args: []*gojq.Query{q}}}}, src, len(d.Bytes()))
	if err != nil {
		return nil, err
	}
	ctx, stop := watch(ctx, memoryFor(len(d.Bytes())))
	defer stop()
	input, err := decode(ctx, d)
	if err != nil {
		return nil, err
	}
	e := evaluation{doc: d, input: input, ctx: ctx, places: places{doc: d}, taking: true}
	return e.run(code, paths)
}

// evaluation is one run of a program on the decoded value. The program runs twice side by side, once for its values and
// once for their paths, for as long as these are the paths of those.
type evaluation struct {
	doc    *document.Document
	input  any
	ctx    context.Context
	places places
	taking bool
	nodes  []document.Node
	values []any // of the nodes
	text   encoder
	count  int // of the values in text
}

func (e *evaluation) run(code, paths *gojq.Code) (*Result, error) {
	values, places := code.RunWithContext(e.ctx, e.input), paths.RunWithContext(e.ctx, e.input)
	for {
		v, ok := values.Next()
		if err := context.Cause(e.ctx); err != nil {
			return nil, err
		}
		if err, failed := v.(error); failed && ok {
			if ok, err = false, runError(err); err != nil {
				return nil, err
			}
		}
		if e.taking && !e.follows(places, v, ok) {
			e.taking = false
			if err := e.make(e.values...); err != nil {
				return nil, err
			}
		}
		switch {
		case !ok || e.full():
			return e.result(ok), nil
		case e.taking:
			e.values = append(e.values, v)
		default:
			if err := e.make(v); err != nil {
				return nil, err
			}
		}
	}
}

// follows tells whether the next path is that of the value v, and takes its node; when there is no value there must be no
// path.
func (e *evaluation) follows(paths gojq.Iter, v any, some bool) bool {
	p, ok := paths.Next()
	if !some {
		_, halted := p.(*gojq.HaltError)
		return !ok || halted
	}
	path, isPath := p.([]any)
	if !ok || !isPath {
		return false
	}
	n, at, found := e.places.resolve(e.input, path)
	if !found || !identical(at, v) {
		return false
	}
	if len(e.nodes) < maxResults {
		e.nodes = append(e.nodes, n)
	}
	return true
}

// full tells whether there is no room for another result.
func (e *evaluation) full() bool {
	return len(e.values) == maxResults || e.count == maxResults || e.text.full
}

// make writes values as JSON.
func (e *evaluation) make(values ...any) error {
	for _, v := range values {
		err := e.text.add(e.ctx, v)
		switch {
		case errors.Is(err, errTooDeep):
			return fmt.Errorf("jq: %w", err)
		case err != nil:
			return err
		case e.text.full && e.count == 0:
			return fmt.Errorf("jq: the result is larger than %d MB; take fewer values", maxMade>>20)
		case e.text.full:
			return nil
		}
		e.count++
	}
	return nil
}

// result is what was found; more says that there is more.
func (e *evaluation) result(more bool) *Result {
	if e.taking {
		return taken(e.doc, e.nodes, more)
	}
	cut := ""
	switch {
	case e.text.full:
		cut = fmt.Sprintf("only the first %d are shown: more would take over %d MB", e.count, maxMade>>20)
	case more:
		cut = fmt.Sprintf("only the first %d are shown; there are more", e.count)
	}
	return made(e.text.done(), e.count, cut)
}

// parseJQ parses a program.
func parseJQ(src string) (*gojq.Query, error) {
	q, err := gojq.Parse(src)
	if err != nil {
		return nil, syntaxError(src, err)
	}
	if len(q.Imports) > 0 || q.Meta != nil {
		return nil, errors.New("jq: a filter reads no files; remove `import`, `include` and `module`")
	}
	return q, nil
}

// syntaxError says what is wrong with a program, and where.
func syntaxError(src string, err error) error {
	var fault *gojq.ParseError
	if !errors.As(err, &fault) {
		return fmt.Errorf("jq: %s", oneLine(err.Error()))
	}
	wrong := strings.Replace(oneLine(fault.Error()), "unexpected EOF", "unexpected end", 1)
	at := max(fault.Offset-len(fault.Token), 0)
	hint := ""
	switch {
	case strings.HasSuffix(wrong, "unexpected end"):
		at = len(src)
		hint = "; something must follow"
	case strings.HasPrefix(fault.Token, "'"):
		hint = `; texts stand in double quotes`
	case strings.ContainsAny(src, "-'"):
		hint = `; a name with anything but letters, digits and ` + "`_`" + ` is written as .["a-name"]`
	}
	return fmt.Errorf("jq: %s at position %d%s", wrong, at+1, hint)
}

// compileJQ compiles a program that reaches nothing but its input: no environment, no files, no other inputs.
func compileJQ(q *gojq.Query, src string, body int) (*gojq.Code, error) {
	itself := func(v any, _ []any) any { return v }
	options := []gojq.CompilerOption{
		gojq.WithFunction("debug", 0, 0, itself),
		gojq.WithFunction("stderr", 0, 0, itself),
		gojq.WithFunction("input_filename", 0, 0, func(any, []any) any { return nil }),
		gojq.WithFunction("input_line_number", 0, 0, func(any, []any) any { return 0 }),
	}
	code, err := gojq.Compile(q, append(options, guards(body)...)...)
	if err == nil {
		return code, nil
	}
	wrong := oneLine(err.Error())
	switch name, isFunction := strings.CutPrefix(wrong, "function not defined: "); {
	case isFunction:
		name, arity, _ := strings.Cut(name, "/")
		at := strings.Index(src, name) + 1
		if arity == "0" {
			return nil, fmt.Errorf("jq: no function is called `%s`, at position %d; a name in the body is written .%s", name, at, name)
		}
		return nil, fmt.Errorf("jq: no function is called `%s` with %s arguments, at position %d", name, arity, at)
	case strings.HasPrefix(wrong, "input(s)"):
		return nil, errors.New("jq: there is one input, the body; write `.` in place of `input`")
	}
	return nil, fmt.Errorf("jq: %s", wrong)
}

// runError is what a program ended with; nil when it ended of its own will.
func runError(err error) error {
	var halt *gojq.HaltError
	if errors.As(err, &halt) && halt.Value() == nil {
		return nil
	}
	wrong := oneLine(err.Error())
	hint := ""
	switch {
	case strings.HasPrefix(wrong, "expected an "), strings.HasPrefix(wrong, "cannot iterate over: "):
		hint = "; put `?` after it to skip such values"
	}
	return fmt.Errorf("jq: %s%s", wrong, hint)
}
