package filter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"

	"dowse/client/document"
)

// runLines keeps the lines that hold a text: without regard to case where the text has no capital letter, or that match
// when it is written as /a regular expression/.
func runLines(ctx context.Context, d *document.Document, src string) (*Result, error) {
	holds, err := lineTest(src)
	if err != nil {
		return nil, err
	}
	var nodes []document.Node
	more := false
	for n := range document.Node(d.Len()) {
		if n%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !holds(d.Source(n)) {
			continue
		}
		if more = len(nodes) == maxResults; more {
			break
		}
		nodes = append(nodes, n)
	}
	return taken(d, nodes, more), nil
}

// lineTest tells which lines to keep.
func lineTest(src string) (func(line []byte) bool, error) {
	if len(src) > 2 && src[0] == '/' && src[len(src)-1] == '/' {
		pattern, err := regexp.Compile(src[1 : len(src)-1])
		if err != nil {
			return nil, patternError(src, err)
		}
		return pattern.Match, nil
	}
	if strings.IndexFunc(src, unicode.IsUpper) >= 0 {
		return func(line []byte) bool { return bytes.Contains(line, []byte(src)) }, nil
	}
	pattern, err := regexp.Compile("(?i)" + regexp.QuoteMeta(src))
	if err != nil {
		return func(line []byte) bool { return bytes.Contains(line, []byte(src)) }, nil // it is not UTF-8
	}
	return pattern.Match, nil
}

// patternError says what is wrong with a regular expression, and where it is written.
func patternError(src string, err error) error {
	var fault *syntax.Error
	if !errors.As(err, &fault) {
		return err
	}
	at := strings.Index(src[1:], fault.Expr) + 2
	return fmt.Errorf("the regular expression has %s at position %d (%s); put a backslash before what is meant as it is", fault.Code, at, oneLine(fault.Expr))
}
