package ui

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"dowse/client"
	"dowse/client/bodytest"
	"dowse/collections"
	"dowse/collections/long"
	"dowse/collections/vars"
	"dowse/ui/draw/theme"
)

// TestSavedBytesAreWhatWasSent holds that the file which w writes has the sum (SHA-256) of what was sent, and that a
// file which is there stays as it is.
func TestSavedBytesAreWhatWasSent(t *testing.T) {
	long.Test(t)
	bodies := bodytest.All(t)
	url := bodytest.Serve(t, bodies)
	c := client.New(client.Options{})
	defer c.Close()
	path := filepath.Join(t.TempDir(), "body")
	for n, body := range bodies {
		e, err := c.Send(context.Background(), collections.Request{URL: fmt.Sprintf("%s/%d", url, n)}, vars.NewScope())
		if err != nil {
			t.Fatalf("%s: %v", body.Name, err)
		}
		e.Document() // the screen shows it meanwhile
		if said, ok := writeBody(path, e)().(noticeMsg); !ok || said.role != theme.Good {
			t.Fatalf("%s: %+v", body.Name, said)
		}
		saved, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if sha256.Sum256(saved) != sha256.Sum256(body.Data) {
			t.Errorf("%s (%q, %d bytes) is another one in the file", body.Name, body.Codings, len(body.Data))
		}
		if n == len(bodies)-1 {
			said, _ := writeBody(path, e)().(noticeMsg)
			if after, err := os.ReadFile(path); said.role != theme.Bad || err != nil || !bytes.Equal(after, saved) {
				t.Errorf("a file that is there is written over: %+v, %v", said, err)
			}
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}
