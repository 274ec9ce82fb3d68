//go:build unix

package terminal

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// jobs hears what a terminal and a shell's job control say: another size, stop, go on.
type jobs struct {
	sizes, stops, goes chan os.Signal
}

// hear sends a message for what is heard, until quiet.
func (j *jobs) hear(send func(tea.Msg)) {
	j.sizes, j.stops, j.goes = make(chan os.Signal, 1), make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(j.sizes, syscall.SIGWINCH)
	j.take()
	go forward(j.sizes, func() { send(sizeMsg{}) })
	go forward(j.stops, func() { send(suspendMsg{}) })
	go forward(j.goes, func() { send(resumeMsg{}) })
}

func forward(signals <-chan os.Signal, heard func()) {
	for range signals {
		heard()
	}
}

// quiet ends hear.
func (j *jobs) quiet() {
	for _, c := range []chan os.Signal{j.sizes, j.stops, j.goes} {
		signal.Stop(c)
		close(c)
	}
}

// take says that the terminal is ours: it is restored before the process stops.
func (j *jobs) take() {
	if !signal.Ignored(syscall.SIGTSTP) {
		signal.Notify(j.stops, syscall.SIGTSTP)
	}
	signal.Notify(j.goes, syscall.SIGCONT)
}

// letGo says that the terminal is somebody else's: the process stops as others do.
func (j *jobs) letGo() {
	signal.Stop(j.stops)
	signal.Stop(j.goes)
}

// stopped stops the process and returns when somebody has let it go on.
func (j *jobs) stopped() {
	j.letGo()
	defer j.take()
	goes := make(chan os.Signal, 1)
	signal.Notify(goes, syscall.SIGCONT)
	defer signal.Stop(goes)
	if syscall.Kill(os.Getpid(), syscall.SIGSTOP) != nil {
		return
	}
	select { // the process may run on for a moment before it stops; one that nothing can stop runs on
	case <-goes:
	case <-time.After(time.Second):
	}
}
