package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/drafts"
)

// What the choices of a dialog ask for: the dialog closes, and then it is done. A job does not call another one for that.
type (
	sendMsg    struct{ draft *drafts.Draft } // send a draft as a person wants it sent
	sendAllMsg struct{ keys []string }       // send drafts, one after the other
	openMsg    struct{ root string }         // open another collection
	quitMsg    struct{}                      // end the program
	importMsg  struct {                      // ask for a curl command, which begins with a text
		draft *drafts.Draft
		text  string
	}
)

// runMsg carries out an action where the dialog was that offered it.
type runMsg struct{ id action.ID }

// doMsg is what a choice in a dialog does: the dialog closes first.
type doMsg struct {
	do   func() tea.Cmd // nil: nothing
	then tea.Msg        // what is asked for after that; nil: nothing
}

// choose is a choice that asks for something, and does nothing itself.
func choose(intent tea.Msg) doMsg { return doMsg{then: intent} }

// runs is a choice that carries out an action.
func runs(id action.ID) doMsg { return choose(runMsg{id}) }

func do(f func() tea.Cmd) doMsg { return doMsg{do: f} }

// doing is do for what needs no command.
func doing(f func()) doMsg {
	return do(func() tea.Cmd { f(); return nil })
}

// run does what is to be done before anything is asked for.
func (d doMsg) run() tea.Cmd {
	if d.do == nil {
		return nil
	}
	return d.do()
}

// andThen is a choice that asks for something when it is done.
func (d doMsg) andThen(intent tea.Msg) doMsg {
	d.then = intent
	return d
}
