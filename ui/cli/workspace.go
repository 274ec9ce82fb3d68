package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/joho/godotenv"
	"github.com/spf13/cobra"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/spelling"
)

// workspaceFlags says which collection, environment and variables a command works with.
type workspaceFlags struct {
	dir         string
	environment string
	variables   []string // NAME=VALUE
	envFile     string
	trust       string // the hash of what the collection wants, or "all"
}

func (f *workspaceFlags) add(p *Program, cmd *cobra.Command) {
	cmd.Flags().Var(word{&f.dir, "DIR"}, "dir", "the collection (else a dowse.yaml above)")
	cmd.Flags().Var(word{&f.environment, "NAME"}, "env", "the environment (else dowse.yaml's default_env)")
	cmd.Flags().Var(words{&f.variables, "NAME=VALUE"}, "var", "a variable, the strongest; repeatable")
	cmd.Flags().Var(word{&f.envFile, "FILE"}, "env-file", "variables from a file of NAME=VALUE lines")
	cmd.Flags().Var(word{&f.trust, "HASH"}, "trust", "trust what it wants: dowse help trust")
	_ = cmd.MarkFlagDirname("dir")
	_ = cmd.RegisterFlagCompletionFunc("env", p.completeEnvironments)
}

// again writes the flags that name files for another command line. Variables are left out: they may be secret.
func (f *workspaceFlags) again() string {
	var flags string
	for _, flag := range []struct{ name, value string }{{"dir", f.dir}, {"env", f.environment}, {"env-file", f.envFile}, {"trust", f.trust}} {
		if flag.value != "" {
			flags += " --" + flag.name + " " + quoteForShell(flag.value)
		}
	}
	return flags
}

// workspace is what a command works with: the session, and how another command would name the same.
type workspace struct {
	*session.Session
	dir  string // as given with --dir
	hash string // as given with --trust
	hint string // the flags that a command in a hint needs to see the same files

	planning planning
	unkept   error // why it is not known, or not kept, what the collection is trusted with
}

// open loads what the flags name. A command outside of any collection has a workspace without one.
func (p *Program) open(f workspaceFlags) (*workspace, error) {
	w := &workspace{Session: &session.Session{Environment: f.environment}, dir: f.dir, hash: f.trust, hint: f.again()}
	root, found := f.dir, f.dir != ""
	if !found {
		here, err := os.Getwd()
		if err != nil {
			return nil, usage("%w", err)
		}
		root, found = collections.Find(here)
	}
	if found {
		if err := w.load(root); err != nil {
			return nil, err
		}
	}
	if err := w.readVariables(f); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *workspace) load(root string) error {
	c, err := collections.Load(root)
	if err != nil {
		return usage("%w", err)
	}
	w.Collection = c
	w.readTrust()
	return nil
}

func (w *workspace) readVariables(f workspaceFlags) error {
	for _, typed := range f.variables {
		name, value, ok := strings.Cut(typed, "=")
		if !ok || name == "" || strings.ContainsAny(name, " \t:{}|") {
			return usage("--var: it takes NAME=VALUE, and a name has no spaces, colons or braces") // the text may be a secret
		}
		w.Overrides = append(w.Overrides, session.Given{Name: name, Text: value, Source: session.LayerGiven})
	}
	if f.envFile == "" {
		return nil
	}
	values, err := godotenv.Read(f.envFile)
	if err != nil {
		if _, file := errors.AsType[*fs.PathError](err); !file {
			err = errors.New("a line of it is not NAME=VALUE") // the parser's error quotes lines, which may be secrets
		}
		return usage("--env-file %s: %w", f.envFile, cause(err))
	}
	for name, value := range values {
		w.EnvFile = append(w.EnvFile, session.Given{Name: name, Text: value, Source: f.envFile})
	}
	return nil
}

// broken returns what is wrong with the given files of the collection, if anything keeps them from use.
func (w *workspace) broken(files ...string) error {
	if problems := w.Broken(files...); len(problems) > 0 {
		return brokenFiles(&session.BrokenError{Problems: problems})
	}
	return nil
}

func brokenFiles(e *session.BrokenError) error {
	return &exitError{exitUsage, several(strings.Split(e.Error(), "\n"))}
}

// warn says on stderr what the files that a request is made of have and dowse does not know.
func (w *workspace) warn(p *Program, o operand) {
	if w.Collection == nil || !w.Inherits(o.request, o.saved) {
		return
	}
	files := append(w.Files(o.request.ID), o.request.ID+".yaml")
	for _, problem := range w.Collection.Problems {
		if problem.Warning && slices.Contains(files, problem.File) {
			p.say("note: %s", problem)
		}
	}
}

// unknownEnvironment names the environment that was probably meant.
func (w *workspace) unknownEnvironment(name string) error {
	if w.Collection == nil {
		return usage("--env %s: there is no collection here (no dowse.yaml in this folder or above it)", name)
	}
	var names []string
	for _, e := range w.Collection.Environments {
		names = append(names, e.Name)
	}
	message := fmt.Sprintf("there is no environment %q in %s", name, filepath.Join(w.Collection.Root, "env"))
	switch near := spelling.Nearest(name, names); {
	case near != "":
		return usage("%s; the nearest is %s", message, near)
	}
	return usage("%s; %s", message, enumerated("there is", names, "the file would be env/"+name+".yaml"))
}
