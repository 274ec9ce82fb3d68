package cli_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/collections/long"
)

// TestMapLarge maps a response that is larger than the memory that it may take: every row comes, whatever the collector does
// meanwhile, and in a part of the memory that the body itself would take.
func TestMapLarge(t *testing.T) {
	long.Test(t)
	const rows, each = 300_000, 400
	filler := strings.Repeat("x", each-40)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		out := bufio.NewWriterSize(w, 1<<20)
		fmt.Fprint(out, `{"data": [`)
		for i := range rows {
			if i > 0 {
				fmt.Fprint(out, ",\n")
			}
			fmt.Fprintf(out, `{"id": %d, "total": "1.50", "filler": %q}`, i, filler)
		}
		fmt.Fprint(out, `]}`)
		_ = out.Flush() // a client that went away is none of our business
	}))
	t.Cleanup(server.Close)
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	write(t, s.dir, "dowse.yaml", "version: 1\n")
	write(t, s.dir, "rows.yaml", "url: "+server.URL+"\n")
	write(t, s.dir, filepath.Join("mappings", "m.yaml"), "from: {request: rows, rows: \"$.data[*]\"}\nfields:\n  - {to: id, path: $.id, type: integer, required: true}\n  - {to: total, path: $.total, type: number, required: true}\n")
	cmd := exec.Command(binary, "map", "m")
	cmd.Dir, cmd.Env = s.dir, append(append(os.Environ(), s.env()...), "GOMEMLIMIT=48MiB") // what is in use, not what waits for a busy collector
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n, most := 0, 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if n++; n%(rows/10) == rows/20 { // it still writes
			most = max(most, peak(t, cmd.Process.Pid))
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%.2000s", err, said.String())
	}
	if n != rows || !strings.Contains(said.String(), fmt.Sprintf("%d rows: %d mapped", rows, rows)) {
		t.Errorf("%d rows: %s", n, said.String())
	}
	if most > rows*each*2/3 {
		t.Errorf("it took %d MB for a body of %d MB", most>>20, rows*each>>20)
	}
	t.Logf("%d MB for a body of %d MB", most>>20, rows*each>>20)
}

// TestMapCSV holds that what is printed as CSV reads back cell by cell with a strict reader, whatever the texts.
func TestMapCSV(t *testing.T) {
	texts := []string{"plain", `with "quotes"`, "a,b", "line\nbreak", "\r\n", " spaces ", "", "日本語 🌙", "=1+1", "'", "\t", `{"a": 1}`, "\u202e"}
	var rows []any
	want := [][]string{{"text", "n", "list"}}
	for i, text := range texts {
		rows = append(rows, map[string]any{"text": text, "n": i, "list": []int{i}})
		want = append(want, []string{strings.ReplaceAll(text, "\r\n", "\n"), fmt.Sprint(i), fmt.Sprintf("[%d]", i)})
	}
	body, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	write(t, s.dir, "dowse.yaml", "version: 1\n")
	write(t, s.dir, "rows.json", string(body))
	write(t, s.dir, filepath.Join("mappings", "m.yaml"), "fields:\n  - {to: text, path: $.text}\n  - {to: n, path: $.n}\n  - {to: list, path: $.list}\n")
	cmd := exec.Command(binary, "map", "m", "--format", "csv", "--input", "rows.json")
	cmd.Dir, cmd.Env = s.dir, append(os.Environ(), s.env()...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	got, err := csv.NewReader(bytes.NewReader(out)).ReadAll() // strict: no lazy quotes, and every row as long as the first
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
