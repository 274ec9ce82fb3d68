package collections

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"dowse/collections/disk"
	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

// ConflictError is returned by a save when the file is not what it was when it was read. Nothing was
// written; load the collection again and make the change there.
type ConflictError struct{ File string }

// Error names the file.
func (e *ConflictError) Error() string {
	return e.File + " was changed on disk since it was read, so it was not saved; load it again and repeat the change"
}

// Save writes a request to the file of its ID: only the lines that changed, or a new file. Comments,
// order, quotes and unknown keys stay. Without a change not a byte is written. The error is a
// *ConflictError when the file was changed by someone else, a *LiteralSecretError when a secret would
// be written out. The request is in Requests then, in the place of the one that had its ID.
func (c *Collection) Save(r *Request) error {
	if err := c.checkID(r.ID); err != nil {
		return err
	}
	if err := save(c, r.ID+extension, requestKeys, r, Request{ID: r.ID}, requestLiterals); err != nil {
		return err
	}
	all, added := put(c.Requests, r, func(other *Request) bool { return other.ID == r.ID })
	if c.Requests = all; added {
		c.sort()
	}
	return nil
}

// SaveCollection writes dowse.yaml: version, name, default environment, settings and secrets. See Save.
func (c *Collection) SaveCollection() error {
	manifest := Collection{Version: c.Version, Name: c.Name, DefaultEnv: c.DefaultEnv, Settings: c.Settings, Secrets: c.Secrets}
	return save(c, rootFile, collectionKeys, &manifest, Collection{}, func(m *Collection) []literal { return collectionLiterals(m) })
}

// SaveFolder writes the _folder.yaml of f. See Save.
func (c *Collection) SaveFolder(f *Folder) error {
	name := folderFile
	if f.ID != "" {
		if err := c.checkID(f.ID); err != nil {
			return err
		}
		name = f.ID + "/" + folderFile
	}
	if err := save(c, name, folderKeys, f, Folder{ID: f.ID}, func(f *Folder) []literal { return folderLiterals(f) }); err != nil {
		return err
	}
	c.Folders, _ = put(c.Folders, f, func(other *Folder) bool { return other.ID == f.ID })
	c.sort()
	return nil
}

// SaveEnvironment writes the file of e in env/. See Save.
func (c *Collection) SaveEnvironment(e *Environment) error {
	if err := checkSegment(e.Name); err != nil {
		return err
	}
	name := "env/" + e.Name + extension
	if err := c.checkCollision(name); err != nil {
		return err
	}
	if err := save(c, name, environmentKeys, e, Environment{Name: e.Name}, func(e *Environment) []literal { return environmentLiterals(e) }); err != nil {
		return err
	}
	all, added := put(c.Environments, e, func(other *Environment) bool { return other.Name == e.Name })
	if c.Environments = all; added {
		c.sort()
	}
	return nil
}

// save writes value to a file. blank is a value with nothing set that the file could set.
func save[T any](c *Collection, name string, table fields.Table[T], value *T, blank T, literals func(*T) []literal) error {
	held, exists := c.files[name]
	if held.faulty {
		return fmt.Errorf("%s was not saved, it has mistakes; correct them first, then load it again: %w", name, c.firstProblem(name))
	}
	document, old := (*yamledit.Document)(nil), blank
	if exists {
		document, _ = yamledit.Parse(held.data)
		table.Read(&fields.Reader{}, document.Root, &old, "")
	}
	if err := checkLiterals(name, literals(&old), literals(value)); err != nil {
		return err
	}
	updated, err := encode(table, value, document)
	if err == nil {
		err = readsBack(table, updated, value, blank)
	}
	if err != nil {
		return fmt.Errorf("%s was not saved: %w", name, err)
	}
	data := updated.Bytes()
	if exists && bytes.Equal(data, held.data) {
		return nil
	}
	if err := c.write(name, held, exists, data); err != nil {
		if errors.Is(err, disk.ErrChanged) {
			return &ConflictError{name}
		}
		return fmt.Errorf("%s was not saved: %w", name, err)
	}
	c.files[name] = file{data: data}
	return nil
}

