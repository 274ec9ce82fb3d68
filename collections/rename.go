package collections

import (
	"slices"
	"strings"

	"dowse/collections/fileformat/fields"
)

// RenameVariable gives the variables and secrets that are called from another name, in the collection, its folders and its
// environments. What uses them is not changed, and neither is a request's own variable. It gives how many there were.
func (c *Collection) RenameVariable(from, to string) (renamed int, err error) {
	in := func(settings *Settings, secrets []SecretRef, save func() error) {
		n := 0
		settings.Vars = slices.Clone(settings.Vars)
		for i := range settings.Vars {
			if settings.Vars[i].Name == from {
				settings.Vars[i].Name = to
				n++
			}
		}
		for i := range secrets {
			if ref := &secrets[i]; ref.Name == from {
				if ref.From == "env" && ref.Variable == "" {
					ref.Variable = strings.ToUpper(from) // it is read from where it was
				}
				ref.Name = to
				n++
			}
		}
		if renamed += n; n > 0 && err == nil {
			err = save()
		}
	}
	c.Secrets = slices.Clone(c.Secrets)
	in(&c.Settings, c.Secrets, c.SaveCollection)
	for _, f := range c.Folders {
		f = copied(f)
		f.Secrets = slices.Clone(f.Secrets)
		in(&f.Settings, f.Secrets, func() error { return c.SaveFolder(f) })
	}
	for _, e := range c.Environments {
		e = copied(e)
		e.Secrets = slices.Clone(e.Secrets)
		in(&e.Settings, e.Secrets, func() error { return c.SaveEnvironment(e) })
	}
	return renamed, err
}

// ValidName says whether a variable may have a name: letters, digits, _ and -, beginning with a letter or _.
func ValidName(name string) bool { return fields.ValidName(name) }
