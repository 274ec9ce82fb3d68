package trust

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path/filepath"
	"strings"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/disk"
	"dowse/collections/origin"
	"dowse/collections/vars"
)

// The layers of a scope that the files do not give.
const (
	LayerGiven    = "--var"
	LayerPicks    = "picks"
	LayerEnvFile  = "--env-file"
	LayerSupplied = "supplied"

	layerRequest = "request" // of the files
)

// Choice is who chooses the host that a request goes to.
type Choice uint8

// Who can. A later one outweighs an earlier one.
const (
	ByFiles    Choice = iota // the URL, and the variables in the files
	ByPerson                 // a variable that is given on the command line or typed
	ByNobody                 // it is another one each time
	ByResponse               // a value that was picked
	BySecret                 // a secret stands in its name
)

// Destination is where a request goes.
type Destination struct {
	Origin  string // such as https://api.example.com; empty: it is not known
	Choice  Choice
	Pattern string // the host, where not only the files name it: the names of variables stand in for what they do not
	Shared  bool   // a variable of the files has a part in it
	TLS     string // how its certificate is looked at, where that is not as usual
}

// choices says of each Choice what a destination is called.
var choices = map[Choice]string{
	ByPerson:   "a host you give",
	ByNobody:   "a host that is made anew each time",
	ByResponse: "a host from a response",
	BySecret:   "a host with a secret in its name",
}

// String names the destination as a want does: the origin where the files name it, else in words.
func (d Destination) String() string {
	switch words := choices[d.Choice]; {
	case words != "":
		return words + ", " + d.Pattern + d.TLS
	case d.Origin == "":
		return "no host"
	}
	return d.Origin + d.TLS
}

// Place names the destination for a person who asks where a request goes now.
func (d Destination) Place() string {
	switch {
	case d.Origin != "" && d.Choice == ByResponse:
		return d.Origin + ", which a response named" + d.TLS
	case d.Origin != "" && d.Choice != BySecret:
		return d.Origin + d.TLS
	}
	return d.String()
}

// Same says whether a request that goes here may carry what is meant for another destination: they are one origin, which no
// response chose, looked at in one way.
func (d Destination) Same(o Destination) bool {
	return d.Choice <= ByPerson && d.Origin != "" && d.Origin == o.Origin && d.TLS == o.TLS
}

// standIn is the layer of values that stand for those that are not looked at.
const standIn = "stand-in"

// Lead says where a request, with all that it inherits, goes in a scope. It reads no secret and no environment variable. root
// is that of the collection; empty: there is none. picked are names that will have been picked by then.
func Lead(scope vars.Scope, r collections.Request, root string, picked map[string]bool) Destination {
	hidden, missing := vars.Layer{Name: standIn}, vars.Layer{Name: LayerGiven}
	later := vars.Layer{Name: LayerPicks}
	template := strings.TrimSpace(r.URL)
	form := address.FormOf(template)
	begins := form == address.Templated || form == address.Part // with a variable that may be all of it
	for _, use := range append(vars.Uses(template), vars.Use{Name: address.Base, Start: -1, Default: true}) {
		stand := vars.Variable{Name: use.Name, Value: vars.NewString("stand-in"), Source: standIn}
		if use.Start == 0 && begins && !strings.HasPrefix(template[use.End:], "://") {
			stand.Value = vars.NewString("http://stand-in")
		}
		switch found := scope.Lookup(use.Name); {
		case vars.Dynamic(use.Name):
		case len(found) > 0 && (found[0].Layer == LayerGiven || found[0].Layer == layerRequest):
		case picked[use.Name]:
			later.Variables = append(later.Variables, stand)
		case len(found) > 0 && found[0].Resolve != nil:
			hidden.Variables = append(hidden.Variables, stand)
		case len(found) == 0 && !use.Default:
			missing.Variables = append(missing.Variables, stand)
		}
	}
	scope = scope.With(later).With(missing).With(hidden)
	scope = scope.WithEnvironment(func(string) (vars.Value, error) { return vars.NewString("stand-in"), nil })
	text, err := address.Expand(scope, template)
	if err != nil {
		return Destination{}
	}
	d := authority(text, begins)
	if !strings.HasPrefix(d.Origin, "http://") {
		d.TLS = certificates(r.TLS, root)
	}
	return d
}

// authority reads where a URL leads, and who chose that. templated says that it begins with a variable that may be all of it.
func authority(text vars.Text, templated bool) (d Destination) {
	raw := text.Reveal()
	start := max(0, strings.Index(raw, "://"))
	if start > 0 {
		start += len("://")
	}
	end := start + strings.IndexAny(raw[start:]+"/", "/?#")
	at := start + strings.LastIndexByte(raw[start:end], '@') + 1
	guessed, first := false, true
	scheme, pattern, from := raw[:start], "", at
	for _, span := range text.Spans() {
		if span.Name == "" || span.Start > end || span.Start >= start && span.End < at {
			continue // a user, a path; what ends where the host does could have gone on
		}
		choice := chosen(span)
		d.Choice, guessed = max(d.Choice, choice), guessed || span.Source == standIn || span.Layer == standIn
		if choice == ByFiles {
			d.Shared = d.Shared || span.Layer != "default"
		} else {
			if span.Start < start || templated && first {
				scheme = "" // it is the variable's too
			}
			before := max(from, span.Start)
			pattern += raw[from:before] + "{{" + span.Name + "}}"
			from = max(from, span.End)
		}
		first = false
	}
	if d.Choice != ByFiles {
		d.Pattern = scheme + pattern + raw[min(from, end):end]
	}
	parsed, err := url.Parse(raw[:end])
	if err == nil && parsed.Hostname() != "" && !guessed && d.Choice != BySecret {
		d.Origin = origin.Of(parsed).String()
	}
	return d
}

// chosen says who chose a part of a URL.
func chosen(span vars.Span) Choice {
	switch span.Layer {
	case LayerPicks:
		return ByResponse
	case LayerGiven, LayerEnvFile, LayerSupplied:
		return ByPerson
	case standIn:
		return BySecret
	case "dynamic":
		if _, ok := vars.Environment(span.Name); ok {
			return BySecret
		}
		return ByNobody
	}
	return ByFiles
}

// longestAuthorities is the size in bytes of the largest file of authorities that is told apart from others.
const longestAuthorities = 16 << 20

// certificates says how a server's certificate is looked at, where that is not as usual.
func certificates(t *collections.TLS, root string) string {
	switch {
	case t == nil:
		return ""
	case t.Insecure:
		return " (its certificate is not verified)"
	case t.CA == "":
		return ""
	}
	name := t.CA
	if relative, err := filepath.Rel(root, t.CA); err == nil && root != "" {
		name = filepath.ToSlash(relative)
	}
	sum := "which is not there"
	if data, err := disk.ReadFile(t.CA, longestAuthorities); err == nil {
		digest := sha256.Sum256(data)
		sum = hex.EncodeToString(digest[:8])
	}
	return " (its certificate may be by the authorities in " + word(name) + ", " + sum + ")"
}
