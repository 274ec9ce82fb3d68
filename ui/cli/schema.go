package cli

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dowse/client/document"
	"dowse/client/sample"
	"dowse/client/schema"
)

const schemaHelp = `schema sends a request, with what it needs first, and says what its response
looks like: a JSON Schema (2020-12), a component of OpenAPI 3.1, or a type of
TypeScript, Go or Python. It claims no more than was seen: a member is required
when it was in each of three objects or more, a text is one of few values when
ten or more had no others. The samples of earlier sends count too.

  dowse schema orders/list
  dowse schema orders/list --format typescript
  dowse schema orders/list --format go --name Orders`

// schemaFormats are what a schema can be written as.
var schemaFormats = []string{"json-schema", "typescript", "go", "python", "openapi"}

func (p *Program) schemaCommand() *cobra.Command {
	var where workspaceFlags
	var first planning
	var format, name string
	var last bool
	cmd := &cobra.Command{
		Use:               "schema REQUEST",
		Short:             "what a response looks like, as a JSON Schema or a type",
		Long:              schemaHelp,
		Example:           "  dowse schema orders/list\n  dowse schema orders/list --format typescript",
		GroupID:           groupSend,
		Args:              exactly("a request: a file, an ID or a URL", 1),
		ValidArgsFunction: p.completeRequest,
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "" && !slices.Contains(schemaFormats, format) {
				return usage("--format %s: there is no such format%s", format, nearest(format, schemaFormats))
			}
			w, o, err := p.find(where, args[0])
			if err != nil {
				return err
			}
			w.planning = first
			s, err := p.schemaOf(cmd.Context(), w, o, last)
			if err != nil {
				return err
			}
			text, err := writeShape(s.Shape(), format, titleOf(name, o))
			if err != nil {
				return err
			}
			return p.write(text)
		},
	}
	where.add(p, cmd)
	first.add(cmd, false)
	cmd.Flags().Var(word{&format, "FORMAT"}, "format", "json-schema, typescript, go, python, openapi")
	cmd.Flags().BoolVar(&last, "last", false, "send nothing: of the samples that are kept")
	cmd.Flags().Var(word{&name, "NAME"}, "name", "what the type is called (else by the request)")
	complete(cmd, "format", schemaFormats...)
	return cmd
}

// titleOf is what a schema is called.
func titleOf(name string, o operand) string {
	if name != "" {
		return name
	}
	if o.request.ID != "" {
		return strings.ReplaceAll(o.request.ID, "/", " ")
	}
	address, _, _ := strings.Cut(withoutUser(o.request.URL), "?")
	return path.Base(address)
}

// schemaOf is what the responses of a request look like: a new one, and the samples of its sort that are kept.
func (p *Program) schemaOf(ctx context.Context, w *workspace, o operand, last bool) (*schema.Schema, error) {
	s := schema.New()
	kept := w.samples(o)
	var now sample.Sample
	if last {
		if len(kept) == 0 {
			return nil, usage("there is no sample of %s yet: send it once, without --last", requestName(o))
		}
		now = kept[0]
	} else {
		came, err := p.send(ctx, w, o)
		if err != nil {
			return nil, err
		}
		e := came.Exchange
		if code := statusCode(e.Response.Status); code != exitDone {
			return nil, &exitError{code, fmt.Errorf("the answer is %s, and no sample of what is asked for; dowse send shows it", status(&e.Response))}
		}
		d := e.Document()
		if !d.IsJSON() || d.Root() == document.None || d.Problem() != nil {
			return nil, &exitError{exitFailed, fmt.Errorf("the body is not JSON that came whole, so nothing is known of its members; dowse send shows it")}
		}
		redacted := document.ParseJSON(sample.RedactedBody(e, o.request.Picks)) // an enumeration must not name a secret
		s.Add(redacted, redacted.Root())
		now, _ = sample.Of(e, o.request.Picks)
	}
	for _, one := range kept {
		if one.Like(now) {
			d := document.ParseJSON(one.Body)
			s.Add(d, d.Root())
		}
	}
	return s, nil
}

// writeShape writes a shape in one of the schemaFormats, the first where none is named.
func writeShape(s *schema.Shape, format, title string) ([]byte, error) {
	switch format {
	case "typescript":
		return s.TypeScript(title), nil
	case "go":
		return s.Go("api", title)
	case "python":
		return s.Python(title), nil
	case "openapi":
		return s.OpenAPI(title), nil
	}
	return s.JSONSchema(title), nil
}
