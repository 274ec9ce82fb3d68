package early_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/charmbracelet/bubbletea"
	"github.com/creack/pty"

	_ "dowse/ui/terminal/early"
)

// started is set for a process of this binary that ends as soon as its packages are initialised.
const started = "DOWSE_TEST_STARTED"

func TestMain(m *testing.M) {
	if os.Getenv(started) != "" {
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestGuard starts this very binary, which links Bubble Tea, in a terminal that never answers.
func TestGuard(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), started+"=1", "TERM=xterm-256color", "CI=")
	if out := written(t, cmd); out != "" {
		t.Errorf("before main it writes %q", out)
	}
}

// TestGuardControl is the control: the same without the guard asks the terminal for its background.
func TestGuardControl(t *testing.T) {
	unguarded := filepath.Join(t.TempDir(), "unguarded")
	if out, err := exec.Command("go", "build", "-o", unguarded, "./testdata/unguarded").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	cmd := exec.Command(unguarded)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "CI=") // with CI set nothing is asked
	if out := written(t, cmd); !strings.Contains(out, "\x1b]11;?") {
		t.Errorf("before main it writes %q; if Bubble Tea asks no more, the guard can go", out)
	}
}

// written is everything that a program writes to a terminal that never answers, up to its first bytes: a
// program that asks would wait for seconds.
func written(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	first := make([]byte, 256)
	n, err := terminal.Read(first) // fails when the program has ended without a word
	if err != nil && n == 0 {
		_ = cmd.Wait()
		return ""
	}
	_ = cmd.Process.Kill()
	rest, _ := io.ReadAll(terminal)
	_ = cmd.Wait()
	return string(first[:n]) + string(rest)
}
