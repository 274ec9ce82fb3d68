package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode/utf8"
)

// widest is how wide help may be: a terminal's 80 columns. Only examples are wider, which are not broken.
const widest = 80

// TestHelpFits holds that the help of every command and topic of ours fits a terminal.
func TestHelpFits(t *testing.T) {
	for _, c := range (&Program{}).rootCommand().Commands() {
		if c.Name() == "completion" || c.Name() == "help" {
			continue // cobra's
		}
		var out bytes.Buffer
		(&Program{Out: &out, Err: &out}).Run(context.Background(), []string{"help", c.Name()})
		if out.Len() < 100 {
			t.Errorf("%s: the help is %q", c.Name(), out.String())
		}
		for line := range strings.Lines(out.String()) {
			if line = strings.TrimRight(line, "\n"); utf8.RuneCountInString(line) > widest && !strings.HasPrefix(line, "  dowse ") && !strings.Contains(line, "(default ") {
				t.Errorf("%s: %d columns: %s", c.Name(), utf8.RuneCountInString(line), line)
			}
		}
	}
}

// TestTopicsAreThere holds that every page that the list names can be read, and every page there is, is named.
func TestTopicsAreThere(t *testing.T) {
	entries, err := pages.ReadDir("pages")
	if err != nil {
		t.Fatal(err)
	}
	named := topics()
	if len(named) != len(entries) {
		t.Errorf("%d topics of %d pages", len(named), len(entries))
	}
	for _, c := range named {
		if c.Short == "" || strings.Contains(c.Long, "<transforms>") || strings.Contains(c.Long, "<exit codes>") {
			t.Errorf("%s: %q", c.Name(), c.Long)
		}
	}
}
