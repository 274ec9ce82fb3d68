package cli_test

import (
	"flag"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"dowse/ui/action"
	"dowse/ui/widget/help"
)

// changing is what differs from one run of the demo to the next: its port, its folder, times and sizes.
var changing = regexp.MustCompile(`127\.0\.0\.1:\d+|/\S*dowse-demo-\d+|\d+(\.\d+)? ms|\d+(\.\d+)? k?B`)

// TestReadmeShowsTheDemo holds that each line that README shows of the demo is one that it prints, in
// that order.
func TestReadmeShowsTheDemo(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(string(readme), "It prints each step:\n\n```\n")
	shown, _, found := strings.Cut(shown, "\n...\n```")
	if !found {
		t.Fatal("README has no block of the demo")
	}
	out, err := exec.Command(binary, "demo").Output()
	if err != nil {
		t.Fatal(err)
	}
	printed := changing.ReplaceAllString(string(out), "?")
	for line := range strings.Lines(changing.ReplaceAllString(shown, "?") + "\n") {
		_, after, found := strings.Cut(printed, line)
		if !found {
			t.Fatalf("README shows %q, the demo prints\n%s", line, out)
		}
		printed = after
	}
}

// TestReadmeShowsAFile holds that the file in README is the demo's.
func TestReadmeShowsAFile(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("tutorial/orders/get.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "```yaml\n"+string(file)+"```\n") {
		t.Errorf("README does not show\n%s", file)
	}
}

// TestReadmeShowsTheKeys holds that the table of keys in README is that of the program; go test -update
// writes it.
func TestReadmeShowsTheKeys(t *testing.T) {
	const path, begin, end = "../../README.md", "<details><summary>All keys of the screen</summary>\n\n", "\n</details>"
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(readme), begin)
	shown, after, found := strings.Cut(rest, end)
	if !found {
		t.Fatal("README has no table of keys")
	}
	want := help.Table(action.Default())
	if shown == want {
		return
	}
	if !*update {
		t.Fatalf("README does not show the keys as they are; go test ./ui/cli -run %s -update writes them", t.Name())
	}
	if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

var update = flag.Bool("update", false, "write the table of keys in README anew")
