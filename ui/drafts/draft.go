// Package drafts is requests as they stand on the screen: what was changed since they were saved, what can be
// taken back, and what came when they were sent. It draws nothing, and neither sends nor saves.
package drafts

import (
	"reflect"
	"slices"
	"strings"

	"dowse/client"
	"dowse/client/advice"
	"dowse/client/document"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/address"
)

// longestPast is how many edits of one request can be taken back.
const longestPast = 1000

// Draft is one request on the screen.
type Draft struct {
	Key      string               // the ID of its file; while it has none, a name of its own such as "new 1"
	Request  collections.Request  // as on the screen; changed by Edit alone
	Saved    *collections.Request // as in its file when that was last read or written; nil: it has none
	Copy     string               // the ID of a request of which it is a second draft, begun on another screen; empty: it is none
	Folder   string               // where its file is to go, unless a person says otherwise
	Conflict bool                 // its file was changed by someone else, and it here
	Passing  bool                 // a link was followed to it, and nothing was done with it since
	Exchange *client.Exchange     // of the last send; nil: not sent yet
	Previous *client.Exchange     // of the send before that brought a response; nil: none
	Format   document.Format      // as which its responses are read; Auto: as each says
	Results  []session.Result     // what the picks found in it
	Sent     Sent                 // what Exchange is the answer to
	Err      error                // why the last send failed
	Advice   *advice.Advice       // about what the last send brought; nil: it is as it should be

	edits
}

// Sent is what a response is the answer to.
type Sent struct {
	Environment string
	Method, URL string // as templates; of a sample those of the request that it was pasted for
}

// Sends says where a request as it stands is sent to, in an environment.
func Sends(r collections.Request, environment string) Sent {
	s := Sent{environment, r.Method, r.URL}
	if s.Method == "" {
		s.Method = "GET"
	}
	return s
}

// edits are what can be taken back of a draft, and done again.
type edits struct {
	past, future []step
	history      *History // that they are steps of; nil: none
}

// step is a request as it was before an edit, or after one that was taken back.
type step struct {
	request collections.Request
	what    string
}

// New is a draft without a file.
func New(key string, r collections.Request) *Draft {
	r.ID = ""
	return &Draft{Key: key, Request: r}
}

// Open is a draft of a request that has a file.
func Open(saved collections.Request) *Draft {
	return &Draft{Key: saved.ID, Request: saved, Saved: &saved}
}

// Title is how the screen names the request: by its ID; while it has none by its URL, as new without one.
func (d *Draft) Title() string {
	switch {
	case d.Saved != nil || d.Copy != "":
		return d.Key
	case d.Request.URL == "":
		return "new request"
	}
	url := d.Request.URL
	relative := address.Relative(url, true)
	if _, rest, found := strings.Cut(url, "://"); found {
		url = rest
	}
	url, _, _ = strings.Cut(url, "?")
	if host, path, found := strings.Cut(url, "/"); found && !relative && path != "" && !strings.Contains(host, "{{") {
		return "/" + path + " " + host // what tells one from another first
	}
	return url
}

// Unsaved says whether the file is not what the screen shows.
func (d *Draft) Unsaved() bool {
	if d.Saved == nil {
		return !d.Empty()
	}
	return !reflect.DeepEqual(*d.Saved, d.Request)
}

// Empty says whether nothing was written into the request yet.
func (d *Draft) Empty() bool {
	return reflect.DeepEqual(collections.Request{}, d.Request) || reflect.DeepEqual(collections.Request{Method: "GET"}, d.Request)
}

// Edit changes the request. what names the edit for people; edits of the same name in a row are taken back
// together, until Rest.
func (d *Draft) Edit(r collections.Request, what string) {
	r.ID = d.Request.ID
	if r.Method == "GET" && d.Saved != nil && d.Saved.Method == "" {
		r.Method = "" // which means the same, and adds no line to the file
	}
	if reflect.DeepEqual(r, d.Request) {
		return
	}
	d.Passing = false
	if n := len(d.past); n == 0 || d.past[n-1].what != what || !d.newest() {
		d.past = append(d.past, step{d.Request, what})
		if d.history != nil {
			d.history.Did(Step{What: what, Draft: d})
		}
	}
	if len(d.past) > longestPast {
		d.past = slices.Delete(d.past, 0, 1)
	}
	d.future, d.Request = nil, r
}

// Replace changes the request without a step of its own: as a part of a change that is one, or for what somebody else did.
func (d *Draft) Replace(r collections.Request) {
	r.ID = d.Request.ID
	d.Request = r
	d.Rest()
}

// Rest ends the run of edits that are taken back together.
func (d *Draft) Rest() {
	if n := len(d.past); n > 0 && d.past[n-1].what != "" {
		d.past = append(d.past[:n:n], step{d.Request, ""})
	}
}

// Undo takes back the last edit and names it; false: there is none.
func (d *Draft) Undo() (what string, ok bool) {
	d.trim()
	n := len(d.past)
	if n == 0 {
		return "", false
	}
	last, id := d.past[n-1], d.Request.ID
	d.past, d.future = d.past[:n-1], append(d.future, step{d.Request, last.what})
	d.Request = last.request
	d.Request.ID = id // which an edit does not change
	d.Rest()
	return last.what, true
}

// Redo makes the edit again that was taken back last, and names it.
func (d *Draft) Redo() (what string, ok bool) {
	n := len(d.future)
	if n == 0 {
		return "", false
	}
	d.trim()
	next, id := d.future[n-1], d.Request.ID
	d.future, d.past = d.future[:n-1], append(d.past, step{d.Request, next.what})
	d.Request = next.request
	d.Request.ID = id
	d.Rest()
	return next.what, true
}

// longestPrevious is the length in bytes of the longest body that is kept to compare the next one with.
const longestPrevious = 64 << 20

// Receive takes what came of a send. The response before is kept to compare it with, unless that is long.
func (d *Draft) Receive(e *client.Exchange) {
	if before := d.Exchange; before.Answered() {
		d.Previous = before
		if len(before.Response.Body) > longestPrevious {
			d.Previous = nil
		}
	}
	d.Exchange = e
}

// ReadAs takes the exchange with its body read as another format, and so are those that come.
func (d *Draft) ReadAs(f document.Format, e *client.Exchange) {
	d.Format, d.Exchange, d.Results = f, e, nil
	d.Evaluate()
}

// Evaluate makes the picks of the exchange: those anew that were not made of it yet.
func (d *Draft) Evaluate() {
	var all []session.Result
	for _, k := range d.Request.Picks {
		made := func(r session.Result) bool { return reflect.DeepEqual(r.Pick, k) }
		if i := slices.IndexFunc(d.Results, made); i >= 0 {
			all = append(all, d.Results[i])
			continue
		}
		all = append(all, session.Evaluate(d.Key, []collections.Pick{k}, d.Exchange)...)
	}
	d.Results = all
}

// trim drops the marks of Rest at the end of the past.
func (d *Draft) trim() {
	for n := len(d.past); n > 0 && d.past[n-1].what == ""; n-- {
		d.past = d.past[:n-1]
	}
}

// Keep says that the file holds saved now. What can be taken back stays.
func (d *Draft) Keep(saved collections.Request) {
	for i := range d.Results {
		d.Results[i].Request = saved.ID
	}
	d.Key, d.Copy, d.Saved = saved.ID, "", &saved
	d.Request.ID = saved.ID
}
