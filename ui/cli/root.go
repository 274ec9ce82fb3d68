package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"dowse/collections/spelling"
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
		return usage("%w; see %s --help", err, cmd.CommandPath())
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
	} else if looksLikeURL(arg) {
		hints = append(hints, "to send it: dowse send "+quoteForShell(withoutUser(arg)))
	}
	if len(hints) == 0 {
		hints = append(hints, "dowse help lists them")
	}
	return usage("%s; %s", message, strings.Join(hints, "; "))
}
