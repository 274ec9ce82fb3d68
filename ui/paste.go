package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/formats/curl"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/lift"
	"dowse/ui/widget/dialog"
)

// pastes is the job of text that was pasted, or given on the command line: URLs, curl commands, JSON, folders.
type pastes struct{ *screen }

// pasted takes text that was pasted where it is no text: a curl command, a URL, JSON, or rows of a table.
func (m *pastes) pasted(d *drafts.Draft, text string) (intent tea.Msg) {
	trimmed := strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	trimmed = strings.ReplaceAll(trimmed, "\r", "\n")
	switch {
	case trimmed == "":
		return nil
	case curl.Is(trimmed):
		m.pastedCurl(d, trimmed)
	case isFolder(trimmed):
		return m.pastedFolder(trimmed)
	case methodFirst.MatchString(trimmed) && m.isURL(strings.TrimSpace(trimmed[strings.IndexByte(trimmed, ' '):])):
		m.pastedMethod(d, trimmed)
	case !strings.Contains(trimmed, "\n") && address.Is(trimmed) && !strings.ContainsAny(trimmed, " \t"):
		m.pastedURL(d, trimmed)
	case (trimmed[0] == '{' || trimmed[0] == '[') && json.Valid([]byte(trimmed)):
		m.pastedJSON(d, trimmed)
	case m.focus == layout.Request:
		m.edited(m.panes.request.Paste(trimmed))
	default:
		m.showPasted(d, trimmed)
	}
	return nil
}

// methodFirst is a URL with its method before it, as documentation has it.
var methodFirst = regexp.MustCompile(`^[A-Z][A-Z-]* +\S+$`)

// isURL says whether what stands behind a method is a URL: where there is a base_url it may begin with a slash, as in
// documentation.
func (m *pastes) isURL(text string) bool {
	return address.Is(text) || address.FormOf(text) == address.Path && address.Known(m.known.scope)
}

// pastedMethod takes a URL with a method before it.
func (m *pastes) pastedMethod(d *drafts.Draft, text string) {
	method, url, _ := strings.Cut(text, " ")
	d = m.pastedURL(d, strings.TrimSpace(url))
	r := d.Request
	r.Method = method
	m.edit(d, r, "method")
	m.giveRequest()
}

// isFolder says whether a text is the path of a folder.
func isFolder(text string) bool {
	if strings.Contains(text, "\n") || !strings.ContainsAny(text, "/~.") {
		return false
	}
	info, err := os.Stat(expandHome(text))
	return err == nil && info.IsDir()
}

// pastedFolder opens the collection of a folder.
func (m *pastes) pastedFolder(text string) (intent tea.Msg) {
	dir, err := filepath.Abs(expandHome(text))
	if err != nil {
		m.fail(err)
		return nil
	}
	root, ok := collections.Find(dir)
	if !ok {
		m.say(theme.Warn, "there is no collection in "+dir+": no dowse.yaml in it or above it")
		return nil
	}
	return openMsg{root}
}

// typedIn takes what was typed into the URL bar and is no URL. The bar is empty again, as before a paste.
func (m *pastes) typedIn(d *drafts.Draft, text string) (intent tea.Msg) {
	m.editURL(d, method(d.Request), "")
	m.giveRequest()
	return m.pasted(d, text)
}

// pastedURL changes a draft while it is empty, or where its URL is being typed, and else begins another one, which it gives.
func (m *pastes) pastedURL(d *drafts.Draft, url string) *drafts.Draft {
	if !d.Empty() && m.focus != layout.URL {
		d = m.newRequest()
	}
	r := d.Request
	r.URL = url
	r, lifted := lift.Secrets(r, m.known.takenNames())
	d.Rest()
	m.edit(d, r, "pasted URL")
	d.Rest()
	m.supply(lifted)
	m.giveRequest()
	m.setFocus(layout.URL)
	if len(lifted) > 0 {
		m.say(theme.Warn, fmt.Sprintf("%s became a secret variable, {{%s}}", lifted[0].Place, lifted[0].Name))
	}
	return d
}

// pastedJSON shows JSON as a sample where a response is shown, and elsewhere offers to send it as the body.
func (m *pastes) pastedJSON(d *drafts.Draft, text string) {
	if m.focus == layout.Response {
		m.pasteSample(d, text)
		return
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "JSON", What: fmt.Sprintf("%s of JSON were pasted.", quantity.Size(int64(len(text)))),
		Choices: []dialog.Choice{
			{Title: "Send it as the body of this request", Msg: doing(func() { m.setBody(d, text) })},
			{Title: "Show it as a sample of the response", Help: "to pick and map before sending", Msg: doing(func() { m.pasteSample(d, text) })},
			{Title: "Forget it", Msg: dialog.CloseMsg{}},
		},
	}))
}

// setBody makes a text the JSON body of a draft.
func (m *pastes) setBody(d *drafts.Draft, text string) {
	r := d.Request
	r.Body = collections.Body{Kind: collections.BodyJSON, Text: vars.Escape(text)}
	if r.Method == "" || r.Method == "GET" {
		r.Method = "POST"
	}
	m.edit(d, r, "pasted body")
	m.giveRequest()
	m.panes.request.SetTab("Body")
	m.setFocus(layout.Request)
}

// showPasted says that keys were not taken for commands, and what can become of the text.
func (m *pastes) showPasted(d *drafts.Draft, text string) {
	first, _, _ := strings.Cut(text, "\n")
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "Pasted text", What: fmt.Sprintf("%s pasted where keys are commands, so nothing was done: %s", quantity.Of(strings.Count(text, "\n")+1, "line was", "lines were"), first),
		Means: "dowse knows a URL, a curl command and JSON. Other text goes into a field: press Enter in it first, then paste.",
		Choices: []dialog.Choice{
			{Title: "Put it into the URL", Msg: doing(func() { m.pastedURL(d, strings.ReplaceAll(text, "\n", " ")) })},
			{Title: "Forget it", Msg: dialog.CloseMsg{}},
		},
	}))
}

