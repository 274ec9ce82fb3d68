package ui

import (
	"dowse/client/session"
	"dowse/ui/drafts"
)

// screen is what jobs work on: the open requests as the panes show them, and what is known of them.
type screen struct {
	shell
	options *Options
	session *session.Session
	drafts  drafts.Drafts
	known   *variableState
	sending *sending
	parked  *mapper // a mapping that is not saved, whose grid was left for something else; nil: there is none
	unkept  bool    // something changed since the state was kept
	writes  int     // of files, by this screen
}
