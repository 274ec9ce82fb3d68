package collections

import (
	"regexp"
	"time"

	"dowse/collections/keys"
	"dowse/collections/splice"
	"dowse/collections/vars"
)

// The tables below are the file format: what each file and each part of one may hold, in the order in
// which a new file has it.

var requestKeys = concat(
	keys.Table[Request]{
		keys.Text("name", func(r *Request) *string { return &r.Name }),
		keys.Text("note", func(r *Request) *string { return &r.Note }),
		methodKey(),
		templated(keys.Always("url", func(r *Request) *string { return &r.URL })),
		rowsKey("query", func(r *Request) *Rows { return &r.Query }),
	},
	keys.Within(func(r *Request) *Settings { return &r.Settings }, settingsKeys),
	keys.Table[Request]{
		keys.Flag("repeatable", func(r *Request) *bool { return &r.Repeatable }),
		bodyPart(),
		keys.Named("picks", func(r *Request) *[]Pick { return &r.Picks }, func(p *Pick) *string { return &p.Name }, readPick, writePick),
		keys.Optional("page", func(r *Request) **Page { return &r.Page }, pageKeys, "page"),
		keys.Optional("expect", func(r *Request) **Expect { return &r.Expect }, expectKeys, "expect"),
	},
)

var collectionKeys = concat(
	keys.Table[Collection]{
		keys.Number("version", 1, func(c *Collection) *int { return &c.Version }),
		keys.Text("name", func(c *Collection) *string { return &c.Name }),
		keys.Text("default_env", func(c *Collection) *string { return &c.DefaultEnv }),
	},
	keys.Within(func(c *Collection) *Settings { return &c.Settings }, settingsKeys),
	keys.Table[Collection]{secretsKey(func(c *Collection) *[]SecretRef { return &c.Secrets })},
)

var folderKeys = concat(
	keys.Table[Folder]{
		keys.Text("name", func(f *Folder) *string { return &f.Name }),
		textsKey("order", func(f *Folder) *[]string { return &f.Order }),
	},
	keys.Within(func(f *Folder) *Settings { return &f.Settings }, settingsKeys),
	keys.Table[Folder]{secretsKey(func(f *Folder) *[]SecretRef { return &f.Secrets })},
)

var environmentKeys = concat(
	keys.Table[Environment]{keys.Text("base_url", func(e *Environment) *string { return &e.BaseURL })},
	keys.Within(func(e *Environment) *Settings { return &e.Settings }, settingsKeys),
	keys.Table[Environment]{secretsKey(func(e *Environment) *[]SecretRef { return &e.Secrets })},
)

var bodyKeys = keys.Table[Body]{
	bodyKey("json", BodyJSON, func(r *keys.Reader, n *splice.Node) string { checkJSON(r, n); return jsonText(n) }),
	templated(bodyKey("text", BodyText, keys.ReadText)),
	{Name: "form",
		Read: func(r *keys.Reader, n *splice.Node, b *Body) { setBody(r, n, b, BodyForm); b.Form = readRows(r, n) },
		Write: func(b *Body, was *splice.Node) *splice.Node {
			if b.Kind != BodyForm {
				return nil
			}
			if n := writeRows(b.Form, was); n != nil {
				return n
			}
			return &splice.Node{Kind: splice.Mapping, Flow: true}
		},
	},
}

func bodyPart() keys.Key[Request] {
	k := keys.Part("body", func(r *Request) *Body { return &r.Body }, bodyKeys, "a body", func(b *Body) bool { return b.Kind == BodyNone })
	read := k.Read
	k.Read = func(r *keys.Reader, n *splice.Node, request *Request) {
		if !n.Empty() && !bodyKeys.Knows(n) {
			r.Problem(n, "body is one of {json: JSON}, {text: TEXT} and {form: {name: value}}; without any of them nothing would be sent")
			return
		}
		read(r, n, request)
	}
	return k
}

func bodyKey(name string, kind BodyKind, read func(*keys.Reader, *splice.Node) string) keys.Key[Body] {
	return keys.Key[Body]{Name: name,
		Read: func(r *keys.Reader, n *splice.Node, b *Body) { setBody(r, n, b, kind); b.Text = read(r, n) },
		Write: func(b *Body, _ *splice.Node) *splice.Node {
			if b.Kind != kind {
				return nil
			}
			return splice.NewScalar(b.Text)
		},
	}
}

func setBody(r *keys.Reader, n *splice.Node, b *Body, kind BodyKind) {
	if b.Kind != BodyNone {
		r.Problem(n, "a body is one of json, text and form; this one has %s already", b.Kind)
	}
	b.Kind = kind
}

var pageKeys = keys.Table[Page]{
	keys.Text("next", func(p *Page) *string { return &p.Next }),
	keys.Text("into", func(p *Page) *string { return &p.Into }),
	keys.Text("until", func(p *Page) *string { return &p.Until }),
	keys.Number("max", 1, func(p *Page) *int { return &p.Max }),
}

