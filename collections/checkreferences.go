package collections

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/spelling"
	"dowse/collections/vars"
)

// CheckReferences looks up what the files of the collection name: requests, picks, variables, what orders list and files. What
// is not there is a problem, with the nearest name that is. A problem is a warning where all else in its file can be used.
// What Problems has already is not repeated.
func (c *Collection) CheckReferences() []Problem {
	k := &referenceChecker{collection: c}
	for _, ref := range c.References() {
		if !slices.Contains(c.Others, ref.File) && ref.Key != "note" && ref.Key != "hint" {
			k.reference(ref)
		}
	}
	k.known = c.variableNames()
	for name, f := range c.files {
		if document, _ := yamledit.Parse(f.data); document != nil && !slices.Contains(c.Others, name) {
			k.file(name, f.data, document.Root)
		}
	}
	slices.SortFunc(k.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return k.problems
}

// referenceChecker collects what is named and not there.
type referenceChecker struct {
	collection *Collection
	known      []string // the names of variables and secrets
	problems   []Problem
}

func (k *referenceChecker) add(ref Reference, warning bool, message, near string) {
	if near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	k.problems = append(k.problems, Problem{ref.File, ref.Line, ref.Column, ref.Key, message, warning})
}

// reference looks up a request, its pick, or a name of an order.
func (k *referenceChecker) reference(ref Reference) {
	c := k.collection
	if ref.Key == "order" && ref.Pick == "" {
		if !exists(c.Root, ref.ID) && !exists(c.Root, ref.ID+extension) {
			k.add(ref, true, fmt.Sprintf("the order lists %q, and there is no such file or folder here", ref.Text), spelling.Nearest(orderName(ref.Text), c.besides(ref.File)))
		}
		return
	}
	request := c.Request(ref.ID)
	switch {
	case request == nil && ref.Pick != "":
		near := spelling.Nearest(ref.ID, c.requestIDs())
		if near != "" {
			near = ExactName(near, ref.Pick)
		}
		k.add(ref, false, fmt.Sprintf("%s names the request %q, which is not there", ref.Text, ref.ID), near)
	case request == nil:
		k.add(ref, false, fmt.Sprintf("there is no request %q", ref.ID), spelling.Nearest(ref.ID, c.requestIDs()))
	case ref.Pick != "" && !slices.ContainsFunc(request.Picks, func(p Pick) bool { return p.Name == ref.Pick }):
		var names []string
		for _, p := range request.Picks {
			names = append(names, p.Name)
		}
		near := spelling.Nearest(ref.Pick, names)
		if near != "" {
			near = ExactName(ref.ID, near)
		}
		k.add(ref, false, fmt.Sprintf("%s names a pick of %s, which has no %q", ref.Text, ref.ID, ref.Pick), near)
	}
}

func (c *Collection) requestIDs() []string {
	var ids []string
	for _, r := range c.Requests {
		ids = append(ids, r.ID)
	}
	return ids
}

// besides are the names that an order in a file could list.
func (c *Collection) besides(file string) (names []string) {
	entries, _ := os.ReadDir(filepath.Join(c.Root, filepath.FromSlash(path.Dir(file))))
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), extension); e.IsDir() || name != e.Name() {
			names = append(names, name)
		}
	}
	return names
}

// variableNames are the names of all that gives a placeholder a value in some request and environment.
func (c *Collection) variableNames() []string {
	names := []string{"base_url"}
	settings := func(s Settings, refs []SecretRef) {
		for _, v := range s.Vars {
			names = append(names, v.Name)
		}
		for _, ref := range refs {
			names = append(names, ref.Name)
		}
	}
	settings(c.Settings, c.Secrets)
	for _, f := range c.Folders {
		settings(f.Settings, f.Secrets)
	}
	for _, e := range c.Environments {
		settings(e.Settings, e.Secrets)
	}
	for _, r := range c.Requests {
		settings(r.Settings, nil)
		for _, p := range r.Picks {
			names = append(names, p.Name)
		}
	}
	return names
}

// prose are keys whose texts are for people, or are no templates.
var prose = []string{"note", "hint", "picks", "expect", "error_when", "fields"}

