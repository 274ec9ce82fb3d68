package action

import "slices"

// The actions. Each is carried out by the pane whose context it is in, or by the root.
const (
	Send         ID = "send"
	GoURL        ID = "go-url"
	Save         ID = "save"
	Palette      ID = "palette"
	NextPane     ID = "next-pane"
	PreviousPane ID = "previous-pane"
	Cancel       ID = "cancel"
	Help         ID = "help"
	OpenEditor   ID = "editor"

	GoCollection ID = "go-collection"
	GoRequest    ID = "go-request"
	GoResponse   ID = "go-response"
	GoVariables  ID = "go-variables"
	NextTab      ID = "next-tab"
	PreviousTab  ID = "previous-tab"
	Grow         ID = "grow"
	Shrink       ID = "shrink"
	Even         ID = "even"
	Zoom         ID = "zoom"
	Jump         ID = "jump"
	Undo         ID = "undo"
	Redo         ID = "redo"
	Environment  ID = "environment"
	SaveBody     ID = "save-body"
	Close        ID = "close"
	Quit         ID = "quit"
	New          ID = "new"
	OpenFolder   ID = "open-folder"
	Import       ID = "import"
	SaveAs       ID = "save-as"
	Insecure     ID = "toggle-tls"
	Themes       ID = "theme"

	Down     ID = "down"
	Up       ID = "up"
	Left     ID = "left"
	Right    ID = "right"
	Top      ID = "top"
	Bottom   ID = "bottom"
	HalfDown ID = "half-down"
	HalfUp   ID = "half-up"
	PageDown ID = "page-down"
	PageUp   ID = "page-up"

	Open       ID = "open"
	Add        ID = "add"
	Delete     ID = "delete"
	Duplicate  ID = "duplicate"
	Rename     ID = "rename"
	MoveDown   ID = "move-down"
	MoveUp     ID = "move-up"
	Find       ID = "find"
	FindNext   ID = "find-next"
	FindPrev   ID = "find-previous"
	FilterBody ID = "filter"

	Edit      ID = "edit"
	Toggle    ID = "toggle"
	Accept    ID = "accept"
	Leave     ID = "leave"
	NextCell  ID = "next-cell"
	PrevCell  ID = "previous-cell"
	ListBelow ID = "list-below"
	Format    ID = "format"

	PickValue  ID = "pick"
	PickAll    ID = "pick-settings"
	Which      ID = "which"
	Mark       ID = "mark"
	PickMarked ID = "pick-marked"
	Map        ID = "map"
	Inspect    ID = "inspect"
	Export     ID = "export"
	Secret     ID = "secret"
	Name       ID = "name"
	Fold       ID = "fold"
	FoldAll    ID = "fold-all"
	UnfoldAll  ID = "unfold-all"
	FoldLevel  ID = "fold-level"
	OpenLevel  ID = "unfold-level"
	ViewTree   ID = "view-tree"
	ViewPretty ID = "view-pretty"
	ViewRaw    ID = "view-raw"
	ViewHex    ID = "view-hex"
	ViewTable  ID = "view-table"
	ReadAs     ID = "read-as"
	Pager      ID = "pager"
	LongLines  ID = "long-lines"
	Regexp     ID = "regexp"
	SortColumn ID = "sort-column"
	HideColumn ID = "hide-column"
	AllColumns ID = "show-columns"
	Diff       ID = "diff"
	DiffWith   ID = "diff-with"
	CopyValue  ID = "copy-value"
	CopySource ID = "copy-subtree"
	CopyPath   ID = "copy-path"
	CopyNormal ID = "copy-normalized"
	CopyJQ     ID = "copy-jq"
	CopyGJSON  ID = "copy-gjson"
	CopyXPath  ID = "copy-xpath"
	CopyURL    ID = "copy-url"
	CopyCurl   ID = "copy-curl"
	Advise     ID = "advice"
	Follow     ID = "follow"
	Method     ID = "method"
	Back       ID = "back"
	Resend     ID = "resend"
)

// Defaults lists every action with its default keys. Keys that terminals cannot tell apart are never
// defaults: ctrl+h i j m [, and neither are ctrl+a, ctrl+b and ctrl+z, which tmux, screen and the shell take.
func Defaults() []Action {
	return slices.Concat(everywhere(), nav(), lists(), forms(), response(), picks())
}

