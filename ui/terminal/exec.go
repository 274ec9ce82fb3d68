package terminal

import (
	"os/exec"

	tea "github.com/charmbracelet/bubbletea"
)

// Exec runs a program in place of the screen: it has the terminal as Run found it. done makes the message
// that tells the model how it ended; it may be nil. Bubble Tea's own Exec knows nothing of this screen.
func Exec(cmd *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
	return func() tea.Msg { return execMsg{cmd, done} }
}

// exec runs a program. Nothing is drawn and no key is read until it ends.
func (p *program) exec(msg execMsg) tea.Cmd {
	p.hide()
	p.jobs.letGo() // ctrl+z stops this process with the program
	if msg.cmd.Stdin == nil {
		msg.cmd.Stdin = p.screen.in
	}
	if msg.cmd.Stdout == nil {
		msg.cmd.Stdout = p.screen.out
	}
	if msg.cmd.Stderr == nil {
		msg.cmd.Stderr = p.screen.out
	}
	ended := msg.cmd.Run()
	p.jobs.take()
	cmd := p.again()
	if msg.done == nil {
		return cmd
	}
	return tea.Batch(cmd, func() tea.Msg { return msg.done(ended) })
}

// suspend gives the terminal back, stops the process if asked to, and takes the terminal again when somebody
// has let the process go on.
func (p *program) suspend(stop bool) tea.Cmd {
	p.hide()
	if stop {
		p.jobs.stopped()
	}
	return tea.Batch(p.again(), p.update(tea.ResumeMsg{}))
}

// again takes the terminal again, which may have another size by now.
func (p *program) again() tea.Cmd {
	if err := p.show(); err != nil {
		p.fail(err)
		return nil
	}
	return p.resize()
}
