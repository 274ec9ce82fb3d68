package cli

import (
	"encoding/json"
	"net/url"
	"strings"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

// requestName is what a request is called in a list.
func requestName(o operand) string {
	if o.request.ID != "" {
		return o.request.ID
	}
	return withoutUser(o.request.URL)
}

// curlLine is a request as a curl command whose picked and secret values stand as $NAME of the shell.
func (w *workspace) curlLine(o operand) (string, error) {
	r, scope, err := w.ready(o)
	if err != nil {
		return "", err
	}
	say := func(template string) string { return shellText(template, scope) }
	words := []string{"curl"}
	if r.Method != "" && !strings.EqualFold(r.Method, "GET") {
		words = append(words, "-X "+say(r.Method))
	}
	address := r.URL
	for i, q := range r.Query {
		if q.Off {
			continue
		}
		join := "&"
		if i == 0 && !strings.Contains(address, "?") {
			join = "?"
		}
		address += join + queryText(q.Name) + "=" + queryText(q.Value)
	}
	words = append(words, say(address))
	for _, h := range r.Headers {
		if !h.Off {
			words = append(words, "-H "+say(h.Name+": "+h.Value))
		}
	}
	if r.Auth != nil {
		switch r.Auth.Kind {
		case collections.AuthBearer:
			words = append(words, "-H "+say("Authorization: Bearer "+r.Auth.Token))
		case collections.AuthBasic:
			words = append(words, "-u "+say(r.Auth.User+":"+r.Auth.Password))
		case collections.AuthNone:
		default:
			words = append(words, "# and its auth: "+string(r.Auth.Kind))
		}
	}
	if r.Body.Kind != collections.BodyNone && r.Body.Text != "" {
		if r.Body.Kind == collections.BodyJSON {
			words = append(words, "-H 'Content-Type: application/json'")
		}
		words = append(words, "--data-raw "+say(compactJSON(r.Body.Text)))
	}
	return strings.Join(words, " "), nil
}

// queryText is a text of a query, its placeholders left as they are.
func queryText(template string) string {
	var b strings.Builder
	at := 0
	for _, use := range vars.Uses(template) {
		b.WriteString(url.QueryEscape(vars.Literal(template[at:use.Start])) + template[use.Start:use.End])
		at = use.End
	}
	return b.String() + url.QueryEscape(vars.Literal(template[at:]))
}

// compactJSON is JSON in one line, where it is any.
func compactJSON(text string) string {
	var v json.RawMessage
	if json.Unmarshal([]byte(text), &v) != nil {
		return text
	}
	compact, err := json.Marshal(v)
	if err != nil {
		return text
	}
	return string(compact)
}

// shellText is a template as a word of a POSIX shell: what is known and no secret as it is, anything else as $NAME.
func shellText(template string, scope vars.Scope) string {
	var b strings.Builder
	quote := func(s string) {
		if s != "" {
			b.WriteString("'" + strings.ReplaceAll(s, "'", `'\''`) + "'")
		}
	}
	at, plain := 0, ""
	for _, use := range vars.Uses(template) {
		plain += vars.Literal(template[at:use.Start])
		at = use.End
		if found := scope.Lookup(use.Name); len(found) > 0 && found[0].Resolve == nil && !found[0].Value.IsSecret() && found[0].Layer != session.LayerPicks {
			if text, err := scope.Expand(vars.InText, template[use.Start:use.End]); err == nil && !text.HasSecret() {
				plain += text.Reveal()
				continue
			}
		}
		quote(plain)
		plain = ""
		b.WriteString(`"$` + strings.ToUpper(strings.Map(shellRune, use.Name[strings.LastIndexByte(use.Name, '.')+1:])) + `"`)
	}
	quote(plain + vars.Literal(template[at:]))
	return b.String()
}

// shellRune makes a letter of a name one that names of a shell may have.
func shellRune(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
		return r
	}
	return '_'
}
