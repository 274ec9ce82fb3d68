package theme

import (
	"github.com/charmbracelet/lipgloss"

	"dowse/ui/terminal"
)

// The palettes that come with dowse.
const (
	Dark         = "dark"
	Light        = "light"
	Terminal     = "ansi" // the sixteen colours of the terminal itself
	HighContrast = "high-contrast"
	mono         = "mono"
)

// Names lists the palettes that a person can choose.
func Names() []string { return []string{Dark, Light, Terminal, HighContrast} }

// Options say what a Theme is for.
type Options struct {
	Name  string         // one of Names, or that of Source; empty: Dark
	Depth terminal.Depth // what the terminal shows; at Plain text is bold, faint or reversed only
	ASCII bool           // borders and marks in ASCII
	// Source is a palette of the user's own, as the YAML of a file; nil: one of Names.
	Source []byte
	// ReadFile reads the file of a style of chroma that Source names, which New does; nil: Source may name none.
	ReadFile func(name string) ([]byte, error)
}

// Theme is what the screen looks like: a palette made ready for one terminal, and the marks. It is never
// changed once made.
type Theme struct {
	Glyphs  Glyphs
	palette palette
	depth   terminal.Depth
	ascii   bool
}

// New makes a theme. Its error says what is wrong with the palette. Where a terminal shows sixteen colours
// or none, those that the palette asks for are not to be had: it is Terminal then, or no colour at all.
func New(o Options) (*Theme, error) {
	t := &Theme{Glyphs: glyphs, depth: o.Depth, ascii: o.ASCII}
	if o.ASCII {
		t.Glyphs = asciiGlyphs
	}
	name, source := o.Name, o.Source
	switch {
	case o.Depth == terminal.Plain:
		name, source = mono, nil
	case o.Depth == terminal.ANSI16 && name != HighContrast:
		name, source = Terminal, nil
	case name == "":
		name = Dark
	}
	var err error
	if source != nil {
		var style string
		if t.palette, style, err = parse(name, source, o.Depth); err == nil && style != "" {
			err = t.palette.addStyle(style, o.ReadFile, o.Depth)
		}
	} else {
		t.palette, err = load(name, o.Depth)
	}
	return t, err
}

// Paint gives one line of text the look of a role. The text is safe for a terminal already and has no
// colours of its own: painting ends with everything reset.
func (t *Theme) Paint(r Role, text string) string {
	sgr := t.palette[r]
	if sgr == "" || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[m"
}

// Glyphs are the marks of the screen. Each has one meaning, and each is one cell wide.
type Glyphs struct {
	Border   lipgloss.Border
	Cursor   string // the row that keys act on
	Open     string // a node or folder whose children are shown
	Closed   string // one whose children are not
	Unsaved  string // changed since it was saved
	Fragile  string // a pick by position
	Missing  string // without a value
	Picked   string // before the name of the variable that a value became
	On, Off  string // a row that is sent, one that is kept only
	Bar      string // a part of a waterfall
	Ellipsis string // text was clipped here
	Dot      string // between words of a title
	Secret   string // one character of a mask
	Arrow    string // leads to
	Moved    string // stands elsewhere than before
	Spinner  []string

	Ascending, Descending string // the column that rows are sorted by
}

var glyphs = Glyphs{
	Border: lipgloss.RoundedBorder(), Cursor: "▌", Open: "▾", Closed: "▸", Unsaved: "●", Fragile: "~", Missing: "!",
	Picked: "=", On: "✓", Off: "·", Bar: "█", Ellipsis: "…", Dot: "·", Secret: "*", Arrow: "→", Moved: "⇅", Ascending: "↑", Descending: "↓",
	Spinner: []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"},
}

var asciiGlyphs = Glyphs{
	Border: lipgloss.ASCIIBorder(), Cursor: ">", Open: "-", Closed: "+", Unsaved: "*", Fragile: "~", Missing: "!",
	Picked: "=", On: "x", Off: ".", Bar: "#", Ellipsis: ">", Dot: "-", Secret: "*", Arrow: ">", Moved: "^", Ascending: "^", Descending: "v",
	Spinner: []string{"|", "/", "-", "\\"},
}
