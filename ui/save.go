package ui

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/redact"
	"dowse/collections/vars"
	"dowse/ui/drafts"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/lift"
	"dowse/ui/widget/dialog"
)

// files is the job of the collection's files: saving, moving and deleting requests, and what somebody else changed.
type files struct{ *screen }

// save writes a draft to its file; the first time it asks where.
func (m *files) save(d *drafts.Draft) {
	d.Rest()
	if d.Copy != "" && m.load(d.Copy) != nil {
		m.showCopy(d)
		return
	}
	if d.Saved == nil {
		m.saveAs(d)
		return
	}
	if !d.Unsaved() && !m.gone(d) {
		m.say(theme.Muted, d.Key+" is saved already")
		return
	}
	m.saveAt(d, d.Key)
}

// saveAs asks for a name, and first for a folder where there is no collection yet.
func (m *files) saveAs(d *drafts.Draft) {
	if m.session.Collection == nil {
		m.askFolder(d)
		return
	}
	m.askName(d, m.session.Collection.Root, func(id string) doMsg { return doing(func() { m.saveAt(d, id) }) })
}

// askName asks for the name of a request in a collection.
func (m *files) askName(d *drafts.Draft, root string, answer func(id string) doMsg) {
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "Name of the request", Hint: "such as orders/list: what is before a / is a folder", Text: m.proposedID(d),
		Check: func(text string) (string, bool) {
			id := strings.TrimSuffix(text, ".yaml")
			if err := collections.ValidID(id); err != nil {
				return err.Error(), false
			}
			if c := m.session.Collection; c != nil && id != d.Key && c.Request(id) != nil {
				return "there is a request of that name", false
			}
			return "the file " + filepath.Join(root, filepath.FromSlash(id)+".yaml"), true
		},
		Answer: func(text string) tea.Msg { return answer(strings.TrimSuffix(text, ".yaml")) },
	}))
}

// askFolder asks where the collection shall be.
func (m *files) askFolder(d *drafts.Draft) {
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "Where do your requests live?", Hint: "a folder: it gets a dowse.yaml, and one file for each request", Text: "./" + collections.DefaultFolder,
		Check: func(text string) (string, bool) {
			dir, err := filepath.Abs(expandHome(text))
			if err != nil || strings.TrimSpace(text) == "" {
				return "type the path of a folder", false
			}
			if _, err := os.Stat(filepath.Join(dir, "dowse.yaml")); err == nil {
				return "the collection that is there already: " + dir, true
			}
			return "a new collection: " + dir, true
		},
		Answer: func(text string) tea.Msg {
			return do(func() tea.Cmd { return m.saveInto(d, expandHome(text)) })
		},
	}))
}

func expandHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return path
}

// saveInto goes on saving in a folder: in its collection, or in one that is begun with the request.
func (m *files) saveInto(d *drafts.Draft, dir string) tea.Cmd {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		m.fail(err)
		return nil
	}
	if _, err := os.Stat(filepath.Join(absolute, "dowse.yaml")); err == nil {
		c, err := collections.Load(absolute)
		if err != nil {
			m.fail(err)
			return nil
		}
		cmd := m.use(c)
		m.saveAs(d)
		return cmd
	}
	m.askName(d, absolute, func(id string) doMsg {
		return do(func() tea.Cmd {
			c, err := collections.Create(absolute, "")
			if err != nil {
				m.fail(err)
				return nil
			}
			cmd := m.use(c)
			m.begun(c)
			m.saveAt(d, id)
			return cmd
		})
	})
	return nil
}

// use makes a collection that of this screen, which had none.
func (m *files) use(c *collections.Collection) tea.Cmd {
	m.session.Collection = c
	m.knowTrust(c)
	m.known.countUses()
	m.refresh()
	return m.awaitReload()
}

// verbs are what is done to one of many.
var verbs = map[string]string{"GET": "get", "PUT": "replace", "PATCH": "change", "DELETE": "delete"}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// proposedID names a request after its path: GET /orders/42 is orders/get. What holds a secret names nothing.
func (m *files) proposedID(d *drafts.Draft) string {
	if d.Saved != nil {
		return d.Key
	}
	url := d.Request.URL
	for _, found := range slices.Backward(redact.Find(redact.URL, "", url)) {
		url = url[:found.Start] + "{{}}" + url[found.End:]
	}
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	url, _, _ = strings.Cut(url, "?")
	if address.FormOf(url) == address.Name && m.session.HasBase(d.Request) {
		url = "/" + url
	}
	parts := strings.Split(url, "/")[1:]
	var words []string
	one := false // the path ends in what names one of many
	for _, part := range parts {
		one = false
		word := strings.Trim(notInName.ReplaceAllString(strings.ToLower(part), "-"), "-")
		if word != "" && !strings.Contains(part, "{{") && !redact.Random(part) && strings.Trim(word, "0123456789-") != "" {
			words = append(words, word)
		} else {
			one = part != ""
		}
	}
	if verb := verbs[method(d.Request)]; one && verb != "" && len(words) > 0 {
		words = append(words, verb)
	}
	name := "request"
	if len(words) > 0 {
		name = strings.Join(words[max(0, len(words)-2):], "/")
	}
	if d.Folder != "" {
		name = d.Folder + "/" + path.Base(name)
	}
	taken := m.session.Collection != nil && m.session.Collection.Request(name) != nil
	if !taken && collections.ValidID(name) == nil {
		return name
	}
	return name + "-" + strings.ToLower(method(d.Request))
}

