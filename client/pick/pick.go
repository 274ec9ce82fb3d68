// Package pick takes a named value out of an exchange, and proposes the pick for a value that a person
// points at: its name, its path, its type, and whether it is secret.
//
//	document.Node ──Suggest──> collections.Pick ──Evaluate(exchange)──> vars.Value, or a *Miss
//
// A miss is loud and says where the path stopped and what is there. The package sends nothing, keeps
// nothing and decides nothing about freshness.
package pick

import (
	"context"
	"fmt"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/filter"
	"dowse/collections"
	"dowse/collections/vars"
)

// Evaluate gives the value that p reads from e. Without a value found is false, and err is nil only
// where the pick says to go on: if_missing skip leaves the variable without a value, keep with its
// last one. Any other err is a *Miss.
//
// if_missing speaks of what is not there and of null; a wrong type, several values or a body of
// another kind is always a miss. After a failed request (status 400 and above) skip and keep still
// hold, but a default does not stand in: nothing is known of the value then.
//
// null is a value only where nothing more is asked of it: no type, no transform, no if_missing.
// The type is that of the variable: with take all an array, after a transform what it gives.
func Evaluate(p collections.Pick, e *client.Exchange) (value vars.Value, found bool, err error) {
	decided := p
	if p.Secret == collections.SecretUnset && Hides(p, e) {
		decided.Secret = collections.SecretYes
	}
	value, miss := evaluate(decided, e)
	if miss == nil {
		return value, true, nil
	}
	miss.Pick = p
	miss.What = e.Masker().Text(miss.What)
	failed := miss.blame(e)
	switch p.IfMissing.Policy {
	case "", collections.MissingFail:
	case collections.MissingSkip, collections.MissingKeep:
		if miss.absent() || miss.Kind == SourceFailed {
			return vars.Value{}, false, nil
		}
	case collections.MissingDefault:
		if miss.absent() && !failed {
			return marked(decided, p.IfMissing.Default), true, nil
		}
	default:
		miss = &Miss{Pick: p, Kind: Invalid, What: fmt.Sprintf("if_missing %q is none of fail, skip, keep, default", p.IfMissing.Policy)}
	}
	return vars.Value{}, false, miss
}

func evaluate(p collections.Pick, e *client.Exchange) (vars.Value, *Miss) {
	if err := p.Keep.Check(); err != nil {
		return vars.Value{}, &Miss{Kind: Invalid, What: "keep: " + err.Error(), Err: err}
	}
	if !e.Answered() {
		return vars.Value{}, &Miss{Kind: SourceFailed, What: "no response came; send the request again"}
	}
	v, miss := read(p, e)
	if miss != nil {
		return vars.Value{}, miss
	}
	v = marked(p, v)
	if v.Kind() == vars.Null {
		if why := nullRefused(p); why != "" {
			return vars.Value{}, &Miss{Kind: Null, What: "it is null, " + why}
		}
	}
	if p.JQ != "" {
		var miss *Miss
		if v, miss = throughJQ(p, v); miss != nil {
			return vars.Value{}, miss
		}
	}
	if p.Transform != "" {
		out, err := vars.ApplyPipe(p.Transform, v)
		if err != nil {
			return vars.Value{}, &Miss{Kind: TransformFailed, What: err.Error(), Err: err}
		}
		v = marked(p, out)
	}
	return v, checkType(p, v)
}

// read gives the value as the source has it.
func read(p collections.Pick, e *client.Exchange) (vars.Value, *Miss) {
	switch p.From.Kind {
	case collections.SourcePath:
		return readPath(p, e)
	case collections.SourceHeader:
		return readHeader(p, &e.Response)
	case collections.SourceCookie:
		return readCookie(p.From, &e.Response)
	case collections.SourceXPath, collections.SourceCSS:
		return readMarkup(p, e)
	case collections.SourceColumn, collections.SourceForm, collections.SourceEvent:
		return readDerived(p, e)
	case collections.SourceRegex:
		return readRegex(p, e)
	case collections.SourceLink:
		return readLink(p, e)
	case collections.SourceTiming:
		return readTiming(p, e)
	case collections.SourceRedirect:
		return readRedirect(p, e)
	case collections.SourceStatus:
		return parse(fmt.Sprint(e.Response.Status))
	case "":
		return vars.Value{}, &Miss{Kind: Invalid, What: "it names no source, such as path or header"}
	}
	return vars.Value{}, &Miss{Kind: Invalid, What: fmt.Sprintf("there is no source %s", shown(string(p.From.Kind)))}
}

func marked(p collections.Pick, v vars.Value) vars.Value {
	if p.Secret == collections.SecretYes {
		return v.AsSecret()
	}
	return v
}

// parse gives the value of JSON text that came from a body or was made here.
func parse(src string) (vars.Value, *Miss) {
	v, err := vars.ParseJSON(src)
	if err != nil {
		return vars.Value{}, &Miss{Kind: WrongBody, What: "the value there is no JSON: " + err.Error(), Err: err}
	}
	return v, nil
}

// throughJQ passes a value through the pick's program of jq: its first result counts.
func throughJQ(p collections.Pick, v vars.Value) (vars.Value, *Miss) {
	program, err := filter.Compile(p.JQ)
	if err != nil {
		return vars.Value{}, &Miss{Kind: Invalid, What: err.Error(), Err: err}
	}
	ctx, stop := context.WithTimeout(context.Background(), longestProgram)
	defer stop()
	text, found, err := program.First(ctx, document.ParseJSON([]byte(v.JSON())))
	switch {
	case err != nil && v.IsSecret():
		return vars.Value{}, &Miss{Kind: TransformFailed, What: "the jq program fails on it"} // its message has a part of the value
	case err != nil:
		return vars.Value{}, &Miss{Kind: TransformFailed, What: err.Error(), Err: err}
	case !found:
		return vars.Value{}, &Miss{Kind: Missing, What: "the jq program has no result"}
	}
	out, miss := parse(string(text))
	if miss == nil {
		out = marked(p, out)
	}
	return out, miss
}

// longestProgram is how long a program of jq may take.
const longestProgram = 5 * time.Second

func nullRefused(p collections.Pick) string {
	switch {
	case p.Type != "":
		return "and its type must be " + p.Type
	case p.IfMissing.Policy != "":
		return "which if_missing counts as missing"
	case p.Transform != "":
		return "which the transform cannot take"
	}
	return ""
}
