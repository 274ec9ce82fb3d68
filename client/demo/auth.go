package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// signingKey is no secret: the data behind it are invented, and fixed tokens make tests repeatable.
const signingKey = "the demo shop has nothing worth stealing"

const cookieName = "session"

// user is who can log in.
type user struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Role     string `json:"role"`
	password string
}

var users = map[string]user{
	"demo":  {"usr_1", "Demo", "clerk", "demo"},
	"admin": {"usr_2", "Admin", "admin", "admin"},
}

// claims is what a token says (RFC 7519 section 4).
type claims struct {
	Name string `json:"name"`
	Role string `json:"role"`
	jwt.RegisteredClaims
}

// session is what a cookie stands for.
type session struct {
	user    user
	expires time.Time
}

type sessions struct {
	mu     sync.Mutex
	opened map[string]session
}

// open returns the value of a new cookie.
func (s *sessions) open(u user, expires time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opened == nil {
		s.opened = map[string]session{}
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d", signingKey, u.ID, len(s.opened)+1))
	value := hex.EncodeToString(sum[:16])
	s.opened[value] = session{u, expires}
	return value
}

func (s *sessions) find(value string, now time.Time) (user, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.opened[value]
	return found.user, ok && now.Before(found.expires)
}

func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	var sent struct{ User, Password string }
	if !readJSON(w, r, &sent) {
		return
	}
	u, known := users[sent.User]
	if !known || u.password != sent.Password {
		fail(w, http.StatusUnauthorized, `The user or the password is wrong; "demo" with "demo" is right.`)
		return
	}
	now := s.options.Now()
	expires := now.Add(s.options.TokenLifetime)
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{u.Name, u.Role, jwt.RegisteredClaims{
		Subject: u.ID, IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires),
	}}).SignedString([]byte(signingKey))
	if err != nil {
		fail(w, http.StatusInternalServerError, "The token could not be signed: "+err.Error())
		return
	}
	seconds := int(s.options.TokenLifetime / time.Second)
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: s.sessions.open(u, expires), Path: "/", MaxAge: seconds,
		HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	answer(w, http.StatusOK, struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
		User        user   `json:"user"`
	}{token, "Bearer", seconds, u})
}

// me answers to the session cookie alone: a valid cookie never hides an expired token.
func (s *Server) me(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		fail(w, http.StatusUnauthorized, "There is no session cookie; POST /login sets it.")
		return
	}
	u, ok := s.sessions.find(cookie.Value, s.options.Now())
	if !ok {
		fail(w, http.StatusUnauthorized, "The session is unknown or over; POST /login opens another.")
		return
	}
	answer(w, http.StatusOK, u)
}

func (s *Server) admin(w http.ResponseWriter, _ *http.Request, who *claims) {
	if who.Role != "admin" {
		fail(w, http.StatusForbidden, fmt.Sprintf("This is for the role admin; %s has the role %s.", who.Name, who.Role))
		return
	}
	answer(w, http.StatusOK, struct {
		Message string `json:"message"`
	}{"Hello, " + who.Name + "."})
}

// withToken lets only requests with a good bearer token through (RFC 6750).
func (s *Server) withToken(h func(http.ResponseWriter, *http.Request, *claims)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") {
			// Without a token the challenge carries no error code: RFC 6750 section 3.1.
			w.Header().Set("WWW-Authenticate", `Bearer realm="demo"`)
			fail(w, http.StatusUnauthorized, "There is no bearer token; POST /login gives one.")
			return
		}
		var who claims
		_, err := jwt.ParseWithClaims(strings.TrimSpace(token), &who,
			func(*jwt.Token) (any, error) { return []byte(signingKey), nil },
			jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired(), jwt.WithTimeFunc(s.options.Now))
		if err != nil {
			why := tokenFault(err, &who)
			w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer realm="demo", error="invalid_token", error_description=%q`, why))
			fail(w, http.StatusUnauthorized, strings.ToUpper(why[:1])+why[1:]+"; POST /login gives another.")
			return
		}
		h(w, r, &who)
	}
}

// tokenFault says what is wrong with a token, in ASCII without quotes (RFC 6750 section 3).
func tokenFault(err error, who *claims) string {
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return "the token expired at " + who.ExpiresAt.UTC().Format(time.RFC3339)
	case errors.Is(err, jwt.ErrTokenMalformed):
		return "the token is no JWT"
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return "the token's signature is wrong"
	}
	return "the token is not valid here"
}
