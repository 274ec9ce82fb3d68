package ui_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dowse/ui"
)

// naming is a collection whose files name orders/list.
var naming = map[string]string{
	"orders/list.yaml":              files["orders/list.yaml"] + "picks:\n  order_id: \"$.data[0].id\"\n",
	"orders/get.yaml":               "url: \"{{base_url}}/orders/{{pick.orders/list.order_id}}\" # mine\n",
	"orders/_folder.yaml":           "order: [list, get]\nheaders: {X-Last: \"{{pick.orders/list.order_id}}\"}\n",
	"mappings/orders.yaml":          "from: {request: orders/list}\ninto: {request: orders/get}\nfields:\n  - {to: id, path: \"$.id\"}\n",
	"orders/list.examples/one.json": "{}\n",
	"other.yaml":                    "url: \"{{base_url}}/x\"\n",
}

// TestMoveEverywhere moves a request, and a folder, from the collection pane: what names it is shown first, then all of it is
// changed, in files and in what is not saved, and one undo brings every byte back.
func TestMoveEverywhere(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	for _, c := range []struct {
		row, to, said string
		names         []string // what replaces what
	}{
		{"list", "orders/all", "orders/list is orders/all now", []string{"pick.orders/list.", "pick.orders/all.", "request: orders/list", "request: orders/all", "[list,", "[all,"}},
		{"▾ orders", "shop", "orders is shop now", []string{"pick.orders/", "pick.shop/", "request: orders/", "request: shop/"}},
	} {
		s := openWith(t, naming, ui.Options{Open: "other"})
		before := s.allFiles()
		s.press("ctrl+l", "end")
		s.typed("/{{pick.orders/list.order_id}}") // not saved
		drafts := s.model.Drafts()
		s.press("esc", "esc", "1", "g", "g")
		s.to(c.row)
		s.press("R", "ctrl+u")
		s.typed(c.to)
		s.press("enter")
		s.sees("Rename it everywhere", "mappings/orders.yaml:1: orders/list", "orders/get.yaml:1: {{pick.orders/list.order_id}}", "other, not saved")
		if diff := cmp.Diff(before, s.allFiles()); diff != "" {
			t.Errorf("it was not agreed to: %s", diff)
		}
		s.press("enter")
		s.sees(c.said)
		replace := strings.NewReplacer(c.names...)
		want := map[string]string{}
		for name, text := range before {
			name = "/" + name
			if c.to == "shop" {
				name = strings.Replace(name, "/orders/", "/shop/", 1)
			} else {
				name = strings.Replace(name, "/orders/list.", "/orders/all.", 1)
			}
			want[name[1:]] = replace.Replace(text)
		}
		if diff := cmp.Diff(want, s.allFiles()); diff != "" {
			t.Error(diff)
		}
		if got, want := s.model.Drafts()["other"], replace.Replace(drafts["other"]); got != want {
			t.Errorf("what is not saved: %s", got)
		}
		for range 2 {
			s.press("u")
			s.sees("took back: rename")
			if diff := cmp.Diff(before, s.allFiles()); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(drafts, s.model.Drafts()); diff != "" {
				t.Error(diff)
			}
			s.press("U")
			s.sees("did again: rename")
			if diff := cmp.Diff(want, s.allFiles()); diff != "" {
				t.Error(diff)
			}
		}
	}
}

// TestMoveKeepsValues holds that what was picked from a request that is moved counts as before, by its new name.
func TestMoveKeepsValues(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	s := openWith(t, map[string]string{
		"a/one.yaml": "url: \"{{base_url}}/echo?one=1\"\npicks:\n  asked: \"$.query\"\n",
		"a/two.yaml": "url: \"{{base_url}}/echo?two={{pick.a/one.asked}}\"\npicks:\n  again: \"$.query\"\n",
		"three.yaml": "url: \"{{base_url}}/echo?three={{again}}\"\n",
	}, ui.Options{Open: "three"})
	s.press("ctrl+r")
	s.sees("200 OK", "three=two%3Done")
	s.press("esc", "esc", "1", "g", "g")
	s.to("▾ a")
	s.press("R", "ctrl+u")
	s.typed("b/c")
	s.press("enter")
	s.sees("Rename it everywhere")
	s.press("enter")
	s.sees("a is b/c now")
	s.press("ctrl+l", "end")
	s.typed("&x=1")
	s.press("ctrl+r")
	s.sees("three=two%3Done%253D1&x=1")
	s.press("esc", "4", "g", "g")
	s.sees("b/c/one", "b/c/two")
	s.lacks("not sent")
}

// TestDeleteNamed holds that deleting a request says what names it.
func TestDeleteNamed(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	s := openWith(t, naming, ui.Options{Open: "other"})
	s.press("esc", "esc", "1", "g", "g")
	s.to("list")
	s.press("D")
	s.sees("Delete it all the same", "mappings/orders.yaml:1: orders/list", "orders/get.yaml:1", "orders/_folder.yaml:2")
}

// TestMoveKeepsApproval holds that a yes to a request goes along with it, and is none to another one that gets its ID.
func TestMoveKeepsApproval(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	s := openWith(t, map[string]string{
		"a.yaml":     "method: POST\nurl: \"{{base_url}}/echo?a=1\"\npicks:\n  first: {path: \"$.query\", keep: 1s}\n",
		"z.yaml":     "method: POST\nurl: \"{{base_url}}/echo?z=1\"\npicks:\n  other: \"$.query\"\n",
		"one.yaml":   "url: \"{{base_url}}/echo?one={{first}}\"\n",
		"three.yaml": "url: \"{{base_url}}/echo?three={{other}}\"\n",
	}, ui.Options{Open: "one"})
	const asks = "Something has to be sent first"
	s.press("ctrl+r")
	s.sees(asks)
	s.press("enter")
	s.sees("200 OK", "one=a%3D1")
	for _, move := range [][2]string{{"a", "moved"}, {"z", "a"}} {
		s.press("esc", "esc", "1", "g", "g")
		s.to(move[0])
		s.press("R", "ctrl+u")
		s.typed(move[1])
		s.press("enter")
		s.sees(move[0] + " is " + move[1] + " now")
	}
	s.later.Store(int64(5 * time.Minute))
	s.press("ctrl+r")
	s.lacks(asks)
	s.sees("200 OK", "one=a%3D1")
	s.press("esc", "esc", "1", "g", "g")
	s.to("three")
	s.press("enter", "ctrl+r")
	s.sees(asks, "Send a, then this")
}
