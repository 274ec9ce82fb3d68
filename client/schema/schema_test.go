package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"dowse/client/document"
	"dowse/client/schema"
	"dowse/collections/long"
)

const orders = `{"data": [
  {"id": "ord_1", "number": 1001, "total": "5.00", "status": "open", "at": "2026-01-01T10:00:00Z", "customer": {"email": "a@x.example"}, "note": null, "tags": ["a"], "price": 1.5},
  {"id": "ord_2", "number": 1002, "total": "6.00", "status": "open", "at": "2026-01-02T10:00:00Z", "customer": {"email": "b@x.example"}, "note": "x", "tags": [], "price": 2},
  {"id": "ord_3", "number": 9223372036854775808, "total": "7.00", "status": "open", "at": "2026-01-03T10:00:00Z", "customer": {"email": "c@x.example"}, "tags": [], "price": 3}
], "page": {"next": null}, "odd \"name\"": true, "": 1}`

// inferred is the schema of some values.
func inferred(samples ...string) *schema.Schema {
	s := schema.New()
	for _, sample := range samples {
		d := document.ParseJSON([]byte(sample))
		s.Add(d, d.Root())
	}
	return s
}

func TestJSONSchema(t *testing.T) {
	var got map[string]any
	text := inferred(orders).Shape().JSONSchema("orders")
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	at := func(path ...string) any {
		var v any = got
		for _, step := range path {
			m, _ := v.(map[string]any)
			v = m[step]
		}
		return v
	}
	for path, want := range map[string]string{
		"properties/data/items/required":                                    "[id number total status at customer tags price]",
		"properties/data/items/properties/note/type":                        "[string null]",
		"properties/data/items/properties/at/format":                        "date-time",
		"properties/data/items/properties/price/type":                       "number",
		"properties/data/items/properties/number/type":                      "integer",
		"properties/page/required":                                          "<nil>",
		"properties/page/properties/next/type":                              "null",
		"properties/data/items/properties/status/enum":                      "<nil>",
		"properties/data/items/properties/customer/properties/email/format": "email",
	} {
		if got := fmt.Sprint(at(strings.Split(path, "/")...)); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	if again := inferred(orders).Shape().JSONSchema("orders"); !bytes.Equal(text, again) {
		t.Error("the same sample gives another text")
	}
	if first, last := strings.Index(string(text), `"id"`), strings.Index(string(text), `"price"`); first < 0 || last < first {
		t.Error("members are not in the order of the sample")
	}
}

func TestEnum(t *testing.T) {
	list := func(texts ...string) string {
		b, _ := json.Marshal(texts)
		return string(b)
	}
	many := strings.Split(strings.Repeat("open,paid,open,", 4)+"void", ",")
	if got := inferred(list(many...)).Items.Enum(); fmt.Sprint(got) != "[open paid void]" {
		t.Errorf("the values are %v", got)
	}
	for name, texts := range map[string][]string{"too few": {"open", "paid", "open"}, "too many kinds": strings.Split("a,b,c,d,e,a,b,c,d,e", ",")} {
		if got := inferred(list(texts...)).Items.Enum(); got != nil {
			t.Errorf("%s: the values are %v", name, got)
		}
	}
}

// value draws any JSON.
func value(t *rapid.T, depth int) any {
	kinds := 5
	if depth > 0 {
		kinds = 7
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.Int64().Draw(t, "int")
	case 3:
		return rapid.Float64Range(-1e9, 1e9).Draw(t, "float")
	case 4:
		return rapid.SampledFrom([]string{"", "a", "open", "2026-01-01", "x@y.example", "https://h/", "日本", "\"`\\"}).Draw(t, "text")
	case 5:
		list := make([]any, rapid.IntRange(0, 12).Draw(t, "items"))
		for i := range list {
			list[i] = value(t, depth-1)
		}
		return list
	}
	object := map[string]any{}
	for range rapid.IntRange(0, 4).Draw(t, "members") {
		object[rapid.SampledFrom([]string{"a", "b c", "", "type", "日", "x-y", "X", "\"q", "`"}).Draw(t, "name")] = value(t, depth-1)
	}
	return object
}

// TestSamplesAreValid holds that each sample is valid by the schema that was made of it, and that Go takes the type.
func TestSamplesAreValid(t *testing.T) {
	long.Test(t)
	rapid.Check(t, func(t *rapid.T) {
		var samples []string
		for range rapid.IntRange(1, 4).Draw(t, "samples") {
			b, err := json.Marshal(value(t, 3))
			if err != nil {
				t.Fatal(err)
			}
			samples = append(samples, string(b))
		}
		s := inferred(samples...)
		compiled := compile(t, s.Shape().JSONSchema("x"))
		for _, sample := range samples {
			v, err := jsonschema.UnmarshalJSON(strings.NewReader(sample))
			if err != nil {
				t.Fatal(err)
			}
			if err := compiled.Validate(v); err != nil {
				t.Fatalf("%s is not valid: %v\n%s", sample, err, s.Shape().JSONSchema("x"))
			}
		}
		source, err := s.Shape().Go("api", "thing")
		if err != nil {
			t.Fatalf("%v\n%s", err, source)
		}
		if err := typeCheck(source); err != nil {
			t.Fatalf("%v\n%s", err, source)
		}
	})
}

func compile(t interface{ Fatal(...any) }, text []byte) *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// TestBrokenIsRefused is the control: what is not like the samples is not valid.
func TestBrokenIsRefused(t *testing.T) {
	compiled := compile(t, inferred(orders).Shape().JSONSchema("orders"))
	for name, broken := range map[string]string{
		"a type":           strings.Replace(orders, `"number": 1001`, `"number": "1001"`, 1),
		"a missing member": strings.Replace(orders, `"id": "ord_1", `, ``, 1),
		"a null":           strings.Replace(orders, `"total": "5.00"`, `"total": null`, 1),
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(broken))
		if err != nil {
			t.Fatal(err)
		}
		if compiled.Validate(v) == nil {
			t.Errorf("%s: it is valid", name)
		}
	}
}

