package table

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
)

// add begins a new row after the own ones.
func (m *Model) add() {
	m.rows = append(m.rows, collections.Row{})
	m.cursor, m.fresh = cell{len(m.rows) - 1, nameColumn}, true
	m.begin()
}

// addAll adds rows that were pasted, after the row under the cursor.
func (m *Model) addAll(rows collections.Rows) tea.Msg {
	if len(rows) == 0 {
		return nil
	}
	at := m.cursor.row + 1
	m.stop()
	at = min(at, len(m.rows))
	m.rows = slices.Insert(m.rows, at, rows...)
	m.cursor.row = at + len(rows) - 1
	m.move(0, 0)
	return m.report(fmt.Sprintf("paste of %d %ss at %d", len(rows), m.options.Noun, at+1))
}

// delete takes the row under the cursor away.
func (m *Model) delete() tea.Msg {
	if !m.own() {
		return nil
	}
	// The number of rows keeps two deletions apart, so that they are taken back one by one.
	what := fmt.Sprintf("delete %s %d of %d", m.options.Noun, m.cursor.row+1, len(m.rows))
	m.rows = slices.Delete(m.rows, m.cursor.row, m.cursor.row+1)
	m.move(0, 0)
	return m.report(what)
}

// toggle turns the row under the cursor on or off. An inherited row is turned off by an own one of its name.
func (m *Model) toggle() tea.Msg {
	switch {
	case m.options.Plain || len(m.rows)+len(m.inherited) == 0:
		return nil
	case !m.own():
		return m.override(true)
	}
	row := &m.rows[m.cursor.row]
	row.Off = !row.Off
	what := "on"
	if row.Off {
		what = "off"
	}
	return m.report(fmt.Sprintf("turn %s %d %s", m.options.Noun, m.cursor.row+1, what))
}

// swap changes the places of the row under the cursor and the next or the last one.
func (m *Model) swap(by int) tea.Msg {
	from, to := m.cursor.row, m.cursor.row+by
	if !m.own() || to < 0 || to >= len(m.rows) {
		return nil
	}
	m.rows[from], m.rows[to] = m.rows[to], m.rows[from]
	m.cursor.row = to
	m.reveal()
	return m.report(fmt.Sprintf("move %s %d to %d", m.options.Noun, from+1, to+1))
}

// override makes an own row of the inherited one under the cursor, or goes to the own row that replaces it.
func (m *Model) override(off bool) tea.Msg {
	row := m.inherited[m.cursor.row-len(m.rows)]
	m.cursor.column = valueColumn
	if at := m.replacing(row); at >= 0 {
		m.cursor.row = at
		m.reveal()
		return nil
	}
	m.rows = append(m.rows, collections.Row{Name: row.Name, Value: row.Value, Off: off})
	m.cursor.row = len(m.rows) - 1
	m.reveal()
	return m.report(fmt.Sprintf("own %s %d", m.options.Noun, len(m.rows)))
}

// replacing is the own row that counts instead of an inherited one; -1: none does.
func (m *Model) replacing(row Inherited) int {
	return slices.IndexFunc(m.rows, func(r collections.Row) bool { return strings.EqualFold(r.Name, row.Name) })
}
