package vars

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheck(t *testing.T) {
	for template, want := range map[string][]Problem{
		"plain":                     nil,
		"{{a}}/{{{{b/{{c | trim}}":  nil,
		"{{no_such_variable}}":      nil,
		"{{base_url/echo":           {{BadSyntax, "base_url/echo", 1, 1, "{{ is not closed with }}; a literal {{ is written {{{{"}},
		"a\n  {{ me | uper }}":      {{BadTransform, "me", 2, 3, `{{me}}: there is no transform "uper"; the nearest is upper`}},
		"{{a | split}} {{b | trim(": {{BadTransform, "a", 1, 1, `{{a}}: split has 0 arguments; it is written split(",")`}, {BadSyntax, "b", 1, 15, "{{ is not closed with }}; a literal {{ is written {{{{"}},
	} {
		if diff := cmp.Diff(want, Check(template)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", template, diff)
		}
	}
}

func TestCheckPipe(t *testing.T) {
	for pipe, fine := range map[string]bool{
		"": true, "trim | first": true, `split(",")`: true, // whatever the value
		"uper": false, "trim |": false, "split": false, "trim first": false, `split(","`: false,
	} {
		if err := CheckPipe(pipe); (err == nil) != fine {
			t.Errorf("%s: %v", pipe, err)
		}
	}
}
