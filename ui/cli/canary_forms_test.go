package cli_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dowse/ui/terminal/screentest"
)

// echoForms are texts that hold a secret under names that say nothing, in every way that a server could give it back.
func echoForms(secret string) []string {
	percent, lower, some, escapes := "", "", "", ""
	for _, b := range []byte(secret) {
		percent += fmt.Sprintf("%%%02X", b)
		lower += fmt.Sprintf("%%%02x", b)
	}
	for i, r := range []rune(secret) {
		escapes += fmt.Sprintf(`\u%04x`, r)
		if i%2 == 0 || r == '%' {
			for _, b := range []byte(string(r)) {
				some += fmt.Sprintf("%%%02x", b)
			}
		} else {
			some += string(r)
		}
	}
	std, url := base64.StdEncoding, base64.RawURLEncoding
	return []string{
		secret, "you sent " + secret + " today", std.EncodeToString([]byte(secret)), url.EncodeToString([]byte(secret)), std.EncodeToString([]byte("user:" + secret)),
		std.EncodeToString([]byte("x" + secret + "y")), std.EncodeToString([]byte("xy" + secret)), hex.EncodeToString([]byte(secret)),
		strings.ToUpper(hex.EncodeToString([]byte(secret))), percent, lower, some, escapes,
	}
}

// formsShop is a request that sends each canary and picks each form of it that comes back, under names that say nothing. said is what
// each pick says of its secrecy beside its path, known that the canaries are secrets of the collection, and not variables.
func formsShop(t *testing.T, said string, known bool) (s shop, env []string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := map[string]string{}
		for i := range canaries() {
			for j, form := range echoForms(r.URL.Query().Get(fmt.Sprint("q", i))) {
				answer[fmt.Sprintf("v%d_%d", i, j)] = form
			}
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer) // a client that went away is none of our business
	}))
	t.Cleanup(server.Close)
	s = shop{dir: t.TempDir(), home: t.TempDir()}
	files, query, picks := map[string]string{"dowse.yaml": "version: 1\ndefault_env: dev\n", "env/dev.yaml": "vars:\n  v: 1\n"}, "", ""
	if known {
		files["dowse.yaml"] += "secrets:\n"
	}
	for i, c := range canaries() {
		if known {
			files["dowse.yaml"] += fmt.Sprintf("  env_%d: {from: env, name: CANARY_%d}\n", i, i)
		} else {
			files["env/dev.yaml"] += fmt.Sprintf("  env_%d: %q\n", i, c)
		}
		query += fmt.Sprintf("  - {name: q%d, value: \"{{env_%d}}\"}\n", i, i)
		for j := range echoForms(c) {
			picks += fmt.Sprintf("  v%d_%d: {path: \"$.v%d_%d\"%s}\n", i, j, i, j, said)
		}
		env = append(env, fmt.Sprintf("CANARY_%d=%s", i, c))
	}
	files["forms.yaml"] = "url: \"" + server.URL + "/forms\"\nquery:\n" + query + "picks:\n" + picks
	if err := os.Mkdir(filepath.Join(s.dir, "env"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s, append(append(append(os.Environ(), s.env()...), env...), "DOWSE_TRUST=all")
}

// sinks are what a send says, what the screen shows, and what is kept, of the shop of forms.
func sinks(t *testing.T, s shop, env []string) map[string][]byte {
	t.Helper()
	cmd := exec.Command(binary, "send", "forms", "--silent=false")
	var said bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stderr = s.dir, env, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	d := screentest.Drive(t, screentest.Options{Width: 160, Height: 300, Dir: s.dir, Env: env}, binary, "forms.yaml")
	d.WaitFor("forms")
	d.Press("ctrl+r")
	d.WaitFor("200 OK", "v0_0")
	d.Press("ctrl+c", "ctrl+c")
	d.Exit()
	all := map[string][]byte{"stderr": said.Bytes(), "screen": d.Raw()}
	for path, text := range everything(t, filepath.Join(s.home, "state")) {
		switch {
		case filepath.Base(path) == "state.json":
			all["state"] = append(all["state"], text...)
		case strings.Contains(path, "samples"):
			all["samples"] = append(all["samples"], text...)
		}
	}
	return all
}

// escaped are the forms of the canaries as they stand in a sink.
func escaped(written []byte) (found []string) {
	for i, c := range canaries() {
		for j, form := range echoForms(c) {
			quoted, _ := json.Marshal(form)
			if bytes.Contains(written, []byte(form)) || bytes.Contains(written, quoted[1:len(quoted)-1]) {
				found = append(found, fmt.Sprintf("canary %d in form %d", i, j))
			}
		}
	}
	return found
}

// TestCanaryForms holds that a secret that was sent and comes back in any form, picked under a name that says nothing and by a
// pick that says nothing either, is in no sink.
func TestCanaryForms(t *testing.T) {
	s, env := formsShop(t, "", true)
	all := sinks(t, s, env)
	for _, name := range []string{"stderr", "screen", "state", "samples"} {
		if found := escaped(all[name]); len(found) > 0 || len(all[name]) == 0 {
			t.Errorf("%s, of %d bytes, has %d: %s", name, len(all[name]), len(found), strings.Join(found[:min(len(found), 8)], ", "))
		}
	}
}

// TestCanaryFormsControl is the control: where nobody says that they are secrets, each sink has them.
func TestCanaryFormsControl(t *testing.T) {
	s, env := formsShop(t, ", secret: false", false)
	all := sinks(t, s, env)
	for _, name := range []string{"stderr", "screen", "state", "samples"} {
		if found := escaped(all[name]); len(found) < 40 {
			t.Errorf("%s, of %d bytes, has only %d", name, len(all[name]), len(found))
		}
	}
}

// TestCanaryFormsOpen holds that a pick which says that it is no secret shows and keeps its value, and does not show the secret that
// was sent where else it stands in the response: in what is kept of that, and on a terminal.
func TestCanaryFormsOpen(t *testing.T) {
	s, env := formsShop(t, ", secret: false", true)
	all := sinks(t, s, env)
	for _, name := range []string{"stderr", "state"} {
		if found := escaped(all[name]); len(found) < 40 {
			t.Errorf("%s, of %d bytes, has only %d", name, len(all[name]), len(found))
		}
	}
	if found := escaped(all["samples"]); len(found) > 0 || len(all["samples"]) == 0 {
		t.Errorf("samples, of %d bytes, have %s", len(all["samples"]), strings.Join(found, ", "))
	}
}
