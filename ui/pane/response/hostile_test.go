package response_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dowse/client"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/long"
	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// hostile are texts that are hard to measure or meant to drive a terminal.
var hostile = []string{
	"", "a", "日本語の文章", "👩‍👧‍👦", "e\u0301\u0301", "ﷺ", "\x1b[1;31mred\x1b[m", "\x1b]0;title\x07", "\u202egnp.exe", "\u009b31m", "\t", "\n", "\r\n",
	"🇩🇪", "\x00", "\u200b", strings.Repeat("long ", 40), `"`, `\`, "{", "}", "[", "]", ",", ":", "1", "null", "\u0300", "한글", "नमस्ते", "\xff", "\xc3",
}

// sizes are those of panes, tiny ones too.
func size(t *rapid.T) (width, height int) {
	return rapid.OneOf(rapid.IntRange(0, 4), rapid.IntRange(0, 100)).Draw(t, "width"), rapid.OneOf(rapid.IntRange(0, 4), rapid.IntRange(0, 30)).Draw(t, "height")
}

var everything = []action.ID{
	action.Down, action.Up, action.Left, action.Right, action.Top, action.Bottom, action.HalfDown, action.HalfUp, action.PageDown, action.PageUp,
	action.NextTab, action.PreviousTab, action.ViewTree, action.ViewPretty, action.ViewRaw, action.Fold, action.FoldAll, action.UnfoldAll,
	action.FoldLevel, action.OpenLevel, action.ViewHex, action.ViewTable, action.SortColumn, action.HideColumn, action.AllColumns, action.LongLines,
	action.CopyPath, action.CopyNormal, action.CopyJQ, action.CopyGJSON, action.CopyXPath, action.ReadAs, action.FilterBody, action.Regexp,
	action.Find, action.Accept, action.Leave, action.FindNext, action.FindPrev, action.Mark, action.PickMarked, action.PickValue, action.CopyValue,
}

// body draws a body: JSON of hostile names and values, or hostile bytes as they are.
func body(t *rapid.T) string {
	text := func() string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(hostile), 0, 5).Draw(t, "text"), "")
	}
	if !rapid.Bool().Draw(t, "json") {
		return text() + text() + text()
	}
	value := map[string]any{text(): text(), text(): []any{text(), 1.5, nil, map[string]any{text(): text()}}, text(): map[string]any{}}
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if rapid.Bool().Draw(t, "broken") {
		return string(encoded[:len(encoded)*2/3])
	}
	return string(encoded)
}

// TestFramesAreExact holds that whatever is in the response, and whatever is done with it, the pane has
// exactly the cells it is given and draws no control of it.
func TestFramesAreExact(t *testing.T) {
	th := uitest.Theme(t)
	reset := strings.NewReplacer("\x1b[m", "")
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(hostile), 0, 3).Draw(t, label), "")
		}
		e := &client.Exchange{Response: client.Response{
			Status: 200, Reason: text("reason"), Protocol: "HTTP/1.1", Complete: rapid.Bool().Draw(t, "complete"), Body: []byte(body(t)),
			Headers: []client.Header{{Name: "Content-Type", Value: rapid.SampledFrom([]string{"application/json", "text/html", "application/xml", "text/csv", "text/event-stream", "application/yaml", "image/png", "", text("type")}).Draw(t, "kind")}, {Name: text("name"), Value: text("value")}, {Name: "Set-Cookie", Value: text("cookie") + "=" + text("content") + ";" + text("attribute")}},
		}, Notices: []string{text("notice")}}
		e.Response.Wire = e.Response.Body
		picked := []collections.Pick{{Name: "a" + text("pick"), From: collections.Source{Kind: collections.SourcePath, Arg: "$..*"}, Take: collections.TakeAll, Secret: rapid.SampledFrom([]collections.Secrecy{collections.SecretUnset, collections.SecretYes, collections.SecretNo}).Draw(t, "secret")}}
		m := response.New(th)
		m.SetFocus(rapid.Bool().Draw(t, "focus"))
		m.SetExchange(e, session.Evaluate("x", picked, e))
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			uitest.Run(m, rapid.SampledFrom(everything).Draw(t, "action"))
			if m.Contexts()[0] == action.SearchBody || m.Contexts()[0] == action.Filter {
				typed(m, rapid.SampledFrom([]string{"a", "l", "日", "["}).Draw(t, "key"))
			}
			w, h := size(t)
			m.SetSize(w, h)
			press(m, rapid.IntRange(-1, w).Draw(t, "x"), rapid.IntRange(-1, h).Draw(t, "y"))
			view := m.View()
			lines := strings.Split(view, "\n")
			if len(lines) != max(1, h) {
				t.Fatalf("%d lines, want %d", len(lines), h)
			}
			for _, line := range lines {
				if got := frame.Width(line); got != w && h > 0 {
					t.Fatalf("a line is %d cells wide, want %d: %q", got, w, line)
				}
			}
			title := m.Title()
			for _, drawn := range []string{view, m.Where(), title.Right, strings.Join(title.Tabs, "")} {
				for _, bad := range []string{"\x1b[1;31m", "\x1b]", "\x07", "\u202e", "\t", "\u009b", "\x00", "\r"} {
					if strings.Contains(reset.Replace(drawn), bad) {
						t.Fatalf("%q is drawn: %q", bad, drawn)
					}
				}
			}
		}
	})
}

func TestNoRoom(t *testing.T) {
	for w := -1; w <= 3; w++ {
		for h := -1; h <= 3; h++ {
			m := pane(t, answer{body: `{"a": [1, "日本"]}`, short: true})
			m.SetSize(w, h)
			for _, id := range everything {
				uitest.Run(m, id)
				m.View()
				m.Title()
			}
			if w > 0 && h > 0 {
				uitest.Screen(t, m, w, h)
			}
		}
	}
}

// TestAFrameCostsWhatTheScreenHas holds that a body ten times as large makes no frame more expensive, in any
// sheet and anywhere in it. The control is a screen that shows more.
func TestAFrameCostsWhatTheScreenHas(t *testing.T) {
	small, big := pane(t, large(1<<20)), pane(t, large(10<<20))
	for _, id := range []action.ID{action.ViewTree, action.ViewPretty, action.ViewRaw} {
		for _, to := range []action.ID{action.Top, action.HalfDown, action.Bottom} {
			var cost [3]float64
			for i, m := range []*response.Model{small, big} {
				m.SetSize(80, 18)
				uitest.Run(m, id, to)
				cost[i] = testing.AllocsPerRun(3, func() {
					uitest.Run(m, action.Up, action.Down)
					m.View()
					m.Where()
				})
			}
			big.SetSize(80, 18*20)
			cost[2] = testing.AllocsPerRun(1, func() { big.View() })
			if cost[1] > cost[0]*1.3+100 || id != action.ViewRaw && cost[2] < cost[1]*2 {
				t.Errorf("%s %s: %.0f allocations for 1 MB, %.0f for 10 MB, %.0f for twenty screens", id, to, cost[0], cost[1], cost[2])
			}
		}
	}
}

func benchmarkFrame(b *testing.B, size, height int) {
	m := pane(b, large(size))
	m.SetSize(80, height)
	uitest.Run(m, action.UnfoldAll, action.Bottom)
	for b.Loop() {
		uitest.Run(m, action.Up, action.Down)
		m.View()
		m.Where()
	}
}

func BenchmarkFrame1MB(b *testing.B)  { benchmarkFrame(b, 1<<20, 40) }
func BenchmarkFrame10MB(b *testing.B) { benchmarkFrame(b, 10<<20, 40) }

// BenchmarkAllRows is the control: what a frame would cost if it drew all of a body of 1 MB.
func BenchmarkAllRows(b *testing.B) { benchmarkFrame(b, 1<<20, 80_000) }

// BenchmarkSearch looks through 10 MB.
func BenchmarkSearch(b *testing.B) {
	m := pane(b, large(10<<20))
	for b.Loop() {
		uitest.Run(m, action.Find)
		cmds := typed(m, "needle")
		finish(m, cmds[len(cmds)-1])
		uitest.Run(m, action.Leave)
	}
}

// TestAVeryLongValueIsCheapToDraw holds that where a value ends is not looked for in every frame.
func TestAVeryLongValueIsCheapToDraw(t *testing.T) {
	m := pane(t, answer{body: `{"a": "` + strings.Repeat(`x\n y`, 8<<20) + `", "b": 2}`, headers: []string{"Content-Type", "application/json"}})
	uitest.Run(m, action.Down)
	for _, id := range []action.ID{action.ViewTree, action.ViewPretty, action.ViewRaw} {
		uitest.Run(m, id)
		m.View() // the first one may look
		long.Within(t, "a frame of "+string(id), 10*time.Millisecond, func() time.Duration {
			began := time.Now()
			m.View()
			m.Where()
			return time.Since(began)
		})
	}
}
