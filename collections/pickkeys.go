package collections

import (
	"slices"
	"strconv"
	"strings"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

var pickKeys = fields.Table[Pick]{
	// Beside event, path is not the source but leads into the event's data.
	checked(fields.Key[Pick]{Name: "path",
		Read: func(r *fields.Reader, n *yamledit.Node, p *Pick) { p.From.Path = fields.ReadText(r, n) },
		Write: func(p *Pick, _ *yamledit.Node) *yamledit.Node {
			text := p.From.Path
			if p.From.Kind == SourcePath {
				text = p.From.Arg
			}
			if text == "" {
				return nil
			}
			return yamledit.NewScalar(text)
		},
	}, checkPath),
	sourceKey(SourceHeader), sourceKey(SourceCookie), sourceKey(SourceLink), sourceKey(SourceXPath), sourceKey(SourceCSS),
	checked(sourceKey(SourceRegex), checkRegex), sourceKey(SourceColumn), sourceKey(SourceForm), statusKey, sourceKey(SourceTiming),
	sourceKey(SourceRedirect), sourceKey(SourceEvent),
	fields.Number("nth", 1, func(p *Pick) *int { return &p.From.Nth }),
	fields.Text("attr", func(p *Pick) *string { return &p.From.Attr }),
	fields.Text("group", func(p *Pick) *string { return &p.From.Group }),
	fields.Named("ns", func(p *Pick) *[]Variable { return &p.From.Namespaces }, func(v *Variable) *string { return &v.Name },
		func(r *fields.Reader, n *yamledit.Node, v *Variable) { v.Value = vars.NewString(fields.ReadText(r, n)) },
		func(v *Variable, _ *yamledit.Node) *yamledit.Node { return yamledit.NewScalar(v.Value.Reveal()) }),
	fields.Choice("take", func(p *Pick) *Take { return &p.Take }, TakeOne, TakeFirst, TakeLast, TakeAll, TakeAsk),
	fields.Text("label", func(p *Pick) *string { return &p.Label }),
	typeKey(func(p *Pick) *string { return &p.Type }),
	fields.Text("jq", func(p *Pick) *string { return &p.JQ }),
	checked(fields.Text("transform", func(p *Pick) *string { return &p.Transform }), checkPipe),
	missingKey(func(p *Pick) *IfMissing { return &p.IfMissing }, MissingFail, MissingSkip, MissingKeep),
	secretKey,
	keepKey,
}

// secretKey is true or false, or left out.
var secretKey = fields.Key[Pick]{Name: "secret",
	Read: func(r *fields.Reader, n *yamledit.Node, p *Pick) {
		if p.Secret = SecretNo; fields.ReadFlag(r, n) {
			p.Secret = SecretYes
		}
	},
	Write: func(p *Pick, _ *yamledit.Node) *yamledit.Node {
		switch p.Secret {
		case SecretYes:
			return yamledit.NewScalar("true")
		case SecretNo:
			return yamledit.NewScalar("false")
		}
		return nil
	},
}

func sourceKey(kind SourceKind) fields.Key[Pick] {
	return fields.Key[Pick]{Name: string(kind),
		Read: func(r *fields.Reader, n *yamledit.Node, p *Pick) {
			setSource(r, n, p, kind)
			p.From.Arg = fields.ReadText(r, n)
			if _, err := strconv.ParseUint(n.Text, 10, 16); kind == SourceRedirect && (err != nil || n.Text == "0") {
				r.Problem(n, "redirect is the number of one, from 1, not %q", n.Text)
			}
		},
		Write: func(p *Pick, _ *yamledit.Node) *yamledit.Node {
			if p.From.Kind != kind {
				return nil
			}
			return yamledit.NewScalar(p.From.Arg)
		},
	}
}

var statusKey = fields.Key[Pick]{Name: string(SourceStatus),
	Read: func(r *fields.Reader, n *yamledit.Node, p *Pick) {
		setSource(r, n, p, SourceStatus)
		if !fields.ReadFlag(r, n) && n.Text == "false" {
			r.Problem(n, "status is true, or left out")
		}
	},
	Write: func(p *Pick, _ *yamledit.Node) *yamledit.Node {
		if p.From.Kind != SourceStatus {
			return nil
		}
		return yamledit.NewScalar("true")
	},
}

func setSource(r *fields.Reader, n *yamledit.Node, p *Pick, kind SourceKind) {
	if p.From.Kind != "" {
		r.Problem(n, "a pick reads one place; this one has %s already", p.From.Kind)
	}
	p.From.Kind = kind
}

// missingKey is a policy for what is not there, one of policies or a default.
func missingKey[T any](at func(*T) *IfMissing, policies ...MissingPolicy) fields.Key[T] {
	return fields.Key[T]{Name: "if_missing",
		Read: func(r *fields.Reader, n *yamledit.Node, t *T) {
			policy := MissingPolicy(n.Text)
			switch {
			case n.Kind == yamledit.Scalar && slices.Contains(policies, policy):
				at(t).Policy = policy
			case n.Get("default") != nil && len(n.Entries) == 1:
				*at(t) = IfMissing{MissingDefault, readValue(r, n.Get("default"))}
			default:
				var names []string
				for _, p := range policies {
					names = append(names, string(p))
				}
				r.Problem(n, "if_missing is %s or {default: VALUE}, not %s", strings.Join(names, ", "), n)
			}
		},
		Write: func(t *T, was *yamledit.Node) *yamledit.Node {
			switch at(t).Policy {
			case "":
				return nil
			case MissingDefault:
				n := &yamledit.Node{Kind: yamledit.Mapping, Flow: true}
				if was != nil && was.Kind == yamledit.Mapping {
					n.Was, n.Flow = was, was.Flow
				}
				n.Entries = []yamledit.Entry{{Key: yamledit.NewScalar("default"), Value: writeValue(at(t).Default)}}
				return n
			}
			return yamledit.NewScalar(string(at(t).Policy))
		},
	}
}

var keepKeys = fields.Table[Keep]{
	checked(fields.Text("until", func(k *Keep) *string { return &k.Until }), checkUntil),
	checked(fields.Text("margin", func(k *Keep) *string { return &k.Margin }), checkMargin),
}

// keepKey is {until, margin}, or until alone as one word.
var keepKey = fields.Key[Pick]{Name: "keep",
	Read: func(r *fields.Reader, n *yamledit.Node, p *Pick) {
		if n.Kind == yamledit.Scalar {
			if p.Keep.Until = n.Text; n.Text != "" {
				checkUntil(r, n)
			}
			return
		}
		keepKeys.Read(r, n, &p.Keep, "keep")
	},
	Write: func(p *Pick, was *yamledit.Node) *yamledit.Node {
		mapped := was != nil && was.Kind == yamledit.Mapping
		switch {
		case p.Keep == Keep{}:
			return nil
		case p.Keep.Margin == "" && !mapped:
			return yamledit.NewScalar(p.Keep.Until)
		}
		n := keepKeys.Write(&p.Keep, was)
		n.Flow = n.Was == nil || n.Flow
		return n
	},
}

// readPick reads a pick: a path alone, or a mapping with one place to read.
func readPick(r *fields.Reader, n *yamledit.Node, p *Pick) {
	if n.Kind == yamledit.Scalar {
		p.From = Source{Kind: SourcePath, Arg: n.Text}
		if n.Text == "" {
			r.Problem(n, `a pick has a path, such as "$.id", or a mapping that says what to read`)
			return
		}
		checkPath(r, n)
		return
	}
	pickKeys.Read(r, n, p, "a pick")
	if n.Kind != yamledit.Mapping {
		return
	}
	switch {
	case p.From.Kind == "" && p.From.Path == "":
		r.Problem(n, "this pick does not say what to read; it needs path, header, cookie, status or another source")
	case p.From.Kind == "":
		p.From.Kind, p.From.Arg, p.From.Path = SourcePath, p.From.Path, ""
	case p.From.Path != "" && p.From.Kind != SourceEvent:
		r.Problem(n, "a pick reads one place; this one has path and %s", p.From.Kind)
	}
}

// smallPick is how many keys a new pick may have to stand on one line.
const smallPick = 2

func writePick(p *Pick, was *yamledit.Node) *yamledit.Node {
	n := pickKeys.Write(p, was)
	if was == nil || was.Kind == yamledit.Scalar {
		if len(n.Entries) == 1 && p.From.Kind == SourcePath {
			return n.Entries[0].Value
		}
		n.Flow = len(n.Entries) <= smallPick
	}
	return n
}
