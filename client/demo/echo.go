package demo

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"unicode/utf8"
)

// echoed is a request as net/http gave it: names are canonical, and the order between names is lost.
type echoed struct {
	Method  string              `json:"method"`
	Host    string              `json:"host"`
	Path    string              `json:"path"`
	Query   string              `json:"query"` // as it was sent
	Headers map[string][]string `json:"headers"`
	Body    string              `json:"body"`
	JSON    json.RawMessage     `json:"json,omitempty"`   // the body again, where it is JSON
	Binary  []byte              `json:"binary,omitempty"` // in base64, instead of a body that is not UTF-8
}

func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		fail(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("The body cannot be echoed: %v.", err))
		return
	}
	told := echoed{
		Method: r.Method, Host: r.Host, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Headers: r.Header, Body: string(body),
	}
	switch {
	case !utf8.Valid(body):
		told.Body, told.Binary = "", body
	case json.Valid(body):
		told.JSON = body
	}
	answer(w, http.StatusOK, told)
}
