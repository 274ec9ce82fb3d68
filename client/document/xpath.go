package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/antchfx/xpath"
)

// XPathResult is what an XPath gives: nodes in the order of the body, or a value.
type XPathResult struct {
	Nodes []Node
	Value any // a string, a float64 or a bool; nil when it gives nodes
}

// XPathSelect evaluates an XPath (1.0, and some functions of 2.0) over markup, from the whole of it.
//
// Prefixes are those that the body declares anywhere, and match as they are written in it; those that ns gives match
// what has their namespace instead. A plain name matches an element without a prefix, whatever its default namespace.
// Names of HTML are written in lower case. Text that is all that an element holds is given as the element. Instructions
// are not seen. The error is one line and says what is wrong, with a hint where there is one; it is the context's when
// that ends first.
func (d *Document) XPathSelect(ctx context.Context, expr string, ns map[string]string) (XPathResult, error) {
	if len(expr) > maxQuery {
		return XPathResult{}, fmt.Errorf("the XPath is %d bytes long; the longest accepted is %d", len(expr), maxQuery)
	}
	if !d.IsMarkup() {
		return XPathResult{}, fmt.Errorf("an XPath selects in XML and HTML, and this is %s", d.format)
	}
	if d.Root() == None {
		return XPathResult{}, nil
	}
	known := d.prefixes(expr)
	maps.Copy(known, ns)
	s := &xpathSearch{doc: d, ns: ns}
	var compiled *xpath.Expr
	if len(ns) == 0 {
		s.walk, s.simple = d.parseWalk(expr, known)
	}
	if !s.simple {
		var err error
		if compiled, err = compile(expr, known); err != nil {
			return XPathResult{}, fmt.Errorf("XPath %s: %s%s", quote(expr), printable(strings.TrimSuffix(err.Error(), ".")), d.xpathHint(expr, err.Error()))
		}
	}
	defer context.AfterFunc(ctx, func() { s.stopped.Store(true) })()
	done := make(chan error, 1)
	var result XPathResult
	go func() {
		var err error
		result, err = s.run(compiled)
		done <- err
	}()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		return XPathResult{}, ctx.Err()
	}
	switch {
	case err == nil:
		return result, nil
	case errors.Is(err, errStopped):
		return XPathResult{}, ctx.Err()
	}
	return XPathResult{}, fmt.Errorf("XPath %s: %s", quote(expr), printable(err.Error()))
}

// CheckXPath says in one line what is wrong with an XPath whatever the body is, or gives nil. A prefix may be one that the body
// declares.
func CheckXPath(expr string) error {
	if len(expr) > maxQuery {
		return fmt.Errorf("the XPath is %d bytes long; the longest accepted is %d", len(expr), maxQuery)
	}
	if _, err := compile(expr, nil); err != nil && !strings.HasPrefix(err.Error(), "prefix ") {
		return fmt.Errorf("XPath %s: %s", quote(expr), printable(strings.TrimSuffix(err.Error(), ".")))
	}
	return nil
}

// compile parses an XPath. The library panics at some that it cannot parse.
func compile(expr string, ns map[string]string) (compiled *xpath.Expr, err error) {
	defer func() {
		if r := recover(); r != nil {
			compiled, err = nil, fmt.Errorf("%v", r)
		}
	}()
	if strings.TrimSpace(expr) == "" {
		return nil, errors.New("there is nothing in it")
	}
	return xpath.CompileWithNS(expr, ns)
}

// xpathHint tells what to do about the commonest slips.
func (d *Document) xpathHint(expr, message string) string {
	trimmed := strings.TrimSpace(expr)
	switch {
	case strings.HasPrefix(message, "prefix "):
		var names []string
		for prefix := range d.prefixes("") {
			names = append(names, prefix)
		}
		slices.Sort(names)
		return "; the body declares " + printable(strings.Join(names, ", "))
	case trimmed == "":
		return "; `/` is the whole body, `//name` every element of that name"
	case trimmed[0] == '$':
		return "; this body is markup: write /a/b, //b[2] or //b/@name"
	case strings.ContainsAny(trimmed, "#{>") || trimmed[0] == '.' && len(trimmed) > 1 && isLetter(trimmed[1]):
		return "; a class is //*[@class='x'], an id //*[@id='x'], a child a/b"
	case strings.HasSuffix(trimmed, "/"):
		return "; a name, `*`, `@name` or `text()` must follow a slash"
	}
	return ""
}

// prefixes are those that are declared in the body, and what for where they are first; none that the expression does
// not hold, when there is one.
func (d *Document) prefixes(expr string) map[string]string {
	known := map[string]string{}
	if expr == "" || strings.Contains(expr, ":") {
		known["xml"], known["xmlns"] = "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"
	}
	if d.format != XML || expr != "" && !strings.Contains(expr, ":") {
		return known
	}
	mark := []byte("xmlns:")
	for at := 0; ; {
		i := bytes.Index(d.bytes[at:d.end], mark)
		if i < 0 {
			return known
		}
		at += i + len(mark)
		if _, before := known[string(d.bytes[at:nameOfAttribute(d.bytes, at-1)])]; before {
			continue
		}
		n := d.At(at - 1)
		if n == None || d.Kind(n) != Attribute {
			continue
		}
		if prefix, ok := strings.CutPrefix(string(d.name(n)), string(mark)); ok {
			known[prefix] = d.Text(n)
		}
	}
}

// errStopped says that an evaluation was stopped.
var errStopped = errors.New("stopped")

// xpathSearch is one evaluation of an XPath.
type xpathSearch struct {
	doc     *Document
	ns      map[string]string
	walk    walk
	simple  bool // the walk is all of it
	stopped atomic.Bool
}

// run evaluates an XPath. The library panics at some values, and at what stops it.
func (s *xpathSearch) run(compiled *xpath.Expr) (result XPathResult, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = r
		default:
			err = fmt.Errorf("%v", r)
		}
	}()
	if s.simple {
		return XPathResult{Nodes: s.follow(s.walk)}, nil
	}
	start := cursor{xpathSearch: s}
	var root xpath.NodeNavigator = &start
	if len(s.ns) > 0 {
		root = &spacedCursor{start}
	}
	switch value := compiled.Evaluate(root).(type) {
	case *xpath.NodeIterator:
		for value.MoveNext() {
			result.Nodes = append(result.Nodes, at(value.Current()))
		}
		slices.Sort(result.Nodes)
		result.Nodes = slices.Compact(result.Nodes)
	case nil:
	default:
		result.Value = value
	}
	return result, nil
}
