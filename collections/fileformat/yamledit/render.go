package yamledit

import (
	"slices"
	"strings"
)

const (
	step     = 2   // columns that a block is indented by
	maxWidth = 100 // a longer flow node is written as a block
)

// render gives the bytes of a file that holds root, a mapping.
func render(root *Node) []byte {
	var b strings.Builder
	for _, e := range root.Entries {
		b.WriteString(entryText(e, 0) + "\n")
	}
	return []byte(b.String())
}

// entryText gives "key: value" for a block mapping at column indent, without the last line break.
func entryText(e Entry, indent int) string {
	return keyText(e.Key, false) + ":" + valueText(e.Value, indent)
}

func keyText(key *Node, flow bool) string {
	return inline(&Node{Text: key.Text}, flow, 0)
}

// valueText gives what follows a colon or a dash in a block at column indent, its space included.
func valueText(n *Node, indent int) string {
	if n.Kind == Scalar {
		if n.Style != Plain && blockSafe(n.Text) {
			header, lines := block(n.Text, indent, max(indent, 0)+step)
			return " " + header + lines
		}
		return " " + inline(n, false, 0)
	}
	if flow := flowText(n); len(n.Entries)+len(n.Items) == 0 || n.Flow && len(flow) <= maxWidth && !hasBlock(n) {
		return " " + flow
	}
	inner := indent + step
	margin := "\n" + strings.Repeat(" ", inner)
	var b strings.Builder
	for _, e := range n.Entries {
		b.WriteString(margin + entryText(e, inner))
	}
	for _, item := range n.Items {
		b.WriteString(margin + "-" + itemText(item, inner))
	}
	return b.String()
}

// itemText gives what follows the dash at column indent: a block mapping begins on the same line.
func itemText(n *Node, indent int) string {
	text := valueText(n, indent)
	if n.Kind == Mapping && strings.HasPrefix(text, "\n") {
		return " " + strings.TrimLeft(text, "\n ")
	}
	return text
}

// flowText gives a node on one line.
func flowText(n *Node) string {
	var parts []string
	switch n.Kind {
	case Scalar:
		return inline(n, true, 0)
	case Mapping:
		for _, e := range n.Entries {
			parts = append(parts, keyText(e.Key, true)+": "+flowText(e.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	for _, item := range n.Items {
		parts = append(parts, flowText(item))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// hasBlock reports whether something in n reads better as a block than on one line.
func hasBlock(n *Node) bool {
	if n.Kind == Scalar {
		return blockSafe(n.Text)
	}
	for _, e := range n.Entries {
		if hasBlock(e.Value) {
			return true
		}
	}
	return slices.ContainsFunc(n.Items, hasBlock)
}
