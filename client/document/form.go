package document

import (
	"bytes"
	"net/url"
)

// convertForm reads application/x-www-form-urlencoded (WHATWG URL section 5.1) as an object: of a name that comes more
// than once, the array of its values. An escape that is none stays as it is written.
func convertForm(out, body []byte) ([]byte, *Problem) {
	var problem *Problem
	var order []string
	values := map[string][]string{}
	for at := 0; at <= len(body); {
		end := len(body)
		if i := bytes.IndexByte(body[at:], '&'); i >= 0 {
			end = at + i
		}
		if pair := bytes.TrimRight(body[at:end], "\r\n"); len(pair) > 0 {
			name, value, _ := bytes.Cut(pair, []byte{'='})
			key, ok := unescape(name)
			text, fine := unescape(value)
			if (!ok || !fine) && problem == nil {
				problem = problemAt(body, at, "a `%` that is not followed by two hexadecimal digits")
			}
			if values[key] == nil {
				order = append(order, key)
			}
			values[key] = append(values[key], text)
		}
		at = end + 1
	}
	out = append(out, '{')
	for i, key := range order {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendString(out, key), ':')
		if list := values[key]; len(list) == 1 {
			out = appendString(out, list[0])
			continue
		}
		for j, text := range values[key] {
			out = append(out, "[,"[min(j, 1)])
			out = appendString(out, text)
		}
		out = append(out, ']')
	}
	return append(out, '}'), problem
}

// unescape undoes the escapes of a form, or says that it cannot.
func unescape(text []byte) (string, bool) {
	plain, err := url.QueryUnescape(string(text))
	if err != nil {
		return string(text), false
	}
	return plain, true
}
