package diff

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dowse/client/document"
)

// value draws the text of a JSON value. There are few names and values, so that two documents have much in common.
func value(t *rapid.T, depth int) string {
	kinds := []int{2, 3, 4, 0, 1}
	if depth == 0 {
		kinds = kinds[3:]
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case 2:
		return list(t, func() string { return value(t, depth-1) })
	case 3:
		return object(t, depth)
	case 4:
		return list(t, func() string {
			return fmt.Sprintf(`{"id":%d,"v":%s}`, rapid.IntRange(0, 9).Draw(t, "id"), value(t, depth-1))
		})
	case 1:
		return rapid.SampledFrom([]string{"0", "1", "1.0", "10e-1", "2", "-0", "true", "false", "null"}).Draw(t, "scalar")
	}
	return rapid.SampledFrom([]string{`""`, `"a"`, `"\u0061"`, `"é"`, `"\u00e9"`, `"\ud800"`, "\"\xff\"", `"1"`, `"a b"`}).Draw(t, "text")
}

func list(t *rapid.T, item func() string) string {
	var items []string
	for range rapid.IntRange(0, 6).Draw(t, "items") {
		items = append(items, item())
	}
	return "[" + strings.Join(items, rapid.SampledFrom([]string{",", " , ", ",\n"}).Draw(t, "comma")) + "]"
}

func object(t *rapid.T, depth int) string {
	var members []string
	for range rapid.IntRange(0, 4).Draw(t, "members") {
		name := rapid.SampledFrom([]string{`"a"`, `"b"`, `"\u0062"`, `"c"`, `"id"`}).Draw(t, "name")
		members = append(members, name+":"+value(t, depth-1))
	}
	return "{" + strings.Join(members, ",") + "}"
}

// edited draws a document and another that is somewhat like it.
func edited(t *rapid.T) (old, new *document.Document) {
	text := value(t, 3)
	d := document.ParseJSON([]byte(text))
	if rapid.IntRange(0, 3).Draw(t, "another") == 0 {
		return d, document.ParseJSON([]byte(value(t, 3)))
	}
	n := document.Node(rapid.IntRange(0, d.Len()-1).Draw(t, "edited"))
	start, end := d.Span(n)
	return d, document.ParseJSON([]byte(text[:start] + value(t, 2) + text[end:]))
}

// model is a document decoded with all that counts in a comparison: members of one name are kept, in their order,
// those of different names in none.
func model(d *document.Document, n document.Node) any {
	switch d.Kind(n) {
	case document.Array:
		items := []any{}
		for c := range d.Children(n) {
			items = append(items, model(d, c))
		}
		return items
	case document.Object:
		members := map[string][]any{}
		for c := range d.Children(n) {
			key, _ := d.Key(c)
			members[key] = append(members[key], model(d, c))
		}
		return members
	}
	return fmt.Sprint(d.Kind(n), d.Text(n))
}

// patch applies a diff to its old document. Of the new one it reads what was added and what values were changed to,
// and the places of what was added or moved.
type patch struct {
	diff           *Diff
	removed, moved map[document.Node]bool
	changed        map[document.Node]document.Node
	inserted       map[document.Node]map[int]Change // by the new array, and the place in it
}

func newPatch(d *Diff) *patch {
	p := &patch{d, map[document.Node]bool{}, map[document.Node]bool{}, map[document.Node]document.Node{}, map[document.Node]map[int]Change{}}
	for _, c := range d.Changes {
		switch c.Kind {
		case Removed:
			p.removed[c.Old] = true
			continue
		case Changed:
			p.changed[c.Old] = c.New
			continue
		case Moved:
			p.moved[c.Old] = true
		}
		if parent := d.New.Parent(c.New); parent != document.None {
			if p.inserted[parent] == nil {
				p.inserted[parent] = map[int]Change{}
			}
			p.inserted[parent][d.New.Index(c.New)] = c
		}
	}
	return p
}

// value is o after the diff; n is the new value that it became, whose content is not looked at.
func (p *patch) value(o, n document.Node) any {
	if to, ok := p.changed[o]; ok {
		return model(p.diff.New, to)
	}
	switch p.diff.Old.Kind(o) {
	case document.Array:
		return p.array(o, n)
	case document.Object:
		return p.object(o, n)
	}
	return model(p.diff.Old, o)
}

