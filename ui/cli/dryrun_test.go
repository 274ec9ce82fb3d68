package cli_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/client/wiretest"
	"dowse/collections/long"
	"dowse/ui/terminal/screentest"
)

// printedRequests are requests that a printed command can easily get wrong, each with a part of what has to be sent.
var printedRequests = map[string]struct{ yaml, sent string }{
	"slash in a segment":          {`url: "S/p/{{slash}}"`, "GET /p/a%2Fb "},
	"signs in a query":            {`url: "S/?q={{plus}}"`, "?q=a%2Bb%20c%26d%3De%23f "},
	"signs in a query row":        {"url: S/\nquery: {'f[a]': '{{plus}}'}", "?f%5Ba%5D=a%2Bb%20c%26d%3De%23f "},
	"quotes in JSON":              {"method: POST\nurl: S/\nbody: {json: '{\"s\":\"{{quote}}\"}'}", `{"s":"a\"b\\c"}`},
	"bare text in JSON":           {"method: POST\nurl: S/\nbody: {json: '{\"zip\":{{zip}}}'}", `{"zip":"00123"}`},
	"JSON in lines":               {"method: POST\nurl: S/\nbody:\n  json: |\n    {\n      \"a\": 1\n    }\n", "{\n  \"a\": 1\n}\n"},
	"form":                        {"method: POST\nurl: S/\nbody: {form: {a: 'b c', d: '{{plus}}'}}", "a=b%20c&d=a%2Bb%20c%26d%3De%23f"},
	"API key and body":            {"method: POST\nurl: S/\nauth: {header: {name: X-Api-Key, value: k1}}\nbody: {json: '{}'}", "X-Api-Key: k1"},
	"API key in the query":        {"url: S/\nauth: {query: {name: key, value: '{{tok}}'}}", "GET /?key=t%20%2F%22%24x%27%5C "},
	"text":                        {"method: POST\nurl: S/\nbody: {text: hello}", "Content-Type: text/plain; charset=utf-8"},
	"text like a file":            {"method: PUT\nurl: S/\nbody: {text: '@hello'}", "@hello"},
	"own Content-Type":            {"method: POST\nurl: S/\nheaders: {Content-Type: application/vnd.x+json}\nbody: {json: '{}'}", "Content-Type: application/vnd.x+json"},
	"no Content-Type":             {"method: POST\nurl: S/\nheaders: [{name: Content-Type, value: x, off: true}]\nbody: {json: '{}'}", "POST / "},
	"own Host, agent, Accept":     {"url: S/\nheaders: {Host: example.org, User-Agent: me/1, Accept: text/html}", "Host: example.org"},
	"brackets":                    {"url: 'S/?f[a]=1&f[]={2}'", "GET /?f[a]=1&f[]=%7B2%7D "},
	"dots":                        {"url: S/a/../b/./c", "GET /a/../b/./c "},
	"empty header":                {"url: S/\nheaders: {X-E: ''}", "X-E: "},
	"repeated header":             {"url: S/\nheaders: [{name: X, value: 1}, {name: X, value: 2}]", "X: 2"},
	"base64 of the environment":   {"url: S/\nheaders: {X-H: '{{$env.DOWSE_PLACE | base64}}'}", "X-H: L2hvbWUvJHgK"},
	"Basic":                       {"url: S/\nauth: {basic: {user: 'me:too', password: '{{tok}}'}}", "Authorization: Basic bWU6dG9vOnQgLyIkeCdc"},
	"user in the URL":             {`url: "http://me:{{tok}}@H/"`, "Authorization: Basic bWU6dCAvIiR4J1w="},
	"bearer":                      {"url: S/\nauth: {bearer: '{{tok}}'}", `Authorization: Bearer t /"$x'\`},
	"secrets everywhere":          {"method: POST\nurl: 'S/{{tok}}?a={{tok}}'\nheaders: {X-A: 'x {{tok}} y'}\nbody: {json: '{\"a\": \"{{tok}}\", \"b\": {{tok}}}'}", `{"a": "t /\"$x'\\", "b": "t /\"$x'\\"}`},
	"secret in a form":            {"method: POST\nurl: S/\nbody: {form: {'{{tok}}': '{{tok}}'}}", "t%20%2F%22%24x%27%5C=t%20%2F%22%24x%27%5C"},
	"secrets of one shell name":   {"url: S/\nheaders: {X-A: '{{a-b}}', X-B: '{{a_b}}'}", "X-B: two"},
	"name that means another one": {"url: S/\nheaders: {X-A: '{{path}}'}", "X-A: mine"},
	"method":                      {"method: M-SEARCH\nurl: S/*", "M-SEARCH /* "},
	"HEAD":                        {"method: HEAD\nurl: S/", "HEAD / "},
	"POST without a body":         {"method: POST\nurl: S/", "Content-Length: 0"},
	"GET with a body":             {"url: S/\nbody: {text: x}", "GET / "},
	"NUL and escapes":             {"method: POST\nurl: S/\nbody: {text: \"a\\0%s\\e[1m\\\\{{tok}}\"}", "a\x00%s\x1b[1m\\t /\"$x'\\"},
	"redirect":                    {"method: POST\nurl: S/302\nbody: {form: {a: b}}", "a=b"},
	"redirect not followed":       {"url: S/302\nredirects: 0", "GET /302 "},
}

const printedSettings = `version: 1
secrets:
  tok: {from: env, name: DOWSE_TOK}
  a-b: {from: env, name: DOWSE_A}
  a_b: {from: env, name: DOWSE_B}
  path: {from: env, name: DOWSE_PATH}
vars: {slash: a/b, plus: "a+b c&d=e#f", quote: 'a"b\c', zip: "00123"}
`

// printedSecrets is what dowse finds the secrets by, and what the printed commands do.
var printedSecrets = []string{
	"DOWSE_TRUST=all", "DOWSE_TOK=t /\"$x'\\", "TOK=t /\"$x'\\", "DOWSE_A=one", "DOWSE_B=two", "DOWSE_PATH=mine", "DOWSE_PLACE=/home/$x\n",
}

// commented finds the variables that a printed command names in comments.
var commented = regexp.MustCompile(`(?m)^# (\w+) is {{(.*)}}$`)

// named gives the variables of comments the values of those that they stand for.
func named(printed string) (env []string) {
	values := map[string]string{"a_b": "two", "path": "mine"}
	env = append(env, "A_B=one")
	for _, found := range commented.FindAllStringSubmatch(printed, -1) {
		env = append(env, found[1]+"="+values[found[2]])
	}
	return env
}

// TestDryRunSendsTheSame holds that what --dry-run prints, and what copying as curl copies, sends what dowse sends when a shell runs
// it, and shows no secret; the shell is bash, and dash where there is one.
func TestDryRunSendsTheSame(t *testing.T) {
	wiretest.NeedsShell(t)
	shells := []string{"bash"}
	if _, err := exec.LookPath("dash"); err == nil {
		shells = append(shells, "dash")
	}
	for name, c := range printedRequests {
		t.Run(name, func(t *testing.T) {
			server := wiretest.New(t, map[string]string{"/302": "302 Found\r\nLocation: /to\r\n"})
			s := shop{dir: t.TempDir(), home: t.TempDir()}
			yaml := strings.NewReplacer("S/", server.URL+"/", "@H/", "@"+strings.TrimPrefix(server.URL, "http://")+"/").Replace(c.yaml)
			collection(t, s.dir, map[string]string{"dowse.yaml": printedSettings, "r.yaml": yaml + "\n"})
			output(t, s, "send", "r")
			want := server.Take()
			if len(want) == 0 || !strings.Contains(want[0].Line+" "+strings.Join(want[0].Headers, "\n")+"\n"+want[0].Body, c.sent) {
				t.Fatalf("dowse sends %+v, without %q", want, c.sent)
			}
			printed := output(t, s, "send", "r", "--dry-run")
			if strings.Contains(printed, `$x`) || strings.Contains(printed, "two") || strings.Contains(printed, "\x1b") {
				t.Errorf("it shows a secret, or a terminal a control character:\n%s", printed)
			}
			if sent := server.Take(); len(sent) > 0 {
				t.Errorf("--dry-run sends %+v", sent)
			}
			for _, shell := range shells {
				if diff := cmp.Diff(want, server.Run(t, shell, printed, append(named(printed), printedSecrets...)...)); diff != "" {
					t.Errorf("dowse sends (-), curl in %s sends (+):\n%s\n%s", shell, diff, printed)
				}
			}
		})
	}
}

// TestDryRunOfPlan holds that a plan is printed with what will be picked on the way as variables, that a value which is there and
// stays stands as it is, and that both send what dowse sends.
func TestDryRunOfPlan(t *testing.T) {
	wiretest.NeedsShell(t)
	server := wiretest.New(t, map[string]string{"/login": "200 OK\r\nX-Id: a/b 7\r\nX-N: é\"\r\n"})
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	collection(t, s.dir, map[string]string{
		"dowse.yaml": "version: 1\n",
		"login.yaml": "url: " + server.URL + "/login\npicks: {id: {header: X-Id}, n: {header: X-N}}\n",
		"use.yaml":   "method: POST\nurl: \"" + server.URL + "/use/{{id}}\"\nbody: {json: '{\"id\": {{id}}, \"n\": {{n}}, \"t\": \"{{n}}\"}'}\n",
	})
	printed := output(t, s, "send", "use", "--dry-run")
	output(t, s, "send", "use")
	want := server.Take()
	if len(want) != 2 || want[1].Body != `{"id": "a/b 7", "n": "é\"", "t": "é\""}` {
		t.Fatalf("dowse sends %+v", want)
	}
	if diff := cmp.Diff(want, server.Run(t, "bash", printed, "ID=a/b 7", "N=é\"")); diff != "" {
		t.Errorf("dowse sends (-), curl sends (+):\n%s\n%s", diff, printed)
	}
}

// TestDryRunOfRows holds that the rows of a mapping are printed as they are sent.
func TestDryRunOfRows(t *testing.T) {
	wiretest.NeedsShell(t)
	server := wiretest.New(t, nil)
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	collection(t, s.dir, map[string]string{
		"dowse.yaml": printedSettings, "rows.json": `[{"n": "it's", "z": "007"}, {"n": "a\"b\n{{x}}", "z": 7}]`,
		"to.yaml": "method: POST\nurl: " + server.URL + "/\nauth: {bearer: '{{tok}}'}\nbody: {json: '{\"n\": \"\", \"z\": 0}'}\n",
	})
	if err := os.Mkdir(filepath.Join(s.dir, "mappings"), 0o700); err != nil {
		t.Fatal(err)
	}
	collection(t, s.dir, map[string]string{"mappings/m.yaml": "from: {rows: '$[*]'}\ninto: {request: to}\nfields: [{to: n, path: $.n}, {to: z, path: $.z}]\n"})
	output(t, s, "map", "m", "--into", "--input", "rows.json")
	want := server.Take()
	printed := output(t, s, "map", "m", "--into", "--dry-run", "--input", "rows.json")
	if diff := cmp.Diff(want, server.Run(t, "bash", printed, printedSecrets...)); diff != "" || len(want) != 2 {
		t.Errorf("dowse sends (-), curl sends (+):\n%s\n%s", diff, printed)
	}
}

// TestCopyAsCurl holds that the command in the clipboard sends what the screen sent.
func TestCopyAsCurl(t *testing.T) {
	wiretest.NeedsShell(t)
	server := wiretest.New(t, nil)
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	collection(t, s.dir, map[string]string{
		"dowse.yaml": printedSettings,
		"r.yaml":     "method: POST\nurl: \"" + server.URL + "/{{slash}}?f[a]={{tok}}\"\nauth: {basic: {user: me, password: '{{tok}}'}}\nbody: {json: '{\"a\": \"{{tok}}\"}'}\n",
	})
	d := s.screenWith(t, printedSecrets, 100, 30, "r.yaml")
	d.WaitFor("r")
	d.Press("ctrl+r")
	d.WaitFor("200 OK")
	want := server.Take()
	d.Press("esc", "3", "y", "c")
	d.WaitFor("copied a curl command")
	clipboard := regexp.MustCompile(`\x1b\]52;c;([A-Za-z0-9+/=]+)`)
	var command []byte
	d.Wait("the clipboard", func(screentest.Frame) bool {
		found := clipboard.FindSubmatch(d.Raw())
		if found != nil {
			command, _ = base64.StdEncoding.DecodeString(string(found[1]))
		}
		return command != nil
	})
	if strings.Contains(string(command), "$x") {
		t.Errorf("a secret is in\n%s", command)
	}
	if diff := cmp.Diff(want, server.Run(t, "bash", string(command), printedSecrets...)); diff != "" {
		t.Errorf("dowse sends (-), curl sends (+):\n%s\n%s", diff, command)
	}
	d.Press("space", "q")
	d.Exit()
}

// output runs dowse in a collection, and gives what it prints.
func output(t *testing.T, s shop, args ...string) string {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir, cmd.Env = s.dir, append(append(os.Environ(), s.env()...), printedSecrets...)
	out, err := cmd.Output()
	if err != nil {
		said := ""
		if failed, ok := err.(*exec.ExitError); ok {
			said = string(failed.Stderr)
		}
		t.Fatalf("%s: %v: %s", args, err, said)
	}
	return string(out)
}

// collection writes the files of a collection.
func collection(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDryRunHeadEnds holds that what is printed for a HEAD with a body ends when its head has come, also where the server keeps the
// connection and names the length of a body that it does not send.
func TestDryRunHeadEnds(t *testing.T) {
	wiretest.NeedsShell(t)
	got := make(chan string, 2)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Length", "5000")
		got <- r.Method + " " + string(body)
	}))
	t.Cleanup(server.Close)
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	collection(t, s.dir, map[string]string{"dowse.yaml": "version: 1\n", "r.yaml": "method: HEAD\nurl: " + server.URL + "/\nbody: {text: abc}\n"})
	printed := output(t, s, "send", "r", "--dry-run")
	ctx, cancel := context.WithTimeout(t.Context(), long.Limit)
	defer cancel()
	out, err := exec.CommandContext(ctx, "bash", "-c", printed).Output()
	const exceeded = 63 // curl's word for: the body would be larger
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exceeded || !strings.HasPrefix(string(out), "HTTP/1.1 200 OK") {
		t.Errorf("%v, %s of\n%s", err, out, printed)
	}
	if sent := <-got; sent != "HEAD abc" {
		t.Errorf("%q is sent by\n%s", sent, printed)
	}
}
