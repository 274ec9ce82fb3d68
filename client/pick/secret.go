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
	"dowse/collections/vars"
)

// Hides says whether the value that a pick reads is secret: what its file says, else what Why decides.
func Hides(p collections.Pick, e *client.Exchange) bool {
	if p.Secret != collections.SecretUnset {
		return p.Secret == collections.SecretYes
	}
	return len(Why(p, e)) > 0
}

// Why says what makes the value that a pick reads secret, whatever its file says of that; nil: nothing does. A list or an object
// is secret when it holds a value that is.
func Why(p collections.Pick, e *client.Exchange) []string {
	p.Secret = collections.SecretUnset
	if p.From.Kind == collections.SourceStatus || p.From.Kind == collections.SourceTiming {
		return nil
	}
	if !e.Answered() {
		return byName(p)
	}
	value, miss := read(p, e)
	var reasons []string
	switch {
	case miss == nil && (value.Kind() == vars.Bool || value.Kind() == vars.Null):
		return nil
	case p.From.Kind == collections.SourcePath:
		reasons = ofNodes(e, Nodes(p.From, e.Document()))
	case p.From.Kind == collections.SourceHeader:
		reasons = ofHeader(p, e)
	case miss == nil:
		reasons = judged(judgeOf(e), p, value, p.From.Kind == collections.SourceCookie && p.From.Attr == "" && isHTTPOnly(&e.Response, p.From.Arg))
	}
	if reasons == nil {
		return byName(p)
	}
	return reasons
}

// Said is what a file says of a pick that a person makes secret or not, where it said before and decided is what counts without
// it: no more than it has to.
func Said(secret, decided bool, before collections.Secrecy) collections.Secrecy {
	switch {
	case secret:
		return collections.SecretYes
	case decided || before == collections.SecretNo:
		return collections.SecretNo
	}
	return collections.SecretUnset
}

// Looks says what makes a value of a pick secret that is known without its exchange, as one that was kept; nil: nothing does.
func Looks(p collections.Pick, value vars.Value) []string {
	if reasons := byName(p); reasons != nil && value.Kind() != vars.Bool && value.Kind() != vars.Null {
		return reasons
	}
	return judged(redact.Judge{}, p, value, false)
}

// byName are the reasons in the names of a pick and of what it reads.
func byName(p collections.Pick) []string {
	owner, name := p.From.Names()
	for _, word := range []string{redact.Name(p.Name), redact.Named(owner, name)} {
		if word != "" && !isSetCookie(name) {
			return []string{"its name says " + word}
		}
	}
	return nil
}

// judged judges a value and what is in it.
func judged(judge redact.Judge, p collections.Pick, value vars.Value, httpOnly bool) []string {
	owner, name := p.From.Names()
	if name == "" {
		name = p.Name
	}
	switch value.Kind() {
	case vars.String, vars.Number:
		return judge.Why(redact.Candidate{Owner: owner, Name: name, Text: value.Reveal(), Number: value.Kind() == vars.Number, HTTPOnly: httpOnly})
	case vars.Array, vars.Object:
		d := document.ParseJSON([]byte(value.Reveal()))
		if d.Root() == document.None {
			return nil
		}
		return (&nodeJudge{judge: judge, document: d, name: name}).whole(d.Root())
	}
	return nil
}

// authPaths are segments of URLs that give out credentials.
var authPaths = []string{
	"login", "logon", "signin", "sign_in", "token", "tokens", "auth", "authenticate", "authorize", "oauth", "oauth2", "session", "sessions", "refresh",
}

// judgeOf decides with what an exchange says of the values that came with it.
func judgeOf(e *client.Exchange) redact.Judge {
	return redact.Judge{Sent: e.Masker(), Login: isAuth(e)}
}

func isAuth(e *client.Exchange) bool {
	if e.Response.Status >= 400 {
		return false
	}
	if slices.Contains(authPaths, strings.ReplaceAll(resource(e.Request.URL.Reveal()), "-", "_")) {
		return true
	}
	body := strings.ToLower(e.Request.Body.Preview.Reveal())
	return strings.Contains(body, "grant_type=") || strings.Contains(body, "password")
}

