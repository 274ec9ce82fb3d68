package cli

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/vars"
)

// TestCanceledExit holds that a send which was cancelled ends as one does that was interrupted, and not as one that failed.
func TestCanceledExit(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	defer server.Close()
	c := client.New(client.Options{})
	defer c.Close()
	_, err := c.Send(ctx, collections.Request{URL: server.URL}, vars.NewScope())
	if got := exitCode(err); err == nil || got != exitCanceled {
		t.Errorf("it exits with %d: %v", got, err)
	}
}
