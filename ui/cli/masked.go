package cli

import (
	"bytes"
	"slices"
	"strings"

	"dowse/client"
	"dowse/collections/vars"
)

// shortestMasked is the length of the shortest secret that is looked for in a response: a shorter one
// would be found by chance all over it.
const shortestMasked = 4

// masked is an exchange for a terminal: in the response, the values of secret picks are masked. What is
// written to a pipe or a file is as received.
func masked(e *client.Exchange, picked []pickedValue) *client.Exchange {
	var secrets []string
	for _, v := range picked {
		if v.found && v.value.IsSecret() && v.value.Kind() <= vars.Number {
			secrets = append(secrets, v.value.Reveal(), strings.TrimSuffix(strings.TrimPrefix(v.value.JSON(), `"`), `"`))
		}
	}
	secrets = slices.DeleteFunc(secrets, func(s string) bool { return len(s) < shortestMasked })
	if len(secrets) == 0 {
		return e
	}
	mask := vars.NewSecret("").String()
	shown := &client.Exchange{
		Request: e.Request, Response: e.Response, Hops: e.Hops, Timings: e.Timings, TLS: e.TLS, Started: e.Started,
		Elapsed: e.Elapsed, Remote: e.Remote, Proxy: e.Proxy, Reused: e.Reused, Notices: e.Notices,
	}
	r := &shown.Response
	r.Headers = slices.Clone(r.Headers)
	for _, secret := range secrets {
		r.Body = bytes.ReplaceAll(r.Body, []byte(secret), []byte(mask))
		for i := range r.Headers {
			r.Headers[i].Value = strings.ReplaceAll(r.Headers[i].Value, secret, mask)
		}
	}
	return shown
}
