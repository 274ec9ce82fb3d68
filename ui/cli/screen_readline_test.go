package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"dowse/collections/long"
	"dowse/ui/terminal/screentest"
)

const line = "one two-three four"

// readline are keys, each with what becomes of the line when x is typed after it; the caret is at its end.
var readline = []struct {
	keys []string
	want string
}{
	{[]string{"ctrl+a"}, "xone two-three four"},
	{[]string{"home"}, "xone two-three four"},
	{[]string{"ctrl+a", "ctrl+e"}, "one two-three fourx"},
	{[]string{"home", "end"}, "one two-three fourx"},
	{[]string{"ctrl+b"}, "one two-three fouxr"},
	{[]string{"left"}, "one two-three fouxr"},
	{[]string{"ctrl+a", "ctrl+f"}, "oxne two-three four"},
	{[]string{"ctrl+a", "right"}, "oxne two-three four"},
	{[]string{"alt+b"}, "one two-three xfour"},
	{[]string{"alt+left"}, "one two-three xfour"},
	{[]string{"ctrl+left"}, "one two-three xfour"},
	{[]string{"ctrl+a", "alt+f"}, "onex two-three four"},
	{[]string{"ctrl+a", "alt+right"}, "onex two-three four"},
	{[]string{"ctrl+a", "ctrl+right"}, "onex two-three four"},
	{[]string{"backspace"}, "one two-three foux"},
	{[]string{"ctrl+h"}, "one two-three foux"},
	{[]string{"ctrl+a", "ctrl+d"}, "xne two-three four"},
	{[]string{"ctrl+a", "delete"}, "xne two-three four"},
	{[]string{"ctrl+a", "alt+f", "ctrl+k"}, "onex"},
	{[]string{"alt+b", "ctrl+u"}, "xfour"},
	{[]string{"ctrl+w"}, "one two-three x"},
	{[]string{"alt+b", "ctrl+w"}, "one xfour"},
	{[]string{"alt+backspace"}, "one two-three x"},
	{[]string{"alt+b", "alt+backspace"}, "one two-xfour"},
	{[]string{"ctrl+a", "alt+d"}, "x two-three four"},
	{[]string{"ctrl+w", "ctrl+y"}, "one two-three fourx"},
	{[]string{"ctrl+u", "ctrl+y"}, "one two-three fourx"},
	{[]string{"alt+b", "ctrl+k", "ctrl+a", "ctrl+y"}, "fourxone two-three"},
	{[]string{"ctrl+w", "ctrl+w", "ctrl+y"}, "one two-three fourx"},
	{[]string{"up", "down", "ctrl+@", "alt+q"}, "one two-three fourx"},
}

// fields are the kinds of fields, each with how it is opened from the response.
var fields = map[string]func(*testing.T, *screentest.Driver){
	"URL": func(_ *testing.T, d *screentest.Driver) { d.Press("ctrl+l", "ctrl+u") },
	"header": func(t *testing.T, d *screentest.Driver) {
		d.Press("2")
		tab(t, d, "Headers")
		d.Press("a")
		d.Type("X-Test")
		d.Press("tab")
	},
	"body": func(t *testing.T, d *screentest.Driver) {
		d.Press("2")
		d.Press("]", "]", "]")
		d.WaitFor("Auth[Body]")
		d.Press("l", "l", "enter")
		d.WaitFor("[text]")
	},
	"find":             func(_ *testing.T, d *screentest.Driver) { d.Press("/") },
	"find, collection": func(_ *testing.T, d *screentest.Driver) { d.Press("1", "/") },
	"prompt": func(_ *testing.T, d *screentest.Driver) {
		d.Press("space", "i")
		d.WaitFor("Paste a curl command")
	},
	"palette": func(_ *testing.T, d *screentest.Driver) {
		d.Press("ctrl+p")
		d.WaitFor("Commands and requests")
	},
	"name": func(_ *testing.T, d *screentest.Driver) {
		d.Press("j", "p")
		d.WaitFor("= order_id")
		d.Press("enter")
		d.WaitFor("order_id")
		d.Press("ctrl+u")
	},
}

// TestScreenReadline presses the keys of readline in each kind of field.
func TestScreenReadline(t *testing.T) {
	long.Test(t)
	together(t, fields, func(t *testing.T, name string, open func(*testing.T, *screentest.Driver)) {
		s := shop{dir: t.TempDir(), home: t.TempDir()}
		url, _ := answering(t, `{"order_id": "ord_1"}`)
		d := s.screen(t, 110, 30, url)
		d.WaitFor(url)
		d.Press("enter")
		d.WaitFor("200 OK", "ord_1")
		open(t, d)
		d.WaitFor(" EDIT ")
		d.Type(line)
		x, y := 0, 0
		d.Wait("the line, below the header that names it too", func(f screentest.Frame) bool {
			for y = 1; y < f.Height; y++ {
				if before, _, found := strings.Cut(f.Row(y), line); found {
					x = ansi.StringWidth(before)
					return true
				}
			}
			return false
		})
		at := func(f screentest.Frame) string { return fieldAt(f, x, y) }
		for _, c := range readline {
			if name == "URL" && c.keys[0] == "up" {
				continue // down goes to the pane below
			}
			d.Press("end", "ctrl+u")
			d.Paste(line)
			d.Wait("the line", func(f screentest.Frame) bool { return at(f) == line })
			press(d, c.keys...)
			d.Press("x")
			f := d.Wait(fmt.Sprintf("x after %v", c.keys), func(f screentest.Frame) bool {
				return strings.Contains(at(f), "x") && !strings.HasPrefix(at(f), "find in ") // which an empty field says
			})
			if got := at(f); got != c.want {
				t.Errorf("%v: the line is %q, want %q", c.keys, got, c.want)
			}
		}
	})
}

// press presses keys; those with alt and an arrow as xterm sends them, which Press does not.
func press(d *screentest.Driver, keys ...string) {
	for _, key := range keys {
		switch key {
		case "alt+left":
			d.Write("\x1b[1;3D")
		case "alt+right":
			d.Write("\x1b[1;3C")
		default:
			d.Press(key)
		}
	}
}

// fieldAt is the text that begins at a cell and goes on to the border, or to two blanks.
func fieldAt(f screentest.Frame, x, y int) string {
	var b strings.Builder
	for ; x < f.Width; x++ {
		b.WriteString(f.Cell(x, y).Text)
	}
	text, _, _ := strings.Cut(b.String(), "│")
	text, _, _ = strings.Cut(text, "  ")
	return strings.TrimRight(text, " ")
}
