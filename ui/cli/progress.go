package cli

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"dowse/ui/terminal"
)

// waiting says on a terminal, from the second second on, how long a request takes so far. The function it
// gives takes that away again.
func (p *Program) waiting() (stop func()) {
	if !terminal.IsTerminal(p.Err) {
		return func() {}
	}
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		start, width := time.Now(), 0
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				if width > 0 {
					fmt.Fprint(p.Err, "\r"+strings.Repeat(" ", width)+"\r")
				}
				return
			case <-ticker.C:
				line := fmt.Sprintf("waiting %d s; ctrl+c stops", int(time.Since(start).Seconds()))
				width = len(line)
				fmt.Fprint(p.Err, "\r"+line)
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(done)
		<-gone
	})
}
