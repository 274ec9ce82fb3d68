package pick_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dowse/client/document"
	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections"
)

func TestWhich(t *testing.T) {
	body := `{"data": [
  {"id": "a'1", "number": 1001, "status": "open", "total": "5", "lines": [{"sku": "X", "n": 1}, {"sku": "Y", "n": 2}]},
  {"id": "b", "number": 1002, "status": "paid", "total": "6", "lines": []},
  {"id": "c", "number": 1003, "status": "open", "total": "6", "lines": []}], "settings": [{"key": "lang", "value": "en"}, {"key": "zone", "value": "utc"}], "plain": [1, 2]}`
	e := came("application/json", body)
	d := e.Document()
	for path, want := range map[string][]string{
		"$.data[1].total":      {"by key $.data[?@.id == 'b'].total (1 of 3 items)", "by condition $.data[?@.status == 'paid'].total (1 of 3 items)"},
		"$.data[0].total":      {`by key $.data[?@.id == 'a\'1'].total (1 of 3 items)`, "by condition $.data[?@.status == 'open'].total (2 of 3 items)"},
		"$.data[0].id":         {"by key $.data[?@.number == 1001].id (1 of 3 items)", "by condition $.data[?@.status == 'open'].id (2 of 3 items)"},
		"$.data[0].lines[1].n": {"by key $.data[0].lines[?@.sku == 'Y'].n (1 of 2 items)"},
		"$.settings[1].value":  {"by key $.settings[?@.key == 'zone'].value (1 of 2 items)"},
		"$.data[2]":            {"by key $.data[?@.id == 'c'] (1 of 3 items)", "by condition $.data[?@.status == 'open'] (2 of 3 items)"},
		"$.plain[1]":           nil,
		"$.data":               nil,
	} {
		q, err := document.ParseQuery(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := pick.Suggest(e, d.Select(q)[0], pick.About{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range s.Others {
			got = append(got, fmt.Sprintf("%s %s (%s)", c.Label, c.Pick.From.Arg, c.Note))
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// TestByKeySurvivesOrder holds that a pick by key finds the same item however the list is ordered. The control is the pick
// by position, which does not.
func TestByKeySurvivesOrder(t *testing.T) {
	moved := 0
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z'"\\]{1,4}`)), 2, 8, rapid.ID[string]).Draw(t, "ids")
		var items []map[string]any
		for i, id := range ids {
			items = append(items, map[string]any{"id": id, "value": i, "status": rapid.SampledFrom([]string{"open", "paid"}).Draw(t, "status")})
		}
		answer := func() []byte {
			body, err := json.Marshal(map[string]any{"data": items})
			if err != nil {
				t.Fatal(err)
			}
			return body
		}
		e := came("application/json", string(answer()))
		at := rapid.IntRange(0, len(ids)-1).Draw(t, "at")
		q, _ := document.ParseQuery(fmt.Sprintf("$.data[%d].value", at))
		s, err := pick.Suggest(e, e.Document().Select(q)[0], pick.About{})
		if err != nil {
			t.Fatal(err)
		}
		var byKey *collections.Pick
		for _, c := range s.Others {
			if c.Label == "by key" {
				byKey = &c.Pick
			}
		}
		if byKey == nil {
			t.Fatalf("there is no key among %q", ids)
		}
		items = rapid.Permutation(items).Draw(t, "order")
		again := came("application/json", string(answer()))
		results := session.Evaluate("", []collections.Pick{*byKey, s.Here}, again)
		if !results[0].Found || results[0].Value.Reveal() != fmt.Sprint(at) {
			t.Fatalf("%s finds %s, %v, want %d", byKey.From.Arg, results[0].Value.Reveal(), results[0].Err, at)
		}
		if results[1].Value.Reveal() != fmt.Sprint(at) {
			moved++
		}
	})
	if moved == 0 {
		t.Error("no order moved the item: the test shows nothing")
	}
}

// TestKept holds that a list that had the same items in every response is picked from by condition or key, unasked, and one
// that varies, is paged, or was seen once or twice is picked from by position.
func TestKept(t *testing.T) {
	settings := func(order ...string) string {
		var items []string
		for _, key := range order {
			items = append(items, fmt.Sprintf(`{"key": %q, "type": "x", "value": "v-%s"}`, key, key))
		}
		return `{"settings": [` + strings.Join(items, ", ") + `]`
	}
	tests := map[string]struct {
		now     string
		samples []string
		want    string
	}{
		"kept, in another order": {settings("lang", "zone") + "}", []string{settings("zone", "lang") + "}", settings("lang", "zone") + "}"}, "$.settings[?@.key == 'zone'].value"},
		"seen twice":             {settings("lang", "zone") + "}", []string{settings("zone", "lang") + "}"}, "$.settings[1].value"},
		"varies":                 {settings("lang", "zone") + "}", []string{settings("lang", "zone") + "}", settings("lang", "zone", "new") + "}"}, "$.settings[1].value"},
		"a page":                 {settings("lang", "zone") + `, "next": null}`, []string{settings("lang", "zone") + "}", settings("lang", "zone") + "}"}, "$.settings[1].value"},
	}
	for name, test := range tests {
		e := came("application/json", test.now)
		q, _ := document.ParseQuery("$.settings[1].value")
		var samples []*document.Document
		for _, s := range test.samples {
			samples = append(samples, document.ParseJSON([]byte(s)))
		}
		s, err := pick.Suggest(e, e.Document().Select(q)[0], pick.About{Samples: samples})
		if err != nil || s.Here.From.Arg != test.want || s.Fragile == (test.want != "$.settings[1].value") {
			t.Errorf("%s: %s, %+v, %v", name, s.Here.From.Arg, s, err)
		}
	}
}
