package curl_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/collections/formats/curl"
)

func TestWords(t *testing.T) {
	for name, c := range map[string]struct {
		line  string
		words []string
	}{
		"plain":         {"curl https://x.example/?a=1", []string{"curl", "https://x.example/?a=1"}},
		"continued":     {"curl \\\n  -H 'A: b' \\\n  https://x.example", []string{"curl", "-H", "A: b", "https://x.example"}},
		"carriage":      {"curl \\\r\n  -X POST \\\r\n  https://x.example\r\n", []string{"curl", "-X", "POST", "https://x.example"}},
		"dollar quotes": {`curl --data-raw $'it\'s \u00e9 \x41\n'`, []string{"curl", "--data-raw", "it's é A\n"}},
		"prompt":        {"$ curl x", []string{"curl", "x"}},
		"other prompt":  {"$   curl x", []string{"curl", "x"}},
		"mixed quotes":  {`curl -d 'a'"b"\c`, []string{"curl", "-d", "abc"}},
		"bang":          {`curl -d 'hi!' "x!"`, []string{"curl", "-d", "hi!", "x!"}},
		"json":          {`curl -d "{\"a\": \"b\\n\"}"`, []string{"curl", "-d", `{"a": "b\n"}`}},
		"empty":         {`curl -d ''`, []string{"curl", "-d", ""}},
		"glob":          {`curl https://x.example/[a]*?`, []string{"curl", "https://x.example/[a]*?"}},
		"brace":         {`curl https://x.example/{a,b}`, []string{"curl", "https://x.example/a", "https://x.example/b"}},
	} {
		t.Run(name, func(t *testing.T) {
			words, _, err := curl.Words(c.line)
			if diff := cmp.Diff(c.words, words); diff != "" || err != nil {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{
		"curl x": true, "$ curl x": true, "$  curl x": true, "$curl x": true, "curl\tx": true, "curl\nx": true, "curl\\\nx": true,
		"": false, "curl": false, "curl.example.com": false, "curly x": false, "$ x": false, "# curl x": false,
	} {
		if got := curl.Is(text); got != want {
			t.Errorf("%q is a command: %v", text, got)
		}
	}
}

func TestWordsKeepVariables(t *testing.T) {
	words, variables, err := curl.Words(`curl -H "Authorization: Bearer $TOKEN" ${HOST}/x -H 'X: $no'`)
	if diff := cmp.Diff([]string{"curl", "-H", "Authorization: Bearer $TOKEN", "${HOST}/x", "-H", "X: $no"}, words); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if diff := cmp.Diff([]string{"TOKEN", "HOST"}, variables); diff != "" {
		t.Error(diff)
	}
}

func TestWordsRefuse(t *testing.T) {
	for line, want := range map[string]string{
		"curl 'x":                      "no command that a shell reads",
		"curl x | jq .":                "more than one command",
		"curl x; rm y":                 "2 commands",
		"curl x > out":                 "output elsewhere",
		"A=1 curl x":                   "sets variables",
		"curl $(cat token)":            "can only be run by a shell",
		"curl -H \"A: `cat token`\" x": "can only be run by a shell",
		"":                             "no command",
	} {
		if _, _, err := curl.Words(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
	}
}

// TestWordsAreBash compares with bash itself, where there is one, on quoted words of all sorts.
func TestWordsAreBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here")
	}
	piece := rapid.SampledFrom([]string{"a", " ", `\ `, `'b c'`, `"d e"`, `$'f\'\n\x41'`, `\"`, `"\""`, `'"'`, `""`, "é", "\\\n", `"\\"`, `$'\u00e9'`})
	rapid.Check(t, func(t *rapid.T) {
		line := "curl " + strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), "") + " end"
		out, err := exec.Command(bash, "-c", `for w in `+line+`; do printf '%s\0' "$w"; done`).Output()
		if err != nil {
			t.Skip("bash does not take it")
		}
		want := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
		words, _, err := curl.Words(line)
		if diff := cmp.Diff(want, words); diff != "" || err != nil {
			t.Fatalf("%q: %v %s", line, err, diff)
		}
	})
}
