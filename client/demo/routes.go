package demo

import (
	"fmt"
	"net/http"
	"strings"
)

// route is one line of the index and, with its handler, of the router.
type route struct {
	method string // empty: any
	path   string // a pattern of http.ServeMux
	about  string
	handle http.HandlerFunc
}

// table is everything that the API answers, in the order that the index shows.
func (s *Server) table() []route {
	return []route{
		{"POST", "/login", `send {"user": "demo", "password": "demo"}, get a token`, s.login},
		{"GET", "/me", "who the session cookie belongs to", s.me},
		{"GET", "/customers", "all customers", s.withToken(s.listCustomers)},
		{"GET", "/customers/{id}", "one customer", s.withToken(s.getCustomer)},
		{"GET", "/orders", "orders, 20 a page: status=, limit=, cursor=; v=2 moves total", s.withToken(s.listOrders)},
		{"GET", "/orders/{id}", "one order; v=2 moves total", s.withToken(s.getOrder)},
		{"POST", "/invoices", "number, due, amount, currency, customer.name, skus: all required", s.withToken(s.createInvoice)},
		{"GET", "/invoices/{id}", "one invoice", s.withToken(s.getInvoice)},
		{"GET", "/admin", "for the role admin: 403 for anyone else", s.withToken(s.admin)},
		{"GET", "/limited", "three requests a minute, then 429", s.limited},
		{"", "/redirect/same", "to /echo here; status= chooses which 3xx", s.redirectSame},
		{"", "/redirect/other", "to /echo on the other origin; status= chooses which 3xx", s.redirectOther},
		{"", "/redirect/loop", "to itself", s.redirectLoop},
		{"", "/redirect/chain/{n}", "n redirects, then /echo", s.redirectChain},
		{"", "/echo", "the request as it arrived", echo},
		{"", "/status/{code}", "that status", status},
		{"GET", "/slow", "answers after ms= milliseconds", slow},
		{"GET", "/html", "a sign-in page, where JSON was expected", signIn},
		{"GET", "/escapes", "terminal escapes in body, header and reason; raw=header puts ESC in a header", escapes},
	}
}

func (s *Server) routes() http.Handler {
	table := s.table()
	mux := http.NewServeMux()
	for _, r := range table {
		mux.HandleFunc(strings.TrimSpace(r.method+" "+r.path), r.handle)
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { index(w, r, table) })
	return refuseUnknown(mux)
}

// otherRoutes is the second origin: it only tells what reached it.
func (s *Server) otherRoutes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/echo", echo)
	return refuseUnknown(mux)
}

// numbered gives every response an X-Request-Id, counted from 1.
func (s *Server) numbered(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", fmt.Sprintf("req_%06d", s.requests.Add(1)))
		h.ServeHTTP(w, r)
	})
}

// refuseUnknown makes the router's own 404 and 405 problem documents (RFC 9457).
func refuseUnknown(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refusal, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		asked := &refused{header: http.Header{}}
		refusal.ServeHTTP(asked, r)
		if allow := asked.header.Get("Allow"); asked.status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", allow)
			fail(w, asked.status, fmt.Sprintf("%s does not take %s; it takes %s.", r.URL.Path, r.Method, allow))
			return
		}
		fail(w, http.StatusNotFound, fmt.Sprintf("There is nothing at %s; GET / lists what there is.", r.URL.Path))
	})
}

// refused records a refusal of the router, to be said again in our words.
type refused struct {
	header http.Header
	status int
}

// Header gives the headers of the refusal.
func (r *refused) Header() http.Header { return r.header }

// WriteHeader keeps the status.
func (r *refused) WriteHeader(status int) { r.status = status }

// Write leaves the body out.
func (r *refused) Write(b []byte) (int, error) { return len(b), nil }

func index(w http.ResponseWriter, r *http.Request, table []route) {
	type link struct {
		Method string `json:"method"`
		Href   string `json:"href"`
		About  string `json:"about"`
	}
	links := make([]link, 0, len(table))
	for _, one := range table {
		method := one.method
		if method == "" {
			method = "ANY"
		}
		links = append(links, link{method, "http://" + r.Host + one.path, one.about})
	}
	answer(w, http.StatusOK, struct {
		Name  string `json:"name"`
		About string `json:"about"`
		Links []link `json:"links"`
	}{"Demo shop", "Log in at POST /login; every other call to the shop needs the token.", links})
}
