package curl

import (
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// Is says whether a text is meant as a curl command.
func Is(text string) bool {
	rest, found := strings.CutPrefix(withoutPrompt(text), "curl")
	return found && rest != "" && (strings.IndexByte(" \t\n", rest[0]) >= 0 || strings.HasPrefix(rest, "\\\n"))
}

// withoutPrompt is a command without the prompt of a shell, which was copied with it.
func withoutPrompt(line string) string {
	if rest, found := strings.CutPrefix(line, "$"); found && strings.HasPrefix(strings.TrimLeft(rest, " "), "curl") {
		return strings.TrimLeft(rest, " ")
	}
	return line
}

// Words splits a command line as bash does: quotes of all kinds, $'...' among them, and lines that end with
// a backslash. It runs nothing and asks no environment: $NAME stays as it is written, and is named in
// variables; a command substitution, a pipe, a redirection and a second command are errors that say so.
func Words(line string) (words, variables []string, err error) {
	line = withoutPrompt(strings.TrimSpace(strings.ReplaceAll(line, "\r\n", "\n")))
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(line), "")
	if err != nil {
		if fault, ok := errors.AsType[syntax.ParseError](err); ok {
			return nil, nil, fmt.Errorf("it is no command that a shell reads: %s (line %d, column %d)", fault.Text, fault.Pos.Line(), fault.Pos.Col())
		}
		return nil, nil, fmt.Errorf("it is no command that a shell reads: %w", err)
	}
	call, err := only(file)
	if err != nil {
		return nil, nil, err
	}
	for _, arg := range call.Args {
		if variables, err = literal(arg, line, variables); err != nil {
			return nil, nil, err
		}
		fields, err := expand.Fields(&expand.Config{Env: expand.FuncEnviron(func(string) string { return "" })}, arg)
		if err != nil {
			return nil, nil, fmt.Errorf("line %d: %w", arg.Pos().Line(), err)
		}
		words = append(words, fields...)
	}
	return words, variables, nil
}

// only gives the one simple command of a line.
func only(file *syntax.File) (*syntax.CallExpr, error) {
	if len(file.Stmts) == 0 {
		return nil, errors.New("there is no command in it")
	}
	if len(file.Stmts) > 1 {
		return nil, fmt.Errorf("it has %d commands; paste one", len(file.Stmts))
	}
	statement := file.Stmts[0]
	call, simple := statement.Cmd.(*syntax.CallExpr)
	if !simple {
		return nil, errors.New("it is more than one command, such as a pipe; paste the curl command alone")
	}
	if len(statement.Redirs) > 0 {
		return nil, errors.New("it sends its output elsewhere with < or >; paste the curl command alone")
	}
	if len(call.Assigns) > 0 {
		return nil, errors.New("it sets variables before the command; paste the curl command alone")
	}
	return call, nil
}

// literal makes the variables of a word texts that stand for themselves, and refuses what only a shell can do.
func literal(word *syntax.Word, line string, variables []string) ([]string, error) {
	var fault error
	replace := func(parts []syntax.WordPart) {
		for i, part := range parts {
			switch part := part.(type) {
			case *syntax.ParamExp:
				source := line[part.Pos().Offset():part.End().Offset()]
				if part.Param != nil {
					variables = append(variables, part.Param.Value)
				}
				parts[i] = &syntax.SglQuoted{Value: source}
			case *syntax.CmdSubst, *syntax.ProcSubst, *syntax.ArithmExp, *syntax.ExtGlob:
				fault = fmt.Errorf("line %d: %s can only be run by a shell; put its result there", part.Pos().Line(), line[part.Pos().Offset():part.End().Offset()])
			}
		}
	}
	replace(word.Parts)
	for _, part := range word.Parts {
		if quoted, ok := part.(*syntax.DblQuoted); ok {
			for i, inner := range quoted.Parts {
				if p, ok := inner.(*syntax.ParamExp); ok {
					if p.Param != nil {
						variables = append(variables, p.Param.Value)
					}
					source := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(line[p.Pos().Offset():p.End().Offset()])
					quoted.Parts[i] = &syntax.Lit{Value: source}
				}
			}
			replace(quoted.Parts)
		}
	}
	return variables, fault
}
