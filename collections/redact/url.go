package redact

import "strings"

// isAddress says whether a text begins like a URL with its scheme.
func isAddress(text string) bool {
	i := strings.Index(text, "://")
	return i > 0 && i <= longestScheme && !strings.ContainsFunc(text[:i], func(r rune) bool {
		return !(r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '.' || r == '-' || r == 0xfffd)
	})
}

const longestScheme = 64

// url looks at a URL (RFC 3986), finished or not.
func (f *finder) url(at span) {
	at = f.trimmed(at)
	rest := f.authority(at)
	before, fragment, hash := f.cut(rest, '#')
	path, query, asked := f.cut(before, '?')
	f.path(path)
	if asked {
		f.query(query, "&")
	}
	if hash {
		f.query(fragment, "&?")
	}
}

// authority looks at user and password before the host, and gives what comes behind it.
func (f *finder) authority(at span) (rest span) {
	text := f.text[:at.end]
	start, scheme := at.start, isAddress(f.of(at))
	if scheme || strings.HasPrefix(f.of(at), "//") {
		start += strings.Index(f.of(at), "//") + len("//")
	}
	end := at.end
	if i := strings.IndexAny(text[start:], "/?#"); i >= 0 {
		end = start + i
	}
	if i := strings.LastIndexByte(text[start:end], '@'); i >= 0 {
		if !scheme && !isShort(text[start:start+i], text[start+i+1:at.end]) {
			return span{end, at.end}
		}
		f.userinfo(span{start, start + i})
		return span{end, at.end}
	}
	host := text[start:end]
	colon := strings.IndexByte(host, ':')
	if strings.HasPrefix(host, "[") {
		colon = -1 // an IPv6 address
	}
	if colon < 0 || !scheme {
		return span{end, at.end}
	}
	port := host[colon+1:]
	if strings.Trim(port, "0123456789\ufffd") == "" {
		return span{end, at.end}
	}
	// No port is like that: it is a password, and the @ behind it is not typed yet or comes after a / in it.
	if i := strings.IndexAny(text[end:], "@?"); i >= 0 {
		end += i
	} else {
		end = at.end
	}
	f.add(span{start + colon + 1, end}, "password", "it is a password", true)
	return span{end, at.end}
}

// isShort says whether two texts around an @ are user:password and a host: without a scheme much else has an @.
func isShort(userinfo, rest string) bool {
	host := strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-\ufffd")
	name := rest[:len(rest)-len(host)]
	return strings.IndexByte(userinfo, ':') >= 0 && name != "" && !strings.ContainsAny(userinfo, " \t\r\n\"'`<>[]|\\^") &&
		(strings.ContainsAny(name, ".\ufffd") || name == "localhost" || strings.HasPrefix(host, "/") || strings.HasPrefix(host, ":"))
}

// userinfo looks at user:password. A user alone is a token: nobody is let in by name only.
func (f *finder) userinfo(at span) {
	user, password, _ := f.cut(at, ':')
	if password.empty() {
		f.add(user, "token", "it is a credential", true)
		return
	}
	f.add(password, "password", "it is a password", true)
	for _, part := range f.literals(user) {
		if f.sure(part) {
			f.add(part, "token", "it is long and random", true)
		}
	}
}

// path looks at the segments of a path: their parameters (RFC 3986 section 3.3), and those whose neighbour says
// what they are.
func (f *finder) path(at span) {
	before := ""
	for _, segment := range f.split(at, "/") {
		for _, part := range f.split(segment, ";") {
			if name, value, ok := f.cut(part, '='); ok {
				f.escapedValue(value, unescapedName(f.of(name)))
			}
		}
		text := f.of(segment)
		name, value, ok := f.cut(segment, ':')
		switch {
		case ok && isBot(f.of(name)):
			f.add(value, "token", "it is the token of a bot", true)
		case (f.speaks(before) || before == "services" || before == "webhooks") && Random(text):
			f.add(segment, before, "it is long and random", true)
		case ok && f.speaks(f.of(name)) && Random(f.of(value)):
			f.add(value, f.of(name), "it is called "+named(f.of(name)), true)
		}
		if before != "services" && before != "webhooks" { // what comes behind these is somewhere below them
			before = strings.ToLower(text)
		}
	}
}

// isBot says whether a segment begins like those of Telegram: bot, then a number.
func isBot(text string) bool {
	return len(text) > len("bot") && strings.EqualFold(text[:len("bot")], "bot") && strings.Trim(text[len("bot"):], "0123456789\ufffd") == ""
}

// query looks at name=value pairs.
func (f *finder) query(at span, signs string) {
	for _, pair := range f.split(at, signs) {
		name, value, ok := f.cut(pair, '=')
		if !ok {
			name, value = span{pair.start, pair.start}, pair
		}
		f.escapedValue(value, unescapedName(f.of(name)))
	}
}

// body looks at a body: a form when it begins like one, else any text.
func (f *finder) body(at span) {
	for !at.empty() {
		end := at.end
		if i := strings.IndexByte(f.of(at), '\n'); i >= 0 {
			end = at.start + i + 1
		}
		line := span{at.start, end}
		if !f.isForm(line) {
			break
		}
		f.query(f.trimmed(line), "&")
		at.start = end
	}
	f.scan(at, false)
}

// isForm says whether a line begins with a name and =.
func (f *finder) isForm(at span) bool {
	name, _, ok := f.cut(f.trimmed(at), '=')
	return ok && !name.empty() && !strings.ContainsAny(f.of(name), " \t\"'{}<>:;(),") && f.text[name.start] != '['
}
