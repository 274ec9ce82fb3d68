package document

import (
	"bytes"
	"errors"
	"regexp"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// transcoder turns a body, as it arrives, into UTF-8.
type transcoder struct {
	from transform.Transformer
	at   int
	text []byte
}

// wideSample is how much of a body tells whether each of its characters takes several bytes.
type wideSample [4]byte

// xmlEncoding is the encoding of an XML declaration (XML 1.0 section 4.3.3).
var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']`)

// newTranscoder is what makes UTF-8 of a body; nil where it is UTF-8 already, or nobody says what else it is. A byte order
// mark counts more than the content type, and that more than what the text says of itself.
func newTranscoder(body []byte, contentType string, format Format) *transcoder {
	head := body[:min(len(body), enoughToTell)]
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		return nil
	case bytes.HasPrefix(head, []byte{0, 0, 0xFE, 0xFF}), bytes.HasPrefix(head, []byte{0xFF, 0xFE, 0, 0}):
		from = utf32.UTF32(utf32.BigEndian, utf32.ExpectBOM)
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}), bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		from = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	default:
		if from = declared(head, contentType, format); from == nil {
			from = wide(head)
		}
	}
	if from == nil {
		return nil
	}
	return &transcoder{from: from.NewDecoder()}
}

// declared is the encoding that a content type names, or the text itself; nil for UTF-8 and where none is named.
func declared(head []byte, contentType string, format Format) encoding.Encoding {
	label := parameter(contentType, "charset")
	if m := xmlEncoding.FindSubmatch(head); label == "" && m != nil {
		label = string(m[1])
	}
	if label == "" && format == HTML {
		from, name, _ := charset.DetermineEncoding(head, contentType)
		if name == "utf-8" || !bytes.Contains(bytes.ToLower(head), []byte("charset")) {
			return nil // nobody says: what is not UTF-8 is shown as the bytes that it is
		}
		return from
	}
	from, name := charset.Lookup(label)
	if name == "utf-8" || name == "replacement" {
		return nil
	}
	if (name == "utf-16le" || name == "utf-16be") && wide(head) == nil && bytes.IndexByte(head, 0) < 0 {
		return nil // a declaration that could be read as ASCII is none of UTF-16
	}
	return from
}

// wide is the UTF-16 of JSON without a mark, by where its zeros are (RFC 4627 section 3).
func wide(head []byte) encoding.Encoding {
	if len(head) < len(wideSample{}) {
		return nil
	}
	switch {
	case head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	}
	return nil
}

// advance gives the text of what came so far.
func (t *transcoder) advance(body []byte, final bool) []byte {
	body = body[:min(len(body), maxDerived)]
	for t.at < len(body) {
		if cap(t.text)-len(t.text) < 64 {
			grown := make([]byte, len(t.text), max(2*cap(t.text), len(body)+len(body)/8, 512))
			copy(grown, t.text)
			t.text = grown
		}
		room := t.text[len(t.text):cap(t.text)]
		written, read, err := t.from.Transform(room, body[t.at:], final)
		t.text, t.at = t.text[:len(t.text)+written], t.at+read
		switch {
		case errors.Is(err, transform.ErrShortSrc):
			return t.text // the rest of a character is to come
		case err != nil && !errors.Is(err, transform.ErrShortDst):
			t.text = append(t.text, body[t.at]) // it shows as a byte that is no text
			t.at++
		}
	}
	return t.text
}