// everywhere are the actions of every place, typed in or not.
func everywhere() []Action {
	return []Action{
		{Send, Everywhere, "send", "send the request on the screen", []string{"ctrl+r", "f5", "f20"}, false},
		{GoURL, Everywhere, "URL", "go to the URL bar", []string{"ctrl+l"}, true},
		{Save, Everywhere, "save", "save the request to its file", []string{"ctrl+s"}, false},
		{Palette, Everywhere, "commands", "every action of this place by its name, and every request", []string{"ctrl+p"}, false},
		{NextPane, Everywhere, "next pane", "go to the next pane", []string{"tab"}, true},
		{PreviousPane, Everywhere, "previous pane", "go to the pane before", []string{"shift+tab"}, true},
		{Cancel, Everywhere, "cancel", "cancel the request that is running; with none, twice quits", []string{"ctrl+c"}, true},
		{Help, Everywhere, "help", "what can be done here, and the keys for it", []string{"f1"}, false},
		{OpenEditor, Everywhere, "$EDITOR", "open the text in your editor, or a response in it to read", []string{"f4", "ctrl+x ctrl+e"}, true},
	}
}

// nav are those of every place that is not typed in.
func nav() []Action {
	return []Action{
		{Help, Nav, "help", "what can be done here, and the keys for it", []string{"?"}, true},
		{Palette, Nav, "commands", "every action of this place by its name, and every request", []string{":"}, true},
		{OpenEditor, Nav, "$EDITOR", "open the text in your editor, or a response in it to read", []string{"e"}, true},
		{GoCollection, Nav, "collection", "go to the collection", []string{"1"}, true},
		{GoRequest, Nav, "request", "go to the request", []string{"2"}, true},
		{GoResponse, Nav, "response", "go to the response", []string{"3"}, true},
		{GoVariables, Nav, "variables", "go to the variables", []string{"4"}, true},
		{NextTab, Nav, "next tab", "show the pane's next tab", []string{"]"}, true},
		{PreviousTab, Nav, "previous tab", "show the tab before", []string{"["}, true},
		{Grow, Nav, "larger", "give this pane more room", []string{"+"}, true},
		{Shrink, Nav, "smaller", "give this pane less room", []string{"-"}, true},
		{Even, Nav, "even", "give the panes their usual room", []string{"="}, true},
		{Zoom, Nav, "zoom", "this pane alone, without borders and mouse, to select text; again: all panes", []string{"z"}, true},
		{Jump, Nav, "jump", "labels on everything in sight: type one to go there", []string{"f"}, true},
		{Back, Nav, "go back", "to the request from which a link was followed", []string{"backspace"}, true},
		{Undo, Nav, "undo", "take back the last thing done, whatever request it was about", []string{"u"}, true},
		{Redo, Nav, "redo", "do again what was taken back", []string{"U"}, true},
		{Environment, Nav, "environment", "choose the environment", []string{"E", "space e"}, true},
		{SaveBody, Nav, "save body", "save the response's body to a file", []string{"w", "space w"}, true},
		{Close, Nav, "quit", "close what is open; with nothing open, quit: drafts are kept", []string{"q"}, true},
		{Quit, Nav, "quit", "leave dowse; drafts are kept", []string{"space q"}, true},
		{New, Nav, "new request", "begin a new request", []string{"space n"}, true},
		{OpenFolder, Nav, "open folder", "open another collection", []string{"space o"}, true},
		{Import, Nav, "paste curl", "fill the form from a curl command", []string{"space i"}, true},
		{SaveAs, Nav, "save as", "save the request under a name of your choice", []string{"space s"}, true},
		{Method, Nav, "method", "choose the request's method; or type it before the URL", []string{"space m"}, true},
		{Insecure, Nav, "trust any server", "do not verify the certificate of this request's server; again: verify it", []string{"space t"}, true},
		{Themes, Nav, "theme", "choose the colours", []string{"space c"}, true},
	}
}

