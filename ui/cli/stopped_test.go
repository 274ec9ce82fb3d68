//go:build unix

package cli_test

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
)

// TestStoppedWhileBlocked ends the program with a signal while it waits for what no context reaches: a
// named pipe that nobody writes to.
func TestStoppedWhileBlocked(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skipf("no named pipe can be made here: %v", err)
	}
	for _, sent := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if sent == syscall.SIGHUP && signal.Ignored(sent) {
			continue // under nohup the program ignores it too
		}
		cmd := exec.Command(binary, "send", "http://127.0.0.1:1/", "-d", "@"+pipe)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The program has opened the pipe when a writer can: that is when it blocks, reading.
		w, err := os.OpenFile(pipe, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(sent); err != nil {
			t.Fatal(err)
		}
		err = cmd.Wait()
		w.Close()
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok || exit.ExitCode() != 128+int(sent) {
			t.Errorf("%v: %v, want exit code %d", sent, err, 128+int(sent))
		}
	}
}
