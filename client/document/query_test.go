package document

import (
	"slices"
	"strings"
	"testing"

	"github.com/theory/jsonpath"
	"pgregory.net/rapid"
)

// anyQuery draws a query over the names that plainDocument uses.
var anyQuery = rapid.Custom(func(t *rapid.T) string {
	selector := rapid.SampledFrom([]string{
		"*", "0", "-1", "1", "-3", "'a'", `"b"`, "'d e'", "'名'", "'nope'", ":", "1:", ":-1", "::2", "::-1", "5:0:-2", "0:0", "::0",
		"?@.a", "?@.id", "?@ == 1", "?@.a == @.b", "?!@.a", "?@ != null", "?@[0] || @.b && @.a", "?length(@) > 1",
		"?count(@..*) > 2", "?match(@, 'a.*')", "?value(@..id) == 1", "?$.a == @.a", "?@.a < 'm'", "?@[?@.a]",
		"?@['a'] == @[\"b\"]", "?@.a[?@.b]", "?@ .a", "?@['\\u0061']", "?@.a..id", "?@.名 || @.*", "?length(@.a) == length($[0])", "?'@' == @.id",
	})
	shorthand := rapid.SampledFrom([]string{".a", ".b", ".id", ".名", ".*", "..a", "..id", "..*"})
	var b strings.Builder
	b.WriteByte('$')
	for range rapid.IntRange(0, 4).Draw(t, "segments") {
		b.WriteString(rapid.SampledFrom([]string{"", "", "", " ", "\n"}).Draw(t, "blank"))
		if rapid.Bool().Draw(t, "short") {
			b.WriteString(shorthand.Draw(t, "segment"))
			continue
		}
		b.WriteString(rapid.SampledFrom([]string{"", "", ".."}).Draw(t, "descend"))
		list := rapid.SliceOfN(selector, 1, 3).Draw(t, "selectors")
		b.WriteString("[" + strings.Join(list, ", ") + "]")
	}
	return b.String()
})

// TestSelectAgreesWithDecoded holds queries over the index to the same queries over the decoded value.
func TestSelectAgreesWithDecoded(t *testing.T) {
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		d := ParseJSON(wholeBody(t, plainDocument.Draw(t, "document")))
		src := anyQuery.Draw(t, "query")
		q, err := ParseQuery(src)
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, n := range d.Select(q) {
			got = append(got, d.Path(n).Normalized())
		}
		for _, n := range jsonpath.MustParse(src).SelectLocated(d.Decode(0)) {
			want = append(want, n.Path.String())
		}
		found += len(want)
		// Decoded objects have no order.
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%s over %s selects %q, want %q", src, d.Bytes(), got, want)
		}
	})
	if found == 0 {
		t.Error("no query selected anything")
	}
}

func TestTraceIsTheLongestPrefix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := ParseJSON([]byte(plainDocument.Draw(t, "document")))
		q, err := ParseQuery(anyQuery.Draw(t, "query"))
		if err != nil {
			t.Fatal(err)
		}
		if len(q.ends) != len(q.parsed.Segments()) {
			t.Fatalf("%q is cut into %d segments, has %d", q, len(q.ends), len(q.parsed.Segments()))
		}
		prefix, at := d.Trace(q)
		wantPrefix, wantAt := "$", []Node{0}
		for _, end := range q.ends {
			shorter, err := ParseQuery(q.String()[:end])
			if err != nil {
				t.Fatal(err)
			}
			if nodes := d.Select(shorter); len(nodes) > 0 {
				wantPrefix, wantAt = shorter.String(), nodes
			}
		}
		if prefix != wantPrefix || !slices.Equal(at, wantAt) {
			t.Fatalf("trace of %q is %q, %v; want %q, %v", q, prefix, at, wantPrefix, wantAt)
		}
	})
}