func (p *patch) array(o, n document.Node) any {
	var kept []document.Node
	for c := range p.diff.Old.Children(o) {
		if !p.removed[c] && !p.moved[c] {
			kept = append(kept, c)
		}
	}
	items, at := []any{}, 0
	for c := range p.diff.New.Children(n) {
		switch change, ok := p.inserted[n][at]; {
		case ok && change.Kind == Added:
			items = append(items, model(p.diff.New, c))
		case ok:
			items = append(items, p.value(change.Old, c))
		case len(kept) == 0:
			return "an item too many"
		default:
			items = append(items, p.value(kept[0], c))
			kept = kept[1:]
		}
		at++
	}
	if len(kept) > 0 {
		return "an item too few"
	}
	return items
}

func (p *patch) object(o, n document.Node) any {
	news := map[string][]document.Node{}
	for c := range p.diff.New.Children(n) {
		key, _ := p.diff.New.Key(c)
		news[key] = append(news[key], c)
	}
	members := map[string][]any{}
	for c := range p.diff.Old.Children(o) {
		if key, _ := p.diff.Old.Key(c); !p.removed[c] {
			if len(news[key]) == 0 {
				return "a member too many"
			}
			members[key] = append(members[key], p.value(c, news[key][0]))
			news[key] = news[key][1:]
		}
	}
	for _, c := range p.inserted[n] {
		key, _ := p.diff.New.Key(c.New)
		news[key] = news[key][1:]
	}
	for at := range p.diff.New.Count(n) {
		if c, ok := p.inserted[n][at]; ok {
			key, _ := p.diff.New.Key(c.New)
			members[key] = append(members[key], model(p.diff.New, c.New))
		}
	}
	for _, rest := range news {
		if len(rest) > 0 {
			return "a member too few"
		}
	}
	return members
}

// TestApply: what was removed, added, changed and moved makes the new document of the old one.
func TestApply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := edited(t)
		holds(t, old, new)
		d := compare(t, old, new)
		if len(d.Changes) == 0 {
			return
		}
		// The control: with any of them left out it makes something else.
		i := rapid.IntRange(0, len(d.Changes)-1).Draw(t, "left out")
		if d.Changes[i].Kind == Moved {
			return
		}
		d.Changes = slices.Delete(d.Changes, i, i+1)
		if reflect.DeepEqual(newPatch(d).value(0, 0), model(new, 0)) {
			t.Fatalf("%s\n%s\nthe same without change %d", old.Bytes(), new.Bytes(), i)
		}
	})
}

func holds(t rapid.TB, old, new *document.Document) {
	d := compare(t, old, new)
	if got, want := newPatch(d).value(0, 0), model(new, 0); !reflect.DeepEqual(got, want) {
		t.Fatalf("%s\n%s\n%v\nmakes %v,\nwant  %v", old.Bytes(), new.Bytes(), told(d), got, want)
	}
	same := reflect.DeepEqual(model(old, 0), model(new, 0))
	if same != (d.Total() == 0) {
		t.Fatalf("%s\n%s\nequal: %v, changes: %v", old.Bytes(), new.Bytes(), same, told(d))
	}
	back := compare(t, new, old)
	if d.Added != back.Removed || d.Removed != back.Added || d.Changed != back.Changed || d.Moved != back.Moved {
		t.Fatalf("%s\n%s\n%v\nback %v", old.Bytes(), new.Bytes(), told(d), told(back))
	}
	for _, doc := range []*document.Document{old, new} {
		if own := compare(t, doc, document.ParseJSON(append([]byte(" "), doc.Bytes()...))); own.Total() != 0 {
			t.Fatalf("%s differs from itself: %v", doc.Bytes(), told(own))
		}
	}
}

// TestPermuted: items with ids in another order only move, and no more of them than have to.
func TestPermuted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []string
		for id := range rapid.IntRange(1, 12).Draw(t, "items") {
			items = append(items, fmt.Sprintf(`{"id":%d,"v":%s}`, id, value(t, 1)))
		}
		shuffled := rapid.Permutation(items).Draw(t, "shuffled")
		old := document.ParseJSON([]byte("[" + strings.Join(items, ",") + "]"))
		d := compare(t, old, document.ParseJSON([]byte("["+strings.Join(shuffled, ", ")+"]")))
		if d.Total() != d.Moved || d.Moved >= len(items) {
			t.Fatalf("%v: %v", shuffled, told(d))
		}
	})
}