// saveAt writes a draft to the file of an ID.
func (m *files) saveAt(d *drafts.Draft, id string) {
	if there := m.drafts.Get(id); there != nil && there.Conflict {
		m.showConflict(d, &collections.ConflictError{File: id + ".yaml"})
		return
	}
	r := d.Request
	r.ID = id
	if d.Saved == nil || d.Saved.URL != r.URL {
		r.URL = address.WithScheme(r.URL, m.session.HasBase(r))
	}
	if err := m.write(r); err != nil {
		m.saveFailed(d, id, err)
		return
	}
	old := d.Key
	d.Conflict = false
	d.Keep(r)
	if old != id {
		m.renamed(old, d)
	}
	m.changed()
	m.known.countUses()
	m.declare(d)
	if d == m.drafts.Current {
		m.giveRequest()
	}
	m.refresh()
	m.say(theme.Good, "saved "+filepath.Join(m.session.Collection.Root, filepath.FromSlash(id)+".yaml"))
}

// write saves a request, and keeps what it was when that fails.
func (m *screen) write(r collections.Request) error {
	c := m.session.Collection
	m.writes++
	return m.trusting(r, func() error {
		if there := c.Request(r.ID); there != nil {
			before := *there
			*there = r
			if err := c.Save(there); err != nil {
				*there = before
				return err
			}
			return nil
		}
		return c.Save(&r)
	})
}

// saveFailed says why a save did not come to pass, and offers what can be done.
func (m *files) saveFailed(d *drafts.Draft, id string, err error) {
	if conflict, ok := errors.AsType[*collections.ConflictError](err); ok {
		m.showConflict(d, conflict)
		return
	}
	if literal, ok := errors.AsType[*collections.LiteralSecretError](err); ok {
		m.showLiteral(d, id, literal)
		return
	}
	m.fail(err)
}

// showLiteral offers to take a secret out of a request, so that it is not written to a file.
func (m *files) showLiteral(d *drafts.Draft, id string, e *collections.LiteralSecretError) {
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "A secret stands in the request", Role: theme.Warn,
		What:  e.Place + ": " + e.What + ".",
		Means: "Files are shared. A reference to a secret variable stands in for it; its value stays out of them.",
		Choices: []dialog.Choice{
			{Title: "Make it a secret variable and save", Help: "the value is known until you quit; later it comes from the environment variable of its name, in capitals", Msg: doing(func() { m.liftAndSave(d, id) })},
			{Title: "Do not save", Msg: dialog.CloseMsg{}},
		},
	}))
}

// liftAndSave makes references of the secrets in a draft, and saves it.
func (m *files) liftAndSave(d *drafts.Draft, id string) {
	r, lifted := lift.Unsaved(d.Request, d.Saved, m.known.takenOutside())
	if len(lifted) == 0 {
		m.say(theme.Bad, "it could not be taken out by itself: write a {{name}} in its place, and its value into the environment")
		return
	}
	d.Rest()
	d.Edit(r, "secrets taken out")
	m.supply(lifted)
	if d == m.drafts.Current {
		m.giveRequest()
	}
	m.saveAt(d, id)
}

// supply makes what was taken out known for this session, and declares it where there is a collection.
func (m *screen) supply(lifted []lift.Lifted) {
	for _, l := range lifted {
		m.session.Supply(l.Name, l.Value)
	}
	m.refresh()
}

// declare lists the secrets that requests of the collection refer to in dowse.yaml, so that a colleague is
// told what to supply.
func (m *files) declare(d *drafts.Draft) {
	c := m.session.Collection
	if c == nil {
		return
	}
	err := m.trusting(d.Request, func() error { return m.declareIn(c) })
	if err != nil {
		m.fail(err)
	}
}

// declareIn lists them, and saves that.
func (m *files) declareIn(c *collections.Collection) error {
	before := c.Secrets
	for _, name := range m.session.Supplied() {
		if len(m.known.saved[name]) > 0 && !slices.ContainsFunc(c.Secrets, func(s collections.SecretRef) bool { return s.Name == name }) {
			c.Secrets = append(slices.Clone(c.Secrets), collections.SecretRef{Name: name, From: "env"})
		}
	}
	if len(before) == len(c.Secrets) {
		return nil
	}
	err := c.SaveCollection()
	if err != nil {
		c.Secrets = before
	}
	return err
}

// askSecret asks for the value of a secret; then is what is asked for when it is there.
func (m *screen) askSecret(name string, then tea.Msg) {
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "Secret " + name, Hint: "its value, for this session: it is written nowhere", Mask: true,
		Answer: func(text string) tea.Msg {
			return doing(func() {
				m.session.Supply(name, vars.NewSecret(text))
				m.refresh()
			}).andThen(then)
		},
	}))
}

// saveBody asks where the body of the response shall go.
func (m *Model) saveBody(d *drafts.Draft) {
	e := d.Exchange
	if !e.Answered() {
		m.say(theme.Muted, "there is no response yet")
		return
	}
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "Save the body to", Text: bodyName(d),
		Check: func(text string) (string, bool) {
			if _, err := os.Lstat(expandHome(text)); err == nil {
				return "there is a file of that name: it is not written over", false
			}
			return quantity.Size(int64(len(e.Response.Body))) + ", readable by you alone", text != ""
		},
		Answer: func(text string) tea.Msg {
			return do(func() tea.Cmd { return writeBody(expandHome(text), e) })
		},
	}))
}
