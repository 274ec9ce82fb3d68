package redact

import (
	"strings"
)

// value looks at a value by its name. whole says that it is not part of a text with a grammar of its own.
func (f *finder) value(at span, name string, whole bool) {
	if word := f.word(name); word != "" {
		f.secret(at, name, word)
		return
	}
	f.plain(at, name, whole)
}

// secret notes a value that stands under a name that speaks for a secret.
func (f *finder) secret(at span, name, word string) {
	at = f.trimmed(at)
	text := f.of(at)
	switch {
	case text == "" || constant(text) || word == plural && number(text):
		return
	case word == "authorization":
		f.authorization(at, name)
		return
	case word == "cookie" && strings.Contains(text, "="):
		f.cookies(at)
		return
	case isAddress(text) && (word == "auth" || strings.HasPrefix(word, "sess")):
		f.url(at)
		return
	case text[0] == '{' && text[len(text)-1] == '}' || text[0] == '[' && text[len(text)-1] == ']':
		s := scanner{f: f, s: f.text[:at.end], at: at.start, from: at.start, plain: -1, open: []frame{{secret: name}}}
		s.run()
		return
	}
	f.add(f.afterScheme(at), name, "it is called "+named(name), f.sure(at))
}

// sure says whether a value looks like a secret whatever it is called.
func (f *finder) sure(at span) bool {
	text := f.of(at)
	return Shape(text) != "" || Random(text)
}

func constant(text string) bool {
	return len(text) <= len("false") && (strings.EqualFold(text, "true") || strings.EqualFold(text, "false") || strings.EqualFold(text, "null"))
}

func number(text string) bool { return strings.Trim(text, "0123456789.,+-eE") == "" }

// schemes are the schemes of credentials (RFC 9110 section 11.1) that are known.
var schemes = []string{
	"Bearer", "Basic", "Digest", "Token", "JWT", "ApiKey", "Api-Key", "Key", "OAuth", "DPoP", "Negotiate", "NTLM", "HOBA", "Mutual", "Hawk", "GNAP",
	"AWS4-HMAC-SHA256", "SharedKey", "Session", "Splunk", "GoogleLogin", "Hmac", "PrivateToken",
}

func isScheme(word string) bool {
	for _, scheme := range schemes {
		if strings.EqualFold(scheme, word) {
			return true
		}
	}
	return false
}

// afterScheme is at without the scheme that it begins with. A scheme alone is nothing.
func (f *finder) afterScheme(at span) span {
	text := f.of(at)
	end := strings.IndexAny(text, " \t\ufffd")
	if end > 0 && isScheme(text[:end]) {
		return f.trimmed(span{at.start + end, at.end})
	}
	return at
}

// credential notes a text that stands where only credentials do.
func (f *finder) credential(at span, name string) {
	if at = f.trimmed(at); !at.empty() {
		f.add(f.afterScheme(at), name, "it is a credential", true)
	}
}

// header looks at the value of a header.
func (f *finder) header(at span, name string) {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "authorization", "proxy-authorization":
		f.authorization(at, "token")
	case "cookie", "set-cookie":
		f.cookies(at)
	default:
		f.value(at, name, true)
	}
}

// publicParameters are parameters of credentials that are no secret (RFC 7616 section 3.4, RFC 9421 section 2.3).
var publicParameters = map[string]bool{
	"username": true, "user": true, "realm": true, "uri": true, "algorithm": true, "qop": true, "nc": true, "cnonce": true, "nonce": true,
	"opaque": true, "charset": true, "signedheaders": true, "version": true, "oauth_version": true, "oauth_signature_method": true,
	"oauth_timestamp": true, "keyid": true, "headers": true, "created": true, "expires": true, "ts": true, "scope": true, "type": true,
}

// shortestParameter is the length from which a parameter of credentials counts whatever it is called.
const shortestParameter = 8

// authorization looks at the value of an Authorization header: a scheme, then a token or parameters.
func (f *finder) authorization(at span, name string) {
	at = f.trimmed(at)
	text := f.of(at)
	end := strings.IndexAny(text, " \t")
	switch {
	case end < 0 && isScheme(text), constant(text):
		return
	case end < 0 || !isToken(text[:end]) || Shape(text[:end]) != "" || Random(text[:end]):
		f.add(f.afterScheme(at), name, "it is a credential", true)
		return
	}
	rest := f.trimmed(span{at.start + end, at.end})
	before := len(f.found)
	if f.parameters(rest) && (len(f.found) > before || strings.IndexByte(f.of(rest), mask) >= 0) {
		return
	}
	f.add(rest, name, "it is a credential", true)
}