var expectKeys = keys.Table[Expect]{
	textsKey("status", func(e *Expect) *[]string { return &e.Status }),
	keys.Duration("time", func(e *Expect) *time.Duration { return &e.Time }),
	keys.Listed("body", func(e *Expect) *[]Check { return &e.Body }, checkKeys, "a check"),
}

var checkKeys = keys.Table[Check]{
	checked(keys.Text("path", func(c *Check) *string { return &c.Path }), checkPath),
	typeKey(func(c *Check) *string { return &c.Type }),
	valueKey("equals", func(c *Check) **vars.Value { return &c.Equals }),
	checked(keys.Text("matches", func(c *Check) *string { return &c.Matches }), checkRegex),
}

var token = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

func methodKey() keys.Key[Request] {
	k := keys.Text("method", func(r *Request) *string { return &r.Method })
	k.Read = func(r *keys.Reader, n *splice.Node, request *Request) {
		request.Method = keys.ReadText(r, n)
		if n.Kind == splice.Scalar && n.Text != "" && !token.MatchString(n.Text) {
			r.Problem(n, "%q is not a method; it is one word such as GET (a token of RFC 9110 section 9.1)", n.Text)
		}
	}
	return k
}

// textsKey is a key with a list of texts; a single one may stand without brackets.
func textsKey[T any](name string, at func(*T) *[]string) keys.Key[T] {
	return keys.Key[T]{Name: name,
		Read: func(r *keys.Reader, n *splice.Node, t *T) {
			if n.Kind == splice.Sequence {
				for _, item := range n.Items {
					*at(t) = append(*at(t), keys.ReadText(r, item))
				}
			} else if n.Kind == splice.Mapping {
				r.Problem(n, "%s is a text or a list of texts, not a mapping", name)
			} else if n.Text != "" {
				*at(t) = []string{n.Text}
			}
		},
		Write: func(t *T, was *splice.Node) *splice.Node { return writeTexts(*at(t), was) },
	}
}

func writeTexts(texts []string, was *splice.Node) *splice.Node {
	list := was != nil && was.Kind == splice.Sequence
	if len(texts) == 0 {
		return nil
	}
	if len(texts) == 1 && !list {
		return splice.NewScalar(texts[0])
	}
	out := &splice.Node{Kind: splice.Sequence, Flow: true}
	if list {
		out.Flow = was.Flow
	}
	var before []string
	if list {
		for _, item := range was.Items {
			before = append(before, item.Text)
		}
	}
	for i, old := range keys.Pair(before, texts) {
		item := splice.NewScalar(texts[i])
		if old >= 0 {
			item.Was = was.Items[old]
		}
		out.Items = append(out.Items, item)
	}
	return out
}

func typeKey[T any](at func(*T) *string) keys.Key[T] {
	return keys.Choice("type", at, "string", "integer", "number", "boolean", "array", "object")
}

// valueKey is a key with a JSON value; nil leaves it out.
func valueKey[T any](name string, at func(*T) **vars.Value) keys.Key[T] {
	return keys.Key[T]{Name: name,
		Read: func(r *keys.Reader, n *splice.Node, t *T) {
			value := readValue(r, n)
			*at(t) = &value
		},
		Write: func(t *T, _ *splice.Node) *splice.Node {
			if *at(t) == nil {
				return nil
			}
			return writeValue(**at(t))
		},
	}
}

func concat[T any](tables ...keys.Table[T]) keys.Table[T] {
	var out keys.Table[T]
	for _, table := range tables {
		out = append(out, table...)
	}
	return out
}

// foreign is what other programs call our keys.
var foreign = map[string][]string{
	"address": {"url", "base_url"}, "endpoint": {"url", "base_url"}, "host": {"base_url", "url"}, "link": {"url"}, "uri": {"url"},
	"baseurl": {"base_url"}, "base": {"base_url"}, "server": {"base_url"}, "url": {"base_url"},
	"verb":   {"method"},
	"params": {"query"}, "parameters": {"query"}, "query_params": {"query"}, "queryparams": {"query"}, "querystring": {"query"}, "search": {"query"},
	"content": {"body"}, "data": {"body", "json"}, "form": {"body"}, "json": {"body"}, "payload": {"body", "json"}, "text": {"body"},
	"raw": {"text"}, "urlencoded": {"form"},
	"authentication": {"auth"}, "authorization": {"auth"}, "security": {"auth"}, "jwt": {"bearer"}, "token": {"bearer"}, "apikey": {"header"},
	"username": {"user"}, "login": {"user"}, "pass": {"password"}, "pwd": {"password"},
	"env": {"default_env", "vars"}, "environment": {"default_env", "vars"}, "variables": {"vars"},
	"cookies": {"headers"}, "follow": {"redirects"}, "follow_redirects": {"redirects"}, "max_redirects": {"redirects"}, "verify": {"tls"}, "ssl": {"tls"},
	"title": {"name"}, "description": {"note"}, "docs": {"note"}, "comment": {"note"}, "disabled": {"off"},
	"capture": {"picks"}, "captures": {"picks"}, "extract": {"picks"}, "jsonpath": {"path"}, "json_path": {"path"},
	"assert": {"expect"}, "asserts": {"expect"}, "assertions": {"expect"}, "tests": {"expect"},
}
