package ui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/document"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// formatHelp says in a few words what each format is, for those who choose one.
var formatHelp = map[document.Format]string{
	document.Auto: "what the server and the bytes say", document.JSON: "one value", document.NDJSON: "JSON values, one a line",
	document.Sequence: "JSON text sequence (RFC 7464)", document.XML: "XML 1.0", document.HTML: "a web page", document.CSV: "a table with commas",
	document.TSV: "a table with tabs", document.Form: "a=1&b=2", document.Multipart: "parts with headers of their own",
	document.YAML: "YAML 1.2", document.SSE: "server-sent events", document.Text: "lines", document.Binary: "bytes that are no text",
}

// rereadMsg is a body that was read as another format.
type rereadMsg struct {
	key      string
	of       *client.Exchange // that it was
	format   document.Format
	exchange *client.Exchange
}

// chooseFormat lists what the body of the response can be read as.
func (m *Model) chooseFormat(d *drafts.Draft) {
	if !d.Exchange.Answered() || m.sending != nil && m.sending.step.Key == d.Key {
		m.say(theme.Muted, "there is no response yet that could be read as something else")
		return
	}
	var items []dialog.Item
	at := 0
	for i, name := range document.FormatNames() {
		format, _ := document.FormatOf(name)
		right := ""
		if format == d.Format {
			right, at = "in use", i
		}
		items = append(items, dialog.Item{Title: name, Help: formatHelp[format], Right: right, Msg: do(func() tea.Cmd { return m.readAs(d, format) })})
	}
	hint := "it is read as " + d.Exchange.Document().Format().String() + " now"
	m.show(dialog.NewList(m.look.theme, dialog.ListOptions{Title: "Read the body as", Hint: hint, Items: items, At: at}))
}

// readAs reads the body of the response anew, in the background.
func (m *Model) readAs(d *drafts.Draft, format document.Format) tea.Cmd {
	key, e := d.Key, d.Exchange
	m.say(theme.Muted, "reading the body as "+format.String())
	return func() tea.Msg {
		as := e.ReadAs(format)
		as.Document()
		return rereadMsg{key, e, format, as}
	}
}

// reread shows the body that was read anew, unless another one came meanwhile.
func (m *Model) reread(msg rereadMsg) {
	d := m.drafts.Get(msg.key)
	if d == nil || d.Exchange != msg.of {
		return
	}
	d.ReadAs(msg.format, msg.exchange)
	if d.Err == nil {
		m.session.Keep(d.Sent.Environment, found(d))
		m.changed()
	}
	if d == m.drafts.Current {
		m.giveExchange()
		doc := msg.exchange.Document()
		if problem := doc.Problem(); problem != nil {
			m.say(theme.Warn, fmt.Sprintf("read as %s: %s", doc.Format(), problem))
		} else {
			m.say(theme.Good, "read as "+doc.Format().String())
		}
	}
	m.refresh()
}
