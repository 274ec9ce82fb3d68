package emit

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"dowse/client/schema"
	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/vars"
)

// workflow is what n8n takes from the clipboard: nodes, and how they are joined.
type workflow struct {
	Nodes       []node         `json:"nodes"`
	Connections map[string]any `json:"connections"`
}

type node struct {
	Parameters  any     `json:"parameters"`
	ID          string  `json:"id"`
	Name        string  `json:"name"`
	Type        string  `json:"type"`
	TypeVersion float64 `json:"typeVersion"`
	Position    [2]int  `json:"position"`
}

// assignment is one field of an Edit Fields node.
type assignment struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Value any    `json:"value"`
	Type  string `json:"type"`
}

// identity is a UUID (RFC 9562 section 5.8) that is always the same for the same words.
func identity(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// writeEditFields writes the Edit Fields node of n8n (type n8n-nodes-base.set, version 3.4), whose input are the rows.
func writeEditFields(in Input) ([]byte, error) {
	assignments := []assignment{}
	for _, f := range in.Mapping.Fields {
		names, err := collections.SplitTo(f.To)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if strings.ContainsAny(name, ".[]") {
				return nil, fmt.Errorf("%s: n8n would take the dot or bracket in its name for a path", f.To)
			}
		}
		text, err := script(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.To, err)
		}
		kind := "string"
		switch t := Type(f); t {
		case "integer":
			kind = "number"
		case "number", "boolean", "array", "object":
			kind = t
		}
		assignments = append(assignments, assignment{identity(in.Mapping.ID, f.To), strings.Join(names, "."), "={{ " + unclosed(text) + " }}", kind})
	}
	parameters := struct {
		Mode        string         `json:"mode"`
		Assignments map[string]any `json:"assignments"`
		Options     map[string]any `json:"options"`
	}{"manual", map[string]any{"assignments": assignments}, map[string]any{}}
	return pretty(workflow{[]node{{parameters, identity(in.Mapping.ID, "edit fields"), in.name(), "n8n-nodes-base.set", 3.4, [2]int{0, 0}}}, map[string]any{}})
}

// unclosed is an expression of JavaScript without }}, which would end it for n8n: it means the same.
func unclosed(text string) string {
	var b strings.Builder
	inside, escape := false, false
	for i := range len(text) {
		c := text[i]
		switch {
		case c == '}' && i > 0 && text[i-1] == '}' && inside:
			b.WriteString(`\u007d`)
		case c == '}' && i > 0 && text[i-1] == '}':
			b.WriteString(" }")
		default:
			b.WriteByte(c)
		}
		if c == '"' && !escape {
			inside = !inside
		}
		escape = c == '\\' && inside && !escape
	}
	return b.String()
}

// writeHTTPRequest writes the HTTP Request node of n8n (type n8n-nodes-base.httpRequest, version 4.2) that sends what it gets.
func writeHTTPRequest(in Input) ([]byte, error) {
	if in.Target == nil {
		return nil, fmt.Errorf("the mapping is into no request; add into: {request: ID}")
	}
	type row struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	headers, query := []row{}, []row{}
	for _, h := range in.Target.Headers {
		if !h.Off {
			headers = append(headers, row{environment(h.Name), environment(h.Value)})
		}
	}
	if a := in.Target.Auth; a != nil && a.Kind == collections.AuthBearer {
		headers = append(headers, row{"Authorization", environment("Bearer " + a.Token)})
	}
	for _, q := range in.Target.Query {
		if !q.Off {
			query = append(query, row{environment(q.Name), environment(q.Value)})
		}
	}
	parameters := map[string]any{
		"method": cmp.Or(in.Target.Method, "POST"), "url": environment(in.Target.URL), "sendBody": true, "specifyBody": "json", "jsonBody": "={{ JSON.stringify($json) }}", "options": map[string]any{},
	}
	if len(headers) > 0 {
		parameters["sendHeaders"], parameters["headerParameters"] = true, map[string]any{"parameters": headers}
	}
	if len(query) > 0 {
		parameters["sendQuery"], parameters["queryParameters"] = true, map[string]any{"parameters": query}
	}
	return pretty(workflow{[]node{{parameters, identity(in.Mapping.ID, "http"), in.title(), "n8n-nodes-base.httpRequest", 4.2, [2]int{220, 0}}}, map[string]any{}})
}

