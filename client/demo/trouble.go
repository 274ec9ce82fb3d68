package demo

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// limit is a fixed window of requests.
type limit struct {
	mu      sync.Mutex
	started time.Time
	used    int
}

const (
	limitCount  = 3
	limitWindow = time.Minute
)

// take counts one request; when there are none left it says how long to wait.
func (l *limit) take(now time.Time) (left int, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.used == 0 || now.Sub(l.started) >= limitWindow {
		l.started, l.used = now, 0
	}
	if l.used == limitCount {
		return 0, l.started.Add(limitWindow).Sub(now)
	}
	l.used++
	return limitCount - l.used, 0
}

func (s *Server) limited(w http.ResponseWriter, _ *http.Request) {
	left, wait := s.limit.take(s.options.Now())
	w.Header().Set("X-RateLimit-Limit", strconv.Itoa(limitCount))
	w.Header().Set("X-RateLimit-Remaining", strconv.Itoa(left))
	if wait > 0 {
		seconds := int((wait + time.Second - 1) / time.Second) // never too early
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		fail(w, http.StatusTooManyRequests, fmt.Sprintf("Three requests a minute are allowed; wait %d s.", seconds))
		return
	}
	answer(w, http.StatusOK, struct {
		Remaining int `json:"remaining"`
	}{left})
}

func status(w http.ResponseWriter, r *http.Request) {
	code, err := strconv.Atoi(r.PathValue("code"))
	if err != nil || code < 200 || code > 599 {
		fail(w, http.StatusBadRequest, fmt.Sprintf("%q is no status from 200 to 599.", r.PathValue("code")))
		return
	}
	switch {
	case code == http.StatusNoContent || code == http.StatusNotModified:
		w.WriteHeader(code) // these have no body
	case code == http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="demo"`)
		fail(w, code, "This status was asked for.")
	case code >= 400:
		fail(w, code, "This status was asked for.")
	default:
		answer(w, code, struct {
			Status int `json:"status"`
		}{code})
	}
}

const slowest = time.Minute

func slow(w http.ResponseWriter, r *http.Request) {
	ms, err := strconv.Atoi(r.URL.Query().Get("ms"))
	wait := time.Duration(ms) * time.Millisecond
	if err != nil || ms < 0 || wait > slowest {
		fail(w, http.StatusBadRequest, fmt.Sprintf("ms must be a number from 0 to %d.", slowest.Milliseconds()))
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		answer(w, http.StatusOK, struct {
			Waited int `json:"waited_ms"`
		}{ms})
	case <-r.Context().Done(): // the client went away
	}
}

const signInPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in</title></head>
<body>
<h1>Sign in</h1>
<form method="post" action="/login">
<input name="user"> <input name="password" type="password"> <button>Sign in</button>
</form>
</body>
</html>
`

func signIn(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, signInPage)
}

// What a hostile server sends to a terminal: a window title, a clipboard write, a cursor move, the
// same with C1 controls, and text that bidi controls turn round.
const (
	attack       = "\x1b]0;pwned\a\x1b]52;c;cHduZWQ=\a\x1b[2J\x1b[1;1H\u009b31m\u202etxt.exe\u202c"
	quieter      = "\u009b31mred\u202etxt.exe\u202c" // without C0 controls, which net/http's client refuses in a header
	attackedBody = `{"name": "` + attack + `", "escaped": "\u001b]0;pwned\u0007\u009b31m\u202etxt.exe"}` + "\n"
)

// escapes writes its response by hand: net/http would neither send such a reason nor such a header.
func escapes(w http.ResponseWriter, r *http.Request) {
	header := quieter
	if r.URL.Query().Get("raw") == "header" {
		header = attack
	}
	id := w.Header().Get("X-Request-Id")
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		fail(w, http.StatusNotImplemented, "This needs HTTP/1.1 on a connection of its own.")
		return
	}
	conn, out, err := hijacker.Hijack()
	if err != nil {
		fail(w, http.StatusInternalServerError, "The connection could not be had: "+err.Error())
		return
	}
	defer conn.Close()
	fmt.Fprintf(out, "HTTP/1.1 200 Fine%s\r\nContent-Type: application/json\r\nX-Request-Id: %s\r\nX-Attack: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
		attack, id, header, len(attackedBody), attackedBody)
	_ = out.Flush() // a client that went away is none of our business
}
