package cli_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dowse/client/bodytest"
	"dowse/collections/long"
	"dowse/ui/cli"
)

// TestSentBytesAreWhatWasSent holds that what send -o writes, and what it prints to a pipe, has the sum (SHA-256) of what
// was sent: into a new file and over an old one that may be larger. What curl -o writes is what was received.
func TestSentBytesAreWhatWasSent(t *testing.T) {
	long.Test(t)
	bodies := bodytest.All(t)
	url := bodytest.Serve(t, bodies)
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("HOME", dir)
	old := bytes.Repeat([]byte("old"), 200_000)
	for n, body := range bodies {
		path, want := filepath.Join(dir, fmt.Sprint("body", n)), body.Data
		args := []string{"send", "--silent", "-o", path, fmt.Sprintf("%s/%d", url, n)}
		switch n % 4 {
		case 1:
			if err := os.WriteFile(path, old, 0o600); err != nil {
				t.Fatal(err)
			}
		case 2:
			args, want = []string{"curl", "-o", path, args[4]}, body.Wire // without --compressed
		case 3:
			args[3] = "-"
		}
		var out, said bytes.Buffer
		p := &cli.Program{In: strings.NewReader(""), Out: &out, Err: &said}
		if code := p.Run(context.Background(), args); code != 0 || said.Len() > 0 {
			t.Fatalf("%s: exit code %d, %s", body.Name, code, said.String())
		}
		got := out.Bytes()
		if n%4 != 3 {
			var err error
			if got, err = os.ReadFile(path); err != nil || out.Len() > 0 {
				t.Fatalf("%s: %d bytes on stdout, %v", body.Name, out.Len(), err)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		if sha256.Sum256(got) != sha256.Sum256(want) {
			t.Errorf("%s (%q, %d bytes) is another one: %q", body.Name, body.Codings, len(body.Data), args)
		}
	}
}