func isHTTPOnly(r *client.Response, name string) bool {
	return slices.ContainsFunc(r.Cookies(), func(c *http.Cookie) bool { return c.Name == name && c.HttpOnly })
}

func isSetCookie(name string) bool { return strings.EqualFold(name, "Set-Cookie") }

// ofHeader judges the values of a header. Set-Cookie is as secret as the cookie in it; nobody knows what is in one that cannot
// be read.
func ofHeader(p collections.Pick, e *client.Exchange) []string {
	judge := judgeOf(e)
	for i, value := range e.Response.Values(p.From.Arg) {
		if p.From.Nth > 0 && i+1 != p.From.Nth {
			continue
		}
		one := redact.Candidate{Name: strings.TrimPrefix(strings.ToLower(p.From.Arg), "x-"), Text: value}
		if isSetCookie(p.From.Arg) {
			c, err := http.ParseSetCookie(value)
			if err != nil {
				return []string{"it is a cookie that cannot be read"}
			}
			one = redact.Candidate{Name: strings.TrimPrefix(strings.TrimPrefix(c.Name, "__Host-"), "__Secure-"), Text: c.Value, HTTPOnly: c.HttpOnly}
		}
		if reasons := judge.Why(one); reasons != nil {
			return reasons
		}
	}
	return nil
}

// mostHeld is how many values of an object or array are looked at for a secret among them. One that holds more
// is secret: what is in the rest of it is not known.
const mostHeld = 200_000

// ofNodes judges nodes of the body.
func ofNodes(e *client.Exchange, nodes []document.Node) []string {
	judge := &nodeJudge{judge: judgeOf(e), document: e.Document()}
	for _, n := range nodes {
		if reasons := judge.whole(n); reasons != nil {
			return reasons
		}
	}
	return nil
}

// nodeJudge judges values of one document.
type nodeJudge struct {
	judge    redact.Judge
	document *document.Document
	name     string // of what has none in the document
	looked   int    // values that were looked at
}

// whole judges a value, or every value in it.
func (o *nodeJudge) whole(n document.Node) []string {
	d := o.document
	if kind := d.Kind(n); kind != document.Object && kind != document.Array && !d.IsMarkup() {
		if o.looked++; o.looked > mostHeld {
			return tooMany()
		}
		return o.scalar(n)
	}
	pending := []document.Node{n}
	for len(pending) > 0 {
		at := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		for c := range d.Children(at) {
			if o.looked++; o.looked > mostHeld {
				return tooMany()
			}
			if reasons := o.scalar(c); len(reasons) > 0 {
				return []string{fmt.Sprintf("it holds %s: %s", shown(d.Path(c).String()), strings.Join(reasons, ", "))}
			}
			if d.First(c) != document.None {
				pending = append(pending, c)
			}
		}
	}
	return nil
}

func tooMany() []string {
	return []string{fmt.Sprintf("it holds more than %d values, and not all were looked at", mostHeld)}
}

// named are the name of a node and of what holds it; an item is named by its array.
func (o *nodeJudge) named(n document.Node) (owner, name string) {
	d := o.document
	for ; n != document.None; n = d.Parent(n) {
		key, ok := d.Key(n)
		switch {
		case !ok:
		case name == "":
			name = key
		default:
			return key, name
		}
	}
	if name == "" {
		name = o.name
	}
	return "", name
}

// scalar judges a string or a number: booleans and null are no secrets that anyone sends.
func (o *nodeJudge) scalar(n document.Node) []string {
	kind := o.document.Kind(n)
	if kind != document.String && kind != document.Number {
		return nil
	}
	owner, name := o.named(n)
	return o.judge.Why(redact.Candidate{Owner: owner, Name: name, Text: o.document.Text(n), Number: kind == document.Number})
}

// Sensitive says of the values of an exchange's body which are not to be written down. An object or array is not looked into.
func Sensitive(e *client.Exchange) func(document.Node) bool {
	judge := nodeJudge{judge: judgeOf(e), document: e.Document()}
	return func(n document.Node) bool { return len(judge.scalar(n)) > 0 }
}
