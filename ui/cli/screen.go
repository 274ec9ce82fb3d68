package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dowse/client/demo"
	"dowse/client/runner"
	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/formats/curl"
	"dowse/collections/journal"
	"dowse/ui"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// beginning is what a screen shows first.
type beginning struct {
	*workspace
	open  string // the ID of a request; empty: what was open last
	typed string // a URL or a curl command
	note  string // what is to be said first
}

// terminal gives the terminal that a screen can be shown on; false: there is none.
func (p *Program) terminal() (in, out *os.File, ok bool) {
	in, inOK := p.In.(*os.File)
	out, outOK := p.Out.(*os.File)
	return in, out, inOK && outOK && terminal.IsTerminal(in) && terminal.IsTerminal(out) && os.Getenv("TERM") != "dumb"
}

// startScreen shows what the words of a command line name.
func (p *Program) startScreen(ctx context.Context, where workspaceFlags, args []string) error {
	b, err := p.beginning(where, args)
	if err != nil {
		return err
	}
	return p.showScreens(ctx, b)
}

// beginning finds out what is named: a curl command, a folder, a file, an ID of the collection, or a URL.
func (p *Program) beginning(where workspaceFlags, args []string) (beginning, error) {
	if len(args) > 0 {
		if info, err := os.Stat(args[0]); err == nil && info.IsDir() && where.dir == "" {
			where.dir, args = nearestRoot(args[0]), args[1:]
		}
	}
	w, err := p.open(where)
	if err != nil {
		return beginning{}, err
	}
	b := beginning{workspace: w}
	if name := w.Environment; name != "" && (w.Collection == nil || w.Collection.Environment(name) == nil) {
		return b, w.unknownEnvironment(name)
	}
	switch {
	case len(args) == 0:
		return b, nil
	case curl.Is(args[0]), isMethod(args) && len(args) == 2:
		b.typed = strings.Join(args, " ")
		return b, nil
	case len(args) > 1:
		return b, usage("dowse takes one URL, curl command, file or folder, but got %d words; quote a curl command, or use dowse curl", len(args))
	}
	o, err := w.find(args[0])
	switch {
	case err != nil:
		return b, err
	case o.saved:
		b.open = o.request.ID
	default:
		b.typed = args[0]
	}
	return b, nil
}

// nearestRoot is the collection of a folder: the folder itself where none is above it.
func nearestRoot(dir string) string {
	if root, ok := collections.Find(dir); ok {
		return root
	}
	return dir
}

// namesSomething says whether a word of a command line is something that the screen can show.
func (p *Program) namesSomething(args []string) bool {
	if _, err := os.Stat(args[0]); err == nil || address.Is(args[0]) || curl.Is(args[0]) || isMethod(args) {
		return true
	}
	w, err := p.open(workspaceFlags{})
	return err == nil && slices.Contains(w.requestIDs(), strings.TrimSuffix(args[0], ".yaml"))
}

// showScreens shows one screen after the other, as a person goes from one collection to the next.
func (p *Program) showScreens(ctx context.Context, b beginning) error {
	var lost error // what a screen before could not keep
	for {
		next, err := p.showScreen(ctx, b)
		if errors.Is(err, errLost) && next != (ui.Next{}) {
			lost, err = err, nil
		}
		switch {
		case err != nil:
			return err
		case next == (ui.Next{}):
			return lost
		case next.Demo:
			if err := p.demoScreen(ctx, demoFlags{address: anyPort, lifetime: demo.DefaultTokenLifetime}); err != nil {
				return err
			}
			return lost
		}
		w, err := p.open(workspaceFlags{dir: next.Root})
		if err != nil {
			return err
		}
		b = beginning{workspace: w}
	}
}

// probeLimit is how long a terminal has to say what background it has.
const probeLimit = 80 * time.Millisecond

// showScreen shows a screen until it ends.
func (p *Program) showScreen(ctx context.Context, b beginning) (ui.Next, error) {
	in, out, _ := p.terminal()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	set := readSettings()
	if b.note != "" {
		set.problems = append(set.problems, b.note)
	}
	terminal.Go(ui.SweepEdits)
	keeper := newKeeper()
	root := ""
	if b.Collection != nil {
		root = b.Collection.Root
		set.problems = append(set.problems, mistakes(b.Collection)...)
	}
	state, err := keeper.load(root, b.Collection)
	if err != nil {
		set.problems = append(set.problems, err.Error())
	}
	model, err := ui.New(ui.Options{
		Context: ctx, Runner: &runner.Runner{Client: p.sender(), Session: b.Session, Observe: p.Observe}, Trust: store(),
		Theme: set.theme(state.Theme, in, out), Palettes: set.palettes, Keymap: set.keymap, Mouse: set.mouse(),
		State: state, Open: b.open, Typed: b.typed, Keep: keeper.keep, KeepIn: keeper.keepIn, Reload: watching(),
		Samples: keeper.samples,
		Nearby:  nearby(root),
		Recent:  slices.DeleteFunc(journal.Recent(keeper.home), func(r string) bool { return r == root }), Editor: set.Editor, Problems: set.problems,
	})
	if err != nil {
		return ui.Next{}, usage("%w", err)
	}
	_, err = terminal.Run(ctx, model, terminal.Options{In: in, Out: out, Mouse: set.mouse()})
	unkept := model.Close()
	if folder := keeper.elsewhere(); folder != "" {
		p.say("dowse: what is not saved is kept in %s; to have it again: XDG_STATE_HOME=%s dowse", folder, quoteForShell(folder))
	}
	return model.Next(), p.ended(err, unkept)
}

