package ui

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/disk"
	"dowse/collections/fileformat/yamledit"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// showConflict asks what shall become of two versions of one request.
func (m *files) showConflict(d *drafts.Draft, e *collections.ConflictError) {
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "Changed by someone else", Role: theme.Warn,
		What:  e.File + " was changed on disk since it was read.",
		Means: "Nothing was written, and nothing is lost: the screen has your version, the file has theirs.",
		Lines: m.differences(d),
		Choices: []dialog.Choice{
			{Title: "Save mine under another name", Help: "both stay", Msg: doing(func() { m.saveCopy(d) })},
			{Title: "Take theirs", Help: "read the file again; undo brings yours back", Msg: doing(func() { m.takeTheirs(d) })},
			{Title: "Keep mine", Help: "write the screen's version over the file", Msg: doing(func() { m.keepMine(d) })},
			{Title: "Decide later", Msg: dialog.CloseMsg{}},
		},
	}))
}

// showCopy asks where the second draft of a request shall go.
func (m *files) showCopy(d *drafts.Draft) {
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "A second draft of " + d.Copy, Role: theme.Warn,
		What: d.Copy + " was edited on two screens, and this is the other draft.",
		Choices: []dialog.Choice{
			{Title: "Save it as another request", Help: "both stay", Msg: doing(func() { m.saveAs(d) })},
			{Title: "Put it into " + d.Copy, Help: "as an edit, not saved yet; undo brings back what is there", Msg: doing(func() { m.mergeCopy(d) })},
			{Title: "Decide later", Msg: dialog.CloseMsg{}},
		},
	}))
}

// mergeCopy makes the second draft of a request an edit of the first.
func (m *files) mergeCopy(d *drafts.Draft) {
	first := m.load(d.Copy)
	first.Rest()
	first.Edit(d.Request, "draft of another screen")
	first.Rest()
	m.drafts.Remove(d.Key)
	m.open(first.Key)
}

// differences are the lines of a draft's file that only one of both versions has, the first of them.
func (m *files) differences(d *drafts.Draft) []string {
	theirs, err := disk.ReadFile(filepath.Join(m.session.Collection.Root, filepath.FromSlash(d.Key)+".yaml"), yamledit.MaxSize)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []string{"the file is not there any more"}
	case err != nil:
		return []string{"the file cannot be read: " + err.Error()}
	}
	mine, err := collections.Encode(&d.Request)
	if err != nil {
		return nil
	}
	var lines []string
	only := func(mark string, a, b []byte) {
		for line := range strings.Lines(string(a)) {
			if line = strings.TrimRight(line, "\n"); strings.TrimSpace(line) != "" && !slices.Contains(strings.Split(string(b), "\n"), line) {
				lines = append(lines, mark+line)
			}
		}
	}
	only("mine    ", mine, theirs)
	only("theirs  ", theirs, mine)
	if len(lines) > mostDifferences {
		lines = append(lines[:mostDifferences], fmt.Sprintf("and %d lines more", len(lines)-mostDifferences))
	}
	return lines
}

// mostDifferences is how many lines a card shows of two versions.
const mostDifferences = 10

// keepMine writes a draft over what someone else wrote.
func (m *files) keepMine(d *drafts.Draft) {
	if m.readAgain() {
		d.Conflict = false
		m.saveAt(d, d.Key)
	}
}

// takeTheirs shows what is in the file now.
func (m *files) takeTheirs(d *drafts.Draft) {
	if !m.readAgain() {
		return
	}
	d.Conflict = false
	theirs := m.session.Collection.Request(d.Key)
	if theirs == nil {
		m.say(theme.Warn, d.Key+" is not there any more")
		return
	}
	d.Edit(*theirs, "their version")
	d.Keep(*theirs)
	m.changed()
	m.giveRequest()
	m.refresh()
	m.say(theme.Good, d.Key+" is as in its file now; "+m.look.keymap.Key(action.Undo, action.Nav)+" brings yours back")
}

func (m *files) saveCopy(d *drafts.Draft) {
	if m.readAgain() {
		mine := d.Request
		mine.Picks = nil // a name has one producer
		copied := drafts.New(m.drafts.FreshKey(), mine)
		copied.Folder = folderOf(d)
		m.drafts.Add(copied)
		m.takeTheirs(d)
		m.open(copied.Key)
		m.saveAs(copied)
	}
}
