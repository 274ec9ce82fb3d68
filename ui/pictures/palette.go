//go:build unix

package main

import (
	"fmt"
	"strconv"

	"dowse/ui/terminal/screentest"
)

// palette are the colours of the window and of the terminal in it. They are no colours of dowse: those are
// in the frame, from its theme.
type palette struct {
	background, foreground string
	frame, title           string
	buttons                [3]string
	named                  [16]string // the colours that a terminal gives numbers to
}

// dark is a terminal as many people have it.
var dark = palette{
	background: "#171a20", foreground: "#d8dce4", frame: "#3a404b", title: "#8a919c",
	buttons: [3]string{"#ff5f57", "#febc2e", "#28c840"},
	named: [16]string{
		"#2b303a", "#e06c75", "#7fd18a", "#e6c04f", "#8ab4f8", "#d7a6e8", "#5fd7d7", "#c8ccd4",
		"#6b7280", "#ff7b72", "#a8e6b0", "#f2d97c", "#a8c7fa", "#e5c0f0", "#8ee6e6", "#ffffff",
	},
}

// of gives a colour of a cell as SVG writes it.
func (p palette) of(c screentest.Colour, own string) string {
	n, err := strconv.Atoi(string(c))
	switch {
	case c == "":
		return own
	case err != nil:
		return string(c) // #rrggbb
	case n < 16:
		return p.named[n]
	case n >= 232:
		grey := 8 + 10*(n-232)
		return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey)
	}
	level := func(i int) int {
		if i == 0 {
			return 0
		}
		return 55 + 40*i
	}
	n -= 16
	return fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6))
}
