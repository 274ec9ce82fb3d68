// Package lift takes the secrets out of a request that somebody pasted: each becomes a reference to a
// secret variable, so that none is written to a file. It asks nobody and saves nothing.
package lift

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/secrets"
	"dowse/collections/vars"
)

// Lifted is a secret that was taken out.
type Lifted struct {
	Name  string // of the variable that stands in its place
	Value vars.Secret
	Place string // where it stood, such as "header Authorization"
}

// Secrets gives the request with references instead of what looks like a secret, and what they were. The
// names are none of taken. The request itself is not changed.
func Secrets(r collections.Request, taken []string) (collections.Request, []Lifted) {
	l := &lifter{taken: slices.Clone(taken)}
	r.URL = l.url(r.URL)
	r.Query = l.rows(r.Query, "query")
	r.Headers = l.headers(r.Headers)
	r.Body.Form = l.rows(r.Body.Form, "form field")
	if r.Body.Kind == collections.BodyJSON {
		r.Body.Text = l.json(r.Body.Text)
	}
	r.Body.Text = l.shapes(r.Body.Text, "body")
	if r.Auth != nil {
		auth := *r.Auth
		if auth.Kind == collections.AuthBasic {
			auth.Password = l.whole(auth.Password, "password", "password of "+string(auth.Kind)+" auth")
		} else {
			auth.Token = l.whole(auth.Token, "token", "token")
		}
		r.Auth = &auth
	}
	return r, l.lifted
}

type lifter struct {
	taken  []string
	lifted []Lifted
}

// whole makes a text one reference, unless it is empty or has templates.
func (l *lifter) whole(text, name, place string) string {
	if text == "" || len(vars.Uses(text)) > 0 {
		return text
	}
	plain := strings.ReplaceAll(text, "{{{{", "{{")
	for _, known := range l.lifted {
		if known.Value.Reveal() == plain {
			return "{{" + known.Name + "}}"
		}
	}
	name = l.free(name)
	l.lifted = append(l.lifted, Lifted{name, vars.NewSecret(plain), place})
	return "{{" + name + "}}"
}

var unfit = regexp.MustCompile(`[^a-z0-9]+`)

// free makes a variable's name of a text, none that is taken.
func (l *lifter) free(text string) string {
	name := strings.Trim(unfit.ReplaceAllString(strings.ToLower(text), "_"), "_")
	name = strings.TrimPrefix(name, "x_")
	if name == "" || name[0] < 'a' || name[0] > 'z' {
		name = "secret"
	}
	free := name
	for i := 2; slices.Contains(l.taken, free); i++ {
		free = fmt.Sprintf("%s_%d", name, i)
	}
	l.taken = append(l.taken, free)
	return free
}

func speaks(name string) bool { return secrets.Name(name) != "" && !secrets.Public(name) }

func (l *lifter) rows(rows collections.Rows, place string) collections.Rows {
	rows = slices.Clone(rows)
	for i, row := range rows {
		if speaks(row.Name) || secrets.Shape(row.Value) != "" {
			rows[i].Value = l.whole(row.Value, row.Name, place+" "+row.Name)
		}
	}
	return rows
}

func (l *lifter) headers(rows collections.Rows) collections.Rows {
	rows = slices.Clone(rows)
	for i, row := range rows {
		place := "header " + row.Name
		switch strings.ToLower(row.Name) {
		case "authorization", "proxy-authorization":
			scheme, credentials, ok := strings.Cut(row.Value, " ")
			if !ok {
				scheme, credentials = "", row.Value
			} else {
				scheme += " "
			}
			rows[i].Value = scheme + l.whole(credentials, "token", place)
		case "cookie":
			rows[i].Value = l.cookies(row.Value, place)
		default:
			if speaks(row.Name) || secrets.Shape(row.Value) != "" {
				rows[i].Value = l.whole(row.Value, row.Name, place)
			} else {
				rows[i].Value = l.shapes(row.Value, place)
			}
		}
	}
	return rows
}

// cookies takes out the cookies of a Cookie header (RFC 6265 section 4.2) that look like a session or a
// token, and those that nobody could have made up.
func (l *lifter) cookies(value, place string) string {
	pairs := strings.Split(value, "; ")
	for i, pair := range pairs {
		name, text, ok := strings.Cut(pair, "=")
		if ok && (speaks(name) || secrets.Shape(text) != "" || secrets.Random(text)) {
			pairs[i] = name + "=" + l.whole(text, name, place+", "+name)
		}
	}
	return strings.Join(pairs, "; ")
}

// url takes out the password before the host and query parameters whose name speaks for a secret.
func (l *lifter) url(url string) string {
	start := strings.Index(url, "://") + len("://")
	if start < len("://") {
		start = 0
	}
	end := start + len(url[start:])
	if i := strings.IndexAny(url[start:], "/?#"); i >= 0 {
		end = start + i
	}
	if at := strings.LastIndex(url[start:end], "@"); at >= 0 {
		user, password, _ := strings.Cut(url[start:start+at], ":")
		if password != "" {
			replaced := user + ":" + l.whole(password, "password", "URL, password")
			url = url[:start] + replaced + url[start+at:]
		}
	}
	path, query, ok := strings.Cut(url, "?")
	if !ok {
		return url
	}
	query, fragment, hash := strings.Cut(query, "#")
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, text, ok := strings.Cut(pair, "=")
		if ok && (speaks(name) || secrets.Shape(text) != "") {
			pairs[i] = name + "=" + l.whole(text, name, "URL, "+name)
		}
	}
	url = path + "?" + strings.Join(pairs, "&")
	if hash {
		url += "#" + fragment
	}
	return url
}

// json takes out the strings of members whose name speaks for a secret.
func (l *lifter) json(text string) string {
	d := document.ParseJSON([]byte(text))
	if d.Problem() != nil {
		return text
	}
	type change struct {
		start, end int
		with       string
	}
	var changes []change
	for n := document.Node(0); int(n) < d.Len(); n++ {
		key, member := d.Key(n)
		if member && d.Kind(n) == document.String && speaks(key) {
			start, end := d.Span(n)
			if with := l.whole(d.Text(n), key, "body, "+key); with != d.Text(n) {
				changes = append(changes, change{start + 1, end - 1, with})
			}
		}
	}
	for _, c := range slices.Backward(changes) {
		text = text[:c.start] + c.with + text[c.end:]
	}
	return text
}

// shapes takes out what has the shape of a secret inside a longer text.
func (l *lifter) shapes(text, place string) string {
	for _, secret := range secrets.Find(text) {
		text = strings.ReplaceAll(text, secret, l.whole(secret, "token", place))
	}
	return text
}