// environment is a template as an expression of n8n: a variable is read from its environment, in capitals.
func environment(template string) string {
	uses := vars.Uses(template)
	if len(uses) == 0 {
		return vars.Literal(template)
	}
	var b strings.Builder
	b.WriteByte('=')
	at := 0
	for _, use := range uses {
		name := strings.ToUpper(use.Name[strings.LastIndexByte(use.Name, '.')+1:])
		b.WriteString(vars.Literal(template[at:use.Start]) + "{{ $env[" + quoted(name) + "] }}")
		at = use.End
	}
	return b.String() + vars.Literal(template[at:])
}

func pretty(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return []byte(b.String()), err
}

// workatoField is a field of a schema of Workato.
type workatoField struct {
	Name        string         `json:"name"`
	Label       string         `json:"label"`
	Type        string         `json:"type"`
	Of          string         `json:"of,omitempty"`
	ControlType string         `json:"control_type,omitempty"`
	Optional    bool           `json:"optional"`
	Hint        string         `json:"hint,omitempty"`
	Properties  []workatoField `json:"properties,omitempty"`
}

// writeWorkatoSchema writes the target as Workato has schemas: a list of fields.
func writeWorkatoSchema(in Input) ([]byte, error) {
	s, err := Target(in.Mapping)
	if err != nil {
		return nil, err
	}
	return pretty(workatoFields(s))
}

func workatoFields(s *schema.Shape) []workatoField {
	fields := []workatoField{}
	for _, m := range s.Members {
		f := workatoField{Name: m.Name, Label: label(m.Name), Optional: !m.Required, Type: "string", ControlType: "text"}
		if len(m.Types) == 1 {
			f.Type = string(m.Types[0])
		}
		switch f.Type {
		case "number":
			f.ControlType = "number"
		case "integer":
			f.ControlType = "integer"
		case "boolean":
			f.ControlType = "checkbox"
		case "object":
			f.ControlType, f.Properties = "", workatoFields(m.Shape)
		case "array":
			f.ControlType, f.Of = "", "string"
		}
		fields = append(fields, f)
	}
	return fields
}

// label is a name as a person reads it: customer_name is Customer name.
func label(name string) string {
	words := strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(name))
	if words == "" {
		return name
	}
	r := []rune(words)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// writeWorkatoAction writes a connector of Workato's SDK, in Ruby, with the action that sends a row.
func writeWorkatoAction(in Input) ([]byte, error) {
	if in.Target == nil {
		return nil, fmt.Errorf("the mapping is into no request; add into: {request: ID}")
	}
	s, err := Target(in.Mapping)
	if err != nil {
		return nil, err
	}
	method := strings.ToLower(cmp.Or(in.Target.Method, "POST"))
	switch method {
	case "get", "post", "put", "patch", "delete":
	default:
		return nil, fmt.Errorf("the method %s has no word in Workato's SDK", in.Target.Method)
	}
	connection, url, headers := rubyRequest(in.Target)
	action := rubySymbol(in.title())
	var b strings.Builder
	fmt.Fprintf(&b, "{\n  title: %s,\n\n  connection: {\n    fields: [\n%s    ]\n  },\n\n", rubyText(in.name()), connection)
	fmt.Fprintf(&b, "  actions: {\n    %s: {\n      title: %s,\n      description: %s,\n\n", action, rubyText(label(in.title())), rubyText("Sends "+strings.ToUpper(method)))
	fmt.Fprintf(&b, "      input_fields: lambda do |_object_definitions|\n        [\n%s        ]\n      end,\n\n", rubyFields(workatoFields(s), "          "))
	fmt.Fprintf(&b, "      execute: lambda do |connection, input|\n        %s(%s)\n          .payload(input)\n%s          .request_format_json\n      end,\n\n", method, url, headers)
	b.WriteString("      output_fields: lambda do |_object_definitions|\n        []\n      end\n    }\n  }\n}\n")
	return []byte(b.String()), nil
}

