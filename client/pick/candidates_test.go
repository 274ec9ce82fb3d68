package pick_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dowse/client"
	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/vars"
)

// proposed are the candidates for a path, a line each.
func proposed(e *client.Exchange, path string, last string, change func(*collections.Pick)) string {
	k := collections.Pick{Name: "x", From: collections.Source{Kind: collections.SourcePath, Arg: path}}
	if change != nil {
		change(&k)
	}
	v, err := vars.ParseJSON(last)
	var b strings.Builder
	for _, c := range pick.Candidates(context.Background(), k, e, v, err == nil) {
		fmt.Fprintf(&b, "%s %s (%s)\n", c.Pick.From.Arg, c.Value.JSON(), c.Why)
	}
	return b.String()
}

const movedBody = `{"data": [
  {"id": "ord_1", "amounts": {"total": "129.00", "tax": "20.00"}, "totals": "x", "note": null},
  {"id": "ord_2", "amounts": {"total": "25.49", "tax": "4.00"}, "totals": "y", "note": null}], "page": {"total": 812}, "sum": "129.00"}`

// TestCandidates holds that the value that was moved comes before a name that is like it, and that the way of a pick to
// choose among items stays.
func TestCandidates(t *testing.T) {
	e := came("application/json", movedBody)
	tests := []struct {
		name, path, last, want string
		change                 func(*collections.Pick)
	}{
		{"moved", "$.data[0].total", `"129.00"`, "$.data[0].amounts.total", nil},
		{"moved in every item", "$.data[*].total", `["129.00", "25.49"]`, "$.data[*].amounts.total", func(k *collections.Pick) { k.Take = collections.TakeAll }},
		{"moved in a chosen item", "$.data[?@.id == 'ord_2'].total", `"25.49"`, `$.data[?@.id == 'ord_2'].amounts.total`, nil},
		{"nothing known", "$.data[0].total", ``, "$.data[0].amounts.total", nil},
		{"renamed", "$.data[0].toatls", ``, "$.data[0].totals", nil},
		{"renamed on the way", "$.data[0].amount.tax", ``, "$.data[0].amounts.tax", nil},
		{"to another name", "$.first", `"ord_1"`, "$.data[0].id", nil},
		{"null, moved", "$.data[0].note", `"25.49"`, "$.data[1].amounts.total", func(k *collections.Pick) { k.Type = "string" }},
	}
	for _, test := range tests {
		got, _, _ := strings.Cut(proposed(e, test.path, test.last, test.change), " ")
		if strings.HasPrefix(test.want, "$.data[?") {
			got, _, _ = strings.Cut(proposed(e, test.path, test.last, test.change), ` "25.49"`)
		}
		if got != test.want {
			t.Errorf("%s: %s first, want %s, of\n%s", test.name, got, test.want, proposed(e, test.path, test.last, test.change))
		}
	}
	for _, path := range []string{"$.nothing.like.it", "$", "$.[", "$.data[7]"} {
		if got := proposed(e, path, ``, nil); got != "" {
			t.Errorf("%s: %s", path, got)
		}
	}
	// The control: the path itself is no candidate, whatever is done.
	if got := proposed(e, "$.data[0].total", `"129.00"`, nil); strings.Contains(got, "$.data[0].total ") {
		t.Error(got)
	}
	// What is proposed has the type that is asked for.
	if got := proposed(e, "$.data[0].total", ``, func(k *collections.Pick) { k.Type = "integer" }); !strings.HasPrefix(got, "$.page.total 812") {
		t.Error(got)
	}
	failed := came("application/json", movedBody)
	failed.Response.Status = 500
	if got := proposed(failed, "$.data[0].total", `"129.00"`, nil); got != "" {
		t.Error(got)
	}
}

func TestHeaderCandidates(t *testing.T) {
	e := came("application/json", `{}`, "X-Request-ID", "r1", "Set-Cookie", "sessionid=1; Path=/")
	header := func(kind collections.SourceKind, name string) string {
		return proposed(e, "", "", func(k *collections.Pick) { k.From = collections.Source{Kind: kind, Arg: name} })
	}
	if got := header(collections.SourceHeader, "X-Request-Idx"); !strings.HasPrefix(got, "X-Request-ID") {
		t.Error(got)
	}
	if got := header(collections.SourceCookie, "session"); !strings.HasPrefix(got, "sessionid") {
		t.Error(got)
	}
}

// TestCandidatesEnd holds that a large body takes no longer than is looked at of it.
func TestCandidatesEnd(t *testing.T) {
	e := came("application/json", "["+strings.Repeat(`{"a": 1},`, 400_000)+`{"b": {"total": 7}}]`)
	if got := proposed(e, "$[0].total", "", nil); got != "" {
		t.Error(got)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	pick.Candidates(ctx, collections.Pick{From: collections.Source{Kind: collections.SourcePath, Arg: "$[0].total"}}, e, vars.Value{}, false)
}
