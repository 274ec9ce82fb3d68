package response_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// feed is XML with whatever XML has.
const feed = `<?xml version="1.0"?>
<!-- a feed -->
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel>
    <title>News &amp; more</title><empty/><dc:creator>Ann</dc:creator>
    <item id="1" dc:lang="en"><title>First</title><text><![CDATA[<p>Hello</p>]]></text></item>
    <item id="2"><title>日本語 👍</title><mixed>text <b>bold</b> tail</mixed></item>
  </channel>
</rss>`

const webpage = `<!doctype html><html><head><title>Shop</title></head><body><ul id=list><li class=a>one<li>two<br></ul><img src="x.png" alt="a &lt; b"></body></html>`

// markup is the two of them as answers.
var markup = map[string]answer{
	"xml":  {body: feed, headers: []string{"Content-Type", "application/rss+xml"}},
	"page": {body: webpage, headers: []string{"Content-Type", "text/html"}},
}

func TestMarkup(t *testing.T) {
	for name, a := range markup {
		for view, ids := range map[string][]action.ID{
			"tree":   {action.Top},
			"all":    {action.UnfoldAll, action.Bottom},
			"closed": {action.FoldAll, action.OpenLevel},
			"pretty": {action.ViewPretty},
		} {
			m := pane(t, a)
			uitest.Run(m, ids...)
			uitest.Golden(t, "markup-"+name+"-"+view, uitest.Frame(t, m, 70, 24)+"\n"+m.Where())
		}
	}
}

// TestMarkupRows goes through all rows of markup, down and up again: they are the same ones.
func TestMarkupRows(t *testing.T) {
	for name, a := range markup {
		for _, view := range []action.ID{action.ViewTree, action.ViewPretty} {
			m := pane(t, a)
			m.SetSize(80, 3)
			if uitest.Run(m, view); view == action.ViewTree {
				uitest.Run(m, action.UnfoldAll)
			}
			uitest.Run(m, action.Top)
			row := func() string { return fmt.Sprintf("%s\n%s", m.Where(), uitest.Screen(t, m, 80, 3)) }
			var down []string
			for last := ""; row() != last; uitest.Run(m, action.Down) {
				last = m.Where()
				down = append(down, last)
				last = row()
			}
			uitest.Run(m, action.Bottom)
			for i, d := range slices.Backward(down) {
				if got := m.Where(); got != d {
					t.Fatalf("%s, %s: row %d from above is %q, from below %q", name, view, i, d, got)
				}
				uitest.Run(m, action.Up)
			}
			if len(down) < 17 {
				t.Errorf("%s, %s: %d rows", name, view, len(down))
			}
		}
	}
}

// TestMarkupPaths copies where an attribute and an element are.
func TestMarkupPaths(t *testing.T) {
	m := pane(t, markup["xml"])
	stepTo(t, m, "@dc:lang")
	for id, want := range map[action.ID]string{action.CopyPath: "/rss/channel/item[1]/@dc:lang", action.CopyXPath: "/rss/channel/item[1]/@dc:lang"} {
		got, ok := uitest.Run(m, id).(response.CopyMsg)
		if !ok || got.Text != want {
			t.Errorf("%s copies %q, want %q", id, got.Text, want)
		}
	}
	if uitest.Run(m, action.CopyJQ) != nil || !strings.Contains(m.Where(), "a value of JSON alone") {
		t.Errorf("a jq filter of XML: %s", m.Where())
	}
	m = pane(t, markup["page"])
	stepTo(t, m, "li[2]")
	if got, _ := uitest.Run(m, action.CopyNormal).(response.CopyMsg); !strings.Contains(got.Text, "#list") {
		t.Errorf("the selector is %q (%s)", got.Text, m.Where())
	}
	m = pane(t, shop())
	uitest.Run(m, action.Down)
	if uitest.Run(m, action.CopyXPath) != nil || !strings.Contains(m.Where(), "XML or HTML alone") {
		t.Errorf("an XPath of JSON: %s", m.Where())
	}
}

// stepTo goes down to the first row of which the status bar says this.
func stepTo(t *testing.T, m *response.Model, text string) {
	t.Helper()
	uitest.Run(m, action.UnfoldAll, action.Top)
	for range 100 {
		if strings.Contains(m.Where(), text) {
			return
		}
		uitest.Run(m, action.Down)
	}
	t.Fatalf("no row is of %q", text)
}
