package wire

import (
	"bytes"
	"strings"
	"sync"
)

// MaxHead is how many bytes of a response's head are read, and kept.
const MaxHead = 1 << 20

// Recording is the head of one response as it came, safe for concurrent use.
type Recording struct {
	mu    sync.Mutex
	open  bool // heads are expected
	whole bool
	head  []byte
	line  int // where the current line starts in head
}

// Head gives the head as received, interim responses (RFC 9110 section 15.2) left out: all of it
// when whole, else as far as it came.
func (r *Recording) Head() (head []byte, whole bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Clone(r.head), r.whole
}

// pass keeps what belongs to the head of p. Control characters in it are blanked for the reader
// behind: net/http would drop a whole response for the sake of one of them.
func (r *Recording) pass(p []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := 0; i < len(p) && r.open; i++ {
		if len(r.head) < MaxHead {
			r.head = append(r.head, p[i])
		}
		if p[i] == '\n' {
			r.endLine()
		} else if p[i] != '\r' && p[i] != '\t' && (p[i] < ' ' || p[i] == 0x7f) {
			p[i] = ' '
		}
	}
}

// endLine ends the head at its blank line, and begins anew after an interim response.
func (r *Recording) endLine() {
	line := bytes.TrimRight(r.head[r.line:], "\r\n")
	first := r.line == 0
	r.line = len(r.head)
	if len(line) > 0 || first {
		return
	}
	if status := ParseHead(r.head).Status; status >= 100 && status < 200 && status != 101 {
		r.head, r.line = nil, 0
		return
	}
	r.open, r.whole = false, true
}

// Head is a response's head read leniently: in the order and case received, bytes as they came.
type Head struct {
	Protocol string
	Status   int // 0 when the first line is no status line
	Reason   string
	Lines    []Line
}

// ParseHead reads the head of an HTTP/1 response (RFC 9112 sections 4 and 5), whole or cut short.
// A folded line (section 5.2) is joined with a space; a line without a colon is kept as a name.
func ParseHead(raw []byte) Head {
	var h Head
	first, rest, _ := strings.Cut(string(raw), "\n")
	h.Protocol, first, _ = strings.Cut(strings.TrimSuffix(first, "\r"), " ")
	code, reason, _ := strings.Cut(strings.TrimLeft(first, " "), " ")
	h.Status, h.Reason = statusCode(code), reason
	for line := range strings.SplitSeq(rest, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			continue
		}
		if n := len(h.Lines); (line[0] == ' ' || line[0] == '\t') && n > 0 {
			h.Lines[n-1].Value = strings.Trim(h.Lines[n-1].Value+" "+strings.Trim(line, " \t"), " ")
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		h.Lines = append(h.Lines, Line{Name: name, Value: strings.Trim(value, " \t")})
	}
	return h
}

func statusCode(text string) int {
	if len(text) != 3 {
		return 0
	}
	code := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0
		}
		code = code*10 + int(text[i]-'0')
	}
	if code < 100 {
		return 0 // RFC 9110 section 15
	}
	return code
}
