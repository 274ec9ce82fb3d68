package request_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/collections"
	"dowse/collections/long"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/uitest"
)

func TestFrames(t *testing.T) {
	tabs := []string{"Query", "Headers", "Auth", "Body", "Variables"}
	for name, th := range uitest.Themes(t) {
		var all []string
		for _, tab := range tabs {
			o := open(t, shop())
			o.inherited = given()
			o.show(shop())
			o.SetTheme(th)
			o.SetTab(tab)
			all = append(all, uitest.Frame(t, o, 60, 6))
		}
		uitest.Golden(t, "theme-"+name, strings.Join(all, "\n"))
	}
	for _, size := range []struct {
		name string
		w, h int
	}{{"wide-120x8", 120, 8}, {"narrow-28x6", 28, 6}, {"low-50x2", 50, 2}} {
		var all []string
		for _, tab := range tabs {
			o := open(t, shop())
			o.SetTab(tab)
			all = append(all, uitest.Frame(t, o, size.w, size.h))
		}
		uitest.Golden(t, size.name, strings.Join(all, "\n"))
	}
	var all []string
	for _, tab := range tabs {
		o := open(t, collections.Request{})
		o.SetTab(tab)
		all = append(all, uitest.Frame(t, o, 60, 3))
	}
	uitest.Golden(t, "empty-60x3", strings.Join(all, "\n"))
	all = nil
	for _, tab := range tabs {
		o := open(t, hostile("\x1b[31m日本\u202e"))
		o.SetTab(tab)
		all = append(all, uitest.Frame(t, o, 60, 5))
	}
	uitest.Golden(t, "hostile-60x5", strings.Join(all, "\n"))
}

func TestFramesOfAuthAndBody(t *testing.T) {
	var all []string
	for _, kind := range []collections.AuthKind{"", collections.AuthNone, collections.AuthBearer, collections.AuthBasic, collections.AuthHeader, collections.AuthQuery} {
		o := authOf(t, &collections.Auth{Kind: kind, User: "ann", Password: "hush", Name: "X-Key", Token: "{{access_token}}"})
		uitest.Run(o, action.Down, action.Edit)
		all = append(all, uitest.Frame(t, o, 60, 3))
	}
	o := authOf(t, nil)
	o.inherited = given()
	o.SetRequest(o.request, o.inherited)
	all = append(all, uitest.Frame(t, o, 60, 3))
	uitest.Golden(t, "auth-60x3", strings.Join(all, "\n"))

	all = nil
	for _, b := range []collections.Body{{}, {Kind: collections.BodyJSON}, {Kind: collections.BodyJSON, Text: "[1,\n]"}, {Kind: collections.BodyText, Text: "[1,"}, {Kind: collections.BodyForm, Form: shop().Query}} {
		o := body(t, b)
		all = append(all, uitest.Frame(t, o, 60, 3))
		o.SetFocus(false)
		all = append(all, uitest.Frame(t, o, 30, 3))
	}
	uitest.Golden(t, "body-60x3", strings.Join(all, "\n"))
}

// hostile is a request that is made of one text wherever it can be.
func hostile(text string) collections.Request {
	rows := collections.Rows{{Name: text, Value: text, Note: text}, {Name: "x", Value: text, Off: true}}
	r := collections.Request{ID: text, Name: text, Method: text, URL: text + "?" + text, Query: rows, Body: collections.Body{Kind: collections.BodyJSON, Text: text}}
	r.Headers = rows
	r.Auth = &collections.Auth{Kind: collections.AuthHeader, Name: text, Token: "{{" + text + "}}" + text}
	r.Vars = []collections.Variable{{Name: text, Value: vars.NewString(text)}}
	return r
}

// naughty are texts that are hard to draw or meant to deceive.
func naughty() []string {
	return []string{
		"", "x", "日本語の値段は千円です", "👩‍👩‍👧‍👦 🇩🇪🇫🇷", "e\u0301\u0301", "a\tb\n\x1b[31mred\x1b]0;title\a", "\u202etxt\u2066", "\xff\x9b2J", "\u009b31m\u2028",
		strings.Repeat("long ", 60), "{{order_id}}", "{{gone | upper}}", "{{", "ﷺ a\ufe0f", "{\"a\": 1}", "a: b\nc=d",
	}
}

