package cli_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"testing"
)

// The costs of a whole process. Their controls run in the same benchmark run:
//
//	go test ./ui/cli -run '^$' -bench Process

func BenchmarkProcessVersion(b *testing.B) {
	for b.Loop() {
		start(b, binary, "version")
	}
}

func BenchmarkProcessSend(b *testing.B) {
	url := loopback(b)
	for b.Loop() {
		start(b, binary, "send", "-s", url)
	}
}

// BenchmarkProcessCurl is the control of BenchmarkProcessSend.
func BenchmarkProcessCurl(b *testing.B) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		b.Skip("there is no curl to compare with")
	}
	url := loopback(b)
	for b.Loop() {
		start(b, curl, "-s", url)
	}
}

func start(b *testing.B, name string, args ...string) {
	b.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdout = io.Discard
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
}

func loopback(b *testing.B) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"ok": true}`)
	}))
	b.Cleanup(server.Close)
	return server.URL
}
