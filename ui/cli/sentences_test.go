//go:build unix

package cli_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"dowse/ui/action"
)

// page is one text that people read: README, or what dowse help prints about a command or a topic.
type page struct{ name, text string }

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// helpOf is what dowse help prints.
func helpOf(t *testing.T, words ...string) string {
	t.Helper()
	out, err := exec.Command(binary, append([]string{"help"}, words...)...).Output()
	if err != nil {
		t.Fatalf("dowse help %v: %v", words, err)
	}
	return string(out)
}

var listed = regexp.MustCompile(`(?m)^  (?:dowse )?([a-z-]+)  *\S`)

// commands are the names that dowse help lists, and topics the pages that it lists.
func commands(t *testing.T) (commands, topics []string) {
	t.Helper()
	list, more, _ := strings.Cut(helpOf(t), "Additional help topics:")
	_, list, _ = strings.Cut(list, "Send and pick:")
	list, _, _ = strings.Cut(list, "\nFlags:")
	for _, found := range listed.FindAllStringSubmatch(list, -1) {
		commands = append(commands, found[1])
	}
	for _, found := range listed.FindAllStringSubmatch(more, -1) {
		topics = append(topics, found[1])
	}
	if len(commands) < 10 || len(topics) < 5 {
		t.Fatalf("dowse help lists %v and %v", commands, topics)
	}
	return commands, topics
}

func pages(t *testing.T) []page {
	t.Helper()
	all := []page{{"README", readme(t)}, {"help", helpOf(t)}}
	commands, topics := commands(t)
	for _, name := range slices.Concat(commands, topics) {
		if name != "completion" && name != "help" { // cobra's
			all = append(all, page{name, helpOf(t, name)})
		}
	}
	return all
}

// The lines of a page that are for a shell: in README in a block of sh, in help with two spaces before.
var (
	shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")
	shellLine  = regexp.MustCompile(`(?m)^ {2,5}((?:curl -s \S+ \| )?dowse(?: .*)?)$`)
	meaning    = regexp.MustCompile(` {2,}.*$`)
	form       = regexp.MustCompile(`[A-Z]{3,}\b[^='"]*$|\[|\.\.\.`) // dowse send REQUEST [flags]
)

// scripts are what a page tells people to run.
func scripts(p page) []string {
	var all []string
	if p.name == "README" {
		text, _, _ := strings.Cut(p.text, "\n## Developing")
		for _, block := range shellBlock.FindAllStringSubmatch(text, -1) {
			all = append(all, strings.TrimSpace(block[1]))
		}
		for _, word := range regexp.MustCompile("`(dowse(?: [^`]*)?)`").FindAllStringSubmatch(text, -1) {
			all = append(all, strings.ReplaceAll(word[1], `\|`, "|"))
		}
		return all
	}
	text, _, _ := strings.Cut(p.text, "Additional help topics:")
	for _, line := range shellLine.FindAllStringSubmatch(text, -1) {
		for part := range strings.SplitSeq(meaning.ReplaceAllString(line[1], ""), ", dowse ") {
			if !strings.HasPrefix(part, "dowse") && !strings.HasPrefix(part, "curl") {
				part = "dowse " + part
			}
			all = append(all, part)
		}
	}
	return all
}

// tour is a folder with the demo's collection, whose server runs, and with the files that the texts name.
type tour struct {
	dir, url string
	env      []string
}