// lists are those of rows, and of the collection.
func lists() []Action {
	return []Action{
		{Down, List, "down", "one row down", []string{"j", "down"}, true},
		{Up, List, "up", "one row up", []string{"k", "up"}, true},
		{Left, List, "left", "fold, or go to what holds this; in text, to the left", []string{"h", "left"}, true},
		{Right, List, "right", "unfold, or go inside; in text, to the right", []string{"l", "right"}, true},
		{Top, List, "top", "to the first row", []string{"g g", "home"}, true},
		{Bottom, List, "bottom", "to the last row", []string{"G", "end"}, true},
		{HalfDown, List, "half down", "half a page down", []string{"ctrl+d"}, true},
		{HalfUp, List, "half up", "half a page up", []string{"ctrl+u"}, true},
		{PageDown, List, "page down", "a page down", []string{"pgdown"}, true},
		{PageUp, List, "page up", "a page up", []string{"pgup"}, true},

		{Open, Collection, "open", "open the request, or fold the folder", []string{"enter"}, false},
		{Add, Collection, "add", "a new request here", []string{"a"}, false},
		{Duplicate, Collection, "duplicate", "a copy of the request beside it", []string{"c"}, false},
		{Rename, Collection, "rename", "another name or folder, of the request or the folder, also in all that names it", []string{"R"}, false},
		{Delete, Collection, "delete", "into the trash; undo brings it back", []string{"D"}, false},
		{Find, Collection, "find", "show what matches", []string{"/"}, false},
		{Leave, Collection, "back", "end the search; without one, go back", []string{"esc"}, true},
	}
}

// forms are those of what is filled in.
func forms() []Action {
	return []Action{
		{Send, URL, "send", "send the request", []string{"enter"}, false},
		{ListBelow, URL, "pane below", "leave the URL for what is below it", []string{"down"}, true},
		{Leave, URL, "done", "keys are commands again", []string{"esc"}, false},

		{Edit, Table, "edit", "change this cell", []string{"enter"}, false},
		{Toggle, Table, "on or off", "send this row or only keep it", []string{"x"}, false},
		{Add, Table, "add", "a new row", []string{"a"}, false},
		{Delete, Table, "delete", "take this row away", []string{"D"}, false},
		{MoveDown, Table, "move down", "this row after the next", []string{"J"}, true},
		{MoveUp, Table, "move up", "this row before the one above", []string{"K"}, true},

		{Accept, Cell, "next", "keep the text and go on to the next cell", []string{"enter"}, false},
		{NextCell, Cell, "next cell", "keep the text and go to the next cell", []string{"tab"}, true},
		{PrevCell, Cell, "previous cell", "keep the text and go to the cell before", []string{"shift+tab"}, true},
		{Leave, Cell, "done", "keep the text; keys are commands again", []string{"esc"}, false},

		{Accept, Field, "accept", "take the text", []string{"enter"}, false},
		{Leave, Field, "leave", "keys are commands again", []string{"esc"}, false},

		{Edit, Text, "edit", "type in the text", []string{"enter", "a"}, false},
		{Edit, Auth, "edit", "type in the text; on the kind: in its first text", []string{"enter", "a"}, false},
		{Right, Auth, "change", "on the kind: another one", []string{"l", "right"}, false},
		{Format, Text, "format", "indent the JSON anew", []string{"F"}, false},
		{Leave, Editor, "done", "keys are commands again", []string{"esc"}, false},

		{Accept, Completion, "insert", "put the variable there", []string{"enter", "tab"}, false},
		{Down, Completion, "down", "the next one", []string{"down", "ctrl+n"}, true},
		{Up, Completion, "up", "the one before", []string{"up"}, true},
		{Leave, Completion, "close", "go on typing without it", []string{"esc"}, true},

		{Accept, Choice, "choose", "do what the cursor is on", []string{"enter"}, false},
		{Down, Choice, "down", "the next one", []string{"down", "ctrl+n"}, true},
		{Up, Choice, "up", "the one before", []string{"up"}, true},
		{PageDown, Choice, "page down", "a page down", []string{"pgdown"}, true},
		{PageUp, Choice, "page up", "a page up", []string{"pgup"}, true},
		{Leave, Choice, "close", "change nothing", []string{"esc"}, false},
	}
}