// rubyRequest is the connection's fields, the address and the headers of a request: its variables are fields of the
// connection.
func rubyRequest(r *collections.Request) (fields, url, headers string) {
	seen := map[string]bool{}
	text := func(template string) string {
		var parts []string
		at := 0
		literal := func(s string) {
			if s != "" {
				parts = append(parts, rubyText(s))
			}
		}
		for _, use := range vars.Uses(template) {
			literal(vars.Literal(template[at:use.Start]))
			at = use.End
			name := rubySymbol(use.Name[strings.LastIndexByte(use.Name, '.')+1:])
			parts = append(parts, "connection["+rubyText(name)+"]")
			if seen[name] {
				continue
			}
			seen[name] = true
			control := "text"
			if redact.Name(name) != "" {
				control = "password"
			}
			fields += fmt.Sprintf("      { name: %s, label: %s, control_type: %s, optional: false },\n", rubyText(name), rubyText(label(name)), rubyText(control))
		}
		literal(vars.Literal(template[at:]))
		if len(parts) == 0 {
			return `""`
		}
		return strings.Join(parts, " + ")
	}
	url = text(r.URL)
	var all []string
	for _, h := range r.Headers {
		if !h.Off && !strings.EqualFold(h.Name, "Content-Type") {
			all = append(all, rubyText(h.Name)+" => "+text(h.Value))
		}
	}
	if r.Auth != nil && r.Auth.Kind == collections.AuthBearer {
		all = append(all, `"Authorization" => `+text("Bearer "+r.Auth.Token))
	}
	if len(all) > 0 {
		headers = "          .headers(" + strings.Join(all, ", ") + ")\n"
	}
	return fields, url, headers
}

func rubyFields(fields []workatoField, indent string) string {
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, "%s{ name: %s, label: %s, type: %s, optional: %t", indent, rubyText(f.Name), rubyText(f.Label), rubyText(f.Type), f.Optional)
		if f.ControlType != "" {
			fmt.Fprintf(&b, ", control_type: %s", rubyText(f.ControlType))
		}
		if f.Of != "" {
			fmt.Fprintf(&b, ", of: %s", rubyText(f.Of))
		}
		if len(f.Properties) > 0 {
			fmt.Fprintf(&b, ", properties: [\n%s%s]", rubyFields(f.Properties, indent+"  "), indent)
		}
		b.WriteString(" },\n")
	}
	return b.String()
}

// rubyText is a text as a literal of Ruby, in which nothing is evaluated.
func rubyText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `#`, `\#`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(text) + `"`
}

// rubySymbol is a name that Ruby takes for a symbol.
func rubySymbol(name string) string {
	symbol := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '_'
	}, name), "_")
	if symbol == "" || symbol[0] >= '0' && symbol[0] <= '9' {
		symbol = "send_" + symbol
	}
	return symbol
}

// zapierField is an input field of Zapier's platform.
type zapierField struct {
	Key      string        `json:"key"`
	Label    string        `json:"label"`
	Type     string        `json:"type,omitempty"`
	Required bool          `json:"required"`
	List     bool          `json:"list,omitempty"`
	Children []zapierField `json:"children,omitempty"`
}

// writeZapier writes the target as input fields of Zapier's platform.
func writeZapier(in Input) ([]byte, error) {
	s, err := Target(in.Mapping)
	if err != nil {
		return nil, err
	}
	return pretty(zapierFields(s))
}

func zapierFields(s *schema.Shape) []zapierField {
	fields := []zapierField{}
	for _, m := range s.Members {
		f := zapierField{Key: m.Name, Label: label(m.Name), Required: m.Required, Type: "string"}
		if len(m.Types) == 1 {
			switch t := m.Types[0]; t {
			case schema.Integer, schema.Number, schema.Boolean:
				f.Type = string(t)
			case schema.Array:
				f.List = true
			case schema.Object:
				f.Type, f.Children = "", zapierFields(m.Shape)
			}
		}
		fields = append(fields, f)
	}
	return fields
}
