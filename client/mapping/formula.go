package mapping

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/types"

	"dowse/client/document"
	"dowse/collections/vars"
)

// rowName is what a formula calls the source's row.
const rowName = "row"

// mostNodes bounds how large a formula is.
const mostNodes = 2_000

// compileFormula reads the formula of a field over those that are made before it.
func (p *Program) compileFormula(f *field) error {
	tree, err := parser.Parse(f.Expr)
	if err != nil {
		return formulaError(err)
	}
	names := &named{found: map[string]bool{}}
	ast.Walk(&tree.Node, names)
	f.lenient = names.lenient
	env := types.Map{rowName: types.Any}
	var known []string
	for _, i := range p.order {
		other := &p.fields[i]
		env[other.names[0]] = types.Any
		known = append(known, other.To)
		if names.found[path(other.names)] {
			f.uses = append(f.uses, i)
		}
	}
	f.row = names.found[rowName]
	for i := range p.fields {
		if top := p.fields[i].names[0]; names.found[top] && env[top] == nil {
			return fmt.Errorf("the formula uses %s, which is a formula that stands below it; move it up", p.fields[i].To)
		}
	}
	options := []expr.Option{expr.Env(env), expr.MaxNodes(mostNodes)}
	for _, b := range builtin.Builtins {
		if _, hidden := env[b.Name]; hidden {
			options = append(options, expr.DisableBuiltin(b.Name))
		}
	}
	if f.formula, err = expr.Compile(f.Expr, options...); err != nil {
		if strings.Contains(err.Error(), "unknown name") {
			return fmt.Errorf("%w; it may use row and the other fields: %s", formulaError(err), strings.Join(known, ", "))
		}
		return formulaError(err)
	}
	return nil
}

// path is names as the key of what is found in a formula.
func path(names []string) string { return strings.Join(names, "\x00") }

// named finds what a formula asks for.
type named struct {
	found   map[string]bool // every path of names, and the beginnings of each
	lenient bool
}

// Visit looks at one node of a formula.
func (n *named) Visit(node *ast.Node) {
	switch v := (*node).(type) {
	case *ast.IdentifierNode, *ast.MemberNode:
		if names := Names(v); names != nil {
			n.found[path(names)] = true
		}
	case *ast.BinaryNode:
		n.lenient = n.lenient || v.Operator == "??"
	case *ast.ChainNode:
		n.lenient = true
	}
}

// Names are the names of a formula's a.b.c, or of a; nil where a node is anything else.
func Names(node ast.Node) []string {
	switch v := node.(type) {
	case *ast.IdentifierNode:
		return []string{v.Value}
	case *ast.MemberNode:
		property, ok := v.Property.(*ast.StringNode)
		if before := Names(v.Node); ok && before != nil {
			return append(before, property.Value)
		}
	}
	return nil
}

// evaluate is what a formula gives.
func (m *making) evaluate(f *field) (vars.Value, error) {
	env := map[string]any{}
	for _, i := range m.program.order {
		if c := m.cells[i]; c.Set {
			place(env, m.program.fields[i].names, plain(c.Value))
		}
	}
	for _, i := range f.uses {
		if c := m.cells[i]; !c.Set && !f.lenient {
			return vars.Value{}, absence(m.program.fields[i].To + ", which it uses, has no value")
		}
	}
	if f.row {
		if !m.decoded && m.source.Root() != document.None {
			m.row, m.decoded = numbers(m.source.Decode(m.source.Root())), true
		}
		env[rowName] = m.row
	}
	result, err := expr.Run(f.formula, env)
	if err != nil {
		return vars.Value{}, formulaError(err)
	}
	return fromPlain(result)
}

// place puts a value where its names lead.
func place(env map[string]any, names []string, v any) {
	for _, name := range names[:len(names)-1] {
		next, ok := env[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			env[name] = next
		}
		env = next
	}
	env[names[len(names)-1]] = v
}

// plain is a value as formulas have it.
func plain(v vars.Value) any {
	switch v.Kind() {
	case vars.String:
		return v.Reveal()
	case vars.Bool:
		return v.Reveal() == "true"
	}
	d := json.NewDecoder(strings.NewReader(v.JSON()))
	d.UseNumber()
	var out any
	_ = d.Decode(&out) // a value is JSON
	return numbers(out)
}

// numbers makes what formulas reckon with of the numbers of JSON, in place.
func numbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		if i, err := strconv.Atoi(v.String()); err == nil {
			return i
		}
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = numbers(v[k])
		}
	}
	return v
}

// fromPlain is what a formula gave, as a value.
func fromPlain(v any) (vars.Value, error) {
	switch v := v.(type) {
	case nil:
		return vars.Value{}, absence("the formula gives nothing")
	case string:
		return vars.NewString(v), nil
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return vars.Value{}, fmt.Errorf("the formula gives %v, which is no number of JSON", v)
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return vars.Value{}, errors.New("the formula gives something that JSON has no words for")
	}
	return vars.ParseJSON(b.String())
}

// formulaError is an error of the expression's parser or machine, in one line.
func formulaError(err error) error {
	if at, ok := errors.AsType[*file.Error](err); ok {
		return fmt.Errorf("formula: %s at position %d", at.Message, at.Column+1)
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return fmt.Errorf("formula: %s", line)
}
