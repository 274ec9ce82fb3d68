package collections

import (
	"strconv"
	"time"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

var settingsKeys = fields.Table[Settings]{
	rowsKey("headers", func(s *Settings) *Rows { return &s.Headers }),
	authKey,
	fields.Named("vars", func(s *Settings) *[]Variable { return &s.Vars }, func(v *Variable) *string { return &v.Name },
		func(r *fields.Reader, n *yamledit.Node, v *Variable) { v.Value = readValue(r, n) },
		func(v *Variable, _ *yamledit.Node) *yamledit.Node { return writeValue(v.Value) }),
	timeoutKey,
	redirectsKey,
	fields.Optional("tls", func(s *Settings) **TLS { return &s.TLS }, tlsKeys, "tls"),
	fields.Listed("error_when", func(s *Settings) *[]ErrorRule { return &s.ErrorWhen }, errorKeys, "a rule of error_when"),
}

var timeoutKeys = fields.Table[Timeouts]{
	fields.Duration("connect", func(t *Timeouts) *time.Duration { return &t.Connect }),
	fields.Duration("tls", func(t *Timeouts) *time.Duration { return &t.TLS }),
	fields.Duration("first_byte", func(t *Timeouts) *time.Duration { return &t.FirstByte }),
	fields.Duration("idle", func(t *Timeouts) *time.Duration { return &t.Idle }),
	fields.Duration("total", func(t *Timeouts) *time.Duration { return &t.Total }),
}

// timeoutKey is one duration for all of it, or a mapping with one for each phase.
var timeoutKey = fields.Key[Settings]{Name: "timeout",
	Read: func(r *fields.Reader, n *yamledit.Node, s *Settings) {
		switch {
		case n.Empty():
		case n.Kind == yamledit.Scalar:
			s.Timeouts.Total = fields.ReadDuration(r, n)
		default:
			timeoutKeys.Read(r, n, &s.Timeouts, "timeout")
		}
	},
	Write: func(s *Settings, was *yamledit.Node) *yamledit.Node {
		mapped := was != nil && was.Kind == yamledit.Mapping
		switch {
		case s.Timeouts == Timeouts{}:
			return nil
		case s.Timeouts == Timeouts{Total: s.Timeouts.Total} && !mapped:
			return fields.WriteDuration(s.Timeouts.Total)
		}
		n := timeoutKeys.Write(&s.Timeouts, was)
		n.Flow = n.Was == nil || n.Flow
		return n
	},
}

var redirectsKey = fields.Key[Settings]{Name: "redirects",
	Read: func(r *fields.Reader, n *yamledit.Node, s *Settings) {
		if n.Empty() {
			return
		}
		number, err := strconv.Atoi(n.Text)
		if n.Kind != yamledit.Scalar || n.Text != "none" && (err != nil || number < 0) {
			r.Problem(n, "redirects is how many are followed, such as 10, or none")
			return
		}
		s.Redirects = &number
	},
	Write: func(s *Settings, _ *yamledit.Node) *yamledit.Node {
		switch {
		case s.Redirects == nil:
			return nil
		case *s.Redirects == 0:
			return yamledit.NewScalar("none")
		}
		return yamledit.NewScalar(strconv.Itoa(*s.Redirects))
	},
}

var tlsKeys = fields.Table[TLS]{
	fields.Text("ca", func(t *TLS) *string { return &t.CA }),
	fields.Text("cert", func(t *TLS) *string { return &t.Cert }),
	fields.Text("key", func(t *TLS) *string { return &t.Key }),
	fields.Flag("insecure", func(t *TLS) *bool { return &t.Insecure }),
}

var errorKeys = fields.Table[ErrorRule]{
	checked(fields.Text("path", func(e *ErrorRule) *string { return &e.Path }), checkPath),
	valueKey("equals", func(e *ErrorRule) **vars.Value { return &e.Equals }),
	fields.Text("message", func(e *ErrorRule) *string { return &e.Message }),
}

var secretKeys = fields.Table[SecretRef]{
	fields.Choice("from", func(s *SecretRef) *string { return &s.From }, "keychain", "env", "command", "file", "prompt"),
	fields.Text("name", func(s *SecretRef) *string { return &s.Variable }),
	fields.Text("path", func(s *SecretRef) *string { return &s.Path }),
	fields.Text("command", func(s *SecretRef) *string { return &s.Command }),
	fields.Text("hint", func(s *SecretRef) *string { return &s.Hint }),
}

func secretsKey[T any](at func(*T) *[]SecretRef) fields.Key[T] {
	return fields.Named("secrets", at, func(s *SecretRef) *string { return &s.Name },
		func(r *fields.Reader, n *yamledit.Node, s *SecretRef) {
			if n.Kind != yamledit.Mapping {
				r.Problem(n, "a secret is a reference such as {from: env}, never the value itself")
				return
			}
			secretKeys.Read(r, n, s, "a secret")
			if n.Get("from") == nil {
				r.Problem(n, "a secret says where it comes from: {from: keychain, env, command, file or prompt}")
			}
		},
		func(s *SecretRef, was *yamledit.Node) *yamledit.Node {
			n := secretKeys.Write(s, was)
			n.Flow = n.Was == nil || n.Flow
			return n
		})
}

var rowKeys = fields.Table[Row]{
	templated(fields.Always("name", func(r *Row) *string { return &r.Name })),
	templated(fields.Always("value", func(r *Row) *string { return &r.Value })),
	fields.Flag("off", func(r *Row) *bool { return &r.Off }),
	fields.Text("note", func(r *Row) *string { return &r.Note }),
}

// rowsKey is a key with rows, as a mapping or as a list.
func rowsKey[T any](name string, at func(*T) *Rows) fields.Key[T] {
	return fields.Key[T]{Name: name,
		Read:  func(r *fields.Reader, n *yamledit.Node, t *T) { *at(t) = readRows(r, n) },
		Write: func(t *T, was *yamledit.Node) *yamledit.Node { return writeRows(*at(t), was) },
	}
}

func readRows(r *fields.Reader, n *yamledit.Node) Rows {
	switch {
	case n.Kind == yamledit.Sequence:
		return fields.ReadList(r, n, rowKeys, "a row")
	case n.Kind == yamledit.Scalar:
		if !n.Empty() {
			r.Problem(n, `rows are a mapping (name: value) or a list of {name, value, off, note}, not the text %q`, n.Text)
		}
		return nil
	}
	rows := make(Rows, 0, len(n.Entries))
	for _, e := range n.Entries {
		if e.Value.Kind != yamledit.Scalar {
			r.Problem(e.Value, "the value of %q is one text; a row with settings is written in a list, as {name, value, off, note}", e.Key.Text)
		}
		checkTemplate(r, e.Key)
		checkTemplate(r, e.Value)
		rows = append(rows, Row{Name: e.Key.Text, Value: e.Value.Text})
	}
	return rows
}

func writeRows(rows Rows, was *yamledit.Node) *yamledit.Node {
	if len(rows) == 0 {
		return nil
	}
	if was != nil && was.Kind == yamledit.Sequence || !simple(rows) {
		return fields.WriteList(rowKeys, rows, was)
	}
	out := &yamledit.Node{Kind: yamledit.Mapping}
	if was != nil && was.Kind == yamledit.Mapping {
		out.Was, out.Flow = was, was.Flow
	}
	for _, row := range rows {
		out.Entries = append(out.Entries, yamledit.Entry{Key: yamledit.NewScalar(row.Name), Value: yamledit.NewScalar(row.Value)})
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
