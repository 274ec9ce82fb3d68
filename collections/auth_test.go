package collections

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/redact"
)

// TestEveryKindOfAuth goes through the table: each kind is read back as it was written, each of its texts is one of the
// request's that are sent, and each that is secret is refused by a save, and is a credential.
func TestEveryKindOfAuth(t *testing.T) {
	for _, form := range AuthForms {
		t.Run(string(form.Kind), func(t *testing.T) {
			a := &Auth{Kind: form.Kind}
			for _, f := range form.Fields {
				*f.Of(a) = fmt.Sprintf("{{%s_%s}}", form.Kind, f.Name)
			}
			r := Request{URL: "http://h", Settings: Settings{Auth: a}}
			data, err := Encode(&r)
			if err != nil {
				t.Fatal(err)
			}
			document, fault := yamledit.Parse(data)
			if document == nil {
				t.Fatal(fault)
			}
			reader := &fields.Reader{Source: data}
			var back Settings
			authKey.Read(reader, document.Root.Get("auth"), &back)
			if len(reader.Problems) > 0 || back.Auth == nil || *back.Auth != *a {
				t.Errorf("%s is read as %+v, %v", data, back.Auth, reader.Problems)
			}
			if *form.Only(a) != *a {
				t.Errorf("the Auth tab keeps %+v of %+v", form.Only(a), a)
			}
			if !strings.Contains(AuthKindNames(), string(form.Kind)) || !strings.Contains(authExamples(), string(form.Kind)) {
				t.Error("messages do not name it")
			}
			for _, f := range form.Fields {
				if text := *f.Of(a); !slices.Contains(r.Templates(), text) || a.IsSecret(text) != (f.Secret != "") {
					t.Errorf("%s: sent %v, secret %v", f.Name, slices.Contains(r.Templates(), text), a.IsSecret(text))
				}
				literal := r.Clone()
				*f.Of(literal.Auth) = "hunter2"
				found := slices.ContainsFunc(Texts(&literal), func(text Text) bool {
					return text.Kind == redact.Credential && *text.Text == "hunter2" && len(text.Secrets()) > 0
				})
				if found != (f.Secret != "") {
					t.Errorf("%s: a save sees a secret: %v", f.Name, found)
				}
			}
		})
	}
}
