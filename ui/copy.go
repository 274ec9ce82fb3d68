package ui

import (
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"os"
	"path"
	"runtime"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections/formats/curl"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/response"
	"dowse/ui/terminal"
)

// noticeMsg is a line that a command has to say.
type noticeMsg struct {
	role theme.Role
	text string
}

// copyFrom copies what the response pane points at.
func (m *Model) copyFrom(d *drafts.Draft, msg response.CopyMsg) tea.Cmd {
	e := d.Exchange
	if e == nil {
		return nil
	}
	switch msg.Action {
	case action.CopyURL:
		return m.copied("the URL", e.Request.URL.String())
	case action.CopyCurl:
		if e.Message.Method == "" {
			m.say(theme.Muted, "nothing was sent in this session: send it to copy it as curl")
			return nil
		}
		writer := curl.Writer{Break: " \\\n  "}
		return m.copied("a curl command, secret variables as $REFERENCES", writer.Command(e.Message))
	}
	if msg.Header != "" {
		values := e.Response.Values(msg.Header)
		return m.copied("the header "+msg.Header, values[max(0, min(msg.Nth, len(values))-1)])
	}
	if msg.Text != "" {
		return m.copied(msg.What, msg.Text)
	}
	doc := e.Document()
	if msg.Node == document.None {
		m.say(theme.Muted, "there is nothing to copy here")
		return nil
	}
	if msg.Action == action.CopySource {
		return m.copied("the subtree", string(doc.Source(msg.Node)))
	}
	return m.copied("the value", doc.Text(msg.Node))
}

// copyVariable copies the value of a variable. One that is secret is copied without being shown.
func (m *Model) copyVariable(name string) tea.Cmd {
	return m.valueOf(name, func(v vars.Value, err error) tea.Cmd {
		if err != nil {
			m.fail(err)
			return nil
		}
		return m.copied(name, v.Reveal())
	})
}

func (m *screen) copied(what, text string) tea.Cmd {
	if !terminal.Copyable(text) {
		m.say(theme.Warn, fmt.Sprintf("%s, %s, is too much for the clipboard; %s saves the body", what, quantity.Size(int64(len(text))), m.look.keymap.Key(action.SaveBody, action.Nav)))
		return nil
	}
	m.say(theme.Good, fmt.Sprintf("copied %s, %s", what, quantity.Size(int64(len(text)))))
	return terminal.Copy(text)
}

// bodyName proposes a file for a body: the name that the server gives it, else one of the request's.
func bodyName(d *drafts.Draft) string {
	r := &d.Exchange.Response
	if name := r.FileName(); name != "" {
		return name
	}
	name := strings.ReplaceAll(path.Base(d.Key), " ", "-")
	if d.Exchange.Source != "" && path.Ext(name) != "" {
		return name
	}
	media, _, _ := mime.ParseMediaType(r.Header("Content-Type"))
	switch {
	case strings.HasSuffix(media, "json"):
		return name + ".json"
	case strings.HasPrefix(media, "text/plain"):
		return name + ".txt"
	case strings.HasPrefix(media, "image/"), strings.HasPrefix(media, "text/"), strings.HasSuffix(media, "+xml"), media == "application/xml":
		_, kind, _ := strings.Cut(media, "/")
		kind, _, _ = strings.Cut(kind, "+")
		return name + "." + kind
	}
	return name + ".body"
}

// writeBody writes a body to a new file, in the background.
func writeBody(path string, e *client.Exchange) tea.Cmd {
	return func() tea.Msg {
		defer runtime.KeepAlive(e) // and with it the bytes
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			err = errors.Join(e.Response.WriteBody(f, false), f.Close())
		}
		switch {
		case errors.Is(err, fs.ErrExist):
			return noticeMsg{theme.Bad, path + " is there already; it was not written over"}
		case err != nil:
			return noticeMsg{theme.Bad, err.Error()}
		}
		return noticeMsg{theme.Good, fmt.Sprintf("wrote %s to %s", quantity.Size(int64(len(e.Response.Body))), path)}
	}
}
