package input_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"dowse/ui/terminal/input"
)

// inReads is a text as a terminal gives it: so many bytes a read.
func inReads(text string, size int) []string {
	var reads []string
	for len(text) > size {
		reads, text = append(reads, text[:size]), text[size:]
	}
	return append(reads, text)
}

// TestLongSequences holds that no part of a sequence is typed, however long it is.
func TestLongSequences(t *testing.T) {
	long := strings.Repeat("A", 1<<20)
	for name, sequence := range map[string]string{
		"OSC to BEL": "\x1b]52;c;" + long + "\a", "OSC to ST": "\x1b]11;" + long + "\x1b\\", "DCS": "\x1bP1$r" + long + "\x1b\\",
		"APC": "\x1b_G" + long + "\x1b\\", "an OSC without end": "\x1b]11;" + long + "\x1b[", "CSI": "\x1b[" + strings.Repeat("1;", 1<<19) + "m",
		"a CSI that is cut short": "\x1b[" + strings.Repeat("1;", 1<<19),
	} {
		want := []string{"j"}
		next := "j"
		if strings.HasSuffix(sequence, "[") {
			next, want = "A", []string{"\x1b[A"}
		}
		if name == "a CSI that is cut short" {
			next, want = "\x1b[A", []string{"\x1b[A"}
		}
		for _, size := range []int{1000, 4095, 64 << 10, 2 << 20} {
			got := sent(append(inReads(sequence, size), next)...)
			if strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("%s in reads of %d: %d events, the first %.40q, want %q", name, size, len(got), got, want)
			}
		}
	}
}

// TestAStringThatStopsIsOver holds that keys are keys again when the rest of a control string does not come.
func TestAStringThatStopsIsOver(t *testing.T) {
	var tr input.Translator
	tr.Feed([]byte("\x1b]11;" + strings.Repeat("A", 100_000) + "\x1b"))
	if tr.Wait() != 500*time.Millisecond {
		t.Errorf("the rest has %v", tr.Wait())
	}
	if got := tr.Flush(); len(got) > 0 {
		t.Errorf("it is typed: %.40q", got)
	}
	if got := tr.Feed([]byte("j")); len(got) != 1 || got[0].Keys != "j" {
		t.Errorf("the next key is %q", got)
	}
}

// naive finds the end of a control string as one does who keeps it: each read is looked through from its start.
func naive(reads []string) (end int) {
	var held []byte
	for _, read := range reads {
		held = append(bytes.Clone(held), read...)
		end = -1
		for i, c := range held {
			if c == '\a' {
				end = i
				break
			}
		}
	}
	return end
}

// BenchmarkInput measures what a flood costs: of keys, and of one string of 1 MB, beside one who keeps it.
//
//	go test ./ui/terminal/input -run '^$' -bench Input
func BenchmarkInput(b *testing.B) {
	const read = 4095 // what Linux gives at most
	feed := func(b *testing.B, text string) {
		reads := inReads(text, read)
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			var t input.Translator
			for _, r := range reads {
				t.Feed([]byte(r))
			}
		}
	}
	osc := "\x1b]52;c;" + strings.Repeat("A", 1<<20) + "\a"
	b.Run("keys/5000", func(b *testing.B) { feed(b, strings.Repeat("\x1b[B", 5000)) })
	b.Run("keys/50000", func(b *testing.B) { feed(b, strings.Repeat("\x1b[B", 50_000)) })
	b.Run("string/ours", func(b *testing.B) { feed(b, osc) })
	b.Run("string/naive", func(b *testing.B) {
		reads := inReads(osc, read)
		b.SetBytes(int64(len(osc)))
		for b.Loop() {
			naive(reads)
		}
	})
}
