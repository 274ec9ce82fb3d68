package trust

import (
	"slices"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/redact"
	"dowse/collections/vars"
)

// Of gives what a collection wants, in the order of the lines, each once: whichever of its requests is sent, in whichever
// environment, its rows that are off included.
func Of(c *collections.Collection) []Want {
	if c == nil {
		return nil
	}
	w := newReader(c)
	for _, refs := range references(c) {
		for _, ref := range refs {
			w.wants = append(w.wants, Source(ref))
		}
	}
	for _, r := range everyRequest(c) {
		for _, name := range environments(c) {
			w.request(r, name)
		}
	}
	for _, r := range everyRequest(c) {
		w.mentions(r)
	}
	for _, s := range settings(c) {
		for _, v := range s.Vars {
			w.mention(v.Value.Reveal())
		}
	}
	return sorted(w.wants)
}

// references are the secrets that the files declare, file by file.
func references(c *collections.Collection) [][]collections.SecretRef {
	all := [][]collections.SecretRef{c.Secrets}
	for _, e := range c.Environments {
		all = append(all, e.Secrets)
	}
	for _, f := range c.Folders {
		all = append(all, f.Secrets)
	}
	return all
}

// settings are those of the files that are no requests.
func settings(c *collections.Collection) []*collections.Settings {
	all := []*collections.Settings{&c.Settings}
	for _, e := range c.Environments {
		all = append(all, &e.Settings)
	}
	for _, f := range c.Folders {
		all = append(all, &f.Settings)
	}
	return all
}

// everyRequest are the requests, and in each folder one that somebody may begin there: it inherits too.
func everyRequest(c *collections.Collection) []collections.Request {
	all := []collections.Request{{URL: "{{" + address.Base + "}}"}}
	for _, f := range c.Folders {
		all = append(all, collections.Request{ID: f.ID + "/new", URL: "{{" + address.Base + "}}"})
	}
	for _, r := range c.Requests {
		all = append(all, *r)
	}
	return all
}

// environments are the names of those that a request may be sent in; empty for none.
func environments(c *collections.Collection) []string {
	var names []string
	if c.DefaultEnv == "" {
		names = append(names, "")
	}
	for _, e := range c.Environments {
		names = append(names, e.Name)
	}
	return names
}

// reader collects what is wanted.
type reader struct {
	collection *collections.Collection
	picked     map[string]bool // the names that are picked
	secrets    map[string]bool // those of them whose values are secret
	wants      []Want
}

// request adds what a request sends in an environment.
func (w *reader) request(r collections.Request, environment string) {
	resolved, err := w.collection.Resolve(&r, environment)
	if err != nil {
		return // it cannot be sent
	}
	none := func(collections.SecretRef) (vars.Secret, error) { return vars.Secret{}, vars.ErrUntrusted }
	files := w.collection.Layers(&r, environment, none)
	plain := vars.NewScope(append(append([]vars.Layer{files.Request}, files.Environment), append(files.Folders, files.Collection)...)...)
	var to []string
	for _, text := range resolved.AllTemplates() {
		for _, use := range vars.Uses(text) {
			what := w.secret(use.Name, plain)
			if what != "" && to == nil {
				to = append(to, Lead(plain, resolved, w.collection.Root, nil).String(), Lead(plain, resolved, w.collection.Root, w.picked).String())
				to = slices.Compact(to)
			}
			for _, host := range to {
				if want := (Want{What: what, To: host}); what != "" && !slices.Contains(w.wants[max(0, len(w.wants)-recent):], want) {
					w.wants = append(w.wants, want)
				}
			}
		}
	}
}

// recent is how many wants are looked through for the same one before they are sorted.
const recent = 8

// secret is what a use of a name takes; empty: it is no secret.
func (w *reader) secret(name string, scope vars.Scope) string {
	if variable, ok := vars.Environment(name); ok {
		return Environment(variable)
	}
	found := scope.Lookup(name)
	switch {
	case slices.ContainsFunc(found, func(f vars.Found) bool { return f.Resolve != nil }), w.secrets[name],
		len(found) == 0 && redact.Name(name) != "":
		return Secret(name)
	}
	return ""
}

// Picked says whether a request of a collection picks a secret of that name.
func Picked(c *collections.Collection, name string) bool {
	for _, r := range c.Producers(name) {
		for _, k := range r.Picks {
			if (k.Name == name || collections.ExactName(r.ID, k.Name) == name) && secretPick(k) {
				return true
			}
		}
	}
	return false
}

// secretPick says whether a pick's value is secret, as far as that is known before it is there. A file that says of a name
// that speaks for a secret that it is none is not believed: it is the file that is judged.
func secretPick(k collections.Pick) bool {
	if k.Secret == collections.SecretNo {
		k.Secret = collections.SecretUnset
	}
	return k.NamedSecret()
}

// mention adds the environment variables that a text names which is not sent: one that is sent has a want of its own.
func (w *reader) mention(text string) {
	for _, use := range vars.Uses(text) {
		if variable, ok := vars.Environment(use.Name); ok && !slices.ContainsFunc(w.wants, func(have Want) bool { return have.What == Environment(variable) }) {
			w.wants = append(w.wants, Want{What: Environment(variable)})
		}
	}
}

// OfRequest gives what one request of a collection wants, in any of its environments, as Of does. It is quick where Of of a
// large collection is not.
func OfRequest(c *collections.Collection, id string) []Want {
	r := c.Request(id)
	if r == nil {
		return nil
	}
	w := newReader(c)
	for _, name := range environments(c) {
		w.request(*r, name)
	}
	w.mentions(*r)
	return sorted(w.wants)
}

// newReader is a reader that knows what is picked.
func newReader(c *collections.Collection) *reader {
	w := &reader{collection: c, picked: map[string]bool{}, secrets: map[string]bool{}}
	for _, r := range c.Requests {
		for _, k := range r.Picks {
			for _, name := range []string{k.Name, collections.ExactName(r.ID, k.Name)} {
				w.picked[name] = true
				w.secrets[name] = w.secrets[name] || secretPick(k)
			}
		}
	}
	return w
}

// mentions adds what is named in the texts of a request.
func (w *reader) mentions(r collections.Request) {
	for _, text := range collections.Texts(&r) {
		if text.Kind != redact.Prose {
			w.mention(*text.Text)
		}
	}
}
