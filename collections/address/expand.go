package address

import (
	"fmt"
	"strings"

	"dowse/collections/vars"
)

// BaseError says that a URL is relative to a base_url that is none. It prints nothing secret.
type BaseError struct{ Base string }

// Error names the base.
func (e *BaseError) Error() string {
	return fmt.Sprintf("%s is %q, which has no host that a URL could be relative to", Base, e.Base)
}

// Known says whether a scope has a base_url that is not empty.
func Known(scope vars.Scope) bool {
	found := scope.Lookup(Base)
	return len(found) > 0 && (found[0].Resolve != nil || found[0].Value.Kind() != vars.Null && found[0].Value.Reveal() != "")
}

// Expand gives the URL that is sent for a template. What is wrong with that whatever the variables are, it leaves: the
// text has no scheme then, or no host. Its error is a *vars.Error or a *BaseError.
func Expand(scope vars.Scope, template string) (vars.Text, error) {
	template = strings.TrimSpace(template)
	known := Known(scope)
	form := FormOf(template)
	if form == Templated || form == Part && !known {
		text, err := scope.Expand(vars.InURL, template)
		if err != nil {
			return vars.Text{}, err
		}
		text = joined(text)
		known = known && vars.Uses(template)[0].Name != Base
		before, relative, err := before(scope, text.Reveal(), formOf(text.Reveal()), known)
		return ended(vars.Join("", before, text), relative, err)
	}
	before, relative, err := before(scope, filled(template), form, known)
	if err != nil {
		return vars.Text{}, err
	}
	text, err := scope.ExpandAfter(before, vars.InURL, template)
	return ended(text, relative, err)
}

func ended(text vars.Text, relative bool, err error) (vars.Text, error) {
	switch {
	case err != nil:
		return vars.Text{}, err
	case relative:
		return withoutDots(text), nil
	}
	return text, nil
}

// before is what a URL lacks: nothing, a scheme, or as much of base_url as it is relative to.
func before(scope vars.Scope, url string, form Form, known bool) (before vars.Text, relative bool, err error) {
	switch {
	case form == Host, form == Name && !known, form == Network && !known:
		return vars.PlainText(front(url)), false, nil
	case form != Name && form != Part && form != Path && form != Network || !known:
		return before, false, nil
	}
	base, err := baseOf(scope)
	if err != nil {
		return before, false, err
	}
	raw := base.Reveal()
	end := len(raw)
	if i := strings.IndexAny(raw, "?#"); i >= 0 {
		end = i
	}
	switch {
	case form == Network:
		return base.Slice(0, strings.Index(raw, "//")), false, nil
	case url[0] == '?':
		return base.Slice(0, end), true, nil
	case url[0] == '/':
		return base.Slice(0, pathStart(raw)), true, nil
	case raw[end-1] == '/':
		return base.Slice(0, end), true, nil
	}
	return vars.Join("", base.Slice(0, end), vars.PlainText("/")), true, nil
}

// baseOf is the value of base_url, with a scheme.
func baseOf(scope vars.Scope) (vars.Text, error) {
	base, err := scope.Expand(vars.InURL, "{{"+Base+"}}")
	if err != nil {
		return base, err
	}
	raw := base.Reveal()
	start := len(raw) - len(strings.TrimLeft(raw, " \t\r\n"))
	base = base.Slice(start, max(start, len(strings.TrimRight(raw, " \t\r\n"))))
	switch raw = base.Reveal(); formOf(raw) {
	case Host, Name, Network:
		base = vars.Join("", vars.PlainText(front(raw)), base)
	case Empty, Path:
		return base, &BaseError{base.String()}
	}
	raw = base.Reveal()
	if start := strings.Index(raw, "://"); start < 0 || pathStart(raw) == start+len("://") {
		return base, &BaseError{base.String()}
	}
	return base, nil
}

// pathStart is where the path of a URL with a scheme begins.
func pathStart(url string) int {
	start := strings.Index(url, "://")
	if start < 0 {
		return 0
	}
	start += len("://")
	return start + strings.IndexAny(url[start:]+"/", "/?#")
}

// joined is an expanded URL that begins with values, one slash dropped of two that meet where one of these ends.
func joined(text vars.Text) vars.Text {
	raw, end := text.Reveal(), 0
	var kept []vars.Text
	from := 0
	for _, span := range text.Spans() {
		if span.Start != end || span.Name == "" {
			continue
		}
		end = span.End
		if strings.HasSuffix(raw[:end], "/") && strings.HasPrefix(raw[end:], "/") && !strings.HasSuffix(raw[:end], "://") && !strings.ContainsAny(raw[:end], "?#") {
			kept = append(kept, text.Slice(from, end))
			from = end + 1
		}
	}
	return vars.Join("", append(kept, text.Slice(from, len(raw)))...)
}

// withoutDots removes the segments "." and ".." of the path (RFC 3986 section 5.2.4).
func withoutDots(text vars.Text) vars.Text {
	raw := text.Reveal()
	start := pathStart(raw)
	end := start + strings.IndexAny(raw[start:]+"?", "?#")
	if !strings.Contains(raw[start:end], "/.") {
		return text
	}
	var kept [][2]int // the segments, each with the slash before it
	folder := false   // the path ends where a folder does
	for at := start; at < end; {
		next := end
		if i := strings.IndexByte(raw[at+1:end], '/'); i >= 0 {
			next = at + 1 + i
		}
		switch segment := raw[at:next]; segment {
		case "/.", "/..":
			if segment == "/.." {
				kept = kept[:max(0, len(kept)-1)]
			}
			folder = next == end
		default:
			kept = append(kept, [2]int{at, next})
		}
		at = next
	}
	parts := []vars.Text{text.Slice(0, start)}
	for _, k := range kept {
		parts = append(parts, text.Slice(k[0], k[1]))
	}
	if folder {
		parts = append(parts, vars.PlainText("/"))
	}
	return vars.Join("", append(parts, text.Slice(end, len(raw)))...)
}
