package collections

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

// readValue gives the value that a node stands for: a plain scalar is typed when it is a JSON literal,
// a quoted one is a string, mappings and lists are JSON values.
func readValue(r *fields.Reader, n *yamledit.Node) vars.Value {
	if n.Kind == yamledit.Scalar {
		if n.Style == yamledit.Plain {
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
func writeValue(v vars.Value) *yamledit.Node {
	switch v.Kind() {
	case vars.String:
		text := v.Reveal()
		if vars.ParseScalar(text).Kind() != vars.String || typed.MatchString(text) {
			return &yamledit.Node{Text: text, Style: yamledit.Quoted}
		}
		return yamledit.NewScalar(text)
	case vars.Array, vars.Object:
		d := json.NewDecoder(strings.NewReader(v.JSON()))
		d.UseNumber()
		if n, err := jsonNode(d); err == nil {
			return n
		}
	}
	return &yamledit.Node{Text: v.JSON(), Style: yamledit.Plain}
}

// nodeJSON gives a node as JSON text; order and the text of numbers are kept.
func nodeJSON(n *yamledit.Node) string {
	var b strings.Builder
	appendJSON(&b, n)
	return b.String()
}

func appendJSON(b *strings.Builder, n *yamledit.Node) {
	switch n.Kind {
	case yamledit.Mapping:
		b.WriteByte('{')
		for i, e := range n.Entries {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(vars.NewString(e.Key.Text).JSON() + ":")
			appendJSON(b, e.Value)
		}
		b.WriteByte('}')
	case yamledit.Sequence:
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
func jsonNode(d *json.Decoder) (*yamledit.Node, error) {
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
	return &yamledit.Node{Text: tokenText(token), Style: yamledit.Plain}, nil
}

func tokenText(token json.Token) string {
	if token == nil {
		return "null"
	}
	return fmt.Sprint(token)
}

func jsonContainer(d *json.Decoder, open json.Delim) (*yamledit.Node, error) {
	out := &yamledit.Node{Kind: yamledit.Sequence, Flow: true}
	if open == '{' {
		out.Kind = yamledit.Mapping
	}
	for d.More() {
		var key *yamledit.Node
		if out.Kind == yamledit.Mapping {
			token, err := d.Token()
			if err != nil {
				return nil, err
			}
			key = yamledit.NewScalar(tokenText(token))
		}
		value, err := jsonNode(d)
		if err != nil {
			return nil, err
		}
		if key == nil {
			out.Items = append(out.Items, value)
		} else {
			out.Entries = append(out.Entries, yamledit.Entry{Key: key, Value: value})
		}
	}
	_, err := d.Token()
	return out, err
}

// jsonText is the text of a JSON body: a scalar as it is, a mapping or list as JSON.
func jsonText(n *yamledit.Node) string {
	if n.Kind == yamledit.Scalar {
		return n.Text
	}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(nodeJSON(n)), "", "  "); err != nil {
		return nodeJSON(n)
	}
	return b.String() + "\n"
}
