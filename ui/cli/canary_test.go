package cli_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dowse/client/mapping/emit"
	"dowse/ui/terminal/screentest"
)

// canaries are secrets of many shapes, none of which may be written down anywhere.
func canaries() []string {
	all := []string{
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkiLCJuIjoxfQ.4pLpQ8s1Zf0xgq3yVbQ0cA7m1yVtUu8qk2h6o9c1xyz",
		"sk_live_4eC39HqLyjWDarjtT1zdp7dcCANARY", "ghp_CANARYCANARY0123456789abcdefABCDEFxy", "AKIACANARY1234567890", "xoxb-123456789012-CANARYcanary1234567890",
		"Zm9vOmJhcjpjYW5hcnkrLzE9PQ==", "0f9c7a51e2b84d7f9a3c5e6d8b1f2a40", "canary/with+slashes=and-signs", `canary"quote\back`, "canary%20percent%", "canary-pässwörd-ÜÖ", "カナリア秘密の鍵1234",
		"canary with spaces 77", "CANARY-0a1b2c3d-UPPER", "hunter2-canary-9921", "q!w@e#r$t^y&canary*", "canary{{braces}}99", "canary<tag>&amp;1", "tok_CANARY_zzzzzzzzzzzzzzzz", "550e8400-cafe-41d4-a716-canary440000",
	}
	return all
}

// encodings are the forms in which a secret could be written: as it is, base64 in three alphabets, Basic, percent-encoded as
// far as is needed and as a whole, JSON, and hex.
func encodings(secret string) map[string]string {
	quoted, _ := json.Marshal(secret)
	whole := ""
	for _, b := range []byte(secret) {
		whole += fmt.Sprintf("%%%02X", b)
	}
	return map[string]string{
		"raw": secret, "base64": base64.StdEncoding.EncodeToString([]byte(secret)), "base64 without padding": base64.RawStdEncoding.EncodeToString([]byte(secret)),
		"base64url": base64.RawURLEncoding.EncodeToString([]byte(secret)), "Basic": base64.StdEncoding.EncodeToString([]byte("user:" + secret)), "percent": url.QueryEscape(secret), "percent, all": whole,
		"JSON": strings.Trim(string(quoted), `"`), "hex": hex.EncodeToString([]byte(secret)),
	}
}

// leaks are the canaries in what was written, by their encoding.
func leaks(written []byte) (found []string) {
	lower := bytes.ToLower(written)
	for i, c := range canaries() {
		for name, form := range encodings(c) {
			if bytes.Contains(written, []byte(form)) || name == "hex" && bytes.Contains(lower, []byte(form)) {
				found = append(found, fmt.Sprintf("canary %d, %s", i, name))
			}
		}
	}
	return found
}

