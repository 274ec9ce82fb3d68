package document

import (
	"fmt"
	"strings"
)

// converter turns a body, as it arrives, into the JSON text that it stands for.
type converter interface {
	// convert appends to out what the complete records of body say that it has not said yet; body is all that came so
	// far, in UTF-8. final says that nothing more comes: then out becomes a whole JSON text. It never fails: the Problem is
	// the first thing in the body that is not as it should be.
	convert(out, body []byte, final bool) ([]byte, *Problem)
}

// newConverter is what reads a format that is indexed as the JSON that it stands for.
func newConverter(format Format, contentType string) converter {
	switch format {
	case CSV:
		return &grid{comma: ',', headless: parameter(contentType, "header") == "absent"}
	case TSV:
		return &grid{comma: '\t', headless: parameter(contentType, "header") == "absent"}
	case Form:
		return whole(convertForm)
	case Multipart:
		return whole(func(out, body []byte) ([]byte, *Problem) {
			return convertParts(out, body, parameter(contentType, "boundary"), 0)
		})
	case YAML:
		return whole(convertYAML)
	}
	return &events{}
}

// maxDerived is how much of a body is turned into JSON, in bytes.
const maxDerived = 256 << 20

// derivation is a body on its way to the JSON that it stands for.
type derivation struct {
	converter converter
	json      []byte
	problem   *Problem
}

// advance gives the JSON of what came so far.
func (v *derivation) advance(format Format, body []byte, final bool) ([]byte, *Problem) {
	var problem *Problem
	if len(body) > maxDerived {
		body, problem = body[:maxDerived], &Problem{Offset: maxDerived, Line: 1, Column: maxDerived + 1,
			Message: fmt.Sprintf("only the first 256 MiB are read as %s; the text view has the rest", strings.ToUpper(format.String()))}
	}
	v.json, v.problem = v.converter.convert(v.json, body, final)
	if v.problem == nil {
		v.problem = problem
	}
	return v.json, v.problem
}

// whole converts a body when all of it is here.
type whole func(out, body []byte) ([]byte, *Problem)

func (f whole) convert(out, body []byte, final bool) ([]byte, *Problem) {
	if !final {
		return out, nil
	}
	return f(out, body[skipMark(body):])
}

// appendString appends a text as a JSON string. What is not UTF-8 stays as it is.
func appendString[T string | []byte](out []byte, text T) []byte {
	out = append(out, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c == '\n':
			out = append(out, '\\', 'n')
		case c == '\t':
			out = append(out, '\\', 't')
		case c < ' ':
			out = fmt.Appendf(out, `\u%04x`, c)
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}

// appendValue appends a text as the JSON that it is, when it is a whole array or object, else as a string.
func appendValue(out, text []byte) []byte {
	if startsContainer(text) {
		if d := ParseJSON(text); d.Problem() == nil {
			return append(out, text[skipMark(text):]...)
		}
	}
	return appendString(out, text)
}

// problemAt is a problem at a byte of a body.
func problemAt(body []byte, at int, message string) *Problem {
	at = min(at, len(body))
	line, column := position(body, at, nil)
	return &Problem{Offset: at, Line: line, Column: column, Message: message}
}
