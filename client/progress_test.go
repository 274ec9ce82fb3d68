package client_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/vars"
)

// TestProgress holds that a Send can be watched while it waits and while the body comes.
func TestProgress(t *testing.T) {
	head, body, read := make(chan bool), make(chan bool), make(chan bool)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/from" {
			http.Redirect(w, r, "/to", http.StatusFound)
			return
		}
		head <- true
		<-body
		w.Header().Set("Content-Length", "10")
		_, _ = w.Write([]byte("12345"))
		_ = http.NewResponseController(w).Flush()
		<-read
		_, _ = w.Write([]byte("67890"))
	}))
	defer server.Close()
	var p client.Progress
	if step := p.At(time.Now()); step.What != "" || step.Length != -1 {
		t.Errorf("before anything began: %+v", step)
	}
	done := make(chan error)
	go func() {
		_, err := client.New(client.Options{}).Send(client.WithProgress(t.Context(), &p), collections.Request{URL: server.URL + "/from"}, vars.NewScope())
		done <- err
	}()
	<-head
	if step := until(&p, func(s client.Step) bool { return strings.HasPrefix(s.What, "connected, sent, waiting") }); step.Hops != 1 || step.Received != 0 {
		t.Errorf("while it waits: %+v", step)
	}
	body <- true
	if step := until(&p, func(s client.Step) bool { return s.Received == 5 }); step.Length != 10 {
		t.Errorf("while the body comes: %+v", step)
	}
	read <- true
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if step := p.At(time.Now()); step.Received != 10 {
		t.Errorf("at the end: %+v", step)
	}
}

// until asks until the step is as wanted; the test's own deadline ends it otherwise.
func until(p *client.Progress, wanted func(client.Step) bool) client.Step {
	for {
		if s := p.At(time.Now()); wanted(s) {
			return s
		}
	}
}
