package emit

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"

	"dowse/client/mapping"
)

// language is a language that formulas are written in.
type language interface {
	name(path []string) (string, error) // of a field of the target, or of the row
	text(string) string
	binary(op, left, right string) (string, bool)
	unary(op, operand string) (string, bool)
	choice(condition, yes, no string) string
	call(function string, args []string) (string, bool)
	list(items []string) string
	index(of, at string) string
	title() string
}

// formula writes a formula in a language.
func formula(source string, l language) (string, error) {
	tree, err := parser.Parse(source)
	if err != nil {
		return "", fmt.Errorf("the formula cannot be read: %s", strings.SplitN(err.Error(), "\n", 2)[0])
	}
	return write(tree.Node, l)
}

// write writes one node of a formula.
func write(node ast.Node, l language) (string, error) {
	if path := mapping.Names(node); path != nil {
		return l.name(path)
	}
	switch n := node.(type) {
	case *ast.NilNode:
		return "null", nil
	case *ast.IntegerNode:
		return fmt.Sprint(n.Value), nil
	case *ast.FloatNode:
		return fmt.Sprint(n.Value), nil
	case *ast.BoolNode:
		return fmt.Sprint(n.Value), nil
	case *ast.StringNode:
		return l.text(n.Value), nil
	case *ast.ChainNode:
		return write(n.Node, l)
	case *ast.UnaryNode:
		operand, err := write(n.Node, l)
		if err != nil {
			return "", err
		}
		return said(l, n.Operator)(l.unary(n.Operator, operand))
	case *ast.BinaryNode:
		both, err := writeAll([]ast.Node{n.Left, n.Right}, l)
		if err != nil {
			return "", err
		}
		return said(l, n.Operator)(l.binary(n.Operator, both[0], both[1]))
	case *ast.ConditionalNode:
		parts, err := writeAll([]ast.Node{n.Cond, n.Exp1, n.Exp2}, l)
		if err != nil {
			return "", err
		}
		return l.choice(parts[0], parts[1], parts[2]), nil
	case *ast.ArrayNode:
		items, err := writeAll(n.Nodes, l)
		return l.list(items), err
	case *ast.MemberNode:
		parts, err := writeAll([]ast.Node{n.Node, n.Property}, l)
		if err != nil {
			return "", err
		}
		return l.index(parts[0], parts[1]), nil
	case *ast.BuiltinNode:
		args, err := writeAll(n.Arguments, l)
		if err != nil {
			return "", err
		}
		return said(l, n.Name+"()")(l.call(n.Name, args))
	case *ast.CallNode:
		args, err := writeAll(n.Arguments, l)
		if err != nil {
			return "", err
		}
		return said(l, n.Callee.String()+"()")(l.call(n.Callee.String(), args))
	}
	return "", fmt.Errorf("%s of its formula is not written in %s; use a simpler formula there", node.String(), l.title())
}

// said gives what was written, or that there is no word for it.
func said(l language, what string) func(string, bool) (string, error) {
	return func(text string, ok bool) (string, error) {
		if !ok {
			return "", fmt.Errorf("%s of its formula is not written in %s; use a simpler formula there", what, l.title())
		}
		return text, nil
	}
}

func writeAll(nodes []ast.Node, l language) ([]string, error) {
	all := make([]string, len(nodes))
	for i, n := range nodes {
		var err error
		if all[i], err = write(n, l); err != nil {
			return nil, err
		}
	}
	return all, nil
}
