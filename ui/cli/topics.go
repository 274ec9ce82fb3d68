package cli

import (
	"embed"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"dowse/collections/spelling"
	"dowse/collections/vars"
)

//go:embed pages/*.txt
var pages embed.FS

// topics are the pages of the manual. The first line of a page is its summary.
func topics() []*cobra.Command {
	var all []*cobra.Command
	for _, name := range []string{"screen", "bodies", "files", "urls", "templates", "picks", "mappings", "trust", "exit-codes"} {
		text, err := pages.ReadFile("pages/" + name + ".txt")
		if err != nil {
			continue // a test holds that each is there
		}
		summary, body, _ := strings.Cut(string(text), "\n")
		all = append(all, &cobra.Command{Use: name, Short: summary, Long: summary + "\n" + fill(body)})
	}
	return all
}

// fill puts the tables that the code owns where a page asks for them.
func fill(page string) string {
	return strings.NewReplacer("<exit codes>\n", exitCodes(), "<transforms>\n", transforms()).Replace(page)
}

func exitCodes() string {
	var b strings.Builder
	for _, c := range codes {
		fmt.Fprintf(&b, "  %3d  %s\n", c.code, c.meaning)
	}
	return b.String()
}

func transforms() string {
	var b strings.Builder
	for _, t := range vars.Transforms() {
		fmt.Fprintf(&b, "  %-19s %s\n", t.Signature, t.Help)
	}
	return b.String()
}

// knownTopic refuses help about what there is not.
func knownTopic(help *cobra.Command, args []string) error {
	at := help.Root()
	for _, arg := range args {
		found := at
		var names []string
		for _, c := range at.Commands() {
			names = append(names, c.Name())
			if c.Name() == arg {
				found = c
			}
		}
		if found == at {
			message := fmt.Sprintf("there is no help about %q", arg)
			if near := spelling.Nearest(arg, names); near != "" {
				message += "; the nearest is " + near
			}
			return usage("%s; dowse help lists the commands and topics", message)
		}
		at = found
	}
	return nil
}

// completeTopics offers the commands and the pages.
func completeTopics(help *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var words []string
	if len(args) == 0 {
		for _, c := range help.Root().Commands() {
			if !c.Hidden {
				words = append(words, cobra.CompletionWithDesc(c.Name(), c.Short))
			}
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}
