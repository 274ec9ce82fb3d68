// Package sample keeps what responses looked like: the last bodies of each request, without their secrets and cut to a
// size, in the state folder. Schemas are made of them, and picks and mappings can be tried on them without sending.
//
//	exchange ──Of──> Sample ──Add──> ring of 20 a request ──All──> samples, the newest first
//
// It sends nothing, and is no history: what was secret is a mask there, and long lists have lost their ends.
package sample

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/disk"
	"dowse/collections/journal"
)

// Sample is a body that came.
type Sample struct {
	At     time.Time       `json:"at"`
	Status int             `json:"status,omitempty"` // 0: it was pasted
	Type   string          `json:"type"`             // its media type
	Cut    bool            `json:"cut,omitempty"`    // lists have lost their ends
	Body   json.RawMessage `json:"body"`
}

// Live says whether a server sent it.
func (s Sample) Live() bool { return s.Status != 0 }

// Like says whether two samples are of one sort: of one class of status and one media type.
func (s Sample) Like(other Sample) bool {
	return s.Status/100 == other.Status/100 && s.Type == other.Type || !s.Live() && other.Status/100 == 2 || !other.Live() && s.Status/100 == 2
}

// Exchange is the sample as a response, for what reads responses.
func (s Sample) Exchange() *client.Exchange {
	return &client.Exchange{Started: s.At, Response: client.Response{Status: max(s.Status, 200), Complete: true, Body: s.Body, Wire: s.Body, Headers: []client.Header{{Name: "Content-Type", Value: s.Type}}}}
}

const (
	most      = 20        // samples of a request
	largest   = 128 << 10 // bytes of one
	sizeLimit = 64 << 20  // of a file
)

// cuts are how many items of a list are kept, from the first attempt on.
var cuts = []int{200, 30, 8, 2}

// Redacted is JSON without what looks secret in it, for what is written down of it. What is no JSON is nothing.
func Redacted(text []byte) []byte {
	e := &client.Exchange{Response: client.Response{Status: 200, Complete: true, Body: text, Headers: []client.Header{{Name: "Content-Type", Value: "application/json"}}}}
	return RedactedBody(e, nil)
}

// RedactedBody is the body of a response without its secrets, and else as it is: what looks secret, what picks call so, and
// what was sent as a secret and comes back.
func RedactedBody(e *client.Exchange, picks []collections.Pick) []byte {
	if !whole(e) {
		return nil
	}
	w := newMasker(e, picks)
	w.secret = pick.Sensitive(e)
	w.write(w.doc.Root(), 0)
	return w.text
}

// Of makes a sample of a response; ok is false where its body is no JSON that came whole, or does not become small enough.
func Of(e *client.Exchange, picks []collections.Pick) (s Sample, ok bool) {
	if !whole(e) {
		return Sample{}, false
	}
	w := newMasker(e, picks)
	d := w.doc
	w.secret, w.most = pick.Sensitive(e), largest
	kind, _, _ := strings.Cut(e.Response.Header("Content-Type"), ";")
	s = Sample{At: e.Started.Add(e.Elapsed), Status: e.Response.Status, Type: strings.ToLower(strings.TrimSpace(kind))}
	if e.Source != "" {
		s.Status = 0
	}
	for _, items := range cuts {
		w.items, w.cut, w.text = items, false, nil
		if len(d.Source(d.Root())) <= largest {
			w.items = len(d.Source(d.Root()))
		}
		w.write(d.Root(), 0)
		if len(w.text) <= largest {
			s.Body, s.Cut = w.text, w.cut
			return s, true
		}
	}
	return Sample{}, false
}

// whole says whether a body is JSON that came whole.
func whole(e *client.Exchange) bool {
	d := e.Document()
	return e.Answered() && d != nil && d.IsJSON() && !d.Derived() && d.Problem() == nil && d.Root() != document.None && e.Response.Complete
}

// Store is the samples of one workspace.
type Store struct {
	dir  string
	home string // of all workspaces; empty: it is not known
}

// Open gives the samples that are kept in a folder, which is made with the first.
func Open(dir string) *Store { return &Store{dir: dir} }

const folder = "samples"

// OpenIn gives the samples of the collection with a root, in a home such as journal.Home gives.
func OpenIn(home, root string) *Store {
	return &Store{dir: filepath.Join(journal.Folder(home, root), folder), home: home}
}

// limit is how long samples are kept, and how much all workspaces have of them together: the oldest go first, when
// another one comes.
var limit = disk.Limit{Bytes: 128 << 20, Age: 90 * 24 * time.Hour}

// enforce removes what is over the limit, but not the samples of a request.
func (s *Store) enforce(request string) {
	folders := []string{s.dir}
	if s.home != "" {
		folders = journal.Each(s.home, folder)
	}
	_ = limit.Enforce(time.Now(), filepath.Join(s.dir, s.name(request)), folders...) // the next time will do
}

// file is the samples of one request.
type file struct {
	Version int      `json:"version"`
	Request string   `json:"request"`
	Samples []Sample `json:"samples"` // the newest first
}

const version = 1

func (s *Store) name(request string) string {
	sum := sha256.Sum256([]byte(request))
	return fmt.Sprintf("%x.json", sum[:8])
}

// Add keeps a sample of a request, in the place of the oldest where there are many, and removes those that are over the
// limit of all samples.
func (s *Store) Add(request string, one Sample) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	err := disk.UpdatePrivate(s.dir, s.name(request), sizeLimit, func(before []byte) ([]byte, error) {
		held := decode(before, request)
		held.Version, held.Request = version, request
		held.Samples = slices.DeleteFunc(held.Samples, func(s Sample) bool { return !s.At.IsZero() && time.Since(s.At) > limit.Age })
		held.Samples = slices.Insert(held.Samples, 0, one)
		held.Samples = held.Samples[:min(len(held.Samples), most)]
		return json.Marshal(held)
	})
	s.enforce(request)
	return err
}

// Rename gives the samples of a request to another ID of it, beside those that are there.
func (s *Store) Rename(from, to string) error {
	held := s.All(from)
	if len(held) == 0 {
		return nil
	}
	for _, one := range slices.Backward(held) {
		if err := s.Add(to, one); err != nil {
			return err
		}
	}
	return os.Remove(filepath.Join(s.dir, s.name(from)))
}

// All are the samples of a request, the newest first. What cannot be read is none.
func (s *Store) All(request string) []Sample {
	text, err := disk.ReadFile(filepath.Join(s.dir, s.name(request)), sizeLimit)
	if err != nil {
		return nil
	}
	return decode(text, request).Samples
}

// Newest is the last one of a server, if there is any.
func (s *Store) Newest(request string) (Sample, bool) {
	for _, one := range s.All(request) {
		if one.Live() {
			return one, true
		}
	}
	return Sample{}, false
}

// decode reads the file of a request. One that is damaged is begun anew: samples come again.
func decode(text []byte, request string) (held file) {
	if json.Unmarshal(text, &held) != nil || held.Version != version || held.Request != request {
		return file{}
	}
	return held
}
