package client_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/client"
	"dowse/client/wiretest"
	"dowse/collections"
	"dowse/collections/formats/curl"
	"dowse/collections/long"
	"dowse/collections/vars"
)

// secretValues are what is hard to write: for a shell, for URLs and for JSON.
var secretValues = []string{
	"plain", "a/b?c#d%41 e", `q"u'o\te`, "$HOME `id` $(id) !x", "line\nfeed\ttab", "é😀\u2028日本", "*.[x]{y,z}~", "\x01\x02\x1f\x7f\b\f\r", "-n", "@file",
	"100%", "a+b&c=d", "\\", "'", `"`, "trailing ", " leading", ";", "{{x}}", "00123", "007", "12", "true", "<&>", "Bearer a b",
}

// values are the variables of the tests: plain ones, secrets that are asked for when they are used, and what was picked.
// Each is in the environment of the shell under its name in capitals.
func values() (scope vars.Scope, env []string) {
	var plain, secret, picked vars.Layer
	picked.Name = "picks"
	set := func(name, value string) { env = append(env, strings.ToUpper(name)+"="+value) }
	for i, value := range secretValues {
		plain.Variables = append(plain.Variables, vars.Variable{Name: fmt.Sprint("plain", i), Value: vars.NewString(value)})
		name := fmt.Sprint("secret", i)
		secret.Variables = append(secret.Variables, vars.Variable{Name: name, Resolve: func() (vars.Secret, error) { return vars.NewSecret(value), nil }})
		set(name, value)
	}
	for i, json := range []string{`"a/b c"`, `12`, `-1.5e+3`, `true`, `null`, `{"a": [1, "x y"]}`, `[1,2]`, `"1.2.3"`, `"2026-01-31"`, `"007"`, `"x\"y\n"`, `"-"`, `"e5"`, `0.25`} {
		v, err := vars.ParseJSON(json)
		if err != nil {
			panic(err)
		}
		name := fmt.Sprint("picked", i)
		picked.Variables = append(picked.Variables, vars.Variable{Name: name, Value: v})
		set(name, v.Reveal())
	}
	return vars.NewScope(picked, secret, plain), env
}

// generator makes random requests of every kind.
type generator struct{ *rand.Rand }

func (g generator) of(all ...string) string { return all[g.IntN(len(all))] }

// name is a placeholder, perhaps with a transform.
func (g generator) placeholder() string {
	name := g.of(fmt.Sprint("plain", g.IntN(len(secretValues))), fmt.Sprint("secret", g.IntN(len(secretValues))), fmt.Sprint("picked", g.IntN(14)))
	return "{{" + name + g.of("", "", "", "", " | base64", " | urlencode") + "}}"
}

// header is a placeholder of a value that a header can have.
func (g generator) header() string {
	for {
		n := g.IntN(len(secretValues))
		if !strings.ContainsFunc(secretValues[n], func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			return "{{" + g.of("plain", "secret") + fmt.Sprint(n) + g.of("", "", " | base64") + "}}"
		}
	}
}

