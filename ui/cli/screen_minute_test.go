package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dowse/client/demo"
	"dowse/collections/long"
)

// TestScreenMinute plays what a person does in the first minute: a curl command of a browser is pasted, its token becomes a
// secret; a value is found and picked with one key and used by the next request; a token that the server calls expired is
// renewed; a field that moved is repaired; orders are mapped to invoices, exported, and what is left in the files is a few
// readable lines.
func TestScreenMinute(t *testing.T) {
	long.Test(t)
	t.Parallel()
	var later atomic.Int64
	server, err := demo.Start(demo.Options{Now: func() time.Time { return time.Now().Add(time.Duration(later.Load())) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	s := demoShopAt(t, shop{dir: t.TempDir(), home: t.TempDir(), server: server})
	if err := os.RemoveAll(filepath.Join(s.dir, "mappings")); err != nil {
		t.Fatal(err)
	}
	git(t, s, "init", "-q")
	git(t, s, "add", ".")
	git(t, s, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "before")
	token := bearer(t, server.URL())
	d := s.screen(t, 100, 30)
	d.WaitFor("Demo shop")
	d.Press("esc", "3")
	d.Paste(fmt.Sprintf("curl '%s/orders?limit=3' -H 'Accept: application/json' -H 'Authorization: Bearer %s' --compressed", server.URL(), token))
	d.WaitFor("1 secret")
	d.Press("enter")
	d.WaitFor("/orders")
	d.Press("ctrl+r")
	d.WaitFor("200 OK", "ord_8812")
	d.Press("esc", "3", "/")
	d.Type("total")
	d.WaitFor("1 of ")
	d.Press("enter", "p")
	d.WaitFor("= orders_order_total", "in any field uses it")
	d.Press("space", "n")
	d.Type("{{base_url}}/echo?amount={{orders_order_t")
	d.WaitFor("orders_order_total", "129.00")
	d.Press("enter", "enter")
	d.WaitFor("200 OK", "amount=129.00")

	goTo(t, d, "orders/list")
	d.Press("ctrl+r")
	d.WaitFor("200 OK", "ord_8812", "access_token ********")
	later.Store(int64(10 * time.Minute)) // the token is expired now, and only the server knows
	d.Press("ctrl+r")
	d.WaitFor("401: auth/login is sent for another access_token")
	d.WaitFor("200 OK", "ord_8812")

	goTo(t, d, "orders/get")
	d.Press("ctrl+r")
	d.WaitFor("200 OK", "= order_number")
	edit(t, s, "orders/get.yaml", `/orders/{{order_id}}"`, `/orders/{{order_id}}?v=2"`)
	d.WaitFor("v=2")
	d.Press("ctrl+r")
	d.WaitFor("is missing", "Read $.amounts.total")
	d.Press("enter")
	d.WaitFor("from $.amounts.total")

	goTo(t, d, "orders/list") // its last response is still there
	d.WaitFor("200 OK", "ord_8812")
	d.Press("esc", "3", "M")
	d.WaitFor("6 of 6 fields of its body match")
	d.Press("enter")
	d.WaitFor("6 of 6 fields matched", "20 rows fit")
	d.Press("ctrl+s", "enter")
	d.WaitFor("saved in mappings/orders_to_invoices.yaml")
	d.Press("X")
	d.WaitFor("What is it for?")
	d.Press("enter")
	d.WaitFor("written to mappings/orders_to_invoices.jq")
	d.Press("esc", "q")
	if status := d.Exit(); status.Code != 0 {
		t.Errorf("it exits with %+v", status)
	}
	if err := os.Remove(filepath.Join(s.dir, "mappings", "orders_to_invoices.jq")); err != nil {
		t.Fatal(err)
	}
	git(t, s, "add", "-N", ".")
	diff := git(t, s, "diff", "--unified=0")
	lines := 0
	for line := range strings.Lines(diff) {
		if (line[0] == '+' || line[0] == '-') && !strings.HasPrefix(line, "+++") && !strings.HasPrefix(line, "---") {
			lines++
		}
	}
	if lines > 14 || strings.Contains(diff, "eyJ") || strings.Contains(diff, "Bearer") {
		t.Errorf("%d lines:\n%s", lines, diff)
	}
	noSecrets(t, s)
}

func git(t *testing.T, s shop, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = s.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", args, err, out)
	}
	return string(out)
}

// bearer is a token of the demo API.
func bearer(t *testing.T, server string) string {
	t.Helper()
	r, err := http.Post(server+"/login", "application/json", strings.NewReader(`{"user": "demo", "password": "demo"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := bytes.Cut(body, []byte(`"access_token": "`))
	token, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(token)
}

// TestScreenReordered picks an item by key and one by condition, each with a few keys; the list comes in another order, and
// both still read the same items, where the pick by position reads another.
func TestScreenReordered(t *testing.T) {
	t.Parallel()
	var sent atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		items := []string{`{"id": "a1", "status": "open", "total": 11}`, `{"id": "b2", "status": "paid", "total": 22}`, `{"id": "c3", "status": "open", "total": 33}`}
		if sent.Add(1) > 1 {
			items[0], items[1], items[2] = items[2], items[0], items[1]
		}
		fmt.Fprintf(w, `{"data": [%s], "page": {"next": null}}`, strings.Join(items, ", "))
	}))
	t.Cleanup(server.Close)
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	write(t, s.dir, "dowse.yaml", "version: 1\nname: Lists\n")
	write(t, s.dir, "list.yaml", "url: \""+server.URL+"\"\n")
	d := s.screen(t, 100, 30)
	d.WaitFor("Lists")
	goTo(t, d, "list")
	d.Press("ctrl+r")
	d.WaitFor("200 OK", `"a1"`)
	d.Press("esc", "3", "/")
	d.Type("22")
	d.WaitFor("1 of 1")
	d.Press("enter", "p")
	d.WaitFor("= 22", "by position")
	for _, way := range []string{"every item", "by key, 1 of 3 items", "by condition, 1 of 3 items", "by position", "every item", "by key, 1 of 3 items"} {
		d.Press("*")
		d.WaitFor(way)
	}
	d.Press("enter")
	d.WaitFor("Rename")
	d.Press("ctrl+u")
	d.Type("by_key")
	d.Press("enter")
	d.WaitFor("= by_key")
	d.Press("esc")
	got := file(t, s, "list.yaml")
	if !strings.Contains(got, `by_key: {path: "$.data[?@.id == 'b2'].total", type: number}`) {
		t.Fatal(got)
	}
	edit(t, s, "list.yaml", "picks:\n", "picks:\n  by_condition: {path: \"$.data[?@.status == 'paid'].total\", type: number}\n  by_position: \"$.data[1].total\"\n")
	d.WaitFor("by_position")
	d.Press("ctrl+r")
	d.WaitFor("by_condition 22", "by_key 22", "by_position 11")
}
