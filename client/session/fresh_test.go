package session_test

import (
	"encoding/base64"
	"fmt"
	"testing"
	"time"

	"dowse/client"
	"dowse/client/session"
	"dowse/collections"
)

// TestUntil holds when values end to be fresh: as the pick says, else the token, else expires_in, the cookie, the cache.
func TestUntil(t *testing.T) {
	came := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	jwt := func(exp int64) string {
		return "e30." + base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"exp": %d}`, exp)) + ".c2ln"
	}
	path := func(arg string) collections.Pick {
		return collections.Pick{Name: "x", From: collections.Source{Kind: collections.SourcePath, Arg: arg}}
	}
	kept := path("$.token")
	kept.Keep.Until = "90s"
	always := path("$.token")
	always.Keep.Until = "session"
	cookie := collections.Pick{Name: "x", From: collections.Source{Kind: collections.SourceCookie, Arg: "s"}}
	for name, c := range map[string]struct {
		pick    collections.Pick
		body    string
		headers []string
		want    time.Duration // after it came; 0: never
	}{
		"a plain value":        {path("$.id"), `{"id": 1}`, nil, 0},
		"a token":              {path("$.token"), `{"token": "` + jwt(came.Add(time.Hour).Unix()) + `"}`, nil, time.Hour},
		"a token and a member": {path("$.token"), `{"token": "` + jwt(came.Add(time.Hour).Unix()) + `", "expires_in": 10}`, nil, time.Hour},
		"no number in a token": {path("$.token"), `{"token": "e30.e30.x"}`, nil, 0},
		"a member beside it":   {path("$.access_token"), `{"access_token": "abc", "expires_in": 90}`, nil, 90 * time.Second},
		"a member as a text":   {path("$.access_token"), `{"access_token": "abc", "expires_in": "90"}`, nil, 90 * time.Second},
		"not of this one":      {path("$.refresh_token"), `{"refresh_token": "abc", "expires_in": 90}`, nil, 0},
		"nor of a name":        {path("$.name"), `{"name": "abc", "expires_in": 90}`, nil, 0},
		"one that says years":  {path("$.access_token"), `{"access_token": "abc", "expires_in": 1e300}`, nil, 0},
		"as the pick says":     {kept, `{"token": "` + jwt(came.Add(time.Hour).Unix()) + `"}`, nil, 90 * time.Second},
		"for the session":      {always, `{"token": "` + jwt(came.Add(time.Hour).Unix()) + `"}`, nil, 0},
		"a cookie":             {cookie, ``, []string{"Set-Cookie", "s=1; Max-Age=60"}, time.Minute},
		"a cookie with a date": {cookie, ``, []string{"Set-Cookie", "s=1; Expires=Fri, 01 May 2026 13:00:00 GMT"}, time.Hour},
		"a session's cookie":   {cookie, ``, []string{"Set-Cookie", "s=1"}, 0},
		"the last cookie":      {cookie, ``, []string{"Set-Cookie", "s=1; Max-Age=60", "Set-Cookie", "s=2; Max-Age=3600"}, time.Hour},
		"in any case":          {path("$.id"), `{"id": 1}`, []string{"Cache-Control", "Max-Age=30"}, 30 * time.Second},
		"what may be cached":   {path("$.id"), `{"id": 1}`, []string{"Cache-Control", "private, max-age=30"}, 30 * time.Second},
		"what may not":         {path("$.id"), `{"id": 1}`, []string{"Cache-Control", "no-store, max-age=0"}, 0},
	} {
		e := &client.Exchange{Started: came.Add(-2 * time.Second), Elapsed: 2 * time.Second, Response: client.Response{Status: 200, Complete: true, Body: []byte(c.body), Headers: []client.Header{{Name: "Content-Type", Value: "application/json"}}}}
		for i := 0; i+1 < len(c.headers); i += 2 {
			e.Response.Headers = append(e.Response.Headers, client.Header{Name: c.headers[i], Value: c.headers[i+1]})
		}
		r := session.Evaluate("r", []collections.Pick{c.pick}, e)[0]
		if !r.Found {
			t.Errorf("%s: %v", name, r.Err)
			continue
		}
		want := came.Add(c.want)
		if c.want == 0 {
			want = time.Time{}
		}
		if !r.Until.Equal(want) {
			t.Errorf("%s: fresh until %v, want %v", name, r.Until, want)
		}
	}
}

// TestStale holds how long before its end a value counts no more: 30 seconds, or as its pick says.
func TestStale(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		left   time.Duration
		margin string
		want   string
	}{
		{31 * time.Second, "", ""}, {30 * time.Second, "", "expires in 30s"}, {-time.Minute, "", "expired 1m0s ago"},
		{10 * time.Minute, "15m", "expires in 10m0s"}, {time.Second, "0s", ""}, {0, "0s", "expired 0s ago"},
	} {
		r := session.Result{Found: true, Until: now.Add(c.left)}
		r.Pick.Keep.Margin = c.margin
		if got := r.Stale(now); got != c.want {
			t.Errorf("%v left, margin %q: %q, want %q", c.left, c.margin, got, c.want)
		}
	}
}