func openTour(t *testing.T) *tour {
	t.Helper()
	server := startDemo(t)
	s := &tour{dir: t.TempDir(), url: server.URL()}
	bin := filepath.Join(t.TempDir(), "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(binary, filepath.Join(bin, "dowse")); err != nil {
		t.Skipf("SKIPPED: no link can be made here: %v", err)
	}
	s.env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir(), "TERM=xterm", "NO_PROXY=*")
	if out, err := s.run("dowse demo --dir shop | cat > demo.txt"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	env := filepath.Join(s.dir, "shop/env/demo.yaml")
	text, err := os.ReadFile(env)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"shop/env/demo.yaml": regexp.MustCompile(`http://127\.0\.0\.1:\d+`).ReplaceAllString(string(text), s.url),
		"orders.json":        `{"data": [{"id": 1, "number": 1, "created_at": "2026-01-02T03:04:05Z", "currency": "EUR", "total": "1.00", "customer": {"name": "Ann"}, "lines": [{"sku": "a"}]}]}`,
		"data.csv":           "a,b\n1,2\n",
		"access.ndjson":      "{\"a\":1}\n{\"a\":2}\n",
		"src/x":              "",
	} {
		for _, dir := range []string{s.dir, filepath.Join(s.dir, "shop")} {
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

// local is a script with the hosts and the words that stand for something in the texts replaced.
func (s *tour) local(script string) string {
	host := strings.TrimPrefix(s.url, "http://")
	return strings.NewReplacer("https://api.example.com", s.url, "api.example.com/x", host+"/orders", "api.example.com", host, "FILE|-", "orders.json", " URL ", " "+s.url+"/orders ",
		"curl -H ...'", "curl -H X:1 "+s.url+"/orders'", "dowse DIR", "dowse shop/", "dowse FILE", "dowse orders/list.yaml", "... | dowse view -", "cat orders.json | dowse view -").Replace(script)
}

func (s *tour) command(script string) *exec.Cmd {
	cmd := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = s.dir, s.env
	if _, err := os.Stat(filepath.Join(s.dir, "shop/dowse.yaml")); err == nil && !strings.Contains(script, "shop") {
		cmd.Dir = filepath.Join(s.dir, "shop")
	}
	return cmd
}

func (s *tour) run(script string) (string, error) {
	out, err := s.command(script).CombinedOutput()
	return string(out), err
}

// TestEveryCommandLine runs each command line of README and of the help, against the demo.
func TestEveryCommandLine(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("SKIPPED: there is no bash here")
	}
	names, topics := commands(t)
	s := openTour(t)
	ran, seen := 0, map[string]bool{}
	for _, p := range pages(t) {
		for _, script := range scripts(p) {
			if seen[script] || script == "go run . demo\ngo test ./..." || strings.Contains(script, "Use ") {
				continue
			}
			seen[script] = true
			local := s.local(script)
			if form.MatchString(local) {
				continue // TestEveryFlagAndCommand reads it
			}
			ran++
			words := strings.Fields(local)
			switch isScreen := len(words) == 1 || !slices.Contains(names, words[1]) && !slices.Contains(topics, words[1]); {
			case words[0] != "curl" && (isScreen || local == "dowse demo" || local == "dowse view orders.json" || strings.HasSuffix(local, "dowse view -")) && !strings.Contains(local, "\n"):
				s.showsAScreen(t, p, local)
			case strings.Contains(local, "demo --serve"):
				s.serves(t, local)
			case strings.Contains(local, "orders/get --no-plan"):
				s.helps(t, local)
			case strings.Contains(local, "--check"):
				if out, err := s.run(local); err == nil {
					t.Errorf("%s: %s: succeeds before the file is there: %s", p.name, script, out)
				}
				if out, err := s.run(strings.Replace(local, "--check", "--write", 1) + " && " + local); err != nil {
					t.Errorf("%s: %s: %v: %s", p.name, script, err, out)
				}
			default:
				if out, err := s.run(strings.TrimPrefix(local, "cd shop\n")); err != nil {
					t.Errorf("%s: %s: %v: %s", p.name, script, err, out)
				}
			}
		}
	}
	if ran < 40 {
		t.Errorf("%d command lines were run", ran)
	}
}

// showsAScreen runs a script on a terminal until it shows a screen.
func (s *tour) showsAScreen(t *testing.T, p page, script string) {
	t.Helper()
	cmd := s.command(script)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		t.Skipf("SKIPPED: there are no terminals here: %v", err)
	}
	defer terminal.Close()
	var got strings.Builder
	buffer := make([]byte, 1<<16)
	for !strings.Contains(got.String(), "╭") { // the corner of a pane, or of a card
		n, err := terminal.Read(buffer)
		if got.Write(buffer[:n]); err != nil {
			t.Errorf("%s: %s shows no screen: %q", p.name, script, got.String())
			break
		}
	}
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // with all that the shell began: a terminal makes them a group
	_ = cmd.Wait()
}

// helps runs a script that lacks values, and again with what its errors say, which is all that it lacks.
func (s *tour) helps(t *testing.T, script string) {
	t.Helper()
	said, err := s.run(script)
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 20 {
		t.Fatalf("%s: %v: %s", script, err, said)
	}
	for line := range strings.Lines(said) {
		_, hint, found := strings.Cut(strings.TrimSpace(line), " picks it: ")
		if !found {
			t.Fatalf("%s: it does not say what to do: %s", script, said)
		}
		script += " " + hint
	}
	if out, err := s.run(script); err != nil {
		t.Errorf("%s: %v: %s", script, err, out)
	}
}

