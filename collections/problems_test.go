package collections

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// extract writes the files of an archive to a folder of their own.
func extract(t testing.TB, archive *txtar.Archive) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, f := range archive.Files {
		writeFile(t, filepath.Join(dir, f.Name), string(f.Data))
	}
	return dir
}

func writeFile(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func load(t testing.TB, dir string) *Collection {
	t.Helper()
	c, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// folder writes a collection given as pairs of name and text, and loads it. It may have no problem.
func folder(t testing.TB, files ...string) *Collection {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "dowse.yaml"), "version: 1\n")
	for i := 0; i < len(files); i += 2 {
		writeFile(t, filepath.Join(dir, files[i]), files[i+1])
	}
	c := load(t, dir)
	if len(c.Problems) > 0 {
		t.Fatal(c.Problems)
	}
	return c
}

// TestProblems compares every message with testdata/problems.txtar; UPDATE=1 writes them anew.
func TestProblems(t *testing.T) {
	const golden = "testdata/problems.txtar"
	archive, err := txtar.ParseFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	last := len(archive.Files) - 1
	want := ""
	if archive.Files[last].Name == "problems" {
		want = string(archive.Files[last].Data)
		archive.Files = archive.Files[:last]
	}
	dir := extract(t, archive)
	control := filepath.Join(dir, "orders", "control.yaml")
	writeFile(t, control, strings.ReplaceAll(readFile(t, control), "\uFFFD", "\xe9"))
	c := load(t, dir)
	var got strings.Builder
	for _, p := range c.Problems {
		kind := "error"
		if p.Warning {
			kind = "warning"
		}
		got.WriteString(kind + " " + p.Error() + "\n")
	}
	if os.Getenv("UPDATE") != "" {
		archive.Files = append(archive.Files, txtar.File{Name: "problems", Data: []byte(got.String())})
		if err := os.WriteFile(golden, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
	if c.Request("fine") == nil {
		t.Error("a request without a mistake is hidden by the mistakes of others")
	}
}
