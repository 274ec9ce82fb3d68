package document

import (
	"bytes"
	"mime"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
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
	case claimed == XML && !startsMarkup(body), claimed == HTML && !bytes.ContainsRune(body[:min(len(body), enoughToTell)], '<'):
		open = true
	case claimed != Auto:
		return claimed, true
	}
	switch {
	case LooksBinary(body):
		return Binary, false
	case open && startsContainer(body):
		return JSON, false
	case open:
		return markupOf(body), false
	}
	return Text, false
}

// claim gives the format that a content type says; Auto where it says none. open says that it leaves the question open.
func claim(contentType string) (format Format, open bool) {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		// A bad parameter does not make the type itself unknown.
		media, _, _ = strings.Cut(contentType, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	if format, known := mediaTypes[media]; known {
		return format, false
	}
	for _, suffix := range []struct {
		name   string
		format Format
	}{{"+json", JSON}, {"+json-seq", Sequence}, {"+xml", XML}, {"+yaml", YAML}} {
		if strings.HasSuffix(media, suffix.name) {
			return suffix.format, false
		}
	}
	if strings.HasPrefix(media, "multipart/") {
		return Multipart, false
	}
	switch media {
	case "", "application/octet-stream", "application/javascript", "application/x-javascript":
		return Auto, true
	}
	return Auto, strings.HasPrefix(media, "text/")
}

// mediaTypes are the names of formats on the wire.
var mediaTypes = map[string]Format{
	"application/json": JSON, "text/json": JSON,
	"application/x-ndjson": NDJSON, "application/ndjson": NDJSON, "application/jsonl": NDJSON, "application/x-jsonl": NDJSON,
	"application/jsonlines": NDJSON, "application/x-jsonlines": NDJSON, "application/json-seq": Sequence,
	"application/xml": XML, "text/xml": XML, "text/html": HTML, "application/xhtml+xml": HTML,
	"text/csv": CSV, "application/csv": CSV, "text/tab-separated-values": TSV,
	"application/x-www-form-urlencoded": Form, "text/event-stream": SSE,
	"application/yaml": YAML, "application/x-yaml": YAML, "text/yaml": YAML, "text/x-yaml": YAML,
}

// extensions are the names of formats in those of files.
var extensions = map[string]Format{
	".json": JSON, ".ndjson": NDJSON, ".jsonl": NDJSON, ".xml": XML, ".svg": XML, ".rss": XML, ".atom": XML, ".xsd": XML,
	".html": HTML, ".htm": HTML, ".xhtml": HTML, ".csv": CSV, ".tsv": TSV, ".yaml": YAML, ".yml": YAML, ".sse": SSE,
}

// TypeOf is the content type of a file of that name, as far as a format goes with it; empty where none does.
func TypeOf(name string) string {
	format, known := extensions[strings.ToLower(path.Ext(name))]
	if !known {
		return ""
	}
	return format.MediaType()
}

// MediaType is the registered name of the format; empty where there is none.
func (f Format) MediaType() string {
	return [...]string{"", "application/json", "application/x-ndjson", "application/json-seq", "application/xml", "text/html", "text/csv",
		"text/tab-separated-values", "application/x-www-form-urlencoded", "multipart/form-data", "application/yaml", "text/event-stream",
		"text/plain", "application/octet-stream"}[f]
}

// startsMarkup tells whether the first byte of the text begins a tag.
func startsMarkup(body []byte) bool {
	i := skipSpace(body, skipMark(body))
	return i < len(body) && (body[i] == '<' || body[0] == 0 || body[0] >= 0xFE)
}

// markupOf is HTML or XML where a text begins as one does, else Text.
func markupOf(body []byte) Format {
	i := skipSpace(body, skipMark(body))
	head := strings.ToLower(string(body[i:min(len(body), i+64)]))
	switch {
	case strings.HasPrefix(head, "<!doctype html"), strings.HasPrefix(head, "<html"), strings.HasPrefix(head, "<head"), strings.HasPrefix(head, "<body"):
		return HTML
	case strings.HasPrefix(head, "<?xml"):
		return XML
	}
	return Text
}

// mostSampled is how many bytes of a body are looked at to tell whether it is text.
const mostSampled = 4096

// LooksBinary tells whether a body is no text: it has zeros, or many bytes near its start that are neither UTF-8 nor
// usual in text. UTF-16 and UTF-32 with a mark are text.
func LooksBinary(body []byte) bool {
	sample := body[:min(len(body), mostSampled)]
	if bytes.HasPrefix(sample, []byte{0xFF, 0xFE}) || bytes.HasPrefix(sample, []byte{0xFE, 0xFF}) || bytes.HasPrefix(sample, []byte{0, 0, 0xFE, 0xFF}) {
		return false
	}
	odd := 0
	for i := 0; i < len(sample); {
		r, n := utf8.DecodeRune(sample[i:])
		switch {
		case r == 0:
			return true
		case r == utf8.RuneError && n == 1 && len(sample)-i >= utf8.UTFMax, r < ' ' && !strings.ContainsRune("\t\n\f\r\x1b\x1e", r):
			odd++
		}
		i += n
	}
	return odd*10 > len(sample)
}

// startsContainer tells whether the first byte of the text begins an object or an array.
func startsContainer(body []byte) bool {
	i := skipSpace(body, skipMark(body))
	return i < len(body) && (body[i] == '{' || body[i] == '[')
}

// hasText tells whether a body is more than a mark and blank space.
func hasText(body []byte) bool { return skipSpace(body, skipMark(body)) < len(body) }