// response are those of a response.
func response() []Action {
	return []Action{
		{PickMarked, Marked, "pick marked", "make every marked value a variable", []string{"space v"}, false},
		{Follow, Link, "follow", "send a new request to the URL or path under the cursor", []string{"o"}, false},
		{PickValue, Chooser, "pick", "make the value a variable, and put it into the field", []string{"enter", "p"}, false},
		{Find, Chooser, "find", "look for words in keys and values", []string{"/"}, false},
		{FindNext, Chooser, "next match", "the next match", []string{"n"}, true},
		{FindPrev, Chooser, "previous match", "the match before", []string{"N"}, true},
		{Leave, Chooser, "close", "pick nothing", []string{"esc", "q"}, false},
		{SortColumn, Columns, "sort", "sort by this column; again: the other way; again: as it came", []string{"s"}, false},
		{HideColumn, Columns, "hide column", "leave this column out of the table", []string{"x"}, false},
		{AllColumns, Columns, "all columns", "show the columns that were left out", []string{"X"}, true},
		{Advise, Trouble, "what to do", "what this answer means, and what can be done", []string{"!"}, false},

		{PickValue, Response, "pick", "make the value a variable", []string{"p"}, false},
		{Find, Response, "find", "look for words in keys and values", []string{"/"}, false},
		{FilterBody, Response, "filter", "show only what a JSONPath, jq, XPath or CSS filter selects", []string{"|"}, false},
		{PickAll, Response, "pick settings", "pick with all settings", []string{"P"}, true},
		{Fold, Response, "fold", "fold or unfold; on a value: show all of it", []string{"enter"}, true},
		{Follow, Response, "follow link", "send a new request to the URL or path under the cursor", []string{"o"}, true},
		{Which, Response, "which item", "for the pick under the cursor: by position, every item, by key, by condition", []string{"*"}, true},
		{Mark, Response, "mark", "mark the value, to pick several at once", []string{"m"}, true},
		{Map, Response, "map", "make rows for another system of this list: fields matched, checked, sent", []string{"M"}, false},
		{Inspect, Response, "inspect", "what is known of the value: types and counts over samples, history, origin", []string{"i"}, true},
		{FindNext, Response, "next match", "the next match", []string{"n"}, true},
		{FindPrev, Response, "previous match", "the match before", []string{"N"}, true},
		{ViewTree, Response, "tree", "show the body as a tree", []string{"v t"}, true},
		{ViewPretty, Response, "pretty", "show the body indented", []string{"v p"}, true},
		{ViewRaw, Response, "raw", "show the body as it came", []string{"v r"}, true},
		{ViewTable, Response, "table", "show a list of objects as a table", []string{"v c"}, true},
		{ViewHex, Response, "hex", "show the bytes of the body", []string{"v h"}, true},
		{ReadAs, Response, "read as", "read the body as another type than the server says", []string{"v a"}, true},
		{Pager, Response, "$PAGER", "read the body in your pager", []string{"v l"}, true},
		{LongLines, Response, "long lines", "wrap long lines, or cut them: then left and right scroll", []string{"v w"}, true},
		{FoldAll, Response, "fold all", "fold everything below the first level", []string{"v 0"}, true},
		{UnfoldAll, Response, "unfold all", "unfold everything", []string{"v o"}, true},
		{FoldLevel, Response, "fold a level", "show one level less of the whole tree", []string{"{"}, true},
		{OpenLevel, Response, "unfold a level", "show one level more of the whole tree", []string{"}"}, true},
		{Diff, Response, "diff", "compare with the response before", []string{"d"}, true},
		{DiffWith, Response, "diff with", "compare with another response of this session", []string{"space d"}, true},
		{CopyValue, Response, "copy value", "copy the value, without quotes", []string{"y v"}, false},
		{CopySource, Response, "copy subtree", "copy the value as it is in the body", []string{"y s"}, true},
		{CopyPath, Response, "copy path", "copy the JSONPath", []string{"y p"}, true},
		{CopyNormal, Response, "copy normalized path", "copy the path in its one normal form", []string{"y n"}, true},
		{CopyJQ, Response, "copy jq", "copy the path as a jq filter", []string{"y j"}, true},
		{CopyGJSON, Response, "copy gjson", "copy the path as gjson takes it in Go", []string{"y g"}, true},
		{CopyXPath, Response, "copy XPath", "copy the XPath of a place in XML or HTML", []string{"y x"}, true},
		{CopyURL, Response, "copy URL", "copy the URL as sent, secrets as names", []string{"y u"}, true},
		{CopyCurl, Response, "copy as curl", "copy a curl command, secrets as $REFERENCES", []string{"y c"}, true},
		{Leave, Response, "back", "end the search; cancel while the response loads", []string{"esc"}, true},

		{Accept, Search, "search", "keep the matches; n and N go through them", []string{"enter"}, false},
		{Regexp, SearchBody, "regexp", "take the words as a regular expression, or as they are", []string{"ctrl+t"}, false},
		{Leave, Search, "back", "end the search", []string{"esc"}, false},

		{Accept, Filter, "keep", "keep what it gives; esc shows everything again", []string{"enter"}, false},
		{Up, Filter, "before", "the filter before", []string{"up"}, true},
		{Down, Filter, "next", "the next filter", []string{"down"}, true},
		{Leave, Filter, "back", "show everything again", []string{"esc"}, false},
	}
}

