package pick

import (
	"fmt"
	"slices"
	"strings"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/secrets"
)

// votes counts what speaks for a value being secret: its name, its shape, and the exchange around it.
// Two are needed; a shape that nothing else has, an echo of a credential and an HttpOnly cookie
// count for two.
type votes struct {
	count   int
	named   bool // the name voted
	reasons []string
}

const needed = 2

func (v *votes) add(weight int, reason string) {
	v.count += weight
	v.reasons = append(v.reasons, reason)
}

// result is the reasons, if they are enough.
func (v *votes) result() []string {
	if v.count < needed {
		return nil
	}
	return v.reasons
}

func (v *votes) suggestion(p collections.Pick) Suggestion {
	reasons := v.result()
	p.Secret = len(reasons) > 0
	return Suggestion{Here: p, Secret: reasons}
}

func (v *votes) name(name string) {
	if word := secrets.Name(name); word != "" {
		v.named = true
		v.add(1, "its name says "+word)
	}
}

// shape looks at the value; the name keeps ids, digests and cursors from counting as random.
func (v *votes) shape(name, text string) {
	if what := secrets.Shape(text); what != "" {
		v.add(needed, "it is "+what)
	} else if secrets.Random(text) && (v.named || !secrets.Identifier(name)) {
		v.add(1, "it is long and random")
	}
}

// authPaths are last segments of URLs that give out credentials.
var authPaths = []string{
	"login", "logon", "signin", "sign_in", "token", "tokens", "auth", "authenticate", "authorize", "oauth", "session", "sessions", "refresh",
}

// context looks at what was sent: a login is answered with credentials, and what was sent as a secret
// is one when it comes back.
func (v *votes) context(e *client.Exchange, text string) {
	if len(text) >= shortestEcho && slices.Contains(e.Secrets(), text) {
		v.add(needed, "it is a credential that was sent")
		return
	}
	if isAuth(e) {
		v.add(1, "it answers a login")
	}
}

func isAuth(e *client.Exchange) bool {
	if e.Response.Status >= 400 {
		return false
	}
	if slices.Contains(authPaths, resource(e.Request.URL.Reveal())) {
		return true
	}
	body := strings.ToLower(e.Request.Body.Reveal())
	return strings.Contains(body, "grant_type=") || strings.Contains(body, "password")
}

// shortestEcho keeps short words from being taken for a credential that came back.
const shortestEcho = 6

func (v *votes) httpOnly(r *client.Response, name string) {
	for _, c := range r.Cookies() {
		if c.Name == name && c.HttpOnly {
			v.add(needed, "it is an HttpOnly cookie")
			return
		}
	}
}

// mostHeld is how many values of an object or array are looked at for a secret among them.
const mostHeld = 2_000

// secretNode votes on a value of the body; an object or array is secret when it holds one that is.
func secretNode(e *client.Exchange, d *document.Document, n document.Node) []string {
	if kind := d.Kind(n); kind != document.Object && kind != document.Array {
		return secretScalar(e, d, n)
	}
	left := mostHeld
	pending := []document.Node{n}
	for len(pending) > 0 {
		at := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		for c := range d.Children(at) {
			if left--; left < 0 {
				return nil
			}
			if reasons := secretScalar(e, d, c); len(reasons) > 0 {
				return []string{fmt.Sprintf("it holds %s: %s", shown(d.Path(c).String()), strings.Join(reasons, ", "))}
			}
			if d.Count(c) > 0 {
				pending = append(pending, c)
			}
		}
	}
	return nil
}

// secretScalar votes on a string: numbers and booleans are no secrets that anyone sends.
func secretScalar(e *client.Exchange, d *document.Document, n document.Node) []string {
	if d.Kind(n) != document.String {
		return nil
	}
	named := n
	for d.Parent(named) != document.None {
		if _, ok := d.Key(named); ok {
			break
		}
		named = d.Parent(named) // an item is named by its array
	}
	key, _ := d.Key(named)
	text := d.Text(n)
	v := votes{}
	v.name(key)
	v.shape(key, text)
	if !secrets.Public(key) {
		v.context(e, text)
	}
	return v.result()
}
