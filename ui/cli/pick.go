package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/spelling"
	"dowse/collections/vars"
)

const pickHelp = `pick sends a request and prints one value of its response, and nothing else, to
stdout: a string as its characters, anything else as JSON.

NAME is a pick of the request's file. PATH is a JSONPath (RFC 9535) that begins
with $; when it selects several values each has its line.

A secret value is printed when stdout is not a terminal, or with --show-secrets:

  dowse send orders/list --var access_token="$(dowse pick auth/login access_token)"`

func (p *Program) pickCommand() *cobra.Command {
	var where workspaceFlags
	var showSecrets, last bool
	var format string
	var first planning
	cmd := &cobra.Command{
		Use:               "pick REQUEST NAME|PATH",
		Short:             "send a request and print one value of its response",
		Long:              pickHelp,
		Example:           "  dowse pick auth/login access_token\n  dowse pick orders/list '$.data[0].id'",
		GroupID:           groupSend,
		Args:              exactly("a request and the name of a pick or a path", 2),
		ValidArgsFunction: p.completePick,
		RunE: func(cmd *cobra.Command, args []string) error {
			w, o, err := p.find(where, args[0])
			if err != nil {
				return err
			}
			w.planning = first
			k, err := pickOf(o.request, args[1])
			if err != nil {
				return err
			}
			values, err := p.pickValues(cmd.Context(), w, o, k, last)
			if err != nil {
				return err
			}
			if format == formatJSON {
				return p.printPicked(k, values, showSecrets || !p.tty())
			}
			return p.printValues(values, showSecrets)
		},
	}
	where.add(p, cmd)
	first.add(cmd, false)
	cmd.Flags().BoolVar(&last, "last", false, "send nothing: take it from the last sample")
	cmd.Flags().BoolVar(&showSecrets, "show-secrets", false, "print a secret value on a terminal too")
	addFormat(cmd, &format)
	return cmd
}

// pickOf is the pick that a name or a path stands for.
func pickOf(r collections.Request, arg string) (collections.Pick, error) {
	if strings.HasPrefix(arg, "$") {
		if _, err := document.ParseQuery(arg); err != nil {
			return collections.Pick{}, usage("%s is no path: %w", arg, err)
		}
		return collections.Pick{Name: arg, From: collections.Source{Kind: collections.SourcePath, Arg: arg}, Take: collections.TakeAll}, nil
	}
	var names []string
	for _, k := range r.Picks {
		if k.Name == arg {
			return k, nil
		}
		names = append(names, k.Name)
	}
	where := r.ID
	if where == "" {
		where = withoutUser(r.URL)
	}
	switch near := spelling.Nearest(arg, names); {
	case near != "":
		return collections.Pick{}, usage("%s has no pick %q; the nearest is %s", where, arg, near)
	case len(names) > 0:
		return collections.Pick{}, usage("%s has no pick %q; it has %s, and a path begins with $", where, arg, strings.Join(names, ", "))
	}
	return collections.Pick{}, usage("%s has no picks; name a path, such as '$.%s'", where, arg)
}

