package terminal

import (
	"os"
	"strings"

	"golang.org/x/term"

	_ "dowse/ui/terminal/early" // whatever knows terminals has the guard
)

// Depth is how many colours an output can show.
type Depth uint8

// The depths, each with more colours than the one before.
const (
	Plain Depth = iota // no colour and no other escape sequence
	ANSI16
	ANSI256
	TrueColour
)

// IsTerminal says whether out is connected to a terminal.
func IsTerminal(out any) bool {
	f, ok := out.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}

// Profile decides how many colours to write to out: none where it is no terminal, where TERM is dumb or
// missing, or where NO_COLOR (no-color.org) says so; CLICOLOR_FORCE (bixense.com/clicolors) asks for
// colour where there is no terminal. The terminal itself is never asked.
func Profile(out any) Depth { return profile(IsTerminal(out), os.Getenv) }

func profile(tty bool, getenv func(string) string) Depth {
	if getenv("NO_COLOR") != "" {
		return Plain
	}
	name := getenv("TERM")
	if force := getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		return max(ANSI16, colours(name, getenv))
	}
	if !tty || getenv("CLICOLOR") == "0" {
		return Plain
	}
	return colours(name, getenv)
}

// colours is what the terminal that TERM names can show, as far as its environment says.
func colours(name string, getenv func(string) string) Depth {
	named := ANSI16
	if strings.Contains(name, "256color") {
		named = ANSI256
	}
	switch colorterm := strings.ToLower(getenv("COLORTERM")); {
	case name == "" || name == "dumb":
		return Plain
	case strings.HasPrefix(name, "screen"):
		return named // COLORTERM is what the terminal around it said
	case colorterm == "truecolor" || colorterm == "24bit" || strings.HasSuffix(name, "-direct"):
		return TrueColour
	}
	return named
}
