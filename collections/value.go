package collections

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"dowse/collections/keys"
	"dowse/collections/splice"
	"dowse/collections/vars"
)

// readValue gives the value that a node stands for: a plain scalar is typed when it is a JSON literal,
// a quoted one is a string, mappings and lists are JSON values.
func readValue(r *keys.Reader, n *splice.Node) vars.Value {
	if n.Kind == splice.Scalar {
		if n.Style == splice.Plain {
			return vars.ParseScalar(n.Text)
		}
		return vars.NewString(n.Text)
	}
	value, err := vars.ParseJSON(nodeJSON(n))
	if err != nil {
		r.Problem(n, "this cannot be a JSON value: %v", err)
	}
	return value
}

// typed finds texts that other readers of YAML take for a number, a date, a boolean or null.
var typed = regexp.MustCompile(`^(?i:[-+.]*[0-9][-+.0-9a-fox_:e]*|[-+]?\.(inf|nan)|true|false|yes|no|on|off|y|n|null|~)$`)

// writeValue gives the node that reads as v.
func writeValue(v vars.Value) *splice.Node {
	switch v.Kind() {
	case vars.String:
		text := v.Reveal()
		if vars.ParseScalar(text).Kind() != vars.String || typed.MatchString(text) {
			return &splice.Node{Text: text, Style: splice.Quoted}
		}
		return splice.NewScalar(text)
	case vars.Array, vars.Object:
		d := json.NewDecoder(strings.NewReader(v.JSON()))
		d.UseNumber()
		if n, err := jsonNode(d); err == nil {
			return n
		}
	}
	return &splice.Node{Text: v.JSON(), Style: splice.Plain}
}

// nodeJSON gives a node as JSON text; order and the text of numbers are kept.
func nodeJSON(n *splice.Node) string {
	var b strings.Builder
	appendJSON(&b, n)
	return b.String()
}

func appendJSON(b *strings.Builder, n *splice.Node) {
	switch n.Kind {
	case splice.Mapping:
		b.WriteByte('{')
		for i, e := range n.Entries {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(vars.NewString(e.Key.Text).JSON() + ":")
			appendJSON(b, e.Value)
		}
		b.WriteByte('}')
	case splice.Sequence:
		b.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			appendJSON(b, item)
		}
		b.WriteByte(']')
	default:
		b.WriteString(readValue(nil, n).JSON())
	}
}

// jsonNode gives the next value of d as a node on one line.
func jsonNode(d *json.Decoder) (*splice.Node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case string:
		return writeValue(vars.NewString(t)), nil
	case json.Delim:
		return jsonContainer(d, t)
	}
	return &splice.Node{Text: tokenText(token), Style: splice.Plain}, nil
}

func tokenText(token json.Token) string {
	if token == nil {
		return "null"
	}
	return fmt.Sprint(token)
}

func jsonContainer(d *json.Decoder, open json.Delim) (*splice.Node, error) {
	out := &splice.Node{Kind: splice.Sequence, Flow: true}
	if open == '{' {
		out.Kind = splice.Mapping
	}
	for d.More() {
		var key *splice.Node
		if out.Kind == splice.Mapping {
			token, err := d.Token()
			if err != nil {
				return nil, err
			}
			key = splice.NewScalar(tokenText(token))
		}
		value, err := jsonNode(d)
		if err != nil {
			return nil, err
		}
		if key == nil {
			out.Items = append(out.Items, value)
		} else {
			out.Entries = append(out.Entries, splice.Entry{Key: key, Value: value})
		}
	}
	_, err := d.Token()
	return out, err
}

// jsonText is the text of a JSON body: a scalar as it is, a mapping or list as JSON.
func jsonText(n *splice.Node) string {
	if n.Kind == splice.Scalar {
		return n.Text
	}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(nodeJSON(n)), "", "  "); err != nil {
		return nodeJSON(n)
	}
	return b.String() + "\n"
}
