package ui_test

import (
	"strings"
	"testing"

	"dowse/ui"
)

// TestSecretVariableKeepsItsName holds that a secret among a request's own variables is called as before when it
// becomes a secret of the collection, since nothing else has that name.
func TestSecretVariableKeepsItsName(t *testing.T) {
	s := openWith(t, map[string]string{"notes/add.yaml": "method: POST\nurl: \"{{base_url}}/notes\"\n"}, ui.Options{Open: "notes/add"})
	s.press("esc", "2", "]", "]", "]")
	s.sees("no body is sent")
	s.press("enter")
	s.typed(`{"key": "{{pw}}"}`)
	s.press("esc", "2", "]", "a")
	s.typed("pw")
	s.press("enter")
	s.typed("correct horse")
	s.press("esc", "ctrl+s")
	s.sees("A secret stands in the request")
	s.press("enter")
	s.sees("saved")
	if file := s.file("notes/add.yaml"); !strings.Contains(file, "{{pw}}") || strings.Contains(file, "correct horse") || strings.Contains(file, "vars") {
		t.Errorf("the file of the request:\n%s", file)
	}
	if file := s.file("dowse.yaml"); !strings.Contains(file, "pw:") {
		t.Errorf("the collection's file:\n%s", file)
	}
}

// TestSecretWithoutValueIsOneRow holds that a secret of the collection that the request lacks is listed once, and where
// it would come from.
func TestSecretWithoutValueIsOneRow(t *testing.T) {
	s := openWith(t, map[string]string{
		"dowse.yaml":     "version: 1\nname: Shop\ndefault_env: demo\nsecrets:\n  notes_password: {from: env}\n",
		"notes/add.yaml": "url: \"{{base_url}}/notes?p={{notes_password}}\"\n",
	}, ui.Options{Open: "notes/add"})
	s.press("esc", "4")
	s.sees("Without a value")
	rows := 0
	for line := range strings.SplitSeq(s.text(), "\n") {
		if _, row, ok := strings.Cut(line, "! notes_password"); ok {
			rows++
			if !strings.Contains(row, "no value") || !strings.Contains(row, "dowse.yaml") {
				t.Errorf("the row: %s", line)
			}
		}
	}
	if rows != 1 {
		t.Errorf("%d rows, want 1:\n%s", rows, s.text())
	}
}