func TestTrace(t *testing.T) {
	d := ParseJSON([]byte(`{"data":[{"id":7,"it's ]":{"x":1}}]}`))
	for src, want := range map[string]string{
		"$.data[0].id":               "$.data[0].id",
		"$.data[0].uid":              "$.data[0]",
		"$.data[3].id":               "$.data",
		"$.items[*].id":              "$",
		"$..id.x":                    "$..id",
		`$.data[?@['it\'s ]'].x].no`: `$.data[?@['it\'s ]'].x]`,
		`$.data[0]["it's ]"].x.y`:    `$.data[0]["it's ]"].x`,
	} {
		q, err := ParseQuery(src)
		if err != nil {
			t.Fatal(err)
		}
		if got, at := d.Trace(q); got != want || len(at) != 1 {
			t.Errorf("%s is followed to %s (%v), want %s", src, got, at, want)
		}
	}
	for _, none := range []*Document{ParseJSON(nil), ParseText([]byte("hello"))} {
		q, _ := ParseQuery("$")
		if prefix, at := none.Trace(q); prefix != "" || at != nil || none.Select(q) != nil {
			t.Errorf("a body without values is followed to %q, %v", prefix, at)
		}
	}
}

func TestQueryErrors(t *testing.T) {
	for src, want := range map[string]string{
		"":                                   "path ``: unexpected end of input; a path begins with `$`, which is the whole body",
		"data.id":                            "path `data.id`: unexpected identifier at position 1; a path begins with `$`: write `$.data.id`",
		"[0].id":                             "path `[0].id`: unexpected '[' at position 1; write `$[0].id`",
		"$.id ":                              "path `$.id `: unexpected blank space at position 5; remove the blank space around it",
		"$.data.":                            "path `$.data.`: unexpected end at position 8; a name or `*` must follow a dot",
		"$.user-id":                          "path `$.user-id`: invalid number literal at position 7; a name with anything but letters, digits and `_` is written as ['a-name']",
		"$[?@.a==]":                          "path `$[?@.a==]`: unexpected ']' at position 9",
		"$.a\n\x1b":                          "path `$.a\\n\\x1b`: unexpected blank space at position 4",
		"$" + strings.Repeat(".a", maxQuery): "the path is 131073 bytes long; the longest accepted is 65536",
	} {
		if _, err := ParseQuery(src); err == nil || err.Error() != want {
			t.Errorf("%.20q:\n got %v\nwant %s", src, err, want)
		}
	}
}

// TestMatch covers what the library alone gets wrong: arguments that select nothing, and alternatives.
// TestStrayNot refuses what the library takes for a negated query; RFC 9535 section 2.3.5.1 has no such thing.
func TestStrayNot(t *testing.T) {
	for _, src := range []string{"$[?!1]", "$[?! 1]", "$[?!'a']", "$[?!true]"} {
		if _, err := ParseQuery(src); err == nil {
			t.Errorf("%s: accepted", src)
		}
	}
	for _, src := range []string{"$[?!@.a]", "$[?!$.a]", "$[?!(@.a)]", "$['!1']", "$[?@.a == '!1']"} {
		if _, err := ParseQuery(src); err != nil {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func TestMatch(t *testing.T) {
	d := ParseJSON([]byte(`[{"s":"ab"},{"s":"xab"},{"s":"b"},{"s":1},{},{"s":"a\nb"}]`))
	for src, want := range map[string][]int{
		"$[?match(@.s, 'ab')]":         {0},
		"$[?match(@.s, 'a|b')]":        {2},
		"$[?match(@.s, 'a.b')]":        {},
		"$[?match(@.s, 'a)(b')]":       {},
		"$[?match(@.s, @.t)]":          {},
		"$[?!match(@.s, '.*')]":        {3, 4, 5},
		"$[?search(@.s, 'a|y')]":       {0, 1, 5},
		"$[?search(@.none, 'a')]":      {},
		"$[?search(@.s, '[')]":         {},
		"$[?match(value(@..s), 'b+')]": {2},
	} {
		q, err := ParseQuery(src)
		if err != nil {
			t.Fatal(err)
		}
		got := []int{}
		for _, n := range d.Select(q) {
			got = append(got, d.Index(n))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s selects %v, want %v", src, got, want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("the library's own match copes by now; functions may go")
		}
	}()
	jsonpath.MustParse("$[?match(@.none, 'a')]").Select(d.Decode(0))
}

func TestSingular(t *testing.T) {
	for src, want := range map[string]bool{"$": true, "$.a[0]['b']": true, "$[-1]": true, "$.*": false, "$..a": false, "$[0,1]": false, "$[0:1]": false, "$[?@]": false} {
		if q, err := ParseQuery(src); err != nil || q.Singular() != want {
			t.Errorf("%s: singular %t, %v", src, q.Singular(), err)
		}
	}
	var zero Query
	if zero.Singular() || ParseJSON([]byte("1")).Select(zero) != nil {
		t.Error("the zero query selects something")
	}
}