// serves runs a script until it says where it listens.
func (s *tour) serves(t *testing.T, script string) {
	t.Helper()
	cmd := s.command("exec " + strings.Replace(script, "--dir shop", "--dir ../other-shop", 1))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for one := make([]byte, 1); !strings.Contains(got.String(), "listens"); {
		if _, err := out.Read(one); err != nil {
			t.Fatalf("%s ended: %s", script, got.String())
		}
		got.Write(one)
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
}

var (
	longFlag    = regexp.MustCompile(`(?:^|[\s\x60('"[|])(--[a-z][a-z0-9-]+)`)
	commandName = regexp.MustCompile(`(?:^|[\x60'" (])dowse ([a-z-]+)(?: ([a-z-]+))?(?:[\s\x60'"),;:|]|$)`)
)

// knownFlags are the long flags of all commands, and those of curl.
func knownFlags(t *testing.T) []string {
	t.Helper()
	all := []string{"--help"}
	names, _ := commands(t)
	for _, name := range append(names, "") {
		for _, found := range regexp.MustCompile(`(?m)^ +(?:-\w, )?(--[a-z-]+)`).FindAllStringSubmatch(helpOf(t, strings.Fields(name)...), -1) {
			all = append(all, found[1])
		}
	}
	return append(all, regexp.MustCompile(`--[a-z0-9-]+`).FindAllString(helpOf(t, "curl"), -1)...)
}

// unknown gives what a text names that is no command, topic or flag.
func unknown(text string, flags, commands, topics []string) []string {
	var all []string
	for _, found := range longFlag.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(flags, found[1]) {
			all = append(all, found[1])
		}
	}
	for _, found := range commandName.FindAllStringSubmatch(text, -1) {
		known := slices.Contains(commands, found[1]) || slices.Contains(topics, found[1])
		if found[1] == "help" && found[2] != "" && found[2] != "lists" {
			known = slices.Contains(commands, found[2]) || slices.Contains(topics, found[2])
		}
		if !known {
			all = append(all, strings.TrimSpace(found[0]))
		}
	}
	return all
}

// TestEveryFlagAndCommand holds that README, the help, and every text of the program that names a flag, a command or a page
// of the help name one that there is.
func TestEveryFlagAndCommand(t *testing.T) {
	names, topics := commands(t)
	flags := knownFlags(t)
	if got := unknown("see dowse help nothing, dowse frob, and --no-such", flags, names, topics); len(got) != 3 {
		t.Fatalf("the control finds %q", got)
	}
	for _, p := range pages(t) {
		text, _, _ := strings.Cut(p.text, "\n## Developing")
		if p.name == "README" {
			text = strings.Join(regexp.MustCompile("(?s)```sh.*?```|`[^`]*`").FindAllString(text, -1), "\n")
		}
		for _, what := range unknown(prose(text), flags, names, topics) {
			t.Errorf("%s names %s, which is not there", p.name, what)
		}
	}
	for _, l := range literals(t) {
		for _, what := range unknown(l.text, flags, names, topics) {
			t.Errorf("%s says %q: there is no %s", l.place, l.text, what)
		}
	}
}

// prose is a text without the sentences in which dowse is the subject.
func prose(text string) string {
	return regexp.MustCompile(`\bdowse (opens|sends|does|wants|itself|reads|starts|takes|knows|saves|finds|is|has|can|needs|keeps|explores|changes)\b`).ReplaceAllString(text, "it $1")
}

// literal is a text of the program.
type literal struct{ place, text string }

// literals are the string literals of the program that have a space, so that somebody may read them. Those of what is
// written for other tools, and of curl's own flags, are not ours.
func literals(t *testing.T) []literal {
	t.Helper()
	var all []literal
	root := "../.."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			strings.Contains(path, "formats/curl") || strings.Contains(path, "ui/pictures") || strings.Contains(path, "client/mapping/emit") || strings.Contains(path, "/terminal/screentest") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if text, err := strconv.Unquote(l.Value); err == nil && strings.Contains(text, " ") {
					all = append(all, literal{fmt.Sprint(files.Position(l.Pos())), prose(text)})
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 1000 {
		t.Fatalf("%d texts", len(all))
	}
	return all
}

// TestReadmeShowsTheCommands holds that README's table has every command, and its list every topic.
func TestReadmeShowsTheCommands(t *testing.T) {
	text := readme(t)
	names, topics := commands(t)
	for _, name := range names {
		if !strings.Contains(text, "`dowse "+name) {
			t.Errorf("README does not show dowse %s", name)
		}
	}
	_, manual, _ := strings.Cut(text, "`dowse help` lists the commands; ")
	manual, _, _ = strings.Cut(manual, "\n")
	for _, name := range topics {
		if !strings.Contains(manual, "`"+name+"`") && !strings.Contains(manual, "dowse help "+name+"`") {
			t.Errorf("README does not list dowse help %s", name)
		}
	}
}

var pressed = regexp.MustCompile("`(ctrl\\+.|[a-zA-Z] [a-z0-9]|[a-zA-Z*|/?!]|Esc|F1|Enter|backspace)`")

// TestReadmeNamesKeys holds that each key that the tour of README names is bound.
func TestReadmeNamesKeys(t *testing.T) {
	tour, _, _ := strings.Cut(readme(t), "\n## Without the screen")
	var keys []string
	for _, a := range action.Default().All() {
		keys = append(keys, a.Keys...)
	}
	found := pressed.FindAllStringSubmatch(tour, -1)
	if len(found) < 15 {
		t.Fatalf("the tour names %q", found)
	}
	for _, key := range found {
		name := key[1]
		if len(name) > 1 && name[1] != ' ' {
			name = strings.ToLower(name)
		}
		if !slices.Contains(keys, name) {
			t.Errorf("README names the key %s, which does nothing", key[1])
		}
	}
}