// vault answers with canaries: a login that gives all of them, rows that each hold one, and an echo of what was sent.
func vault(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	all := canaries()
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		_ = e.Encode(v) // a client that went away is none of our business
	}
	mux.HandleFunc("/login", func(w http.ResponseWriter, _ *http.Request) {
		tokens := map[string]any{"access_token": all[0]}
		for i, c := range all {
			tokens[fmt.Sprintf("token_%d", i)] = c
		}
		answer(w, tokens)
	})
	mux.HandleFunc("/rows", func(w http.ResponseWriter, _ *http.Request) {
		var rows []any
		for i := range 60 {
			rows = append(rows, map[string]any{"id": i, "name": fmt.Sprint("row ", i), "api_key": all[i%3], "client_secret": all[i%len(all)]})
		}
		answer(w, map[string]any{"data": rows})
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		answer(w, map[string]any{"got": string(body), "headers": r.Header, "url": r.URL.String()})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// vaultFiles is a collection whose requests take canaries from the environment and from picks.
func vaultFiles(t *testing.T, s shop, server string) {
	t.Helper()
	manifest, rows, headers, picks, body := "version: 1\ndefault_env: v\nsecrets:\n", "", "", "", ""
	for i := range canaries() {
		manifest += fmt.Sprintf("  env_%d: {from: env, name: CANARY_%d}\n", i, i)
		rows += fmt.Sprintf("  - {name: q%d, value: \"{{env_%d}}\"}\n", i, i)
		if i < 10 { // the others are no text of a header
			headers += fmt.Sprintf("  X-Api-Key-%d: \"{{token_%d}}\"\n", i, i)
		}
		picks += fmt.Sprintf("  token_%d: \"$.token_%d\"\n", i, i)
		body += fmt.Sprintf("      \"t%d\": {{token_%d}},\n      \"e%d\": {{env_%d}},\n", i, i, i, i)
	}
	for name, text := range map[string]string{
		"dowse.yaml":         manifest,
		"env/v.yaml":         "base_url: " + server + "\n",
		"login.yaml":         "url: \"{{base_url}}/login\"\nrepeatable: true\npicks:\n  access_token: \"$.access_token\"\n" + picks,
		"uses.yaml":          "method: POST\nurl: \"{{base_url}}/echo\"\nquery:\n" + rows + "headers:\n" + headers + "auth: {bearer: \"{{access_token}}\"}\nbody:\n  json: |\n    {\n" + body + "      \"end\": 1\n    }\n",
		"basic.yaml":         "url: \"{{base_url}}/echo\"\nauth: {basic: {user: user, password: \"{{token_14}}\"}}\n",
		"rows.yaml":          "url: \"{{base_url}}/rows\"\n",
		"refused.yaml":       "url: \"http://127.0.0.1:1/{{env_6}}\"\nauth: {bearer: \"{{access_token}}\"}\n",
		"mappings/keys.yaml": "from: {request: rows, rows: \"$.data[*]\"}\ninto: {request: uses}\nfields:\n  - {to: id, path: \"$.id\", type: integer, required: true}\n  - {to: name, path: \"$.name\"}\n",
	} {
		file := filepath.Join(s.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// everything is what is in the files below some folders.
func everything(t *testing.T, dirs ...string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			all[path] = text
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestCanaries holds that of 20 secrets, in 9 encodings each, none is in any file, in anything that a command says, in any
// export, plan, schema or sample, nor in what another program is given.
func TestCanaries(t *testing.T) {
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	server := vault(t)
	vaultFiles(t, s, server.URL)
	env := append(append(os.Environ(), "DOWSE_TRUST=all"), s.env()...)
	for i, c := range canaries() {
		env = append(env, fmt.Sprintf("CANARY_%d=%s", i, c))
	}
	run := func(stdout bool, args ...string) {
		fails := strings.Contains(strings.Join(args, " "), "refused")
		t.Helper()
		cmd := exec.Command(binary, args...)
		cmd.Dir, cmd.Env = s.dir, env
		var out, said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &said
		if err := cmd.Run(); err != nil && !fails {
			t.Errorf("%s: %v: %s", args, err, said.String())
		}
		if found := leaks(said.Bytes()); len(found) > 0 {
			t.Errorf("%s says %s:\n%s", args, found, said.String())
		}
		if found := leaks(out.Bytes()); stdout && len(found) > 0 {
			t.Errorf("%s prints %s:\n%.2000s", args, found, out.String())
		}
		if stdout && out.Len() == 0 {
			t.Errorf("%s prints nothing: %s", args, said.String())
		}
	}
	// What a command prints of a response into a pipe is the response; what it says beside is not.
	run(false, "send", "login")
	run(false, "send", "uses", "--yes")
	run(false, "send", "basic", "--yes")
	run(false, "send", "refused", "--yes")
	run(false, "pick", "login", "token_3")
	run(true, "send", "uses", "--dry-run")
	run(true, "send", "basic", "--dry-run")
	for range 3 {
		run(false, "send", "rows")
	}
	for _, format := range []string{"json-schema", "typescript", "go", "python", "openapi"} {
		run(true, "schema", "rows", "--format", format)
		run(true, "schema", "login", "--format", format)
	}
	run(true, "map", "keys")
	run(true, "map", "keys", "--into", "--dry-run", "--limit", "2")
	run(false, "map", "keys", "--into", "--yes", "--limit", "2")
	for _, f := range emit.Formats() {
		run(true, "export", f.Name, "keys")
		run(false, "export", f.Name, "keys", "--write")
	}
	run(true, "validate")
	run(false, "curl", "-H", "Authorization: Bearer "+canaries()[1], server.URL+"/echo")
	screenOfCanaries(t, s, env, server.URL)
	for path, text := range everything(t, s.dir, s.home) {
		if found := leaks(text); len(found) > 0 {
			t.Errorf("%s holds %s", path, found)
		}
	}
}

// screenOfCanaries does on the screen what brings secrets near files: a pasted command, picks, samples, a mapping, an editor.
func screenOfCanaries(t *testing.T, s shop, env []string, server string) {
	t.Helper()
	dump := filepath.Join(s.home, "editor.txt")
	editor := filepath.Join(t.TempDir(), "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\n{ env; echo \"$@\"; for f in \"$@\"; do cat \"$f\"; done; tr '\\0' '\\n' </proc/$$/cmdline 2>/dev/null; } >'"+dump+"'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	d := screentest.Drive(t, screentest.Options{Width: 100, Height: 30, Dir: s.dir, Env: append(append([]string{}, env...), "EDITOR="+editor, "VISUAL=")}, binary)
	d.WaitFor("rows")
	goTo(t, d, "login")
	d.Press("ctrl+r")
	d.WaitFor("200 OK", "= token_1")
	goTo(t, d, "uses")
	d.Press("ctrl+r")
	d.WaitFor("200 OK")
	d.Press("esc", "2")
	tab(t, d, "Body")
	d.Press("f4")
	d.Wait("the editor", func(screentest.Frame) bool { _, err := os.Stat(dump); return err == nil })
	d.WaitFor("nothing was changed")
	goTo(t, d, "rows")
	d.Press("ctrl+r")
	d.WaitFor("200 OK", "row 0")
	d.Press("M")
	d.WaitFor("Open keys")
	d.Press("enter")
	d.WaitFor("60 rows fit")
	d.Press("esc")
	for i, c := range []string{canaries()[0], canaries()[1], canaries()[14]} {
		d.Press("esc")
		d.Paste(fmt.Sprintf("curl %s/echo/%d -H 'Authorization: Bearer %s'", server, i, c))
		d.WaitFor("1 secret")
		d.Press("enter")
		d.WaitFor(fmt.Sprint("/echo/", i))
		d.Press("ctrl+r")
		d.WaitFor("200 OK")
	}
	d.Press("esc", "3")
	d.Press("space", "q")
	d.Exit()
	if frame := d.Raw(); len(frame) == 0 {
		t.Error("nothing was drawn")
	}
}

// TestCanariesControl is the control: each canary is found in each of its encodings, and in the response as it came.
func TestCanariesControl(t *testing.T) {
	for i, c := range canaries() {
		for name, form := range encodings(c) {
			if !strings.Contains(strings.Join(leaks([]byte("x "+form+" y")), "\n"), fmt.Sprintf("canary %d, %s", i, name)) {
				t.Errorf("canary %d is not found as %s", i, name)
			}
		}
	}
	for _, path := range []string{"/login", "/rows"} {
		r, err := http.Get(vault(t).URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil || len(leaks(body)) < len(canaries()) {
			t.Errorf("%s: a file with the response as it came would hold %d canaries, %v", path, len(leaks(body)), err)
		}
	}
}
