//go:build amd64 || arm64

package disk

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// The tests of the order of system calls run this test binary again, and trace it.
const (
	tracedJob = "DOWSE_TEST_DISK"
	tracedDir = "DOWSE_TEST_DIR"
)

// jobs are what is traced.
var jobs = map[string]func(dir string) error{
	"replace": func(dir string) error { return Replace(dir, "a/file", []byte("old"), []byte("new")) },
	"private": func(dir string) error { return ReplacePrivate(dir, "a/file", []byte("old"), []byte("new")) },
	"move":    func(dir string) error { return Move(dir, "a/file", "b/file") },
	"remove":  func(dir string) error { return Folder{Root: dir}.Remove("a/file", []byte("old")) },
	"naive":   func(dir string) error { return os.WriteFile(filepath.Join(dir, "a", "file"), []byte("new"), 0o644) },
}

func TestMain(m *testing.M) {
	if job := os.Getenv(tracedJob); job != "" {
		if err := jobs[job](os.Getenv(tracedDir)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// TestOrder holds that what a save wrote is on the disk before it gets its name, and the name before the save is over:
// after a power cut there is the old file or the new one. Only what the kernel was asked for shows that.
func TestOrder(t *testing.T) {
	for job, want := range map[string][]string{
		"replace": {"sync a/temp", "rename", "sync a"},
		"private": {"sync a/temp", "rename", "sync a"},
		"move":    {"rename", "sync b", "sync a"},
		"remove":  {"remove", "sync a"},
		"naive":   nil, // the control
	} {
		dir := t.TempDir()
		for _, folder := range []string{"a", "b"} {
			if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		file(t, filepath.Join(dir, "a", "file"), "old")
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), tracedJob+"="+job, tracedDir+"="+dir)
		var stderr strings.Builder
		cmd.Stderr = &stderr
		if diff := cmp.Diff(want, trace(t, cmd, dir)); diff != "" {
			t.Errorf("%s: %s%s", job, diff, &stderr)
		}
	}
}

// trace runs a command and gives the calls of it that put things on the disk, of files and folders below dir.
func trace(t *testing.T, cmd *exec.Cmd, dir string) (calls []string) {
	t.Helper()
	runtime.LockOSThread() // one thread is the tracer
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		t.Skipf("SKIPPED: no process can be traced here: %v", err)
	}
	pid := cmd.Process.Pid
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(pid, &status, syscall.WALL, nil); err != nil {
		t.Fatal(err)
	}
	if err := syscall.PtraceSetOptions(pid, syscall.PTRACE_O_TRACECLONE|syscall.PTRACE_O_TRACESYSGOOD|unix.PTRACE_O_EXITKILL); err != nil {
		t.Fatal(err)
	}
	for thread, signal := pid, 0; ; {
		_ = syscall.PtraceSyscall(thread, signal) // the thread may have ended
		var err error
		thread, err = syscall.Wait4(-1, &status, syscall.WALL|unix.WNOTHREAD, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		signal = 0
		switch {
		case (status.Exited() || status.Signaled()) && thread == pid:
			_ = cmd.Wait() // that it has ended is known; it copies what was said
			return calls
		case status.StopSignal() == syscall.SIGTRAP|0x80:
			if call := entered(thread, dir); call != "" {
				calls = append(calls, call)
			}
		case status.Stopped() && status.StopSignal() != syscall.SIGTRAP && status.StopSignal() != syscall.SIGSTOP:
			signal = int(status.StopSignal())
		}
	}
}

// entered gives the call that a thread is about to make, where it is one of those that are looked for. The struct is
// ptrace_syscall_info of linux/ptrace.h.
func entered(thread int, dir string) string {
	var info struct {
		op, _, _, _ uint8
		arch        uint32
		at, stack   uint64
		number      uint64
		args        [6]uint64
		_           [4]uint64
	}
	const entry = 1
	_, _, failed := syscall.RawSyscall6(syscall.SYS_PTRACE, unix.PTRACE_GET_SYSCALL_INFO, uintptr(thread), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0)
	if failed != 0 || info.op != entry {
		return ""
	}
	switch info.number {
	case unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2:
		return "rename"
	case unix.SYS_UNLINKAT:
		return "remove"
	case unix.SYS_FSYNC, unix.SYS_FDATASYNC:
		name, _ := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", thread, int(info.args[0])))
		below, _ := filepath.Rel(dir, name)
		if IsTemp(filepath.Base(below)) {
			below = filepath.Join(filepath.Dir(below), "temp")
		}
		return "sync " + below
	}
	return ""
}
