package yamledit

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse reads anything. What has no fault can be located, and changing the first text in it
// changes nothing else.
func FuzzParse(f *testing.F) {
	for _, source := range forms {
		f.Add([]byte(source))
	}
	for _, source := range []string{"url: {{base_url}}/x\n", "a: &x 1\nb: *x\n", "a: !!str 1", "<<: 1", "a: 1\n---\nb: 2", "a: 1\na: 2", "\xff", "a: [", "? [x]\n: y"} {
		f.Add([]byte(source))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		d, faults := Parse(source)
		if d == nil || len(faults) > 0 {
			if d == nil && len(faults) == 0 {
				t.Fatal("neither a document nor a fault")
			}
			return
		}
		if d.located != nil {
			if bytes.Contains(bytes.TrimPrefix(source, bom), bom) {
				return // the library skips the mark in places of its own choice; such a file is read, not edited
			}
			t.Fatalf("%q: %v", source, d.located)
		}
		if out, err := d.Update(d.Root); err != nil || !bytes.Equal(out.Bytes(), source) {
			t.Fatalf("%q became something else (%v)", source, err)
		}
		if d.Root.Kind != Mapping || len(d.Root.Entries) == 0 {
			return
		}
		first := d.Root.Entries[0]
		if first.Key.Text == "" || first.Value.Kind != Scalar {
			return
		}
		if out, err := d.Update(with(d.Root, first.Key.Text, NewScalar("changed"))); err == nil {
			if again, _ := Parse(out.Bytes()); !Equal(again.Root.Get(first.Key.Text), NewScalar("changed")) {
				t.Fatalf("%q became %q", source, out.Bytes())
			}
		} else {
			t.Logf("%q is not edited: %v", source, err)
		}
	})
}

// FuzzText writes any text in every form and reads it back.
func FuzzText(f *testing.F) {
	for _, text := range words {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 900 {
			return
		}
		key := text
		if strings.TrimSpace(key) == "" {
			key = "k"
		}
		flow := &Node{Kind: Mapping, Flow: true, Entries: []Entry{{NewScalar(key), NewScalar(text)}}}
		block := &Node{Kind: Mapping, Entries: []Entry{
			{NewScalar(key), NewScalar(text)},
			{NewScalar("more " + key), &Node{Kind: Sequence, Items: []*Node{NewScalar(text), flow, {Kind: Mapping, Entries: []Entry{{NewScalar("k"), NewScalar(text)}}}}}},
		}}
		if _, err := New(block); err != nil {
			t.Fatalf("%q is written as %q: %v", text, render(block), err)
		}
	})
}
