// Package curl is curl's command line as a request. It reads the arguments as a shell hands them over and
// follows curl's own rules for them; it is no shell (quoting, $'...' and variables are done with before)
// and sends nothing.
//
//	arguments ──flags──> options ──request──> Command{Request, what to do with the response}
package curl

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dowse/collections"
)

// Files is where -d @FILE and the like are read from. This package opens nothing by itself.
type Files struct {
	Open  func(path string) ([]byte, error) // the content of a file
	Stdin io.Reader                         // what @- means
}

// Command is what a curl command line asks for.
type Command struct {
	Request    collections.Request // literal: what looks like a template in it is escaped
	Include    bool                // -i: show the response's head too
	Head       bool                // -I: ask for the head and show it
	Silent     bool                // -s
	Fail       bool                // -f: a status of 400 and above is a failure, and its body is not shown
	Compressed bool                // --compressed: undo the body's content coding; otherwise it is shown as received
	Output     string              // -o: the file that the body goes to; empty or "-": stdout
}

// Read reads the arguments of curl; its name may stand before them. Where dowse cannot do what curl does it is an error;
// flags that are not known are all named in one.
//
// Some things stay dowse's own: without -m its time limits hold, a redirect takes the method that RFC 9110
// section 15.4 gives it even after -X, and no credential goes to another origin.
func Read(args []string, files Files) (Command, error) {
	if len(args) > 0 && args[0] == "curl" {
		args = args[1:]
	}
	o := &options{files: files, follow: 50}
	if err := o.parse(args); err != nil {
		return Command{}, err
	}
	request, err := o.request()
	if err != nil {
		return Command{}, err
	}
	return Command{
		Request: request, Include: o.include, Head: o.head, Silent: o.silent,
		Fail: o.fail, Compressed: o.compressed, Output: o.output,
	}, nil
}

// parse goes through the arguments as curl does: short flags may be joined and hold their value, long ones
// take it from the next argument, and "--" ends the flags.
func (o *options) parse(args []string) error {
	var unknown []string
	for flagsEnded := false; len(args) > 0; {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--" && !flagsEnded:
			flagsEnded = true
			continue
		case flagsEnded || !strings.HasPrefix(arg, "-") || arg == "-":
			o.urls = append(o.urls, arg)
			continue
		}
		rest, bad, err := o.parseFlags(arg, args)
		if err != nil {
			return err
		}
		args = rest
		if bad != "" {
			unknown = append(unknown, bad)
		}
	}
	if len(unknown) > 0 {
		return unsupported(unknown)
	}
	return nil
}

// parseFlags takes one argument of flags and the values that it needs from rest. A flag that is not known
// is given back.
func (o *options) parseFlags(arg string, rest []string) (left []string, unknown string, err error) {
	if strings.HasPrefix(arg, "--") {
		return o.parseLong(arg, rest)
	}
	for letters := arg[1:]; letters != ""; {
		f := byLetter(letters[0])
		_, n := utf8.DecodeRuneInString(letters)
		name := "-" + letters[:n]
		if f == nil {
			return skipValue(rest), name, nil
		}
		letters = letters[1:]
		if f.on != nil {
			f.on(o, true)
			continue
		}
		value := letters
		if value == "" {
			if len(rest) == 0 {
				return nil, "", needsValue(name)
			}
			value, rest = rest[0], rest[1:]
		}
		return rest, "", named(name, f.value(o, value))
	}
	return rest, "", nil
}

func (o *options) parseLong(arg string, rest []string) (left []string, unknown string, err error) {
	name := strings.TrimPrefix(arg, "--")
	f := byName(name)
	switch positive, negated := strings.CutPrefix(name, "no-"); {
	case f == nil && negated:
		if f = byName(positive); f != nil && f.on != nil {
			f.on(o, false)
			return rest, "", nil
		}
		return rest, arg, nil
	case f == nil:
		if before, value, found := strings.Cut(name, "="); found && byName(before) != nil {
			return nil, "", fmt.Errorf("%s: curl takes the value as an argument of its own: --%s %q", shown(arg), before, value)
		}
		return skipValue(rest), arg, nil
	case f.on != nil:
		f.on(o, true)
		return rest, "", nil
	case len(rest) == 0:
		return nil, "", needsValue(arg)
	}
	return rest[1:], "", named(arg, f.value(o, rest[0]))
}

// skipValue leaves out what is probably the value of an unknown flag, so that the flags after it are
// looked at too.
func skipValue(rest []string) []string {
	if len(rest) > 0 && !strings.HasPrefix(rest[0], "-") {
		return rest[1:]
	}
	return rest
}

func needsValue(name string) error { return fmt.Errorf("%s: a value must follow it", name) }

// named says which flag an error is about.
func named(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", name, err)
}

// unsupported names the flags that are not known, with the reason where there is one.
func unsupported(names []string) error {
	slices.Sort(names)
	names = slices.Compact(names)
	if why := refused[names[0]]; len(names) == 1 && why != "" {
		return fmt.Errorf("curl's %s is not supported: %s", names[0], why)
	}
	for i, name := range names {
		names[i] = shown(name)
		if why := refused[name]; why != "" {
			names[i] = name + " (" + why + ")"
		}
	}
	verb := "is"
	if len(names) > 1 {
		verb = "are"
	}
	return fmt.Errorf("curl's %s %s not supported; dowse help curl lists the flags that are", strings.Join(names, ", "), verb)
}

// shown is text as it was typed, or quoted where that would not be one plain line.
func shown(s string) string {
	if quoted := strconv.Quote(s); quoted != `"`+s+`"` {
		return quoted
	}
	return s
}
