package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dowse/client/pick"
	"dowse/collections"
	"dowse/ui/draw/quantity"
	"dowse/ui/terminal"
)

func (p *Program) validateCommand() *cobra.Command {
	var format string
	var wants bool
	cmd := &cobra.Command{
		Use:   "validate [PATH]",
		Short: "check the files of a collection",
		Long: `validate reads every file of a collection and says what is wrong with it, a line
for each problem: file:line:column, what it is, the nearest valid key or name.
What files name has to be there: requests, picks, variables, files. PATH is
the collection's folder, or a folder or a file of it. It exits 2 when there is a
problem.

With --wants it lists instead what the collection wants of this machine: the
environment variables, commands and files that it reads, and for each secret the
hosts that its files send it to. The last line is the hash that --trust takes
(see dowse help trust). Nothing is read for that but the files.`,
		GroupID: groupFiles,
		Args:    atMostOne,
		RunE: func(_ *cobra.Command, args []string) error {
			c, only, err := validated(args)
			if err != nil {
				return err
			}
			switch {
			case wants && format == formatJSON:
				return p.reportWants(c)
			case wants:
				return p.printWants(c)
			case format == formatJSON:
				return p.reportValidation(c, only)
			}
			return p.printValidation(c, only)
		},
	}
	cmd.Flags().BoolVar(&wants, "wants", false, "list what it wants of this machine, and the hash")
	addFormat(cmd, &format)
	return cmd
}

// validated loads the collection that PATH names, and the file or folder of it that is meant, if one is.
func validated(args []string) (c *collections.Collection, only string, err error) {
	path := "."
	if len(args) > 0 {
		path = args[0]
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, "", usage("%w", err)
	}
	info, err := os.Stat(absolute)
	if err != nil {
		return nil, "", usage("%s: %w", path, cause(err))
	}
	dir := absolute
	if !info.IsDir() {
		dir = filepath.Dir(absolute)
	}
	root, ok := collections.Find(dir)
	if !ok {
		return nil, "", usage("%s: there is no collection here (no dowse.yaml in this folder or above it)", path)
	}
	if c, err = collections.Load(root); err != nil {
		return nil, "", usage("%w", err)
	}
	if only, err = relative(c.Root, absolute); err != nil {
		return nil, "", usage("%s is not in the collection %s", path, c.Root)
	}
	if only == "." {
		only = ""
	}
	return c, only, nil
}

func (p *Program) printValidation(c *collections.Collection, only string) error {
	problems := problemsOf(c, only)
	for _, problem := range problems {
		if err := p.printf("%s\n", terminal.SafeLine(terminal.Untrusted(problem.Error()))); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return &exitError{exitUsage, fmt.Errorf("%s in %s", quantity.Of(len(problems), "problem", "problems"), safe(c.Root))}
	}
	counts := []string{quantity.Of(len(c.Requests), "request", "requests"), quantity.Of(len(c.Environments), "environment", "environments")}
	if len(c.Folders) > 0 {
		counts = append(counts, quantity.Of(len(c.Folders), "folder file", "folder files"))
	}
	if len(c.Mappings) > 0 {
		counts = append(counts, quantity.Of(len(c.Mappings), "mapping", "mappings"))
	}
	line := strings.Join(counts, ", ") + ": no problem"
	if only != "" {
		line = only + ": no problem"
	}
	if len(c.Others) > 0 && only == "" {
		line += fmt.Sprintf("\nnot requests (no url): %s", strings.Join(c.Others, ", "))
	}
	return p.printf("%s\n", safe(line))
}

func problemsOf(c *collections.Collection, only string) []collections.Problem {
	var problems []collections.Problem
	for _, problem := range slices.Concat(c.Problems, c.CheckReferences(), c.CheckExpressions(pick.CheckExpression)) {
		if only == "" || problem.File == only || strings.HasPrefix(problem.File, only+"/") {
			problems = append(problems, problem)
		}
	}
	return problems
}

type problemReport struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Key     string `json:"key"`
	Message string `json:"message"`
	Warning bool   `json:"warning"`
}

func (p *Program) reportValidation(c *collections.Collection, only string) error {
	report := struct {
		Schema   int             `json:"schema_version"`
		Root     string          `json:"root"`
		Requests []string        `json:"requests"`
		Others   []string        `json:"others"`
		Problems []problemReport `json:"problems"`
	}{Schema: schemaVersion, Root: c.Root, Requests: []string{}, Others: append([]string{}, c.Others...), Problems: []problemReport{}}
	for _, r := range c.Requests {
		report.Requests = append(report.Requests, r.ID)
	}
	for _, problem := range problemsOf(c, only) {
		report.Problems = append(report.Problems, problemReport(problem))
	}
	if err := p.printJSON(report); err != nil || len(report.Problems) == 0 {
		return err
	}
	return &exitError{code: exitUsage}
}
