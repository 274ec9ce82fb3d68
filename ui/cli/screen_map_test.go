package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dowse/ui/terminal/screentest"
)

// demoShop is a shop whose folder holds the demo's collection, for its server.
func demoShop(t *testing.T) shop {
	t.Helper()
	return demoShopAt(t, newShop(t))
}

// demoShopAt is demoShop for a server of one's own.
func demoShopAt(t *testing.T, s shop) shop {
	t.Helper()
	dir := filepath.Join(s.dir, "shop")
	cmd := exec.Command(binary, "demo", "--dir", dir)
	cmd.Env = append(os.Environ(), s.env()...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file := filepath.Join(dir, "env", "demo.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+`).ReplaceAll(text, []byte(s.server.URL()))
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s.dir = dir
	return s
}

// goTo opens a request by the palette.
func goTo(t *testing.T, d *screentest.Driver, id string) {
	t.Helper()
	d.Press("ctrl+p")
	d.WaitFor("enter choose")
	d.Type(id)
	d.WaitFor(id)
	d.Press("enter")
	d.WaitGone("enter choose")
}

// TestScreenMapping maps the demo's orders to its invoices from the screen alone: six of six fields are matched, a row that
// cannot be is said by name, every other is sent and taken, and the mapping is a file that dowse map and jq run.
func TestScreenMapping(t *testing.T) {
	t.Parallel()
	s := demoShop(t)
	if err := os.RemoveAll(filepath.Join(s.dir, "mappings")); err != nil {
		t.Fatal(err)
	}
	d := s.screen(t, 120, 40)
	d.WaitFor("Demo shop")
	goTo(t, d, "orders/list")
	d.Press("ctrl+r")
	d.WaitFor("200 OK", "ord_8812")
	d.Press("M")
	d.WaitFor("what are they to become?", "POST invoices/create", "6 of 6 fields of its body match")
	d.Press("enter")
	d.WaitFor("6 of 6 fields matched", "20 rows fit")
	// One row is made a bad one.
	d.Press("enter", "ctrl+e", "ctrl+u")
	d.Type("= row.number == 1003 ? nil : row.number")
	d.Press("enter")
	d.WaitFor("1 of 20 rows fail: the formula gives nothing", "row 3 (id ord_8826)")
	d.Press("ctrl+s")
	d.WaitFor("Name of the mapping", "orders_to_invoices")
	d.Press("enter")
	d.WaitFor("saved in mappings/orders_to_invoices.yaml")
	d.Press("ctrl+r")
	d.WaitFor("Send rows", "19 rows of 20; 1 fail and are left out", "number: the formula gives nothing (row 3 (id ord_8826))")
	d.Press("j", "enter")
	d.WaitFor("Rows sent", "19 rows sent to invoices/create, 1 left out", "row 1 (id ord_8812)  201 Created", "not sent: number: the formula gives nothing (row 3 (id ord_8826))")
	d.Press("enter", "X")
	d.WaitFor("What is it for?", "a program of jq")
	d.Press("enter")
	d.WaitFor("written to mappings/orders_to_invoices.jq")
	d.Press("esc")
	d.WaitFor("ord_8812")
	if err := d.Frame().Exact(); err != nil {
		t.Error(err)
	}
	d.Press("q")
	if status := d.Exit(); status.Code != 0 {
		t.Errorf("it exits with %+v", status)
	}
	cmd := exec.Command(binary, "map", "orders_to_invoices", "--format", "csv", "--dir", s.dir)
	cmd.Env = append(os.Environ(), s.env()...)
	out, err := cmd.Output()
	if exit := new(exec.ExitError); err == nil || !asExit(err, &exit) || exit.ExitCode() != 1 || strings.Count(string(out), "\n") != 20 {
		t.Errorf("%v: %s", err, out)
	}
	noSecrets(t, s)
}

func asExit(err error, into **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*into = e
	return ok
}
