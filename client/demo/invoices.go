package demo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// invoice is what POST /invoices takes; the optional fields come last.
type invoice struct {
	Number   int             `json:"number"`
	Due      string          `json:"due"` // a date
	Amount   json.Number     `json:"amount"`
	Currency string          `json:"currency"`
	Customer invoiceCustomer `json:"customer"`
	SKUs     skus            `json:"skus"`
	Source   string          `json:"source,omitempty"`
	Label    string          `json:"label,omitempty"`
}

// skus is a list of strings; one string joined by commas is read as that list.
type skus []string

// UnmarshalJSON reads either form.
func (s *skus) UnmarshalJSON(raw []byte) error {
	var joined string
	if json.Unmarshal(raw, &joined) == nil {
		*s = strings.Split(joined, ",")
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(s))
}

func (s skus) good() bool { return len(s) > 0 && !slices.Contains(s, "") }

type invoiceCustomer struct {
	Name string `json:"name"`
}

// savedInvoice is what GET /invoices/{id} gives.
type savedInvoice struct {
	ID string `json:"id"`
	invoice
}

type invoices struct {
	mu    sync.Mutex
	saved []savedInvoice
}

func (i *invoices) save(one invoice) savedInvoice {
	i.mu.Lock()
	defer i.mu.Unlock()
	saved := savedInvoice{fmt.Sprintf("inv_%d", 501+len(i.saved)), one}
	i.saved = append(i.saved, saved)
	return saved
}

func (i *invoices) find(id string) (savedInvoice, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, one := range i.saved {
		if one.ID == id {
			return one, true
		}
	}
	return savedInvoice{}, false
}

func (s *Server) createInvoice(w http.ResponseWriter, r *http.Request, _ *claims) {
	var sent map[string]json.RawMessage
	if !readJSON(w, r, &sent) {
		return
	}
	one, faults := readInvoice(sent)
	if len(faults) > 0 {
		var names []string
		for _, f := range faults {
			names = append(names, f.Field)
		}
		fail(w, http.StatusUnprocessableEntity, "These fields are missing or wrong: "+strings.Join(names, ", ")+".", faults...)
		return
	}
	saved := s.invoices.save(one)
	w.Header().Set("Location", "/invoices/"+saved.ID)
	answer(w, http.StatusCreated, saved)
}

func (s *Server) getInvoice(w http.ResponseWriter, r *http.Request, _ *claims) {
	one, ok := s.invoices.find(r.PathValue("id"))
	if !ok {
		fail(w, http.StatusNotFound, fmt.Sprintf("There is no invoice %q; POST /invoices makes one.", r.PathValue("id")))
		return
	}
	answer(w, http.StatusOK, one)
}

// isCurrency is the form of an ISO 4217 code.
var isCurrency = regexp.MustCompile(`^[A-Z]{3}$`)

// readInvoice checks every field and says all that is wrong, in the order of the struct.
func readInvoice(sent map[string]json.RawMessage) (one invoice, faults []fieldError) {
	field := func(name string, raw json.RawMessage, into any, must string, good func() bool) {
		if len(raw) == 0 || string(raw) == "null" {
			faults = append(faults, fieldError{name, "is required: " + must})
		} else if json.Unmarshal(raw, into) != nil || !good() {
			faults = append(faults, fieldError{name, "must be " + must})
		}
	}
	optional := func(name string, into *string) {
		if raw, ok := sent[name]; ok && json.Unmarshal(raw, into) != nil {
			faults = append(faults, fieldError{name, "must be a string"})
		}
	}
	field("number", sent["number"], &one.Number, "a whole number from 1", func() bool { return one.Number > 0 })
	field("due", sent["due"], &one.Due, "a date such as 2026-09-30", func() bool {
		_, err := time.Parse(time.DateOnly, one.Due)
		return err == nil
	})
	amount := sent["amount"]
	field("amount", amount, &one.Amount, "a number, not a string", func() bool { return amount[0] != '"' })
	field("currency", sent["currency"], &one.Currency, "three capital letters", func() bool { return isCurrency.MatchString(one.Currency) })
	var customer map[string]json.RawMessage
	_ = json.Unmarshal(sent["customer"], &customer) // what is no object has no name, which is said next
	field("customer.name", customer["name"], &one.Customer.Name, "a string that is not empty", func() bool { return one.Customer.Name != "" })
	field("skus", sent["skus"], &one.SKUs, "a list such as [\"LAMP-01\", \"MUG-07\"]", func() bool { return one.SKUs.good() })
	optional("source", &one.Source)
	optional("label", &one.Label)
	return one, faults
}
