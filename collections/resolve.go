package collections

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dowse/collections/vars"
)

// Resolve returns r with everything it inherits: from the environment (none when its name is empty),
// from its folders, the nearest first, and from the collection. Of a header the nearest rows of its
// name count; one that is off takes the inherited ones away. The TLS files become absolute paths, and
// one outside the collection is an error. Variables are not merged: see Layers.
func (c *Collection) Resolve(r *Request, environment string) (Request, error) {
	out := *r
	levels := []Settings{r.Settings}
	if environment != "" {
		e := c.Environment(environment)
		if e == nil {
			return out, fmt.Errorf("there is no environment %q; add env/%s.yaml or name another", environment, environment)
		}
		levels = append(levels, e.Settings)
	}
	for _, f := range c.foldersOf(r.ID) {
		levels = append(levels, f.Settings)
	}
	levels = append(levels, c.Settings)
	out.Settings = merge(levels)
	out.Vars = r.Vars
	if out.TLS == nil {
		return out, nil
	}
	tls := *out.TLS
	for _, file := range []*string{&tls.CA, &tls.Cert, &tls.Key} {
		absolute, err := c.absolute(*file)
		if err != nil {
			return out, fmt.Errorf("tls of %s: %w", r.ID, err)
		}
		*file = absolute
	}
	out.TLS = &tls
	return out, nil
}

// merge gives what the first of levels says, and where it says nothing what the next one does.
func merge(levels []Settings) Settings {
	var out Settings
	for _, s := range levels {
		out.Headers = mergeHeaders(out.Headers, s.Headers)
		out.Auth = first(out.Auth, s.Auth)
		out.Timeouts.Connect = orElse(out.Timeouts.Connect, s.Timeouts.Connect)
		out.Timeouts.TLS = orElse(out.Timeouts.TLS, s.Timeouts.TLS)
		out.Timeouts.FirstByte = orElse(out.Timeouts.FirstByte, s.Timeouts.FirstByte)
		out.Timeouts.Idle = orElse(out.Timeouts.Idle, s.Timeouts.Idle)
		out.Timeouts.Total = orElse(out.Timeouts.Total, s.Timeouts.Total)
		out.Redirects = first(out.Redirects, s.Redirects)
		out.TLS = first(out.TLS, s.TLS)
		if out.ErrorWhen == nil {
			out.ErrorWhen = s.ErrorWhen
		}
	}
	return out
}

func first[T any](near, far *T) *T {
	if near != nil {
		return near
	}
	return far
}

func orElse[T comparable](near, far T) T {
	var zero T
	if near != zero {
		return near
	}
	return far
}

// mergeHeaders puts the inherited rows whose name is not among near before those.
func mergeHeaders(near, far Rows) Rows {
	var out Rows
	for _, row := range far {
		if !slices.ContainsFunc(near, func(n Row) bool { return strings.EqualFold(n.Name, row.Name) }) {
			out = append(out, row)
		}
	}
	return append(out, near...)
}

// foldersOf gives the folders around a request that have a _folder.yaml, the nearest first.
func (c *Collection) foldersOf(id string) []*Folder {
	var out []*Folder
	for dir := path.Dir(id); ; dir = path.Dir(dir) {
		for _, f := range c.Folders {
			if f.ID == strings.TrimPrefix(dir, ".") {
				out = append(out, f)
			}
		}
		if dir == "." || dir == "/" {
			return out
		}
	}
}

// absolute gives the path of a file named in the collection. It has to stay below Root.
func (c *Collection) absolute(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	local := filepath.FromSlash(name)
	if !filepath.IsLocal(local) {
		return "", fmt.Errorf("%q is outside the collection; a file is named relative to %s and stays below it", name, c.Root)
	}
	joined := filepath.Join(c.Root, local)
	target, err := filepath.EvalSymlinks(joined)
	if err != nil {
		return joined, nil // whoever opens it says that it is missing
	}
	root, err := filepath.EvalSymlinks(c.Root)
	if err != nil {
		return "", err
	}
	if relative, err := filepath.Rel(root, target); err != nil || !filepath.IsLocal(relative) {
		return "", fmt.Errorf("%q is a link that leads out of the collection; copy what it points at", name)
	}
	return joined, nil
}