// askForCurl asks for a curl command, for those whose terminal cannot paste into the screen, or to be mended.
func (m *pastes) askForCurl(d *drafts.Draft, text string) {
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "Paste a curl command", Hint: "as docs and a browser's developer tools give it",
		Text: strings.ReplaceAll(text, "\\\n", ""),
		Check: func(text string) (string, bool) {
			if _, _, err := readCurl(text); err != nil && text != "" {
				return err.Error(), false
			}
			return "", text != ""
		},
		Answer: func(text string) tea.Msg { return doing(func() { m.pastedCurl(d, text) }) },
	}))
}

// pastedCommand is a curl command as a request.
type pastedCommand struct {
	pasted    collections.Request // with its secrets
	request   collections.Request // without them
	lifted    []lift.Lifted
	variables []string // of the shell, which dowse does not know
}

// readCurl gives what a curl command says, and the variables of the shell in it.
func readCurl(text string) (curl.Command, []string, error) {
	words, variables, err := curl.Words(text)
	if err != nil {
		return curl.Command{}, nil, err
	}
	if len(words) == 0 {
		return curl.Command{}, nil, errors.New("there is no command in it")
	}
	command, err := curl.Read(words[1:], curl.Files{Open: unread, Stdin: strings.NewReader("")})
	return command, variables, err
}

// unread refuses the files that a pasted command names: it comes from somebody else, and what it would read
// here nobody has looked at.
func unread(name string) ([]byte, error) {
	return nil, fmt.Errorf("it would send the file %s, and a pasted command reads no file: paste the file's text into the body, or run it as dowse curl", name)
}

// pastedCurl says what was found in a curl command, and fills the form when that is wanted.
func (m *pastes) pastedCurl(d *drafts.Draft, text string) {
	command, variables, err := readCurl(text)
	if err != nil {
		m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
			Title: "curl command", Role: theme.Bad, What: "It cannot be used as it is: " + err.Error() + ".",
			Choices: []dialog.Choice{
				{Title: "Mend it", Help: "the command, to be changed", Msg: choose(importMsg{d, text})},
				{Title: "Close", Msg: dialog.CloseMsg{}},
			},
		}))
		return
	}
	p := pastedCommand{pasted: m.knownNames(command.Request), variables: variables}
	p.request, p.lifted = lift.Secrets(p.pasted, m.known.takenNames())
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "curl command", What: method(p.request) + " " + p.request.URL, Lines: p.lines(),
		Choices: []dialog.Choice{
			{Title: "Fill the form", Help: p.promise(), Msg: doing(func() { m.fill(d, p) })},
			{Title: "Fill the form and send", Msg: doing(func() { m.fill(d, p) }).andThen(action.RunMsg{ID: action.Send})},
			{Title: "Forget it", Msg: dialog.CloseMsg{}},
		},
	}))
}

// knownNames is a pasted request in which the braces of variables that are known here are placeholders, and
// whose query is rows where it is simple. The row that keeps curl from asking for compression is left out: here it costs nothing.
func (m *pastes) knownNames(r collections.Request) collections.Request {
	known := func(text string) string {
		for _, c := range m.known.candidates() {
			text = strings.ReplaceAll(text, "{{{{"+c.Insert+"}}", "{{"+c.Insert+"}}")
		}
		return text
	}
	r.Headers = slices.DeleteFunc(slices.Clone(r.Headers), func(row collections.Row) bool {
		return row.Off && row.Value == "" && strings.EqualFold(row.Name, "Accept-Encoding")
	})
	if base, rows, ok := address.Query(r.URL); ok {
		r.URL = base
		for _, row := range slices.Backward(rows) {
			r.Query = slices.Insert(slices.Clone(r.Query), 0, collections.Row{Name: row[0], Value: row[1]})
		}
	}
	return r.WithTexts(known)
}

// lines say what was found.
func (p pastedCommand) lines() []string {
	var lines []string
	r := p.request
	if n := len(r.Headers); n > 0 {
		lines = append(lines, quantity.Of(n, "header", "headers"))
	}
	if r.Body.Kind != collections.BodyNone {
		lines = append(lines, fmt.Sprintf("a body: %s, %s", r.Body.Kind, quantity.Size(int64(len(r.Body.Text)))))
	}
	if r.TLS != nil && r.TLS.Insecure {
		lines = append(lines, "-k: the server's certificate would not be verified")
	}
	if n := len(p.lifted); n > 0 {
		lines = append(lines, quantity.Of(n, "secret", "secrets")+" found:")
		for _, l := range p.lifted {
			lines = append(lines, fmt.Sprintf("  %s becomes {{%s}}", l.Place, l.Name))
		}
	}
	if len(p.variables) > 0 {
		lines = append(lines, "the shell's variables stay as text: $"+strings.Join(p.variables, ", $"))
	}
	return lines
}

func (p pastedCommand) promise() string {
	if len(p.lifted) == 0 {
		return ""
	}
	return "secrets stay in memory and are written to no file"
}

// fill puts a pasted request into a draft while that is empty, else into a new one.
func (m *pastes) fill(d *drafts.Draft, p pastedCommand) {
	if m.refill(p.pasted) {
		return
	}
	if !d.Empty() {
		d = m.newRequest()
	}
	d.Rest()
	m.edit(d, p.request, "pasted curl command")
	d.Rest()
	m.supply(p.lifted)
	m.giveRequest()
	m.chooseTab(d)
	m.setFocus(layout.URL)
}
