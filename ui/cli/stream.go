package cli

import (
	"bytes"
	"io"
	"mime"
	"slices"
	"strings"
	"unicode/utf8"

	"dowse/client"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/redact"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// stream prints a body while it comes: to a pipe or a file as the bytes that it has, to a terminal what needs no more than
// a part of it to be shown, masked and made safe. A nil stream prints nothing.
type stream struct {
	program *Program
	output  *output
	to      io.Writer
	wanted  func(head *client.Exchange) bool

	heads bool  // they are printed
	began bool  // the body is being printed
	err   error // what kept it from being written
}

func (s *stream) failed() bool  { return s != nil && s.err != nil }
func (s *stream) headed() bool  { return s != nil && s.heads }
func (s *stream) printed() bool { return s != nil && s.began }

// open is what takes a body, or nil where it is shown when all of it is there.
func (s *stream) open(head *client.Exchange) io.Writer {
	p := s.program
	if s.err != nil || s.began || s.wanted != nil && !s.wanted(head) {
		return nil
	}
	file, depth := s.output.file != nil, terminal.Plain
	if !file {
		depth = terminal.Profile(p.Out)
	}
	pretty := !file && (p.tty() || depth != terminal.Plain)
	kind := head.Response.Header("Content-Type")
	if pretty && (s.output.path == "-" || !inParts(kind)) {
		return nil
	}
	if s.output.include {
		if s.err = s.printHeads(head); s.err != nil {
			return nil
		}
		s.heads = true
	}
	if !pretty {
		return &passing{s}
	}
	t := &typed{stream: s, records: isRecords(kind)}
	if p.tty() && !s.output.secrets {
		t.masker = session.Masker(head, s.output.early(head))
	}
	return t
}

// hides says whether a terminal is to show less of a body than what came, which is known when all of it is there: what a secret pick
// reads in a body may be any part of that, and may stand in it before the place that is picked.
func (o *output) hides(p *Program) bool {
	return p.tty() && !o.secrets && o.file == nil && slices.ContainsFunc(o.picks, func(k collections.Pick) bool { return k.NamedSecret() && !k.From.InHead() })
}

// early is what is picked from the head of a response.
func (o *output) early(head *client.Exchange) []session.Result {
	picks := slices.DeleteFunc(slices.Clone(o.picks), func(k collections.Pick) bool { return !k.From.InHead() })
	return session.Evaluate("", picks, head)
}

func (s *stream) printHeads(head *client.Exchange) error {
	all := responses(head)
	if s.output.file != nil {
		_, err := io.WriteString(s.to, rawHeads(all))
		return s.failure(err)
	}
	if s.program.tty() && !s.output.secrets {
		all = masked(head, s.output.early(head))
	}
	return s.program.printHeads(all)
}

// failure is what is said of an error of the writer.
func (s *stream) failure(err error) error {
	if err != nil && s.output.file != nil {
		return usage("cannot write to %s: %w", s.output.path, cause(err))
	}
	return written(err)
}

// write writes, and keeps what went wrong.
func (s *stream) write(p []byte) error {
	s.began = true
	_, err := s.to.Write(p)
	s.err = s.failure(err)
	return s.err
}

// passing hands on what comes.
type passing struct{ stream *stream }

// Write writes a part of the body.
func (w *passing) Write(p []byte) (int, error) {
	if err := w.stream.write(p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// inParts says whether a part of a body of that type can be shown before the rest is there: it is neither indented nor
// coloured as a whole.
func inParts(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && (isRecords(contentType) || strings.HasPrefix(media, "text/") && theme.IsPlain(contentType))
}

// isRecords says whether a body is events or lines of JSON, whatever it begins with.
func isRecords(contentType string) bool {
	media, _, _ := mime.ParseMediaType(contentType)
	switch media {
	case "text/event-stream", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl",
		"application/jsonlines", "application/x-jsonlines", "application/json-seq", "application/stream+json":
		return true
	}
	return false
}

// mostHeld is how many bytes are held back at most until the line that they are of has come.
const mostHeld = 1 << 20

// typed prints text on a terminal: lines of records when they are whole, other text at once.
type typed struct {
	stream  *stream
	records bool
	masker  *redact.Masker
	held    []byte // came, and is not printed yet
	whole   bool   // it is shown when all of it is there
	last    byte   // that was printed
}

// Write prints what can be.
func (t *typed) Write(p []byte) (int, error) {
	if t.whole {
		return len(p), nil
	}
	t.held = append(t.held, p...)
	if !t.stream.began && !t.records {
		first := bytes.TrimLeft(t.held, " \t\r\n\xef\xbb\xbf")
		if len(first) == 0 {
			return len(p), nil
		}
		if strings.IndexByte("{[<", first[0]) >= 0 || binary(t.held) {
			t.whole, t.held = true, nil
			return len(p), nil
		}
	}
	if err := t.print(t.ready()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// End prints what is left, and ends the line.
func (t *typed) End() error {
	if t.whole {
		return nil
	}
	if err := t.print(len(t.held)); err != nil || !t.stream.began || t.last == '\n' {
		return err
	}
	return t.stream.write([]byte("\n"))
}

// ready is how much of what is held can be printed: a whole character, of records a whole line, and nothing that a
// secret may begin in.
func (t *typed) ready() int {
	n := len(t.held)
	if t.records && n < mostHeld {
		n = bytes.LastIndexByte(t.held, '\n') + 1
	}
	for back := 1; back <= min(n, utf8.UTFMax-1); back++ {
		if c := t.held[n-back]; c == '\r' && back == 1 || c >= utf8.RuneSelf && utf8.RuneStart(c) && !utf8.FullRune(t.held[n-back:n]) {
			n -= back
			break
		}
	}
	for _, found := range t.masker.Within(t.held, 0, n) {
		if found.End > n {
			n = found.Start
		}
	}
	return min(n, t.masker.Open(t.held))
}

// print prints the first n bytes of what is held.
func (t *typed) print(n int) error {
	if n == 0 {
		return nil
	}
	text := t.masker.Text(string(t.held[:n]))
	t.held = append(t.held[:0], t.held[n:]...)
	text = terminal.Safe(terminal.Untrusted(strings.ReplaceAll(text, "\r\n", "\n")))
	t.last = text[len(text)-1]
	return t.stream.write([]byte(text))
}
