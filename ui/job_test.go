package ui_test

import (
	"strings"
	"testing"

	"dowse/client/demo"
	"dowse/ui"
	"dowse/ui/uitest"
)

// TestJob is what the product is for: log in, pick the token with one key, use it in the next request by
// completion, and find all of it in plain files.
func TestJob(t *testing.T) {
	s := open(t, ui.Options{Open: "auth/login"})
	s.press("ctrl+r")
	s.sees("200 OK", "access_token")
	s.press("3")
	s.to("access_token")
	s.press("p")
	s.sees("= access_token", "{{access_token}}", "saved in auth/login")
	if file := s.file("auth/login.yaml"); !strings.Contains(file, `access_token`) || strings.Contains(file, "eyJ") {
		t.Errorf("the file of the pick:\n%s", file)
	}
	s.press(":")
	s.typed("orders/list")
	s.press("enter")
	s.sees("orders/list")
	s.press("2", "]")
	s.sees("Headers")
	s.press("a")
	s.typed("Authorization")
	s.press("tab")
	s.typed("Bearer {{acc")
	s.sees("access_token")
	s.press("enter")
	s.sees("Bearer {{access_token}}")
	s.press("esc", "ctrl+r")
	s.sees("200 OK", "data")
	s.press("ctrl+s")
	s.sees("saved")
	if file := s.file("orders/list.yaml"); !strings.Contains(file, "Bearer {{access_token}}") {
		t.Errorf("the file of the request:\n%s", file)
	}
}

// to moves the cursor of the focused list down to the row that shows a text.
func (s *screen) to(text string) {
	s.t.Helper()
	for range 200 {
		for line := range strings.SplitSeq(s.text(), "\n") {
			if strings.Contains(line, "▌") && strings.Contains(line, text) {
				return
			}
		}
		s.press("j")
	}
	s.t.Fatalf("no row with %q:\n%s", text, s.text())
}

// TestPickOfUnsaved holds that a value can be picked before anything is saved, and that pick and value survive.
func TestPickOfUnsaved(t *testing.T) {
	server := startDemo(t, demo.Options{})
	s := scratch(t, ui.Options{})
	s.sendURL(server.URL() + "/echo?x=1")
	s.to("path")
	s.press("p")
	s.sees("= path", "kept with this request")
	state := s.keepsSoon(func(state ui.State) bool {
		return len(state.Results) == 1 && len(state.Drafts) == 1 && len(state.Drafts[0].Request.Picks) == 1
	})
	again := scratch(t, ui.Options{State: state})
	again.press("esc", "4")
	again.sees("path", "/echo")
}

// TestTypingFiresNothing holds that text typed into the URL bar is text, whatever its letters mean elsewhere.
func TestTypingFiresNothing(t *testing.T) {
	s := scratch(t, ui.Options{})
	s.typed("demo.example.com/quit?q=1#x")
	s.sees("demo.example.com/quit?q=1#x", "EDIT")
	s.goesOn()
}

// TestPasteInNav holds that pasted text fires no action.
func TestPasteInNav(t *testing.T) {
	s := open(t, ui.Options{})
	s.press("esc", "3")
	s.send(uitest.Paste("qDxpqDxp\nq"))
	s.sees("Pasted text")
	s.goesOn()
}

// TestMergedKeys holds that letters that arrive in one read are keys one after the other.
func TestMergedKeys(t *testing.T) {
	s := open(t, ui.Options{Open: "auth/login"})
	s.press("ctrl+r")
	s.sees("200 OK")
	s.press("3")
	merged := uitest.Key("j")
	merged.Runes = []rune("gG")
	s.send(merged) // g waits for a second g; G follows
	s.send(uitest.Key("esc"))
	merged.Runes = []rune("jp")
	s.press("g", "g")
	s.send(merged)
	s.sees("{{", "in any field")
}

// TestMergedKeysAfterQuit holds that letters that arrive together with the q that quits do nothing: no editor is
// opened whose text would be lost, no row is changed.
func TestMergedKeysAfterQuit(t *testing.T) {
	s := open(t, ui.Options{Open: "orders/list"})
	s.press("esc", "2")
	s.sees("limit")
	merged := uitest.Key("q")
	merged.Runes = []rune("qD")
	s.send(merged)
	s.until("it quits", func() bool { return s.quit })
	if !strings.Contains(s.text(), "limit") {
		t.Errorf("the D that came with q deleted the row:\n%s", s.text())
	}
}
