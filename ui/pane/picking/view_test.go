package picking_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dowse/client"
	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/pane/picking"
	"dowse/ui/uitest"
)

func TestFrames(t *testing.T) {
	s := newShop(t)
	login, orders := s.login(), s.orders()
	o := at(t, orders, "$.data[0].id")
	o.UsedBy = []string{"orders/get", "orders/pay"}
	d := open(t, o)
	uitest.Golden(t, "position-76x22", uitest.Frame(t, d, 76, 22))
	uitest.Golden(t, "position-40x18", uitest.Frame(t, d, 40, 18))
	uitest.Golden(t, "position-56x9", uitest.Frame(t, d, 56, 9))
	for name, th := range uitest.Themes(t) {
		d.SetTheme(th)
		uitest.Golden(t, "theme-"+name, uitest.Frame(t, d, 76, 18))
	}
	d = open(t, o)
	d.SetFocus(false)
	uitest.Golden(t, "without-keys", uitest.Frame(t, d, 76, 18))
	d.SetFocus(true)
	d.at("which")
	uitest.Run(d, action.Toggle)
	uitest.Golden(t, "every-76x18", uitest.Frame(t, d, 76, 18))
	d.at("take")
	uitest.Run(d, action.Toggle)
	uitest.Golden(t, "several-76x18", uitest.Frame(t, d, 76, 18))

	o = at(t, login, "$.access_token")
	d = open(t, o)
	d.at("if missing")
	uitest.Run(d, action.Toggle, action.Toggle, action.Toggle)
	uitest.Golden(t, "secret-76x18", uitest.Frame(t, d, 76, 18))
	d = open(t, at(t, body(hostile), "$.a[0]"))
	uitest.Golden(t, "hostile-76x18", uitest.Frame(t, d, 76, 18))
}

func TestTypedFrames(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[0].id"))
	uitest.Run(d, action.Name)
	uitest.Golden(t, "name-76x18", uitest.Frame(t, d, 76, 18))
	uitest.Run(d, action.Leave)
	d.edit("transform")
	uitest.Type(d, "upper | nonsense")
	uitest.Golden(t, "transform-76x18", uitest.Frame(t, d, 76, 18))
}

// hostile has what is hard to draw or meant to deceive.
const hostile = `{"a": ["日本語の値段は千円です、とても長い文章が続きます", "👩‍👧‍👦🇩🇪 é e\u0301\u0301", "\u001b[2Jred\u001b[31m", "\u202egnp.exe", "\u009b31m` + "\u009b\u202e\u2028" + `"], "\u001b]0;x\u0007 \u202e": 1}`

// TestFramesAreExact holds that the dialog has exactly the cells it is given and lets nothing through that
// drives a terminal, whatever the pick and the body are.
func TestFramesAreExact(t *testing.T) {
	words := rapid.SampledFrom([]string{"", "a", "order_id", "日本語", "👩‍👧", "e\u0301", "ﷺ", "\x1b[1;31mred\x1b[m", "\u202e", "\t", "\n", "🇩🇪", "\xff", "\u009b", strings.Repeat("long ", 60)})
	th := uitest.Theme(t)
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			return strings.Join(rapid.SliceOfN(words, 0, 4).Draw(t, label), "")
		}
		item := func() string { return vars.NewString(text("item")).JSON() }
		e := &client.Exchange{Response: client.Response{Status: 200, Complete: true}}
		e.Response.Headers = []client.Header{{Name: "Content-Type", Value: "application/json"}, {Name: "Via", Value: text("via")}, {Name: "Via", Value: "b"}}
		e.Response.Body = []byte(`{"a": [` + item() + "," + item() + "," + item() + `], ` + item() + `: [null]}`)
		here := collections.Pick{
			Name: text("name"), Transform: text("transform"), Type: rapid.SampledFrom([]string{"", "string", "array"}).Draw(t, "type"),
			From:   collections.Source{Kind: rapid.SampledFrom([]collections.SourceKind{"path", "header", "cookie", "status"}).Draw(t, "kind"), Arg: rapid.SampledFrom([]string{"$.a[1]", "Via", text("path")}).Draw(t, "arg")},
			Secret: rapid.SampledFrom([]collections.Secrecy{collections.SecretUnset, collections.SecretYes, collections.SecretNo}).Draw(t, "secret"),
		}
		here.IfMissing.Policy = rapid.SampledFrom([]collections.MissingPolicy{"", "skip", "keep", "default", "what"}).Draw(t, "policy")
		here.IfMissing.Default = vars.NewString(text("default"))
		s := pick.Suggestion{Here: here, Fragile: rapid.Bool().Draw(t, "fragile"), Secret: []string{text("reason")}}
		if here.From.Kind == collections.SourcePath {
			every := here
			every.From.Arg, every.Take = "$.a[*]", collections.TakeAll
			s.Every = &every
		}
		m := picking.New(th, picking.Options{Exchange: e, Suggestion: s, Pick: here, UsedBy: []string{text("user")}})
		m.SetFocus(rapid.Bool().Draw(t, "focus"))
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			id := rapid.SampledFrom([]action.ID{action.Down, action.Up, action.Toggle, action.Name, action.Accept, action.Leave}).Draw(t, "action")
			m.Update(action.RunMsg{ID: id})
			if rapid.Bool().Draw(t, "paste") {
				m.Update(uitest.Paste(text("pasted")))
			}
			w, h := rapid.IntRange(0, 120).Draw(t, "width"), rapid.IntRange(1, 30).Draw(t, "height")
			m.SetSize(w, h)
			view := m.View()
			uitest.Exact(t, view, w, h)
			for _, line := range append(strings.Split(view, "\n"), m.Where(), m.Title().Name) {
				if strings.ContainsAny(line, "\t\x07\r\u202e\u009b") || strings.Contains(line, "\x1b[1;31mred") {
					t.Fatalf("not safe: %q", line)
				}
			}
		}
	})
}

func TestNoRoom(t *testing.T) {
	d := open(t, at(t, body(hostile), "$.a[1]"))
	for w := range 5 {
		for h := range 5 {
			d.SetSize(w-1, h-1)
			if view := d.View(); w > 0 && h > 1 {
				uitest.Exact(t, view, w-1, h-1)
			}
			uitest.Run(d, action.Down, action.Toggle, action.Name, action.Leave)
			d.Popup()
		}
	}
	for _, max := range [][2]int{{0, 0}, {30, 4}, {200, 60}} {
		if w, h := d.Size(max[0], max[1]); w > max[0] || h > max[1] {
			t.Errorf("%dx%d of at most %dx%d", w, h, max[0], max[1])
		}
	}
}

// TestTheCursorIsInSight holds that a dialog lower than its settings shows the one that keys act on.
func TestTheCursorIsInSight(t *testing.T) {
	d := open(t, at(t, body(three), "$.data[0].id"))
	for range 10 {
		uitest.Run(d, action.Down)
		for h := 1; h < 12; h++ {
			if view := uitest.Screen(t, d, 50, h); !strings.Contains(view, "▌") {
				t.Fatalf("height %d: the cursor is out of sight:\n%s", h, view)
			}
		}
	}
}