// picks are those of variables, and of picks and cards.
func picks() []Action {
	return []Action{
		{Open, Variables, "go to source", "show the field in the response it comes from", []string{"enter"}, false},
		{CopyValue, Variables, "copy value", "copy the value, without quotes", []string{"y v"}, true},
		{Rename, Variables, "rename", "another name, here and wherever it is used", []string{"R"}, false},
		{Delete, Variables, "delete", "forget the pick, after saying what uses it", []string{"D"}, false},
		{Resend, Variables, "send again", "send the request that this comes from", []string{"r"}, false},
		{Find, Variables, "find", "show what matches", []string{"/"}, true},
		{Leave, Variables, "back", "end the search; without one, go back", []string{"esc"}, true},

		{Name, Strip, "rename", "give the variable another name", []string{"enter"}, false},
		{Which, Strip, "which item", "by position, every item, by key, by condition", []string{"*"}, false},
		{Secret, Strip, "secret", "mask it from now on, or no more", []string{"s"}, false},
		{PickAll, Strip, "pick settings", "every setting, with a preview", []string{"P"}, false},
		{Undo, Strip, "undo", "take the pick back", []string{"u"}, false},

		{Accept, Card, "choose", "do what the cursor is on", []string{"enter"}, false},
		{Down, Card, "down", "the next choice", []string{"down", "j"}, true},
		{Up, Card, "up", "the choice before", []string{"up", "k"}, true},
		{Leave, Card, "close", "change nothing", []string{"esc", "q"}, false},

		{Edit, Mapping, "edit", "change this cell", []string{"enter"}, false},
		{Add, Mapping, "add", "a field: from the source, a constant or a formula", []string{"a"}, false},
		{Delete, Mapping, "delete", "take this field away", []string{"D"}, false},
		{Save, Mapping, "save", "save the mapping to its file", []string{"ctrl+s"}, false},
		{Send, Mapping, "send rows", "send each row to the target", []string{"ctrl+r"}, false},
		{Export, Mapping, "export", "write the mapping for another tool", []string{"X"}, false},
		{Undo, Mapping, "undo", "take the last change of a cell back", []string{"u"}, true},
		{MoveDown, Mapping, "move down", "this field after the next", []string{"J"}, true},
		{MoveUp, Mapping, "move up", "this field before the one above", []string{"K"}, true},
		{Leave, Mapping, "close", "back to the response", []string{"esc", "q"}, false},

		{Accept, PickText, "type", "type this setting", []string{"enter"}, false},
		{Accept, Pick, "save", "save the pick", []string{"enter"}, false},
		{Down, Pick, "down", "the next setting", []string{"down", "j"}, true},
		{Up, Pick, "up", "the setting before", []string{"up", "k"}, true},
		{Toggle, Pick, "change", "the next value of this setting", []string{"space", "l", "right"}, false},
		{Name, Pick, "name", "type the name", []string{"n"}, false},
		{Leave, Pick, "close", "change nothing", []string{"esc", "q"}, false},
	}
}
