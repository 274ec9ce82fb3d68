package sidebar

import (
	"fmt"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// Title names the pane and the collection, or says how many requests were found.
func (m *Model) Title() frame.Title {
	right := m.root
	if m.search.Words != "" {
		right = fmt.Sprintf("%d of %d", len(m.rows), len(m.items))
	}
	return frame.Title{Name: "Collection", Right: m.theme.Paint(theme.Muted, right)}
}

// Where says what the cursor is on.
func (m *Model) Where() string {
	if m.rename.note != "" {
		return m.theme.Paint(theme.Bad, safe(m.rename.note))
	}
	n := m.node()
	if n == nil {
		return ""
	}
	dot := m.theme.Paint(theme.Muted, " "+m.theme.Glyphs.Dot+" ")
	switch n.kind {
	case folder:
		return n.path + dot + m.theme.Paint(theme.Muted, quantity.Of(n.count, "request", "requests"))
	case others:
		return m.theme.Paint(theme.Muted, quantity.Of(n.count, "file is no request", "files are no requests"))
	case other:
		return n.path + dot + m.theme.Paint(theme.Muted, "no request")
	}
	where := n.path
	if n.name != "" {
		where += dot + n.name
	}
	if n.item.Problem != "" {
		return where + dot + m.theme.Paint(theme.Bad, safe(n.item.Problem))
	}
	if n.url != "" && n.url != n.path {
		where += dot + m.theme.Paint(theme.Muted, n.url)
	}
	return where
}

// Popup is nothing: what is typed here has no completions.
func (m *Model) Popup() (frame.Popup, bool) { return frame.Popup{}, false }
