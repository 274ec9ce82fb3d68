package cli

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// packageImports is what go list says of one package.
type packageImports struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

// rank orders the three folders: a package imports only its own folder or a lower rank.
var rank = map[string]int{"collections": 1, "client": 2, "ui": 3}

// leaves import nothing of ours.
var leaves = []string{"dowse/collections/vars", "dowse/collections/splice", "dowse/collections/spelling", "dowse/client/document", "dowse/client/demo"}

// screen is what only ui may import.
var screen = []string{
	"github.com/charmbracelet/bubbletea",
	"github.com/charmbracelet/bubbles",
	"github.com/charmbracelet/lipgloss",
}

func TestImportRules(t *testing.T) {
	for _, p := range packages(t) {
		for _, problem := range violations(p) {
			t.Error(problem)
		}
	}
}

// TestImportRulesCatch is the control: each rule must be broken by a package that breaks it.
func TestImportRulesCatch(t *testing.T) {
	for name, p := range map[string]packageImports{
		"upward":         {ImportPath: "dowse/collections", Imports: []string{"dowse/client"}},
		"upward in test": {ImportPath: "dowse/client", TestImports: []string{"dowse/ui/cli"}},
		"leaf":           {ImportPath: "dowse/collections/vars", Imports: []string{"dowse/collections/splice"}},
		"net/http":       {ImportPath: "dowse/collections/formats/curl", Imports: []string{"net/http"}},
		"screen":         {ImportPath: "dowse/client", Imports: []string{"github.com/charmbracelet/lipgloss"}},
		"pane":           {ImportPath: "dowse/ui/sidebar", Imports: []string{"dowse/ui/response"}},
		"stray":          {ImportPath: "dowse/internal/x"},
	} {
		if len(violations(p)) == 0 {
			t.Errorf("%s: %+v breaks a rule and was not caught", name, p)
		}
	}
}

func packages(t *testing.T) []packageImports {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "dowse/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []packageImports
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p packageImports
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 5 {
		t.Fatalf("go list found %d packages", len(all))
	}
	return all
}

func violations(p packageImports) []string {
	folder := folderOf(p.ImportPath)
	if p.ImportPath == "dowse" {
		return nil
	}
	if rank[folder] == 0 {
		return []string{p.ImportPath + " is in none of collections, client and ui"}
	}
	var problems []string
	for _, imported := range p.Imports {
		if why := forbidden(p.ImportPath, imported); why != "" {
			problems = append(problems, p.ImportPath+" imports "+imported+": "+why)
		}
	}
	for _, imported := range slices.Concat(p.TestImports, p.XTestImports) {
		if ours(imported) && rank[folderOf(imported)] > rank[folder] {
			problems = append(problems, "a test of "+p.ImportPath+" imports "+imported+": it is of a higher rank")
		}
	}
	return problems
}

func forbidden(from, imported string) string {
	folder := folderOf(from)
	switch {
	case ours(imported) && rank[folderOf(imported)] > rank[folder]:
		return "it is of a higher rank"
	case ours(imported) && slices.Contains(leaves, from):
		return "a leaf imports nothing of ours"
	case folder == "collections" && imported == "net/http":
		return "collections knows no network"
	case folder != "ui" && slices.ContainsFunc(screen, func(s string) bool { return imported == s || strings.HasPrefix(imported, s+"/") }):
		return "only ui knows the screen"
	case pane(from) && pane(imported):
		return "no pane imports a pane"
	}
	return ""
}

// pane says whether a package is one of the screen's panes: what lies in ui beside the packages that serve all of them.
func pane(path string) bool {
	name, found := strings.CutPrefix(path, "dowse/ui/")
	serves := []string{"action", "cli", "draft", "editor", "field", "find", "frame", "layout", "lift", "picture", "pictures", "prose", "quantity", "report", "scroll", "table", "terminal", "theme", "uitest"}
	return found && !slices.Contains(serves, strings.Split(name, "/")[0])
}

func ours(path string) bool { return path == "dowse" || strings.HasPrefix(path, "dowse/") }

func folderOf(path string) string {
	return strings.Split(strings.TrimPrefix(path, "dowse/"), "/")[0]
}
