package editor

import (
	"sync"

	tea "github.com/charmbracelet/bubbletea"
)

// atOnce is the size in bytes up to which a text is checked whenever it is looked at.
const atOnce = 64 << 10

// checkedMsg says that a check is done: there is something new to be drawn.
type checkedMsg struct{}

// checker checks texts that are typed in while other things go on: one at a time, the newest next. It is shared
// with its command, which has nothing else of the model.
type checker struct {
	mu      sync.Mutex
	running bool
	wanted  *string // the next one; those that came before it while another was checked are nobody's any more
	current *string // the one that is checked now
	done    *check  // of the last one
}

// want has a text checked by the command, which is nil when one is at work already.
func (c *checker) want(text string) tea.Cmd {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wanted = &text
	if c.running {
		return nil
	}
	return c.run
}

// run checks what is wanted until nothing is.
func (c *checker) run() tea.Msg {
	for c.take() {
		done := checkOf(*c.current)
		c.mu.Lock()
		c.done, c.current, c.running = &done, nil, false
		c.mu.Unlock()
	}
	return checkedMsg{}
}

// take makes the text that is wanted the current one; false: there is none, or another command is at work.
func (c *checker) take() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running || c.wanted == nil {
		return false
	}
	c.running, c.current, c.wanted = true, c.wanted, nil
	return true
}

// of is the check of a text. It is nil while it waits for one, and when nobody wanted it, which known says not.
func (c *checker) of(text string) (done *check, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done != nil && c.done.text == text {
		return c.done, true
	}
	return nil, c.wanted != nil && *c.wanted == text || c.current != nil && *c.current == text
}
