package cli_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"dowse/ui/terminal/screentest"
)

// scratch: SCRATCH is lines: "size W H", "args ...", "press a b", "type x", "paste", "write", "show", "wait text"
func TestScratch(t *testing.T) {
	script := os.Getenv("SCRATCH")
	if script == "" {
		t.Skip()
	}
	s := newShop(t)
	var d *screentest.Driver
	w, h := 80, 24
	for _, line := range strings.Split(script, "\n") {
		line = strings.ReplaceAll(line, "$URL", s.server.URL())
		cmd, rest, _ := strings.Cut(line, " ")
		f := strings.Fields(rest)
		switch cmd {
		case "size":
			w, h = 120, 40
			if f[0] == "200" {
				w, h = 200, 60
			}
		case "args":
			d = s.screen(t, w, h, f...)
			d.Quiet(300 * time.Millisecond)
		case "press":
			d.Press(f...)
		case "type":
			d.Type(rest)
		case "paste":
			d.Paste(rest)
		case "wait":
			d.WaitFor(rest)
		case "write":
			d.Write(rest)
		case "show":
			t.Logf("%s\n%s", rest, d.Quiet(200*time.Millisecond))
		}
	}
}
