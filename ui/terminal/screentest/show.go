package screentest

import (
	"io"

	"github.com/charmbracelet/x/vt"
)

// Show gives what a terminal of that size shows of bytes, which no program needs to have written.
func Show(written []byte, width, height int) Frame {
	screen := vt.NewEmulator(width, height)
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(io.Discard, screen) // what the emulator answers: it waits where nobody reads it
	}()
	_, _ = screen.Write(written)
	f := picture(screen)
	if answers, ok := screen.InputPipe().(io.Closer); ok {
		_ = answers.Close()
		<-read
	}
	return f
}
