package collections

import (
	"strconv"
	"time"

	"dowse/collections/keys"
	"dowse/collections/splice"
	"dowse/collections/vars"
)

var settingsKeys = keys.Table[Settings]{
	rowsKey("headers", func(s *Settings) *Rows { return &s.Headers }),
	authKey,
	keys.Named("vars", func(s *Settings) *[]Variable { return &s.Vars }, func(v *Variable) *string { return &v.Name },
		func(r *keys.Reader, n *splice.Node, v *Variable) { v.Value = readValue(r, n) },
		func(v *Variable, _ *splice.Node) *splice.Node { return writeValue(v.Value) }),
	timeoutKey,
	redirectsKey,
	keys.Optional("tls", func(s *Settings) **TLS { return &s.TLS }, tlsKeys, "tls"),
	keys.Listed("error_when", func(s *Settings) *[]ErrorRule { return &s.ErrorWhen }, errorKeys, "a rule of error_when"),
}

var authKey = keys.Key[Settings]{Name: "auth",
	Read: func(r *keys.Reader, n *splice.Node, s *Settings) {
		switch {
		case n.Empty():
		case n.Kind == splice.Scalar && n.Text == "none":
			s.Auth = &Auth{Kind: AuthNone}
		case !authKeys.Knows(n):
			r.Problem(n, "auth is none or one of {bearer: TOKEN}, {basic: {user: U, password: P}}, {header: {name: N, value: V}}, {query: {name: N, value: V}}")
		default:
			s.Auth = &Auth{}
			authKeys.Read(r, n, s.Auth, "auth")
		}
	},
	Write: func(s *Settings, was *splice.Node) *splice.Node {
		switch {
		case s.Auth == nil:
			return nil
		case s.Auth.Kind == AuthNone:
			return splice.NewScalar("none")
		}
		n := authKeys.Write(s.Auth, was)
		n.Flow = n.Was == nil || n.Flow
		return n
	},
}

var authKeys = keys.Table[Auth]{
	templated(keys.Key[Auth]{Name: "bearer",
		Read: func(r *keys.Reader, n *splice.Node, a *Auth) {
			setAuth(r, n, a, AuthBearer)
			a.Token = keys.ReadText(r, n)
		},
		Write: func(a *Auth, _ *splice.Node) *splice.Node {
			if a.Kind != AuthBearer {
				return nil
			}
			return splice.NewScalar(a.Token)
		},
	}),
	authPart("basic", AuthBasic, "{user: U, password: P}", keys.Table[Auth]{
		templated(keys.Always("user", func(a *Auth) *string { return &a.User })),
		templated(keys.Always("password", func(a *Auth) *string { return &a.Password })),
	}),
	authPart("header", AuthHeader, parameterForm, parameterKeys),
	authPart("query", AuthQuery, parameterForm, parameterKeys),
}

const parameterForm = "{name: N, value: V}"

var parameterKeys = keys.Table[Auth]{
	templated(keys.Always("name", func(a *Auth) *string { return &a.Name })),
	templated(keys.Always("value", func(a *Auth) *string { return &a.Token })),
}

// authPart is a kind of auth that is a mapping. form is how it is written, for messages.
func authPart(name string, kind AuthKind, form string, table keys.Table[Auth]) keys.Key[Auth] {
	return keys.Key[Auth]{Name: name,
		Read: func(r *keys.Reader, n *splice.Node, a *Auth) {
			setAuth(r, n, a, kind)
			if !table.Knows(n) {
				r.Problem(n, "auth.%s is a mapping; write %s", name, form)
				return
			}
			table.Read(r, n, a, "auth."+name)
		},
		Write: func(a *Auth, was *splice.Node) *splice.Node {
			if a.Kind != kind {
				return nil
			}
			return table.Write(a, was)
		},
	}
}

func setAuth(r *keys.Reader, n *splice.Node, a *Auth, kind AuthKind) {
	if a.Kind != "" {
		r.Problem(n, "auth is one kind; this one has %s already", a.Kind)
	}
	a.Kind = kind
}

var timeoutKeys = keys.Table[Timeouts]{
	keys.Duration("connect", func(t *Timeouts) *time.Duration { return &t.Connect }),
	keys.Duration("tls", func(t *Timeouts) *time.Duration { return &t.TLS }),
	keys.Duration("first_byte", func(t *Timeouts) *time.Duration { return &t.FirstByte }),
	keys.Duration("idle", func(t *Timeouts) *time.Duration { return &t.Idle }),
	keys.Duration("total", func(t *Timeouts) *time.Duration { return &t.Total }),
}

// timeoutKey is one duration for all of it, or a mapping with one for each phase.
var timeoutKey = keys.Key[Settings]{Name: "timeout",
	Read: func(r *keys.Reader, n *splice.Node, s *Settings) {
		switch {
		case n.Empty():
		case n.Kind == splice.Scalar:
			s.Timeouts.Total = keys.ReadDuration(r, n)
		default:
			timeoutKeys.Read(r, n, &s.Timeouts, "timeout")
		}
	},
	Write: func(s *Settings, was *splice.Node) *splice.Node {
		mapped := was != nil && was.Kind == splice.Mapping
		switch {
		case s.Timeouts == Timeouts{}:
			return nil
		case s.Timeouts == Timeouts{Total: s.Timeouts.Total} && !mapped:
			return keys.WriteDuration(s.Timeouts.Total)
		}
		n := timeoutKeys.Write(&s.Timeouts, was)
		n.Flow = n.Was == nil || n.Flow
		return n
	},
}

