package document

import "bytes"

// events is an event stream (HTML section 9.2.6) as an array of events: the event's type, the ID and the time to wait
// where they are given, and its data: a value where that is an array or object of JSON, else a string. Comments are no
// events. One that the stream breaks off in is there too.
type events struct {
	at    int // where the next line begins
	count int
	event event
}

// event is what the lines of one event said.
type event struct {
	kind, id, retry []byte
	data            [][]byte
}

func (s *events) convert(out, body []byte, final bool) ([]byte, *Problem) {
	if len(out) == 0 {
		out = append(out, '[')
	}
	if s.at == 0 {
		s.at = skipMark(body)
	}
	for s.at < len(body) {
		end := bytes.IndexAny(body[s.at:], "\r\n")
		if end < 0 {
			if !final {
				break
			}
			end = len(body) - s.at
		}
		end += s.at
		if end+1 == len(body) && body[end] == '\r' && !final {
			break // a line feed may come
		}
		line := body[s.at:end]
		if s.at = min(end+1, len(body)); end+1 < len(body) && body[end] == '\r' && body[end+1] == '\n' {
			s.at++
		}
		if len(line) == 0 {
			out = s.end(out)
		} else {
			s.line(line)
		}
	}
	if final {
		out = append(s.end(out), ']')
	}
	return out, nil
}

// line takes one line of an event.
func (s *events) line(line []byte) {
	name, value, _ := bytes.Cut(line, []byte{':'})
	value = bytes.Clone(bytes.TrimPrefix(value, []byte{' '}))
	switch string(name) {
	case "event":
		s.event.kind = value
	case "id":
		s.event.id = value
	case "retry":
		s.event.retry = value
	case "data":
		s.event.data = append(s.event.data, value)
	}
}

// end appends the event that the lines before said, if there is one.
func (s *events) end(out []byte) []byte {
	e := s.event
	s.event = event{}
	if e.kind == nil && e.id == nil && e.retry == nil && e.data == nil {
		return out
	}
	if s.count++; s.count > 1 {
		out = append(out, ",\n"...)
	}
	out = append(out, '{')
	for _, f := range []struct {
		name string
		text []byte
	}{{"event", e.kind}, {"id", e.id}, {"retry", e.retry}} {
		if f.text != nil {
			out = append(appendString(append(appendString(out, f.name), ':'), f.text), ',')
		}
	}
	if e.data == nil {
		return append(out[:len(out)-1], '}')
	}
	return append(appendValue(append(out, `"data":`...), bytes.Join(e.data, []byte{'\n'})), '}')
}
