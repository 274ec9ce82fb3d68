package terminal_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dowse/collections/long"
	"dowse/ui/terminal/screentest"
)

// gap is how long a network may keep the rest of a sequence.
const gap = 10 * time.Millisecond

// told writes bytes to a program in parts, presses x, and gives what the program was told before it.
func told(d *screentest.Driver, parts ...string) []string {
	before := times(d.Frame())
	for _, part := range parts {
		d.Write(part)
		time.Sleep(gap)
	}
	time.Sleep(60 * time.Millisecond) // what waits for more has waited in vain
	d.Press("x")
	f := d.Wait("x", func(f screentest.Frame) bool {
		lines := heard(f)
		last := lines[len(lines)-1] // what is seen late may come together with the x
		return times(f) > before && (strings.HasPrefix(last, "key ") && strings.HasSuffix(last, "x.") || strings.HasPrefix(last, "paste ") && strings.HasSuffix(last, `x"`))
	})
	lines := heard(f)
	lines = lines[len(lines)-(times(f)-before):]
	if lines[len(lines)-1] == "key x." {
		return lines[:len(lines)-1]
	}
	return lines
}

// times is how often a listener was told something.
func times(f screentest.Frame) (n int) {
	_, _ = fmt.Sscanf(f.Row(0), "heard %d", &n)
	return n
}

// tells holds what a program is told of bytes that come in parts.
func tells(t *testing.T, d *screentest.Driver, want []string, parts ...string) {
	t.Helper()
	once(t, d, func(told []string) bool { return cmp.Equal(want, told, cmpopts.EquateEmpty()) }, parts...)
}

// once holds that what a program is told of bytes is good. On a busy machine the parts come later than they are sent: the first
// good one of many tries counts, as a fault shows in all of them.
func once(t *testing.T, d *screentest.Driver, good func(told []string) bool, parts ...string) {
	t.Helper()
	var got []string
	for range 20 {
		if got = told(d, parts...); good(got) {
			return
		}
	}
	t.Errorf("of %.200q it is told %.200q", parts, got)
}

// split are keys of several bytes, and what a model is told of each.
var split = map[string]string{
	"\x1b[A":                           "key up.",
	"\x1b[1;5C":                        "key ctrl+right.",
	"\x1bOP":                           "key f1.",
	"\x1b[15~":                         "key f5.",
	"\x1b[<0;10;20M":                   "mouse left press 9,19",
	"\x1b[<65;1;2M":                    "mouse wheel down 0,1",
	"\x1b[M !\"":                       "mouse left press 0,1",
	"é":                                "key é.",
	"👩":                                "key 👩.",
	"\x1b[200~two\rlines 漢\x1b[201~":   `paste "two\rlines 漢"`,
	"\x1b[13;5u":                       "key f20.",
	"\x1b[27;2;13~":                    "key f20.",
	"\x1b[99;5u":                       "key ctrl+c.",
	"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\": "",
	"\x1b[?62;22c":                     "",
	"\x1b[57441;3u":                    "",
}

// TestSplit cuts every key at every byte, with time between the parts: nothing else is typed.
func TestSplit(t *testing.T) {
	long.Test(t)
	for key, want := range split {
		t.Run(fmt.Sprintf("%q", key), func(t *testing.T) {
			t.Parallel()
			d := drive(t, "ours", screentest.Options{Width: 60, Height: 100})
			d.WaitFor("size 60x100")
			for i := 1; i <= len(key); i++ {
				var events []string
				if want != "" {
					events = []string{want}
				}
				tells(t, d, events, key[:i], key[i:])
			}
		})
	}
}

// TestSplitControl is the control: Bubble Tea by itself types the rest of a sequence.
func TestSplitControl(t *testing.T) {
	d := drive(t, "stock", screentest.Options{Width: 60, Height: 100})
	d.WaitFor("size 60x100")
	for _, key := range []string{"\x1b[<0;10;20M", "\x1b[A", "é", "\x1b[13;5u"} {
		once(t, d, func(told []string) bool { return strings.Join(told, "\n") != split[key] }, key[:len(key)-1], key[len(key)-1:])
	}
}

// TestEsc measures how long Esc waits for what would make it another key.
func TestEsc(t *testing.T) {
	d := drive(t, "ours", screentest.Options{Height: 60, Width: 80})
	d.WaitFor("size 80x60")
	presses := 0
	long.Within(t, "Esc", 60*time.Millisecond, func() time.Duration {
		presses++
		begin := time.Now()
		d.Write("\x1b")
		d.Wait("Esc", func(f screentest.Frame) bool { return strings.Count(f.String(), "key esc.") == presses })
		took := time.Since(begin)
		if took < 40*time.Millisecond {
			t.Errorf("Esc is there after %v", took)
		}
		return took
	})
	tells(t, d, []string{"key esc.", "key p.", "key alt+p."}, "\x1b", "p", "\x1bp")
}

// TestPairs writes every pair of letters, each at once and as soon as the one before was told: they stay keys, in
// their order. TestScreenPairs of ui/cli does so across panes.
func TestPairs(t *testing.T) {
	long.Test(t)
	const letters = "abcdefghijklmnopqrstuvwxyz"
	d := drive(t, "ours", screentest.Options{Width: 20, Height: 700})
	d.WaitFor("size 20x700")
	var want []string
	for _, a := range letters {
		for _, b := range letters {
			pair := string(a) + string(b)
			want = append(want, "key "+pair+".")
			d.Write(pair)
			d.WaitFor(want[len(want)-1])
		}
	}
	if diff := cmp.Diff(want, heard(d.Frame())[1:]); diff != "" {
		t.Error(diff)
	}
}

// TestBurst pastes without the markers of a paste.
func TestBurst(t *testing.T) {
	d := drive(t, "ours", screentest.Options{Width: 200, Height: 50})
	d.WaitFor("size 200x50")
	for _, c := range []struct {
		text string
		want []string
	}{
		{"demo.example.com", []string{`paste "demo.example.com"`}},
		{"curl -v demo.example.com\r", []string{`paste "curl -v demo.example.com"`, "key f19."}},
		{"two\rlines of it\r", []string{`paste "two\rlines of it"`, "key f19."}},
		{"kkkkkkkkkkkk", []string{"key kkkkkkkkkkkk."}},
		{"demo.example.com\x12", []string{`paste "demo.example.com"`, "key ctrl+r."}},
	} {
		tells(t, d, c.want, c.text)
	}
	once(t, d, func(told []string) bool {
		held := strings.Join(told, "")
		return strings.Count(held, "k")-strings.Count(held, "key") == 300
	}, strings.Repeat("k", 300))
	once(t, d, func(told []string) bool {
		return len(told) == 1 && len(told[0]) >= 90 && strings.HasPrefix(told[0], `paste "0123`)
	}, strings.Repeat("0123456789", 2000))
}

// TestBurstControl is the control: Bubble Tea by itself takes a pasted line for keys.
func TestBurstControl(t *testing.T) {
	d := drive(t, "stock", screentest.Options{Width: 100, Height: 50})
	d.WaitFor("size 100x50")
	once(t, d, func(told []string) bool { return slices.Contains(told, "key enter.") }, "curl -v demo.example.com\r")
}
