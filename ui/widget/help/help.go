// Package help draws what can be done: what a key begins, the footer, and the tables of the manual. All of
// them come from the action table. It carries nothing out.
package help

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// Footer names the actions that count most here, with their keys: as many as fit, none in part.
func Footer(t *theme.Theme, actions []action.Action, width int) string {
	line, used := "", 0
	for _, a := range actions {
		if a.Hidden || len(a.Keys) == 0 {
			continue
		}
		key := safe(a.Keys[0])
		n := frame.Width(key) + 1 + frame.Width(a.Title)
		if used > 0 {
			n += 2
		}
		if used+n > width {
			break
		}
		if used > 0 {
			line += "  "
		}
		line += t.Paint(theme.Accent, key) + " " + t.Paint(theme.Muted, a.Title)
		used += n
	}
	return line
}

// entryWidth is a column of which-key.
const entryWidth = 24

// After is the box of which-key: what the keys typed so far can become.
func After(t *theme.Theme, actions []action.Action, typed []string, width int) []string {
	columns := max(1, (width-2)/entryWidth)
	lines := []string{t.Paint(theme.BorderFocus, rule(t, " "+safe(strings.Join(typed, " "))+" ", width))}
	line := " "
	for i, a := range actions {
		next := strings.Join(strings.Fields(a.Keys[0])[len(typed):], " ")
		entry := t.Paint(theme.Accent, safe(next)) + " " + a.Title
		line += frame.Fit(entry, min(entryWidth, max(0, width-1)), t.Glyphs.Ellipsis)
		if (i+1)%columns == 0 || i == len(actions)-1 {
			lines = append(lines, frame.Fit(line, width, t.Glyphs.Ellipsis))
			line = " "
		}
	}
	return lines
}

// rule is a line across with a text in it.
func rule(t *theme.Theme, text string, width int) string {
	bar := t.Glyphs.Border.Top
	return frame.Fit(bar+text+strings.Repeat(bar, max(0, width-1-frame.Width(text))), width, t.Glyphs.Ellipsis)
}

// places name the contexts for people, in the order of the manual.
var places = []struct {
	context action.Context
	name    string
}{
	{action.Everywhere, "Everywhere, while you type too"}, {action.Nav, "While nothing is typed (NAV)"}, {action.List, "Moving"},
	{action.URL, "URL bar"}, {action.Collection, "Collection"}, {action.Table, "Tables"}, {action.Cell, "In a cell of a table"},
	{action.Text, "Body"}, {action.Auth, "Auth"}, {action.Editor, "Typing in the body"}, {action.Field, "In a field"}, {action.Completion, "In a completion"},
	{action.Choice, "In a list to choose from"}, {action.Trouble, "A response that is not what was asked for"}, {action.Link, "On a link"}, {action.Marked, "With marked values"}, {action.Chooser, "Picking a value for a field"}, {action.Response, "Response"}, {action.Columns, "In a table of the response"}, {action.Search, "While searching"}, {action.SearchBody, "While searching a body"}, {action.Filter, "While filtering"}, {action.Strip, "After a pick"}, {action.Pick, "All settings of a pick"}, {action.PickText, "A setting that is a text"}, {action.Mapping, "Mapping"},
	{action.Variables, "Variables"}, {action.Card, "Cards"},
}

// Table is all keys as a table in Markdown, place by place.
func Table(k *action.Keymap) string {
	var b strings.Builder
	for _, p := range places {
		fmt.Fprintf(&b, "| **%s** | | |\n", p.name)
		for _, a := range k.All() {
			if a.Context == p.context {
				fmt.Fprintf(&b, "| `%s` | %s | %s |\n", strings.ReplaceAll(strings.Join(typed(a.Keys), "` `"), "|", "\\|"), a.Title, a.Help)
			}
		}
	}
	return "| keys | | |\n|---|---|---|\n" + b.String()
}

// Keymap is every action with its keys as a keys.yaml, grouped by place.
func Keymap(k *action.Keymap) string {
	var b strings.Builder
	for _, p := range places {
		fmt.Fprintf(&b, "\n# %s\n", p.name)
		for _, a := range k.All() {
			if a.Context != p.context {
				continue
			}
			keys := make([]string, len(a.Keys))
			for i, key := range a.Keys {
				keys[i] = strconv.Quote(key)
			}
			entry := fmt.Sprintf("%s.%s: [%s]", a.Context, a.ID, strings.Join(keys, ", "))
			fmt.Fprintf(&b, "%-44s # %s\n", entry, a.Help)
		}
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// Keys are all keys of an action, as people know them.
func Keys(a action.Action) string { return safe(strings.Join(typed(a.Keys), ", ")) }

// typed are keys as people know them: what stands for a key in a keymap is not what they press.
func typed(keys []string) []string {
	known := slices.Clone(keys)
	for i, key := range known {
		if key == "f20" {
			known[i] = "ctrl+enter"
		}
	}
	return known
}

// safe makes fit for the screen what a person wrote: the keys of a keymap file.
func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }
