package cli

import (
	"os"
	"path/filepath"
	"testing"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

// TestPrecedence gives one variable a value in every place that can, and takes the strongest away, one
// after the other: the next must be used.
func TestPrecedence(t *testing.T) {
	order := []string{"--var", "request", "pick", "--env-file", "environment", "folder a/b", "folder a", "collection"}
	for n := range order {
		w, o := everywhere(t, order[n:])
		_, scope, err := w.ready(o)
		if err != nil {
			t.Fatal(err)
		}
		text, err := scope.Expand(vars.InText, "{{v}}")
		if err != nil || text.Reveal() != order[n] {
			t.Errorf("%q, %v; want the value of %s", text.Reveal(), err, order[n])
		}
		if found := scope.Lookup("v"); len(found) != len(order)-n {
			t.Errorf("%s: %d values are known, want %d", order[n], len(found), len(order)-n)
		}
	}
}

// everywhere is a workspace in which each of places gives the variable v its own name as the value.
func everywhere(t *testing.T, places []string) (*workspace, operand) {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"dowse.yaml": "version: 1\n", "env/dev.yaml": "base_url: http://127.0.0.1:1\n",
		"a/_folder.yaml": "name: A\n", "a/b/_folder.yaml": "name: B\n", "a/b/get.yaml": "url: \"{{base_url}}/\"\n",
	}
	of := map[string]string{
		"request": "a/b/get.yaml", "environment": "env/dev.yaml", "folder a/b": "a/b/_folder.yaml", "folder a": "a/_folder.yaml", "collection": "dowse.yaml",
	}
	flags := workspaceFlags{dir: dir, environment: "dev"}
	var picked []session.Result
	for _, place := range places {
		switch place {
		case "--var":
			flags.variables = []string{"v=--var"}
		case "pick":
			picked = append(picked, session.Result{Request: "auth/login", Pick: collections.Pick{Name: "v"}, Value: vars.NewString("pick"), Found: true})
		case "--env-file":
			flags.envFile = filepath.Join(t.TempDir(), "vars")
			write(t, flags.envFile, "v=--env-file\n")
		default:
			files[of[place]] += "vars: {v: " + place + "}\n"
		}
	}
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	w, o, err := (&Program{}).find(flags, "a/b/get")
	if err != nil {
		t.Fatal(err)
	}
	w.Keep(w.EnvironmentName(), picked)
	return w, o
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
