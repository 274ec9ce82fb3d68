package cli

import (
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
