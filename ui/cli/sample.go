package cli

import (
	"dowse/client"
	"dowse/client/sample"
	"dowse/collections/journal"
)

// store is where the samples of the collection are; nil: there is no place for them.
func (w *workspace) store() *sample.Store {
	home, err := journal.Home()
	if w.Collection == nil || err != nil {
		return nil
	}
	return sample.OpenIn(home, w.Collection.Root)
}

// samples are those that are kept of a saved request, the newest first.
func (w *workspace) samples(o operand) []sample.Sample {
	store := w.store()
	if store == nil || !o.saved {
		return nil
	}
	return store.All(o.request.ID)
}

// largestSampled is how many bytes of a body are looked at for a sample: beyond that a command would wait for it.
const largestSampled = 4 << 20

// keepSample keeps what a saved request was answered with. What goes wrong there is no news: a sample is a convenience.
func (w *workspace) keepSample(o operand, e *client.Exchange) {
	store := w.store()
	if store == nil || !o.saved || len(e.Response.Body) > largestSampled {
		return
	}
	if one, ok := sample.Of(e, o.request.Picks); ok {
		_ = store.Add(o.request.ID, one)
	}
}
