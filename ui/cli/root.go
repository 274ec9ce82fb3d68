package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"dowse/collections/address"
	"dowse/collections/spelling"
)

const about = `dowse explores an API you do not know, and picks the fields you need.

Requests live in a folder of plain YAML files. Send one, pick a field of its
response, and the field is a variable for the next request.

  dowse                      the screen: send, read, pick
  dowse api.example.com/x    the screen, with a URL
  dowse 'curl -H ...'        the screen, filled from a curl command
  dowse DIR, dowse FILE      the screen, on a collection or one request of it
  dowse demo                 the screen, on a real server with a ready collection

dowse help screen says more. The commands do the same without a screen.`

// The groups that help lists the commands in.
const (
	groupSend  = "send"
	groupFiles = "files"
)

func (p *Program) rootCommand() *cobra.Command {
	var where workspaceFlags
	root := &cobra.Command{
		Use:           "dowse [URL | 'curl ...' | FILE | DIR]",
		Short:         "explore an unfamiliar API from your terminal, and pick the fields you need",
		Long:          about,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			_, _, shown := p.terminal()
			switch {
			case len(args) > 0 && !p.namesSomething(args):
				return p.unknownCommand(cmd, args[0])
			case shown:
				return p.startScreen(cmd.Context(), where, args)
			case len(args) > 0:
				return p.unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	where.add(p, root)
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	root.SetVersionTemplate("dowse {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%w%s; see %s --help", err, nearestFlag(cmd, err), cmd.CommandPath())
	})
	root.AddGroup(
		&cobra.Group{ID: groupSend, Title: "Send and pick:"},
		&cobra.Group{ID: groupFiles, Title: "Files and shell:"},
	)
	root.AddCommand(p.demoCommand(), p.sendCommand(), p.pickCommand(), p.viewCommand(), p.mapCommand(), p.exportCommand(), p.schemaCommand(), p.curlCommand(), p.validateCommand(), p.keysCommand(), p.versionCommand())
	root.AddCommand(topics()...)
	root.SetHelpCommandGroupID(groupFiles)
	root.SetCompletionCommandGroupID(groupFiles)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = "help about a command or a topic"
			c.ValidArgsFunction = completeTopics
			c.Args = knownTopic
		case "completion":
			c.Short = "write the completion script of a shell"
			c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() } // and an unknown shell is an error
		}
	}
	return root
}

// unknownCommand says what dowse knows that is near to what was typed.
func (p *Program) unknownCommand(root *cobra.Command, arg string) error {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	message := fmt.Sprintf("there is no command %q", withoutUser(arg))
	var hints []string
	if near := spelling.Nearest(arg, names); near != "" {
		hints = append(hints, "the nearest is "+near)
	}
	if id := p.nearestRequest(arg); id != "" {
		hints = append(hints, fmt.Sprintf("to send the request %s: dowse send %s", id, id))
	} else if address.Is(arg) {
		hints = append(hints, "to send it: dowse send "+quoteForShell(withoutUser(arg)))
	}
	if len(hints) == 0 && strings.ContainsRune(arg, filepath.Separator) {
		return usage("there is no file, folder or request %q here", arg)
	}
	if len(hints) == 0 {
		hints = append(hints, "dowse help lists them")
	}
	return usage("%s; %s", message, strings.Join(hints, "; "))
}

// nearestFlag names the flag that was probably meant by one that is not known.
func nearestFlag(cmd *cobra.Command, err error) string {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok || len(unknown.GetSpecifiedName()) < 2 {
		return ""
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	if near := spelling.Nearest(unknown.GetSpecifiedName(), names); near != "" {
		return "; the nearest is --" + near
	}
	return ""
}
