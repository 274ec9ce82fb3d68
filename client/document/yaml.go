package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"go.yaml.in/yaml/v4"
)

const (
	// maxYAML is how much of a body is read as YAML, in bytes: its parser takes many times that.
	maxYAML = 16 << 20
	// mostExpanded is how many times as many nodes as bytes aliases may make of a body.
	mostExpanded = 4
)

// convertYAML reads YAML 1.2 as the JSON that it stands for: of several documents their array. Keys keep their order, and
// numbers their text where JSON can write it; what JSON has no form for is a string.
func convertYAML(out, body []byte) ([]byte, *Problem) {
	if len(body) > maxYAML {
		return append(out, "null"...), problemAt(body, 0, "YAML of more than 16 MiB is not read; the text view shows it")
	}
	loader, err := yaml.NewLoader(bytes.NewReader(body), yaml.WithAllDocuments())
	w := yamlWriter{budget: mostExpanded*len(body) + 1000}
	var documents [][]byte
	var problem *Problem
	for err == nil {
		var n yaml.Node
		if err = loader.Load(&n); err != nil {
			break
		}
		w.out = nil
		if err = w.value(&n, 0); err == nil {
			documents = append(documents, w.out)
		}
	}
	if err != nil && err != io.EOF {
		problem = problemAt(body, 0, printable(err.Error()))
		if fault, ok := errors.AsType[*yaml.LoadError](err); ok {
			problem = problemAt(body, lineOffset(body, fault.Mark.Line), printable(fault.Message))
		}
	}
	if len(documents) == 1 {
		return append(out, documents[0]...), problem
	}
	if len(documents) == 0 && problem == nil {
		return append(out, "null"...), nil
	}
	return append(append(append(out, '['), bytes.Join(documents, []byte(",\n"))...), ']'), problem
}

// lineOffset is where a line begins.
func lineOffset(body []byte, line int) int {
	at := 0
	for ; line > 1; line-- {
		i := bytes.IndexByte(body[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
	}
	return at
}

var errExpanded = errors.New("aliases make far more of it than is written: it is not read further")

// yamlWriter writes YAML nodes as JSON.
type yamlWriter struct {
	out    []byte
	budget int // nodes that may still be written
}

// value writes one node and what is inside.
func (w *yamlWriter) value(n *yaml.Node, depth int) error {
	if w.budget--; w.budget < 0 || depth > maxDepth/2 {
		return errExpanded
	}
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 1 {
			return w.value(n.Content[0], depth)
		}
	case yaml.AliasNode:
		if n.Alias != nil {
			return w.value(n.Alias, depth+1)
		}
	case yaml.SequenceNode:
		w.out = append(w.out, '[')
		for i, item := range n.Content {
			if i > 0 {
				w.out = append(w.out, ',')
			}
			if err := w.value(item, depth+1); err != nil {
				return err
			}
		}
		w.out = append(w.out, ']')
		return nil
	case yaml.MappingNode:
		w.out = append(w.out, '{')
		if err := w.members(n, depth, map[string]bool{}); err != nil {
			return err
		}
		w.out = append(w.out, '}')
		return nil
	case yaml.ScalarNode:
		w.out = appendScalar(w.out, n)
		return nil
	}
	w.out = append(w.out, "null"...)
	return nil
}

// members writes the members of a mapping, then those that it merges in.
func (w *yamlWriter) members(n *yaml.Node, depth int, written map[string]bool) error {
	for merged := range 2 {
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			merge := key.ShortTag() == "!!merge"
			var err error
			switch {
			case merge && merged == 1:
				err = w.merge(value, depth, written)
			case !merge && merged == 0:
				err = w.member(key, value, depth, written)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *yamlWriter) member(key, value *yaml.Node, depth int, written map[string]bool) error {
	name := key.Value
	if key.Kind != yaml.ScalarNode {
		inner := yamlWriter{budget: w.budget}
		if err := inner.value(key, depth+1); err != nil {
			return err
		}
		name, w.budget = string(inner.out), inner.budget
	}
	if written[name] {
		return nil
	}
	if len(written) > 0 {
		w.out = append(w.out, ',')
	}
	written[name] = true
	w.out = append(appendString(w.out, name), ':')
	return w.value(value, depth+1)
}

// merge writes the members of a mapping, or of each of several, that is merged into another.
func (w *yamlWriter) merge(n *yaml.Node, depth int, written map[string]bool) error {
	if w.budget--; w.budget < 0 || depth > maxDepth/2 {
		return errExpanded
	}
	switch {
	case n.Kind == yaml.AliasNode && n.Alias != nil:
		return w.merge(n.Alias, depth+1, written)
	case n.Kind == yaml.MappingNode:
		return w.members(n, depth+1, written)
	case n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			if err := w.merge(item, depth+1, written); err != nil {
				return err
			}
		}
	}
	return nil
}

// appendScalar appends a scalar by its tag.
func appendScalar(out []byte, n *yaml.Node) []byte {
	switch n.ShortTag() {
	case "!!null":
		return append(out, "null"...)
	case "!!bool":
		var b bool
		if n.Decode(&b) == nil {
			if b {
				return append(out, "true"...)
			}
			return append(out, "false"...)
		}
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return append(out, n.Value...)
		}
	}
	return appendString(out, n.Value)
}
