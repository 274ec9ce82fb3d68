package filter

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"

	"github.com/itchyny/gojq"

	"dowse/client/document"
)

// maxDepth is how deep a computed value nests at most.
const maxDepth = 10_000

var errTooDeep = errors.New("the result nests deeper than 10000 levels; end the recursion")

// decoding is one decoding of a document for jq.
type decoding struct {
	doc   *document.Document
	ctx   context.Context
	steps int
}

// decode is the whole document as jq has values. Of members of one name the last wins. Numbers stay as they are written
// until something is computed with them.
func decode(ctx context.Context, d *document.Document) (any, error) {
	c := decoding{doc: d, ctx: ctx}
	v := c.value(d.Root())
	return v, context.Cause(ctx)
}

func (c *decoding) value(n document.Node) any {
	d := c.doc
	if c.steps++; c.steps%1024 == 0 && c.ctx.Err() != nil {
		return nil
	}
	switch d.Kind(n) {
	case document.Null:
		return nil
	case document.Bool:
		return d.Source(n)[0] == 't'
	case document.Number:
		text := string(d.Source(n))
		// A whole number that is spelled in its one way needs no text.
		if i, err := strconv.Atoi(text); err == nil && len(text) < 16 && text != "-0" {
			return i
		}
		return json.Number(text)
	case document.Array:
		elements := make([]any, 0, d.Count(n))
		for child := range d.Children(n) {
			elements = append(elements, c.value(child))
		}
		return elements
	case document.Object:
		members := make(map[string]any)
		for child := range d.Children(n) {
			key, _ := d.Key(child)
			members[key] = c.value(child)
		}
		return members
	}
	return d.Text(n)
}

// identical tells whether two values are one: the same container, or scalars that are equal and of one type.
func identical(a, b any) bool {
	switch a := a.(type) {
	case []any:
		b, ok := b.([]any)
		return ok && len(a) == len(b) && reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
	case nil, bool, int, string, json.Number:
		switch b.(type) {
		case nil, bool, int, string, json.Number:
			return a == b
		}
	}
	return false
}

// encoder writes values as the items of an array of JSON.
type encoder struct {
	text  []byte
	full  bool // the last value did not fit
	ctx   context.Context
	steps int
}

// add writes a value. Where it does not fit, full is set and nothing is written.
func (e *encoder) add(ctx context.Context, v any) error {
	e.ctx = ctx
	before := len(e.text)
	if before == 0 {
		e.text = append(e.text, '[')
	} else {
		e.text = append(e.text, ',', '\n')
	}
	err := e.write(v, 0)
	if e.full {
		e.text = e.text[:before]
	}
	return err
}

// done is the array.
func (e *encoder) done() []byte {
	if len(e.text) == 0 {
		return []byte("[]")
	}
	return append(e.text, ']')
}

func (e *encoder) write(v any, depth int) error {
	if e.full = e.full || len(e.text) > maxMade; e.full {
		return nil
	}
	if e.steps++; e.steps%1024 == 0 && e.ctx.Err() != nil {
		return context.Cause(e.ctx)
	}
	switch v := v.(type) {
	case []any:
		if depth == maxDepth {
			return errTooDeep
		}
		e.text = append(e.text, '[')
		for i, item := range v {
			if i > 0 {
				e.text = append(e.text, ',')
			}
			if err := e.write(item, depth+1); err != nil || e.full {
				return err
			}
		}
		e.text = append(e.text, ']')
		return nil
	case map[string]any:
		if depth == maxDepth {
			return errTooDeep
		}
		return e.object(v, depth)
	case nil:
		e.text = append(e.text, "null"...)
		return nil
	case bool:
		e.text = strconv.AppendBool(e.text, v)
		return nil
	case int:
		e.text = strconv.AppendInt(e.text, int64(v), 10)
		return nil
	case json.Number:
		e.text = append(e.text, v...)
		return nil
	}
	text, err := gojq.Marshal(v)
	e.text = append(e.text, text...)
	return err
}

func (e *encoder) object(v map[string]any, depth int) error {
	keys := make([]string, 0, len(v))
	for key := range v {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	e.text = append(e.text, '{')
	for i, key := range keys {
		if i > 0 {
			e.text = append(e.text, ',')
		}
		if err := e.write(key, depth); err != nil {
			return err
		}
		e.text = append(e.text, ':')
		if err := e.write(v[key], depth+1); err != nil || e.full {
			return err
		}
	}
	e.text = append(e.text, '}')
	return nil
}
