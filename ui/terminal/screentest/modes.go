package screentest

import (
	"maps"
	"strconv"
	"strings"
)

// Modes says which private modes of a terminal are on, such as 1049, the alternate screen. The cursor, 25,
// is on from the beginning.
type Modes map[int]bool

// KeyboardMode stands in Modes for the Kitty keyboard protocol, and OtherKeysMode for modifyOtherKeys:
// they are switched with other sequences than the private modes.
const (
	KeyboardMode  = -1
	OtherKeysMode = -2
)

// synchronized is the mode in which a terminal shows nothing new: a frame is being written.
const synchronized = 2026

// Equal says whether the same modes are on in both.
func (m Modes) Equal(other Modes) bool { return maps.Equal(m, other) }

// apply takes up what one token switches.
func (m Modes) apply(t token) {
	if string(t.raw) == "\x1bc" { // RIS: a full reset
		clear(m)
		m.set(25, true)
	}
	if t.kind != csi {
		return
	}
	switch body := t.body; {
	case strings.HasPrefix(body, "?") && (strings.HasSuffix(body, "h") || strings.HasSuffix(body, "l")):
		for number := range strings.SplitSeq(body[1:len(body)-1], ";") {
			if n, err := strconv.Atoi(number); err == nil {
				m.set(n, strings.HasSuffix(body, "h"))
			}
		}
	case strings.HasPrefix(body, ">") && strings.HasSuffix(body, "u"):
		m.set(KeyboardMode, true)
	case strings.HasPrefix(body, "<") && strings.HasSuffix(body, "u"):
		m.set(KeyboardMode, false)
	case strings.HasPrefix(body, ">4") && strings.HasSuffix(body, "m"):
		m.set(OtherKeysMode, strings.HasPrefix(body, ">4;") && !strings.HasPrefix(body, ">4;0"))
	}
}

// set keeps only modes that are on, so that two terminals in one state are equal.
func (m Modes) set(mode int, on bool) {
	delete(m, mode)
	if on {
		m[mode] = true
	}
}
