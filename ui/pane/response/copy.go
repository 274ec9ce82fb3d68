package response

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/ui/action"
)

// pathForms are the actions that copy where a value is, and how that is written.
var pathForms = map[action.ID]struct {
	what string
	of   func(*document.Document, document.Node) string
	need string // what has such a form
}{
	action.CopyPath:   {"the path", address, "a value of JSON, XML or HTML"},
	action.CopyNormal: {"the normalized path", normalized, "a value of JSON, or an element of HTML"},
	action.CopyJQ:     {"the jq filter", ofJSON(filter.JQPath), "a value of JSON"},
	action.CopyGJSON:  {"the gjson path", ofJSON(filter.GJSONPath), "a value of JSON"},
	action.CopyXPath:  {"the XPath", (*document.Document).XPath, "a place in XML or HTML"},
}

// address is the path of a value as people write it.
func address(d *document.Document, n document.Node) string {
	if d.IsText() {
		return ""
	}
	return d.Address(n)
}

// normalized is the path of a value in its one normal form; of an element of HTML a selector of CSS.
func normalized(d *document.Document, n document.Node) string {
	if d.IsJSON() {
		return d.Path(n).Normalized()
	}
	return d.Selector(n)
}

// ofJSON gives what is written of the path of a value of JSON.
func ofJSON(write func(document.Path) string) func(*document.Document, document.Node) string {
	return func(d *document.Document, n document.Node) string {
		if !d.IsJSON() {
			return ""
		}
		return write(d.Path(n))
	}
}

// copyOf asks to copy what the cursor is on.
func (m *Model) copyOf(id action.ID, at spot, ok bool) tea.Msg {
	form, path := pathForms[id]
	made, isMade := m.madeValue()
	switch {
	case isMade && !path:
		return CopyMsg{Action: id, Node: document.None, What: "the value", Text: made}
	case !ok && id == action.CopyValue && m.fact() != "":
		return CopyMsg{Action: id, Node: document.None, What: "the fact", Text: m.fact()}
	case !ok:
		m.note = "there is no value here to copy"
		return nil
	case !path && at.part.Kind != "":
		return CopyMsg{Action: id, Node: document.None, What: "the fact", Text: m.fact()}
	case !path:
		return CopyMsg{Action: id, Node: at.node, Header: at.header, Nth: at.nth}
	}
	text := ""
	if !at.outside() {
		text = form.of(m.page.body, at.node)
	}
	if text == "" {
		m.note = form.what + " is of " + form.need + " alone"
		return nil
	}
	return CopyMsg{Action: id, Node: at.node, What: form.what, Text: text}
}

// fact is what the row under the cursor says of the body as bytes; empty: nothing.
func (m *Model) fact() string {
	h, ok := m.scroller().rows.(*hex)
	at := m.scroller().cursor.sub - aboveAll
	if !ok || at < 0 || at >= h.facts {
		return ""
	}
	return h.above[at].left[1].Text
}
