package client_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"dowse/client"
	"dowse/collections"
)

func benchServer(b *testing.B, size int) string {
	body := make([]byte, size)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(body) }))
	b.Cleanup(s.Close)
	b.SetBytes(int64(size))
	return s.URL
}

// BenchmarkSendKept sends over a kept connection; the controls are net/http's own client and curl, one
// process of it for all requests, in the same run.
func BenchmarkSendKept(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"1KB", 1 << 10}, {"16MB", 16 << 20}} {
		b.Run("dowse/"+size.name, func(b *testing.B) {
			request := collections.Request{URL: benchServer(b, size.bytes)}
			c := client.New(client.Options{})
			defer c.Close()
			for b.Loop() {
				if _, err := c.Send(b.Context(), request, scopeOf()); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("control/"+size.name, func(b *testing.B) {
			url := benchServer(b, size.bytes)
			for b.Loop() {
				response, err := http.Get(url)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.ReadAll(response.Body); err != nil {
					b.Fatal(err)
				}
				response.Body.Close()
			}
		})
		b.Run("curl/"+size.name, func(b *testing.B) {
			curl, err := exec.LookPath("curl")
			if err != nil {
				b.Skip("there is no curl to compare with")
			}
			url := benchServer(b, size.bytes)
			var config strings.Builder
			for range b.N {
				fmt.Fprintf(&config, "url = %q\noutput = \"/dev/null\"\n", url)
			}
			cmd := exec.Command(curl, "--silent", "--fail", "--config", "-")
			cmd.Stdin = strings.NewReader(config.String())
			b.ResetTimer()
			if err := cmd.Run(); err != nil {
				b.Fatal(err)
			}
		})
	}
}
