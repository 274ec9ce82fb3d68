package demo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
)

// bodyLimit is the most bytes of a request body that are read.
const bodyLimit = 1 << 20

// problem is a problem document (RFC 9457).
type problem struct {
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Detail string       `json:"detail"`
	Errors []fieldError `json:"errors,omitempty"`
}

// fieldError is what is wrong with one field of a request body.
type fieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// fail answers with a problem document.
func fail(w http.ResponseWriter, status int, detail string, errs ...fieldError) {
	write(w, status, "application/problem+json", problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Errors: errs,
	})
}

// answer writes v as JSON.
func answer(w http.ResponseWriter, status int, v any) { write(w, status, "application/json", v) }

func write(w http.ResponseWriter, status int, contentType string, v any) {
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", fmt.Sprint(body.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // a client that went away is none of our business
}

// readJSON decodes the body of r into v, or answers 415, 413 or 400 and reports false.
func readJSON(w http.ResponseWriter, r *http.Request, v any) bool {
	sent := r.Header.Get("Content-Type")
	if kind, _, err := mime.ParseMediaType(sent); err != nil || kind != "application/json" {
		w.Header().Set("Accept", "application/json") // RFC 9110 section 15.5.16
		fail(w, http.StatusUnsupportedMediaType, fmt.Sprintf("The body must be application/json; this one says %q.", sent))
		return false
	}
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, bodyLimit)).Decode(v)
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		fail(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("The body is over %d bytes.", tooLarge.Limit))
		return false
	}
	if err != nil {
		fail(w, http.StatusBadRequest, "The body is no JSON object: "+err.Error())
		return false
	}
	return true
}
