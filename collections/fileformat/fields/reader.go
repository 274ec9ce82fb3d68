package fields

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dowse/collections/fileformat/yamledit"
	"dowse/collections/spelling"
)

// Problem is one thing wrong with a file.
type Problem struct {
	Line, Column int // from 1
	Key          string
	Message      string
	Warning      bool // the file was read all the same
}

// Reader collects what is wrong with a file while its tables are read.
type Reader struct {
	Problems []Problem
	Source   []byte              // of the file; without it Warn knows the place of a node only
	Foreign  map[string][]string // what other programs call a key, in lower case: our names for it, the likeliest first
	key      string
	lines    []string // of Source, when they were asked for
}

// Problem notes that the value n of the key being read is wrong.
func (r *Reader) Problem(n *yamledit.Node, format string, args ...any) {
	r.Problems = append(r.Problems, Problem{n.Line, n.Column, r.key, fmt.Sprintf(format, args...), false})
}

// Warn notes that the text of n should be different at a line and column of its own, both from 1. The file
// is read all the same.
func (r *Reader) Warn(n *yamledit.Node, line, column int, format string, args ...any) {
	line, column = r.Place(n, line, column)
	r.Problems = append(r.Problems, Problem{line, column, r.key, fmt.Sprintf(format, args...), true})
}

// Place gives where in the file a place of a node's text is; where the text is written in another way than
// it reads, it is where the node begins.
func (r *Reader) Place(n *yamledit.Node, line, column int) (int, int) {
	if r.lines == nil {
		r.lines = strings.Split(string(r.Source), "\n")
	}
	source, text := r.lines, strings.Split(n.Text, "\n")
	at := n.Line + line - 1
	if n.Style == yamledit.Block {
		at++
	}
	if at > len(source) || line > len(text) || n.Style != yamledit.Block && line > 1 {
		return n.Line, n.Column
	}
	written, read := strings.TrimSuffix(source[at-1], "\r"), text[line-1]
	before := 0
	if n.Style == yamledit.Block {
		before = len(written) - len(read)
	} else if runes := []rune(written); n.Column <= len(runes) {
		before = len(string(runes[:n.Column-1]))
		if n.Style == yamledit.Quoted {
			before++
		}
	}
	if before < 0 || !strings.HasPrefix(written[before:], read) {
		return n.Line, n.Column
	}
	return at, utf8.RuneCountInString(written[:before]) + column
}

// most is how many names a message lists.
const most = 8

func (r *Reader) unknown(key *yamledit.Node, what string, names []string, joined string, warning bool) {
	if silent(key.Text) {
		return
	}
	message := fmt.Sprintf("%s has no key %q; ", what, key.Text)
	if joined != "" {
		message += fmt.Sprintf("put a space after %q", joined+":")
	} else if near := r.meant(key.Text, names); near != "" {
		message += fmt.Sprintf("did you mean %q?", near)
	} else {
		if len(names) > most {
			names = append(slices.Clone(names[:most]), fmt.Sprintf("%d more", len(names)-most))
		}
		message += "it has " + List(names) + "; a key of your own begins with x-"
	}
	r.Problems = append(r.Problems, Problem{key.Line, key.Column, key.Text, message, warning})
}

// meant gives the name that an unknown key was probably meant to be, or "".
func (r *Reader) meant(key string, names []string) string {
	for _, ours := range r.Foreign[strings.ToLower(key)] {
		if slices.Contains(names, ours) {
			return ours
		}
	}
	return spelling.Nearest(key, names)
}

// under runs read with key as the one that problems are about.
func (r *Reader) under(key string, read func()) {
	outer := r.key
	r.key = key
	read()
	r.key = outer
}

// List gives names as a sentence does: "a, b and c".
func List(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// Word checks that n is one of words and gives it, or "".
func Word[W ~string](r *Reader, n *yamledit.Node, words []W) W {
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = string(w)
	}
	if n.Kind == yamledit.Scalar && slices.Contains(names, n.Text) {
		return W(n.Text)
	}
	if n.Kind != yamledit.Scalar {
		r.Problem(n, "%s is one of %s", r.key, List(names))
		return ""
	}
	message := fmt.Sprintf("%s is one of %s, not %q", r.key, List(names), n.Text)
	if near := spelling.Nearest(n.Text, names); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	r.Problem(n, "%s", message)
	return ""
}