// parameters looks at name=value pairs; false: there are none.
func (f *finder) parameters(at span) bool {
	text := f.of(at)
	first := strings.IndexByte(text, '=')
	if first <= 0 || first+1 >= len(text) || text[first+1] == '=' || !isToken(text[:first]) {
		return false
	}
	for i := at.start; i < at.end; {
		name := span{i, i}
		for i < at.end && f.text[i] != '=' && f.text[i] != ',' {
			i++
		}
		name.end = i
		if i == at.end || f.text[i] == ',' {
			i++
			continue
		}
		value := span{i + 1, i + 1}
		for i++; i < at.end && (f.text[i] == ' ' || f.text[i] == '"'); i++ {
			value.start = i + 1
		}
		quoted := f.text[value.start-1] == '"'
		for i < at.end && f.text[i] != '"' && (quoted || f.text[i] != ',') {
			i++
		}
		value.end = max(value.start, i)
		called := f.of(f.trimmed(name))
		if f.speaks(called) || value.end-value.start >= shortestParameter && !publicParameters[strings.ToLower(called)] {
			f.add(value, called, "it is a credential", true)
		}
		for i < at.end && f.text[i] != ',' {
			i++
		}
		i++
	}
	return true
}

func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return !isAlnum(r) && !strings.ContainsRune("!#$%&'*+-.^_`|~", r) || r >= 0x80
	})
}

// cookies looks at the pairs of a Cookie header (RFC 6265 section 4.2): what looks like a session or a token,
// and what nobody could have made up.
func (f *finder) cookies(at span) {
	for _, pair := range f.split(at, ";") {
		pair = f.trimmed(pair)
		name, value, ok := f.cut(pair, '=')
		if !ok {
			name, value = span{pair.start, pair.start}, pair
		}
		value = f.unquoted(value)
		switch called := strings.TrimSpace(f.of(name)); {
		case f.word(called) == "cookie":
			f.add(value, called, "it is called "+named(called), f.sure(value))
		case f.speaks(called):
			f.value(value, called, true)
		case f.sure(value):
			f.add(value, called, "it is long and random", true)
		default:
			f.plain(value, called, true)
			for _, part := range f.literals(value) {
				if f.sure(part) {
					f.add(part, called, "it is long and random", true)
				}
			}
		}
	}
}

// label looks for a value that was pasted where a name belongs.
func (f *finder) label(at span) {
	at = f.trimmed(at)
	text := f.of(at)
	if rest := f.afterScheme(at); rest != at {
		f.add(rest, "token", "it is a credential", true)
		return
	}
	if strings.ContainsAny(text, ":= ") {
		f.scan(at, false)
		return
	}
	for _, part := range f.literals(at) {
		if text := f.of(part); Shape(text) != "" || len(text) >= shortestInName && Random(text) && mixed(text) {
			f.add(part, "token", "it is long and random", true)
		}
	}
}

// shortestInName is the length from which a name can be a random value.
const shortestInName = 20

// split cuts at where one of the signs stands.
func (f *finder) split(at span, signs string) []span {
	var out []span
	for start := at.start; ; {
		next := strings.IndexAny(f.text[start:at.end], signs)
		if next < 0 {
			return append(out, span{start, at.end})
		}
		out = append(out, span{start, start + next})
		start += next + 1
	}
}

// cut is at before and after the first sign.
func (f *finder) cut(at span, sign byte) (before, after span, ok bool) {
	i := strings.IndexByte(f.of(at), sign)
	if i < 0 {
		return at, span{at.end, at.end}, false
	}
	return span{at.start, at.start + i}, span{at.start + i + 1, at.end}, true
}

// unquoted is at without quotes around it.
func (f *finder) unquoted(at span) span {
	if at = f.trimmed(at); at.end-at.start >= 2 && f.text[at.start] == '"' && f.text[at.end-1] == '"' {
		return span{at.start + 1, at.end - 1}
	}
	return at
}
