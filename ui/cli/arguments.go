package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"dowse/ui/draw/quantity"
)

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("%s takes no argument, but got %q", cmd.CommandPath(), args[0])
	}
	return nil
}

func atMostOne(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usage("%s takes one argument at most, but got %d", cmd.CommandPath(), len(args))
	}
	return nil
}

// atLeastOne is the check of a command that needs something named by what.
func atLeastOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usage("%s needs %s; see %s --help", cmd.CommandPath(), what, cmd.CommandPath())
		}
		return nil
	}
}

func exactly(what string, n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usage("%s needs %s, but got %s; see %s --help", cmd.CommandPath(), what, quantity.Of(len(args), "argument", "arguments"), cmd.CommandPath())
		}
		return nil
	}
}

// complete offers fixed words for a flag's value.
func complete(cmd *cobra.Command, flag string, words ...string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// completeRequest offers the collection's requests as the first argument, files beside them.
func (p *Program) completeRequest(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	w := p.openForCompletion(cmd)
	if w == nil || w.Collection == nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var words []string
	for _, r := range w.Collection.Requests {
		words = append(words, described(r.ID, r.Name))
	}
	return words, cobra.ShellCompDirectiveDefault
}

// completePick offers requests, then the picks of the one named.
func (p *Program) completePick(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return p.completeRequest(cmd, args, word)
	}
	var words []string
	if w := p.openForCompletion(cmd); w != nil && len(args) == 1 {
		if o, err := w.find(args[0]); err == nil {
			for _, k := range o.request.Picks {
				words = append(words, described(k.Name, sourceText(k)))
			}
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

func (p *Program) completeEnvironments(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var words []string
	if w := p.openForCompletion(cmd); w != nil && w.Collection != nil {
		for _, e := range w.Collection.Environments {
			words = append(words, described(e.Name, withoutUser(e.BaseURL)))
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

// openForCompletion opens the workspace of --dir; what is wrong with it is not a completion's to say.
func (p *Program) openForCompletion(cmd *cobra.Command) *workspace {
	var where workspaceFlags
	if f := cmd.Flags().Lookup("dir"); f != nil {
		where.dir = f.Value.String()
	}
	w, err := p.open(where)
	if err != nil {
		return nil
	}
	return w
}

// described is a word of a completion and what it is; neither may break the line that the shell reads.
func described(word, about string) string {
	line := strings.NewReplacer("\n", " ", "\t", " ")
	return cobra.CompletionWithDesc(safe(line.Replace(word)), safe(line.Replace(about)))
}
