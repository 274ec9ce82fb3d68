package cli

import (
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dowse/collections"
	"dowse/collections/formats/httpie"
	"dowse/collections/vars"
)

func (f *sendFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.VarP(word{&f.method, "METHOD"}, "request", "X", "the method")
	flags.VarP(words{&f.headers, "'NAME: VALUE'"}, "header", "H", "a header; 'Name:' removes it; repeatable")
	flags.VarP(words{&f.data, "TEXT"}, "data", "d", "the body: TEXT, @FILE or @- (stdin); joined by &")
	flags.Var(words{&f.json, "TEXT"}, "json", "the body as JSON: TEXT, @FILE or @-")
	flags.VarP(words{&f.form, "FIELD"}, "form", "F", "not yet: multipart forms")
	flags.VarP(word{&f.user, "USER:PASSWORD"}, "user", "u", "basic authentication")
	flags.BoolVarP(&f.insecure, "insecure", "k", false, "do not verify the server; a proxy is verified")
	flags.BoolVarP(&f.follow, "location", "L", false, "follow redirects")
	flags.IntVar(&f.redirects, "max-redirs", 10, "with -L, how many to follow")
	_ = flags.MarkHidden("form")
}

// apply changes the request as the flags and items say. What is typed here may hold templates; what is
// read from a file is sent as it is.
func (f *sendFlags) apply(o *operand, items []string, stdin io.Reader) error {
	if len(f.form) > 0 {
		return usage("-F: multipart forms cannot be sent yet; -d sends a form of text fields, --json a JSON body")
	}
	r := &o.request
	if len(items) > 0 {
		changed, err := httpie.Read(items, *r, os.ReadFile)
		if err != nil {
			return usage("%w", err)
		}
		if len(f.data)+len(f.json) > 0 && !reflect.DeepEqual(changed.Body, r.Body) {
			return usage("fields such as name=text make a body, and so do -d and --json; give one of them")
		}
		*r = changed
	}
	if err := f.setBody(r, stdin); err != nil {
		return err
	}
	if err := f.setHeaders(r); err != nil {
		return err
	}
	if f.method != "" {
		r.Method = f.method
	}
	if f.user != "" {
		user, password, ok := strings.Cut(f.user, ":")
		if !ok {
			return usage("-u %s: it takes USER:PASSWORD; for an empty password write %s:", f.user, f.user)
		}
		r.Auth = &collections.Auth{Kind: collections.AuthBasic, User: user, Password: password}
		if !f.types("Authorization") {
			r.Headers = slices.DeleteFunc(slices.Clone(r.Headers), func(row collections.Row) bool { return strings.EqualFold(row.Name, "Authorization") })
		}
	}
	if f.insecure {
		tls := collections.TLS{}
		if r.TLS != nil {
			tls = *r.TLS
		}
		tls.Insecure = true
		r.TLS = &tls
	}
	if f.follow {
		r.Redirects = &f.redirects
	}
	return nil
}

func (f *sendFlags) setBody(r *collections.Request, stdin io.Reader) error {
	if len(f.data) > 0 && len(f.json) > 0 {
		return usage("-d and --json: a request has one body; give one of them")
	}
	kind, parts, sep := collections.BodyText, f.data, "&"
	if len(f.json) > 0 {
		kind, parts, sep = collections.BodyJSON, f.json, ""
	}
	if len(parts) == 0 {
		return nil
	}
	var texts []string
	for _, part := range parts {
		text, err := dataOf(part, stdin)
		if err != nil {
			return err
		}
		texts = append(texts, text)
	}
	r.Body = collections.Body{Kind: kind, Text: strings.Join(texts, sep)}
	// As curl has it: -d says that it is a form, --json that JSON is wanted back too.
	row := collections.Row{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}
	if kind == collections.BodyJSON {
		row = collections.Row{Name: "Accept", Value: "application/json"}
	}
	if !hasHeader(r.Headers, row.Name) {
		r.Headers = append(slices.Clip(r.Headers), row)
	}
	if r.Method == "" {
		r.Method = "POST"
	}
	return nil
}

// dataOf is the text that -d and --json mean: itself, a file's or stdin's.
func dataOf(arg string, stdin io.Reader) (string, error) {
	name, isFile := strings.CutPrefix(arg, "@")
	if !isFile {
		return arg, nil
	}
	var data []byte
	var err error
	if name == "-" {
		data, err = io.ReadAll(stdin)
	} else {
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return "", usage("cannot read the body: %w", err)
	}
	return vars.Escape(string(data)), nil
}

// setHeaders puts each typed header in the place of those of its name.
func (f *sendFlags) setHeaders(r *collections.Request) error {
	typed := map[string]bool{}
	var added collections.Rows
	for _, h := range f.headers {
		row, err := headerRow(h)
		if err != nil {
			return err
		}
		typed[strings.ToLower(row.Name)] = true
		added = append(added, row)
	}
	if len(added) == 0 {
		return nil
	}
	var rows collections.Rows
	for _, row := range r.Headers {
		if !typed[strings.ToLower(row.Name)] {
			rows = append(rows, row)
		}
	}
	r.Headers = append(rows, added...)
	return nil
}

// types says whether a header of that name is typed.
func (f *sendFlags) types(name string) bool {
	return slices.ContainsFunc(f.headers, func(h string) bool {
		typed, _, _ := strings.Cut(h, ":")
		return strings.EqualFold(strings.TrimSpace(typed), name)
	})
}

func headerRow(h string) (collections.Row, error) {
	if name, ok := strings.CutSuffix(h, ";"); ok && !strings.Contains(h, ":") {
		return collections.Row{Name: strings.TrimSpace(name)}, nil
	}
	name, value, ok := strings.Cut(h, ":")
	if !ok || strings.TrimSpace(name) == "" {
		return collections.Row{}, usage("-H %s: a header is 'Name: value', 'Name:' to remove it, 'Name;' to send it empty", quoted(h))
	}
	row := collections.Row{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value)}
	row.Off = row.Value == ""
	return row, nil
}

func hasHeader(rows collections.Rows, name string) bool {
	for _, row := range rows {
		if strings.EqualFold(row.Name, name) {
			return true
		}
	}
	return false
}

func quoted(s string) string { return fmt.Sprintf("%q", s) }
