package terminal_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dowse/collections/long"
	"dowse/ui/terminal/screentest"
)

// gap is how long a network may keep the rest of a sequence.
const gap = 10 * time.Millisecond

// told writes bytes to a program in parts, presses x, and gives what the program was told before it.
func told(d *screentest.Driver, parts ...string) []string {
	before := len(heard(d.Frame()))
	for _, part := range parts {
		d.Write(part)
		time.Sleep(gap)
	}
	time.Sleep(60 * time.Millisecond) // what waits for more has waited in vain
	d.Press("x")
	f := d.Wait("x", func(f screentest.Frame) bool {
		lines := heard(f)
		return len(lines) > before && lines[len(lines)-1] == "key x."
	})
	lines := heard(f)[before:]
	return lines[:len(lines)-1]
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
				if got := strings.Join(told(d, key[:i], key[i:]), "\n"); got != want {
					t.Errorf("cut after %d bytes it is %q, want %q", i, got, want)
				}
			}
		})
	}
}

// TestSplitControl is the control: Bubble Tea by itself types the rest of a sequence.
func TestSplitControl(t *testing.T) {
	d := drive(t, "stock", screentest.Options{Width: 60, Height: 100})
	d.WaitFor("size 60x100")
	for _, key := range []string{"\x1b[<0;10;20M", "\x1b[A", "é", "\x1b[13;5u"} {
		whole := len(key) - 1
		if got := strings.Join(told(d, key[:whole], key[whole:]), "\n"); got == split[key] {
			t.Errorf("%q is whole in two reads: Bubble Tea holds it back itself now", key)
		}
	}
}

// TestEsc measures how long Esc waits for what would make it another key.
func TestEsc(t *testing.T) {
	d := drive(t, "ours", screentest.Options{})
	d.WaitFor("size 80x24")
	var took []time.Duration
	for i := range 9 {
		begin := time.Now()
		d.Write("\x1b")
		d.Wait("Esc", func(f screentest.Frame) bool { return strings.Count(f.String(), "key esc.") == i+1 })
		took = append(took, time.Since(begin))
	}
	// A busy machine only adds to the wait, so the shortest is what is held to the limits.
	if least := slices.Min(took); least < 40*time.Millisecond || least > 60*time.Millisecond {
		t.Errorf("Esc is there after %v", took)
	}
	if diff := cmp.Diff([]string{"key esc.", "key p.", "key alt+p."}, told(d, "\x1b", "p", "\x1bp")); diff != "" {
		t.Error(diff)
	}
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
	long := strings.Repeat("0123456789", 2000)
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
		if diff := cmp.Diff(c.want, told(d, c.text)); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
	if got := strings.Join(told(d, strings.Repeat("k", 300)), ""); strings.Count(got, "k")-strings.Count(got, "key") != 300 {
		t.Errorf("a key held down for long is %q", got)
	}
	if got := told(d, long); len(got) != 1 || len(got[0]) < 90 || !strings.HasPrefix(got[0], `paste "0123`) {
		t.Errorf("a long paste is %q", got)
	}
}

// TestBurstControl is the control: Bubble Tea by itself takes a pasted line for keys.
func TestBurstControl(t *testing.T) {
	d := drive(t, "stock", screentest.Options{Width: 100, Height: 50})
	d.WaitFor("size 100x50")
	if got := told(d, "curl -v demo.example.com\r"); !slices.Contains(got, "key enter.") {
		t.Errorf("it is told %q: Bubble Tea knows pastes itself now", got)
	}
}
