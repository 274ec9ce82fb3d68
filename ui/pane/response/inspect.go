package response

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/ui/draw/image"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// inspection is what is found out about the bytes of a body in the background.
type inspection struct {
	sum     string         // SHA-256 (FIPS 180-4) of the body, in hexadecimal; empty: not known yet
	picture *image.Picture // nil: there is none
	fault   string         // why there is none of an image
	cancel  context.CancelFunc
}

// inspectedMsg is what was found out.
type inspectedMsg struct {
	page *page
	of   *inspection
	got  inspection
}

// Pending gives the work in the background that what is shown needs and that was not begun yet; nil: none.
func (m *Model) Pending() tea.Cmd {
	if m.page == nil || m.loading != nil || m.arriving != nil || m.shown() != hexSheet || m.page.inspection != nil {
		return nil
	}
	p := m.page
	ctx, cancel := context.WithCancel(context.Background())
	of := &inspection{cancel: cancel}
	p.inspection = of
	d := p.doc
	return func() tea.Msg {
		return inspectedMsg{p, of, inspect(ctx, d)}
	}
}

// endInspection ends what is found out about a body that is not shown any more; what is known already stays.
func (p *page) endInspection() {
	if p != nil && p.inspection != nil && p.inspection.sum == "" {
		p.inspection.cancel()
		p.inspection = nil
	}
}

// inspected shows what was found out, where it is still shown.
func (m *Model) inspected(msg inspectedMsg) {
	p := m.page
	if p != msg.page || p.inspection != msg.of || msg.got.sum == "" {
		return
	}
	msg.of.cancel()
	msg.got.cancel = msg.of.cancel
	p.inspection = &msg.got
	m.sheets[hexSheet].rows = newHex(p, m.theme)
	m.fit()
}

// sumStep is how many bytes are summed up before it is looked whether anybody still wants to know.
const sumStep = 1 << 20

// inspect finds out about a body. It gives nothing when the context ends before.
func inspect(ctx context.Context, d filter.Document) (i inspection) {
	body := d.Body()
	sum := sha256.New()
	for at := 0; at < len(body); at += sumStep {
		if ctx.Err() != nil {
			return inspection{}
		}
		sum.Write(body[at:min(at+sumStep, len(body))])
		d.Release()
	}
	if _, ok := image.Look(body); ok {
		shown, err := image.Decode(ctx, body)
		i.picture = shown
		if ctx.Err() != nil {
			return inspection{}
		}
		if err != nil {
			i.fault = err.Error()
		}
	}
	i.sum = fmt.Sprintf("%x", sum.Sum(nil))
	return i
}

// known is one fact about a body.
type known struct {
	name string
	text string
	role theme.Role
}

// facts are what is known of a body as bytes.
func (p *page) facts() []known {
	body := p.doc.Body()
	kind := p.exchange.Response.Header("Content-Type")
	if kind == "" {
		kind = "none is given"
	}
	facts := []known{{name: "type       ", text: safe(p.veil.text(kind))}}
	if image, ok := image.Look(body); ok {
		facts = append(facts, known{name: "image      ", text: fmt.Sprintf("%s, %s x %s pixels", image.Format, quantity.Number(int64(image.Width)), quantity.Number(int64(image.Height)))})
	} else if p.doc.Format() == document.Binary {
		if looks := http.DetectContentType(body); !strings.HasPrefix(kind, looks) && looks != "application/octet-stream" {
			facts = append(facts, known{name: "looks like ", text: looks})
		}
	}
	facts = append(facts, known{name: "size       ", text: quantity.Number(int64(len(body))) + " bytes"})
	sum := known{name: "sha256     ", text: p.glyphs.Ellipsis, role: theme.Muted}
	if i := p.inspection; i != nil && i.sum != "" {
		sum = known{name: sum.name, text: i.sum}
		if i.fault != "" {
			facts = append(facts, known{name: "picture    ", text: safe(i.fault), role: theme.Warn})
		}
	}
	return append(facts, sum)
}
