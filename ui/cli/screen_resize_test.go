package cli_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"syscall"
	"testing"

	"dowse/collections/long"
	"dowse/ui/terminal/screentest"
)

// TestScreenResize gives the terminal 200 sizes, 1,000 at full size, as fast as a hand that drags its corner, in each state of
// the screen. Afterwards it is at each size that it is compared at what it was at that size before.
func TestScreenResize(t *testing.T) {
	long.Test(t)
	type state struct {
		keys []string
		text string
	}
	together(t, map[string]state{
		"URL":       {[]string{"ctrl+l"}, " EDIT "},
		"dialog":    {[]string{"ctrl+p"}, "Commands and requests"},
		"which-key": {[]string{"space"}, "new request"},
		"response":  {[]string{"3", "j", "j"}, "$["},
		"strip":     {[]string{"3", "j", "j", "j", "p"}, "in any field"},
	}, func(t *testing.T, _ string, open state) {
		s := shop{dir: t.TempDir(), home: t.TempDir()}
		url, _ := answering(t, `[{"order_id": "ord_1", "note": "漢字 👩‍🚀 é"}, {"order_id": "ord_2", "note": null}]`)
		d := s.screen(t, 80, 24, url+"/orders")
		d.WaitFor("/orders")
		d.Press("enter")
		d.WaitFor("200 OK", "ord_1")
		d.Press(open.keys...)
		d.WaitFor(open.text)
		sizes := [][2]int{{120, 40}, {200, 60}, {30, 8}, {80, 24}}
		before := map[[2]int]screentest.Frame{}
		for _, size := range sizes {
			before[size] = sized(d, size)
		}
		random := rand.New(rand.NewPCG(4, 5))
		for i := range long.Size(200, 1000) {
			// Small sizes as often as large ones, and one after the other with and without time to draw.
			w := int(math.Exp(random.Float64() * math.Log(500.99)))
			h := int(math.Exp(random.Float64() * math.Log(200.99)))
			switch i {
			case 0:
				w, h = 1, 1
			case 1:
				w, h = 500, 200
			}
			d.Resize(w, h)
			if i%20 == 0 {
				d.Wait(fmt.Sprintf("a whole frame of size %d, %dx%d", i+1, w, h), func(f screentest.Frame) bool { return f.Exact() == nil })
			}
		}
		for _, size := range sizes {
			want := before[size].String()
			d.Resize(size[0], size[1])
			f := d.Wait("what was there before the storm:\n"+want, func(f screentest.Frame) bool { return f.String() == want })
			if err := f.Exact(); err != nil {
				t.Error(err)
			}
		}
	})
}

// sized is what the screen shows at a size.
func sized(d *screentest.Driver, size [2]int) screentest.Frame {
	written := len(d.Raw())
	d.Resize(size[0], size[1])
	d.Wait("another frame", func(screentest.Frame) bool { return len(d.Raw()) > written })
	return d.Quiet(2 * settled)
}

// TestScreenResizeControl is the control: while the program cannot draw, the terminal is not what it was.
func TestScreenResizeControl(t *testing.T) {
	d := shop{dir: t.TempDir(), home: t.TempDir()}.screen(t, 80, 24)
	d.WaitFor("Type a URL")
	before := d.Quiet(settled).String()
	d.Signal(syscall.SIGSTOP)
	d.Resize(30, 8)
	d.Resize(80, 24)
	if d.Quiet(settled).String() == before {
		t.Error("the terminal shows what it did after it was smaller")
	}
	d.Signal(syscall.SIGCONT)
	d.Wait("what was there", func(f screentest.Frame) bool { return f.String() == before })
}
