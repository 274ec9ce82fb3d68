package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"dowse/client/sample"
	"dowse/ui"
	"dowse/ui/uitest"
)

// TestInspect holds that what is known of a value is over all samples of the request, and its history with it.
func TestInspect(t *testing.T) {
	sent := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		sent++
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"rows": [{"id": "a%d", "note": null}, {"id": "b%d", "note": "x"}, {"id": "c%d"}], "access_token": "canary-5521-abcdef"}`, sent, sent, sent)
	}))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	store := func(root string) *sample.Store { return sample.Open(filepath.Join(dir, filepath.Base(root))) }
	s := openWith(t, map[string]string{"rows.yaml": "url: \"" + server.URL + "\"\npicks:\n  first: \"$.rows[0].id\"\n"}, ui.Options{Open: "rows", Samples: store})
	for i := range 3 {
		s.press("ctrl+r")
		s.sees("200 OK", fmt.Sprintf(`"a%d"`, i+1))
		s.until("a sample", func() bool { return len(store(s.root).All("rows")) == i+1 })
	}
	s.press("3", "g", "g")
	s.to(`"a3"`)
	s.press("i")
	s.sees("$.rows[0].id", "9 values in 3 samples, present 9 of 9", "string 9", "distinct   9", "length     2 to 2 characters", "picked as first", "here in the last samples", `"a2"`, `"a1"`)
	s.press("esc", "j")
	s.to("note")
	s.press("i")
	s.sees("present 6 of 9", "string 3, null 3")
	for _, one := range store(s.root).All("rows") {
		if strings.Contains(string(one.Body), "canary") {
			t.Error("a sample holds a token")
		}
	}
}

// TestPastedSample holds that JSON pasted into the response is one that can be picked from, and is said not to be live.
func TestPastedSample(t *testing.T) {
	s := open(t, ui.Options{})
	s.press("esc", "3")
	s.send(uitest.Paste(`{"data": [{"id": "ord_1", "total": 12}]}`))
	s.sees("not live", "ord_1")
	s.to("total")
	s.press("p")
	s.sees("= ", "total", "in any field")
}

// TestMappingIsNotLost holds that help over the grid goes back to it, and that what is not saved is there again after the URL
// bar was gone to.
func TestMappingIsNotLost(t *testing.T) {
	s := open(t, ui.Options{})
	s.press("esc", "3")
	s.send(uitest.Paste(`{"data": [{"id": "ord_1", "total": 12}]}`))
	s.sees("not live")
	s.press("M")
	s.sees("These fields as they are")
	s.press("j", "j", "j", "enter")
	s.sees("Map ", "$.total")
	s.press("f1")
	s.sees("Help: Map", "send each row")
	s.lacks("[38;")
	s.lacks("Map new ")
	s.press("esc")
	s.sees("$.total", "1 row fits")
	s.press("ctrl+l")
	s.sees("not saved, and not lost")
	s.lacks("1 row fits")
	s.press("esc", "3", "M")
	s.sees("Go on with the mapping")
	s.press("enter")
	s.sees("1 row fits")
	s.press("ctrl+l", "esc", " ", "q")
	s.sees("The mapping is not saved", "Quit without saving")
	s.press("enter")
	s.sees("1 row fits")
	s.press("ctrl+c")
	s.sees("the mapping that is not saved is lost")
}

// TestMappingOfOtherRows holds that a saved mapping shows the rows that it names, whichever are first, and masks secrets in them.
func TestMappingOfOtherRows(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"people": [{"name": "Ann"}], "keys": [{"id": "k1", "value": "canary-7731"}, {"id": "k2", "value": "canary-7732"}]}`)
	}))
	t.Cleanup(server.Close)
	s := openWith(t, map[string]string{
		"all.yaml":           "url: \"" + server.URL + "\"\npicks:\n  key: {path: \"$.keys[*].value\", take: all, secret: true}\n",
		"mappings/keys.yaml": "from: {request: all, rows: \"$.keys[*]\"}\nfields:\n  - {to: id, path: $.id}\n  - {to: value, path: $.value}\n",
	}, ui.Options{Open: "all"})
	s.press("ctrl+r")
	s.sees("200 OK", "Ann")
	s.press("3", "M")
	s.sees("Open keys")
	s.press("enter")
	s.sees("2 rows fit", "k1")
	s.press("j")
	s.sees("********")
	s.lacks("canary")
}
