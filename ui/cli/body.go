package cli

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"dowse/client"
	"dowse/client/document"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// printHeads writes the head of every response to stdout: as received when piped, made safe and
// coloured on a terminal.
func (p *Program) printHeads(all []client.Response) error {
	heads := rawHeads(all)
	if p.tty() {
		heads = strings.ReplaceAll(heads, "\r\n", "\n")
		heads = terminal.Safe(terminal.Untrusted(heads))
	}
	return p.write([]byte(heads))
}

// printBody writes a body to stdout: pretty and coloured on a terminal or where CLICOLOR_FORCE asks for it,
// the bytes when piped. Binary
// goes to a terminal only when it was asked for by name (-o -).
func (p *Program) printBody(r *client.Response, wire, asked bool) error {
	depth := terminal.Profile(p.Out)
	if !p.tty() && depth == terminal.Plain {
		return written(r.WriteBody(p.Out, wire))
	}
	body := r.Body
	if wire {
		body = r.Wire
	}
	if len(body) == 0 {
		return nil
	}
	if binary(body) && !asked {
		p.say("binary, %s: -o FILE saves it", quantity.Size(int64(len(body))))
		return nil
	}
	return written(theme.Body(p.Out, document.Parse(body, document.Hint{ContentType: r.Header("Content-Type")}), r.Header("Content-Type"), depth))
}

func (p *Program) write(data []byte) error {
	_, err := p.Out.Write(data)
	return written(err)
}

// binary says whether bytes are no text: a NUL or much invalid UTF-8 near the start.
func binary(body []byte) bool {
	head := body[:min(len(body), 1024)]
	if bytes.IndexByte(head, 0) >= 0 {
		return true
	}
	invalid := 0
	for len(head) >= utf8.UTFMax {
		r, n := utf8.DecodeRune(head)
		if r == utf8.RuneError && n == 1 {
			invalid++
		}
		head = head[n:]
	}
	return invalid > 32
}
