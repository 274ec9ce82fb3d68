package ui

import (
	"io"

	"dowse/collections"
)

// ReadAgain reads the files anew, as after a change of somebody else.
func (m *Model) ReadAgain() { m.files.readAgain() }

// Drafts are the requests that have something in them and are not saved so, by their keys.
func (m *Model) Drafts() map[string]string {
	all := map[string]string{}
	for _, d := range m.drafts.All() {
		if d.Unsaved() && !d.Empty() {
			text, err := collections.Encode(&d.Request)
			if err != nil {
				panic(err)
			}
			all[d.Key] = string(text)
		}
	}
	return all
}

// Busy says whether something is being sent.
func (m *Model) Busy() bool { return m.sending != nil || m.mappings.rows != nil }

// Editing begins to edit the current request in an editor, which ends with the text that end makes of that of the file.
func (m *Model) Editing() (end func(edit func(text string) string) error) {
	d := m.drafts.Current
	msg, err := editing(d)
	return func(edit func(text string) string) error {
		if err != nil {
			return err
		}
		msg.file, msg.err = fileFor("request.yaml", func(w io.Writer) error { _, err := io.WriteString(w, edit(msg.wrote)); return err })
		m.takeEdited(msg)
		return msg.err
	}
}
