// Package body is what a request sends after its head. A Body is opened anew each time it is sent: for the first try, for a
// redirect that keeps it, and when net/http tries again on another connection. Nobody has to hold the whole of it in memory.
package body

import (
	"io"
	"strings"
	"unicode/utf8"

	"dowse/collections/vars"
)

// PreviewSize is how many bytes of a body are kept to be shown.
const PreviewSize = 64 << 10

// Body is the content of a request (RFC 9110 section 6.4).
type Body interface {
	// Open gives a reader of the whole body from its beginning. The reader fails when it comes to another length than Length.
	Open() (io.ReadCloser, error)
	// Length is the number of bytes; -1: not known before it is read.
	Length() int64
	// Preview is the beginning, of PreviewSize bytes at the most, with what is secret marked.
	Preview() vars.Text
	// Supplied is what variables supplied of the whole body (vars.Text.Supplied).
	Supplied() vars.Text
}

// Text is a body that was expanded from templates: text, JSON, a form.
type Text struct{ vars.Text }

// Open reads the text.
func (t Text) Open() (io.ReadCloser, error) {
	return io.NopCloser(struct{ io.Reader }{strings.NewReader(t.Reveal())}), nil
}

// Length is the number of bytes of the text.
func (t Text) Length() int64 { return int64(len(t.Reveal())) }

// Preview is the text itself where it is short. It ends with a whole character, and does not keep a long text in memory.
func (t Text) Preview() vars.Text {
	text := t.Reveal()
	if len(text) <= PreviewSize {
		return t.Text
	}
	end := PreviewSize
	for end > PreviewSize-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return t.Slice(0, end).Rewritten(strings.Clone, func(f vars.Form) vars.Form { return f })
}