// Layers is the variables that the files of a collection give a request, without picks and without
// what comes from the command line: whoever sends puts those in between.
type Layers struct {
	Request     vars.Layer
	Environment vars.Layer // base_url, vars and secrets; empty without an environment
	Folders     []vars.Layer
	Collection  vars.Layer
}

// Layers returns the variables of r in an environment, its folders the nearest first. resolve gives the value of a secret
// when it is first used, such as SecretRef.Resolve.
func (c *Collection) Layers(r *Request, environment string, resolve func(SecretRef) (vars.Secret, error)) Layers {
	layer := func(name, source string, variables []Variable, secrets []SecretRef) vars.Layer {
		out := vars.Layer{Name: name}
		for _, v := range variables {
			out.Variables = append(out.Variables, vars.Variable{Name: v.Name, Value: v.Value, Source: source})
		}
		for _, s := range secrets {
			out.Variables = append(out.Variables, vars.Variable{Name: s.Name, Source: source, Resolve: func() (vars.Secret, error) { return resolve(s) }})
		}
		return out
	}
	out := Layers{
		Request:    layer("request", r.ID+extension, r.Vars, nil),
		Collection: layer("collection", rootFile, c.Vars, c.Secrets),
	}
	if e := c.Environment(environment); e != nil {
		variables := e.Vars
		if e.BaseURL != "" {
			variables = append([]Variable{{"base_url", vars.NewString(e.BaseURL)}}, variables...)
		}
		out.Environment = layer("environment "+e.Name, "env/"+e.Name+extension, variables, e.Secrets)
	}
	for _, f := range c.foldersOf(r.ID) {
		out.Folders = append(out.Folders, layer("folder "+f.ID, path.Join(f.ID, folderFile), f.Vars, f.Secrets))
	}
	return out
}

// EnvironmentName is the variable of the process environment that a secret from there is read from.
func (s SecretRef) EnvironmentName() string {
	return cmp.Or(s.Variable, strings.ToUpper(s.Name))
}

// Readable says why a secret cannot be asked for, without asking; nil: it can.
func (s SecretRef) Readable() error {
	if s.From != "env" {
		return fmt.Errorf("secret %s comes from %s, which this version cannot read yet; give it with --var %s=... or --env-file%s",
			s.Name, s.From, s.Name, s.hint())
	}
	return nil
}

// hint is what the files say to whoever has to supply a secret, behind a sentence.
func (s SecretRef) hint() string {
	if s.Hint == "" {
		return ""
	}
	return " (" + s.Hint + ")"
}

// Resolve gives the value of a secret. Only the process environment is read. Whether the collection is trusted to do so is
// for the caller to know.
func (s SecretRef) Resolve() (vars.Secret, error) {
	if err := s.Readable(); err != nil {
		return vars.Secret{}, err
	}
	name := s.EnvironmentName()
	text := os.Getenv(name)
	if text == "" {
		return vars.Secret{}, fmt.Errorf("secret %s comes from the environment variable %s, which is not set or empty; set it, or give --var %s=...%s",
			s.Name, name, s.Name, s.hint())
	}
	return vars.NewSecret(text), nil
}

// Producers returns the requests that pick a variable of that name; pick.ID.NAME names one request's own.
func (c *Collection) Producers(name string) []*Request {
	var out []*Request
	for _, r := range c.Requests {
		if slices.ContainsFunc(r.Picks, func(p Pick) bool { return p.Name == name || ExactName(r.ID, p.Name) == name }) {
			out = append(out, r)
		}
	}
	return out
}
