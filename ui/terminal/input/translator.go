// Package input makes what a terminal sends fit for Bubble Tea v1, which takes each read for whole keys: it
// types a sequence that came in two reads, knows no ctrl+enter, and takes a line that was pasted without
// markers for keys. It decodes no plain key, and knows no action: it gives the bytes that Bubble Tea decodes.
//
//	terminal ──reads──> Translator ──Events──> Reader ──keys──> Bubble Tea's decoder
//	                                              └─────pastes──> the program, as they are
package input

import (
	"bytes"
	"time"
	"unicode/utf8"
)

// Event is one thing that came from the terminal: keys or pasted text.
type Event struct {
	Keys  string // bytes of keys as Bubble Tea decodes them; empty for a paste
	Paste string // text that was pasted
}

const (
	escapeHold   = 50 * time.Millisecond  // Esc is a key when nothing follows it for so long
	sequenceHold = 500 * time.Millisecond // of a longer sequence nothing can be a key
	burstHold    = 10 * time.Millisecond  // a burst may come in several reads
	pasteHold    = 2 * time.Second        // a paste whose end is lost ends
)

const (
	escape     = 0x1b
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	enterKey   = "\x1b[33~" // f19: the Enter at the end of a burst
	submitKey  = "\x1b[34~" // f20: ctrl+enter and shift+enter
	burstSize  = 8          // so many printable bytes in one read were not typed by a hand
	longest    = 4 << 10    // no key of a terminal is longer
)

// Translator turns reads into events. What is incomplete at the end of a read waits for the next one, or for
// Flush. The zero value is ready.
type Translator struct {
	held    []byte // an incomplete sequence or character
	apart   bool   // held's first two bytes came in two reads
	pasting bool   // between the markers of a paste
	skip    skip   // what is dropped up to its end
	paste   []byte
	burst   []byte // text that came at once and may go on
	events  []Event
}

// skip is a kind of sequence that is dropped as it comes, however long it is: what is left of it is no text.
type skip uint8

const (
	skipNothing skip = iota
	skipString       // a control string, to BEL or ST
	skipControl      // a control sequence that no key has, to its final byte
)

// Feed takes one read and gives what is complete with it.
func (t *Translator) Feed(read []byte) []Event {
	data, old := append(t.held, read...), len(t.held)
	t.held = nil
	joins := len(t.burst) > 0
	for len(data) > 0 {
		switch {
		case t.pasting:
			data = t.inPaste(data)
		case t.skip != skipNothing:
			if data = t.skipped(data); t.skip == skipString && len(data) > 0 {
				t.hold(data, 0) // Esc, of which nobody knows yet whether it begins ST
				return t.take()
			}
		case data[0] == escape || control(data[0]):
			t.endBurst()
			joins = false
			n := t.key(data, t.apart && old > 1 || old == 1)
			if n == 0 {
				t.hold(data, old)
				return t.take()
			}
			data = data[n:]
		default:
			n, whole := textRun(data)
			t.text(data[:n], joins)
			joins = false
			data = data[n:]
			if !whole {
				t.hold(data, 0)
				return t.take()
			}
		}
		old = 0
	}
	return t.take()
}

// Wait is for how long the next read may take: then Flush. It is 0 when nothing waits.
func (t *Translator) Wait() time.Duration {
	switch {
	case t.pasting:
		return pasteHold
	case t.skip != skipNothing:
		return sequenceHold
	case len(t.held) > 0 && t.held[0] == escape && len(t.held) <= 2:
		return escapeHold
	case len(t.held) > 0:
		return sequenceHold
	case len(t.burst) > 0:
		return burstHold
	}
	return 0
}

// Flush gives what waits as far as it can be something by itself: Esc, and alt with a letter that also
// begins sequences. The rest of it is dropped.
func (t *Translator) Flush() []Event {
	if t.pasting {
		t.pasting = false
		t.emitPaste(t.paste)
		t.paste = nil
	}
	t.endBurst()
	switch held := t.held; {
	case t.skip != skipNothing:
	case len(held) == 1 && held[0] == escape:
		t.emit("\x1b")
	case len(held) == 2 && held[0] == escape && held[1] < utf8.RuneSelf:
		t.alt(held, t.apart)
	}
	t.held, t.skip = nil, skipNothing
	return t.take()
}