// pickValues sends the request and makes one pick. A path of the command line gives each value that it
// selects, and it must select one.
func (p *Program) pickValues(ctx context.Context, w *workspace, o operand, k collections.Pick, last bool) ([]vars.Value, error) {
	e, err := p.answer(ctx, w, o, k, last)
	if err != nil {
		return nil, err
	}
	picked := session.Evaluate(o.request.ID, []collections.Pick{k}, e)[0]
	if picked.Err != nil {
		return nil, picked.Err
	}
	if strings.HasPrefix(k.Name, "$") && overlaps(e, k, o.request.Picks) {
		picked.Value = picked.Value.AsSecret()
	}
	if !picked.Found {
		return nil, &exitError{exitFailed, fmt.Errorf("%s: the response has no value there, and the pick says to go on without", k.Name)}
	}
	if !strings.HasPrefix(k.Name, "$") {
		return []vars.Value{picked.Value}, nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal([]byte(picked.Value.JSON()), &items); err != nil {
		return nil, err
	}
	var values []vars.Value
	for _, item := range items {
		v, err := vars.ParseJSON(string(item))
		if err != nil {
			return nil, err
		}
		if picked.Value.IsSecret() {
			v = v.AsSecret()
		}
		values = append(values, v)
	}
	if len(values) == 0 {
		return nil, &exitError{exitFailed, fmt.Errorf("%s selects nothing in this response; dowse send shows it", k.Name)}
	}
	return values, nil
}

// answer is a new response, or the last one as its sample has it: without secrets, headers and the ends of long lists.
func (p *Program) answer(ctx context.Context, w *workspace, o operand, k collections.Pick, last bool) (*client.Exchange, error) {
	if !last {
		came, err := p.send(ctx, w, o)
		return came.Exchange, err
	}
	kept := w.samples(o)
	switch {
	case len(kept) == 0:
		return nil, usage("there is no sample of %s yet: send it once, without --last", requestName(o))
	case k.NamedSecret() || masks(k, kept[0].Exchange()):
		return nil, usage("%s is secret, and samples are without secrets: leave out --last", k.Name)
	}
	if kept[0].Cut {
		p.say("note: lists of this sample have lost their ends")
	}
	return kept[0].Exchange(), nil
}

// masks says whether a pick finds what was masked in a sample.
func masks(k collections.Pick, e *client.Exchange) bool {
	value, found, err := pick.Evaluate(k, e)
	return err == nil && found && strings.Contains(value.Reveal(), redact.Mask)
}

// overlaps says whether a pick selects something that one of the secret ones does, or a part of it, or what
// it is a part of.
func overlaps(e *client.Exchange, k collections.Pick, all []collections.Pick) bool {
	secret := session.Evaluate("", all, e)
	k.Secret = collections.SecretYes
	for _, a := range secretNodes(e, []session.Result{{Pick: k}}) {
		from, to := e.Document().Span(a)
		for _, b := range secretNodes(e, secret) {
			if start, end := e.Document().Span(b); from < end && start < to {
				return true
			}
		}
	}
	return false
}

func (p *Program) printValues(values []vars.Value, showSecrets bool) error {
	for _, v := range values {
		if v.IsSecret() && p.tty() && !showSecrets {
			return &exitError{exitUsage, fmt.Errorf("the value is secret and stdout is a terminal; --show-secrets prints it, and a pipe or $(...) gets it without")}
		}
		if err := p.printValue(v); err != nil {
			return err
		}
	}
	return nil
}

// printValue writes a value and a line feed: a list or an object in one line, or pretty on a terminal.
func (p *Program) printValue(v vars.Value) error {
	text := v.Reveal()
	switch container := v.Kind() >= vars.Array; {
	case container && p.tty():
		return p.printBody(&client.Response{Headers: []client.Header{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(text)}, false, true)
	case container:
		var line bytes.Buffer
		if err := json.Compact(&line, []byte(text)); err != nil {
			return err
		}
		text = line.String()
	case p.tty():
		text = safe(text)
	}
	return p.printf("%s\n", text)
}

// printPicked is --format json; a secret value is left out of it unless it was asked for.
func (p *Program) printPicked(k collections.Pick, values []vars.Value, showSecrets bool) error {
	report := struct {
		Schema int               `json:"schema_version"`
		Name   string            `json:"name"`
		Secret bool              `json:"secret"`
		Values []json.RawMessage `json:"values"`
	}{Schema: schemaVersion, Name: k.Name, Values: []json.RawMessage{}}
	for _, v := range values {
		report.Secret = report.Secret || v.IsSecret()
		if !v.IsSecret() || showSecrets {
			report.Values = append(report.Values, json.RawMessage(v.JSON()))
		}
	}
	return p.printJSON(report)
}