// typeCheck compiles a file of Go.
func typeCheck(source []byte) error {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "api.go", source, 0)
	if err != nil {
		return err
	}
	config := types.Config{Importer: importer.ForCompiler(files, "source", nil)}
	_, err = config.Check("api", files, []*ast.File{file}, nil)
	return err
}

func TestGoAndTypeScript(t *testing.T) {
	source, err := inferred(orders).Shape().Go("api", "orders list")
	if err != nil || typeCheck(source) != nil {
		t.Fatalf("%v %v\n%s", err, typeCheck(source), source)
	}
	for _, want := range []string{"type OrdersList struct", "Data []struct", "Number json.Number `json:\"number\"`", "Note *string `json:\"note,omitempty\"`", "Tags []string"} {
		if got := strings.Join(strings.Fields(string(source)), " "); !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, source)
		}
	}
	text := inferred(orders).Shape().TypeScript("orders list")
	for _, want := range []string{"export type OrdersList = {", `"note"?: string | null;`, `"tags": Array<string>;`, `"odd \"name\"": boolean;`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	python := string(inferred(orders).Shape().Python("orders list"))
	for _, want := range []string{`OrdersList = TypedDict("OrdersList", {`, `"note": NotRequired[str | None],`, `"tags": list[str],`, `"odd \"name\"": bool,`} {
		if !strings.Contains(python, want) {
			t.Errorf("there is no %q in\n%s", want, python)
		}
	}
	if err := compilePython(t, python); err != nil {
		t.Error(err)
	}
	tsc, err := exec.LookPath("tsc")
	if err != nil {
		t.Skip("SKIPPED: tsc is not here, so the TypeScript is not compiled")
	}
	file := filepath.Join(t.TempDir(), "api.ts")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(tsc, "--noEmit", "--strict", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s\n%s", err, out, text)
	}
}

// compilePython runs a file with Python, where it is here: types are made when it runs.
func compilePython(t *testing.T, source string) error {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("SKIPPED: python3 is not here, so the Python is not run")
		return nil
	}
	file := filepath.Join(t.TempDir(), "api.py")
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		return err
	}
	if out, err := exec.Command(python, file).CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s\n%s", err, out, source)
	}
	return nil
}