// file looks up the variables and files that a file names.
func (k *referenceChecker) file(name string, data []byte, root *yamledit.Node) {
	r := &fields.Reader{Source: data}
	at := func(n *yamledit.Node, key string) Reference {
		line, column := r.Place(n, 1, 1)
		return Reference{File: name, Line: line, Column: column, Key: key}
	}
	k.placeholders(name, r, root)
	if values := root.Get("vars"); values != nil {
		for _, e := range values.Entries {
			k.value(at, e.Key.Text, e.Value)
		}
	}
	if base := root.Get("base_url"); base != nil {
		k.value(at, "base_url", base)
	}
	if next := root.Get("page").Get("next"); next != nil && next.Text != "" && !strings.Contains(next.Text, exactPick) && !slices.Contains(k.known, next.Text) {
		k.add(at(next, "next"), false, fmt.Sprintf("the pages go on by %q, which nothing picks", next.Text), spelling.Nearest(next.Text, k.known))
	}
	for _, key := range []string{"ca", "cert", "key"} {
		k.named(at, root.Get("tls").Get(key), key)
	}
	if strings.HasPrefix(name, mappingFolder+"/") {
		k.named(at, root.Get("into").Get("schema"), "schema")
	}
	if secrets := root.Get("secrets"); secrets != nil {
		for _, e := range secrets.Entries {
			if from := e.Value.Get("from"); from != nil && from.Text == "file" {
				k.named(at, e.Value.Get("path"), "path")
			}
		}
	}
}

// value warns of a placeholder in a variable's value, which is inserted as it stands.
func (k *referenceChecker) value(at func(*yamledit.Node, string) Reference, name string, n *yamledit.Node) {
	for _, e := range n.Entries {
		k.value(at, name, e.Value)
	}
	for _, item := range n.Items {
		k.value(at, name, item)
	}
	if uses := vars.Uses(n.Text); n.Kind == yamledit.Scalar && len(uses) > 0 {
		text := n.Text[uses[0].Start:uses[0].End]
		k.add(at(n, name), true, fmt.Sprintf("%s is sent as it stands here: a value is inserted once and never read as a template; write %s where {{%s}} is used", text, text, name), "")
	}
}

// named looks up a file that is named relative to the root.
func (k *referenceChecker) named(at func(*yamledit.Node, string) Reference, n *yamledit.Node, key string) {
	if n == nil || n.Kind != yamledit.Scalar || n.Text == "" || strings.Contains(n.Text, "{{") {
		return
	}
	c := k.collection
	full := filepath.FromSlash(n.Text)
	if !filepath.IsAbs(full) {
		if !filepath.IsLocal(full) {
			k.add(at(n, key), false, fmt.Sprintf("%q is outside the collection", n.Text), "")
			return
		}
		full = filepath.Join(c.Root, full)
	}
	if info, err := os.Stat(full); err == nil && !info.IsDir() {
		return
	}
	var names []string
	_ = filepath.WalkDir(c.Root, func(file string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && len(names) < 10_000 {
			if relative, err := filepath.Rel(c.Root, file); err == nil {
				names = append(names, filepath.ToSlash(relative))
			}
		}
		return nil
	})
	k.add(at(n, key), false, fmt.Sprintf("there is no file %q", n.Text), spelling.Nearest(n.Text, names))
}

// placeholders looks up the variables of templates. One that nothing in the files gives may be given with --var: it is told where
// another name is so near that it is likely to be meant.
func (k *referenceChecker) placeholders(name string, r *fields.Reader, n *yamledit.Node) {
	for _, e := range n.Entries {
		if slices.Contains(prose, e.Key.Text) || strings.HasPrefix(e.Key.Text, "x-") {
			continue
		}
		k.placeholders(name, r, e.Key)
		k.placeholders(name, r, e.Value)
	}
	for _, item := range n.Items {
		k.placeholders(name, r, item)
	}
	if n.Kind != yamledit.Scalar || !strings.Contains(n.Text, "{{") {
		return
	}
	for _, use := range vars.Uses(n.Text) {
		message, near, warning := k.placeholder(use)
		if message == "" {
			continue
		}
		before := n.Text[:use.Start]
		line, column := r.Place(n, strings.Count(before, "\n")+1, len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))+1)
		k.add(Reference{File: name, Line: line, Column: column, Key: use.Name}, warning, message, near)
	}
}

// placeholder says what is wrong with a name; empty: nothing, or another check says it.
func (k *referenceChecker) placeholder(use vars.Use) (message, near string, warning bool) {
	_, _, exact := splitExact(use.Name)
	variable, environment := vars.Environment(use.Name)
	switch {
	case environment && variable == "":
		return fmt.Sprintf("{{%s}} names no variable of the environment; write {{$env.NAME}}", use.Name), "", false
	case strings.HasPrefix(use.Name, "$") && !vars.Dynamic(use.Name):
		return fmt.Sprintf("there is no {{%s}}; there are %s and $env.NAME", use.Name, strings.Join(vars.Dynamics(), ", ")), "", false
	case strings.HasPrefix(use.Name, exactPick) && !exact:
		return fmt.Sprintf("{{%s}} names no pick of a request; write {{pick.REQUEST.NAME}}", use.Name), "", false
	case strings.HasPrefix(use.Name, "$") || exact || use.Default || slices.Contains(k.known, use.Name):
		return "", "", false
	}
	if near = spelling.Nearest(use.Name, k.known); near == "" {
		return "", "", false
	}
	return fmt.Sprintf("nothing gives {{%s}} a value", use.Name), near, true
}
