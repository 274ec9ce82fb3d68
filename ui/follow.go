package ui

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/response"
	"dowse/ui/widget/dialog"
)

// links is the job of following links from one response to the next, and back.
type links struct{ *screen }

// follow sends a new request to where a text of the response leads (RFC 3986 section 5). One to the same
// origin has the headers and the auth of this request; one to another has none of them.
func (m *links) follow(from *drafts.Draft, msg response.FollowMsg) (intent tea.Msg) {
	text := msg.Text
	target, same, err := leads(from.Exchange, text)
	if err != nil {
		m.say(theme.Muted, err.Error())
		return nil
	}
	r := collections.Request{Method: "GET", URL: m.shortURL(from, target)}
	if methodName.MatchString(msg.Method) {
		r.Method = msg.Method
	}
	if same {
		r.Headers, r.Auth = from.Request.Headers, from.Request.Auth
	}
	m.drafts.Trail = append(m.drafts.Trail, from.Key)
	to := m.passing(r)
	m.open(to.Key)
	if strings.Contains(text, "{") {
		m.fillIn(to)
		return nil
	}
	m.setFocus(layout.Response)
	if r.Method != "GET" && r.Method != "HEAD" {
		m.say(theme.Warn, fmt.Sprintf("this is a %s: %s sends it", r.Method, m.look.keymap.Key(action.Send, action.Everywhere)))
		return nil
	}
	return sendMsg{to}
}

// fillIn goes to the URL, where the first of the names in braces stood.
func (m *links) fillIn(d *drafts.Draft) {
	m.setFocus(layout.URL)
	r := d.Request
	at := inBraces.FindStringSubmatchIndex(r.URL)
	if at == nil {
		return
	}
	before, name := r.URL[:at[2]], r.URL[at[4]:at[5]]
	m.editURL(d, r.Method, before+r.URL[at[3]:])
	m.giveRequest()
	m.panes.url.CaretBehind(before)
	m.say(theme.Warn, fmt.Sprintf("type the %s, or {{ for a variable; then press Enter", name))
}

// inBraces is a name in braces (RFC 6570), which are not those of a placeholder.
var inBraces = regexp.MustCompile(`(?:^|[^{])(\{([^{}]+)\})`)

// methodName is a method as an index of links has it.
var methodName = regexp.MustCompile(`^[A-Z]{3,10}$`)

// leads is the URL that a text of an exchange stands for, and whether it is of the same origin.
func leads(e *client.Exchange, text string) (target string, same bool, err error) {
	base, err := url.Parse(e.Request.URL.Reveal())
	if err != nil {
		return "", false, err
	}
	crossed := slices.ContainsFunc(e.Hops, func(h client.Hop) bool { return h.CrossOrigin })
	text = strings.TrimSpace(text)
	link := strings.Contains(text, "://")
	for _, begin := range []string{"/", "./", "../", "?"} {
		link = link || strings.HasPrefix(text, begin)
	}
	ref, err := url.Parse(text)
	if !link || err != nil || strings.ContainsAny(text, " \n\t") {
		return "", false, errors.New("this is no link: it is neither a URL nor a path")
	}
	base.RawQuery, base.Fragment, base.User = "", "", nil // the secrets of one URL are not those of the next
	whole := base.ResolveReference(ref)
	if whole.Scheme != "http" && whole.Scheme != "https" {
		return "", false, fmt.Errorf("links of the scheme %s are not followed", whole.Scheme)
	}
	whole.User = nil // nobody but the user says who they are
	target = strings.NewReplacer("%7B", "{", "%7D", "}").Replace(whole.String())
	if ref.IsAbs() && ref.User == nil {
		target = text // with its host as it is written
	}
	if target, err = withoutSecrets(e, vars.Escape(target)); err != nil {
		return "", false, err
	}
	// What was sent is for the origin of the first request; after a redirect elsewhere this is another one.
	return target, !crossed && whole.Scheme == base.Scheme && whole.Host == base.Host, nil
}

// withoutSecrets is a URL in which the secrets of an exchange's own are references again.
func withoutSecrets(e *client.Exchange, target string) (string, error) {
	text := e.Request.URL.Reveal()
	for _, span := range e.Request.URL.Spans() {
		if secret := text[span.Start:span.End]; span.Secret && span.Name != "" && secret != "" {
			target = strings.ReplaceAll(target, secret, "{{"+span.Name+"}}")
		}
	}
	if e.Masker().Has(target) {
		return "", errors.New("this link has a secret in it that was sent: type the URL, with a variable for it")
	}
	return target, nil
}

// shortURL is a URL that begins with {{base_url}} where it is of that server, as the requests of the
// collection have it.
func (m *links) shortURL(from *drafts.Draft, target string) string {
	v, ok := m.known.value(address.Base)
	if !ok || v.IsSecret() || v.Kind() != vars.String || !strings.HasPrefix(from.Request.URL, "{{"+address.Base) && !address.Relative(from.Request.URL, true) {
		return target
	}
	if rest, found := strings.CutPrefix(target, strings.TrimRight(v.Reveal(), "/")); found && (rest == "" || strings.ContainsAny(rest[:1], "/?")) {
		return "{{" + address.Base + "}}" + rest
	}
	return target
}

// passing is the draft of a request that a link leads to: the one of an earlier time, where nothing was done
// with it.
func (m *links) passing(r collections.Request) *drafts.Draft {
	for _, d := range m.drafts.All() {
		if d.Passing && d.Request.URL == r.URL && d.Request.Method == r.Method {
			return d
		}
	}
	d := m.drafts.Add(drafts.New(m.drafts.FreshKey(), r))
	d.Passing = true
	return d
}

// goBack shows the request from which a link was followed.
func (m *links) goBack() {
	for len(m.drafts.Trail) > 0 {
		last := len(m.drafts.Trail) - 1
		key := m.drafts.Trail[last]
		m.drafts.Trail = m.drafts.Trail[:last]
		if m.load(key) != nil {
			m.open(key)
			m.setFocus(layout.Response)
			return
		}
	}
	m.say(theme.Muted, "no link was followed here; "+m.look.keymap.Key(action.Follow, action.Response)+" on one in a response does that")
}

// showValue shows a value in full.
func (m *Model) showValue(msg response.ShowMsg) {
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: msg.Title, What: msg.Text, Lines: []string{"", quantity.Size(int64(len(msg.Text)))},
		Choices: []dialog.Choice{{Title: "Close", Msg: dialog.CloseMsg{}}},
	}))
}
