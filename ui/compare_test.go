package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"dowse/ui"
)

// TestCompare compares what comes with what came before, and with what came for another request.
func TestCompare(t *testing.T) {
	var count atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"path":%q,"count":%d}`, r.URL.Path, count.Add(1))
	}))
	defer server.Close()
	s := scratch(t, ui.Options{})
	s.sendURL(server.URL + "/one")
	s.came()
	s.press("3", "d")
	s.sees("there is no response before this one")
	s.press("space", "d")
	s.sees("there is no other response in this session yet")
	s.press("ctrl+r")
	s.sees(`count  2`)
	s.came()
	s.press("3", "d")
	s.sees("1 change: 1 changed", "~ count  1 → 2", "Diff")
	s.press("j", "j", "enter")
	s.sees("$.count  number  2")
	s.press("space", "n")
	s.sendURL(server.URL + "/two")
	s.came()
	s.press("3", "space", "d")
	s.sees("With which response?", "/one")
	s.press("enter")
	s.sees("2 changes: 2 changed", `~ path  "/one" → "/two"`, "/one")
}

// came waits until nothing is on its way any more: a body that still arrives is compared with nothing.
func (s *screen) came() {
	s.t.Helper()
	s.until("the whole response", func() bool { return !strings.Contains(s.text(), "ctrl+c cancel") })
}
