package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"dowse/collections/spelling"
	"dowse/ui/address"
)

const about = `dowse explores an API you do not know, and picks the fields you need.

Requests live in a folder of plain YAML files. Send one, pick a field of its
response, and the field is a variable for the next request.

Start with a real server and a ready collection:

  dowse demo`

// The groups that help lists the commands in.
const (
	groupSend  = "send"
	groupFiles = "files"
)

func (p *Program) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "dowse",
		Short:         "explore an unfamiliar API from your terminal, and pick the fields you need",
		Long:          about,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return p.unknownCommand(cmd, args[0])
		},
	}
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
	root.AddCommand(p.demoCommand(), p.sendCommand(), p.pickCommand(), p.curlCommand(), p.validateCommand(), p.versionCommand())
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