func (g generator) request(base string) collections.Request {
	r := collections.Request{Method: g.of("", "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "QUERY", "M-SEARCH", "get", "P'O$T", "X!`|~")}
	r.URL = base + g.of("", "/", "/a/b", "/a//b/", "/a/./b/../c", "/x[1]", "/{a,b}", "/é 😀", "/%41%2f%zz"[:7], "/'q'", "/a;b=c,d", "/*")
	if strings.Count(r.URL, "/") > 2 && g.IntN(2) == 0 {
		r.URL += "/" + g.placeholder() + g.of("", "x", "/"+g.placeholder())
	}
	r.URL += g.of("", "", "?", "?a=1", "?f[a]=1&f[]=2", "?x={y}", "?q="+g.placeholder(), "?a&b=&=c", "?a=%20+b", "?'x'=$HOME", "?a=1#fragment", "?q="+g.of("{{secret2 | raw}}", "{{plain1 | raw}}", "{{secret5 | raw}}", "{{secret11 | raw}}&token={{secret11 | raw}}"))
	if g.IntN(8) == 0 {
		r.URL = strings.Replace(r.URL, "://", "://"+g.of("", "u", "u:p%40w", "{{secret1}}:x{{secret2}}", "%zz"[:0]+"a%3Ab:")+"@", 1)
	}
	for range g.IntN(3) {
		r.Query = append(r.Query, collections.Row{Name: g.of("q", "f[a]", "q", "ü", "token", g.placeholder()), Value: g.of("", "1", "a b&c", g.placeholder(), "x"+g.placeholder()+"y"+g.placeholder())})
	}
	for range g.IntN(4) {
		r.Headers = append(r.Headers, g.row())
	}
	r.Auth = g.auth()
	r.Body = g.body()
	redirects := g.IntN(4)
	r.Redirects = &redirects
	return r
}

func (g generator) row() collections.Row {
	switch g.IntN(4) {
	case 0:
		return collections.Row{Name: g.of("User-Agent", "Accept", "Content-Type", "accept", "Accept-Encoding", "user-agent"), Value: g.of("", "mine/1.0", "*/*", "identity", g.header()), Off: g.IntN(3) == 0}
	case 1:
		return collections.Row{Name: g.of("X-Twice", "X-Twice", "Cookie", "X-Api-Key", "Authorization", "Referer", "Expect-CT"), Value: g.of("a=b; c=d", "Bearer "+g.header(), g.header(), "; ,:=", fmt.Sprintf("{{secret%d}}", len(secretValues)-1))}
	}
	return collections.Row{Name: g.of("X-A", "x-b", "X-{{plain0}}", "X!'$`"), Value: g.of("", " ", "v", "it's $HOME `x` \"q\" \\", "é", "\u202ex \xff %s", "@f", ";", "a;", g.header(), "x "+g.header()+" y")}
}

func (g generator) auth() *collections.Auth {
	switch g.IntN(7) {
	case 0:
		return &collections.Auth{Kind: collections.AuthBearer, Token: g.of("literal", g.header())}
	case 1, 2:
		return &collections.Auth{Kind: collections.AuthBasic, User: g.of("", "user", "a:b", "ü", g.placeholder()), Password: g.of("", "pa:ss'w", "-x", g.placeholder(), "p"+g.placeholder())}
	case 3:
		return &collections.Auth{Kind: collections.AuthHeader, Name: "X-Api-Key", Token: g.of("k1", g.header())}
	case 4:
		return &collections.Auth{Kind: collections.AuthQuery, Name: g.of("api_key", "k[]"), Token: g.of("k1", g.placeholder())}
	case 5:
		return &collections.Auth{Kind: collections.AuthNone}
	}
	return nil
}

func (g generator) body() collections.Body {
	switch g.IntN(6) {
	case 0:
		return collections.Body{Kind: collections.BodyJSON, Text: g.of(
			`{"a": "`+g.placeholder()+`", "b": `+g.placeholder()+`}`, "{\n  \"a\": [1, "+g.placeholder()+"],\n\n  \"b\": \"x"+g.placeholder()+"y\"\n}\n",
			g.placeholder(), `"`+g.placeholder()+`"`, `{"not": json`, `[]`, "",
		)}
	case 1:
		return collections.Body{Kind: collections.BodyText, Text: g.of("", "@file", "a\nb\n", "\n", "it's \"$HOME\" `id` !x \\ 😀", "-d", "nul\x00 %s \\x \x1b[31m", "\xff\xfe", "a\r\nb", "\u202eabc", g.placeholder(), "x\x00"+g.placeholder()+"%", strings.Repeat("long ", 40_000)+g.placeholder())}
	case 2:
		body := collections.Body{Kind: collections.BodyForm}
		for range g.IntN(3) {
			body.Form = append(body.Form, collections.Row{Name: g.of("a", "a", "f[x]", "password", g.placeholder()), Value: g.of("", "b c", "&=+", g.placeholder())})
		}
		return body
	}
	return collections.Body{}
}

// TestPrintedCommandSendsTheSame holds that a printed command, run by a shell with the secrets in its environment, sends what
// dowse sends, byte by byte, whatever the request is: as it is printed before anything is known (a dry run), and after it
// was sent (copied as curl).
func TestPrintedCommandSendsTheSame(t *testing.T) {
	wiretest.NeedsShell(t)
	server := wiretest.New(t, nil)
	scope, env := values()
	randomRequests(t, server, scope, func(seed uint64, e *client.Exchange, outline collections.Message, want []wiretest.Received) {
		for i, m := range []collections.Message{outline, e.Message}[:1+seed%2] {
			var writer curl.Writer
			command := writer.Command(m)
			if diff := cmp.Diff(want, server.Run(t, "bash", command, env...)); diff != "" {
				t.Errorf("seed %d, form %d: dowse sends (-), curl sends (+):\n%s\n%.3000s", seed, i, diff, command)
			}
		}
	})
}

// TestPrintedCommandControl is the control: a writer that knows nothing of what curl does by itself, and does not encode what a
// variable holds, sends something else.
func TestPrintedCommandControl(t *testing.T) {
	wiretest.NeedsShell(t)
	server := wiretest.New(t, nil)
	scope, env := values()
	same, all := 0, 0
	randomRequests(t, server, scope, func(_ uint64, e *client.Exchange, _ collections.Message, want []wiretest.Received) {
		if all++; all <= 20 && cmp.Equal(want, server.Run(t, "bash", naive(e), env...)) {
			same++
		}
	})
	if same > 2 {
		t.Errorf("%d of 20 simple commands send the same: the test sees nothing", same)
	}
}

// naive writes what was sent word by word, secrets as their names.
func naive(e *client.Exchange) string {
	word := func(t vars.Text) string {
		text, at, out := t.Reveal(), 0, ""
		for _, span := range t.Spans() {
			if span.Own && span.Start >= at {
				out += shellquote(text[at:span.Start]) + `"$` + strings.ToUpper(span.Name) + `"`
				at = span.End
			}
		}
		return out + shellquote(text[at:])
	}
	words := []string{"curl", "-X", shellquote(e.Request.Method), word(e.Request.URL)}
	for _, h := range e.Request.Headers {
		if !slices.Contains([]string{"host", "content-length", "user-agent", "accept-encoding"}, strings.ToLower(h.Name)) {
			words = append(words, "-H", word(vars.Join("", vars.PlainText(h.Name+": "), h.Value)))
		}
	}
	if body := e.Message.Body; body.Reveal() != "" {
		words = append(words, "--data-raw", word(body))
	}
	return strings.Join(words, " ")
}

func shellquote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// randomRequests sends random requests and hands each over with what is prepared of it without a look at what is secret or
// picked on the way, and with what the server got.
func randomRequests(t *testing.T, server *wiretest.Recorder, scope vars.Scope, each func(uint64, *client.Exchange, collections.Message, []wiretest.Received)) {
	t.Helper()
	c := client.New(client.Options{})
	defer c.Close()
	left := long.Size(200, 5000)
	if testing.Short() {
		left = 20
	}
	for seed := uint64(1); left > 0; seed++ {
		g := generator{rand.New(rand.NewPCG(seed, 12))}
		r := g.request(server.URL)
		e, err := c.Send(context.Background(), r, scope)
		if failed, ok := errors.AsType[*client.Error](err); ok && failed.Phase == client.PhasePrepare {
			continue // a value cannot stand there
		} else if err != nil {
			t.Fatalf("seed %d: %+v: %v", seed, r, err)
		}
		left--
		want := server.Take()
		outline, err := c.Prepare(r, scope.Outline(func(v vars.Found) bool { return v.Layer == "picks" }))
		if err != nil {
			t.Errorf("seed %d: it is sent, but not prepared: %v", seed, err)
			continue
		}
		each(seed, e, outline, want)
	}
}
