package ui

import (
	"dowse/ui/action"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/request"
	"dowse/ui/pane/response"
	"dowse/ui/pane/sidebar"
	"dowse/ui/pane/urlbar"
	"dowse/ui/pane/variables"
)

// shell is what every job needs of the screen: panes and the dialogs over them, who has the keys, and one line to say what
// happened. It knows no request.
type shell struct {
	geometry
	panes   panes
	look    look
	dialogs []overlay
	strip   *strip
	notice  notice
	typed   []string             // the keys of a sequence that is not finished
	blur    func(to layout.Pane) // is called before a pane gets the keys
}

func newShell(th *theme.Theme, o Options) shell {
	s := shell{
		geometry: geometry{focus: layout.URL, wish: layout.Wish{Main: layout.Response}},
		look:     look{theme: th, options: o.Theme, keymap: o.Keymap, mouse: o.Mouse},
		panes:    panes{sidebar.New(th), urlbar.New(th), request.New(th), response.New(th), variables.New(th)},
	}
	s.panes.collection.SetKeymap(o.Keymap)
	s.panes.url.SetKeymap(o.Keymap)
	s.panes.request.SetKeymap(o.Keymap)
	s.panes.response.SetKeymap(o.Keymap)
	s.panes.variables.SetKeymap(o.Keymap)
	return s
}

// geometry is where everything is.
type geometry struct {
	focus layout.Pane
	wish  layout.Wish
	plan  layout.Plan
}

// panes are the five.
type panes struct {
	collection *sidebar.Model
	url        *urlbar.Model
	request    *request.Model
	response   *response.Model
	variables  *variables.Model
}

// look is how everything appears and which keys do what.
type look struct {
	theme   *theme.Theme
	options theme.Options
	chosen  string // the theme that was chosen on the screen
	keymap  *action.Keymap
	mouse   bool
}

// notice is one line that says what just happened, gone with the next key.
type notice struct {
	text string
	role theme.Role
}

// pane gives the pane of a name.
func (s *shell) pane(p layout.Pane) pane {
	switch p {
	case layout.Collection:
		return s.panes.collection
	case layout.URL:
		return s.panes.url
	case layout.Request:
		return s.panes.request
	case layout.Variables:
		return s.panes.variables
	}
	return s.panes.response
}

// top is what has the keys: the dialog on top, else the focused pane.
func (s *shell) top() pane {
	if n := len(s.dialogs); n > 0 {
		return s.dialogs[n-1]
	}
	return s.pane(s.focus)
}

// show puts a dialog on the stack.
func (s *shell) show(d overlay) {
	s.top().SetFocus(false)
	d.SetTheme(s.look.theme)
	d.SetFocus(true)
	s.dialogs = append(s.dialogs, d)
	s.typed = nil
	s.showStrip(nil)
}

// close takes the dialog on top away.
func (s *shell) close() {
	if n := len(s.dialogs); n > 0 {
		s.dialogs = s.dialogs[:n-1]
	}
	s.top().SetFocus(true)
	s.arrange()
}

// setFocus gives the keys to a pane.
func (s *shell) setFocus(p layout.Pane) {
	s.blur(p)
	s.pane(s.focus).SetFocus(false)
	s.focus = p
	if p == layout.Request || p == layout.Response {
		s.wish.Main = p
	}
	if len(s.dialogs) == 0 {
		s.pane(p).SetFocus(true)
	}
	s.typed = nil
	s.arrange()
}

// cycle gives the keys to the pane that is so many steps further.
func (s *shell) cycle(step int) {
	at := 0
	for i, p := range layout.Order {
		if p == s.focus {
			at = i
		}
	}
	n := len(layout.Order)
	for range n {
		at = (at + step + n) % n
		if s.plan.Columns > 1 || layout.Order[at] != layout.Collection && layout.Order[at] != layout.Variables {
			break // where they only float, 1 and 4 call them
		}
	}
	s.setFocus(layout.Order[at])
}

// typing says whether keys are text now.
func (s *shell) typing() bool {
	contexts := s.top().Contexts()
	return len(contexts) > 0 && contexts[0].Typing()
}

// arrange works out where everything is and tells the panes.
func (s *shell) arrange() {
	s.wish.Focus = s.focus
	s.plan = layout.For(s.wish)
	for _, place := range s.plan.Places {
		inside := place.Content()
		s.pane(place.Pane).SetSize(inside.Width, inside.Height)
	}
	s.panes.variables.SetStrip(s.plan.Columns == 2 && s.focus != layout.Variables)
	for _, d := range s.dialogs {
		inside := s.dialogRect(d).Inside()
		d.SetSize(inside.Width, inside.Height)
	}
}

// dialogRect is where a dialog is, its border included.
func (s *shell) dialogRect(d overlay) layout.Rect {
	w, h := d.Size(max(1, s.wish.Width-4), max(1, s.wish.Height-4))
	w, h = min(w+2, s.wish.Width), min(h+2, s.wish.Height-1)
	return layout.Rect{X: (s.wish.Width - w) / 2, Y: max(0, (s.wish.Height-h)/3), Width: w, Height: h}
}

// say shows one line until the next key.
func (s *shell) say(role theme.Role, text string) { s.notice = notice{text, role} }

func (s *shell) resize(id action.ID) {
	step := resizeStep
	switch id {
	case action.Even:
		s.wish.Side, s.wish.Split = 0, 0
		s.arrange()
		return
	case action.Shrink:
		step = -step
	}
	switch s.focus {
	case layout.Collection:
		s.wish.Side += step
	case layout.Request:
		s.wish.Split += step
	default:
		s.wish.Split -= step
	}
	s.arrange()
}

// floats says whether the pane with the keys lies over the others.
func (s *shell) floats() bool {
	place, ok := s.plan.Find(s.focus)
	return ok && place.Floats
}

// fail shows an error that needs no decision.
func (s *shell) fail(err error) { s.say(theme.Bad, err.Error()) }

// resizeStep is how many cells a pane grows at a time.
const resizeStep = 4

// putAway takes the strip away.
func (s *shell) putAway() {
	if s.strip != nil {
		s.showStrip(nil)
	}
}

// showStrip shows the strip of a pick below the panes, which make room for it; nil: none.
func (s *shell) showStrip(made *strip) {
	s.strip, s.wish.Below = made, 0
	if made != nil {
		s.wish.Below = stripHeight
	}
	s.arrange()
}
