package variables

import (
	"fmt"
	"strings"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

// shownUses is how many of the requests that use a variable are named.
const shownUses = 3

// Title names the pane and says how many variables there are, or were found.
func (m *Model) Title() frame.Title {
	right, found := "", 0
	for _, r := range m.rows {
		if r.variable != nil {
			found++
		}
	}
	switch {
	case m.search.Words != "":
		right = fmt.Sprintf("%d of %d", found, len(m.variables))
	case found > 0:
		right = fmt.Sprint(found)
	}
	return frame.Title{Name: "Variables", Right: m.theme.Paint(theme.Muted, right)}
}

// Where says where the variable under the cursor comes from and what uses it.
func (m *Model) Where() string {
	if m.rename.note != "" {
		return m.theme.Paint(theme.Bad, safe(m.rename.note))
	}
	v := m.variable()
	if v == nil {
		return ""
	}
	var parts []string
	switch {
	case v.Shadowed && v.ShadowedBy != "":
		parts = append(parts, "shadowed by "+safe(v.ShadowedBy))
	case v.Kind == Picked && v.Path != "":
		parts = append(parts, safe(v.Path)+" of "+safe(v.from()))
	case v.Kind == Unresolved && v.Source != "":
		parts = append(parts, safe(v.from())+" picks it")
	case v.Kind == Unresolved:
		parts = append(parts, "nothing gives it a value")
	case v.Source != "":
		parts = append(parts, "from "+safe(v.from()))
	}
	if v.Type != "" && v.Type != "secret" {
		parts = append(parts, safe(v.Type))
	}
	parts = append(parts, uses(v.Uses))
	dot := m.theme.Paint(theme.Muted, " "+m.theme.Glyphs.Dot+" ")
	return strings.Join(parts, dot)
}

// Popup is nothing: what is typed here has no completions.
func (m *Model) Popup() (frame.Popup, bool) { return frame.Popup{}, false }

func uses(by []string) string {
	if len(by) == 0 {
		return "used by nothing here"
	}
	var named []string
	for _, id := range by[:min(len(by), shownUses)] {
		named = append(named, safe(id))
	}
	text := "used by " + strings.Join(named, ", ")
	if n := len(by) - shownUses; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}
