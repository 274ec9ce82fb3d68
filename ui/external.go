package ui

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/collections/disk"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// editedMsg says that the editor has ended.
type editedMsg struct {
	key   string // of the draft that was edited
	whole bool   // the request as the text of its file; else its body
	file  string
	err   error
	wrote string               // what was in the file before
	saved *collections.Request // the draft's file as it was then
}

// openEditor opens in the editor what has the keys: from the response its body, to read; the body of the
// request from its tab; from anywhere else the request as a whole, as the text of its file.
func (m *Model) openEditor(d *drafts.Draft) tea.Cmd {
	if m.focus == layout.Response && d.Exchange.Answered() {
		return m.readIn(d, m.editor(), false)
	}
	if m.focus != layout.Request || m.panes.request.Tab() != bodyTab {
		whole, err := editing(d)
		if err != nil {
			m.fail(err)
			return nil
		}
		return m.runEditor(whole, "request.yaml")
	}
	name := "body.json"
	if d.Request.Body.Kind == collections.BodyText {
		name = "body.txt"
	}
	return m.runEditor(editedMsg{key: d.Key, wrote: d.Request.Body.Text, saved: d.Saved}, name)
}

// editing is what is to be told of a draft when its text was edited.
func editing(d *drafts.Draft) (editedMsg, error) {
	text, err := collections.Encode(&d.Request)
	return editedMsg{key: d.Key, whole: true, wrote: string(text), saved: d.Saved}, err
}

// The tabs of the request pane in which its body and its headers are typed.
const (
	bodyTab    = "Body"
	headersTab = "Headers"
)

// runEditor runs the editor in place of the screen, on a file of its own with what is to be edited.
func (m *Model) runEditor(msg editedMsg, name string) tea.Cmd {
	file, err := fileFor(name, func(w io.Writer) error { _, err := io.WriteString(w, msg.wrote); return err })
	if err != nil {
		m.fail(err)
		return nil
	}
	return m.runOn(m.editor(), file, func(err error) tea.Msg {
		msg.file, msg.err = file, err
		return msg
	})
}

// editor is the words of the command that edits a file.
func (m *Model) editor() []string {
	return strings.Fields(cmp.Or(strings.TrimSpace(m.options.Editor), strings.TrimSpace(os.Getenv("VISUAL")), strings.TrimSpace(os.Getenv("EDITOR")), "vi"))
}

// pager is the words of the command that shows a file page by page.
func pager() []string { return strings.Fields(cmp.Or(strings.TrimSpace(os.Getenv("PAGER")), "less")) }

// fileFor writes a file of that name, readable by the user alone, in a folder of its own.
func fileFor(name string, write func(io.Writer) error) (file string, err error) {
	dir, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", editFolder, os.Getpid()))
	if err != nil {
		return "", err
	}
	file = filepath.Join(dir, name)
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		out := bufio.NewWriterSize(f, 1<<20)
		err = errors.Join(write(out), out.Flush(), f.Close())
	}
	if err != nil {
		_ = os.RemoveAll(dir)
	}
	return file, err
}

// runOn runs a program in place of the screen, on a file whose folder goes when it has ended.
func (m *Model) runOn(words []string, file string, done func(error) tea.Msg) tea.Cmd {
	run := exec.CommandContext(m.options.Context, words[0], append(words[1:], file)...)
	run.Env = m.session.Environ()
	m.editFiles = filepath.Dir(file)
	return terminal.Exec(run, done)
}

// writtenMsg says that a body is in a file, for a program to show.
type writtenMsg struct {
	words []string
	file  string
	err   error
}

// readIn shows the body of a draft's response in another program. It is written in the background; where the program shows
// it as it is, without what a terminal obeys.
func (m *Model) readIn(d *drafts.Draft, words []string, safe bool) tea.Cmd {
	e, name := d.Exchange, bodyName(d)
	return func() tea.Msg {
		defer runtime.KeepAlive(e) // and with it the bytes
		file, err := fileFor(name, func(w io.Writer) error {
			if !safe {
				_, err := w.Write(e.Response.Body)
				return err
			}
			for line := range bytes.Lines(e.Document().Characters()) {
				if _, err := io.WriteString(w, terminal.Safe(terminal.Untrusted(line))); err != nil {
					return err
				}
			}
			return nil
		})
		return writtenMsg{words, file, err}
	}
}

// written runs the program that shows a body.
func (m *Model) written(msg writtenMsg) tea.Cmd {
	if msg.err != nil {
		m.fail(msg.err)
		return nil
	}
	return m.runOn(msg.words, msg.file, func(err error) tea.Msg {
		_ = os.RemoveAll(filepath.Dir(msg.file))
		if errors.Is(err, exec.ErrNotFound) {
			return noticeMsg{theme.Bad, msg.words[0] + " was not found: set $PAGER or $EDITOR to a program that is there"}
		}
		return noticeMsg{}
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

// takeEdited takes what the editor wrote.
func (m *Model) takeEdited(msg editedMsg) {
	m.editFiles = ""
	done := func() { _ = os.RemoveAll(filepath.Dir(msg.file)) }
	if errors.Is(msg.err, exec.ErrNotFound) {
		done()
		m.say(theme.Bad, "the editor was not found: set $EDITOR, or editor: in the configuration")
		return
	}
	if msg.err != nil {
		m.say(theme.Bad, fmt.Sprintf("the editor ended with an error (%v), so nothing was taken over; what it wrote is in %s until dowse starts again", msg.err, msg.file))
		return
	}
	d := m.drafts.Get(msg.key)
	if d == nil {
		done()
		return
	}
	data, err := disk.ReadFile(msg.file, longestEdited)
	if err != nil {
		m.fail(err)
		return
	}
	text := string(data)
	if !strings.HasSuffix(msg.wrote, "\n") {
		text = strings.TrimSuffix(text, "\n") // editors add one
	}
	if text == msg.wrote {
		done()
		m.say(theme.Muted, "nothing was changed")
		return
	}
	r, err := msg.request(d.Request, text)
	if err != nil {
		m.say(theme.Bad, fmt.Sprintf("the request was not taken over: %v; what you wrote is in %s until dowse starts again", err, msg.file))
		return
	}
	done()
	m.takeOver(d, r)
	if d.Saved != nil && msg.saved != nil && changedSince(*msg.saved, *d.Saved) {
		d.Conflict = true
		m.say(theme.Warn, d.Key+" was changed on disk meanwhile: saving it will ask")
	}
}

// request is what became of a request in the editor.
func (msg editedMsg) request(r collections.Request, text string) (collections.Request, error) {
	if !msg.whole {
		r.Body.Text = text
		if r.Body.Kind == collections.BodyNone {
			r.Body.Kind = collections.BodyJSON
		}
		return r, nil
	}
	read, problems := collections.Decode([]byte(text))
	switch {
	case len(problems) > 0:
		return r, problems[0]
	case read == nil || read.URL == "" && r.URL != "":
		return r, errors.New("it has no url any more")
	}
	return *read, nil
}

// takeOver makes a request what it became in the editor.
func (m *Model) takeOver(d *drafts.Draft, r collections.Request) {
	before := d.Request.Picks
	d.Rest()
	m.edit(d, r, "edit in the editor")
	d.Rest()
	if !reflect.DeepEqual(before, d.Request.Picks) {
		m.picks.picksChanged(d, before, drafts.Sends(r, ""))
	}
	m.giveRequest()
	m.refresh()
	m.say(theme.Good, "took over what the editor wrote")
}

// longestEdited is the size in bytes of the largest file that is taken over.
const longestEdited = 64 << 20
