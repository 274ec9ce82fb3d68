package document

import (
	"mime"
	"strings"
)

// Parse indexes a body, choosing the format by its content type (RFC 9110 section 8.3; it may be empty)
// and its bytes. It never fails.
//
// A body that claims to be JSON (application/json, text/json, a type that ends in +json) is read as JSON;
// when it breaks before any array or object it is lines instead, with a Problem that says how it starts.
// Any other type that says nothing certain (none, text/*, application/octet-stream, JavaScript) is JSON
// when the bytes say so, and otherwise lines without a Problem.
func Parse(body []byte, contentType string) *Document {
	claimed, open := claim(contentType)
	if !claimed && !(open && startsContainer(body)) {
		return ParseText(body)
	}
	d := ParseJSON(body)
	switch {
	case d.problem == nil, d.format == Text:
		return d
	case claimed && (d.Len() == 0 || d.Kind(0) < Array) && hasText(body):
		p := *d.problem
		text := ParseText(body)
		p.Offset = skipSpace(body, skipMark(body))
		p.Line, p.Column = position(body, p.Offset)
		p.Message = "not JSON: it starts with " + opening(body[p.Offset:])
		text.problem = &p
		return text
	case !claimed && !d.plausible():
		return ParseText(body)
	}
	return d
}

// claim tells whether a content type says JSON, and else whether it leaves the question open.
func claim(contentType string) (claimed, open bool) {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		// A bad parameter does not make the type itself unknown.
		media, _, _ = strings.Cut(contentType, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	switch media {
	case "application/json", "text/json":
		return true, false
	case "", "application/octet-stream", "application/javascript", "application/x-javascript":
		return false, true
	}
	return strings.HasSuffix(media, "+json"), strings.HasPrefix(media, "text/")
}

// startsContainer tells whether the first byte of the text begins an object or an array.
func startsContainer(body []byte) bool {
	i := skipSpace(body, skipMark(body))
	return i < len(body) && (body[i] == '{' || body[i] == '[')
}

// hasText tells whether a body is more than a mark and blank space.
func hasText(body []byte) bool { return skipSpace(body, skipMark(body)) < len(body) }

// plausible tells whether broken JSON that did not claim to be JSON is better read as such. It is when
// the break is inside the outermost value and something was understood before: "[INFO] started",
// "[10:32:11] GET /" and lines of JSON are text.
func (d *Document) plausible() bool {
	_, closed := d.valueEnd(0)
	return !closed && (d.Len() > 2 || d.Len() == 2 && d.Kind(0) == Object || d.end == len(d.body))
}
