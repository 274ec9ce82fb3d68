package collections

import (
	"regexp"
	"time"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

// The tables below are the file format: what each file and each part of one may hold, in the order in
// which a new file has it.

var requestKeys = concat(
	fields.Table[Request]{
		fields.Text("name", func(r *Request) *string { return &r.Name }),
		fields.Text("note", func(r *Request) *string { return &r.Note }),
		methodKey(),
		templated(fields.Always("url", func(r *Request) *string { return &r.URL })),
		rowsKey("query", func(r *Request) *Rows { return &r.Query }),
	},
	fields.Within(func(r *Request) *Settings { return &r.Settings }, settingsKeys),
	fields.Table[Request]{
		fields.Flag("repeatable", func(r *Request) *bool { return &r.Repeatable }),
		bodyPart(),
		fields.Named("picks", func(r *Request) *[]Pick { return &r.Picks }, func(p *Pick) *string { return &p.Name }, readPick, writePick),
		fields.Optional("page", func(r *Request) **Page { return &r.Page }, pageKeys, "page"),
		fields.Optional("expect", func(r *Request) **Expect { return &r.Expect }, expectKeys, "expect"),
	},
)

var collectionKeys = concat(
	fields.Table[Collection]{
		fields.Number("version", 1, func(c *Collection) *int { return &c.Version }),
		fields.Text("name", func(c *Collection) *string { return &c.Name }),
		fields.Text("default_env", func(c *Collection) *string { return &c.DefaultEnv }),
	},
	fields.Within(func(c *Collection) *Settings { return &c.Settings }, settingsKeys),
	fields.Table[Collection]{secretsKey(func(c *Collection) *[]SecretRef { return &c.Secrets })},
)

var folderKeys = concat(
	fields.Table[Folder]{
		fields.Text("name", func(f *Folder) *string { return &f.Name }),
		textsKey("order", func(f *Folder) *[]string { return &f.Order }),
	},
	fields.Within(func(f *Folder) *Settings { return &f.Settings }, settingsKeys),
	fields.Table[Folder]{secretsKey(func(f *Folder) *[]SecretRef { return &f.Secrets })},
)

var environmentKeys = concat(
	fields.Table[Environment]{fields.Text("base_url", func(e *Environment) *string { return &e.BaseURL })},
	fields.Within(func(e *Environment) *Settings { return &e.Settings }, settingsKeys),
	fields.Table[Environment]{secretsKey(func(e *Environment) *[]SecretRef { return &e.Secrets })},
)

var bodyKeys = fields.Table[Body]{
	bodyKey("json", BodyJSON, func(r *fields.Reader, n *yamledit.Node) string { checkJSON(r, n); return jsonText(n) }),
	templated(bodyKey("text", BodyText, fields.ReadText)),
	{Name: "form",
		Read: func(r *fields.Reader, n *yamledit.Node, b *Body) { setBody(r, n, b, BodyForm); b.Form = readRows(r, n) },
		Write: func(b *Body, was *yamledit.Node) *yamledit.Node {
			if b.Kind != BodyForm {
				return nil
			}
			if n := writeRows(b.Form, was); n != nil {
				return n
			}
			return &yamledit.Node{Kind: yamledit.Mapping, Flow: true}
		},
	},
}

func bodyPart() fields.Key[Request] {
	k := fields.Part("body", func(r *Request) *Body { return &r.Body }, bodyKeys, "a body", func(b *Body) bool { return b.Kind == BodyNone })
	read := k.Read
	k.Read = func(r *fields.Reader, n *yamledit.Node, request *Request) {
		if !n.Empty() && !bodyKeys.Knows(n) {
			r.Problem(n, "body is one of {json: JSON}, {text: TEXT} and {form: {name: value}}; without any of them nothing would be sent")
			return
		}
		read(r, n, request)
	}
	return k
}

func bodyKey(name string, kind BodyKind, read func(*fields.Reader, *yamledit.Node) string) fields.Key[Body] {
	return fields.Key[Body]{Name: name,
		Read: func(r *fields.Reader, n *yamledit.Node, b *Body) { setBody(r, n, b, kind); b.Text = read(r, n) },
		Write: func(b *Body, _ *yamledit.Node) *yamledit.Node {
			if b.Kind != kind {
				return nil
			}
			return yamledit.NewScalar(b.Text)
		},
	}
}

func setBody(r *fields.Reader, n *yamledit.Node, b *Body, kind BodyKind) {
	if b.Kind != BodyNone {
		r.Problem(n, "a body is one of json, text and form; this one has %s already", b.Kind)
	}
	b.Kind = kind
}

var pageKeys = fields.Table[Page]{
	fields.Text("next", func(p *Page) *string { return &p.Next }),
	fields.Text("into", func(p *Page) *string { return &p.Into }),
	fields.Text("until", func(p *Page) *string { return &p.Until }),
	fields.Number("max", 1, func(p *Page) *int { return &p.Max }),
}

var expectKeys = fields.Table[Expect]{
	textsKey("status", func(e *Expect) *[]string { return &e.Status }),
	fields.Duration("time", func(e *Expect) *time.Duration { return &e.Time }),
	fields.Listed("body", func(e *Expect) *[]Check { return &e.Body }, checkKeys, "a check"),
}

var checkKeys = fields.Table[Check]{
	checked(fields.Text("path", func(c *Check) *string { return &c.Path }), checkPath),
	typeKey(func(c *Check) *string { return &c.Type }),
	valueKey("equals", func(c *Check) **vars.Value { return &c.Equals }),
	checked(fields.Text("matches", func(c *Check) *string { return &c.Matches }), checkRegex),
}

var token = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

func methodKey() fields.Key[Request] {
	k := fields.Text("method", func(r *Request) *string { return &r.Method })
	k.Read = func(r *fields.Reader, n *yamledit.Node, request *Request) {
		request.Method = fields.ReadText(r, n)
		if n.Kind == yamledit.Scalar && n.Text != "" && !token.MatchString(n.Text) {
			r.Problem(n, "%q is not a method; it is one word such as GET (a token of RFC 9110 section 9.1)", n.Text)
		}
	}
	return k
}

// textsKey is a key with a list of texts; a single one may stand without brackets.
func textsKey[T any](name string, at func(*T) *[]string) fields.Key[T] {
	return fields.Key[T]{Name: name,
		Read: func(r *fields.Reader, n *yamledit.Node, t *T) {
			if n.Kind == yamledit.Sequence {
				for _, item := range n.Items {
					*at(t) = append(*at(t), fields.ReadText(r, item))
				}
			} else if n.Kind == yamledit.Mapping {
				r.Problem(n, "%s is a text or a list of texts, not a mapping", name)
			} else if n.Text != "" {
				*at(t) = []string{n.Text}
			}
		},
		Write: func(t *T, was *yamledit.Node) *yamledit.Node { return writeTexts(*at(t), was) },
	}
}

func writeTexts(texts []string, was *yamledit.Node) *yamledit.Node {
	list := was != nil && was.Kind == yamledit.Sequence
	if len(texts) == 0 {
		return nil
	}
	if len(texts) == 1 && !list {
		return yamledit.NewScalar(texts[0])
	}
	out := &yamledit.Node{Kind: yamledit.Sequence, Flow: true}
	if list {
		out.Flow = was.Flow
	}
	var before []string
	if list {
		for _, item := range was.Items {
			before = append(before, item.Text)
		}
	}
	for i, old := range fields.Pair(before, texts) {
		item := yamledit.NewScalar(texts[i])
		if old >= 0 {
			item.Was = was.Items[old]
		}
		out.Items = append(out.Items, item)
	}
	return out
}

func typeKey[T any](at func(*T) *string) fields.Key[T] {
	return fields.Choice("type", at, "string", "integer", "number", "boolean", "array", "object")
}

// valueKey is a key with a JSON value; nil leaves it out.
func valueKey[T any](name string, at func(*T) **vars.Value) fields.Key[T] {
	return fields.Key[T]{Name: name,
		Read: func(r *fields.Reader, n *yamledit.Node, t *T) {
			value := readValue(r, n)
			*at(t) = &value
		},
		Write: func(t *T, _ *yamledit.Node) *yamledit.Node {
			if *at(t) == nil {
				return nil
			}
			return writeValue(**at(t))
		},
	}
}

func concat[T any](tables ...fields.Table[T]) fields.Table[T] {
	var out fields.Table[T]
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
