package filter

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"

	"github.com/itchyny/gojq"
)

// gojq looks at its context between the steps of its machine, and the watch at the memory. What one step can blow up
// is written anew before the program is compiled: an operator becomes a call of one below, and before a function comes
// a look at its input.
//
//	"x" * 1e9, big numbers        the product is reckoned first
//	a + a, again and again        doubles faster than memory is looked at
//	a - b of arrays               takes a time of both sizes multiplied
//	a == b, sort, tojson, add     values that hold one another often are small in memory and endless to go through
//	explode, split, match         make a hundred bytes of each character and more
//	.[1e9] = 1, setpath           make the array as long as that
//	transpose                     makes a table of the number of rows and the longest one
//
// What is left: the functions that builtins of gojq call inside of them are not looked at, but their inputs are; and a
// step within these bounds still has to end before the program does, which can take seconds on a body of 100 MB. Run
// does not wait for it.
const (
	maxItems   = 1 << 24  // of an array that one step makes
	maxString  = 16 << 20 // bytes of a text that one step makes or takes apart
	maxMatched = 1 << 20  // bytes of a text that a regular expression is applied to
	maxBits    = 1 << 20  // of a number
	maxPairs   = 1 << 28  // that one step compares
)

// The names of the functions that guard puts in; no program can spell them.
const (
	weighed  = "weighed "
	apart    = "apart "
	matched  = "matched "
	rows     = "rows "
	position = "position "
	route    = "route "
	factor   = "$ factor"
)

// looks are the functions before which their input is looked at, and by which function.
var looks = map[string]string{
	"add": weighed, "join": weighed, "tojson": weighed, "tostring": weighed, "flatten": weighed, "sort": weighed, "sort_by": weighed,
	"group_by": weighed, "unique": weighed, "unique_by": weighed, "min": weighed, "max": weighed, "min_by": weighed, "max_by": weighed,
	"contains": weighed, "inside": weighed, "indices": weighed, "index": weighed, "rindex": weighed, "bsearch": weighed, "implode": weighed,
	"error": weighed, "format": weighed, "ascii": weighed, "IN": weighed, "INDEX": weighed,
	"explode": apart, "split": apart, "ascii_downcase": apart, "ascii_upcase": apart, "tonumber": apart,
	"match": matched, "capture": matched, "scan": matched, "splits": matched, "sub": matched, "gsub": matched,
	"transpose": rows,
}

// operators are those that become functions, which are called as they are written.
var operators = []gojq.Operator{gojq.OpAdd, gojq.OpMul, gojq.OpSub, gojq.OpEq, gojq.OpNe, gojq.OpGt, gojq.OpLt, gojq.OpGe, gojq.OpLe}

// guard writes a program anew, in place.
func guard(q *gojq.Query) error { return guardAll(reflect.ValueOf(q)) }

// guardAll walks the tree of a program, from the leaves up.
func guardAll(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		if err := guardAll(v.Elem()); err != nil {
			return err
		}
		switch x := v.Interface().(type) {
		case *gojq.Query:
			guardOperator(x)
		case *gojq.Term:
			guardTerm(x)
		case *gojq.Index:
			return guardIndex(x)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			if err := guardAll(field); err != nil {
				return err
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := guardAll(v.Index(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// call is the call of a function.
func call(name string, args ...*gojq.Query) *gojq.Query {
	return &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeFunc, Func: &gojq.Func{Name: name, Args: args}}}
}

// pipe is a | b.
func pipe(a, b *gojq.Query) *gojq.Query { return &gojq.Query{Left: a, Op: gojq.OpPipe, Right: b} }

// guardOperator makes a call of an operator.
func guardOperator(q *gojq.Query) {
	for _, op := range operators {
		if q.Op == op && q.Term == nil {
			q.Term = call(op.String(), q.Left, q.Right).Term
			q.Left, q.Right, q.Op = nil, nil, 0
			return
		}
	}
	op, ok := map[gojq.Operator]gojq.Operator{gojq.OpUpdateAdd: gojq.OpAdd, gojq.OpUpdateSub: gojq.OpSub, gojq.OpUpdateMul: gojq.OpMul}[q.Op]
	if !ok {
		return
	}
	// l *= r is r as $factor | l |= . * $factor
	identity := &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeIdentity}}
	change := &gojq.Query{Left: q.Left, Op: gojq.OpModify, Right: call(op.String(), identity, call(factor))}
	q.Left, q.Op, q.Right = q.Right, gojq.OpPipe, change
	q.Patterns = []*gojq.Pattern{{Name: factor}}
}

// guardTerm puts a look before a function, a format and what stands in a text.
func guardTerm(t *gojq.Term) {
	look := ""
	switch {
	case t.Type == gojq.TermTypeFunc && t.Func.Name == "setpath" && len(t.Func.Args) == 2:
		t.Func.Args[0] = pipe(t.Func.Args[0], call(route))
	case t.Type == gojq.TermTypeFunc:
		look = looks[t.Func.Name]
	case t.Type == gojq.TermTypeFormat && t.Str == nil:
		look = weighed
	}
	if t.Str != nil {
		for i, q := range t.Str.Queries {
			if q.Term == nil || q.Term.Type != gojq.TermTypeString {
				t.Str.Queries[i] = &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeQuery, Query: pipe(q, call(weighed))}}
			}
		}
	}
	if look == "" {
		return
	}
	bare := *t
	bare.SuffixList = nil
	*t = gojq.Term{Type: gojq.TermTypeQuery, Query: pipe(call(look), &gojq.Query{Term: &bare}), SuffixList: t.SuffixList}
}