// TestPythonNames holds that every name of a member can be written, and that no two types have one name.
func TestPythonNames(t *testing.T) {
	sample := `{"": {"a": 1}, "a b": [{"x": {"y": 1}}], "aB": [{"x": {"y": 1}}], "日本\u0000\"\\😀": {"class": null}, "class": {"AB": {"x": 1}}, "A": {"B": {"x": 2}}}`
	source := string(inferred(sample).Shape().Python("class"))
	if err := compilePython(t, source); err != nil {
		t.Error(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(source) {
		if name, _, found := strings.Cut(line, " = TypedDict("); found {
			if seen[name] {
				t.Errorf("two types are called %s in\n%s", name, source)
			}
			seen[name] = true
		}
	}
	if _, err := exec.LookPath("python3"); err == nil && compilePython(t, "x = TypedDict(") == nil {
		t.Error("the control compiles")
	}
}

// TestOpenAPI holds that the document is one of OpenAPI 3.1 whose component is the JSON Schema.
func TestOpenAPI(t *testing.T) {
	shape := inferred(orders, orders, orders).Shape()
	var doc struct {
		OpenAPI    string
		Info       struct{ Title, Version string }
		Paths      map[string]any
		Components struct{ Schemas map[string]map[string]any }
	}
	if err := json.Unmarshal(shape.OpenAPI("orders list"), &doc); err != nil {
		t.Fatal(err)
	}
	var plain map[string]any
	if err := json.Unmarshal(shape.JSONSchema("x"), &plain); err != nil {
		t.Fatal(err)
	}
	delete(plain, "$schema")
	delete(plain, "title")
	if diff := cmp.Diff(plain, doc.Components.Schemas["OrdersList"]); diff != "" || doc.OpenAPI != "3.1.0" || doc.Info.Title == "" || doc.Info.Version == "" || doc.Paths == nil {
		t.Error(diff, doc)
	}
}

// TestMap holds that an object whose names are data is a map of what they hold, and one with many words for names is not.
func TestMap(t *testing.T) {
	object := func(name string, n int) string {
		var b strings.Builder
		b.WriteByte('{')
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `"%s%04d": {"a": %d, "b": "x"}`, name, i, i)
		}
		return b.String() + "}"
	}
	shape := inferred(object("usr_", 30), object("usr_", 40)).Shape()
	if shape.Values == nil || len(shape.Members) > 0 || len(shape.Values.Members) != 2 || !shape.Values.Members[0].Required {
		t.Errorf("%+v", shape)
	}
	if shape := inferred(object("usr_", 20)).Shape(); shape.Values != nil {
		t.Error("20 names are a map")
	}
	words := `{"alpha1": 1, "beta": 2` + strings.Repeat("", 1)
	for i := range 30 {
		words += fmt.Sprintf(`, "%c%cword": 1`, 'a'+i%26, 'a'+i/26)
	}
	if shape := inferred(words + "}").Shape(); shape.Values != nil {
		t.Error("words are a map")
	}
	compiled := compile(t, inferred(object("usr_", 30)).Shape().JSONSchema("x"))
	for text, valid := range map[string]bool{object("usr_", 3): true, `{"usr_1": {"a": "x", "b": "y"}}`: false} {
		v, _ := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if (compiled.Validate(v) == nil) != valid {
			t.Errorf("%s is valid: %t", text, !valid)
		}
	}
}

// TestCounts holds that ranges, lengths and distinct texts are those of the samples, and that of members of one name the last
// counts.
func TestCounts(t *testing.T) {
	s := inferred(`[{"n": 3, "t": "ab", "l": [1], "n": -2.5}, {"n": 10, "t": "日本語", "l": []}, {"t": "ab"}]`).Items
	at := map[string]*schema.Property{}
	for _, p := range s.Properties {
		at[p.Name] = p
	}
	if n := at["n"]; n.Present != 2 || n.Least != -2.5 || n.Most != 10 || n.Types[schema.Integer] != 1 {
		t.Errorf("%+v", n)
	}
	texts, counts := at["t"].Texts()
	if distinct, more := at["t"].Distinct(); distinct != 2 || more || at["t"].Shortest != 2 || at["t"].Longest != 3 || fmt.Sprint(texts, counts) != "[ab 日本語] [2 1]" {
		t.Error(distinct, texts, counts)
	}
	if l := at["l"]; l.Shortest != 0 || l.Longest != 1 || s.Objects() != 3 {
		t.Errorf("%+v", l)
	}
}
