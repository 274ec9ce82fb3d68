package picking_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/client"
	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/pane/picking"
	"dowse/ui/uitest"
	"dowse/ui/widget/dialog"
)

func TestTheSuggestionIsShownAndSaved(t *testing.T) {
	o := at(t, newShop(t).orders(), "$.data[0].id")
	d := open(t, o)
	d.has("name", "order_id", "{{order_id}}")
	d.has("value", `"ord_8812"`, "string")
	d.has("which", "[this position]", "$.data[0].id", "breaks if the order moves")
	d.has("every item", "$.data[*].id", "20 values")
	d.has("take", "there is one value")
	d.has("used by", "nothing yet")
	if !strings.Contains(d.screen(), `= $.data[0].id  "ord_8812"`) || !strings.Contains(d.screen(), "and 13 more") {
		t.Errorf("the items are not listed:\n%s", d.screen())
	}
	uitest.Run(d, action.Accept) // it opens where Enter saves
	if diff := cmp.Diff(picking.SaveMsg{Pick: o.Suggestion.Here}, d.intent); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	uitest.Run(d, action.Leave)
	if d.intent != (dialog.CloseMsg{}) {
		t.Errorf("Leave gave %#v", d.intent)
	}
}

func TestEveryItem(t *testing.T) {
	o := at(t, body(three), "$.data[1].id")
	d := open(t, o)
	d.at("which")
	uitest.Run(d, action.Toggle)
	d.has("value", `["a", "b", "c"]`, "array, 3 values")
	d.has("take", "[all]")
	d.has("type", "[as found]")
	if got := strings.Count(d.screen(), " = $.data["); got != 3 {
		t.Errorf("%d items are marked, want 3:\n%s", got, d.screen())
	}
	if diff := cmp.Diff(*o.Suggestion.Every, d.saved()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	d.at("which")
	uitest.Run(d, action.Toggle)
	if diff := cmp.Diff(*o.Suggestion.Ask, d.saved()); diff != "" || o.Suggestion.Ask.Take != collections.TakeAsk {
		t.Errorf("ask, -want +got:\n%s", diff)
	}
	d.at("which")
	uitest.Run(d, action.Toggle)
	if diff := cmp.Diff(o.Suggestion.Here, d.saved()); diff != "" {
		t.Errorf("back again, -want +got:\n%s", diff)
	}
}

func TestAPlaceKeepsWhatWasChosenForIt(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[1].id"))
	d.at("which")
	uitest.Run(d, action.Toggle)
	d.at("take")
	uitest.Run(d, action.Toggle, action.Toggle) // one, first
	d.at("which")
	uitest.Run(d, action.Toggle, action.Toggle, action.Toggle) // round
	d.has("take", "[first]")
	d.has("value", `"a"`)
	if k := d.saved(); k.From.Arg != "$.data[*].id" || k.Take != collections.TakeFirst {
		t.Errorf("saved %+v", k)
	}
}

func TestTakes(t *testing.T) {
	o := at(t, body(three), "$.data[1].id")
	o.Pick = *o.Suggestion.Every
	d := open(t, o)
	d.at("take")
	uitest.Run(d, action.Toggle)
	d.has("value", "no value: several")
	if !strings.Contains(d.screen(), "3 values match, the first two at $.data[0].id and $.data[1].id") {
		t.Errorf("the miss is not said:\n%s", d.screen())
	}
	if k := d.saved(); k.Take != "" {
		t.Errorf("take is %q: what is usual needs no word", k.Take)
	}
	d.at("take")
	for _, want := range []string{`"a"`, `"c"`, `["a", "b", "c"]`} {
		uitest.Run(d, action.Toggle)
		d.has("value", want)
	}
}

func TestWhatTheFileSpellsOutStays(t *testing.T) {
	o := at(t, body(three), "$.data[1].id")
	o.Pick = o.Suggestion.Here
	o.Pick.IfMissing.Policy, o.Pick.Take = collections.MissingFail, collections.TakeOne
	o.Pick.Keep, o.Pick.Label = collections.Keep{Until: "session"}, "$.n"
	d := open(t, o)
	d.at("if missing")
	uitest.Run(d, action.Toggle, action.Toggle, action.Toggle, action.Toggle)
	if diff := cmp.Diff(o.Pick, d.saved()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestTheItemsInSightAreThoseThatAreTaken(t *testing.T) {
	o := at(t, body(`{"n": [`+strings.Repeat("1,", 40)+`2]}`), "$.n[20]")
	d := open(t, o)
	if got := d.screen(); !strings.Contains(got, "= $.n[20]") || !strings.Contains(got, "  $.n[18]") {
		t.Errorf("the one at this position is out of sight:\n%s", got)
	}
	o.Pick = *o.Suggestion.Every
	o.Pick.Take = collections.TakeLast
	if got := open(t, o).screen(); !strings.Contains(got, "= $.n[40]") {
		t.Errorf("the last one is out of sight:\n%s", got)
	}
}

func TestTypes(t *testing.T) {
	d := open(t, at(t, body(three), "$.page.total"))
	d.has("which", "this value", "$.page.total")
	d.has("type", "[number]")
	d.at("type")
	uitest.Run(d, action.Toggle)
	d.has("type", "[boolean]")
	d.has("value", "no value: wrong type")
	if !strings.Contains(d.screen(), "it is an integer, not a boolean") {
		t.Errorf("the miss is not said:\n%s", d.screen())
	}
	uitest.Run(d, action.Toggle, action.Toggle, action.Toggle)
	d.has("type", "[as found]")
	d.has("value", "3", "number")
}

func TestMissing(t *testing.T) {
	d := open(t, at(t, body(three), "$.none"))
	d.has("value", "null")
	d.at("if missing")
	for _, want := range []string{"no value: null, skipped", "the last value: null", `""  string, the default: null`} {
		uitest.Run(d, action.Toggle)
		d.has("value", want)
	}
	if k := d.saved(); k.IfMissing.Policy != collections.MissingDefault {
		t.Errorf("saved %+v", k)
	}
	d.at("if missing")
	uitest.Run(d, action.Toggle)
	d.has("value", "null")
	if strings.Contains(d.screen(), "default  ") && strings.Contains(d.screen(), "\n default") {
		t.Errorf("there is a row for a default that is not used:\n%s", d.screen())
	}
	if k := d.saved(); k.IfMissing.Policy != "" {
		t.Errorf("saved %+v", k)
	}
}

func TestNoPolicyHidesAWrongType(t *testing.T) {
	for _, policy := range []collections.MissingPolicy{collections.MissingSkip, collections.MissingKeep, collections.MissingDefault} {
		o := at(t, body(three), "$.page.total")
		o.Pick = o.Suggestion.Here
		o.Pick.Type, o.Pick.IfMissing.Policy = "string", policy
		open(t, o).has("value", "! no value: wrong type")
	}
}

func TestADefaultThatIsNotUsedIsNotSaved(t *testing.T) {
	o := at(t, body(three), "$.none")
	o.Pick = o.Suggestion.Here
	o.Pick.IfMissing = collections.IfMissing{Policy: collections.MissingDefault, Default: vars.NewString("x")}
	d := open(t, o)
	d.at("if missing")
	uitest.Run(d, action.Toggle)
	if k := d.saved(); k.IfMissing.Default.JSON() != `""` {
		t.Errorf("saved %+v", k)
	}
	d.at("if missing")
	uitest.Run(d, action.Toggle, action.Toggle, action.Toggle)
	d.has("default", `"x"`) // not forgotten meanwhile
}

func TestAnotherPlaceThanSuggested(t *testing.T) {
	e := body(`{}`, client.Header{Name: "Via", Value: "one"}, client.Header{Name: "Via", Value: "two"})
	s, err := pick.SuggestHeader(e, "Via", 2, pick.About{})
	if err != nil {
		t.Fatal(err)
	}
	k := s.Here
	k.From.Nth = 1
	d := open(t, picking.Options{Exchange: e, Suggestion: s, Pick: k})
	d.has("value", `"one"`)
	d.has("[as it was]", "Via, number 1")
	if diff := cmp.Diff(k, d.saved()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	d.at("which")
	uitest.Run(d, action.Toggle)
	d.has("value", `"two"`)
}

func TestSecrets(t *testing.T) {
	e := newShop(t).login()
	token := e.Document().Text(find(t, e, "$.access_token"))
	d := open(t, at(t, e, "$.access_token"))
	d.has("value", "********")
	d.has("secret", "[yes]", "its name says token", "it is a JWT")
	if strings.Contains(d.screen(), token[:12]) {
		t.Errorf("the token is shown:\n%s", d.screen())
	}
	d.at("secret")
	uitest.Run(d, action.Toggle)
	d.has("value", token[:12])
	if d.saved().Secret != collections.SecretNo { // it looks like one, so the file says that it is none
		t.Error("it is secret still")
	}
}

// TestASecretIsNowhere holds that no setting shows a part of a secret that stands in several places.
func TestASecretIsNowhere(t *testing.T) {
	o := at(t, body(`{"keys": ["hunter2-one", "hunter2-two", "hunter2-three"]}`), "$.keys[1]")
	o.Pick = o.Suggestion.Here
	o.Pick.Secret = collections.SecretYes
	for _, pipe := range []string{"", "upper", "number", `split("-")`, "jsonparse", "nonsense", `jwt("sub")`} {
		o.Pick.Transform = pipe
		d := open(t, o)
		for _, label := range []string{"which", "take", "if missing", "type"} {
			d.at(label)
			for range 7 {
				uitest.Run(d, action.Toggle)
				if view := strings.ToLower(d.screen()); strings.Contains(view, "hunter2") {
					t.Fatalf("%q, after %s:\n%s", pipe, label, view)
				}
			}
		}
	}
}

func TestMoving(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[0].id"))
	for range 20 {
		uitest.Run(d, action.Down)
	}
	if got := d.cursor(); !strings.HasPrefix(got, "secret") {
		t.Errorf("the last row is %q", got)
	}
	var labels []string
	for range 20 {
		label, _, _ := strings.Cut(strings.ReplaceAll(d.cursor(), "[", "  "), "  ")
		label = strings.TrimSpace(label)
		if len(labels) == 0 || labels[len(labels)-1] != label {
			labels = append(labels, label)
		}
		uitest.Run(d, action.Up)
	}
	want := []string{"secret", "if missing", "transform", "type", "which", "name"}
	if diff := cmp.Diff(want, labels); diff != "" {
		t.Errorf("the rows upwards (-want +got):\n%s", diff)
	}
}

func TestHeaders(t *testing.T) {
	e := body(`{}`, client.Header{Name: "Via", Value: "one"}, client.Header{Name: "Via", Value: "two"}, client.Header{Name: "ETag", Value: "x"})
	s, err := pick.SuggestHeader(e, "Via", 2, pick.About{})
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, picking.Options{Exchange: e, Suggestion: s})
	d.has("which", "this header", "Via, number 2")
	d.has("value", `"two"`)
	if !strings.Contains(d.screen(), `= number 2  "two"`) || strings.Contains(d.screen(), `= number 1`) {
		t.Errorf("the second is not marked:\n%s", d.screen())
	}
	s.Here.From.Nth = 0
	d = open(t, picking.Options{Exchange: e, Suggestion: s})
	d.at("take")
	d.has("take", "[first]")
	for _, want := range []string{`"two"`, `["one", "two"]`, `"one"`} {
		uitest.Run(d, action.Toggle)
		d.has("value", want)
	}
}

// TestALargeBodyIsEvaluatedBesideTheScreen holds that no key waits for a large body, that one evaluation
// runs at a time, and that what was asked before the last change is not shown.
func TestALargeBodyIsEvaluatedBesideTheScreen(t *testing.T) {
	e := body(`{"data": [` + strings.Repeat(`{"id": "xxxxxxxxxxxxxxxxxxxxxxxxxxxx"},`, 20_000) + `{"id": "last"}]}`)
	d := open(t, at(t, e, "$.data[2].id"))
	d.has("value", "…")
	first := d.Init()
	if first == nil || d.Init() != nil {
		t.Fatal("the first evaluation is to be begun once")
	}
	d.at("which") // these must not begin a second one
	intent, cmd := d.Model.Update(action.RunMsg{ID: action.Toggle})
	if intent != nil || cmd != nil {
		t.Fatalf("%v, %v: a second evaluation beside the first", intent, cmd)
	}
	_, second := d.Model.Update(first())
	d.has("value", "…") // the answer is that of this position
	if second == nil {
		t.Fatal("the settings as they are now were not asked for")
	}
	answer := second()
	other := open(t, at(t, e, "$.data[3].id"))
	other.Init()
	other.Update(open(t, at(t, e, "$.data[2].id")).Init()())
	other.has("value", "…") // another dialog's answer
	d.Model.Update(answer)
	d.has("value", `["xxx`, "array, 20001 values")
	d.has("[every item]", "20001 values")
	if !strings.Contains(d.screen(), "= $.data[2].id") || !strings.Contains(d.screen(), "and 19993 more") {
		t.Errorf("the items round the one pointed at are not listed:\n%s", d.screen())
	}
}

func TestNoResponse(t *testing.T) {
	k := collections.Pick{Name: "x", From: collections.Source{Kind: collections.SourcePath, Arg: "$.id"}}
	for _, e := range []*client.Exchange{nil, {}} {
		d := open(t, picking.Options{Exchange: e, Pick: k, Suggestion: pick.Suggestion{Here: k}})
		d.has("value", "no value: source failed")
		uitest.Run(d, action.Toggle, action.Up, action.Toggle)
	}
}

func TestValidName(t *testing.T) {
	for name, want := range map[string]bool{
		"a": true, "order_id": true, "a1": true, "a_": true, "": false, "1a": false, "_a": false, "A": false, "aB": false,
		"a-b": false, "a b": false, "é": false, "aé": false, "a\n": false, "a.b": false,
	} {
		if got := picking.ValidName(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
}
