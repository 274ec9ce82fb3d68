package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/drafts"
)

// What the choices of a dialog ask for: the dialog closes, and then it is done. A job does not call another one for that.
type (
	chooseMsg  struct{ then tea.Msg }        // close the dialog, and do this
	sendMsg    struct{ draft *drafts.Draft } // send a draft as a person wants it sent
	sendAllMsg struct{ keys []string }       // send drafts, one after the other
	openMsg    struct{ root string }         // open another collection
	quitMsg    struct{}                      // end the program
	importMsg  struct {                      // ask for a curl command, which begins with a text
		draft *drafts.Draft
		text  string
	}
)

// choose is a choice that asks for something.
func choose(intent tea.Msg) chooseMsg { return chooseMsg{intent} }

// run is a choice that carries out an action.
func runs(id action.ID) chooseMsg { return chooseMsg{runMsg{id}} }

// runMsg carries out an action where the dialog was that offered it.
type runMsg struct{ id action.ID }

// doMsg is what a choice in a dialog does: the dialog closes first.
type doMsg struct {
	do   func() tea.Cmd
	then tea.Msg // what is asked for after that; nil: nothing
}

func do(f func() tea.Cmd) doMsg { return doMsg{do: f} }

// doing is do for what needs no command.
func doing(f func()) doMsg {
	return do(func() tea.Cmd { f(); return nil })
}

// andThen is a choice that asks for something when it is done.
func (d doMsg) andThen(intent tea.Msg) doMsg {
	d.then = intent
	return d
}
