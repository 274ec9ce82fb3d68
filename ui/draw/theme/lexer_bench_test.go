package theme

import (
	"fmt"
	"strings"
	"testing"

	"dowse/ui/draw/theme/rules"
)

// BenchmarkPageOfYAML measures the colours of a page of 50 rows, beside lexers that are compiled for each row.
//
//	go test ./ui/draw/theme -run '^$' -bench PageOfYAML
func BenchmarkPageOfYAML(b *testing.B) {
	var rows []string
	for i := range 50 {
		rows = append(rows, fmt.Sprintf("    name_%d: [\"a string\", 12.5, true] # and why", i))
	}
	b.Run("kept", func(b *testing.B) {
		for b.Loop() {
			for _, row := range rows {
				Spans("application/yaml", row)
			}
		}
	})
	b.Run("compiled for each row", func(b *testing.B) {
		for b.Loop() {
			for _, row := range rows {
				if _, err := lex(newLexer(rules.YAML), "root", row); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// BenchmarkPageOfScript measures a page in the middle of a long script of HTML, where each row has 32 kB before
// it that say so, beside a page of the same rows as JavaScript, of which nothing before matters.
func BenchmarkPageOfScript(b *testing.B) {
	row := "  const total = items.filter(i => i.price < 10).map(`${name}`); // sum"
	before := []byte("<script>" + strings.Repeat(row+"\n", farthest/len(row)/2))
	for _, contentType := range []string{"text/html", "text/javascript"} {
		b.Run(contentType, func(b *testing.B) {
			for b.Loop() {
				for range 50 {
					SpansAfter(contentType, before, row)
				}
			}
		})
	}
}
