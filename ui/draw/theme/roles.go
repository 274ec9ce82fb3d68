package theme

// Role is what a piece of text is, and so what it looks like. A palette gives each role its colours.
type Role string

// The roles of text in a body.
const (
	Plain     Role = "" // the terminal's own colour
	Name      Role = "name"
	String    Role = "string"
	Number    Role = "number"
	Constant  Role = "constant"
	Tag       Role = "tag"
	Attribute Role = "attribute"
	Entity    Role = "entity"
	Comment   Role = "comment"
	Keyword   Role = "keyword" // a word of a language, such as function, @media or query
)

// The roles of text on the screen.
const (
	Muted       Role = "muted"        // what is there for those who look for it: punctuation, hints, units
	Accent      Role = "accent"       // what the eye should find: a method, a key to press
	Heading     Role = "heading"      // a title, the tab that is shown
	Border      Role = "border"       // round a pane
	BorderFocus Role = "border-focus" // round the pane that has the keys
	Cursor      Role = "cursor"       // the row or cell that keys act on, painted as a whole
	CursorDim   Role = "cursor-dim"   // the same in a pane without the keys
	Match       Role = "match"        // what a search found
	Good        Role = "good"         // 2xx, fresh, valid
	Warn        Role = "warn"         // 3xx and 4xx, fragile, stale
	Bad         Role = "bad"          // 5xx, errors, what is missing
	Badge       Role = "badge"        // a danger that stays in sight, such as TLS verification off
	Placeholder Role = "placeholder"  // {{name}} with a value
	Unresolved  Role = "unresolved"   // {{name}} without one
	Picked      Role = "picked"       // = name beside a value
	Caret       Role = "caret"        // the character under the text cursor
	ModeNav     Role = "mode-nav"     // the word NAV in the status bar
	ModeEdit    Role = "mode-edit"    // the word EDIT
)

// roles lists every role that a palette may give colours.
var roles = []Role{
	Name, String, Number, Constant, Tag, Attribute, Entity, Comment, Keyword,
	Muted, Accent, Heading, Border, BorderFocus, Cursor, CursorDim, Match, Good, Warn, Bad, Badge,
	Placeholder, Unresolved, Picked, Caret, ModeNav, ModeEdit,
}
