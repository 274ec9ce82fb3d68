package ui

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/picking"
	"dowse/ui/pane/response"
	"dowse/ui/widget/dialog"
)

// picks is the job of picking: variables from responses, their names, what misses, and undo, after which picks are made anew.
type picks struct {
	*screen
	files *files
}

// suggest proposes a pick for a place of a draft's response.
func (m *picks) suggest(d *drafts.Draft, at response.SettingsMsg) (pick.Suggestion, error) {
	about := pick.About{Request: d.Request, Taken: m.known.takenNames(), Samples: m.earlier(d)}
	if at.Part.Kind != "" {
		return pick.SuggestPart(d.Exchange, collections.Source{Kind: at.Part.Kind, Arg: at.Part.Arg, Attr: at.Part.Attr}, about)
	}
	if at.Header == "set-cookie" {
		if name := cookieName(d.Exchange.Response.Values(at.Header), at.Nth); name != "" {
			return pick.SuggestCookie(d.Exchange, name, "", about)
		}
	}
	if at.Header != "" {
		return pick.SuggestHeader(d.Exchange, at.Header, max(1, at.Nth), about)
	}
	return pick.Suggest(d.Exchange, at.Node, about)
}

// mostEarlier is how many earlier responses are looked at for what a list keeps.
const mostEarlier = 6

// earlier are the samples of a request before its last response.
func (m *picks) earlier(d *drafts.Draft) []*document.Document {
	store := m.samples()
	if store == nil || d.Saved == nil {
		return nil
	}
	var all []*document.Document
	for _, one := range store.All(d.Key) {
		if one.At.Equal(d.Exchange.Started.Add(d.Exchange.Elapsed)) || one.Status/100 != d.Exchange.Response.Status/100 || one.Cut {
			continue
		}
		if all = append(all, document.ParseJSON(one.Body)); len(all) == mostEarlier {
			break
		}
	}
	return all
}

// cookieName is the name of the nth of the cookies that are set; empty where it cannot be read, or a later one of its name
// is the one that counts.
func cookieName(values []string, nth int) string {
	if nth < 1 || nth > len(values) {
		return ""
	}
	c, err := http.ParseSetCookie(values[nth-1])
	if err != nil {
		return ""
	}
	for _, later := range values[nth:] {
		if other, err := http.ParseSetCookie(later); err == nil && other.Name == c.Name {
			return ""
		}
	}
	return c.Name
}

// pick makes a variable of the value under the cursor of a draft's response, at once, and gives what there is to say of that;
// nil: nothing can be picked there.
func (m *picks) pick(d *drafts.Draft, msg response.PickMsg) *strip {
	if d.Exchange == nil {
		return nil
	}
	at := response.SettingsMsg(msg)
	suggestion, err := m.suggest(d, at)
	if err != nil {
		m.say(theme.Bad, err.Error())
		return nil
	}
	if old, ok := samePlace(d, suggestion.Here); ok {
		return &strip{d, old, suggestion, at, "picked already"}
	}
	m.setPick(d, "", suggestion.Here)
	return &strip{d, suggestion.Here, suggestion, at, m.pickHome(d)}
}

// samePlace gives the pick of a draft that reads the same.
func samePlace(d *drafts.Draft, k collections.Pick) (collections.Pick, bool) {
	for _, old := range d.Request.Picks {
		if old.From.Kind == k.From.Kind && old.From.Arg == k.From.Arg && old.From.Nth == k.From.Nth && old.From.Attr == k.From.Attr {
			return old, true
		}
	}
	return collections.Pick{}, false
}

// pickHome says where the picks of a draft were written.
func (m *picks) pickHome(d *drafts.Draft) string {
	if d.Saved != nil && !holds(d, d.Request.Picks) {
		return "saved in " + d.Key
	}
	return "kept with this request until you save it"
}

// pickMany picks every value that was marked.
func (m *picks) pickMany(d *drafts.Draft, nodes []document.Node) {
	var names []string
	var picks []collections.Pick
	for _, n := range nodes {
		suggestion, err := m.suggest(d, response.SettingsMsg{Node: n})
		if err != nil {
			m.say(theme.Bad, err.Error())
			return
		}
		if _, ok := samePlace(d, suggestion.Here); ok {
			continue
		}
		name := suggestion.Here.Name
		for i := 2; slices.Contains(names, suggestion.Here.Name); i++ {
			suggestion.Here.Name = fmt.Sprintf("%s_%d", name, i)
		}
		names, picks = append(names, suggestion.Here.Name), append(picks, suggestion.Here)
	}
	if len(picks) == 0 {
		m.say(theme.Muted, "these are picked already")
		return
	}
	m.setPicks(d, append(slices.Clone(d.Request.Picks), picks...), "picks of marked values")
	m.say(theme.Good, fmt.Sprintf("picked %s; %s", strings.Join(names, ", "), m.pickHome(d)))
}

// setPick puts a pick among those of a draft: in place of the one named old, else as a new one. Picks are written to the
// request's file at once, its other changes are not.
func (m *picks) setPick(d *drafts.Draft, old string, k collections.Pick) {
	what := "pick " + k.Name
	r := withPick(d.Request, old, k)
	if len(r.Picks) <= len(d.Request.Picks) {
		what = "change of pick " + k.Name
	}
	m.editPicks(d, r, what)
}

