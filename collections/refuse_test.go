package collections

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"dowse/collections/vars"
)

// TestOldSecretsStay holds that a file with a secret in it, such as the tutorial's, is read without a complaint
// and saved as long as nothing new is a secret.
func TestOldSecretsStay(t *testing.T) {
	c := folder(t)
	writeFile(t, filepath.Join(c.Root, "login.yaml"), "url: http://x/login\nbody:\n  json: |\n    {\"user\": \"demo\", \"password\": \"demo\"}\n")
	c = load(t, c.Root)
	if len(c.Problems) > 0 {
		t.Error(c.Problems)
	}
	r := c.Request("login")
	for _, body := range []string{
		r.Body.Text, `{"user": "demo", "password": "demo", "remember": true}`, `{"password":"demo","user":"ann"}`, `{"password":"{{pw}}"}`,
	} {
		r.Body.Text, r.Note = body, r.Note+"x"
		if err := c.Save(r); err != nil {
			t.Error(err)
		}
	}
	r.Body.Text = `{"password":"demo2"}`
	literal, ok := errors.AsType[*LiteralSecretError](c.Save(r))
	if !ok || literal.Place != "body.json" || literal.What != "it is called password" || literal.Name != "password" {
		t.Errorf("a new password: %+v", literal)
	}
}

// TestLiteralPlaces holds that an error names the place of a secret and never the secret.
func TestLiteralPlaces(t *testing.T) {
	const key = "ghp_0123456789abcdefghijklmnopqrstuvwxyz"
	for place, r := range map[string]*Request{
		"a name in headers":     {Settings: Settings{Headers: Rows{{Name: key, Value: "x"}}}},
		"headers.Cookie":        {Settings: Settings{Headers: Rows{{Name: "Cookie", Value: "a=1;session=abc"}}}},
		"a name in query":       {Query: Rows{{Name: key, Value: key}}},
		"the token in url":      {URL: "http://abc@h/"},
		"the api_key in url":    {URL: "http://h/?api_key=abc"},
		"vars.password":         {Settings: Settings{Vars: []Variable{{"password", vars.NewString("abc")}}}},
		"note":                  {Note: "password=abc1"},
		"method":                {Method: key},
		"picks.token":           {Picks: []Pick{{Name: "token", IfMissing: IfMissing{MissingDefault, vars.NewString("abc")}}}},
		"picks":                 {Picks: []Pick{{Name: "x", Transform: `default("` + key + `")`}}},
		"expect":                {Expect: &Expect{Body: []Check{{Path: "$.x", Equals: new(vars.NewString(key))}}}},
		"error_when":            {Settings: Settings{ErrorWhen: []ErrorRule{{Path: "$.x", Message: key}}}},
		"tls":                   {Settings: Settings{TLS: &TLS{Key: "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n"}}},
		"page":                  {Page: &Page{Next: key}},
		"auth.basic.password":   {Settings: Settings{Auth: &Auth{Kind: AuthBasic, User: "u", Password: "{{pre}}abc"}}},
		"a name in auth.header": {Settings: Settings{Auth: &Auth{Kind: AuthHeader, Name: key, Token: "{{t}}"}}},
	} {
		literal, ok := errors.AsType[*LiteralSecretError](checkLiterals("a.yaml", nil, requestLiterals(r)))
		if !ok || literal.Place != place {
			t.Errorf("%s: %+v", place, literal)
		} else if text := literal.Error(); strings.Contains(text, key) || strings.Contains(text, "abc") {
			t.Errorf("%s: the error shows the secret: %s", place, text)
		}
	}
}

// TestOtherFiles holds that the secrets of the other files are known.
func TestOtherFiles(t *testing.T) {
	const key = "ghp_0123456789abcdefghijklmnopqrstuvwxyz"
	settings := Settings{Headers: Rows{{Name: "X-Api-Key", Value: "abc"}}}
	for name, all := range map[string][]literal{
		"environment":          environmentLiterals(&Environment{Settings: settings}),
		"its base_url":         environmentLiterals(&Environment{BaseURL: "https://u:abc@h/"}),
		"folder":               folderLiterals(&Folder{Settings: settings}),
		"its name":             folderLiterals(&Folder{Name: key}),
		"collection":           collectionLiterals(&Collection{Settings: settings}),
		"command of a secret":  collectionLiterals(&Collection{Secrets: []SecretRef{{Name: "x", Command: "echo " + key}}}),
		"settings of any file": folderLiterals(&Folder{Settings: settings}),
	} {
		if len(all) != 1 {
			t.Errorf("%s: %d secrets", name, len(all))
		}
	}
	harmless := &Environment{BaseURL: "http://localhost:8080", Secrets: []SecretRef{{Name: "shop_password", From: "env", Variable: "SHOP_PASSWORD", Hint: "Admin > Users"}}}
	if all := environmentLiterals(harmless); len(all) > 0 {
		t.Errorf("%+v", all)
	}
	c := folder(t)
	literal, ok := errors.AsType[*LiteralSecretError](c.SaveEnvironment(&Environment{Name: "dev", Settings: settings}))
	if !ok || literal.File != "env/dev.yaml" || literal.Place != "headers.X-Api-Key" {
		t.Errorf("%+v", literal)
	}
}
