package ui

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/ui/layout"
	"dowse/ui/terminal"
	"dowse/ui/theme"
)

// editedMsg says that the editor has ended.
type editedMsg struct {
	key   string // of the draft that was edited; empty: something was only read
	whole bool   // the request as the text of its file; else its body
	file  string
	err   error
	wrote string // what was in the file before
}

// openEditor opens in the editor what has the keys: from the response its body, to read; the body of the
// request from its tab; from anywhere else the request as a whole, as the text of its file.
func (m *Model) openEditor() tea.Cmd {
	d := m.desk.current
	if m.focus == layout.Response && d.Exchange != nil && d.Exchange.Response.Status != 0 {
		name := bodyName(d.Key, d.Exchange.Response.Header("Content-Type"))
		return m.runEditor(editedMsg{wrote: string(d.Exchange.Response.Body)}, name)
	}
	if m.focus != layout.Request || m.panes.request.Tab() != bodyTab {
		text, err := collections.Encode(&d.Request)
		if err != nil {
			m.fail(err)
			return nil
		}
		return m.runEditor(editedMsg{key: d.Key, whole: true, wrote: string(text)}, "request.yaml")
	}
	name := "body.json"
	if d.Request.Body.Kind == collections.BodyText {
		name = "body.txt"
	}
	return m.runEditor(editedMsg{key: d.Key, wrote: d.Request.Body.Text}, name)
}

// bodyTab is the tab of the request pane in which its body is typed.
const bodyTab = "Body"

// runEditor runs the editor in place of the screen, on a file of its own with what is to be edited.
func (m *Model) runEditor(msg editedMsg, name string) tea.Cmd {
	dir, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", editFolder, os.Getpid()))
	if err != nil {
		m.fail(err)
		return nil
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(msg.wrote), 0o600); err != nil {
		os.RemoveAll(dir)
		m.fail(err)
		return nil
	}
	words := strings.Fields(cmp.Or(strings.TrimSpace(m.options.Editor), strings.TrimSpace(os.Getenv("VISUAL")), strings.TrimSpace(os.Getenv("EDITOR")), "vi"))
	run := exec.CommandContext(m.options.Context, words[0], append(words[1:], file)...)
	msg.file, m.editFiles = file, dir
	return terminal.Exec(run, func(err error) tea.Msg {
		msg.err = err
		return msg
	})
}

// editFolder begins the names of the folders that hold what is being edited; the number of the process that
// edits comes next.
const editFolder = "dowse-edit-"

// SweepEdits removes what was being edited when a process was killed.
func SweepEdits() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), editFolder+"*"))
	for _, dir := range left {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), editFolder), "-")
		pid, err := strconv.Atoi(number)
		if err == nil && !alive(pid) {
			_ = os.RemoveAll(dir) // it may be somebody else's
		}
	}
}

// alive says whether there is a process of a number, or may be.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	return err == nil && !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

// edited takes what the editor wrote.
func (m *Model) edited(msg editedMsg) {
	defer os.RemoveAll(filepath.Dir(msg.file))
	m.editFiles = ""
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
	if text == msg.wrote {
		m.say(theme.Muted, "nothing was changed")
		return
	}
	r, what := d.Request, "the body"
	if msg.whole {
		read, problems := collections.Decode([]byte(text))
		if read == nil || len(problems) > 0 {
			m.say(theme.Bad, fmt.Sprintf("the request was not taken over: %v", problems[0]))
			return
		}
		r, what = *read, "the request"
	} else {
		r.Body.Text = text
		if r.Body.Kind == collections.BodyNone {
			r.Body.Kind = collections.BodyJSON
		}
	}
	before := d.Request.Picks
	d.Rest()
	m.on(d, func() { m.edit(r, "edit in the editor") })
	d.Rest()
	if !reflect.DeepEqual(before, d.Request.Picks) {
		m.on(d, func() { m.picksChanged(before) })
	}
	m.giveRequest()
	m.refresh()
	m.say(theme.Good, "took "+what+" over from the editor")
}
