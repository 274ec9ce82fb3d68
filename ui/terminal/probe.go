package terminal

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/muesli/cancelreader"
	"golang.org/x/term"
)

// ahead is what was typed while Dark waited for answers: the next Run has it.
var ahead atomic.Pointer[[]byte]

func takeAhead() []byte {
	if b := ahead.Swap(nil); b != nil {
		return *b
	}
	return nil
}

// Dark finds out whether a terminal's background is dark: from COLORFGBG, else by asking the terminal, which
// has so long to answer. It is to be called before Run. A late answer is never taken for keys.
func Dark(in, out *os.File, limit time.Duration) (dark, known bool) {
	if dark, known = darkByName(os.Getenv("COLORFGBG")); known || !answers(os.Getenv) || !IsTerminal(in) || !IsTerminal(out) {
		return dark, known
	}
	state, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return false, false
	}
	defer func() { _ = term.Restore(int(in.Fd()), state) }()
	// Every terminal answers the second question, so that those without an answer to the first are not waited for.
	if _, err := out.WriteString("\x1b]11;?\x1b\\\x1b[c"); err != nil {
		return false, false
	}
	answer := listen(in, limit)
	dark, known = darkByColour(answer)
	if typed := typedIn(answer); len(typed) > 0 {
		ahead.Store(&typed)
	}
	return dark, known
}

// darkByName reads COLORFGBG, the numbers of a terminal's colours for text and background.
func darkByName(colours string) (dark, known bool) {
	_, background, _ := strings.Cut(colours, ";")
	if at := strings.LastIndexByte(background, ';'); at >= 0 {
		background = background[at+1:]
	}
	n, err := strconv.Atoi(background)
	if err != nil || n < 0 || n > 15 {
		return false, false
	}
	return n < 7 || n == 8, true
}

// answers says whether there is any use in asking a terminal.
func answers(getenv func(string) string) bool {
	switch name := getenv("TERM"); {
	case name == "" || name == "dumb" || name == "linux":
		return false
	case strings.HasPrefix(name, "screen"):
		return getenv("TMUX") != ""
	}
	return true
}

var (
	colourAnswer = regexp.MustCompile(`\x1b\]11;(?:rgb:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})|[^\x07\x1b]*)(?:\x07|\x1b\\)`)
	deviceAnswer = regexp.MustCompile(`\x1b\[\?[0-9;]*c`)
)

// listen reads until the terminal has answered, or for so long.
func listen(in *os.File, limit time.Duration) []byte {
	source, err := cancelreader.NewReader(in)
	if err != nil {
		return nil
	}
	defer source.Close()
	late := time.AfterFunc(limit, func() { source.Cancel() })
	defer late.Stop()
	var answer []byte
	b := make([]byte, 1<<10)
	for !deviceAnswer.Match(answer) && len(answer) < 64<<10 {
		n, err := source.Read(b)
		if answer = append(answer, b[:n]...); err != nil {
			break
		}
	}
	return answer
}

// darkByColour says whether the colour in an answer is dark.
func darkByColour(answer []byte) (dark, known bool) {
	m := colourAnswer.FindSubmatch(answer)
	if m == nil || len(m[1]) == 0 {
		return false, false
	}
	light := 0.0
	for i, weight := range []float64{0.299, 0.587, 0.114} { // how bright each looks (ITU-R BT.601)
		n, _ := strconv.ParseUint(string(m[i+1]), 16, 16)
		light += weight * float64(n) / float64(uint64(1)<<(4*len(m[i+1]))-1)
	}
	return light < 0.5, true
}

// typedIn is what is left of an answer: keys that were pressed meanwhile.
func typedIn(answer []byte) []byte {
	return bytes.Clone(deviceAnswer.ReplaceAll(colourAnswer.ReplaceAll(answer, nil), nil))
}
