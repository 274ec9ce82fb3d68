package client

import (
	"strings"
	"testing"
)

// TestPanickingDecoder holds that a decoder that panics fails its body alone. None is known that does: what comes here has
// nothing to read from.
func TestPanickingDecoder(t *testing.T) {
	u := (&Exchange{}).undo(t.Context(), nil, nil, []string{"gzip"}, Limits{})
	if err := u.wait(t.Context()); err == nil || !strings.Contains(err.Error(), "the decoder failed") {
		t.Errorf("%v", err)
	}
}
