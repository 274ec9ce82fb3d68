package find_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"dowse/client/document"
	"dowse/client/find"
	"dowse/collections/long"
)

// records makes an array of records of about size bytes: the same bytes for the same arguments. Each has an escape or
// two, one of them an "é", which names have as it is.
func records(size int, pretty bool) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	names := []string{"Zoë Müller", "山田太郎", "Иван Петров", "José Ñandú", "Jane Doe", "🎉 Li Wei"}
	words := strings.Fields("alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa")
	var b bytes.Buffer
	b.WriteByte('[')
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		var notes strings.Builder
		for range 40 {
			notes.WriteString(words[r.IntN(len(words))] + " ")
		}
		text := fmt.Sprintf(`{"id":%d,"uuid":"%016x","name":%q,"active":%t,"score":%.4f,"email":"user%d@example.com",`+
			`"address":{"street":"%d %s st","geo":{"lat":%.6f,"lng":%.6f}},"tags":[%q,%q],"manager":null,"notes":"%s\"q\" \u00e9\n","codes":[%d,%d]}`,
			i, r.Uint64(), names[r.IntN(len(names))], i%2 == 0, r.Float64()*1000, i, r.IntN(999), words[r.IntN(len(words))], r.Float64()*180-90,
			r.Float64()*360-180, words[r.IntN(len(words))], words[r.IntN(len(words))], notes.String(), r.IntN(10), r.IntN(100000))
		if pretty {
			_ = json.Indent(&b, []byte(text), "  ", "  ")
		} else {
			b.WriteString(text)
		}
	}
	b.WriteByte(']')
	return b.Bytes()
}

// newlineCount is T, one pass over the body by the fastest means: the least of several.
func newlineCount(body []byte) time.Duration {
	least := time.Duration(math.MaxInt64)
	for range 10 {
		start := time.Now()
		bytes.Count(body, []byte{'\n'})
		least = min(least, time.Since(start))
	}
	return least
}

// benchBodies runs over bodies of 10 MB, and of 100 MB at full size.
func benchBodies(b *testing.B, run func(b *testing.B, d *document.Document)) {
	size := long.Size(10, 100)
	for _, indented := range []bool{true, false} {
		d := document.ParseJSON(records(size*1_000_000, indented))
		b.Run(fmt.Sprintf("%s/%dMB", map[bool]string{true: "pretty", false: "minified"}[indented], size), func(b *testing.B) { run(b, d) })
	}
}

// inT times a look through a body in T.
func inT(b *testing.B, body []byte, look func() int) {
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	hits := 0
	for b.Loop() {
		hits = look()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(newlineCount(body)), "T")
	b.ReportMetric(float64(hits), "hits")
}

// BenchmarkSearch is what is held to 10 T, its metric T; a look in any case but for "capitals". The look in nodes is what
// a tree does, that in characters what the text as it came does.
func BenchmarkSearch(b *testing.B) {
	for _, c := range []struct{ name, words string }{
		{"rare", "zebra crossing"}, {"rareLetters", "quiz"}, {"frequentLetters", "teaser"}, {"fourHits", "user4242@"}, {"frequent", "kilo"},
		{"kelvin", "kks"}, {"escaped", "q\" é"}, {"escapedRare", "café"}, {"cyrillic", "перец"}, {"cjk", "山川"}, {"capitals", "NoSuch"}, {"one", "~"},
	} {
		for _, where := range []string{"nodes", "characters"} {
			b.Run(c.name+"/"+where, func(b *testing.B) {
				benchBodies(b, func(b *testing.B, d *document.Document) {
					inT(b, d.Bytes(), func() int { return len(found(scanOf(where, d, find.Words(c.words)))) })
				})
			})
		}
	}
}

func scanOf(where string, d *document.Document, p *find.Pattern) *find.Scan {
	if where == "nodes" {
		return find.Nodes(d, p)
	}
	return find.Characters(d, p)
}

// BenchmarkSearchRegexp is a look for expressions: with a text that every match has, and without.
func BenchmarkSearchRegexp(b *testing.B) {
	for _, text := range []string{`zebra\d+`, `user4242\d@`, `zebra\d|lynx`, `[xz]{3}`} {
		p, err := find.Regexp(text)
		if err != nil {
			b.Fatal(err)
		}
		for _, where := range []string{"nodes", "characters"} {
			b.Run(text+"/"+where, func(b *testing.B) {
				benchBodies(b, func(b *testing.B, d *document.Document) {
					inT(b, d.Bytes(), func() int { return len(found(scanOf(where, d, p))) })
				})
			})
		}
	}
}

// BenchmarkSearchFirst is the first step of a look for what is everywhere: what a person waits for.
func BenchmarkSearchFirst(b *testing.B) {
	benchBodies(b, func(b *testing.B, d *document.Document) {
		inT(b, d.Bytes(), func() int {
			hits, _ := find.Nodes(d, find.Words("kilo")).Step(b.Context(), 0)
			return len(hits)
		})
	})
}

// BenchmarkSearchMarkup is the look through the nodes of HTML.
func BenchmarkSearchMarkup(b *testing.B) {
	var body bytes.Buffer
	for i := 0; body.Len() < 5_000_000; i++ {
		fmt.Fprintf(&body, "<div class=\"card row%d\" id=c%d>\n  <h2>alpha &amp; caf&eacute;</h2>\n  <p>bravo <a href=\"/%d?a=1&amp;b=2\">more</a> and <em>less</em>\n</div>\n", i%7, i, i)
	}
	d := document.Parse(body.Bytes(), document.Hint{Format: document.HTML})
	for _, words := range []string{"zebra", "café", "row3"} {
		b.Run(words, func(b *testing.B) {
			inT(b, d.Bytes(), func() int { return len(found(find.Nodes(d, find.Words(words)))) })
		})
	}
}

// BenchmarkNaive is the plain way, for comparison: a copy in small letters, and Go's (?i). Neither decodes anything.
func BenchmarkNaive(b *testing.B) {
	b.Run("ToLower", func(b *testing.B) {
		benchBodies(b, func(b *testing.B, d *document.Document) {
			inT(b, d.Bytes(), func() int { return bytes.Count(bytes.ToLower(d.Bytes()), []byte("zebra crossing")) })
		})
	})
	b.Run("regexp", func(b *testing.B) {
		re := regexp.MustCompile("(?i)zebra crossing")
		benchBodies(b, func(b *testing.B, d *document.Document) {
			inT(b, d.Bytes(), func() int { return len(re.FindAllIndex(d.Bytes(), -1)) })
		})
	})
}
