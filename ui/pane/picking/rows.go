package picking

import (
	"slices"

	"dowse/client/document"
	"dowse/client/pick"
	"dowse/collections"
)

// row is one setting, or one thing to know of the pick.
type row int

const (
	nameRow row = iota
	valueRow
	whichRow
	takeRow
	kindRow
	transformRow
	missingRow
	defaultRow
	secretRow
	usedRow
)

// label names a row.
func (r row) label() string {
	return [...]string{"name", "value", "which", "take", "type", "transform", "if missing", "default", "secret", "used by"}[r]
}

// text says whether a row is typed.
func (r row) text() bool { return r == nameRow || r == transformRow || r == defaultRow }

// kinds are the types that a value can be asked to have; the first asks for none.
var kinds = []string{"", "string", "integer", "number", "boolean", "array", "object"}

// policies are what can be done about a missing value.
var policies = []collections.MissingPolicy{
	collections.MissingFail, collections.MissingSkip, collections.MissingKeep, collections.MissingDefault,
}

// meaning says what each policy does.
var meaning = map[collections.MissingPolicy]string{
	collections.MissingFail: "what uses it is not sent",
	collections.MissingSkip: "it has no value then",
	collections.MissingKeep: "it keeps its last value",
}

// rows are the rows that there are now, from the top.
func (m *Model) rows() []row {
	all := []row{nameRow, valueRow, whichRow, takeRow, kindRow, transformRow, missingRow}
	if m.policy() == collections.MissingDefault {
		all = append(all, defaultRow)
	}
	return append(all, secretRow, usedRow)
}

// selectable says whether there is something to change in a row.
func (m *Model) selectable(r row) bool { return r.text() || len(m.choices(r)) > 1 }

// choices are the values that a row can have, as they are shown.
func (m *Model) choices(r row) []string {
	var all []string
	switch r {
	case whichRow:
		for _, p := range m.places {
			all = append(all, p.label)
		}
	case takeRow:
		for _, t := range m.takes() {
			all = append(all, string(t))
		}
	case kindRow:
		all = append([]string{"as found"}, kinds[1:]...)
	case missingRow:
		for _, p := range policies {
			all = append(all, string(p))
		}
	case secretRow:
		all = []string{"no", "yes"}
	}
	return all
}

// chosen is which of the choices of a row holds; -1: none of them.
func (m *Model) chosen(r row) int {
	switch r {
	case whichRow:
		return m.place
	case takeRow:
		return slices.Index(m.takes(), m.take())
	case kindRow:
		return slices.Index(kinds, m.pick.Type)
	case missingRow:
		return slices.Index(policies, m.policy())
	case secretRow:
		if m.secret() {
			return 1
		}
		return 0
	}
	return -1
}

// choose makes a choice of a row hold.
func (m *Model) choose(r row, choice int) {
	switch r {
	case whichRow:
		m.goTo(choice)
	case takeRow:
		all := m.takes()
		m.pick.Take = spelled(all[choice], m.usualTake(), m.options.Pick.Take)
	case kindRow:
		m.pick.Type = kinds[choice]
	case missingRow:
		m.pick.IfMissing.Policy = spelled(policies[choice], collections.MissingFail, m.options.Pick.IfMissing.Policy)
	case secretRow:
		m.pick.Secret = pick.Said(choice == 1, m.looksSecret(), m.options.Pick.Secret)
	}
	m.revision++
}

// secret says whether the value is secret: the pick says so, or it is decided.
func (m *Model) secret() bool {
	if m.pick.Secret == collections.SecretUnset {
		return m.looksSecret()
	}
	return m.pick.Secret == collections.SecretYes
}

// looksSecret is what is decided where the pick says nothing.
func (m *Model) looksSecret() bool { return len(m.options.Suggestion.Secret) > 0 }

// next makes the next choice of a row hold, after the last one the first.
func (m *Model) next(r row) {
	if n := len(m.choices(r)); n > 1 {
		m.choose(r, (m.chosen(r)+1)%n)
	}
}

// goTo reads at another place. What to take and the type belong to a place: each has its own.
func (m *Model) goTo(choice int) {
	m.places[m.place].take, m.places[m.place].kind = m.pick.Take, m.pick.Type
	m.place = choice
	to := m.places[choice]
	m.pick.From, m.pick.Take, m.pick.Type, m.pick.Label = to.from, to.take, to.kind, to.names
}

// spelled leaves out what is usual, but for where the file spells it out.
func spelled[T ~string](chosen, usual, saved T) T {
	if chosen == usual && saved != chosen {
		return ""
	}
	return chosen
}

// takes are what can be taken of the place; none where it gives one value only. What the pick takes now is
// among them in any case.
func (m *Model) takes() []collections.Take {
	var all []collections.Take
	from := m.pick.From
	switch from.Kind {
	case collections.SourcePath:
		if q, err := document.ParseQuery(from.Arg); err == nil && !q.Singular() {
			all = []collections.Take{collections.TakeOne, collections.TakeFirst, collections.TakeLast, collections.TakeAll}
		}
	case collections.SourceXPath, collections.SourceCSS, collections.SourceColumn, collections.SourceEvent, collections.SourceRegex, collections.SourceLink:
		all = []collections.Take{collections.TakeOne, collections.TakeFirst, collections.TakeLast, collections.TakeAll}
	case collections.SourceHeader:
		if from.Nth == 0 && m.options.Exchange != nil && len(m.options.Exchange.Response.Values(from.Arg)) > 1 {
			all = []collections.Take{collections.TakeFirst, collections.TakeLast, collections.TakeAll}
		}
	}
	now, usual := m.take(), m.usualTake()
	switch {
	case slices.Contains(all, now) || len(all) == 0 && now == usual:
	case len(all) == 0:
		all = []collections.Take{usual, now}
	default:
		all = append(all, now)
	}
	return all
}

// usualTake is what a pick takes that does not say it.
func (m *Model) usualTake() collections.Take {
	switch m.pick.From.Kind {
	case collections.SourceHeader, collections.SourceRegex, collections.SourceLink:
		return collections.TakeFirst
	}
	return collections.TakeOne
}

func (m *Model) take() collections.Take {
	if m.pick.Take == "" {
		return m.usualTake()
	}
	return m.pick.Take
}

func (m *Model) policy() collections.MissingPolicy {
	if m.pick.IfMissing.Policy == "" {
		return collections.MissingFail
	}
	return m.pick.IfMissing.Policy
}
