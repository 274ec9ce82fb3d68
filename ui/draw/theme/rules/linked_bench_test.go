package rules_test

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"dowse/ui/draw/theme/rules"
)

// initOfLexers is what GODEBUG=inittrace=1 says of chroma's own lexers: their milliseconds and allocations.
var initOfLexers = regexp.MustCompile(`init github.com/alecthomas/chroma/v2/lexers @[0-9.]+ ms, ([0-9.]+) ms clock, [0-9]+ bytes, ([0-9]+) allocs`)

// BenchmarkLinked measures what each process pays that links chroma's own lexers, which this test does, before
// it reads its first text; and what the grammars of this package cost, which nothing pays before a text of their
// language is shown.
//
//	go test ./ui/draw/theme/rules -run '^$' -bench Linked
func BenchmarkLinked(b *testing.B) {
	b.Run("lexers of chroma", func(b *testing.B) {
		if lexers.Get("yaml") == nil {
			b.Fatal("chroma has no lexer for YAML")
		}
		for b.Loop() {
			cmd := exec.Command(os.Args[0], "-test.run=^$")
			cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
			out, err := cmd.CombinedOutput()
			found := initOfLexers.FindSubmatch(out)
			if err != nil || found == nil {
				b.Fatalf("no line of chroma's lexers: %v\n%s", err, out)
			}
			clock, _ := strconv.ParseFloat(string(found[1]), 64)
			allocations, _ := strconv.ParseFloat(string(found[2]), 64)
			b.ReportMetric(clock, "init-ms")
			b.ReportMetric(allocations, "init-allocs")
		}
	})
	b.Run("ours, when YAML is first shown", func(b *testing.B) {
		for b.Loop() {
			lexer := chroma.MustNewLexer(&chroma.Config{Name: "dowse"}, rules.YAML)
			if _, err := chroma.Tokenise(lexer, nil, "a: 1"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
