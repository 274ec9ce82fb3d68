// Package collections is what is saved: requests, folders, environments and picks as plain data, and
// the folder of YAML files they live in. It knows no network and no terminal.
//
// A collection is a folder with a dowse.yaml at its root. Every other YAML file whose top level has
// a "url" is one request; its path without ".yaml" is the request's ID. Nothing else identifies it.
//
//	Load ──> *Collection (plain data) ──edit──> Save ──> only the lines that changed
//	              │
//	              └── Resolve(request, environment): settings inherited, ready for client.Send
package collections

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"dowse/collections/disk"
)

// Collection is everything that one folder on disk holds. Its fields are plain data.
//
// One that others look at is not changed: a change is made to a Clone, with a new value in the place of each that
// is another one, and the matching Save method of that.
type Collection struct {
	Root         string // absolute path of the folder that holds dowse.yaml
	Version      int    // of the file format; 1
	Name         string
	DefaultEnv   string // the environment used when none is named
	Settings            // what every request inherits
	Secrets      []SecretRef
	Folders      []*Folder      // every folder with a _folder.yaml, by ID
	Requests     []*Request     // in the order shown: by folder order where one is given, else by ID
	Environments []*Environment // by name
	Mappings     []*Mapping     // by ID
	Others       []string       // YAML files below Root that are no requests, as slash paths
	Problems     []Problem      // what could not be read or is not known, file by file

	// LockTimeout is how long a save waits for another process that is saving here; zero: 10 s. Then the error is disk.ErrBusy.
	LockTimeout time.Duration

	files    map[string]file // what each file was when it was read or last written, by slash path
	together *pending        // the change that saves are a part of; nil: each is its own
}

// Clone is a collection that can be changed without c: by the methods that save, and by putting other requests, folders and
// environments in the places of those that are there. Both share what is the same.
func (c *Collection) Clone() *Collection {
	clone := *c
	clone.Vars, clone.Secrets = slices.Clone(c.Vars), slices.Clone(c.Secrets)
	clone.Folders, clone.Requests = slices.Clone(c.Folders), slices.Clone(c.Requests)
	clone.Environments, clone.Mappings = slices.Clone(c.Environments), slices.Clone(c.Mappings)
	clone.Others, clone.Problems = slices.Clone(c.Others), slices.Clone(c.Problems)
	clone.files = maps.Clone(c.files)
	return &clone
}

// disk is the folder of the collection, for what writes there.
func (c *Collection) disk() disk.Folder { return disk.Folder{Root: c.Root, LockTimeout: c.LockTimeout} }

// put has a value in the place of the one that is the same by its name, or as a new one; added says that it is new.
func put[T any](all []*T, value *T, same func(*T) bool) (_ []*T, added bool) {
	if i := slices.IndexFunc(all, same); i >= 0 {
		all[i] = value
		return all, false
	}
	return append(all, value), true
}

// Folder is what _folder.yaml says of the requests below it.
type Folder struct {
	ID    string // slash path below the root, without a trailing slash
	Name  string
	Order []string // names of files and folders, as reordered by hand; the rest follows by name
	Settings
	Secrets []SecretRef
}

// Environment is one file of env/: the same collection against another server.
type Environment struct {
	Name    string // the file's name without ".yaml"
	BaseURL string // the variable base_url
	Settings
	Secrets []SecretRef
}

// Settings is what a request inherits, nearest first: the request itself, the environment, its
// folders from the inside out, the collection.
type Settings struct {
	Headers   Rows
	Auth      *Auth // nil: inherited
	Vars      []Variable
	Timeouts  Timeouts
	Redirects *int // how many redirects to follow; 0 follows none; nil: inherited, 10 at the root
	TLS       *TLS // nil: inherited
	ErrorWhen []ErrorRule
}

// SecretRef says where the value of a secret variable comes from. The value itself is never in a file.
type SecretRef struct {
	Name     string
	From     string // keychain, env, command, file or prompt
	Hint     string // shown to whoever has to supply it
	Variable string // from env: the environment variable; the secret's name in upper case when empty
	Path     string // from file
	Command  string // from command
}

// Problem is one thing wrong with a file, at a place a person can go to.
type Problem struct {
	File         string // slash path below the root
	Line, Column int    // from 1; 0 when the whole file is meant
	Key          string // the offending key, when there is one
	Message      string // what is wrong, with the nearest valid key where one is near
	Warning      bool   // the file was read all the same
}

// Error gives the problem as "file:line:column: message".
func (p Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Request returns the request with that ID, or nil.
func (c *Collection) Request(id string) *Request {
	for _, r := range c.Requests {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Environment returns the environment with that name, or nil.
func (c *Collection) Environment(name string) *Environment {
	for _, e := range c.Environments {
		if e.Name == name {
			return e
		}
	}
	return nil
}
