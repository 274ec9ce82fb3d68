package client_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"testing"

	"dowse/client"
	"dowse/client/bodytest"
	"dowse/collections"
	"dowse/collections/long"
	"dowse/collections/vars"
)

// TestBytesAreWhatWasSent sends bodies of every sort, packed and not, with a length and without: what is saved has the
// sum (SHA-256) of what was sent, and what was received that of what was on the wire.
func TestBytesAreWhatWasSent(t *testing.T) {
	long.Test(t)
	bodies := bodytest.All(t)
	url := bodytest.Serve(t, bodies)
	c := client.New(client.Options{})
	defer c.Close()
	for n, body := range bodies {
		e, err := c.Send(context.Background(), collections.Request{URL: fmt.Sprintf("%s/%d", url, n)}, vars.NewScope())
		if err != nil {
			t.Fatalf("%s: %v", body.Name, err)
		}
		e.Document() // whoever looks at it changes nothing
		for wire, want := range map[bool][]byte{false: body.Data, true: body.Wire} {
			saved := sha256.New()
			if err := e.Response.WriteBody(saved, wire); err != nil {
				t.Fatal(err)
			}
			if sum := sha256.Sum256(want); !bytes.Equal(saved.Sum(nil), sum[:]) {
				t.Errorf("%s (%q, %d bytes) is another one when it is saved; as received: %v", body.Name, body.Codings, len(body.Data), wire)
			}
		}
	}
}
