package cli

import (
	"github.com/spf13/cobra"

	"dowse/ui/widget/help"
)

const keysHelp = `keys prints every action of the screen with its keys, as a keys.yaml: copy the
lines you want to change to $XDG_CONFIG_HOME/dowse/keys.yaml. What is wrong with
that file is said on stderr.`

func (p *Program) keysCommand() *cobra.Command {
	var markdown bool
	cmd := &cobra.Command{
		Use:     "keys",
		Short:   "list the keys of the screen",
		Long:    keysHelp,
		GroupID: groupFiles,
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			set := readSettings()
			for _, problem := range set.problems {
				p.say("note: %s", problem)
			}
			if markdown {
				return p.printf("%s", help.Table(set.keymap))
			}
			return p.printf("%s", help.Keymap(set.keymap))
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "as a table in Markdown")
	return cmd
}
