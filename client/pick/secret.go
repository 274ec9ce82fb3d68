package pick

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/redact"
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
	if isSetCookie(name) {
		return // the cookie in it has a name of its own
	}
	if word := redact.Name(name); word != "" {
		v.named = true
		v.add(1, "its name says "+word)
	}
}

// alwaysSecret are words in names that no value is shown under: it is secret however short it is.
var alwaysSecret = []string{"passw", "passphrase", "passcode", "pwd", "secret", "private_key", "privatekey"}

// word is name for a name of the body that speaks for a secret by a word.
func (v *votes) word(word, text string) {
	if word == "" {
		return
	}
	v.named = true
	weight := 1
	if text != "" && slices.Contains(alwaysSecret, word) {
		weight = needed
	}
	v.add(weight, "its name says "+word)
}

// shape looks at the value; the name keeps ids, digests and cursors from counting as random.
func (v *votes) shape(name, text string) {
	if isSetCookie(name) {
		v.setCookie(text)
		return
	}
	if what := redact.Shape(text); what != "" {
		v.add(needed, "it is "+what)
	} else if redact.Random(text) && (v.named || !redact.Identifier(name)) {
		v.add(1, "it is long and random")
	}
}

// authPaths are last segments of URLs that give out credentials.
var authPaths = []string{
	"login", "logon", "signin", "sign_in", "token", "tokens", "auth", "authenticate", "authorize", "oauth", "session", "sessions", "refresh",
}

// around is what an exchange says of the values that came with it.
type around struct {
	sent  map[string]bool // the secrets in the request
	login bool            // it answers one
}

func aroundOf(e *client.Exchange) around {
	a := around{sent: map[string]bool{}, login: isAuth(e)}
	for _, secret := range e.Secrets() {
		a.sent[secret] = true
	}
	return a
}

func (v *votes) context(e *client.Exchange, text string) { v.around(aroundOf(e), text) }

// around looks at what was sent: a login is answered with credentials, and what was sent as a secret
// is one when it comes back.
func (v *votes) around(a around, text string) {
	if len(text) >= shortestEcho && a.sent[text] {
		v.add(needed, "it is a credential that was sent")
		return
	}
	if a.login {
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
			v.add(needed, httpOnly)
			return
		}
	}
}

const httpOnly = "it is an HttpOnly cookie"

func isSetCookie(name string) bool { return strings.EqualFold(name, "Set-Cookie") }

// setCookie votes on a Set-Cookie header by the cookie in it. One that cannot be read is secret: nobody knows
// what is in it.
func (v *votes) setCookie(header string) {
	c, err := http.ParseSetCookie(header)
	if err != nil {
		v.add(needed, "it is a cookie that cannot be read")
		return
	}
	name := strings.TrimPrefix(strings.TrimPrefix(c.Name, "__Host-"), "__Secure-") // RFC 6265bis section 4.1.3
	v.name(name)
	v.shape(name, c.Value)
	if c.HttpOnly {
		v.add(needed, httpOnly)
	}
}

// mostHeld is how many values of an object or array are looked at for a secret among them. One that holds more
// is secret: what is in the rest of it is not known.
const mostHeld = 200_000

// secretNode votes on a value of the body; an object or array is secret when it holds one that is.
func secretNode(e *client.Exchange, d *document.Document, n document.Node) []string {
	voter := nodeVoter{around: aroundOf(e), document: d, named: map[string]string{}}
	if kind := d.Kind(n); kind != document.Object && kind != document.Array {
		return voter.scalar(n)
	}
	left := mostHeld
	pending := []document.Node{n}
	for len(pending) > 0 {
		at := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		for c := range d.Children(at) {
			if left--; left < 0 {
				return []string{fmt.Sprintf("it holds more than %d values, and not all were looked at", mostHeld)}
			}
			if reasons := voter.scalar(c); len(reasons) > 0 {
				return []string{fmt.Sprintf("it holds %s: %s", shown(d.Path(c).String()), strings.Join(reasons, ", "))}
			}
			if d.First(c) != document.None {
				pending = append(pending, c)
			}
		}
	}
	return nil
}

// nodeVoter votes on the values of one document.
type nodeVoter struct {
	around   around
	document *document.Document
	named    map[string]string // the word that speaks for a secret in each name
}

// scalar votes on a string, and on a number where a password is called so: other numbers and booleans are no
// secrets that anyone sends.
func (o *nodeVoter) scalar(n document.Node) []string {
	d := o.document
	kind := d.Kind(n)
	if kind != document.String && kind != document.Number {
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
	word, ok := o.named[key]
	if !ok {
		word = redact.Name(key)
		o.named[key] = word
	}
	if kind == document.Number && !slices.Contains(alwaysSecret, word) {
		return nil
	}
	text := d.Text(n)
	v := votes{}
	v.word(word, text)
	v.shape(key, text)
	if !redact.Public(key) {
		v.around(o.around, text)
	}
	return v.result()
}

// Sensitive says of the values of an exchange's body which are not to be written down: what looks secret as Suggest has it,
// and, to be sure, every text whose name alone speaks for that. An object or array is not looked into.
func Sensitive(e *client.Exchange) func(document.Node) bool {
	d := e.Document()
	voter := nodeVoter{around: aroundOf(e), document: d, named: map[string]string{}}
	return func(n document.Node) bool {
		if len(voter.scalar(n)) > 0 {
			return true
		}
		key, named := d.Key(n)
		return named && d.Kind(n) == document.String && redact.Name(key) != ""
	}
}
