package collections

import (
	"slices"
	"strconv"
	"strings"

	"dowse/collections/keys"
	"dowse/collections/splice"
	"dowse/collections/vars"
)

var pickKeys = keys.Table[Pick]{
	// Beside event, path is not the source but leads into the event's data.
	checked(keys.Key[Pick]{Name: "path",
		Read: func(r *keys.Reader, n *splice.Node, p *Pick) { p.From.Path = keys.ReadText(r, n) },
		Write: func(p *Pick, _ *splice.Node) *splice.Node {
			text := p.From.Path
			if p.From.Kind == SourcePath {
				text = p.From.Arg
			}
			if text == "" {
				return nil
			}
			return splice.NewScalar(text)
		},
	}, checkPath),
	sourceKey(SourceHeader), sourceKey(SourceCookie), sourceKey(SourceLink), sourceKey(SourceXPath), sourceKey(SourceCSS),
	checked(sourceKey(SourceRegex), checkRegex), sourceKey(SourceColumn), sourceKey(SourceForm), statusKey, sourceKey(SourceTiming),
	sourceKey(SourceRedirect), sourceKey(SourceEvent),
	keys.Number("nth", 1, func(p *Pick) *int { return &p.From.Nth }),
	keys.Text("attr", func(p *Pick) *string { return &p.From.Attr }),
	keys.Text("group", func(p *Pick) *string { return &p.From.Group }),
	keys.Named("ns", func(p *Pick) *[]Variable { return &p.From.Namespaces }, func(v *Variable) *string { return &v.Name },
		func(r *keys.Reader, n *splice.Node, v *Variable) { v.Value = vars.NewString(keys.ReadText(r, n)) },
		func(v *Variable, _ *splice.Node) *splice.Node { return splice.NewScalar(v.Value.Reveal()) }),
	keys.Choice("take", func(p *Pick) *Take { return &p.Take }, TakeOne, TakeFirst, TakeLast, TakeAll, TakeAsk),
	keys.Text("label", func(p *Pick) *string { return &p.Label }),
	typeKey(func(p *Pick) *string { return &p.Type }),
	keys.Text("jq", func(p *Pick) *string { return &p.JQ }),
	checked(keys.Text("transform", func(p *Pick) *string { return &p.Transform }), checkPipe),
	missingKey(func(p *Pick) *IfMissing { return &p.IfMissing }, MissingFail, MissingSkip, MissingKeep),
	secretKey,
	keepKey,
}

// secretKey is true or false, or left out.
var secretKey = keys.Key[Pick]{Name: "secret",
	Read: func(r *keys.Reader, n *splice.Node, p *Pick) {
		if p.Secret = SecretNo; keys.ReadFlag(r, n) {
			p.Secret = SecretYes
		}
	},
	Write: func(p *Pick, _ *splice.Node) *splice.Node {
		switch p.Secret {
		case SecretYes:
			return splice.NewScalar("true")
		case SecretNo:
			return splice.NewScalar("false")
		}
		return nil
	},
}

func sourceKey(kind SourceKind) keys.Key[Pick] {
	return keys.Key[Pick]{Name: string(kind),
		Read: func(r *keys.Reader, n *splice.Node, p *Pick) {
			setSource(r, n, p, kind)
			p.From.Arg = keys.ReadText(r, n)
			if _, err := strconv.ParseUint(n.Text, 10, 16); kind == SourceRedirect && (err != nil || n.Text == "0") {
				r.Problem(n, "redirect is the number of one, from 1, not %q", n.Text)
			}
		},
		Write: func(p *Pick, _ *splice.Node) *splice.Node {
			if p.From.Kind != kind {
				return nil
			}
			return splice.NewScalar(p.From.Arg)
		},
	}
}

var statusKey = keys.Key[Pick]{Name: string(SourceStatus),
	Read: func(r *keys.Reader, n *splice.Node, p *Pick) {
		setSource(r, n, p, SourceStatus)
		if !keys.ReadFlag(r, n) && n.Text == "false" {
			r.Problem(n, "status is true, or left out")
		}
	},
	Write: func(p *Pick, _ *splice.Node) *splice.Node {
		if p.From.Kind != SourceStatus {
			return nil
		}
		return splice.NewScalar("true")
	},
}

func setSource(r *keys.Reader, n *splice.Node, p *Pick, kind SourceKind) {
	if p.From.Kind != "" {
		r.Problem(n, "a pick reads one place; this one has %s already", p.From.Kind)
	}
	p.From.Kind = kind
}

// missingKey is a policy for what is not there, one of policies or a default.
func missingKey[T any](at func(*T) *IfMissing, policies ...MissingPolicy) keys.Key[T] {
	return keys.Key[T]{Name: "if_missing",
		Read: func(r *keys.Reader, n *splice.Node, t *T) {
			policy := MissingPolicy(n.Text)
			switch {
			case n.Kind == splice.Scalar && slices.Contains(policies, policy):
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
		Write: func(t *T, was *splice.Node) *splice.Node {
			switch at(t).Policy {
			case "":
				return nil
			case MissingDefault:
				n := &splice.Node{Kind: splice.Mapping, Flow: true}
				if was != nil && was.Kind == splice.Mapping {
					n.Was, n.Flow = was, was.Flow
				}
				n.Entries = []splice.Entry{{Key: splice.NewScalar("default"), Value: writeValue(at(t).Default)}}
				return n
			}
			return splice.NewScalar(string(at(t).Policy))
		},
	}
}

var keepKeys = keys.Table[Keep]{
	keys.Text("until", func(k *Keep) *string { return &k.Until }),
	keys.Text("margin", func(k *Keep) *string { return &k.Margin }),
}

// keepKey is {until, margin}, or until alone as one word.
var keepKey = keys.Key[Pick]{Name: "keep",
	Read: func(r *keys.Reader, n *splice.Node, p *Pick) {
		if n.Kind == splice.Scalar {
			p.Keep.Until = n.Text
			return
		}
		keepKeys.Read(r, n, &p.Keep, "keep")
	},
	Write: func(p *Pick, was *splice.Node) *splice.Node {
		mapped := was != nil && was.Kind == splice.Mapping
		switch {
		case p.Keep == Keep{}:
			return nil
		case p.Keep.Margin == "" && !mapped:
			return splice.NewScalar(p.Keep.Until)
		}
		n := keepKeys.Write(&p.Keep, was)
		n.Flow = n.Was == nil || n.Flow
		return n
	},
}

// readPick reads a pick: a path alone, or a mapping with one place to read.
func readPick(r *keys.Reader, n *splice.Node, p *Pick) {
	if n.Kind == splice.Scalar {
		p.From = Source{Kind: SourcePath, Arg: n.Text}
		if n.Text == "" {
			r.Problem(n, `a pick has a path, such as "$.id", or a mapping that says what to read`)
			return
		}
		checkPath(r, n)
		return
	}
	pickKeys.Read(r, n, p, "a pick")
	if n.Kind != splice.Mapping {
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

func writePick(p *Pick, was *splice.Node) *splice.Node {
	n := pickKeys.Write(p, was)
	if was == nil || was.Kind == splice.Scalar {
		if len(n.Entries) == 1 && p.From.Kind == SourcePath {
			return n.Entries[0].Value
		}
		n.Flow = len(n.Entries) <= smallPick
	}
	return n
}
