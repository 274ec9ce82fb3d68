//go:build !unix

package terminal

import tea "github.com/charmbracelet/bubbletea"

// jobs is nothing where there is no job control.
type jobs struct{}

func (*jobs) hear(func(tea.Msg)) {}
func (*jobs) quiet()             {}
func (*jobs) take()              {}
func (*jobs) letGo()             {}
func (*jobs) stopped()           {}