var redirectsKey = keys.Key[Settings]{Name: "redirects",
	Read: func(r *keys.Reader, n *splice.Node, s *Settings) {
		if n.Empty() {
			return
		}
		number, err := strconv.Atoi(n.Text)
		if n.Kind != splice.Scalar || n.Text != "none" && (err != nil || number < 0) {
			r.Problem(n, "redirects is how many are followed, such as 10, or none")
			return
		}
		s.Redirects = &number
	},
	Write: func(s *Settings, _ *splice.Node) *splice.Node {
		switch {
		case s.Redirects == nil:
			return nil
		case *s.Redirects == 0:
			return splice.NewScalar("none")
		}
		return splice.NewScalar(strconv.Itoa(*s.Redirects))
	},
}

var tlsKeys = keys.Table[TLS]{
	keys.Text("ca", func(t *TLS) *string { return &t.CA }),
	keys.Text("cert", func(t *TLS) *string { return &t.Cert }),
	keys.Text("key", func(t *TLS) *string { return &t.Key }),
	keys.Flag("insecure", func(t *TLS) *bool { return &t.Insecure }),
}

var errorKeys = keys.Table[ErrorRule]{
	checked(keys.Text("path", func(e *ErrorRule) *string { return &e.Path }), checkPath),
	valueKey("equals", func(e *ErrorRule) **vars.Value { return &e.Equals }),
	keys.Text("message", func(e *ErrorRule) *string { return &e.Message }),
}

var secretKeys = keys.Table[SecretRef]{
	keys.Choice("from", func(s *SecretRef) *string { return &s.From }, "keychain", "env", "command", "file", "prompt"),
	keys.Text("name", func(s *SecretRef) *string { return &s.Variable }),
	keys.Text("path", func(s *SecretRef) *string { return &s.Path }),
	keys.Text("command", func(s *SecretRef) *string { return &s.Command }),
	keys.Text("hint", func(s *SecretRef) *string { return &s.Hint }),
}

func secretsKey[T any](at func(*T) *[]SecretRef) keys.Key[T] {
	return keys.Named("secrets", at, func(s *SecretRef) *string { return &s.Name },
		func(r *keys.Reader, n *splice.Node, s *SecretRef) {
			if n.Kind != splice.Mapping {
				r.Problem(n, "a secret is a reference such as {from: env}, never the value itself")
				return
			}
			secretKeys.Read(r, n, s, "a secret")
			if n.Get("from") == nil {
				r.Problem(n, "a secret says where it comes from: {from: keychain, env, command, file or prompt}")
			}
		},
		func(s *SecretRef, was *splice.Node) *splice.Node {
			n := secretKeys.Write(s, was)
			n.Flow = n.Was == nil || n.Flow
			return n
		})
}

var rowKeys = keys.Table[Row]{
	templated(keys.Always("name", func(r *Row) *string { return &r.Name })),
	templated(keys.Always("value", func(r *Row) *string { return &r.Value })),
	keys.Flag("off", func(r *Row) *bool { return &r.Off }),
	keys.Text("note", func(r *Row) *string { return &r.Note }),
}

// rowsKey is a key with rows, as a mapping or as a list.
func rowsKey[T any](name string, at func(*T) *Rows) keys.Key[T] {
	return keys.Key[T]{Name: name,
		Read:  func(r *keys.Reader, n *splice.Node, t *T) { *at(t) = readRows(r, n) },
		Write: func(t *T, was *splice.Node) *splice.Node { return writeRows(*at(t), was) },
	}
}

func readRows(r *keys.Reader, n *splice.Node) Rows {
	switch {
	case n.Kind == splice.Sequence:
		return keys.ReadList(r, n, rowKeys, "a row")
	case n.Kind == splice.Scalar:
		if !n.Empty() {
			r.Problem(n, `rows are a mapping (name: value) or a list of {name, value, off, note}, not the text %q`, n.Text)
		}
		return nil
	}
	rows := make(Rows, 0, len(n.Entries))
	for _, e := range n.Entries {
		if e.Value.Kind != splice.Scalar {
			r.Problem(e.Value, "the value of %q is one text; a row with settings is written in a list, as {name, value, off, note}", e.Key.Text)
		}
		checkTemplate(r, e.Key)
		checkTemplate(r, e.Value)
		rows = append(rows, Row{Name: e.Key.Text, Value: e.Value.Text})
	}
	return rows
}

func writeRows(rows Rows, was *splice.Node) *splice.Node {
	if len(rows) == 0 {
		return nil
	}
	if was != nil && was.Kind == splice.Sequence || !simple(rows) {
		return keys.WriteList(rowKeys, rows, was)
	}
	out := &splice.Node{Kind: splice.Mapping}
	if was != nil && was.Kind == splice.Mapping {
		out.Was, out.Flow = was, was.Flow
	}
	for _, row := range rows {
		out.Entries = append(out.Entries, splice.Entry{Key: splice.NewScalar(row.Name), Value: splice.NewScalar(row.Value)})
	}
	return out
}

// maxKey is well below the 1024 characters that a YAML key may have.
const maxKey = 128

// simple reports whether rows can be a mapping: each name once, nothing beside the value.
func simple(rows Rows) bool {
	seen := map[string]bool{}
	for _, row := range rows {
		if row.Off || row.Note != "" || seen[row.Name] || len(row.Name) > maxKey {
			return false
		}
		seen[row.Name] = true
	}
	return true
}
