//go:build unix

package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// yamlBlocks are the files, and parts of files, that a page shows.
func yamlBlocks(p page) []string {
	var all []string
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(p.text, -1) {
		all = append(all, block[1])
	}
	if p.name == "README" {
		return all
	}
	for _, block := range regexp.MustCompile(`(?m)(?:^  .*\n)+`).FindAllString(p.text+"\n", -1) {
		if regexp.MustCompile(`^  [a-z_.]+:( |\n)`).MatchString(block) && !strings.Contains(block, "exit") {
			all = append(all, regexp.MustCompile(`(?m)^  `).ReplaceAllString(block, ""))
		}
	}
	return all
}

// placed is the file that a block is, or is a part of.
func placed(block string) (name, text string) {
	has := func(key string) bool { return regexp.MustCompile(`(?m)^` + key + `:`).MatchString(block) }
	switch {
	case has("send"):
		return "keys.yaml", block
	case has("fields"):
		return "mappings/shown.yaml", block
	case has("version"):
		return "dowse.yaml", block
	case has("secrets"):
		return "dowse.yaml", "version: 1\n" + block
	case has("url"):
		return "shown.yaml", block
	}
	return "shown.yaml", "url: http://127.0.0.1/\n" + block
}

// validated is what dowse validate says of the demo's collection with one more file.
func validated(t *testing.T, s *tour, name, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(s.dir, "shop"))); err != nil {
		t.Fatal(err)
	}
	if name == "dowse.yaml" {
		text = strings.Replace(text, "default_env: dev", "default_env: demo", 1)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(binary, "validate", dir).CombinedOutput()
	if err == nil {
		return ""
	}
	return string(out)
}

// TestEveryYAML validates each file and part of a file that README and the help show.
func TestEveryYAML(t *testing.T) {
	s := openTour(t)
	if validated(t, s, "shown.yaml", "url: http://a\npicks:\n  a: {pth: $.a}\n") == "" {
		t.Fatal("the control is valid")
	}
	seen := 0
	for _, p := range pages(t) {
		for _, block := range yamlBlocks(p) {
			seen++
			name, text := placed(block)
			if name != "keys.yaml" {
				if said := validated(t, s, name, text); said != "" {
					t.Errorf("%s shows\n%s%s", p.name, block, said)
				}
				continue
			}
			home := t.TempDir()
			if err := os.MkdirAll(filepath.Join(home, "dowse"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(home, "dowse", name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(binary, "keys")
			cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+home)
			var stderr strings.Builder
			cmd.Stderr = &stderr
			if err := cmd.Run(); err != nil || stderr.Len() > 0 {
				t.Errorf("%s shows\n%s%v: %s", p.name, block, err, &stderr)
			}
		}
	}
	if seen < 7 {
		t.Errorf("%d blocks were found", seen)
	}
}

// TestEveryKeyOfAFile holds that each key that the help lists for a request, a pick and a field of a mapping is known.
func TestEveryKeyOfAFile(t *testing.T) {
	s := openTour(t)
	for _, list := range []struct{ topic, from, to, file, before string }{
		{"files", "All keys of a request:\n", "\nheaders, auth, vars", "shown.yaml", "url: http://127.0.0.1/\n"},
		{"picks", "\n  path      JSONPath", "\nOn the screen p picks", "shown.yaml", "url: http://127.0.0.1/\npicks:\n  p:\n    "},
		{"mappings", "A field is made of one of\n", "\nto names the field", "mappings/shown.yaml", "from: {request: orders/list}\nfields:\n  - to: a\n    "},
	} {
		_, text, found := strings.Cut(helpOf(t, list.topic), list.from)
		text, _, ended := strings.Cut(text, list.to)
		if !found || !ended {
			t.Fatalf("dowse help %s has no list", list.topic)
		}
		if list.topic == "picks" {
			text = "  path  \n" + text
		}
		keys := regexp.MustCompile(`(?m)^  ([a-z_]+(?:, [a-z_]+)*)(?:  |$)`).FindAllStringSubmatch(text, -1)
		if len(keys) < 5 {
			t.Fatalf("dowse help %s lists %q", list.topic, keys)
		}
		listed := 0
		for _, row := range keys {
			for key := range strings.SplitSeq(row[1], ", ") {
				listed++
				if said := validated(t, s, list.file, list.before+key+": {no_such: 1}\n"); strings.Contains(said, "has no key "+strconv.Quote(key)) {
					t.Errorf("dowse help %s lists %s: %s", list.topic, key, said)
				}
			}
		}
		said := validated(t, s, list.file, list.before+"frob: 1\n")
		if !strings.Contains(said, `has no key "frob"`) {
			t.Errorf("the control of %s is valid: %s", list.topic, said)
		}
		if more := fmt.Sprintf("and %d more;", listed-8); list.topic == "files" && !strings.Contains(said, more) {
			t.Errorf("dowse help files lists %d keys of a request, but %s", listed, said)
		}
	}
}
