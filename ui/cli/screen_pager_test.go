package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dowse/ui/terminal/screentest"
)

// TestScreenPager reads a body in the pager: it gets the whole of it, without what a terminal obeys, and what was
// written for it is gone afterwards.
func TestScreenPager(t *testing.T) {
	dir := t.TempDir()
	saw, script := filepath.Join(dir, "saw"), filepath.Join(dir, "page")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ncat \"$1\" > "+saw+"\necho \"$1\" >> "+saw+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	body := filepath.Join(dir, "hostile.txt")
	if err := os.WriteFile(body, []byte("one\n\x1b]0;title\x07two\n"+strings.Repeat("long ", 5000)), 0o600); err != nil {
		t.Fatal(err)
	}
	d := shop{dir: dir, home: t.TempDir()}.screenWith(t, []string{"PAGER=" + script}, 80, 24, "view", body)
	d.WaitFor("one")
	d.Press("v", "l")
	d.Wait("the pager", func(screentest.Frame) bool {
		text, err := os.ReadFile(saw)
		return err == nil && strings.HasSuffix(string(text), "hostile.txt\n")
	})
	d.WaitFor("one", " NAV ")
	text, err := os.ReadFile(saw)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if lines[1] != "␛]0;title␇two" || !strings.HasPrefix(lines[2], strings.Repeat("long ", 5000)) {
		t.Errorf("the pager saw %q", lines[:2])
	}
	d.Press("q")
	d.Exit()
	if _, err := os.Stat(lines[len(lines)-1][strings.LastIndex(lines[len(lines)-1], " ")+1:]); !os.IsNotExist(err) {
		t.Errorf("the file of the pager is left: %v", err)
	}
}
