package vars

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

func formatTransforms() []Transform {
	return []Transform{
		{"date", `date("2006-01-02")`, "a time written in that form, the form of Mon Jan 2 15:04:05 2006", 1, 1, onText(func(s string, a []string) (Value, error) {
			t, err := readTime(s)
			return NewString(t.Format(a[0])), err
		})},
		{"unix", "unix", "a time as seconds since 1970", 0, 0, onText(func(s string, _ []string) (Value, error) {
			t, err := readTime(s)
			return Value{kind: Number, text: strconv.FormatInt(t.Unix(), 10)}, err
		})},
		{"jwt", `jwt("claim")`, "a claim of a JWT (RFC 7519), not verified", 1, 1, onText(claim)},
	}
}

// layouts are the forms of time that are understood beside seconds since 1970.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly, time.RFC1123, time.RFC1123Z, time.RFC850, time.ANSIC}

// readTime reads seconds since 1970 (milliseconds when there are more than eleven digits) or one of layouts.
func readTime(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		if n > 99_999_999_999 {
			return time.UnixMilli(n).UTC(), nil
		}
		return time.Unix(n, 0).UTC(), nil
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("it is not a time: it wants one such as 2026-01-31T12:00:00Z or 1769860800")
}

func claim(s string, a []string) (Value, error) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return Value{}, fmt.Errorf("it is not a JWT")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return Value{}, fmt.Errorf("it is not a JWT: its payload is not base64url")
	}
	var claims map[string]json.RawMessage
	if err := json.Unmarshal(payload, &claims); err != nil {
		return Value{}, fmt.Errorf("it is not a JWT: its payload is not a JSON object")
	}
	found, ok := claims[a[0]]
	if !ok {
		return Value{}, fmt.Errorf("the JWT has no claim %q", a[0])
	}
	return ParseJSON(string(found))
}
