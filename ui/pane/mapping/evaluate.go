package mapping

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/client/mapping"
	"dowse/collections"
	"dowse/ui/draw/quantity"
)

const (
	enough   = 300                    // rows that are evaluated at once
	patience = 150 * time.Millisecond // how long that may take; the rest is evaluated beside the screen
	samples  = 3                      // values of a field that are shown
	longest  = 200                    // bytes of one
)

// evaluation is what is known of what the mapping gives.
type evaluation struct {
	revision int       // counts the changes of the mapping
	running  *question // is being evaluated; nil: nothing is
	answer   answer
	asked    int // the revision that was asked about last
}

// question is a mapping to be evaluated. It is never changed once made: a command has it.
type question struct {
	mapping  collections.Mapping
	rows     [][]byte
	revision int
}

// answer is what a mapping gives, ready to be drawn: its texts are safe.
type answer struct {
	revision int
	rows     int // that were evaluated
	failed   int
	wrong    map[string]string // what is wrong with a field, whatever the rows
	fields   map[string]fieldAnswer
}

// fieldAnswer is what one field becomes.
type fieldAnswer struct {
	values []sample
	failed int
	why    string
}

// sample is one value of a field.
type sample struct {
	row, value string
	bad        bool
}

// evaluatedMsg brings the answer to a question.
type evaluatedMsg struct {
	of     *question
	answer answer
}

func (m *Model) question(most int) *question {
	return &question{m.Mapping(), m.options.Rows[:min(len(m.options.Rows), most)], m.revision}
}

// changed says that a cell is another one.
func (m *Model) changed() { m.revision++ }

// ask brings the answer up to date. One evaluation of many rows runs at a time: keys that come faster than answers must
// not pile up work.
func (m *Model) ask() tea.Cmd {
	if m.answer.revision != m.revision {
		m.answer = m.beginning()
	}
	if m.answer.rows == len(m.options.Rows) || m.running != nil {
		return nil
	}
	if m.asked == m.revision {
		return nil // the answer is as long as it gets
	}
	m.asked = m.revision
	q := m.question(len(m.options.Rows))
	m.running = q
	return func() tea.Msg {
		ctx, stop := context.WithTimeout(context.Background(), longestLook)
		defer stop()
		return evaluatedMsg{q, evaluate(ctx, q)}
	}
}

// longestLook is how long all rows are looked at.
const longestLook = 20 * time.Second

// beginning is the answer to the first rows, as far as nobody has to wait for it.
func (m *Model) beginning() answer {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	return evaluate(ctx, m.question(enough))
}

// evaluated takes an answer, unless it is another grid's or to an older question.
func (m *Model) evaluated(msg evaluatedMsg) {
	if msg.of != m.running {
		return
	}
	m.running = nil
	if msg.answer.revision == m.revision {
		m.answer = msg.answer
	}
}

// evaluate answers a question. A field that makes no sense is left out, so that the others have values.
func evaluate(ctx context.Context, q *question) answer {
	a := answer{revision: q.revision, rows: len(q.rows), wrong: map[string]string{}, fields: map[string]fieldAnswer{}}
	program := compile(q.mapping, a.wrong)
	if program == nil {
		return a
	}
	for i, row := range q.rows {
		if ctx.Err() != nil {
			a.rows = i
			break
		}
		r := program.Map(ctx, i+1, document.ParseJSON(row))
		if r.Failed() || len(a.wrong) > 0 {
			a.failed++
		}
		for j, name := range program.Columns() {
			f := a.fields[name]
			c := r.Cells[j]
			if c.Wrong != "" {
				if f.failed++; f.failed == 1 {
					f.why = safe(c.Wrong)
				}
			}
			if len(f.values) < samples {
				f.values = append(f.values, shown(r, c))
			} else if c.Wrong != "" && !f.values[samples-1].bad {
				f.values[samples-1] = shown(r, c)
			}
			a.fields[name] = f
		}
	}
	return a
}

// compile reads a mapping without the fields that cannot be, and says what is wrong with them.
func compile(m collections.Mapping, wrong map[string]string) *mapping.Program {
	for {
		program, err := mapping.Compile(&m)
		if err == nil {
			return program
		}
		fault, ok := errors.AsType[*mapping.FieldError](err)
		if !ok {
			return nil
		}
		var rest []collections.MappedField
		for _, f := range m.Fields {
			if f.To != fault.To || wrong[f.To] != "" {
				rest = append(rest, f)
			} else {
				wrong[f.To] = safe(fault.Err.Error())
			}
		}
		if len(rest) == len(m.Fields) {
			return nil
		}
		m.Fields = rest
	}
}

// shown is a value for a line.
func shown(r mapping.Row, c mapping.Cell) sample {
	s := sample{row: safe(r.Label())}
	switch {
	case c.Wrong != "":
		s.value, s.bad = safe(c.Wrong), true
	case !c.Set:
		s.value = "left out"
	default:
		text := c.Value.JSON()
		if len(text) > longest {
			text = text[:longest] + "…"
		}
		s.value = safe(text)
	}
	return s
}

// facts are how far the mapping is, for the border.
func (m *Model) facts(short bool) string {
	supplied := 0
	for _, f := range m.mapping.Fields {
		if f.HasSource() {
			supplied++
		}
	}
	text := fmt.Sprintf("%d of %d fields", supplied, len(m.mapping.Fields))
	if short {
		return text
	}
	switch n := len(m.options.Rows); {
	case n == 0:
		text += ", no rows"
	case m.answer.failed > 0:
		text += fmt.Sprintf(", %d of %d rows fail", m.answer.failed, m.answer.rows)
	default:
		text += ", " + quantity.Of(m.answer.rows, "row fits", "rows fit")
	}
	return text
}