func (t *Translator) take() []Event {
	events := t.events
	t.events = nil
	return events
}

func (t *Translator) emit(keys string) { t.events = append(t.events, Event{Keys: keys}) }

func (t *Translator) emitPaste(text []byte) {
	if clean := bytes.ToValidUTF8(text, nil); len(clean) > 0 {
		t.events = append(t.events, Event{Paste: string(clean)})
	}
}

// hold keeps what is incomplete, of which old bytes came in earlier reads.
func (t *Translator) hold(data []byte, old int) {
	if len(data) > longest { // a control sequence: nothing else is so long
		t.skip = skipControl
		return
	}
	t.apart = old == 1 && len(data) > 1 || old > 1 && t.apart
	t.held = bytes.Clone(data)
}

// inPaste takes pasted text up to its end, and gives the rest.
func (t *Translator) inPaste(data []byte) []byte {
	from := max(0, len(t.paste)-len(pasteEnd)+1)
	t.paste = append(t.paste, data...)
	at := bytes.Index(t.paste[from:], []byte(pasteEnd))
	if at < 0 {
		return nil
	}
	rest := t.paste[from+at+len(pasteEnd):]
	t.emitPaste(t.paste[:from+at])
	t.pasting, t.paste = false, nil
	return rest
}

// skipped drops what belongs to the sequence that is skipped, and gives the rest.
func (t *Translator) skipped(data []byte) []byte {
	if t.skip == skipControl {
		for i, c := range data {
			if c < ' ' || c > '?' {
				t.skip = skipNothing
				if c >= 0x40 && c <= 0x7e {
					i++ // its final byte
				}
				return data[i:]
			}
		}
		return nil
	}
	at := bytes.IndexAny(data, "\a\x1b")
	switch {
	case at < 0:
		return nil
	case data[at] == '\a':
		at++
	case at+1 == len(data):
		return data[at:]
	case data[at+1] == '\\':
		at += 2
	}
	t.skip = skipNothing // also where another sequence begins: this one has no end
	return data[at:]
}

// text takes a run of text: typed, or a burst.
func (t *Translator) text(run []byte, joins bool) {
	clean := printable(run)
	switch {
	case len(clean) == 0:
	case joins || isBurst(clean):
		t.burst = append(t.burst, clean...)
	default:
		t.emit(string(clean))
	}
}

// endBurst gives the burst that waits as a paste. The Enter at its end is a key that ends a line where text is
// typed and does nothing elsewhere: of a pasted line it must not be the one that opens what has the focus.
func (t *Translator) endBurst() {
	if len(t.burst) == 0 {
		return
	}
	text := t.burst
	t.burst = nil
	line, entered := bytes.CutSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
	if !entered {
		line = text
	}
	t.emitPaste(line)
	if entered {
		t.emit(enterKey)
	}
}

// control says whether a byte is the key of a control character, which text has not.
func control(c byte) bool { return c < ' ' && !lineControl(c) || c == 0x7f }

// lineControl says whether a byte is a control character of text. Alone each is a key.
func lineControl(c byte) bool { return c == '\r' || c == '\n' || c == '\t' }

// textRun is how much of data is text. It is not whole when its last character goes on in the next read.
func textRun(data []byte) (n int, whole bool) {
	for n < len(data) {
		c := data[n]
		if control(c) {
			return n, true
		}
		if !utf8.FullRune(data[n:]) {
			return n, false
		}
		_, size := utf8.DecodeRune(data[n:])
		n += size
	}
	return n, true
}

// printable is text without what is no UTF-8 and without C1 controls.
func printable(text []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r >= 0x80 && r <= 0x9f {
			return -1
		}
		return r
	}, bytes.ToValidUTF8(text, nil))
}

// isBurst says whether text came too fast for a hand that holds no key down.
func isBurst(text []byte) bool {
	first, _ := utf8.DecodeRune(text)
	count, same := 0, true
	for _, r := range string(text) {
		if r >= ' ' {
			count += utf8.RuneLen(r)
		}
		same = same && r == first
	}
	return count >= burstSize && !same
}
