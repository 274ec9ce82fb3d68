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

	"dowse/collections"
	"dowse/collections/spelling"
	"dowse/collections/vars"
)

// workspaceFlags says which collection, environment and variables a command works with.
type workspaceFlags struct {
	dir         string
	environment string
	variables   []string // NAME=VALUE
	envFile     string
}

func (f *workspaceFlags) add(p *Program, cmd *cobra.Command) {
	cmd.Flags().Var(word{&f.dir, "DIR"}, "dir", "the collection (else a dowse.yaml above)")
	cmd.Flags().Var(word{&f.environment, "NAME"}, "env", "the environment (else dowse.yaml's default_env)")
	cmd.Flags().Var(words{&f.variables, "NAME=VALUE"}, "var", "a variable, the strongest; repeatable")
	cmd.Flags().Var(word{&f.envFile, "FILE"}, "env-file", "variables from a file of NAME=VALUE lines")
	_ = cmd.MarkFlagDirname("dir")
	_ = cmd.RegisterFlagCompletionFunc("env", p.completeEnvironments)
}

// again writes the flags that name files for another command line. Variables are left out: they may be secret.
func (f *workspaceFlags) again() string {
	var flags string
	for _, flag := range []struct{ name, value string }{{"dir", f.dir}, {"env", f.environment}, {"env-file", f.envFile}} {
		if flag.value != "" {
			flags += " --" + flag.name + " " + quoteForShell(flag.value)
		}
	}
	return flags
}

// workspace is the collection, if there is one, and the variables that a command works with.
type workspace struct {
	dir         string // as given with --dir
	environment string // as asked for with --env
	hint        string // the flags that a command in a hint needs to see the same files
	collection  *collections.Collection
	overrides   []assignment // --var
	envFile     []assignment // --env-file
}

// assignment is a variable given beside the files. Whether it is secret the files say, when they are read.
type assignment struct {
	name, text string
	source     string
}

// open loads what the flags name. A command outside of any collection has a workspace without one.
func (p *Program) open(f workspaceFlags) (*workspace, error) {
	w := &workspace{dir: f.dir, environment: f.environment, hint: f.again()}
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
	w.collection = c
	return nil
}

func (w *workspace) readVariables(f workspaceFlags) error {
	for _, typed := range f.variables {
		name, value, ok := strings.Cut(typed, "=")
		if !ok || name == "" || strings.ContainsAny(name, " \t:{}|") {
			return usage("--var: it takes NAME=VALUE, and a name has no spaces, colons or braces") // the text may be a secret
		}
		w.overrides = append(w.overrides, assignment{name, value, "--var"})
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
		w.envFile = append(w.envFile, assignment{name, value, f.envFile})
	}
	return nil
}

// layer gives assignments their values. One is secret when the files say that a variable of its name is.
func (w *workspace) layer(name string, assignments []assignment) vars.Layer {
	layer := vars.Layer{Name: name}
	for _, a := range assignments {
		value := vars.ParseScalar(a.text)
		if v, err := vars.ParseJSON(a.text); err == nil && v.Kind() >= vars.Array {
			value = v // as dowse pick prints it
		}
		if w.secret(a.name) {
			value = value.AsSecret()
		}
		layer.Variables = append(layer.Variables, vars.Variable{Name: a.name, Value: value, Source: a.source})
	}
	return layer
}

func (w *workspace) secret(name string) bool {
	if w.collection == nil {
		return false
	}
	declared := slices.Clone(w.collection.Secrets)
	for _, e := range w.collection.Environments {
		declared = append(declared, e.Secrets...)
	}
	for _, f := range w.collection.Folders {
		declared = append(declared, f.Secrets...)
	}
	if slices.ContainsFunc(declared, func(s collections.SecretRef) bool { return s.Name == name }) {
		return true
	}
	for _, r := range w.collection.Requests {
		for _, pick := range r.Picks {
			if pick.Secret && (pick.Name == name || "pick."+r.ID+"."+pick.Name == name) {
				return true
			}
		}
	}
	return false
}

// environmentName is the environment in use: the one asked for, else the collection's default.
func (w *workspace) environmentName() string {
	if w.environment == "" && w.collection != nil {
		return w.collection.DefaultEnv
	}
	return w.environment
}

// broken returns what is wrong with the given files of the collection, if anything keeps them from use.
func (w *workspace) broken(files ...string) error {
	var lines []string
	for _, problem := range w.collection.Problems {
		if !problem.Warning && slices.Contains(files, problem.File) {
			lines = append(lines, problem.Error())
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return &exitError{exitUsage, several(lines)}
}

// warn says on stderr what the files that a request is made of have and dowse does not know.
func (w *workspace) warn(p *Program, o operand) {
	if w.collection == nil || !o.inherits() {
		return
	}
	files := append(w.inherited(o.request.ID), o.request.ID+".yaml")
	for _, problem := range w.collection.Problems {
		if problem.Warning && slices.Contains(files, problem.File) {
			p.say("note: %s", problem)
		}
	}
}

// inherited are the files that a request takes settings and variables from.
func (w *workspace) inherited(id string) []string {
	files := []string{"dowse.yaml"}
	for dir := filepath.ToSlash(filepath.Dir(id)); dir != "."; dir = filepath.ToSlash(filepath.Dir(dir)) {
		files = append(files, dir+"/_folder.yaml")
	}
	if name := w.environmentName(); name != "" {
		files = append(files, "env/"+name+".yaml")
	}
	return files
}

// unknownEnvironment names the environment that was probably meant.
func (w *workspace) unknownEnvironment(name string) error {
	if w.collection == nil {
		return usage("--env %s: there is no collection here (no dowse.yaml in this folder or above it)", name)
	}
	var names []string
	for _, e := range w.collection.Environments {
		names = append(names, e.Name)
	}
	message := fmt.Sprintf("there is no environment %q in %s", name, filepath.Join(w.collection.Root, "env"))
	switch near := spelling.Nearest(name, names); {
	case near != "":
		return usage("%s; the nearest is %s", message, near)
	}
	return usage("%s; %s", message, enumerated("there is", names, "the file would be env/"+name+".yaml"))
}
