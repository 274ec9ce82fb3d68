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
var leaves = []string{"dowse/collections/vars", "dowse/collections/fileformat/yamledit", "dowse/collections/spelling", "dowse/client/document", "dowse/client/demo"}

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
		"leaf":           {ImportPath: "dowse/collections/vars", Imports: []string{"dowse/collections/fileformat/yamledit"}},
		"net/http":       {ImportPath: "dowse/collections/formats/curl", Imports: []string{"net/http"}},
		"screen":         {ImportPath: "dowse/client", Imports: []string{"github.com/charmbracelet/lipgloss"}},
		"pane":           {ImportPath: "dowse/ui/pane/sidebar", Imports: []string{"dowse/ui/pane/response"}},
		"stray":          {ImportPath: "dowse/internal/x"},
	} {
		if len(violations(p)) == 0 {
			t.Errorf("%s: %+v breaks a rule and was not caught", name, p)
		}
	}
}

// unlinked are packages that make every start of the program slower: chroma's own lexers cost 31,000 allocations, its
// styles 40,000.
var unlinked = []string{"github.com/alecthomas/chroma/v2/lexers", "github.com/alecthomas/chroma/v2/styles"}

// TestUnlinked holds that nothing in the program imports what must not be linked, however far down.
func TestUnlinked(t *testing.T) {
	for _, path := range linked(t, "dowse") {
		if slices.Contains(unlinked, path) {
			t.Errorf("the program links %s", path)
		}
	}
}

// TestUnlinkedCatches is the control: a package that imports both, below another one, is caught.
func TestUnlinkedCatches(t *testing.T) {
	found := linked(t, "github.com/alecthomas/chroma/v2/quick")
	for _, path := range unlinked {
		if !slices.Contains(found, path) {
			t.Errorf("%s is not in the packages of chroma/v2/quick", path)
		}
	}
}

// linked are all packages that a package is made of, those that it imports only indirectly too.
func linked(t *testing.T, path string) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", path).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return strings.Fields(string(out))
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
	case under(from, "ui/pane") && under(imported, "ui/pane"):
		return "no pane imports a pane"
	case under(from, "ui/widget") && under(imported, "client") && !slices.Contains(widgets, imported):
		return "of client a widget knows documents and searches in them"
	case layer(imported) > layer(from) && layer(from) > 0:
		return "panes are made of widgets, widgets of what draws, and that of the terminal"
	}
	return ""
}

// widgets are the packages of client that a widget may import.
var widgets = []string{"dowse/client/document", "dowse/client/find"}

// layers are the folders of ui from the lowest up: each is made of those before it.
var layers = []string{"ui/terminal", "ui/draw", "ui/widget", "ui/pane"}

// layer is how high a package of ui is: from 1, in one of the layers; above them the screen and the commands; 0 for what is
// beside them.
func layer(path string) int {
	for i, folder := range layers {
		if under(path, folder) {
			return i + 1
		}
	}
	if path == "dowse/ui" || under(path, "ui/cli") {
		return len(layers) + 1
	}
	return 0
}

// under says whether a package is in a folder, or below it.
func under(path, folder string) bool { return strings.HasPrefix(path+"/", "dowse/"+folder+"/") }

func ours(path string) bool { return path == "dowse" || strings.HasPrefix(path, "dowse/") }

func folderOf(path string) string {
	return strings.Split(strings.TrimPrefix(path, "dowse/"), "/")[0]
}
