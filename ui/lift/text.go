package lift

import (
	"encoding/json"
	"net/url"
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
)

// jsonBody is the section in which a value is written as JSON.
const jsonBody = "body.json"

// asJSON makes a secret, which is a text, what it was: a number, a list, an object.
const asJSON = " | jsonparse"

// pipeOf is what a reference needs behind the name for the value to stay of its type.
func pipeOf(v vars.Value) string {
	if v.Kind() == vars.String {
		return ""
	}
	return asJSON
}

// typed is a reference for a value without quotes.
func typed(reference, raw string) string {
	if v, err := vars.ParseJSON(raw); err != nil || v.Kind() == vars.String {
		return reference
	}
	return strings.TrimSuffix(reference, "}}") + asJSON + "}}"
}

// unquoted is what a part of a JSON string stands for.
func unquoted(raw string) string {
	var text string
	if json.Unmarshal([]byte(`"`+raw+`"`), &text) != nil {
		return raw
	}
	return text
}

// unescaped is what a part of a text stands for where its value is escaped when it is sent: in a URL.
func unescaped(t collections.Text, raw string, at int) string {
	if t.Section != "url" {
		return raw
	}
	undo := url.PathUnescape
	if i := strings.IndexByte(*t.Text, '?'); i >= 0 && i < at {
		undo = url.QueryUnescape
	}
	if text, err := undo(raw); err == nil {
		return text
	}
	return raw
}

// quotes follows the strings of JSON as the templates do: a quote in a placeholder is none.
type quotes struct {
	text   string
	uses   []vars.Use
	at     int
	within bool
}

// inside says whether a place is in a string. Places are asked for in order.
func (q *quotes) inside(place int) bool {
	for q.at < place {
		if len(q.uses) > 0 && q.uses[0].Start == q.at {
			q.at = q.uses[0].End
			q.uses = q.uses[1:]
			continue
		}
		switch q.text[q.at] {
		case '"':
			q.within = !q.within
		case '\\':
			if q.within {
				q.at++
			}
		}
		q.at++
	}
	return q.within
}

// nouns are what people call the sections.
var nouns = map[string]string{
	"url": "URL", "query": "query", "headers": "header", "body.form": "form field", "body.json": "body", "body.text": "body", variables: "variable",
}

// place says where a secret stood, for people. name is what it is called within the text.
func place(t collections.Text, name string) string {
	noun := nouns[t.Section]
	kind, auth := strings.CutPrefix(t.Section, "auth.")
	switch {
	case auth && t.Name() == "password":
		return "password of " + kind + " auth"
	case auth:
		return "token"
	case noun == "":
		return t.Section
	case t.Name() == "" && name == "":
		return noun
	case t.Name() == "":
		return noun + ", " + name
	case name == "" || name == t.Name() || name == "token":
		return noun + " " + t.Name()
	}
	return noun + " " + t.Name() + ", " + name
}
