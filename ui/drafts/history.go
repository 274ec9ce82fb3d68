package drafts

import "slices"

// History is what was done in a session and can be taken back, in the order in which it was done, whatever draft it was
// about: edits of drafts, which note themselves (see Join), and changes of more than one draft or of files.
type History struct {
	done, undone []Step
	dropped      int // steps that were done before the longest history began
}

// Step is one thing that was done.
type Step struct {
	What  string // names it for people
	Draft *Draft // whose edit it was; nil: it was a change
	Back  func() error
	Again func() error
}

// longestHistory is how many steps can be taken back. It is no more than what each draft keeps of its edits.
const longestHistory = longestPast

// Did notes a change as the last thing that was done.
func (h *History) Did(s Step) {
	h.undone = nil
	if h.done = append(h.done, s); len(h.done) > longestHistory {
		h.done = slices.Delete(h.done, 0, 1)
		h.dropped++
	}
}

// Depth is how many things were done and not taken back.
func (h *History) Depth() int { return h.dropped + len(h.done) }

// Newest is the last thing that was done and not taken back; false: there is none.
func (h *History) Newest() (Step, bool) { return last(h.done) }

// Undone is what was taken back last; false: nothing was since the last thing was done.
func (h *History) Undone() (Step, bool) { return last(h.undone) }

func last(steps []Step) (Step, bool) {
	if len(steps) == 0 {
		return Step{}, false
	}
	return steps[len(steps)-1], true
}

// TakeSince takes the steps off that were done since the history had a depth, the oldest first: to note them as parts of another.
func (h *History) TakeSince(depth int) []Step {
	from := min(max(0, depth-h.dropped), len(h.done))
	taken := slices.Clone(h.done[from:])
	h.done = h.done[:from]
	return taken
}

// Undo takes back the newest step. Where that fails it stays what was done last.
func (h *History) Undo() error { return turn(&h.done, &h.undone, Step.Undo) }

// Redo does again what was taken back last. Where that fails it can be tried again.
func (h *History) Redo() error { return turn(&h.undone, &h.done, Step.Redo) }

// turn carries out the last of some steps one way, and puts it with those to be turned the other way.
func turn(from, to *[]Step, way func(Step) error) error {
	s, ok := last(*from)
	if !ok {
		return nil
	}
	if err := way(s); err != nil {
		return err
	}
	*from, *to = (*from)[:len(*from)-1], append(*to, s)
	return nil
}

// Undo takes the step back.
func (s Step) Undo() error {
	if s.Draft == nil {
		return s.Back()
	}
	s.Draft.Undo()
	return nil
}

// Redo does the step again.
func (s Step) Redo() error {
	if s.Draft == nil {
		return s.Again()
	}
	s.Draft.Redo()
	return nil
}

// Join makes the edits of a draft from now on steps of a history.
func (d *Draft) Join(h *History) { d.history = h }

// newest says whether an edit of the draft is the last thing that was done.
func (d *Draft) newest() bool {
	if d.history == nil {
		return true
	}
	s, ok := d.history.Newest()
	return ok && s.Draft == d && len(d.history.undone) == 0
}
