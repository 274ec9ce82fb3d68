package ui

import (
	"cmp"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/layout"
	"dowse/ui/terminal"
	"dowse/ui/theme"
)

// editedMsg says that the editor has ended.
type editedMsg struct {
	key   string // of the draft whose body was edited; empty: something was only read
	file  string
	err   error
	wrote string // what was in the file before
}

// openEditor opens the body of the request in the editor; from the response, that body, to read.
func (m *Model) openEditor() tea.Cmd {
	d := m.desk.current
	if m.focus == layout.Response && d.Exchange != nil && d.Exchange.Response.Status != 0 {
		name := bodyName(d.Key, d.Exchange.Response.Header("Content-Type"))
		return m.runEditor("", name, string(d.Exchange.Response.Body))
	}
	name := "body.txt"
	if d.Request.Body.Kind != "text" {
		name = "body.json"
	}
	return m.runEditor(d.Key, name, d.Request.Body.Text)
}

// runEditor runs the editor on a file of its own in place of the screen.
func (m *Model) runEditor(key, name, text string) tea.Cmd {
	dir, err := os.MkdirTemp("", "dowse-edit-")
	if err != nil {
		m.fail(err)
		return nil
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		m.fail(err)
		return nil
	}
	words := strings.Fields(cmp.Or(m.options.Editor, os.Getenv("VISUAL"), os.Getenv("EDITOR"), "vi"))
	run := exec.CommandContext(m.options.Context, words[0], append(words[1:], file)...)
	return terminal.Exec(run, func(err error) tea.Msg { return editedMsg{key, file, err, text} })
}

// edited takes what the editor wrote.
func (m *Model) edited(msg editedMsg) {
	defer os.RemoveAll(filepath.Dir(msg.file))
	if errors.Is(msg.err, exec.ErrNotFound) {
		m.say(theme.Bad, "the editor was not found: set $EDITOR, or editor: in the configuration")
		return
	}
	if msg.err != nil {
		m.say(theme.Bad, "the editor ended with an error, so nothing was taken over: "+msg.err.Error())
		return
	}
	d := m.desk.drafts[msg.key]
	if msg.key == "" || d == nil {
		return
	}
	data, err := os.ReadFile(msg.file)
	if err != nil {
		m.fail(err)
		return
	}
	text := string(data)
	if !strings.HasSuffix(msg.wrote, "\n") {
		text = strings.TrimSuffix(text, "\n") // editors add one
	}
	if text == d.Request.Body.Text {
		m.say(theme.Muted, "nothing was changed")
		return
	}
	r := d.Request
	r.Body.Text = text
	if r.Body.Kind == "" {
		r.Body.Kind = "json"
	}
	d.Rest()
	d.Edit(r, "body, in the editor")
	d.Rest()
	m.changed()
	m.giveRequest()
	m.refresh()
	m.say(theme.Good, "took the body over from the editor")
}
