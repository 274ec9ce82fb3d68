package yamledit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 5 << 20

// Document is a parsed file.
type Document struct {
	Root *Node // an empty mapping when the file holds nothing

	source  []byte
	eol     string
	located error // why it cannot be edited, although it can be read
}

// Fault is one thing of a file that is not the YAML read here.
type Fault struct {
	Line, Column int    // from 1; 0 when the whole file is meant
	Key          string // the key concerned, if one is
	Message      string
}

// Parse reads a file. With faults the document holds what could be read all the same; it is nil when
// nothing could.
func Parse(source []byte) (*Document, []Fault) {
	if fault, ok := unreadable(source); ok {
		return nil, []Fault{fault}
	}
	text, faults := source, []Fault(nil)
	for {
		root, more, err := load(text)
		if err == nil {
			return finish(source, root, append(faults, more...))
		}
		fault := syntaxFault(text, err)
		quoted, place, ok := quoteTemplate(text, fault.Line)
		if ok {
			// Were the quotes not what was missing, the library would still stop at the same place.
			if _, _, err := load(quoted); err == nil || syntaxFault(quoted, err) != fault {
				text, faults = quoted, append(faults, place)
				continue
			}
		}
		return nil, append(faults, joinedFault(text, fault))
	}
}

func finish(source []byte, root *yaml.Node, faults []Fault) (*Document, []Fault) {
	p := &parser{document: &Document{source: source, eol: lineEnd(source)}, faults: faults}
	p.document.Root = p.root(root)
	if len(p.faults) > 0 {
		p.document.located = errFaulty
		return p.document, p.faults
	}
	p.document.located = p.document.locate()
	if tag, ok := errors.AsType[tagError](p.document.located); ok {
		p.faults = append(p.faults, Fault{Line: tag.line, Column: tag.column, Message: tag.Error()})
	}
	return p.document, p.faults
}

var errFaulty = errors.New("the file has mistakes; correct them first")

var bom = []byte("\uFEFF")

func unreadable(source []byte) (Fault, bool) {
	if len(source) > MaxSize {
		return Fault{Message: fmt.Sprintf("it has more than %d MB, the most that is read, so it was skipped", MaxSize>>20)}, true
	}
	if utf8.Valid(source) {
		return Fault{}, false
	}
	for i := 0; i < len(source); {
		r, size := utf8.DecodeRune(source[i:])
		if r == utf8.RuneError && size == 1 {
			line := 1 + bytes.Count(source[:i], []byte("\n"))
			column := 1 + utf8.RuneCount(source[bytes.LastIndexByte(source[:i], '\n')+1:i])
			return Fault{Line: line, Column: column, Message: fmt.Sprintf("the byte %#02x is not UTF-8; save the file as UTF-8", source[i])}, true
		}
		i += size
	}
	return Fault{}, false
}

// load gives the node of the first document, nil for an empty file.
func load(text []byte) (*yaml.Node, []Fault, error) {
	loader, err := yaml.NewLoader(bytes.NewReader(bytes.TrimPrefix(text, bom)))
	if err != nil {
		return nil, nil, err
	}
	var first, second yaml.Node
	if err := loader.Load(&first); errors.Is(err, io.EOF) {
		return nil, nil, nil
	} else if err != nil {
		return nil, nil, err
	}
	root := &first
	if root.Kind == yaml.DocumentNode && len(root.Content) > 0 {
		root = root.Content[0]
	}
	err = loader.Load(&second)
	if errors.Is(err, io.EOF) {
		return root, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return root, []Fault{{Line: second.Line, Column: second.Column, Message: "a second document starts here; a file holds one, so remove the ---"}}, nil
}

func lineEnd(source []byte) string {
	if i := bytes.IndexByte(source, '\n'); i > 0 && source[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// parser turns the library's nodes into ours and notes what is refused.
type parser struct {
	document *Document
	faults   []Fault
}

func (p *parser) fault(n *yaml.Node, key, format string, args ...any) {
	p.faults = append(p.faults, Fault{n.Line, n.Column, key, fmt.Sprintf(format, args...)})
}

func (p *parser) root(n *yaml.Node) *Node {
	if n == nil || n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0 {
		return &Node{Kind: Mapping, start: len(p.document.source), end: len(p.document.source)}
	}
	return p.node(n, "")
}

func (p *parser) node(n *yaml.Node, key string) *Node {
	out := &Node{Line: n.Line, Column: n.Column, Flow: n.Style&yaml.FlowStyle != 0}
	if n.Anchor != "" {
		p.fault(n, key, "the anchor &%s is not read here; write the value out wherever it is needed", n.Anchor)
	}
	if n.Style&yaml.TaggedStyle != 0 {
		p.fault(n, key, "the tag %s is not read here; remove it", n.Tag)
	}
	switch n.Kind {
	case yaml.AliasNode:
		p.fault(n, key, "the alias *%s is not read here; write the value out", n.Value)
		out.Style = Plain
	case yaml.MappingNode:
		out.Kind = Mapping
		p.entries(n, out, key)
	case yaml.SequenceNode:
		out.Kind = Sequence
		for _, item := range n.Content {
			out.Items = append(out.Items, p.node(item, key))
		}
	default:
		out.Text, out.Style = n.Value, styleOf(n.Style)
	}
	return out
}

func styleOf(s yaml.Style) Style {
	switch {
	case s&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		return Quoted
	case s&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return Block
	}
	return Plain
}

func (p *parser) entries(n *yaml.Node, out *Node, under string) {
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			p.badKey(n, key, under)
			continue
		}
		if line, twice := seen[key.Value]; twice {
			p.fault(key, key.Value, "the key %q is here twice, first on line %d; keep one", key.Value, line)
			continue
		}
		seen[key.Value] = key.Line
		if key.Value == "<<" && key.Style == 0 {
			p.fault(key, key.Value, "the merge key << is not read here; write the keys out")
			continue
		}
		if key.Value == "" && key.Style == 0 {
			p.fault(key, under, "a key is missing before the colon")
			continue
		}
		out.Entries = append(out.Entries, Entry{p.node(key, key.Value), p.node(value, key.Value)})
	}
}

// badKey explains a key that is no text: nearly always a placeholder without quotes.
func (p *parser) badKey(n, key *yaml.Node, under string) {
	if inner := key.Content; key.Kind == yaml.MappingNode && len(inner) == 2 && n.Style&yaml.FlowStyle != 0 && inner[0].Kind == yaml.ScalarNode {
		p.fault(n, under, `quote this: "{{%s}}"`, inner[0].Value)
		return
	}
	p.fault(key, under, "a key has to be text")
}