// guardIndex looks at the position in an array before there is one made of that length.
func guardIndex(x *gojq.Index) error {
	if x.Start == nil || x.IsSlice {
		return nil
	}
	if t := x.Start.Term; t != nil && t.Type == gojq.TermTypeNumber && len(t.SuffixList) == 0 {
		if i, err := strconv.ParseFloat(t.Number, 64); err == nil && i >= maxItems {
			return fmt.Errorf("jq: item %s is beyond what is made, %d items", t.Number, maxItems)
		}
		return nil
	}
	if stepOf(x) == nil {
		x.Start = pipe(x.Start, call(position))
	}
	return nil
}

// guards are the functions that guard puts in, for a program over a body of that size in bytes.
func guards(body int) []gojq.CompilerOption {
	weight := 64<<20 + 8*body
	look := func(name string, wrong func(v any) error) gojq.CompilerOption {
		return gojq.WithFunction(name, 0, 0, func(v any, _ []any) any {
			if err := wrong(v); err != nil {
				return err
			}
			return v
		})
	}
	options := []gojq.CompilerOption{
		look(weighed, func(v any) error { return weigh(v, weight) }),
		look(apart, func(v any) error { return shorter(v, maxString) }),
		look(matched, func(v any) error { return shorter(v, maxMatched) }),
		look(rows, table),
		look(position, within),
		look(route, func(v any) error {
			path, _ := v.([]any)
			if len(path) > maxDepth {
				return errors.New("the path has more than 10000 steps")
			}
			for _, step := range path {
				if err := within(step); err != nil {
					return err
				}
			}
			return nil
		}),
		gojq.WithFunction("*", 2, 2, operation("*", func(l, r any) error { return product(l, r, weight) })),
		gojq.WithFunction("-", 2, 2, operation("-", difference)),
		gojq.WithFunction("+", 2, 2, operation("+", sum)),
	}
	for op, holds := range map[string]func(int) bool{
		"==": func(c int) bool { return c == 0 }, "!=": func(c int) bool { return c != 0 }, ">": func(c int) bool { return c > 0 },
		"<": func(c int) bool { return c < 0 }, ">=": func(c int) bool { return c >= 0 }, "<=": func(c int) bool { return c <= 0 },
	} {
		options = append(options, gojq.WithFunction(op, 2, 2, func(_ any, args []any) any {
			if err := compared(args[0], args[1], weight); err != nil {
				return err
			}
			return holds(gojq.Compare(args[0], args[1]))
		}))
	}
	return options
}

// operation is an operator of gojq after a look at what it is applied to.
func operation(op string, wrong func(l, r any) error) func(any, []any) any {
	q, err := gojq.Parse(".[0]" + op + ".[1]")
	if err != nil {
		return func(any, []any) any { return err }
	}
	code, err := gojq.Compile(q)
	return func(_ any, args []any) any {
		if err != nil {
			return err
		}
		if v, ok := small(op, args[0], args[1]); ok {
			return v
		}
		if err := wrong(args[0], args[1]); err != nil {
			return err
		}
		v, _ := code.Run([]any{args[0], args[1]}).Next()
		return v
	}
}

// small is an operation on two numbers that are whole and small, which needs no machine.
func small(op string, l, r any) (result int, ok bool) {
	a, isNumber := l.(int)
	b, areNumbers := r.(int)
	if !isNumber || !areNumbers || a != int(int32(a)) || b != int(int32(b)) {
		return 0, false
	}
	switch op {
	case "+":
		return a + b, true
	case "-":
		return a - b, true
	}
	return a * b, true
}
