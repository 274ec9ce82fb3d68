package demo

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultPage = 20
	largestPage = 100
)

// page says where in a list one answer is.
type page struct {
	Next  *string `json:"next"` // null on the last page
	Total int     `json:"total"`
}

// list is a page of anything.
type list[T any] struct {
	Data []T  `json:"data"`
	Page page `json:"page"`
}

func (s *Server) listOrders(w http.ResponseWriter, r *http.Request, _ *claims) {
	query := r.URL.Query()
	status, limit, after, fault := listing(query)
	if fault != nil {
		fail(w, http.StatusBadRequest, "The query is wrong: "+fault.Message, *fault)
		return
	}
	found := slices.DeleteFunc(orders(), func(o order) bool { return status != "" && o.Status != status })
	answered := list[order]{Data: []order{}, Page: page{Total: len(found)}}
	for _, o := range found {
		if o.Number <= after {
			continue
		}
		if len(answered.Data) == limit {
			next := cursor(answered.Data[limit-1].Number)
			answered.Page.Next = &next
			query.Set("cursor", next)
			w.Header().Set("Link", fmt.Sprintf(`<http://%s/orders?%s>; rel="next"`, r.Host, query.Encode()))
			break
		}
		answered.Data = append(answered.Data, versioned(o, query))
	}
	answer(w, http.StatusOK, answered)
}

func (s *Server) getOrder(w http.ResponseWriter, r *http.Request, _ *claims) {
	for _, o := range orders() {
		if o.ID == r.PathValue("id") {
			answer(w, http.StatusOK, versioned(o, r.URL.Query()))
			return
		}
	}
	fail(w, http.StatusNotFound, fmt.Sprintf("There is no order %q; the first is \"ord_8812\".", r.PathValue("id")))
}

func (s *Server) listCustomers(w http.ResponseWriter, _ *http.Request, _ *claims) {
	answer(w, http.StatusOK, list[customer]{customers, page{Total: len(customers)}})
}

func (s *Server) getCustomer(w http.ResponseWriter, r *http.Request, _ *claims) {
	for _, c := range customers {
		if c.ID == r.PathValue("id") {
			answer(w, http.StatusOK, c)
			return
		}
	}
	fail(w, http.StatusNotFound, fmt.Sprintf("There is no customer %q; the first is %q.", r.PathValue("id"), customers[0].ID))
}

func versioned(o order, query url.Values) order {
	if query.Get("v") == "2" {
		return o.asVersion2()
	}
	return o
}

// listing reads what part of the list is wanted. The cursor is the number of the last order seen, so
// a filter keeps every page right.
func listing(query url.Values) (status string, limit, after int, fault *fieldError) {
	status, limit = query.Get("status"), defaultPage
	if status != "" && !slices.Contains(statuses, status) {
		return "", 0, 0, &fieldError{"status", fmt.Sprintf("%q is none of %s", status, strings.Join(statuses, ", "))}
	}
	if text := query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > largestPage {
			return "", 0, 0, &fieldError{"limit", fmt.Sprintf("%q is no number from 1 to %d", text, largestPage)}
		}
		limit = n
	}
	if text := query.Get("cursor"); text != "" {
		n, ok := readCursor(text)
		if !ok {
			return "", 0, 0, &fieldError{"cursor", fmt.Sprintf("%q was not given out by this list", text)}
		}
		after = n
	}
	return status, limit, after, nil
}

func cursor(after int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "after:%d", after))
}

func readCursor(text string) (after int, ok bool) {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return 0, false
	}
	number, ok := strings.CutPrefix(string(plain), "after:")
	if !ok {
		return 0, false
	}
	after, err = strconv.Atoi(number)
	return after, err == nil
}
