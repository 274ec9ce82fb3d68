package lift_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/collections"
	"dowse/collections/long"
	"dowse/collections/vars"
	"dowse/ui/lift"
)

func withBody(kind collections.BodyKind, text string) collections.Request {
	return collections.Request{Method: "POST", URL: "http://h/x", Body: collections.Body{Kind: kind, Text: text}}
}

func withHeader(name, value string) collections.Request {
	return collections.Request{URL: "http://h/x", Settings: collections.Settings{Headers: collections.Rows{{Name: name, Value: value}}}}
}

func withVariable(name, value string) collections.Request {
	return collections.Request{URL: "http://h/{{" + name + "}}", Settings: collections.Settings{Vars: []collections.Variable{{Name: name, Value: vars.ParseScalar(value)}}}}
}

// leaks are places in which a secret was typed, and got into a file. X stands for it.
var leaks = map[string]collections.Request{
	"JSON, not closed":           withBody(collections.BodyJSON, `{"password": "X`),
	"JSON, typed in the middle":  withBody(collections.BodyJSON, "{\"password\": \"X\n \"user\": \"a\", \"token\": \"X\"}"),
	"JSON, compact, in it":       withBody(collections.BodyJSON, `{"password":"X,"user":"a","token":"X"}`),
	"JSON":                       withBody(collections.BodyJSON, `{"user":"a","password":"X"}`),
	"JSON, indented":             withBody(collections.BodyJSON, "{\n  \"user\": \"a\",\n  \"client_secret\" : \"X\"\n}\n"),
	"JSON, escaped name":         withBody(collections.BodyJSON, `{"p\u0061ssword":"X"}`),
	"JSON, escaped value":        withBody(collections.BodyJSON, `{"password":"X\u0021\n"}`),
	"JSON, bare placeholder":     withBody(collections.BodyJSON, `{"id": {{id}}, "password": "X"}`),
	"JSON, trailing comma":       withBody(collections.BodyJSON, `{"password":"X",}`),
	"JSON, list":                 withBody(collections.BodyJSON, `{"tokens":["X", "X"]}`),
	"JSON, object":               withBody(collections.BodyJSON, `{"password":{"value":"X"}}`),
	"JSON, object of its own":    withBody(collections.BodyJSON, `{"secret":{"a":{"b":["X"]}}}`),
	"JSON, no quotes":            withBody(collections.BodyJSON, `{password: X}`),
	"JSON, beside a placeholder": withBody(collections.BodyJSON, `{"password":"{{pre}}X"}`),
	"JSON in JSON":               withBody(collections.BodyJSON, `{"SecretString":"{\"password\":\"X\"}", "body": "{\"password\":\"X\"}"}`),
	"JSON, GraphQL":              withBody(collections.BodyJSON, `{"query":"mutation($t: String!) { login(user: \"a\", password: \"X\") { token } }"}`),
	"JSON, name and value":       withBody(collections.BodyJSON, `[{"name": "user", "value": "a"}, {"name": "password", "value": "X"}]`),
	"JSON, header":               withBody(collections.BodyJSON, `{"headers": {"Authorization": "Bearer X", "Cookie": "a=1; sid=X"}}`),
	"JSON, URL":                  withBody(collections.BodyJSON, `{"webhook": "https://u:X@h/?access_token=X"}`),
	"two lines of JSON":          withBody(collections.BodyText, "{\"password\":\"X\"}\n{\"password\":\"X\"}\n"),
	"form":                       withBody(collections.BodyText, `user=a&password=X`),
	"form, first":                withBody(collections.BodyText, `password=X&user=a`),
	"form, JSON":                 withBody(collections.BodyText, `data={"password":"X"}`),
	"form, JSON, encoded":        withBody(collections.BodyText, `data=%7B%22password%22%3A%22X%22%7D`),
	"form as JSON":               withBody(collections.BodyJSON, `user=a&password=X`),
	"form, name in brackets":     withBody(collections.BodyText, `user[name]=a&user[password]=X`),
	"parts of a form":            withBody(collections.BodyText, "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nX\r\n--b--\r\n"),
	"settings":                   withBody(collections.BodyText, "# login\nUSER=a\nexport PASSWORD=X\n"),
	"YAML":                       withBody(collections.BodyText, "user: a\npassword: X\n"),
	"XML":                        withBody(collections.BodyText, `<login><user>a</user><password>X</password></login>`),
	"XML, not closed":            withBody(collections.BodyText, `<login><password>X`),
	"XML, attribute":             withBody(collections.BodyText, `<login user="a" password="X"/>`),
	"XML, namespace":             withBody(collections.BodyText, `<wsse:Password Type="#PasswordText">X</wsse:Password>`),
	"XML, data":                  withBody(collections.BodyText, `<password><![CDATA[X]]></password>`),
	"XML, name and value":        withBody(collections.BodyText, `<param name="token">X</param><key>password</key><string>X</string>`),
	"variable":                   withVariable("password", "X"),
	"variable in quotes":         withVariable("api_token", `"X"`),
	"variable, object": {Settings: collections.Settings{Vars: []collections.Variable{
		{Name: "config", Value: parsed(`{"user":"a","password":"X"}`)}, {Name: "marked", Value: vars.NewString("X").AsSecret()}}}},
	"URL, user":                {URL: "http://X@h"},
	"URL, user and colon":      {URL: "http://X:@h"},
	"URL, password":            {URL: "http://u:X@h/"},
	"URL, not finished":        {URL: "http://u:X"},
	"URL, slash in password":   {URL: "http://u:X/X@h/"},
	"URL, bot":                 {URL: "https://h/bot123:X/getMe"},
	"URL, matrix":              {URL: "https://h/a;token=X/b"},
	"URL, segment":             {URL: "https://h/api_key=X/b"},
	"URL, fragment":            {URL: "https://h/a#access_token=X&b=c"},
	"URL, fragment with query": {URL: "https://h/#/a?token=X"},
	"URL, escaped name":        {URL: "https://h/?acc%65ss_tok%65n=X"},
	"URL, query":               {URL: "https://h/?access_token=X"},
	"URL, beside placeholder":  {URL: "{{base_url}}/?b={{c}}&access_token={{pre}}X"},
	"URL in URL":               {URL: "https://h/?to=https%3A%2F%2Fu%3AX%40h%2F%3Ftoken%3DX"},
	"query":                    {URL: "http://h", Query: collections.Rows{{Name: "token", Value: "{{pre}}X"}}},
	"query, no placeholder":    {URL: "http://h", Query: collections.Rows{{Name: "token", Value: "X"}}},
	"form field":               {URL: "http://h", Body: collections.Body{Kind: collections.BodyForm, Form: collections.Rows{{Name: "password", Value: "X"}}}},
	"header":                   withHeader("X-Api-Key", "X"),
	"header, placeholder":      withHeader("X-Api-Key", "{{pre}}X"),
	"cookie":                   withHeader("Cookie", "a=1; session=X"),
	"cookie, no space":         withHeader("Cookie", "a=1;session=X"),
	"cookie, placeholder":      withHeader("cookie", "session={{x}}X"),
	"authorization":            withHeader("Authorization", "Bearer X"),
	"authorization, no scheme": withHeader("Authorization", "X"),
	"authorization, Basic":     withHeader("Authorization", "Basic X"),
	"authorization, Token":     withHeader("Authorization", `Token token="X", x=1`),
	"authorization, Digest":    withHeader("Proxy-Authorization", `Digest username="a", realm="r", response="X"`),
	"header in its name":       withHeader("Authorization: Bearer X", ""),
	"token in its name":        withHeader("Bearer X", ""),
	"header in its name, key":  withHeader("X-Api-Key: X", ""),
	"auth":                     {Settings: collections.Settings{Auth: &collections.Auth{Kind: collections.AuthBasic, User: "u", Password: "X"}}},
	"auth, placeholder":        {Settings: collections.Settings{Auth: &collections.Auth{Kind: collections.AuthBearer, Token: "{{pre}}X"}}},
	"note":                     {Note: "log in with password=X"},
	"default of a pick":        {Picks: []collections.Pick{{Name: "token", From: collections.Source{Kind: collections.SourcePath, Arg: "$.token"}, IfMissing: collections.IfMissing{Policy: collections.MissingDefault, Default: vars.NewString("X")}}}},
}

