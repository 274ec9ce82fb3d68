package session

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"dowse/collections/vars"
)

// Expiry is when a value that is a JWT expires: its claim exp (RFC 7519 section 4.1.4).
func Expiry(v vars.Value) (time.Time, bool) {
	if v.Kind() != vars.String {
		return time.Time{}, false
	}
	parts := strings.Split(v.Reveal(), ".")
	if len(parts) != 3 {
		return time.Time{}, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return time.Time{}, false
	}
	var claims struct {
		Exp float64 `json:"exp"`
	}
	if json.Unmarshal(payload, &claims) != nil || claims.Exp <= 0 {
		return time.Time{}, false
	}
	return time.Unix(int64(claims.Exp), 0), true
}