// nearby are the collections in the folders here, where none is open.
func nearby(root string) []string {
	if root != "" {
		return nil
	}
	found, _ := filepath.Glob(filepath.Join("*", "dowse.yaml"))
	for i := range found {
		found[i] = filepath.Dir(found[i])
	}
	return found
}

// errLost is the error of a screen whose unsaved requests are lost. It was said already.
var errLost = errors.New("")

// ended says why a screen ended, where that is not that a person wanted it.
func (p *Program) ended(err, unkept error) error {
	if unkept != nil {
		p.say("dowse: %s", unkept)
	}
	if lost, ok := errors.AsType[*journal.UnkeptError](unkept); ok && len(lost.Drafts) > 0 {
		p.say("dowse: %s lost: %s", quantity.Of(len(lost.Drafts), "unsaved request is", "unsaved requests are"), strings.Join(lost.Drafts, ", "))
		if err == nil {
			err = &exitError{exitUsage, errLost}
		}
	}
	if fault, ok := errors.AsType[*terminal.PanicError](err); ok {
		p.say("dowse: internal error: %v; this is a fault of dowse: please report it with what follows", fault.Value)
		fmt.Fprint(p.Err, safe(string(fault.Stack)))
		return &exitError{code: exitInternal}
	}
	return err
}

// theme is the one that was chosen on the screen, else that of the settings, else what suits the terminal.
func (s *settings) theme(chosen string, in, out *os.File) theme.Options {
	o := theme.Options{Name: chosen, Depth: terminal.Profile(out), ASCII: s.ASCII}
	if _, known := s.palettes[o.Name]; !known && !slices.Contains(theme.Names(), o.Name) {
		o.Name = s.Theme
	}
	if _, known := s.palettes[o.Name]; !known && o.Name != themeAuto && !slices.Contains(theme.Names(), o.Name) {
		s.problem("config.yaml", fmt.Sprintf("there is no theme %q", o.Name))
		o.Name = themeAuto
	}
	if o.Name == themeAuto {
		o.Name = theme.Dark
		if dark, known := terminal.Dark(in, out, probeLimit); known && !dark {
			o.Name = theme.Light
		}
	}
	o.Source, o.ReadFile = s.palettes[o.Name], readStyle
	if _, err := theme.New(o); err != nil {
		s.problem(filepath.Join("themes", o.Name+".yaml"), err.Error())
		o.Name, o.Source = theme.Dark, nil
	}
	return o
}

func (s *settings) mouse() bool { return s.Mouse == nil || *s.Mouse }

// mistakes are what is wrong with the files of a collection, the first of it.
func mistakes(c *collections.Collection) []string {
	var said []string
	for _, problem := range c.Problems {
		if !problem.Warning {
			said = append(said, problem.Error())
		}
	}
	if len(said) > 1 {
		said[0] = fmt.Sprintf("%s (and %d more: dowse validate lists them)", said[0], len(said)-1)
	}
	return said
}

// watching waits for changes of the files of a collection. The watcher begins with the first wait.
func watching() func(context.Context, string) error {
	var mu sync.Mutex
	var watcher *collections.Watcher
	var watched string
	return func(ctx context.Context, root string) (err error) {
		mu.Lock()
		if watcher == nil || watched != root {
			watcher, err = collections.Watch(ctx, root)
			watched = root
		}
		now := watcher
		mu.Unlock()
		if err != nil {
			return err
		}
		return now.Next(ctx)
	}
}

// demoScreen shows the demo API's collection.
func (p *Program) demoScreen(ctx context.Context, f demoFlags) error {
	server, err := demo.Start(demo.Options{Address: f.address, TokenLifetime: f.lifetime})
	if err != nil {
		return usage("%w; --addr names another address", err)
	}
	defer server.Close()
	dir := f.dir
	if dir == "" {
		parent, err := os.MkdirTemp("", "dowse-demo-")
		if err != nil {
			return usage("cannot write the demo's files: %w", err)
		}
		defer os.RemoveAll(parent)
		dir = filepath.Join(parent, "demo")
	}
	if _, _, err := writeTutorial(dir, server.URL()); err != nil {
		return err
	}
	w, err := p.open(workspaceFlags{dir: dir})
	if err != nil {
		return err
	}
	b := beginning{workspace: w}
	if f.dir == "" {
		b.note = "a demo: what you do here is gone when you quit; dowse demo --dir DIR keeps its files"
	}
	return p.showScreens(ctx, b)
}
