package diff

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/client/document"
	"dowse/collections/long"
)

// told is a diff as lines: the sign, where, and what.
func told(d *Diff) []string {
	var all []string
	text := func(doc *document.Document, n document.Node) string {
		if n == document.None {
			return ""
		}
		return " " + string(doc.Source(n))
	}
	for _, c := range d.Changes {
		path := ""
		switch {
		case c.New != document.None:
			path = d.New.Path(c.New).String()
		case c.Old != document.None:
			path = d.Old.Path(c.Old).String()
		}
		line := string("+-~>"[c.Kind]) + " " + path
		if c.Kind != Moved {
			line += text(d.Old, c.Old) + text(d.New, c.New)
		} else {
			line += fmt.Sprintf(" from %d", d.Old.Index(c.Old))
		}
		if c.TextOnly {
			line += " text only"
		}
		all = append(all, line)
	}
	return all
}

func compare(t rapid.TB, old, new *document.Document) *Diff {
	t.Helper()
	d, err := Compare(context.Background(), old, new)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCompareValues(t *testing.T) {
	for _, test := range []struct {
		name, old, new string
		want           []string
	}{
		{"the same", `{"a":1}`, `{"a":1}`, nil},
		{"blank space and order", `{"a":1,"b":[2,{"c":"é"}]}`, "{ \"b\": [2, {\"c\":\"\\u00e9\"}],\n\"a\": 1}", nil},
		{"a value", `{"a":1,"b":2}`, `{"a":1,"b":3}`, []string{"~ $.b 2 3"}},
		{"a kind", `{"a":[1]}`, `{"a":{"b":1}}`, []string{`~ $.a [1] {"b":1}`}},
		{"a member more", `{"a":1,"c":3}`, `{"a":1,"b":2,"c":3}`, []string{"+ $.b 2"}},
		{"a member less", `{"a":1,"b":2,"c":3}`, `{"a":1,"c":3}`, []string{"- $.b 2"}},
		{"names twice", `{"a":1,"a":2}`, `{"a":1,"b":0,"a":3}`, []string{"+ $.b 0", "~ $.a 2 3"}},
		{"names twice, in another order", `{"a":1,"a":2}`, `{"a":2,"a":1}`, []string{"~ $.a 1 2", "~ $.a 2 1"}},
		{"one value, two texts", `[1,100,-0.0,0.5]`, `[1.0,1e2,0,5e-1]`,
			[]string{"~ $[0] 1 1.0 text only", "~ $[1] 100 1e2 text only", "~ $[2] -0.0 0 text only", "~ $[3] 0.5 5e-1 text only"}},
		{"a number that goes on", `[12]`, `[123]`, []string{"~ $[0] 12 123"}},
		{"a number and its text", `["1"]`, `[1]`, []string{`~ $[0] "1" 1`}},
		{"true and false", `[true,null]`, `[false,true]`, []string{"+ $[0] false", "- $[1] null"}},
		{"items by id", `[{"id":1,"v":1},{"id":2,"v":2},{"id":3,"v":3}]`, `[{"id":3,"v":3},{"id":1,"v":1},{"id":2,"v":9}]`,
			[]string{"> $[0] from 2", "~ $[2].v 2 9"}},
		{"an item more", `[{"id":1},{"id":2}]`, `[{"id":1},{"id":7},{"id":2}]`, []string{`+ $[1] {"id":7}`}},
		{"an item less", `[{"id":1},{"id":2},{"id":3}]`, `[{"id":1},{"id":3}]`, []string{`- $[1] {"id":2}`}},
		{"items by place", `[{"v":1},{"v":1},{"v":2}]`, `[{"v":1},{"v":1},{"v":3}]`, []string{"~ $[2].v 2 3"}},
		{"a name that changed", `[{"name":"a","v":1}]`, `[{"name":"b","v":1}]`, []string{`~ $[0].name "a" "b"`}},
		{"scalars", `[1,2,3,4,5]`, `[1,3,4,9,5]`, []string{"- $[1] 2", "+ $[3] 9"}},
		{"a scalar that moved", `[1,2,3,4,5]`, `[5,1,2,3,4]`, []string{"> $[0] from 4"}},
		{"filled", `{"a":[]}`, `{"a":[1]}`, []string{"+ $.a[0] 1"}},
		{"nothing and something", ``, `[1]`, []string{"+ $ [1]"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := told(compare(t, document.ParseJSON([]byte(test.old)), document.ParseJSON([]byte(test.new))))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCompareLines(t *testing.T) {
	old, new := "one\ntwo\nthree\nfour\n", "one\nthree\nfive\nfour\nsix\n"
	d := compare(t, document.ParseText([]byte(old)), document.ParseText([]byte(new)))
	if diff := cmp.Diff([]int{2, 1, 0, 0}, []int{d.Added, d.Removed, d.Changed, d.Moved}); diff != "" {
		t.Errorf("added, removed, changed, moved: %s", diff)
	}
}

// TestCompareFormats: a body of one format against one of another is compared as text, and says so.
func TestCompareFormats(t *testing.T) {
	d := compare(t, document.ParseText([]byte("{\n<h1>\n}")), document.ParseJSON([]byte("{\n\"a\":1\n}")))
	if d.Total() != 1 || d.Changed != 1 || len(d.Notes) == 0 || d.New.Kind(0) != document.Line {
		t.Errorf("%v, notes %q", told(d), d.Notes)
	}
}

func TestMatches(t *testing.T) {
	old := document.ParseJSON([]byte(`{"orders":[{"id":1,"sku":"a"},{"id":2,"sku":"a"}],"other":[1,2]}`))
	new := document.ParseJSON([]byte(`{"orders":[{"id":2,"sku":"a"},{"id":1,"sku":"a"}],"other":[1,3]}`))
	d := compare(t, old, new)
	m, ok := d.NewMatch(new.Member(0, "orders"))
	if !ok || m.How != ByKey || m.Key != "id" || m.Old != old.Member(0, "orders") {
		t.Errorf("orders: %v, %v", m, ok)
	}
	if m, ok := d.OldMatch(old.Member(0, "other")); !ok || m.How != ByContent {
		t.Errorf("other: %v, %v", m, ok)
	}
	if _, ok := d.NewMatch(0); ok {
		t.Error("an object has a match of items")
	}
}

// TestKeys: which member tells items apart.
func TestKeys(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{`[{"name":"a","id":1},{"name":"b","id":2}]`, `[{"name":"a","id":3},{"name":"c","id":2}]`, "id"},
		{`[{"id":1,"uuid":"a"},{"id":1,"uuid":"b"}]`, `[{"id":1,"uuid":"b"},{"id":1,"uuid":"c"}]`, "uuid"},
		{`[{"id":1,"name":"a"},{"name":"b"}]`, `[{"id":1,"name":"b"},{"name":"a"}]`, "name"},
		{`[{"total":1,"order_id":1},{"total":2,"order_id":2}]`, `[{"total":1,"order_id":2},{"total":2,"order_id":3}]`, "order_id"},
		{`[{"t":"a"},{"t":"b"}]`, `[{"t":"b"},{"t":"a"}]`, "t"},
		{`[{"t":"a"},{"t":"b"}]`, `[{"t":"c"},{"t":"d"}]`, ""},
		{`[{"id":{}},{"id":[]}]`, `[{"id":1},{"id":2}]`, ""},
		{`[{"id":1},5]`, `[{"id":1},6]`, ""},
	} {
		d := compare(t, document.ParseJSON([]byte(test.old)), document.ParseJSON([]byte(test.new)))
		if len(d.Matches) == 0 || d.Matches[0].Key != test.want {
			t.Errorf("%s: %v, want %q", test.old, d.Matches, test.want)
		}
	}
}

// countdown is a context that ends when it was asked so often.
type countdown struct {
	context.Context
	left, asked int
}

func (c *countdown) Err() error {
	if c.asked++; c.asked > c.left {
		return context.Canceled
	}
	return nil
}

// TestCancel: wherever a comparison is, it ends soon after the context does.
func TestCancel(t *testing.T) {
	long.Test(t)
	one, two := orders(1_000_000, false, false)
	three, four := orders(1_000_000, true, true)
	for _, bodies := range [][2]*document.Document{
		{document.ParseJSON(one), document.ParseJSON(two)},
		{document.ParseJSON(three), document.ParseJSON(append(four, ' '))},
		{document.ParseText(three), document.ParseText(four)},
		{document.ParseText(three), document.ParseJSON(one)},
	} {
		for left := 0; ; left++ {
			ctx := &countdown{Context: context.Background(), left: left}
			d, err := Compare(ctx, bodies[0], bodies[1])
			if err == nil {
				if left < 3 {
					t.Errorf("the context was asked %d times", left)
				}
				break
			}
			if !errors.Is(err, context.Canceled) || d != nil || ctx.asked > left+2 {
				t.Fatalf("%v, %v; asked %d times after it ended", d, err, ctx.asked-left)
			}
		}
	}
}

// TestMemory: what a comparison takes is less than the bodies. The control, which decodes them, takes several times as
// much.
func TestMemory(t *testing.T) {
	one, two := orders(2_000_000, false, true)
	old, new := document.ParseJSON(one), document.ParseJSON(two)
	taken := func(f func()) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		return (after.TotalAlloc - before.TotalAlloc) * 100 / uint64(len(one)+len(two))
	}
	if got := taken(func() { compare(t, old, new) }); got > 60 {
		t.Errorf("comparing takes %d %% of the bodies", got)
	}
	if got := taken(func() { walk(old.Decode(0), new.Decode(0)) }); got < 200 {
		t.Errorf("decoding takes %d %% of the bodies: the control controls nothing", got)
	}
}

// TestLarge: where bodies differ that are too large to be compared.
func TestLarge(t *testing.T) {
	d := &Diff{Old: document.ParseJSON([]byte(`[1,2,3]`)), New: document.ParseJSON([]byte(`[1,2,4]`))}
	d.large(5)
	if diff := cmp.Diff([]string{"~ $[2] 3 4"}, told(d)); diff != "" || len(d.Notes) != 1 {
		t.Error(diff, d.Notes)
	}
}

// TestBinary: of bodies without text it is said where they differ.
func TestBinary(t *testing.T) {
	binary := func(body string) *document.Document {
		return document.Parse([]byte(body), document.Hint{Format: document.Binary})
	}
	d := compare(t, binary("abc\x00d"), binary("abc\x00e"))
	if d.Changed != 1 || len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "byte 4") {
		t.Errorf("%v %q", d.Changes, d.Notes)
	}
	if d := compare(t, binary("abc"), binary("abc")); !d.Same || d.Total() != 0 {
		t.Errorf("%v", d)
	}
}

// TestLinesOfJSON: lines of JSON are an array, and that of one line is not the array in it.
func TestLinesOfJSON(t *testing.T) {
	lines := func(body string) *document.Document {
		return document.Parse([]byte(body), document.Hint{Format: document.NDJSON})
	}
	d := compare(t, lines("{\"id\":1}\n{\"id\":2}\n"), lines("{\"id\":2}\n{\"id\":1,\"v\":3}\n"))
	if diff := cmp.Diff([]string{"> $[0] from 1", "+ $[1].v 3"}, told(d)); diff != "" {
		t.Error(diff)
	}
	if d := compare(t, lines("[1]"), document.ParseJSON([]byte("[1]"))); d.Total() != 1 {
		t.Errorf("%v", told(d))
	}
}

// TestTooManyEdits: what takes too many edits is compared by place, within a bounded time, and says so.
func TestTooManyEdits(t *testing.T) {
	var old, new strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&old, "%d\n", i*7%13)
		fmt.Fprintf(&new, "%d\n", i*11%17+i%3*1000)
	}
	d := compare(t, document.ParseText([]byte(old.String())), document.ParseText([]byte(new.String())))
	if len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "lines are compared by their place") {
		t.Errorf("%q", d.Notes)
	}
}

// TestDeep: values as deep as there are, with a change in the innermost.
func TestDeep(t *testing.T) {
	deep := func(inner string) *document.Document {
		return document.ParseJSON([]byte(strings.Repeat("[0,", 9_990) + inner + strings.Repeat(",1]", 9_990)))
	}
	d := compare(t, deep("5"), deep("6"))
	if d.Total() != 1 || d.Changed != 1 {
		t.Errorf("%d changes", d.Total())
	}
	if d := compare(t, deep("[5]"), deep("[7,[5]]")); d.Total() != 2 {
		t.Errorf("%d changes", d.Total())
	}
}
