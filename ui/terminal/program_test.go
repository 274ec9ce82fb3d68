package terminal_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections/long"
	"dowse/ui/terminal"
	"dowse/ui/terminal/screentest"
)

// role is set for a process of this binary that is one of the programs below.
const role = "DOWSE_TEST_ROLE"

// programs are what the tests run in terminals: the same model on our screen, and as Bubble Tea shows it.
var programs = map[string]func(){
	"ours":    ours,
	"stock":   stock,
	"inline":  func() { _, _ = tea.NewProgram(&listener{stock: true}).Run() },
	"minimal": func() { _, _ = tea.NewProgram(minimal{}).Run() },
	"dark":    func() { dark(long.Limit) },
	"silent":  func() { dark(100 * time.Millisecond) },
	"forced": func() {
		go func() {
			time.Sleep(300 * time.Millisecond)
			terminal.Restore()
			terminal.Restore()
			os.Exit(3)
		}()
		run(&listener{})
	},
}

func TestMain(m *testing.M) {
	if name := os.Getenv(role); name != "" {
		programs[name]()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// drive runs one of the programs in a terminal.
func drive(t screentest.TB, name string, o screentest.Options) *screentest.Driver {
	t.Helper()
	o.Env = append(o.Env, role+"="+name)
	return screentest.Drive(t, o, os.Args[0])
}

// dark says whether the terminal's background is dark, if it answers in time.
func dark(limit time.Duration) {
	dark, known := terminal.Dark(os.Stdin, os.Stdout, limit)
	run(&listener{lines: []string{fmt.Sprintf("dark %v known %v", dark, known)}})
}

func ours() { run(&listener{}) }

// run shows a model as a command line would: it ends by signals with their status, and by a panic with 70.
func run(model tea.Model) {
	ctx, stop := context.WithCancelCause(context.Background())
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	go func() { stop(signaled{(<-caught).(syscall.Signal)}) }()
	_, err := terminal.Run(ctx, model, terminal.Options{Mouse: true})
	var panicked *terminal.PanicError
	var by signaled
	switch {
	case errors.As(err, &panicked):
		fmt.Printf("%v\n%t\n", err, strings.Contains(string(panicked.Stack), "program_test.go"))
		os.Exit(70)
	case errors.As(err, &by):
		os.Exit(128 + int(by.Signal))
	case err != nil:
		fmt.Println(err)
		os.Exit(1)
	}
}

// signaled is the cause of a context that a signal cancelled.
type signaled struct{ syscall.Signal }

func (s signaled) Error() string { return s.String() }

func stock() {
	_, _ = tea.NewProgram(&listener{stock: true}, tea.WithAltScreen(), tea.WithMouseCellMotion()).Run()
}

// listener is a model that shows what it is told, and does something for some keys.
type listener struct {
	lines  []string
	height int
	broken bool // View panics
	stock  bool
	nested int
}

type endedMsg struct{ err error }

func (l *listener) Init() tea.Cmd { return nil }

func (l *listener) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		l.height = msg.Height
		l.add(fmt.Sprintf("size %dx%d", msg.Width, msg.Height))
	case tea.MouseMsg:
		l.add(fmt.Sprintf("mouse %v %d,%d", msg, msg.X, msg.Y))
	case endedMsg:
		l.nested++
		l.add(fmt.Sprintf("ended %d %v", l.nested, msg.err))
	case tea.ResumeMsg:
		l.nested++
		l.add(fmt.Sprintf("resumed %d", l.nested))
	case tea.KeyMsg:
		if msg.Paste {
			l.add(fmt.Sprintf("paste %q", string(msg.Runes)))
			return l, nil
		}
		l.add("key " + msg.String() + ".")
		return l, l.press(msg.String())
	default:
		l.add(fmt.Sprintf("%T", msg))
	}
	return l, nil
}

func (l *listener) press(key string) tea.Cmd {
	panics := func() tea.Msg { panic("in a command") }
	switch key {
	case "Q":
		return tea.Quit
	case "U":
		panic("in Update")
	case "V":
		l.broken = true
	case "C":
		return panics
	case "B":
		return tea.Batch(nil, panics, tea.Tick(time.Hour, nil))
	case "S":
		return tea.Sequence(func() tea.Msg { return nil }, panics)
	case "G":
		terminal.Go(func() { panic("in a goroutine") })
	case "Z":
		return tea.Suspend
	case "Y":
		return terminal.Copy("text")
	case "M":
		return tea.DisableMouse
	case "I":
		return tea.Exec(instant{}, func(err error) tea.Msg { return endedMsg{err} })
	case "E", "N":
		cmd := exec.Command(map[string]string{"E": "true", "N": "/no/such/program"}[key])
		if l.stock {
			return tea.ExecProcess(cmd, func(err error) tea.Msg { return endedMsg{err} })
		}
		return terminal.Exec(cmd, func(err error) tea.Msg { return endedMsg{err} })
	}
	return nil
}

// instant is a program that ends before it begins.
type instant struct{}

func (instant) Run() error          { return nil }
func (instant) SetStdin(io.Reader)  {}
func (instant) SetStdout(io.Writer) {}
func (instant) SetStderr(io.Writer) {}

func (l *listener) add(line string) { l.lines = append(l.lines, line) }

func (l *listener) View() string {
	if l.broken {
		panic("in View")
	}
	lines := append([]string{fmt.Sprintf("heard %d", len(l.lines))}, l.lines[len(l.lines)-max(0, min(len(l.lines), l.height-1)):]...)
	return strings.Join(lines, "\n")
}

// heard are the last things that a listener was told.
func heard(f screentest.Frame) []string {
	lines := strings.Split(strings.TrimRight(f.String(), "\n"), "\n")
	return lines[1:]
}

// minimal is the least that Bubble Tea shows.
type minimal struct{}

func (minimal) Init() tea.Cmd                       { return nil }
func (minimal) Update(tea.Msg) (tea.Model, tea.Cmd) { return minimal{}, nil }
func (minimal) View() string                        { return "heard" }
