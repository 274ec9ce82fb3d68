// Package httpie reads HTTPie's request items (httpie.io/docs/cli/request-items): "name=text" and the like,
// typed after a request. It is not HTTPie's whole command line: its flags and its short forms of URLs are
// not read, and nothing is sent.
//
//	name=text     a field of a JSON body, a string      name=@file     its text is the file's
//	name:=json    a field of a JSON body, any JSON      name:=@file    its JSON is the file's
//	name==text    a query parameter                     name==@file    its value is the file's
//	Name:text     a header                              Name:@file     its value is the file's
//	Name:         no such header                        Name;          the header, empty
//
// A backslash takes the meaning from the : ; = or @ after it. What is typed may hold templates; what a file
// holds is sent as it is.
package httpie

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dowse/collections"
	"dowse/collections/vars"
)

// Read returns base with the items added; base stays as it was. A header or query parameter takes the
// place of those of its name in base. Fields make a JSON object in the order typed, or add to the rows of a
// form; they are refused where base has another body. With fields the method is POST unless base has one.
// open gives the content of a file.
func Read(items []string, base collections.Request, open func(path string) ([]byte, error)) (collections.Request, error) {
	b := builder{open: open, request: base}
	for _, typed := range items {
		it, err := parse(typed)
		if err != nil {
			return base, err
		}
		if err := b.add(it); err != nil {
			return base, fmt.Errorf("%s: %w", shown(typed), err)
		}
	}
	return b.done()
}

// builder gathers what the items say.
type builder struct {
	open    func(string) ([]byte, error)
	request collections.Request
	headers collections.Rows
	query   collections.Rows
	fields  []field
}

// field is one member of the body. Its value is JSON, or text where the body is a form.
type field struct{ name, value string }

func (b *builder) add(it item) error {
	switch it.separator {
	case ":":
		return b.addHeader(it.name, strings.Trim(it.value, " \t"), it.value == "")
	case ";":
		if it.value != "" {
			return errors.New("nothing can follow the ; of an empty header")
		}
		return b.addHeader(it.name, "", false)
	case ":@":
		text, err := b.line(it.value)
		if err != nil {
			return err
		}
		return b.addHeader(it.name, text, false)
	case "==":
		b.query = append(b.query, collections.Row{Name: it.name, Value: it.value})
		return nil
	case "==@":
		text, err := b.line(it.value)
		b.query = append(b.query, collections.Row{Name: it.name, Value: text})
		return err
	case "@":
		return fmt.Errorf("files cannot be uploaded yet; %s makes the file's text a field", shown(it.name+"=@"+it.value))
	}
	return b.addField(it)
}

func (b *builder) addHeader(name, value string, off bool) error {
	if name == "" {
		return errors.New("the header has no name")
	}
	b.headers = append(b.headers, collections.Row{Name: name, Value: value, Off: off})
	return nil
}

// line is the text of a file without the line feeds at its end, with nothing in it that is a template.
func (b *builder) line(path string) (string, error) {
	text, err := b.read(path)
	return vars.Escape(strings.TrimRight(text, "\n")), err
}

func (b *builder) addField(it item) error {
	name, err := fieldName(it.name)
	if err != nil {
		return err
	}
	value := it.value
	if strings.HasSuffix(it.separator, "@") {
		if value, err = b.read(it.value); err != nil {
			return err
		}
		value = vars.Escape(value)
	}
	form, typed := b.request.Body.Kind == collections.BodyForm, strings.HasPrefix(it.separator, ":")
	switch {
	case !utf8.ValidString(value) || !utf8.ValidString(name):
		return errors.New("it is not UTF-8, as a body of JSON must be")
	case form && typed:
		return fmt.Errorf("the body is a form, and a form holds texts; write %s", shown(it.name+"=TEXT"))
	case typed:
		if value, err = checkJSON(value); err != nil {
			return err
		}
	case !form:
		value = quote(value)
	}
	if i := slices.IndexFunc(b.fields, func(f field) bool { return f.name == name }); i >= 0 && !form {
		b.fields[i].value = value // as in HTTPie, the last one counts
		return nil
	}
	b.fields = append(b.fields, field{name, value})
	return nil
}

// done puts the request together.
func (b *builder) done() (collections.Request, error) {
	r := b.request
	r.Headers = replace(r.Headers, b.headers, strings.EqualFold)
	r.Query = replace(r.Query, b.query, func(a, b string) bool { return a == b })
	if len(b.fields) == 0 {
		return r, nil
	}
	switch r.Body.Kind {
	case collections.BodyForm:
		var rows collections.Rows
		for _, f := range b.fields {
			rows = append(rows, collections.Row{Name: f.name, Value: f.value})
		}
		r.Body.Form = replace(r.Body.Form, rows, func(a, b string) bool { return a == b })
	case collections.BodyNone:
		r.Body = collections.Body{Kind: collections.BodyJSON, Text: object(b.fields)}
		if r.ID == "" && !slices.ContainsFunc(r.Headers, func(row collections.Row) bool { return strings.EqualFold(row.Name, "Accept") }) {
			r.Headers = append(r.Headers, collections.Row{Name: "Accept", Value: "application/json, */*;q=0.5"})
		}
	default:
		return b.request, fmt.Errorf("the request has a body already, so the field %s cannot be added; --json gives it a new body", shown(b.fields[0].name))
	}
	if r.Method == "" {
		r.Method = "POST"
	}
	return r, nil
}

// replace gives rows with those of a typed name left out and the typed ones at the end.
func replace(rows, typed collections.Rows, same func(a, b string) bool) collections.Rows {
	if len(typed) == 0 {
		return rows
	}
	var kept collections.Rows
	for _, row := range rows {
		if !slices.ContainsFunc(typed, func(t collections.Row) bool { return same(t.Name, row.Name) }) {
			kept = append(kept, row)
		}
	}
	return append(kept, typed...)
}

// shown is text as it was typed, or quoted where that would not be one plain line.
func shown(s string) string {
	if quoted := strconv.Quote(s); quoted != `"`+s+`"` {
		return quoted
	}
	return s
}
