package bodytest_test

import (
	"bytes"
	"strings"
	"testing"

	"dowse/client/bodytest"
	"dowse/collections/long"
)

// TestEverySortIsThere holds that the bodies are of every sort: a test that saves them shows something. The control is
// that most of what is packed is other bytes on the wire.
func TestEverySortIsThere(t *testing.T) {
	long.Test(t)
	all := bodytest.All(t)
	found := map[string]int{}
	for _, b := range all {
		found["coding "+b.Codings]++
		found["type "+b.Type]++
		_, kind, _ := strings.Cut(b.Name, "(")
		found[strings.TrimSuffix(kind, ")")]++
		if b.Chunked {
			found["chunked"]++
		}
		if len(b.Data) == 0 {
			found["empty"]++
		}
		if len(b.Data) > 100_000 {
			found["large"]++
		}
		if b.Codings != "" && !bytes.Equal(b.Data, b.Wire) {
			found["packed"]++
		}
		if b.Codings == "" && !bytes.Equal(b.Data, b.Wire) {
			t.Errorf("%s is sent as it is, but as another one", b.Name)
		}
	}
	for _, sort := range []string{
		"coding ", "coding gzip", "coding deflate", "coding br", "coding zstd", "coding gzip, br", "type ", "type application/json", "packed", "chunked",
		"bytes", "JSON", "text", "UTF-8 with its mark", "UTF-16LE with its mark", "UTF-16BE with its mark", "UTF-16 cut", "empty", "large",
	} {
		if found[sort] < long.Size(2, 10) {
			t.Errorf("%d bodies are of the sort %q", found[sort], sort)
		}
	}
	t.Logf("%d bodies: %v", len(all), found)
}
