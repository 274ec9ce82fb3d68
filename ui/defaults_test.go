package ui_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/ui"
)

// TestSaveAddsNothing holds that a save writes what a person changed and not a line more, whatever the file leaves out.
func TestSaveAddsNothing(t *testing.T) {
	const file = "# by hand\nurl: \"http://127.0.0.1:1/x\"   # quoted\n\nbody:\n  json: |\n    {\"a\": 1}\npicks:\n  id: \"$.id\"\n"
	for name, keys := range map[string]func(s *screen){
		"the URL": func(s *screen) { s.press("ctrl+l", "end"); s.typed("y") },
		"the method there and back": func(s *screen) {
			s.press("ctrl+l", "home")
			s.typed("POST ")
			s.sees("POST")
			s.press("home")
			s.typed("GET ")
			s.press("end")
			s.typed("y")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := openWith(t, map[string]string{"plain.yaml": file}, ui.Options{Open: "plain"})
			keys(s)
			s.press("ctrl+s")
			s.sees("saved ")
			want := strings.Replace(file, `:1/x"`, `:1/xy"`, 1)
			if diff := cmp.Diff(want, s.file("plain.yaml")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
