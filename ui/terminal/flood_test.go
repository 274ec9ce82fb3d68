package terminal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/terminal"
	"dowse/ui/terminal/screentest"
)

// costly is a model whose view takes as long as that of a full screen and says nothing of most keys.
type costly struct {
	last  string
	views int
}

func init() {
	programs["costly"] = func() { run(&costly{}) }
	programs["costly-stock"] = func() { _, _ = tea.NewProgram(&costly{}).Run() }
}

func (c *costly) Init() tea.Cmd { return nil }

func (c *costly) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyMsg); ok && key.Type == tea.KeyRunes {
		c.last = key.String()
		if c.last == "Q" {
			return c, tea.Quit
		}
	}
	return c, nil
}

func (c *costly) View() string {
	for begin := time.Now(); time.Since(begin) < 300*time.Microsecond; {
	}
	c.views++
	return fmt.Sprintf("the last letter is %s, after %d views", c.last, c.views)
}

// flood is how long the program takes for so many keys that change nothing and one that ends it.
func flood(t screentest.TB, program string, keys int) time.Duration {
	d := drive(t, program, screentest.Options{Width: 60, Height: 10})
	d.WaitFor("the last letter")
	begin := time.Now()
	d.Write(strings.Repeat("\x1b[B", keys) + "Q")
	d.Exit()
	return time.Since(begin)
}

// TestKeysThatChangeNothingCostNoView holds that a flood of keys at the end of a list is not drawn key by key.
func TestKeysThatChangeNothingCostNoView(t *testing.T) {
	const keys = 20_000
	d := drive(t, "costly", screentest.Options{Width: 60, Height: 10})
	d.WaitFor("the last letter")
	d.Write(strings.Repeat("\x1b[B", keys) + "a")
	f := d.WaitFor("the last letter is a,")
	var views int
	if _, err := fmt.Sscanf(f.Row(0), "the last letter is a, after %d views", &views); err != nil || views > keys/10 {
		t.Errorf("%d keys cost %d views (%v)", keys, views, err)
	}
}

// TestTheLastOfAFloodIsShown holds that what a key changed is shown though the view before it was looked at
// just now.
func TestTheLastOfAFloodIsShown(t *testing.T) {
	d := drive(t, "costly", screentest.Options{Width: 60, Height: 10})
	d.WaitFor("the last letter")
	for _, letter := range []string{"a", "b", "c"} {
		d.Write(strings.Repeat("\x1b[B", 100) + letter)
		d.WaitFor("the last letter is " + letter + ",")
	}
}

// TestALongStringIsNoText holds that nothing of a control string of 1 MB reaches the model.
func TestALongStringIsNoText(t *testing.T) {
	d := drive(t, "ours", screentest.Options{Width: 60, Height: 10})
	d.WaitFor("size 60x10")
	d.Write("\x1b]52;c;" + strings.Repeat("A", 1<<20) + "\ax")
	f := d.WaitFor("key x.")
	if got := f.String(); strings.Contains(got, "paste") || !strings.Contains(got, "heard 2") {
		t.Errorf("the model was told\n%s", got)
	}
}

func TestCopyable(t *testing.T) {
	most := strings.Repeat("x", 786_384)
	if !terminal.Copyable(most) || terminal.Copyable(most+"x") {
		t.Error("the longest text for the clipboard is another one")
	}
	if terminal.Copy(most) == nil || terminal.Copy(most+"x") != nil {
		t.Error("Copy does not hold to Copyable")
	}
}

// BenchmarkFlood measures a key of a flood that changes nothing, beside Bubble Tea, which looks after each.
//
//	go test ./ui/terminal -run '^$' -bench Flood -benchtime 1x
func BenchmarkFlood(b *testing.B) {
	for _, program := range []string{"costly", "costly-stock"} {
		for _, keys := range []int{5000, 20_000} {
			b.Run(fmt.Sprintf("%s/%d", program, keys), func(b *testing.B) {
				for b.Loop() {
					b.ReportMetric(float64(flood(b, program, keys).Milliseconds()), "ms")
				}
			})
		}
	}
}
