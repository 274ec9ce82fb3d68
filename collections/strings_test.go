package collections

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dowse/collections/long"
	"dowse/collections/vars"
)

// pieces are what random strings are made of: what YAML, JSON and templates give a meaning to.
var pieces = []string{
	"a", "b", "word", "é", "😀", "0", "1.10", "007", "0x1F", "1e3", "yes", "null", "~", "true", "NaN", ".inf", "2026-01-02", "12:30:45",
	" ", "  ", "\t", "\n", "\n\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\u00a0", "\uFEFF", "\u200b", "\u202e",
	"\x00", "\x01", "\x07", "\x1b", "\x1b[31m", "\x7f", "\u009b", "\uFFFD", "\uFFFE", "\U0010FFFF",
	"# x", " #", "#", "- ", "-", "---", "...", "? ", ": ", ":", ",", "[", "]", "{", "}", "&a", "*a", "!x", "!!str", "|", ">", "|-", "%YAML", "@", "`", "<<", "=",
	`"`, "'", `\`, `\n`, `\u2028`, "''", `""`, "{{a}}", "{{ a | trim }}", "{{{{", "$.a[0]", "$", "http://x/y?z=1#f", "C:\\x", "key: value",
}

func randomString(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(7) {
		if r.IntN(12) == 0 {
			b.WriteRune(rune(r.IntN(0xD800)))
			continue
		}
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// isSecret says whether a text would be a secret in a file, as a name or as a value.
func isSecret(text string) bool {
	saved := &Request{URL: text, Name: text, Note: text, Query: Rows{{Name: text, Value: text, Note: text}}}
	saved.Headers, saved.Vars = Rows{{Name: text, Value: text}}, []Variable{{"v", vars.NewString(text)}}
	return slices.ContainsFunc(Texts(saved), func(t Text) bool { return len(t.Secrets()) > 0 })
}

// TestStrings saves and loads 20,000 random strings, each as a name, a value, a note and a variable.
func TestStrings(t *testing.T) {
	long.Test(t)
	const total, batch = 20_000, 500
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	for n := range total / batch {
		texts := make([]string, batch)
		for i := range texts {
			for texts[i] = randomString(r); isSecret(texts[i]); { // by chance: a save refuses it
				texts[i] = randomString(r)
			}
		}
		survive(t, folder(t), "a", texts, n%4 == 0)
	}
	if t.Failed() {
		t.Logf("seed %d", seed)
	}
}

// TestNaughtyStrings does the same with a public list of strings that break programs.
func TestNaughtyStrings(t *testing.T) {
	corpora := os.Getenv("DOWSE_CORPORA")
	if corpora == "" {
		t.Skip("SKIPPED: DOWSE_CORPORA is not set, so the naughty-strings corpus was not read")
	}
	data, err := os.ReadFile(filepath.Join(corpora, "naughty-strings", "blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	survive(t, folder(t), "naughty", texts, true)
}

// survive saves a request that has texts in every place and compares what loads; again: and once more
// with each text in the place of another.
func survive(t *testing.T, c *Collection, id string, texts []string, again bool) {
	t.Helper()
	saved := &Request{ID: id, URL: texts[0], Name: texts[1], Note: texts[2]}
	seen := map[string]bool{}
	for i, text := range texts {
		saved.Query = append(saved.Query, Row{Name: text, Value: text, Note: text, Off: i%2 == 0})
		if !seen[text] && len(text) < 100 {
			saved.Headers = append(saved.Headers, Row{Name: text, Value: text})
			seen[text] = true
		}
		saved.Vars = append(saved.Vars, Variable{fmt.Sprint("v", i), vars.NewString(text)})
		saved.Picks = append(saved.Picks, Pick{Name: fmt.Sprint("p", i), From: Source{Kind: SourceRegex, Arg: text}, IfMissing: IfMissing{MissingDefault, vars.NewString(text)}})
	}
	if err := c.Save(saved); err != nil {
		t.Error(err)
		return
	}
	loaded := load(t, c.Root)
	for _, p := range loaded.Problems {
		if !p.Warning { // such as that a text is no regular expression
			t.Error(p)
		}
	}
	if diff := cmp.Diff(saved, loaded.Request(id)); diff != "" {
		t.Error(diff)
	}
	if !again {
		return
	}
	moved := loaded.Request(id)
	for i := range moved.Query {
		moved.Query[i].Value = texts[(i+1)%len(texts)]
		moved.Vars[i].Value = vars.NewString(texts[(i+1)%len(texts)])
	}
	if err := loaded.Save(moved); err != nil {
		t.Error(err)
		return
	}
	if diff := cmp.Diff(moved, load(t, c.Root).Request(id)); diff != "" {
		t.Error(diff)
	}
}

// TestBodies writes 20,000 random bodies over one another.
func TestBodies(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	request := Request{URL: "http://x", Body: Body{Kind: BodyJSON, Text: "{}\n"}, Name: "after"}
	document, err := encode(requestKeys, &request, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20_000 {
		request.Body.Text = randomString(r) + "\n" + randomString(r)
		if i%3 == 0 {
			request.Body.Text = strings.ReplaceAll(request.Body.Text, "\r", "") + "\n"
		}
		if document, err = encode(requestKeys, &request, document); err == nil {
			err = readsBack(requestKeys, document, &request, Request{})
		}
		if err != nil {
			t.Fatalf("seed %d, %q: %v", seed, request.Body.Text, err)
		}
	}
}

// TestStringsControl shows that the strings break a naive writer.
func TestStringsControl(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	wrong := 0
	for range 1000 {
		request := Request{URL: "http://x", Name: randomString(r)}
		if !utf8.ValidString(request.Name) {
			t.Fatalf("%q is no text", request.Name)
		}
		l := &loader{collection: &Collection{files: map[string]file{}}}
		l.read("a.yaml", []byte("url: http://x\nname: "+request.Name+"\n"))
		if found := l.collection.Request("a"); found == nil || !reflect.DeepEqual(found.Name, request.Name) {
			wrong++
		}
	}
	if wrong < 300 {
		t.Errorf("a writer without quotes fails on %d of 1000 strings only, so the test shows little", wrong)
	}
}
