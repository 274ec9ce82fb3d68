package theme_test

import (
	"strings"
	"testing"

	"dowse/ui/draw/theme"
)

// joined is what one who adds text to text makes of spans: each token of a run copies the run.
func joined(text string) (run string) {
	for i := range len(text) {
		run += text[i : i+1]
	}
	return run
}

// BenchmarkSpans measures the colours of 200 kB of brackets, beside one who joins the same brackets one by one.
//
//	go test ./ui/theme -run '^$' -bench Spans
func BenchmarkSpans(b *testing.B) {
	text := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			if spans := theme.Spans("application/json", text); len(spans) != 1 || spans[0].Text != text {
				b.Fatal("not one span")
			}
		}
	})
	b.Run("naive", func(b *testing.B) {
		for b.Loop() {
			joined(text)
		}
	})
}
