package filter

import (
	"context"

	"dowse/client/document"
)

// runMarkup filters by XPath or CSS. An XPath that gives a number, a text or a boolean gives a computed value.
func runMarkup(ctx context.Context, d *document.Document, language Language, src string) (*Result, error) {
	if language == CSS {
		nodes, err := d.CSSSelect(ctx, src)
		if err != nil {
			return nil, err
		}
		return takenSome(d, nodes), nil
	}
	found, err := d.XPathSelect(ctx, src, nil)
	if err != nil {
		return nil, err
	}
	if found.Value == nil {
		return takenSome(d, found.Nodes), nil
	}
	var text encoder
	if err := text.add(ctx, found.Value); err != nil {
		return nil, err
	}
	return made(text.done(), 1, ""), nil
}

// takenSome is the result of as many nodes as there may be.
func takenSome(d *document.Document, nodes []document.Node) *Result {
	return taken(d, nodes[:min(len(nodes), maxResults)], len(nodes) > maxResults)
}
