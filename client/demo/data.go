package demo

import (
	"fmt"
	"time"
)

// customer is one customer; the list of orders shows only the first three fields.
type customer struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Country string `json:"country,omitempty"`
}

var customers = []customer{
	{"cus_101", "Ada Lovelace", "ada@shop.example", "GB"},
	{"cus_102", "Zoë Müller-Ångström", "zoe@shop.example", "DE"},
	{"cus_103", "山田 太郎", "taro@shop.example", "JP"},
	{"cus_104", "김민준", "minjun@shop.example", "KR"},
	{"cus_105", "Nour 🌙 Haddad", "nour@shop.example", "LB"},
	{"cus_106", "François O'Brien", "francois@shop.example", "FR"},
	{"cus_107", "Łukasz Żółć", "lukasz@shop.example", "PL"},
	{"cus_108", "Siân \"Sea\" Jones", "sian@shop.example", "GB"},
}

// order is one order. Total and Amounts are the same sum: the first as version 1 has it, the second
// as version 2 does.
type order struct {
	ID        string     `json:"id"`
	Number    int        `json:"number"`
	LedgerID  int64      `json:"ledger_id"` // over 2^53: a float64 would change it
	Status    string     `json:"status"`
	Customer  customer   `json:"customer"`
	Total     string     `json:"total,omitempty"`
	Amounts   *amounts   `json:"amounts,omitempty"`
	Currency  string     `json:"currency"`
	Coupon    string     `json:"coupon,omitempty"`
	Note      *string    `json:"note"`
	Lines     []line     `json:"lines"`
	CreatedAt time.Time  `json:"created_at"`
	ShippedAt *time.Time `json:"shipped_at"`
}

type amounts struct {
	Total string `json:"total"`
}

type line struct {
	SKU      string `json:"sku"`
	Quantity int    `json:"quantity"`
	Price    string `json:"price"`
}

var statuses = []string{"open", "paid", "shipped", "cancelled"}

const orderCount = 60

// firstOrder is when order 1001 was made; each next one is made 7 hours and 13 minutes later.
var firstOrder = time.Date(2026, 9, 1, 8, 30, 0, 0, time.UTC)

// orders invents all orders, oldest first; the same each time.
func orders() []order {
	all := make([]order, 0, orderCount)
	for i := range orderCount {
		all = append(all, inventOrder(i))
	}
	return all
}

func inventOrder(i int) order {
	who := customers[(i*3)%len(customers)]
	o := order{
		ID:        fmt.Sprintf("ord_%d", 8812+i*7),
		Number:    1001 + i,
		LedgerID:  9007199254740993 + int64(i)*2,
		Status:    []string{"open", "paid", "shipped", "paid", "open", "shipped", "cancelled"}[i%7],
		Customer:  customer{ID: who.ID, Name: who.Name, Email: who.Email},
		Currency:  []string{"EUR", "EUR", "GBP", "JPY"}[i%4],
		CreatedAt: firstOrder.Add(time.Duration(i) * (7*time.Hour + 13*time.Minute)),
	}
	var cents int
	for j := range 1 + i%3 {
		one := products[(i+j*2)%len(products)]
		quantity := 1 + (i+j)%2
		cents += one.cents * quantity
		o.Lines = append(o.Lines, line{one.sku, quantity, money(one.cents)})
	}
	o.Total = money(cents)
	if i%5 == 3 {
		o.Coupon = "AUTUMN10"
		note := "Leave it with the neighbour."
		o.Note = &note
	}
	if o.Status == "shipped" {
		at := o.CreatedAt.Add(26 * time.Hour)
		o.ShippedAt = &at
	}
	return o
}

var products = []struct {
	sku   string
	cents int
}{
	{"LAMP-01", 12900}, {"MUG-07", 1150}, {"CHAIR-3B", 8995}, {"PEN-BLU", 249}, {"DESK-XL", 34900},
}

func money(cents int) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

// asVersion2 moves total to amounts.total.
func (o order) asVersion2() order {
	o.Amounts, o.Total = &amounts{o.Total}, ""
	return o
}
