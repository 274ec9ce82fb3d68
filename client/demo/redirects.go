package demo

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

const longestChain = 100

func (s *Server) redirectSame(w http.ResponseWriter, r *http.Request) { redirect(w, r, "/echo") }

func (s *Server) redirectOther(w http.ResponseWriter, r *http.Request) {
	other := s.OtherURL()
	if other == "" {
		fail(w, http.StatusServiceUnavailable, "There is no other origin: this handler runs without Start.")
		return
	}
	redirect(w, r, other+"/echo")
}

func (s *Server) redirectLoop(w http.ResponseWriter, r *http.Request) {
	redirect(w, r, "/redirect/loop")
}

func (s *Server) redirectChain(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("n"))
	switch {
	case err != nil || n < 0 || n > longestChain:
		fail(w, http.StatusBadRequest, fmt.Sprintf("%q is no number from 0 to %d.", r.PathValue("n"), longestChain))
	case n <= 1:
		redirect(w, r, "/echo")
	default:
		redirect(w, r, fmt.Sprintf("/redirect/chain/%d", n-1))
	}
}

// redirect answers the 3xx that the query's status asks for, 302 unless it asks.
func redirect(w http.ResponseWriter, r *http.Request, location string) {
	code := http.StatusFound
	switch asked := r.URL.Query().Get("status"); asked {
	case "":
	case "301", "302", "303", "307", "308":
		code, _ = strconv.Atoi(asked)
		if strings.HasPrefix(location, "/redirect/") {
			location += "?status=" + asked // the whole chain is of one kind
		}
	default:
		fail(w, http.StatusBadRequest, fmt.Sprintf("%q is none of 301, 302, 303, 307, 308.", asked))
		return
	}
	w.Header().Set("Location", location)
	answer(w, code, struct {
		Location string `json:"location"`
	}{location})
}
