package session

import (
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"dowse/collections/vars"
)

// Expiry is when a value that is a JWT expires: its claim exp (RFC 7519 section 4.1.4).
func Expiry(v vars.Value) (time.Time, bool) {
	if v.Kind() != vars.String {
		return time.Time{}, false
	}
	var claims jwt.RegisteredClaims
	_, _, err := jwt.NewParser().ParseUnverified(v.Reveal(), &claims)
	if err != nil && !errors.Is(err, jwt.ErrTokenUnverifiable) || claims.ExpiresAt == nil || claims.ExpiresAt.Unix() <= 0 {
		return time.Time{}, false
	}
	return claims.ExpiresAt.Time, true
}
