// Package filter is a live filter over a document: what a person types goes in, and a document of its own with what
// was found comes out, each value with its origin in the body.
//
//	src --Detect--> Language
//	(document, src) --Run--> Result{Document, Count, Origin}
//
// JSON, and all that is browsed as JSON, is filtered by JSONPath (RFC 9535) or jq, XML by XPath, HTML by XPath or CSS
// selectors, text by lines. It is not find: it makes a new document and marks nothing in the old one. It reads no
// file, no environment and no input but the document.
//
// # What stops a filter
//
// Run returns within moments of the end of its context. A program of jq is looked at between its steps: it stops when
// the context ends, or when the memory of the process has grown by more than it may take. Within one step gojq cannot
// be stopped, so what a single step could blow up is refused before it starts; guard.go says what that is and what is
// left.
package filter

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dowse/client/document"
)

// The bounds of a result. What is beyond is left out, and Result.Cut says so.
const (
	maxResults = 1 << 22   // values
	maxText    = 256 << 20 // bytes of text of values that are in the body
	maxMade    = 64 << 20  // bytes of text of values that were computed
)

// maxSource is the longest filter accepted, in bytes.
const maxSource = 64 << 10

// Node is a node of a result, in its Document; those of the filtered document are of type document.Node. Origin leads from
// the one to the other.
type Node int32

// None is no node.
const None = Node(document.None)

// Document is the document of a result.
type Document = document.View[Node]

// Result is what a filter found.
type Result struct {
	Language Language
	// Document holds the values found: an array of them, for markup a fragment, for text the lines.
	Document Document
	// Count is how many values that are.
	Count int
	// Made says that the values were computed and do not stand in the body.
	Made bool
	// Cut says in one line what was left out because there was too much; empty when nothing was.
	Cut string
	// Origin is the node of the filtered document that a node of Document was copied from; None when there is none, as
	// for the root and for all that was made.
	Origin func(Node) document.Node
}

// Run filters a document. Its error is one line that says what is wrong and what to do, with the position in bytes,
// from 1, where it is known; or that of the context, which Run obeys at once.
func Run(ctx context.Context, d *document.Document, src string) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(src) > maxSource {
		return nil, fmt.Errorf("the filter is %d bytes long; the longest accepted is %d", len(src), maxSource)
	}
	language, program := split(src, d.Format())
	if err := language.fits(d); err != nil {
		return nil, err
	}
	if strings.TrimSpace(program) == "" {
		return nil, errors.New("the filter is empty; type " + language.example())
	}
	type outcome struct {
		result *Result
		err    error
	}
	// What runs cannot always be stopped at once, but whoever waits for it can go.
	done := make(chan outcome, 1)
	go func() {
		result, err := guarded(ctx, d, language, program)
		done <- outcome{result, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case o := <-done:
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return o.result, o.err
	}
}

// guarded runs a program so that a fault of a library is an error.
func guarded(ctx context.Context, d *document.Document, language Language, program string) (result *Result, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			result, err = nil, fmt.Errorf("%s failed on this filter (%s); change it a little", language, oneLine(fmt.Sprint(fault)))
		}
	}()
	switch language {
	case JSONPath:
		result, err = runJSONPath(ctx, d, program)
	case JQ:
		result, err = runJQ(ctx, d, program)
	case Lines:
		result, err = runLines(ctx, d, program)
	default:
		result, err = runMarkup(ctx, d, language, program)
	}
	if result != nil {
		result.Language = language
	}
	return result, err
}

// taken is the result of values that stand in the document; more says that there are others beyond them. None among
// nodes is a null that stands nowhere.
func taken(d *document.Document, nodes []document.Node, more bool) *Result {
	e := d.ExtractWithin(nodes, maxText)
	count := len(nodes) - e.Left()
	r := &Result{Document: document.ViewOf[Node](e.Document), Count: count}
	r.Origin = func(n Node) document.Node { return e.Origin(document.Node(n)) }
	switch {
	case e.Left() > 0 && more:
		r.Cut = fmt.Sprintf("only the first %d are shown: more would take over %d MB", count, maxText>>20)
	case e.Left() > 0:
		r.Cut = fmt.Sprintf("only the first %d of %d are shown: more would take over %d MB", count, len(nodes), maxText>>20)
	case more:
		r.Cut = fmt.Sprintf("only the first %d are shown; there are more", count)
	}
	return r
}

// made is the result of computed values, which are the items of a text of JSON.
func made(text []byte, count int, cut string) *Result {
	d := document.ViewOf[Node](document.ParseJSON(text))
	return &Result{Document: d, Count: count, Made: true, Cut: cut, Origin: func(Node) document.Node { return document.None }}
}

// Unfiltered is a document as if a filter had taken all of it, as it is.
func Unfiltered(d *document.Document) (Document, func(Node) document.Node) {
	return document.ViewOf[Node](d), func(n Node) document.Node { return document.Node(n) }
}

func runJSONPath(ctx context.Context, d *document.Document, src string) (*Result, error) {
	q, err := document.ParseQuery(src)
	if err != nil {
		return nil, err
	}
	nodes, more, err := d.SelectWithin(ctx, q, maxResults)
	if err != nil {
		return nil, err
	}
	return taken(d, nodes, more), nil
}

// oneLine is a text on one line, without what a terminal might act on.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, text)
}
