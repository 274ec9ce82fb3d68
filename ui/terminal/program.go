package terminal

import (
	"errors"
	"os/exec"
	"reflect"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/term"

	"dowse/ui/terminal/input"
	"dowse/ui/terminal/output"
)

// Messages to the program itself.
type (
	paintMsg struct{} // the next frame is due
	copyMsg  struct{ sequence string }
	execMsg  struct {
		cmd  *exec.Cmd
		done func(error) tea.Msg
	}
	sizeMsg    struct{} // the terminal has another size
	suspendMsg struct{} // stop, until somebody lets the process go on
	resumeMsg  struct{} // somebody stopped the process and let it go on
)

// program stands between Bubble Tea and a model: it guards the model's code against panics, and shows its
// views itself. Bubble Tea's own renderer wakes all the time and cannot be told to draw now.
type program struct {
	model  tea.Model
	screen *screen
	tea    *tea.Program
	reader *input.Reader

	painter output.Painter
	looked  time.Time // when the model was last asked for its view
	due     bool      // a paintMsg is on its way

	jobs jobs

	mu     sync.Mutex
	failed error // what ended the program, if it was not asked to end
}

// frameTime is the least time between two views, also of those that turn out to be shown already: a flood of
// keys that change nothing must not cost a view each. The first after a pause is shown at once.
const frameTime = time.Second / 120

// Init begins with the size, so that the first frame is one of the right size.
func (p *program) Init() (cmd tea.Cmd) {
	defer p.rescue()
	return p.guard(tea.Batch(p.model.Init(), p.resize()))
}

// Update carries out what concerns the terminal and gives the model the rest.
func (p *program) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	defer p.rescue()
	switch msg := msg.(type) {
	case paintMsg:
		p.due = false
		return p, nil
	case copyMsg:
		p.screen.write([]byte(msg.sequence))
		return p, nil
	case sizeMsg:
		return p, p.guard(p.resize())
	case execMsg:
		return p, p.guard(p.exec(msg))
	case suspendMsg:
		return p, p.guard(p.suspend(true))
	case resumeMsg:
		return p, p.guard(p.suspend(false))
	case tea.WindowSizeMsg:
		p.painter.SetSize(msg.Width, msg.Height)
	}
	switch msg {
	case tea.EnableMouseCellMotion(), tea.EnableMouseAllMotion():
		p.screen.setMouse(true)
	case tea.DisableMouse():
		p.screen.setMouse(false)
	case tea.ClearScreen():
		p.painter.Forget()
	}
	return p, p.guard(p.update(msg))
}

// View shows the model's view on the screen, unless the one before is too young: then a message comes back
// when it is not any more.
func (p *program) View() string {
	defer p.rescue()
	if p.failure() != nil || p.due {
		return ""
	}
	if rest := frameTime - time.Since(p.looked); rest > 0 {
		p.due = true
		time.AfterFunc(rest, func() { p.tea.Send(paintMsg{}) })
		return ""
	}
	if frame := p.painter.Frame(p.model.View()); frame != nil {
		p.screen.write(frame)
	}
	p.looked = time.Now()
	return ""
}

// update gives the model a message.
func (p *program) update(msg tea.Msg) (cmd tea.Cmd) {
	if p.failure() == nil {
		p.model, cmd = p.model.Update(msg)
	}
	return cmd
}

// resize tells the model the size of the terminal.
func (p *program) resize() tea.Cmd {
	width, height, err := term.GetSize(int(p.screen.out.Fd()))
	if err != nil || width <= 0 || height <= 0 {
		width, height = 80, 24
	}
	p.painter.SetSize(width, height)
	return p.update(tea.WindowSizeMsg{Width: width, Height: height})
}

// guard makes a command whose panic ends the program with a restored terminal. Commands of commands, as
// tea.Batch and tea.Sequence make them, are guarded too.
func (p *program) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer p.rescue()
		msg := cmd()
		several := reflect.ValueOf(msg)
		if !several.IsValid() || several.Kind() != reflect.Slice || several.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
			return msg
		}
		guarded := reflect.MakeSlice(several.Type(), several.Len(), several.Len())
		for i := range several.Len() {
			guarded.Index(i).Set(reflect.ValueOf(p.guard(several.Index(i).Interface().(tea.Cmd))))
		}
		return guarded.Interface()
	}
}

// show takes the terminal: the next frame is whole, and keys are read.
func (p *program) show() error {
	p.painter.Forget()
	p.looked = time.Time{}
	return errors.Join(p.screen.enter(), p.reader.Start())
}

// hide gives the terminal to somebody else for a while.
func (p *program) hide() {
	p.reader.Stop()
	p.screen.leave(outside)
}
