package document

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"slices"
	"strconv"
	"unicode/utf8"
)

// mostNested is how deep multipart bodies are read inside of each other.
const mostNested = 8

// convertParts reads a multipart body (RFC 2046 section 5.1) as an array of its parts: of each its name, file name, type
// and headers, its size in bytes, and its body: a value where that is JSON, a string where it is text, else its SHA-256.
// Without a boundary it is that of the first line.
func convertParts(out, body []byte, boundary string, depth int) ([]byte, *Problem) {
	if boundary == "" {
		line, _, _ := bytes.Cut(bytes.TrimLeft(body, "\r\n"), []byte{'\n'})
		boundary = string(bytes.TrimPrefix(bytes.TrimRight(line, "\r \t"), []byte("--")))
	}
	out = append(out, '[')
	if boundary == "" {
		return append(out, ']'), problemAt(body, 0, "a multipart body without a boundary")
	}
	var problem *Problem
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	for n := 0; ; n++ {
		part, err := reader.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			problem = problemAt(body, len(body), partProblem(err, n))
			break
		}
		content, err := io.ReadAll(part)
		if n > 0 {
			out = append(out, ",\n"...)
		}
		var inside *Problem
		out, inside = appendPart(out, part, content, depth)
		if problem == nil {
			problem = inside
		}
		if err != nil {
			problem = problemAt(body, len(body), partProblem(err, n+1))
			break
		}
	}
	return append(out, ']'), problem
}

func partProblem(err error, parts int) string {
	if errors.Is(err, io.ErrUnexpectedEOF) || err.Error() == "multipart: NextPart: EOF" {
		return "the body ends before its last boundary"
	}
	return printable(err.Error()) + ", after part " + strconv.Itoa(parts)
}

// appendPart appends one part.
func appendPart(out []byte, part *multipart.Part, content []byte, depth int) (_ []byte, problem *Problem) {
	out = append(out, '{')
	if name := part.FormName(); name != "" {
		out = append(appendString(append(out, `"name":`...), name), ',')
	}
	if name := part.FileName(); name != "" {
		out = append(appendString(append(out, `"filename":`...), name), ',')
	}
	contentType := part.Header.Get("Content-Type")
	if contentType != "" {
		out = append(appendString(append(out, `"type":`...), contentType), ',')
	}
	out = append(appendHeaders(append(out, `"headers":`...), part.Header), ',')
	out = fmt.Appendf(out, `"size":%d,`, len(content))
	format, _ := guess(content, contentType)
	switch {
	case format == Multipart && depth < mostNested:
		out, problem = convertParts(append(out, `"body":`...), content, parameter(contentType, "boundary"), depth+1)
	case format == Binary || !utf8.Valid(content):
		out = fmt.Appendf(out, `"sha256":"%x"`, sha256.Sum256(content))
	default:
		out = appendValue(append(out, `"body":`...), content)
	}
	return append(out, '}'), problem
}

func appendHeaders(out []byte, headers textproto.MIMEHeader) []byte {
	var names []string
	for name := range headers {
		names = append(names, name)
	}
	slices.Sort(names)
	out = append(out, '{')
	first := true
	for _, name := range names {
		for _, value := range headers[name] {
			if !first {
				out = append(out, ',')
			}
			first = false
			out = appendString(append(appendString(out, name), ':'), value)
		}
	}
	return append(out, '}')
}

// parameter is one of a content type's; empty when there is none.
func parameter(contentType, name string) string {
	_, parameters, _ := mime.ParseMediaType(contentType)
	return parameters[name]
}
