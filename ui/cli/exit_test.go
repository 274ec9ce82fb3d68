package cli

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
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

// TestExitCodesListed holds that the manual names every exit code that there is, each once.
func TestExitCodesListed(t *testing.T) {
	source, err := os.ReadFile("exit.go")
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`(?m)^\t(exit\w+) += (\d+)$`).FindAllStringSubmatch(string(source), -1)
	if len(names) == 0 || len(names) != len(codes) {
		t.Errorf("there are %d codes, and %d in the manual", len(names), len(codes))
	}
	listed := exitCodes()
	for _, name := range names {
		code, err := strconv.Atoi(name[2])
		if lines := regexp.MustCompile(`(?m)^ +`+strconv.Itoa(code)+`  .+$`).FindAllString(listed, -1); err != nil || len(lines) != 1 {
			t.Errorf("%s, %d, is in %d lines of\n%s", name[1], code, len(lines), listed)
		}
	}
	if page := fill("<exit codes>\n"); !strings.Contains(page, listed) {
		t.Errorf("the page is %s", page)
	}
}
