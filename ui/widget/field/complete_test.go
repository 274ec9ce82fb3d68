package field_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/uitest"
	"dowse/ui/widget/field"
)

func plain(line string) string { return ansi.Strip(line) }

func TestBracesOpenTheList(t *testing.T) {
	f := at(t, "/orders/|")
	uitest.Type(f, "{")
	if rows(t, f) != nil || f.Contexts() != nil {
		t.Error("one brace opens a list")
	}
	uitest.Type(f, "{")
	same(t, "contexts", []action.Context{action.Completion}, f.Contexts())
	same(t, "rows", "▌order_id base_url access_token customer_address cart_id value", first(t, f))
	if p, _ := f.Popup(); p.X != len("/orders/") {
		t.Errorf("the list is in column %d", p.X)
	}
	if got := press(f, "enter"); got != (field.ChangedMsg{}) {
		t.Errorf("Enter tells %#v", got)
	}
	wants(t, f, "/orders/{{order_id}}|")
	if f.Contexts() != nil {
		t.Error("the list is still open")
	}
}

func TestNamesAreFoundByTheirLetters(t *testing.T) {
	for query, want := range map[string]string{
		"{{tok":      "▌access_token value",
		"{{ORD":      "▌order_id customer_address value",
		"{{ ca":      "▌cart_id customer_address value", // what begins so comes before what has a value
		"{{id":       "▌order_id cart_id value",
		"{{order_id": "▌order_id value",
		"{{zzz":      "▌value",
	} {
		f := at(t, "|")
		uitest.Type(f, query)
		if got := first(t, f); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestWhereNoListOpens(t *testing.T) {
	for _, text := range []string{"{{{{order", "{{{{", "{", "a{b", "{{order_id}}", `{{"a": 1`, "{{ this is text", "{{order_id}", "{{order_id | replace(\"a\", \"", "{{order_id | trim) x"} {
		f := at(t, "|")
		uitest.Type(f, text)
		if got := rows(t, f); got != nil {
			t.Errorf("%s opens a list: %q", text, got)
		}
	}
	f := open(t, "|")
	uitest.Type(f, "{{ord")
	if rows(t, f) != nil {
		t.Error("a list opens where the text has no templates")
	}
	for text, opens := range map[string]bool{"{{{": true, "{{{{{{": true, "{{{{{": false, "{{a}}{{": true} {
		f := at(t, "|")
		uitest.Type(f, text)
		if got := rows(t, f) != nil; got != opens {
			t.Errorf("%s opens a list: %v", text, got)
		}
	}
	f = at(t, "{{ord|")
	if press(f, "left", "right"); rows(t, f) != nil {
		t.Error("moving the caret opens a list")
	}
}

func TestAcceptClosesTheBraces(t *testing.T) {
	for _, c := range []struct{ from, typed, want string }{
		{"{{|", "tok", "{{access_token}}|"},
		{"{{|}}", "tok", "{{access_token}}|"},
		{"{{|}}/x", "tok", "{{access_token}}|/x"},
		{"{{t|en}}/x", "ok", "{{access_token}}|/x"},
		{"{{ |}}", "tok", "{{access_token}}|"},
		{"{{| }}", "tok", "{{access_token }}|"},
		{"{{^ | trim}}/x", "tok", "{{access_token | trim}}|/x"},
		{"/a/{{|/b/{{order_id}}", "tok", "/a/{{access_token}}|/b/{{order_id}}"},
		{"{{|&x=1", "tok", "{{access_token}}|&x=1"},
		{"{{| and text }}", "tok", "{{access_token}}| and text }}"},
		{"{{{|}: 1}", "{tok", "{{{access_token}}|}: 1}"},
	} {
		if c.typed[0] == '{' {
			c.typed = c.typed[1:]
		}
		f := at(t, c.from)
		uitest.Type(f, c.typed)
		press(f, "enter")
		if got := state(f); got != c.want {
			t.Errorf("%s with %s: %q, want %q", c.from, c.typed, got, c.want)
		}
	}
}

func TestMovingInTheList(t *testing.T) {
	f := at(t, "|")
	uitest.Type(f, "{{")
	press(f, "down", "enter")
	wants(t, f, "{{base_url}}|")

	f = at(t, "|")
	uitest.Type(f, "{{")
	press(f, "up") // before the first is the last
	if got := press(f, "enter"); got != (field.ValueFromMsg{}) {
		t.Errorf("the last row tells %#v", got)
	}
	press(f, "down", "enter")
	wants(t, f, "{{order_id}}|")
}

func TestTheChosenRowStaysWhenValuesChange(t *testing.T) {
	f := at(t, "|")
	uitest.Type(f, "{{")
	press(f, "down", "down")
	p := shop()
	p.Candidates = p.Candidates[1:]
	f.SetPlaceholders(p)
	press(f, "enter")
	wants(t, f, "{{access_token}}|")
}

func TestLeaveHoldsForThePlaceholder(t *testing.T) {
	f := at(t, "|")
	uitest.Type(f, "{{o")
	press(f, "esc")
	uitest.Type(f, "rd")
	if rows(t, f) != nil {
		t.Error("the list opens again in the placeholder where it was closed")
	}
	uitest.Type(f, "}}{{o")
	if rows(t, f) == nil {
		t.Error("no list opens in the next placeholder")
	}
	place(t, f, "{{o|")
	uitest.Type(f, "r")
	press(f, "esc", "home", "end")
	uitest.Type(f, "d")
	if rows(t, f) == nil {
		t.Error("no list opens once the caret was elsewhere")
	}
}

func TestTheListClosesBehindTheCaret(t *testing.T) {
	for _, key := range []string{"home", "left", "ctrl+u", "ctrl+w"} {
		f := at(t, "x|")
		uitest.Type(f, "{{")
		press(f, key)
		if rows(t, f) != nil {
			t.Errorf("%s leaves the list open", key)
		}
	}
	f := at(t, "|")
	uitest.Type(f, "{{or")
	if press(f, "left"); rows(t, f) == nil {
		t.Error("the list closes while the caret is in the name")
	}
	f.Blur()
	if rows(t, f) != nil || f.Focused() {
		t.Error("a field without the caret has a list")
	}
}

func TestAValueFromAResponseReplacesThePlaceholder(t *testing.T) {
	for from, want := range map[string]string{
		"/a/{{|":                  "/a/{{new_id}}|",
		"/a/{{|/b":                "/a/{{new_id}}|/b",
		"/a/{{|}}/b":              "/a/{{new_id}}|/b",
		"/a/{{^ord | trim}}/b":    "/a/{{new_id}}|/b",
		"/a/{{| and more text }}": "/a/{{new_id}}| and more text }}",
	} {
		f := at(t, from)
		uitest.Type(f, "z")
		press(f, "up")
		if got := press(f, "enter"); got != (field.ValueFromMsg{}) {
			t.Fatalf("%s: Enter tells %#v", from, got)
		}
		f.Blur() // a dialog has the keys
		f.Focus(-1)
		f.Insert("{{new_id}}")
		if got := state(f); got != want {
			t.Errorf("%s: %q, want %q", from, got, want)
		}
	}
}

func TestTransformsShowWhatTheyMake(t *testing.T) {
	f := at(t, "|")
	uitest.Type(f, "{{order_id | up")
	got := rows(t, f)
	if len(got) == 0 || strings.Join(strings.Fields(got[0]), " ") != "▌upper string ORD_8812" {
		t.Fatalf("rows %q", got)
	}
	press(f, "enter")
	wants(t, f, "{{order_id | upper}}|")

	for text, want := range map[string]string{
		"{{order_id | upper | low":                   "▌lower string ord_8812",
		"{{order_id | split(\"_\") | la":             "▌last string 8812",
		"{{order_id|split(\"|\")|count":              "▌count number 1",
		"{{order_id | numb":                          "▌number",
		"{{access_token | upp":                       "▌upper in upper case",
		"{{nobody | upp":                             "▌upper in upper case",
		"{{pick.orders/list.id | upp":                "▌upper string ORD_1",
		"{{order_id | nothing | upp":                 "▌upper in upper case",
		"{{order_id | replace(\"a\", \")|\") | trim": "▌trim string ord_8812",
	} {
		f := at(t, "|")
		uitest.Type(f, text)
		got := rows(t, f)
		if len(got) == 0 || !strings.HasPrefix(strings.Join(strings.Fields(got[0]), " "), want) {
			t.Errorf("%s: rows %q, want %q first", text, got, want)
		}
	}
	f = at(t, "|")
	uitest.Type(f, "{{order_id | ")
	if got := rows(t, f); len(got) != 8 || !strings.HasPrefix(got[0], "▌trim") {
		t.Errorf("rows %q", got)
	}
	press(f, "up") // what cannot be done with the value comes last
	if got := rows(t, f); !strings.Contains(got[7], "it is not a JWT") {
		t.Errorf("the last row is %q", got[7])
	}
}

func TestAcceptedTransforms(t *testing.T) {
	for from, want := range map[string]string{
		"{{order_id | s^":                `{{order_id | split(",")}}|`,
		"{{order_id | s^}}/x":            `{{order_id | split(",")}}|/x`,
		"{{order_id | s^lit(\"_\")}}/x":  `{{order_id | split("_")}}|/x`,
		"{{order_id | s^lit | first}}/x": `{{order_id | split(",") | first}}|/x`,
		"{{order_id | s^ and text }}":    `{{order_id | split(",")}}| and text }}`,
	} {
		f := at(t, from)
		uitest.Type(f, "p")
		press(f, "enter")
		if got := state(f); got != want {
			t.Errorf("%s: %q, want %q", from, got, want)
		}
	}
}

func TestSecretsAreNotAskedFor(t *testing.T) {
	f := open(t, "|{{vault}}")
	f.SetPlaceholders(&field.Placeholders{
		Candidates: []field.Candidate{{Insert: "vault", Value: "********", Type: "secret", Live: true}},
		Transforms: vars.Transforms(),
		Value: func(name string) (vars.Value, bool) {
			t.Errorf("the value of %s was asked for", name)
			return vars.Value{}, false
		},
	})
	f.View()
	uitest.Type(f, "{{vault | upp")
	f.View()
	f.Popup()
}

func TestWordsCompleteTheText(t *testing.T) {
	words := []string{"Accept", "Accept-Encoding", "Content-Type", "X-Accept"}
	f := open(t, "|")
	f.SetWords(words)
	if rows(t, f) != nil {
		t.Error("words are offered for no text")
	}
	uitest.Type(f, "ACC")
	same(t, "rows", "Accept Accept-Encoding X-Accept", first(t, f))
	if got := f.Contexts(); got != nil {
		t.Errorf("contexts %v: Enter would not keep what was typed", got)
	}
	press(f, "down")
	same(t, "contexts", []action.Context{action.Completion}, f.Contexts())
	if press(f, "up"); f.Contexts() != nil {
		t.Error("there is no way back to the text as it was typed")
	}
	press(f, "down", "down", "enter")
	wants(t, f, "Accept-Encoding|")

	f.SetText("")
	uitest.Type(f, "accep")
	if press(f, "enter"); f.Text() != "accep" {
		t.Errorf("Enter took %q", f.Text())
	}
	uitest.Type(f, "t")
	if rows(t, f) != nil {
		t.Error("words are offered for one of them")
	}
	f.SetText("")
	uitest.Type(f, "co")
	press(f, "down", "esc")
	uitest.Type(f, "n")
	if rows(t, f) != nil {
		t.Error("the list opens again in the text where it was closed")
	}
	press(f, "ctrl+u")
	uitest.Type(f, "x")
	if rows(t, f) == nil {
		t.Error("no list opens for another text")
	}
	f.SetWords(nil)
	if rows(t, f) != nil {
		t.Error("words are offered that are no more")
	}
}

func TestOnlyAnOpenListTakesActions(t *testing.T) {
	f := at(t, "{{order_id|")
	for _, id := range []action.ID{action.Accept, action.Down, action.Up, action.Leave} {
		if intent, _ := f.Update(action.RunMsg{ID: id}); intent != nil {
			t.Errorf("%s tells %#v", id, intent)
		}
	}
	wants(t, f, "{{order_id|")
	f.Update(uitest.Paste("{{"))
	wants(t, f, "{{order_id{{|")
}
