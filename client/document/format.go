package document

import (
	"mime"
	"slices"
	"strings"
)

// Format is how a body is read.
type Format uint8

// The formats.
const (
	Auto      Format = iota // chosen by the content type and the bytes
	JSON                    // RFC 8259
	NDJSON                  // JSON values, one a line; their array is the root
	Sequence                // RFC 7464; the array of its values is the root
	XML                     // XML 1.0
	HTML                    // the HTML syntax of the WHATWG
	CSV                     // RFC 4180
	TSV                     // text/tab-separated-values
	Form                    // application/x-www-form-urlencoded
	Multipart               // RFC 2046 section 5.1
	YAML                    // YAML 1.2
	SSE                     // the event stream of the WHATWG
	Text                    // lines
	Binary                  // no text: nothing is indexed
)

var formatNames = [...]string{"auto", "json", "ndjson", "json-seq", "xml", "html", "csv", "tsv", "form", "multipart", "yaml", "sse", "text", "binary"}

// String is the name of the format, in lower case.
func (f Format) String() string { return formatNames[f] }

// FormatOf is the format of a name that String gives.
func FormatOf(name string) (Format, bool) {
	i := slices.Index(formatNames[:], strings.ToLower(name))
	return Format(max(i, 0)), i >= 0
}

// FormatNames lists the names that FormatOf knows.
func FormatNames() []string { return slices.Clone(formatNames[:]) }

// Streams tells whether a body of this format often has no end that is near: it is followed as it arrives.
func (f Format) Streams() bool { return f == NDJSON || f == Sequence || f == SSE }

// derived tells whether the body is indexed as the JSON that it stands for.
func (f Format) derived() bool { return f >= CSV && f <= SSE }

// guess chooses the format of a body by its content type (RFC 9110 section 8.3; it may be empty) and the
// beginning of its bytes. sure says that the content type claims it.
func guess(body []byte, contentType string) (format Format, sure bool) {
	claimed, open := claim(contentType)
	switch {
	case claimed:
		return JSON, true
	case open && startsContainer(body):
		return JSON, false
	}
	return Text, false
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