// withPick is a request with a pick in the place of the one named old, also where its pages go on by it, or with one more.
// A name has one pick: another one that had it is none any more.
func withPick(r collections.Request, old string, k collections.Pick) collections.Request {
	r.Picks = slices.DeleteFunc(slices.Clone(r.Picks), func(p collections.Pick) bool { return p.Name == k.Name && p.Name != old })
	i := slices.IndexFunc(r.Picks, func(p collections.Pick) bool { return p.Name == old })
	if old == "" || i < 0 {
		r.Picks = append(r.Picks, k)
		return r
	}
	r.Picks[i] = k
	if r.Page != nil && r.Page.Next == old {
		page := *r.Page
		page.Next = k.Name
		r.Page = &page
	}
	return r
}

// setPicks makes picks those of a draft, as one edit.
func (m *picks) setPicks(d *drafts.Draft, picks []collections.Pick, what string) {
	r := d.Request
	r.Picks = picks
	m.editPicks(d, r, what)
}

// pickAt is the pick of a draft that reads what a suggestion does, alone or with its like.
func pickAt(d *drafts.Draft, s pick.Suggestion) (collections.Pick, bool) {
	if k, ok := samePlace(d, s.Here); ok {
		return k, true
	}
	if s.Every != nil {
		if k, ok := samePlace(d, *s.Every); ok {
			return k, true
		}
	}
	for _, c := range s.Others {
		if k, ok := samePlace(d, c.Pick); ok {
			return k, true
		}
	}
	return collections.Pick{}, false
}

// askPickName asks for another name of the pick that was just made.
func (m *picks) askPickName(s *strip) {
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "Rename " + s.pick.Name, Text: s.pick.Name,
		Check: func(text string) (string, bool) { return m.checkName(s.draft.Key, s.pick.Name, text) },
		Answer: func(text string) tea.Msg {
			return doing(func() { m.renamePick(s.draft.Key, s.pick.Name, text) })
		},
	}))
}

// checkName says what keeps a pick of a request from being named so, and what it means.
func (m *picks) checkName(key, old, name string) (note string, ok bool) {
	own := func(k collections.Pick) bool { return k.Name == name && name != old }
	switch d := m.load(key); {
	case d != nil && slices.ContainsFunc(d.Request.Picks, own):
		i := slices.IndexFunc(d.Request.Picks, own)
		return fmt.Sprintf("%s is picked from here then, no more from %s", name, d.Request.Picks[i].From.Arg), true
	case !picking.ValidName(name):
		return "a name is lower case letters, digits and _, and begins with a letter", false
	case name != old && slices.Contains(m.known.takenNames(), name):
		return "another variable has this name: both would answer to it, the newest first", true
	}
	return "{{" + name + "}}", true
}

// pickSettings opens every setting of a pick: of the one at that place, or of a new one.
func (m *picks) pickSettings(d *drafts.Draft, at response.SettingsMsg) tea.Cmd {
	if d.Exchange == nil {
		return nil
	}
	suggestion, err := m.suggest(d, at)
	if err != nil {
		m.say(theme.Bad, err.Error())
		return nil
	}
	k, exists := pickAt(d, suggestion)
	if !exists {
		k = suggestion.Here
	}
	old := ""
	if exists {
		old = k.Name
	}
	settings := picking.New(m.look.theme, picking.Options{
		Exchange: d.Exchange, Node: at.Node, Suggestion: suggestion, Pick: k,
		Taken: slices.DeleteFunc(m.known.takenNames(), func(name string) bool { return name == k.Name }), UsedBy: m.drafts.Labels(m.known.usedBy(d.Key, k.Name)),
	})
	m.show(&pickDialog{settings, d, old})
	return settings.Init()
}

// pickDialog is every setting of a pick as a dialog, and which pick that is.
type pickDialog struct {
	*picking.Model
	draft *drafts.Draft
	old   string // the name of the pick; empty: it is a new one
}

// savePick takes what the dialog of all settings gives.
func (m *picks) savePick(k collections.Pick) {
	p, ok := m.top().(*pickDialog)
	if !ok {
		return
	}
	d, old := p.draft, p.old
	m.close()
	if note, ok := m.checkName(d.Key, old, k.Name); !ok {
		m.say(theme.Bad, note)
		return
	}
	m.setFocus(layout.Response)
	if old != "" && old != k.Name {
		m.renameTo(d, old, k)
		return
	}
	m.setPick(d, old, k)
	m.say(theme.Good, k.Name+": "+m.pickHome(d))
}

// longestPreview is how many bytes of a value a line shows.
const longestPreview = 200

// preview is a value for a line, masked when it is secret.
func preview(r session.Result) string {
	if r.Value.IsSecret() {
		return r.Value.String()
	}
	text := r.Value.JSON()
	if len(text) > longestPreview {
		text = strings.ToValidUTF8(text[:longestPreview], "") + "…"
	}
	if r.Value.Kind() >= vars.Array {
		text = strings.Join(strings.Fields(text), " ") // as on one line
	}
	return safe(text)
}