func (c *Collection) firstProblem(name string) error {
	for _, p := range c.Problems {
		if p.File == name && !p.Warning {
			return p
		}
	}
	return errors.New("it cannot be read")
}

// Encode gives the text that a new file of a request would have, for whoever keeps it elsewhere. Mistakes
// that a save would refuse are kept, but a value marked secret is left empty.
func Encode(r *Request) ([]byte, error) {
	plain := *r
	plain.Vars = slices.Clone(r.Vars)
	for i := range plain.Vars {
		if plain.Vars[i].Value.IsSecret() {
			plain.Vars[i].Value = vars.NewString("")
		}
	}
	document, err := encode(requestKeys, &plain, nil)
	if err != nil {
		return nil, err
	}
	back := Request{ID: r.ID}
	requestKeys.Read(&fields.Reader{}, document.Root, &back, "")
	if where, equal := same(reflect.ValueOf(plain), reflect.ValueOf(back), ""); !equal {
		return nil, fmt.Errorf("%s would not read back as it is; it cannot be written in this form", where)
	}
	return document.Bytes(), nil
}

// Decode reads the text of a request's file; the request has no ID yet. What is wrong is among the
// problems, and the rest is read all the same; the request is nil when nothing could be.
func Decode(data []byte) (*Request, []Problem) {
	document, faults := yamledit.Parse(data)
	var problems []Problem
	for _, f := range faults {
		problems = append(problems, Problem{Line: f.Line, Column: f.Column, Key: f.Key, Message: f.Message})
	}
	if document == nil {
		return nil, problems
	}
	r := &fields.Reader{Source: data, Foreign: foreign}
	request := &Request{}
	requestKeys.Read(r, document.Root, request, "a request")
	for _, p := range r.Problems {
		problems = append(problems, Problem{Line: p.Line, Column: p.Column, Key: p.Key, Message: p.Message, Warning: p.Warning})
	}
	return request, problems
}

func encode[T any](table fields.Table[T], value *T, document *yamledit.Document) (*yamledit.Document, error) {
	if document == nil {
		return yamledit.New(table.Write(value, nil))
	}
	return document.Update(table.Write(value, document.Root))
}

// readsBack makes sure that a document loads to just what was to be saved.
func readsBack[T any](table fields.Table[T], document *yamledit.Document, value *T, blank T) error {
	r := &fields.Reader{}
	table.Read(r, document.Root, &blank, "the file")
	for _, p := range r.Problems {
		if !p.Warning {
			return fmt.Errorf("line %d: %s", p.Line, p.Message)
		}
	}
	if where, equal := same(reflect.ValueOf(*value), reflect.ValueOf(blank), ""); !equal {
		return fmt.Errorf("%s would not read back as it is; it cannot be written in this form", where)
	}
	return nil
}

// same compares two values as files do: an empty list is none, and any negative duration is none.
func same(a, b reflect.Value, where string) (string, bool) {
	switch a.Interface().(type) {
	case vars.Value:
		return where, a.Interface().(vars.Value).Equal(b.Interface().(vars.Value))
	case time.Duration:
		return where, a.Int() == b.Int() || a.Int() < 0 && b.Int() < 0
	}
	switch a.Kind() {
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return where, a.IsNil() == b.IsNil()
		}
		return same(a.Elem(), b.Elem(), where)
	case reflect.Slice:
		if a.Len() != b.Len() {
			return where, false
		}
		for i := range a.Len() {
			if at, equal := same(a.Index(i), b.Index(i), fmt.Sprintf("%s[%d]", where, i)); !equal {
				return at, false
			}
		}
		return where, true
	case reflect.Struct:
		for i := range a.NumField() {
			field := a.Type().Field(i)
			if !field.IsExported() {
				continue
			}
			if at, equal := same(a.Field(i), b.Field(i), where+" "+field.Name); !equal {
				return at, false
			}
		}
		return where, true
	}
	return where, a.Equal(b)
}
