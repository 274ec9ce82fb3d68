package cli_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dowse/client/demo"
)

// binary is the program itself, built once for all tests of this package.
var binary string

func TestMain(m *testing.M) {
	os.Exit(runWithBinary(m))
}

func runWithBinary(m *testing.M) int {
	dir, err := os.MkdirTemp("", "dowse-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "dowse")
	if out, err := exec.Command("go", "build", "-o", binary, "dowse").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// TestScripts runs testdata/*.txtar against the real binary. Each script has a demo API of its own at
// $URL, its other origin at $OTHER, and a port that refuses at $REFUSED.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup:               setUp,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"lines": lines,
		},
	})
}

func setUp(env *testscript.Env) error {
	server, err := demo.Start(demo.Options{})
	if err != nil {
		return err
	}
	env.Defer(server.Close)
	refused, err := refusedPort()
	if err != nil {
		return err
	}
	env.Setenv("URL", server.URL())
	env.Setenv("OTHER", server.OtherURL())
	env.Setenv("REFUSED", refused)
	env.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+env.Getenv("PATH"))
	env.Setenv("TMPDIR", filepath.Join(env.WorkDir, ".tmp"))
	return os.MkdirAll(filepath.Join(env.WorkDir, ".tmp"), 0o755)
}

// refusedPort is a port of this machine where nobody listens: it was free a moment ago.
func refusedPort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port), nil
}

// exits runs a command that must end with the given code: exits 20 dowse send x.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// lines checks how many lines stdout, stderr or a file has: lines stderr 1.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lines FILE N")
	}
	text := ts.ReadFile(args[0])
	got := 0
	for _, c := range text {
		if c == '\n' {
			got++
		}
	}
	if strconv.Itoa(got) != args[1] {
		ts.Fatalf("%s has %d lines, want %s:\n%s", args[0], got, args[1], text)
	}
}
