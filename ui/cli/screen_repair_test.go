package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestScreenRepair moves a field that is picked (?v=2 of the demo): the card names it, the place that it was moved to comes
// first, Enter repairs, the file says so, and u takes it back.
func TestScreenRepair(t *testing.T) {
	t.Parallel()
	s := demoShop(t)
	d := s.screen(t, 80, 24)
	d.WaitFor("Demo shop")
	goTo(t, d, "orders/get")
	d.Press("ctrl+r")
	d.WaitFor("200 OK", "= order_total")
	edit(t, s, "orders/get.yaml", `/orders/{{order_id}}"`, `/orders/{{order_id}}?v=2"`)
	d.WaitFor("v=2")
	d.Press("ctrl+r")
	d.WaitFor("order_total is missing", "It had a value", "Read $.amounts.total", "the value it had, under the same name", "Go on without it")
	if err := d.Frame().Exact(); err != nil {
		t.Error(err)
	}
	d.Press("enter")
	d.WaitFor("order_total = 129.00, from $.amounts.total")
	if got := file(t, s, "orders/get.yaml"); !strings.Contains(got, `order_total: {path: "$.amounts.total", transform: number}`) {
		t.Error(got)
	}
	d.Press("u")
	d.WaitFor("took back: change of pick order_total")
	if got := file(t, s, "orders/get.yaml"); !strings.Contains(got, `order_total: {path: "$.total", transform: number}`) {
		t.Error(got)
	}
}

func file(t *testing.T, s shop, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// edit changes a file as an editor beside dowse would.
func edit(t *testing.T, s shop, name, old, text string) {
	t.Helper()
	before := file(t, s, name)
	after := strings.Replace(before, old, text, 1)
	if after == before {
		t.Fatalf("there is no %s in\n%s", old, before)
	}
	if err := os.WriteFile(filepath.Join(s.dir, filepath.FromSlash(name)), []byte(after), 0o600); err != nil {
		t.Fatal(err)
	}
}
