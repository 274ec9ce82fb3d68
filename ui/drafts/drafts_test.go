package drafts_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/collections"
	"dowse/ui/drafts"
)

func edited(d *drafts.Draft, url, what string) {
	r := d.Request
	r.URL = url
	d.Edit(r, what)
}

func TestTypingIsOneStep(t *testing.T) {
	d := drafts.New("new 1", collections.Request{})
	for _, url := range []string{"h", "ht", "http"} {
		edited(d, url, "URL")
	}
	d.Rest()
	edited(d, "http://", "URL")
	if what, ok := d.Undo(); !ok || what != "URL" || d.Request.URL != "http" {
		t.Errorf("first undo: %q, %q", what, d.Request.URL)
	}
	if _, ok := d.Undo(); !ok || d.Request.URL != "" {
		t.Errorf("second undo: %q", d.Request.URL)
	}
	if _, ok := d.Undo(); ok {
		t.Error("there was nothing left to take back")
	}
	d.Redo()
	d.Redo()
	if d.Request.URL != "http://" {
		t.Errorf("after two redos: %q", d.Request.URL)
	}
	if _, ok := d.Redo(); ok {
		t.Error("there was nothing left to do again")
	}
}

func TestUnsaved(t *testing.T) {
	d := drafts.Open(collections.Request{ID: "a", URL: "x"})
	if d.Unsaved() {
		t.Error("just opened, it is unsaved")
	}
	edited(d, "y", "URL")
	if !d.Unsaved() {
		t.Error("changed, it is not unsaved")
	}
	d.Keep(d.Request)
	if d.Unsaved() {
		t.Error("saved, it is unsaved")
	}
	d.Undo()
	if !d.Unsaved() || d.Request.URL != "x" {
		t.Error("an edit that was saved cannot be taken back")
	}
	if n := drafts.New("new 1", collections.Request{}); n.Unsaved() {
		t.Error("an empty request has nothing to lose")
	}
}

// TestUndoIsInverse holds that after any edits, as many undos as succeed give the beginning back, and as
// many redos the end.
func TestUndoIsInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		begin := collections.Request{ID: "a", URL: "begin"}
		d := drafts.Open(begin)
		for i := range rapid.IntRange(0, 30).Draw(t, "edits") {
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				d.Rest()
			default:
				edited(d, fmt.Sprint(i), rapid.SampledFrom([]string{"URL", "body"}).Draw(t, "what"))
			}
		}
		end := d.Request
		for ok := true; ok; {
			_, ok = d.Undo()
		}
		if diff := cmp.Diff(begin.URL, d.Request.URL); diff != "" {
			t.Fatal(diff)
		}
		for ok := true; ok; {
			_, ok = d.Redo()
		}
		if diff := cmp.Diff(end.URL, d.Request.URL); diff != "" {
			t.Fatal(diff)
		}
	})
}
