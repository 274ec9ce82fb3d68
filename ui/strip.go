package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/pick"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/response"
)

// stripHeight is how many lines the strip takes.
const stripHeight = 3

// strip is the line about the pick that was just made, there until the next other key.
type strip struct {
	draft      *drafts.Draft
	pick       collections.Pick
	suggestion pick.Suggestion
	msg        response.SettingsMsg // the place that was pointed at
	saved      string               // where the pick was written
}

// stripAction carries out what the strip offers.
func (m *picks) stripAction(id action.ID) tea.Cmd {
	s := m.strip
	m.putAway()
	if m.drafts.Current != s.draft {
		return nil
	}
	switch id {
	case action.Undo:
		return m.undo()
	case action.PickAll:
		return m.pickSettings(s.draft, s.msg)
	case action.Name:
		m.askPickName(s)
	case action.Secret:
		changed := s.pick
		changed.Secret = pick.Said(!m.stripSecret(s), len(pick.Why(changed, s.draft.Exchange)) > 0, changed.Secret)
		m.change(s, changed)
	case action.Which:
		m.which(s)
	}
	return nil
}

// stripSecret says whether what the pick of the strip found is secret.
func (m *picks) stripSecret(s *strip) bool {
	for _, r := range m.session.Results() {
		if r.Request == s.draft.Key && r.Pick.Name == s.pick.Name {
			return r.Secret()
		}
	}
	return s.pick.NamedSecret()
}

// change puts a changed pick in place of that of the strip and shows it.
func (m *picks) change(s *strip, changed collections.Pick) {
	m.setPick(s.draft, s.pick.Name, changed)
	s.pick = changed
	m.showStrip(s)
}

// which goes on to the next way to say which item of a list is meant: this position, every item, by key, by condition.
func (m *picks) which(s *strip) {
	if s.suggestion.Every == nil {
		m.showStrip(s)
		m.say(theme.Muted, "there is one such value: no array is on the way to it")
		return
	}
	ways := []collections.Pick{s.suggestion.Here, *s.suggestion.Every}
	for _, c := range s.suggestion.Others {
		ways = append(ways, c.Pick)
	}
	at := slices.IndexFunc(ways, func(k collections.Pick) bool { return k.From.Arg == s.pick.From.Arg })
	changed, from, to := s.pick, ways[max(0, at)], ways[(at+1)%len(ways)]
	changed.From, changed.Take, changed.Type = to.From, to.Take, to.Type
	if changed.Transform == from.Transform {
		changed.Transform = to.Transform
	}
	m.change(s, changed)
}

// cycleWhich does the same for the pick under the cursor.
func (m *picks) cycleWhich(d *drafts.Draft, msg response.WhichMsg) {
	at := response.SettingsMsg(msg)
	suggestion, err := m.suggest(d, at)
	if err != nil {
		m.say(theme.Bad, err.Error())
		return
	}
	k, ok := pickAt(d, suggestion)
	if !ok {
		m.say(theme.Muted, "this value is not picked yet: "+m.look.keymap.Key(action.PickValue, action.Response)+" picks it")
		return
	}
	m.which(&strip{d, k, suggestion, at, m.pickHome(d)})
}

// stripLines draws the strip.
func (m *picks) stripLines(width int) []string {
	th, s := m.look.theme, m.strip
	value, note := "not in this response", ""
	for _, r := range m.session.Results() {
		if r.Request == s.draft.Key && r.Pick.Name == s.pick.Name {
			switch {
			case r.Err != nil:
				value, note = "nothing", r.Err.Error()
			case r.Found:
				value = preview(r)
			}
			break
		}
	}
	which := m.whichOf(s)
	line := " " + th.Paint(theme.Picked, th.Glyphs.Picked+" "+s.pick.Name) + " = " + value
	if which != "" {
		line += "   " + th.Paint(theme.Warn, which)
	}
	if m.stripSecret(s) {
		line += "   " + th.Paint(theme.Muted, "secret")
	}
	second := " " + th.Paint(theme.Placeholder, "{{"+s.pick.Name+"}}") + th.Paint(theme.Muted, " in any field uses it "+th.Glyphs.Dot+" "+safe(s.saved))
	if users := m.known.usedBy(s.draft.Key, s.pick.Name); len(users) > 0 {
		second += th.Paint(theme.Muted, " "+th.Glyphs.Dot+" used by "+safe(strings.Join(m.drafts.Labels(users), ", ")))
	}
	if note != "" {
		second = " " + th.Paint(theme.Bad, safe(note))
	}
	ell := th.Glyphs.Ellipsis
	return []string{
		th.Paint(theme.BorderFocus, strings.Repeat(th.Glyphs.Border.Top, width)),
		frame.Fit(line, width, ell), frame.Fit(second, width, ell),
	}
}

// whichOf says which item of a list a pick reads; empty where there is no list.
func (m *picks) whichOf(s *strip) string {
	next := ", " + m.look.keymap.Key(action.Which, action.Strip) + " another way"
	for _, c := range s.suggestion.Others {
		if c.Pick.From.Arg == s.pick.From.Arg {
			return c.Label + ", " + c.Note + next
		}
	}
	switch every := s.suggestion.Every; {
	case s.suggestion.Why != "" && s.pick.From.Arg == s.suggestion.Here.From.Arg:
		return s.suggestion.Why + next
	case every == nil:
		return ""
	case s.pick.From.Arg == every.From.Arg:
		return "every item" + next
	}
	return "by position " + m.look.theme.Glyphs.Fragile + next
}