// TestNothingHostileIsDrawn holds that no control of a request reaches the screen.
func TestNothingHostileIsDrawn(t *testing.T) {
	for _, text := range naughty() {
		for _, kind := range []collections.BodyKind{collections.BodyJSON, collections.BodyText, collections.BodyForm} {
			r := hostile(text)
			r.Body = collections.Body{Kind: kind, Text: text, Form: r.Query}
			o := open(t, r)
			inherited := hostile(text)
			o.inherited = inherited
			o.SetRequest(r, inherited)
			for range 5 {
				for _, id := range []action.ID{action.Top, action.Down, action.Right, action.Edit, action.Leave} {
					uitest.Run(o, id)
					o.SetSize(120, 10)
					shown := o.View() + o.Where()
					for _, bad := range []string{"\x1b[31m", "\x1b]", "\a", "\u202e", "\u2066", "\t", "\x9b2", "\u009b", "\u2028"} {
						if strings.Contains(shown, bad) {
							t.Fatalf("%s: %q is drawn: %q", o.Tab(), bad, shown)
						}
					}
				}
				uitest.Run(o, action.NextTab)
			}
		}
	}
}

// TestFramesAreExact holds that the pane has exactly its cells, whatever is typed, and that its owner has the
// request that it shows.
func TestFramesAreExact(t *testing.T) {
	long.Test(t)
	texts := rapid.SampledFrom(naughty())
	ids := rapid.SampledFrom([]action.ID{
		action.Edit, action.Edit, action.Add, action.Delete, action.Toggle, action.MoveUp, action.MoveDown, action.Up, action.Down, action.Left, action.Right,
		action.Top, action.Bottom, action.HalfDown, action.HalfUp, action.PageDown, action.PageUp, action.Format,
		action.Accept, action.NextCell, action.PrevCell, action.Leave, action.NextTab, action.NextTab, action.PreviousTab,
	})
	rapid.Check(t, func(rt *rapid.T) {
		o := open(t, hostile(texts.Draw(rt, "text")))
		o.inherited = hostile(texts.Draw(rt, "inherited"))
		o.show(o.request)
		o.SetFocus(rapid.Bool().Draw(rt, "focus"))
		for range rapid.IntRange(0, 40).Draw(rt, "steps") {
			switch rapid.IntRange(0, 9).Draw(rt, "kind") {
			case 0:
				uitest.Send(o, uitest.Paste(texts.Draw(rt, "paste")))
			case 1:
				uitest.Type(o, rapid.SampledFrom([]string{"a", "{{or", "3 ", "true"}).Draw(rt, "typed"))
			case 2:
				buttons := rapid.SampledFrom([]tea.MouseButton{tea.MouseButtonLeft, tea.MouseButtonLeft, tea.MouseButtonWheelDown, tea.MouseButtonWheelUp})
				uitest.Send(o, tea.MouseMsg{X: rapid.IntRange(0, 80).Draw(rt, "x"), Y: rapid.IntRange(0, 12).Draw(rt, "y"), Action: tea.MouseActionPress, Button: buttons.Draw(rt, "button")})
			case 3:
				o.take(o.Paste(texts.Draw(rt, "put")))
			case 4:
				o.take(o.Insert(texts.Draw(rt, "insert")))
			default:
				uitest.Run(o, ids.Draw(rt, "action"))
			}
			w, h := rapid.IntRange(0, 200).Draw(rt, "width"), rapid.IntRange(0, 60).Draw(rt, "height")
			o.SetSize(w, h)
			uitest.Exact(rt, o.View(), w, h)
			if strings.ContainsAny(o.Where(), "\n\t\a") {
				rt.Fatalf("Where is %q", o.Where())
			}
			o.Popup()
			o.Title()
		}
		o.inherited = collections.Request{}
		o.SetRequest(o.request, o.inherited)
		again := open(t, o.request)
		for range 5 {
			again.SetTab(o.Tab())
			if got, want := atTop(o), atTop(again); got != want {
				rt.Fatalf("%s shows other than its owner has (-owner +pane):\n%s", o.Tab(), cmp.Diff(want, got))
			}
			uitest.Run(o, action.NextTab)
		}
	})
}

// atTop is what a pane shows with the cursor on the first row.
func atTop(o *owner) string {
	again := o.Tab()
	uitest.Run(o, action.NextTab)
	o.SetTab(again) // nothing is typed in any more
	o.SetFocus(true)
	o.SetSize(150, 60)
	uitest.Run(o, action.Bottom, action.Top)
	if again != "Auth" && again != "Body" {
		uitest.Run(o, action.Left, action.Left)
	}
	return o.View()
}

func TestNoRoom(t *testing.T) {
	for w := -1; w <= 4; w++ {
		for h := -1; h <= 4; h++ {
			o := open(t, shop())
			for range 5 {
				o.SetSize(w, h)
				uitest.Exact(t, o.View(), max(0, w), max(0, h))
				uitest.Run(o, action.PageDown, action.Bottom, action.Edit)
				uitest.Type(o, "{{")
				o.Popup()
				uitest.Exact(t, o.View(), max(0, w), max(0, h))
				uitest.Run(o, action.NextTab)
			}
		}
	}
}
