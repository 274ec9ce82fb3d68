package response

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/tomnomnom/linkheader"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/find"
	"dowse/collections"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

// list is rows that are few: headers, and the phases of an exchange.
type list struct {
	page  *page
	items []item
}

// item is one row of a list.
type item struct {
	line  line
	spot  spot   // the header that can be picked here; its name is empty for none
	where string // what the status bar says of it; empty: its text
}

func (l *list) first() (place, bool)           { return place{}, len(l.items) > 0 }
func (l *list) last() place                    { return place{at: len(l.items) - 1} }
func (l *list) next(p place) (place, bool)     { return place{at: p.at + 1}, p.at+1 < len(l.items) }
func (l *list) settle(p place) place           { return place{at: max(0, min(p.at, len(l.items)-1))} }
func (l *list) seek(at int) place              { return l.settle(place{at: at}) }
func (l *list) item(p place) item              { return l.items[l.settle(p).at] }
func (l *list) add(left ...theme.Span)         { l.items = append(l.items, item{line: line{left: left}}) }
func (l *list) heading(text string)            { l.add(theme.Span{Role: theme.Heading, Text: text}) }
func (l *list) blank()                         { l.add() }
func (i item) text() string                    { return theme.TextOf(i.line.left) }
func (l *list) note(role theme.Role, s string) { l.add(theme.Span{Role: role, Text: s}) }

func (l *list) previous(p place) (place, bool) {
	if p.at == 0 {
		return p, false
	}
	return place{at: p.at - 1}, true
}

func (l *list) draw(p place, _ int) line {
	i := l.item(p)
	drawn := i.line
	drawn.left = l.page.highlight(drawn.left)
	if i.spot.outside() {
		drawn.right = l.page.pickSpans(i.spot)
	}
	return drawn
}

// matches are the rows that have the words looked for.
func (l *list) matches(words *find.Pattern) []int {
	var found []int
	for at, i := range l.items {
		if words.In(i.text()) {
			found = append(found, at)
		}
	}
	return found
}

func (l *list) where(_ *theme.Theme, p place) string {
	i := l.item(p)
	if i.where != "" {
		return i.where
	}
	return strings.TrimSpace(i.text())
}

// find gives the row of a header.
func (l *list) find(at spot) (place, bool) {
	for row, i := range l.items {
		if i.spot == at && at.outside() {
			return place{at: row}, true
		}
	}
	return place{}, false
}

// newHeaders lists what came before and after the body, the redirects on the way, and what was sent.
func newHeaders(p *page) *list {
	l := &list{page: p}
	e := p.exchange
	l.note(statusRole(e.Response.Status), safe(p.veil.text(e.Response.Protocol))+" "+statusText(p, &e.Response))
	l.items[0].spot = partOf(collections.SourceStatus, "", "")
	l.received(e.Response.Headers, true)
	l.links(e)
	if len(e.Response.Trailers) > 0 {
		l.blank()
		l.heading("Trailers")
		l.received(e.Response.Trailers, false)
	}
	for i := range e.Hops {
		l.hop(i+1, &e.Hops[i])
	}
	l.blank()
	l.heading("Sent")
	l.sent(e.Request)
	return l
}

// links lists where the Link headers lead, by their relation (RFC 8288 section 3).
func (l *list) links(e *client.Exchange) {
	for _, link := range linkheader.ParseMultiple(e.Response.Values("Link")) {
		if link.Rel == "" {
			continue
		}
		l.items = append(l.items, item{
			line: line{left: []theme.Span{{Role: theme.Muted, Text: "link " + safe(link.Rel) + " " + l.page.glyphs.Arrow + " "}, {Text: safe(l.page.veil.text(link.URL))}}},
			spot: partOf(collections.SourceLink, link.Rel, ""),
		})
	}
}

// hop lists a redirect that was followed.
func (l *list) hop(n int, h *client.Hop) {
	l.blank()
	target := " " + l.page.glyphs.Arrow + " " + safe(h.Target.String())
	l.heading("Redirect " + strconv.Itoa(n) + ": " + strconv.Itoa(h.Response.Status) + target)
	l.items[len(l.items)-1].spot = partOf(collections.SourceRedirect, strconv.Itoa(n), "")
	if h.CrossOrigin {
		l.note(theme.Warn, "to another origin")
	}
	if len(h.Withheld) > 0 {
		l.note(theme.Warn, "not sent on: "+safe(strings.Join(h.Withheld, ", ")))
	}
	l.received(h.Response.Headers, false)
}

// widestName is how many cells the column of header names takes at most.
const widestName = 32

// received lists headers of a response. picked says that picks can read them.
func (l *list) received(headers []client.Header, picked bool) {
	width := 0
	for _, h := range headers {
		width = max(width, min(frame.Width(safe(h.Name)), widestName))
	}
	seen := map[string]int{}
	for _, h := range headers {
		key := strings.ToLower(h.Name)
		seen[key]++
		value := l.page.veil.text(h.Value)
		spans := append(l.name(h.Name, width), headerValue(key, value)...)
		i := item{line: line{left: spans}, where: safe(h.Name) + ": " + safe(value)}
		if picked {
			i.spot = spot{node: document.None, header: key, nth: seen[key]}
		}
		l.items = append(l.items, i)
	}
}

// name is a header's name in its column.
func (l *list) name(name string, width int) []theme.Span {
	text := safe(name)
	pad := strings.Repeat(" ", max(0, width-frame.Width(text))+2)
	return []theme.Span{{Role: theme.Name, Text: text}, {Text: pad}}
}

// headerValue paints a header's value; of a cookie its name, its value and its attributes apart.
func headerValue(name, value string) []theme.Span {
	if name != "set-cookie" {
		return []theme.Span{{Text: safe(value)}}
	}
	cookie, attributes, _ := strings.Cut(value, ";")
	key, content, ok := strings.Cut(cookie, "=")
	if !ok {
		return []theme.Span{{Text: safe(value)}}
	}
	spans := []theme.Span{{Role: theme.Name, Text: safe(key)}, {Role: theme.Muted, Text: " = "}, {Role: theme.String, Text: safe(content)}}
	if attributes != "" {
		spans = append(spans, theme.Span{Role: theme.Muted, Text: "  " + safe(strings.TrimSpace(attributes))})
	}
	return spans
}

// sent lists a request as it went out, its secrets masked.
func (l *list) sent(r client.Sent) {
	l.add(theme.Span{Role: theme.Accent, Text: safe(r.Method)}, theme.Span{Text: " " + safe(r.URL.String()) + " "}, theme.Span{Role: theme.Muted, Text: safe(r.Protocol)})
	width := 0
	for _, h := range r.Headers {
		width = max(width, min(frame.Width(safe(h.Name)), widestName))
	}
	for _, h := range r.Headers {
		l.add(append(l.name(h.Name, width), theme.Span{Text: safe(h.Value.String())})...)
	}
}

// statusText is the status and its reason; the registered one where the server gave none.
func statusText(p *page, r *client.Response) string {
	reason := p.veil.text(r.Reason)
	if reason == "" {
		reason = http.StatusText(r.Status)
	}
	return strings.TrimSpace(strconv.Itoa(r.Status) + " " + safe(reason))
}

// statusRole is how a status looks by its class.
func statusRole(status int) theme.Role {
	switch {
	case status >= 500:
		return theme.Bad
	case status >= 300:
		return theme.Warn
	}
	return theme.Good
}
