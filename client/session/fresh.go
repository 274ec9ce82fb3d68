package session

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/vars"
)

// margin is how long before its end a value counts as stale, where a pick does not say it: it has to last until the
// server looks at it.
const margin = 30 * time.Second

// Stale says why the value does not count any more at a moment, such as "expired 3 minutes ago"; empty: it does.
func (r Result) Stale(now time.Time) string {
	if r.Until.IsZero() {
		return ""
	}
	before := margin
	if d, err := time.ParseDuration(r.Pick.Keep.Margin); err == nil {
		before = d
	}
	left := r.Until.Sub(now)
	switch {
	case left > before:
		return ""
	case left > 0:
		return "expires in " + left.Round(time.Second).String()
	}
	return "expired " + (-left).Round(time.Second).String() + " ago"
}

// Stale says why a picked value does not count any more at a moment: its time is over, or what its request is made of is not
// what it was; empty: it counts.
func (s *Session) Stale(r Result, now time.Time) string {
	if why := r.Stale(now); why != "" {
		return why
	}
	if r.Inputs == "" {
		return ""
	}
	if inputs := s.inputs(r.Request); inputs != "" && inputs != r.Inputs {
		return "was picked from another request: what " + r.Request + " is made of changed"
	}
	return ""
}

// inputs stands for what a request is made of: its texts, and the values of the variables in them. Secrets are left out,
// as a renewed token gives the same answer, and what the request picks itself, such as the cursor of the next page. Empty: it
// cannot be told.
func (s *Session) inputs(key string) string {
	d, ok := s.Find(key)
	if !ok {
		return ""
	}
	resolved, scope, err := s.Ready(d.Request, d.Saved)
	if err != nil {
		return ""
	}
	sum := sha256.New()
	for _, text := range resolved.Templates() {
		fmt.Fprintf(sum, "%q\n", text)
		for _, use := range vars.Uses(text) {
			own := slices.ContainsFunc(d.Request.Picks, func(k collections.Pick) bool {
				return k.Name == use.Name || collections.ExactName(key, k.Name) == use.Name
			})
			if found := scope.Lookup(use.Name); !own && !vars.Dynamic(use.Name) && len(found) > 0 && found[0].Resolve == nil && !found[0].Value.IsSecret() {
				fmt.Fprintf(sum, "%s=%q\n", use.Name, found[0].Value.JSON())
			}
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// until is when a value that a pick found ends to be fresh: as the pick says (keep), else when a JWT expires (RFC 7519
// section 4.1.4), as the member expires_in beside it says (RFC 6749 section 5.1), as its cookie says (RFC 6265 section
// 5.2), or as Cache-Control says (RFC 9111 section 5.2.2.1). Zero: as long as the session.
func until(k collections.Pick, value vars.Value, e *client.Exchange) time.Time {
	came := e.Started.Add(e.Elapsed)
	switch keep := k.Keep.Until; keep {
	case "", collections.KeepJWT:
	case collections.KeepSession:
		return time.Time{}
	default:
		if d, err := time.ParseDuration(keep); err == nil {
			return came.Add(d)
		}
	}
	if end, ok := Expiry(value); ok {
		return end
	}
	if seconds, ok := expiresIn(k, e); ok {
		return came.Add(seconds)
	}
	if k.From.Kind == collections.SourceCookie {
		return cookieEnd(k.From.Arg, e, came)
	}
	for directive := range strings.SplitSeq(strings.Join(e.Response.Values("Cache-Control"), ","), ",") {
		name, text, _ := strings.Cut(strings.TrimSpace(directive), "=")
		if seconds, err := strconv.Atoi(strings.Trim(text, `"`)); err == nil && seconds > 0 && strings.EqualFold(name, "max-age") {
			return came.Add(time.Duration(seconds) * time.Second)
		}
	}
	return time.Time{}
}

// longestToken is how many seconds expires_in may say: ten years.
const longestToken = 10 * 365 * 24 * 3600

// expiresIn is what a member expires_in says that stands beside what a pick reads.
func expiresIn(k collections.Pick, e *client.Exchange) (time.Duration, bool) {
	if k.From.Kind != collections.SourcePath {
		return 0, false
	}
	d := e.Document()
	q, err := document.ParseQuery(k.From.Arg)
	if err != nil || !q.Singular() {
		return 0, false
	}
	nodes := d.Select(q)
	if len(nodes) != 1 || d.Parent(nodes[0]) == document.None || d.Kind(d.Parent(nodes[0])) != document.Object || !isToken(d, nodes[0]) {
		return 0, false
	}
	beside := d.Member(d.Parent(nodes[0]), "expires_in")
	if beside == document.None {
		return 0, false
	}
	seconds, err := strconv.ParseFloat(strings.Trim(string(d.Source(beside)), `"`), 64)
	if err != nil || seconds <= 0 || seconds > longestToken {
		return 0, false
	}
	return time.Duration(seconds * float64(time.Second)), true
}

// isToken says whether a member is what expires_in beside it speaks of.
func isToken(d *document.Document, n document.Node) bool {
	key, _ := d.Key(n)
	return strings.Contains(strings.ToLower(key), "token") && !strings.Contains(strings.ToLower(key), "refresh") && d.Kind(n) == document.String
}

// cookieEnd is when the last cookie of a name ends.
func cookieEnd(name string, e *client.Exchange, came time.Time) (end time.Time) {
	for _, c := range e.Response.Cookies() {
		switch {
		case c.Name != name:
		case c.MaxAge > 0:
			end = came.Add(time.Duration(c.MaxAge) * time.Second)
		case c.MaxAge == 0 && c.RawExpires != "":
			end = c.Expires
		default:
			end = time.Time{}
		}
	}
	return end
}