func parsed(text string) vars.Value {
	v, err := vars.ParseJSON(text)
	if err != nil {
		panic(err)
	}
	return v
}

// canaries are secrets as they are typed: short and long, of letters alone, and random.
var canaries = []string{"hunter2", "CANARY", "c4naryK9vQ2mT8wZ1x", "z9"}

// put replaces the X that stands for a secret in each text of a request.
func put(r collections.Request, secret string) collections.Request {
	r, _ = lift.Unsaved(r, &r, nil) // a copy
	for _, t := range collections.Texts(&r) {
		*t.Text = strings.NewReplacer("X-", "X-", "XML", "XML", "X", secret).Replace(*t.Text)
		if t.Value != nil {
			secretly := t.Value.IsSecret()
			if v, err := vars.ParseJSON(*t.Text); err == nil && t.Value.Kind() != vars.String {
				*t.Value = v
			} else {
				*t.Value = vars.NewString(*t.Text)
			}
			if secretly {
				*t.Value = t.Value.AsSecret()
			}
		}
	}
	return r
}

// written is a request as the journal and a file have it.
func written(t *testing.T, r collections.Request) string {
	t.Helper()
	text, err := collections.Encode(&r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// refused is why a save refuses a request; nil: it would not.
func refused(t *testing.T, r collections.Request) *collections.LiteralSecretError {
	t.Helper()
	c, err := collections.Create(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	r.ID = "a"
	err = c.Save(&r)
	literal, ok := errors.AsType[*collections.LiteralSecretError](err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	return literal
}

// TestLeaks holds of every place that a save refuses the secret in it, and that nothing of it is left when it is
// lifted.
func TestLeaks(t *testing.T) {
	long.Test(t)
	for name, request := range leaks {
		t.Run(name, func(t *testing.T) {
			for _, canary := range canaries {
				r := put(request, canary)
				if !strings.Contains(written(t, r), canary) && name != "JSON, escaped value" && len(r.Vars) < 2 {
					t.Fatalf("%s: the request does not hold it", canary)
				}
				if literal := refused(t, r); literal == nil {
					t.Errorf("%s: a save writes it", canary)
				} else if strings.Contains(literal.Error(), canary) {
					t.Errorf("%s: the error holds it: %v", canary, literal)
				}
				before := written(t, r)
				got, lifted := lift.Secrets(r, nil)
				if text := written(t, got); strings.Contains(text, canary) {
					t.Errorf("%s: it is left in\n%s", canary, text)
				}
				if literal := refused(t, got); literal != nil {
					t.Errorf("%s: refused when it is lifted: %v", canary, literal)
				}
				if len(lifted) == 0 {
					t.Errorf("%s: nothing was lifted", canary)
				}
				for _, l := range lifted {
					if strings.Contains(l.Name+l.Place, canary) {
						t.Errorf("%s: %s, %s holds it", canary, l.Name, l.Place)
					}
				}
				if written(t, r) != before {
					t.Errorf("%s: the request that was given is changed", canary)
				}
			}
		})
	}
}

// TestTyping holds that a secret is found as soon as a few characters of it are typed, in a text that is not
// finished. A user alone looks like a host until the @ comes.
func TestTyping(t *testing.T) {
	const canary, begun = "CANARYx7", "CANA"
	for name, request := range leaks {
		r := put(request, canary)
		for _, full := range []string{r.URL, r.Body.Text} {
			for end := range full {
				if !strings.Contains(full[:end], begun) || strings.HasPrefix(name, "URL, user") && !strings.Contains(full[:end], "@") {
					continue
				}
				typed := withBody(r.Body.Kind, full[:end])
				if full == r.URL {
					typed = collections.Request{URL: full[:end]}
				}
				if got, _ := lift.Secrets(typed, nil); strings.Contains(got.URL+got.Body.Text, begun) {
					t.Errorf("%s: %q is left of %q", name, got.URL+got.Body.Text, full[:end])
				}
			}
		}
	}
}

// harmless are requests without a secret in them.
var harmless = map[string]collections.Request{
	"placeholders": withBody(collections.BodyJSON, `{"user": "{{user}}", "password": "{{pw}}", "token": {{token}}, "pair": {"secret": "{{a}}:{{b}}"}}`),
	"no values":    withBody(collections.BodyJSON, `{"password": "", "token": null, "secret": true, "tokens": [], "session": {}}`),
	"names":        withBody(collections.BodyJSON, `{"token_type": "bearer", "next_page_token": "Q2FwdGFpbiBNYXJ2ZWwgMTIzNDU2Nzg5", "max_tokens": 4096, "tokens": 12, "author": "Ann", "tokenizer": "gpt2", "auth_type": "x"}`),
	"identifiers":  withBody(collections.BodyJSON, `{"id": "3fb2c1d09e8f4a5b8c7d6e5f4a3b2c1d", "customer": "5f2b8c1d9e7a4b3c2d1e0f9a", "payment": "pi_3MtwBwLkdIwHu7ix28a3tqPa", "uuid": "123e4567-e89b-12d3-a456-426614174000"}`),
	"session":      withBody(collections.BodyJSON, `{"session": {"title": "Intro", "day": 2}, "auth": {"user": "ann"}, "note": "ask for the password: it is at the desk"}`),
	"GraphQL":      withBody(collections.BodyJSON, `{"query": "mutation Login($password: String!) { login(password: $password) { token expires } }", "variables": {"password": "{{pw}}"}}`),
	"form":         withBody(collections.BodyText, "user=a&max_tokens=100&password={{pw}}&token="),
	"prose":        withBody(collections.BodyText, "The demo's password is no secret.\nYour session: tomorrow at noon.\n"),
	"XML":          withBody(collections.BodyText, `<login><user>a</user><password>{{pw}}</password><token/><session></session></login>`),
	"URL":          {URL: "https://api.example.com:8080/v1/orders/5f2b8c1d9e7a4b3c2d1e0f9a?page=2&next_page_token=abc&sort=token#top"},
	"base":         {URL: "{{base_url}}/login?token={{token}}"},
	"host":         {URL: "http://{{host}}:{{port}}/"},
	"typed":        {URL: "http://localhost:80"},
	"IPv6":         {URL: "http://[::1]:8080/x"},
	"action":       {URL: "https://h/v1/token:refresh"},
	"oauth":        {URL: "https://h/oauth/token"},
	"userinfo":     {URL: "https://{{u}}:{{p}}@h/"},
	"bearer":       withHeader("Authorization", "Bearer {{token}}"),
	"digest":       withHeader("Authorization", `Digest username="u", nonce="{{n}}"`),
	"cookies":      withHeader("Cookie", "lang=de; session={{session}}; theme=dark"),
	"etag":         withHeader("If-None-Match", `"33a64df551425fcc55e4d42a148795d9f25f89d4"`),
	"trace":        withHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
	"credentials":  withHeader("Access-Control-Allow-Credentials", "true"),
	"variables":    {Settings: collections.Settings{Vars: []collections.Variable{{Name: "token_url", Value: vars.NewString("https://h/token")}, {Name: "secure_session", Value: parsed("true")}}}},
	"picks": {Picks: []collections.Pick{
		{Name: "token", From: collections.Source{Kind: collections.SourceRegex, Arg: `"token":"([^"]+)"`}, Secret: collections.SecretYes, Transform: "trim"}}},
	"note": {Name: "Log in", Note: "The demo's password is no secret. A real one would be; see `dowse help files`.\nToken: see the vault"},
}

func TestHarmless(t *testing.T) {
	for name, r := range harmless {
		t.Run(name, func(t *testing.T) {
			got, lifted := lift.Secrets(r, nil)
			if diff := cmp.Diff(r, got); diff != "" || len(lifted) != 0 {
				t.Errorf("%d lifted, %s", len(lifted), diff)
			}
			if literal := refused(t, r); literal != nil {
				t.Error(literal)
			}
		})
	}
}

// pieces make up texts with secrets at places that nobody thought of.
var pieces = []string{
	`{`, `}`, `[`, `]`, `"`, `'`, `:`, `,`, `=`, `&`, `;`, `<`, `>`, `/`, `?`, `#`, `@`, ` `, "\n", `\`, `\"`, `{{a}}`, `{{`, `}}`, `{{{{`, "%22", "%",
	"password", "token", "user", "Bearer ", "Basic ", "http://", "<password>", "</password>", "<![CDATA[", `"password": "`, `token=`, "name", "value", "cookie",
	"hunter2", "12", "true", "c4naryK9vQ2mT8wZ1x", "ghp_0123456789abcdefghijklmnopqrstuvwxyz", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "é", "\xff",
}

// TestAgree holds that a save has nothing to refuse of what was lifted, whatever the texts are, and that lifting
// leaves what it left before.
func TestAgree(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, "pieces"), "")
	})
	lifts := 0
	rapid.Check(t, func(t *rapid.T) {
		r := collections.Request{
			URL: text.Draw(t, "url"), Note: text.Draw(t, "note"), Query: collections.Rows{{Name: text.Draw(t, "query"), Value: text.Draw(t, "value")}},
			Settings: collections.Settings{
				Headers: collections.Rows{{Name: rapid.SampledFrom([]string{"Authorization", "Cookie", "X-Api-Key", "X"}).Draw(t, "header"), Value: text.Draw(t, "value")}},
				Vars:    []collections.Variable{{Name: rapid.SampledFrom([]string{"password", "x"}).Draw(t, "variable"), Value: vars.NewString(text.Draw(t, "value"))}},
			},
			Body: collections.Body{Kind: rapid.SampledFrom([]collections.BodyKind{collections.BodyJSON, collections.BodyText}).Draw(t, "kind"), Text: text.Draw(t, "body")},
		}
		got, lifted := lift.Secrets(r, nil)
		lifts += len(lifted)
		for _, one := range collections.Texts(&got) {
			if found := one.Secrets(); len(found) > 0 {
				t.Fatalf("%s: %q is left of %+v: %+v", one.Section, *one.Text, r, found)
			}
		}
		again, more := lift.Secrets(got, nil)
		if diff := cmp.Diff(got, again); diff != "" || len(more) > 0 {
			t.Fatalf("lifted again: %s", diff)
		}
	})
	if lifts == 0 {
		t.Error("nothing was lifted")
	}
}
