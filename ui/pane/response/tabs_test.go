package response_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dowse/client"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// noon is when the exchanges of these tests began.
var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// secured is a response over TLS that sets cookies of every sort.
func secured() *client.Exchange {
	cookies := []string{
		"session=abc123; Path=/; Domain=shop.example; Max-Age=259200; Secure; HttpOnly; SameSite=Lax",
		"seen=1",
		"old=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
		"odd=1; Expires=tomorrow; Priority=High",
		"=nothing",
		"wide=日本👍; Max-Age=90",
	}
	e := &client.Exchange{
		Started: noon, Elapsed: time.Second,
		Request: client.Sent{Method: "GET", URL: vars.PlainText("https://shop.example/"), Headers: []client.SentHeader{{Name: "Cookie", Value: vars.PlainText("lang=en; seen=0")}}},
		TLS: &client.TLS{Version: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256", ALPN: "h2", ServerName: "shop.example", Certificates: []client.Certificate{
			{Subject: "CN=shop.example", Issuer: "CN=Acme CA", DNSNames: []string{"shop.example", "*.shop.example"}, NotBefore: noon.AddDate(0, -1, 0), NotAfter: noon.AddDate(0, 0, 20), SHA256: strings.Repeat("ab", 32)},
			{Subject: "CN=Acme CA", Issuer: "CN=Acme CA", NotBefore: noon.AddDate(-9, 0, 0), NotAfter: noon.AddDate(0, 0, -3), SHA256: strings.Repeat("cd", 32)},
		}},
		Response: client.Response{Status: http.StatusOK, Complete: true, Body: []byte("{}")},
	}
	for _, c := range cookies {
		e.Response.Headers = append(e.Response.Headers, client.Header{Name: "Set-Cookie", Value: c})
	}
	return e
}

// TestCookiesAndTLS shows the two tabs that are there only where there is something to show.
func TestCookiesAndTLS(t *testing.T) {
	m := response.New(uitest.Theme(t))
	m.SetFocus(true)
	m.SetSize(100, 40)
	e := secured()
	m.SetExchange(e, session.Evaluate("", []collections.Pick{{Name: "visit", From: collections.Source{Kind: collections.SourceCookie, Arg: "session"}}}, e))
	if diff := cmp.Diff([]string{"Body", "Headers 6", "Cookies 8", "Timing", "TLS"}, m.Title().Tabs); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"Cookies", "TLS"} {
		m.SetTab(name)
		uitest.Golden(t, "tab-"+strings.ToLower(name), uitest.Frame(t, m, 100, 40)+"\n"+m.Where())
	}
	m.SetTab("Cookies")
	uitest.Run(m, action.Top)
	want := response.PickMsg{Node: -1, Header: "set-cookie", Nth: 1}
	if got := uitest.Run(m, action.PickValue); got != want {
		t.Errorf("p on a cookie asks for %+v, want %+v", got, want)
	}
	// One that is not there any more is left.
	m.SetTab("TLS")
	e = send(t, answer{body: "{}"})
	m.SetExchange(e, nil)
	if diff := cmp.Diff([]string{"Body", "Headers 2", "Timing"}, m.Title().Tabs); diff != "" || m.Tab() != "Body" {
		t.Errorf("%s is shown: %s", m.Tab(), diff)
	}
}
