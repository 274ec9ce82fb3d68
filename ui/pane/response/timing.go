package response

import (
	"fmt"
	"strings"
	"time"

	"dowse/client"
	"dowse/collections"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// phase is a part of a request that takes time.
type phase struct {
	name string
	took time.Duration
}

func phases(t client.Timings) []phase {
	return []phase{{"dns", t.DNS}, {"connect", t.Connect}, {"tls", t.TLS}, {"send", t.Send}, {"wait", t.Wait}, {"receive", t.Receive}}
}

// newTiming lists how long everything took, as a waterfall of width cells, and what is known of the connection.
func newTiming(p *page, width int) *list {
	l := &list{page: p}
	e := p.exchange
	whole := e.Timings.Total
	for _, hop := range e.Hops {
		whole += hop.Timings.Total
	}
	whole = max(whole, e.Elapsed, 1)
	var begun time.Duration
	for i, hop := range e.Hops {
		l.heading(fmt.Sprintf("Redirect %d: %d", i+1, hop.Response.Status))
		begun = l.waterfall(hop.Timings, begun, whole, width)
		l.blank()
	}
	l.heading("Request")
	from := len(l.items)
	l.waterfall(e.Timings, begun, whole, width)
	for i := from; i < len(l.items); i++ {
		name, _, _ := strings.Cut(l.items[i].where, " ")
		l.items[i].spot = partOf(collections.SourceTiming, name, "")
	}
	l.add(theme.Span{Role: theme.Muted, Text: fmt.Sprintf("%-*s", labelWidth, "total")}, theme.Span{Text: fmt.Sprintf("%*s", tookWidth, took(e.Elapsed))})
	l.items[len(l.items)-1].spot = partOf(collections.SourceTiming, "total", "")
	l.blank()
	l.connection(e)
	l.sizes(e)
	if len(e.Notices) > 0 {
		l.blank()
		l.heading("Notices")
		for _, notice := range e.Notices {
			l.note(theme.Warn, safe(p.veil.text(notice)))
		}
	}
	return l
}

const (
	labelWidth = 11
	tookWidth  = 9
)

// waterfall adds a bar for each phase that took any time, and gives when the last one ended.
func (l *list) waterfall(t client.Timings, begun, whole time.Duration, width int) time.Duration {
	room := max(0, width-labelWidth-tookWidth-4)
	at := begun
	for _, p := range phases(t) {
		if p.took <= 0 {
			continue
		}
		from := min(int(int64(room)*int64(at)/int64(whole)), max(0, room-1))
		size := max(1, min(int(int64(room)*int64(p.took)/int64(whole)), room-from))
		l.add(
			theme.Span{Role: theme.Muted, Text: fmt.Sprintf("%-*s", labelWidth, p.name)},
			theme.Span{Text: fmt.Sprintf("%*s  ", tookWidth, took(p.took))},
			theme.Span{Text: strings.Repeat(" ", from)},
			theme.Span{Role: theme.Accent, Text: strings.Repeat(l.page.glyphs.Bar, size)},
		)
		l.items[len(l.items)-1].where = p.name + " " + took(p.took)
		at += p.took
	}
	return max(at, begun+t.Total)
}

// fact adds a row of a name and what is known.
func (l *list) fact(name, text string) {
	if text == "" {
		return
	}
	text = safe(l.page.veil.text(text))
	gap := strings.Repeat(" ", max(1, labelWidth-frame.Width(name)))
	l.add(theme.Span{Role: theme.Muted, Text: name + gap}, theme.Span{Text: text})
}

// connection adds what is known of the connection.
func (l *list) connection(e *client.Exchange) {
	l.heading("Connection")
	remote := e.Remote
	if e.Reused {
		remote += ", was open already"
	}
	l.fact("server", remote)
	l.fact("proxy", e.Proxy)
	l.fact("protocol", e.Response.Protocol)
	if e.TLS == nil {
		l.fact("tls", "none: whoever is in between can read it")
		return
	}
	l.fact("tls", strings.TrimSpace(e.TLS.Version+"  "+e.TLS.Cipher))
	l.trust(e.TLS)
}

// sizes adds how large everything is.
func (l *list) sizes(e *client.Exchange) {
	l.blank()
	l.heading("Size")
	r := &e.Response
	if r.HeadSize > 0 {
		l.fact("headers", quantity.Size(int64(r.HeadSize)))
	}
	body := quantity.Size(int64(len(r.Body)))
	if len(r.Encodings) > 0 {
		body += ", came as " + quantity.Size(int64(len(r.Wire))) + " of " + strings.Join(r.Encodings, ", ")
	}
	if !r.Complete {
		body += ", and did not come whole"
	}
	l.fact("body", body)
	if sent := e.Request.Body.Length; sent > 0 {
		l.fact("sent", quantity.Size(sent))
	}
}