// TestFewestEdits holds the alignment to the longest common run that dynamic programming finds.
func TestFewestEdits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.SliceOfN(rapid.Uint64Range(0, 4), 0, 30)
		a, b := one.Draw(t, "a"), one.Draw(t, "b")
		longest := make([][]int, len(a)+1)
		longest[0] = make([]int, len(b)+1)
		for i := range a {
			longest[i+1] = make([]int, len(b)+1)
			for j := range b {
				longest[i+1][j+1] = max(longest[i][j+1], longest[i+1][j])
				if a[i] == b[j] {
					longest[i+1][j+1] = longest[i][j] + 1
				}
			}
		}
		x := aligner{stop: func() bool { return false }, budget: 1 << 20}
		got := x.align(a, b)
		if len(got) != longest[len(a)][len(b)] {
			t.Fatalf("%v %v: %v, want %d", a, b, got, longest[len(a)][len(b)])
		}
		rises(t, a, b, got)
		tight := aligner{stop: x.stop}
		rises(t, a, b, tight.align(a, b))
	})
}

func rises(t *rapid.T, a, b []uint64, got []pairing) {
	last := pairing{-1, -1}
	for _, m := range got {
		if m.a <= last.a || m.b <= last.b || a[m.a] != b[m.b] {
			t.Fatalf("%v %v: %v", a, b, got)
		}
		last = m
	}
}

// TestSameNumber holds the values of numbers to those of big rationals.
func TestSameNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`-?(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})?([eE][-+]?0?[0-6])?`)
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		if got, want := sameNumber([]byte(a), []byte(b)), rational(t, a).Cmp(rational(t, b)) == 0; got != want {
			t.Fatalf("%s and %s: %v", a, b, got)
		}
		if !json.Valid([]byte(a)) {
			t.Fatalf("%s is no number", a)
		}
	})
	for _, same := range [][2]string{{"1", "1.0"}, {"100", "1e2"}, {"1e-2", "0.01"}, {"-0", "0.00e9"}, {"1e00000000000000000000001", "10"}, {"1200E+3", "1.2e6"}} {
		if !sameNumber([]byte(same[0]), []byte(same[1])) {
			t.Errorf("%s is not %s", same[0], same[1])
		}
	}
	if sameNumber([]byte("1e9999999999999999999"), []byte("1e9999999999999999999")) {
		t.Error("a value that is not known")
	}
}

// TestReverse compares again and again two texts with two longest common runs: each time the same is told, and its reverse back.
func TestReverse(t *testing.T) {
	a, b := document.ParseText([]byte("\n0\n\n1")), document.ParseText([]byte("\n1\n\n8"))
	first := told(compare(t, a, b))
	for range 20 {
		d, back := compare(t, a, b), compare(t, b, a)
		if got := told(d); !slices.Equal(got, first) || d.Added != back.Removed || d.Removed != back.Added || d.Changed != back.Changed {
			t.Fatalf("%v, then %v, and back %v", first, got, told(back))
		}
	}
}

// FuzzCompare holds what any two bodies give to the same as the random documents.
func FuzzCompare(f *testing.F) {
	f.Add([]byte(`[{"id":1,"v":2},{"id":2}]`), []byte(`[{"id":2},{"id":1,"v":3}]`))
	f.Add([]byte(`{"a":1,"a":[1,2,3]}`), []byte(`{"a":[1,3],"b":1.0}`))
	f.Add([]byte("a\nb\nc"), []byte("a\nc\nb"))
	r := rand.New(rand.NewPCG(1, 2))
	f.Add(fmt.Appendf(nil, "%v", r.Perm(20)), fmt.Appendf(nil, "%v", r.Perm(20)))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		old, new := document.ParseJSON(a), document.ParseJSON(b)
		if old.Problem() == nil && new.Problem() == nil {
			holds(t, old, new)
		}
		compare(t, old, new)
		compare(t, document.ParseText(a), new)
		d := compare(t, document.ParseText(a), document.ParseText(b))
		back := compare(t, document.ParseText(b), document.ParseText(a))
		if d.Added != back.Removed || d.Removed != back.Added || d.Changed != back.Changed || d.Moved != 0 {
			t.Fatalf("%q %q: %v, back %v", a, b, told(d), told(back))
		}
	})
}

func rational(t *rapid.T, text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%s is no number", text)
	}
	return r
}
