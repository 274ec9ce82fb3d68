package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dowse/client"
	"dowse/client/mapping"
	"dowse/client/runner"
	"dowse/collections"
)

// rowOutput prints rows to stdout.
type rowOutput interface {
	rowSink
	end(*mapping.Tally) error // prints what is held back
}

// rowWriter prints rows to stdout.
func (p *Program) rowWriter(format string, columns []string) rowOutput {
	if format == "" {
		format = "ndjson"
		if p.tty() {
			format = "table"
		}
	}
	out := bufio.NewWriterSize(p.Out, 64<<10)
	switch format {
	case "csv":
		w := csv.NewWriter(out)
		w.UseCRLF = true
		return &csvRows{out: w, buffer: out, columns: columns}
	case "table":
		return &tableRows{out: out, columns: columns}
	}
	return &jsonRows{out: out, list: format == "json", terminal: p.tty()}
}

// jsonRows prints rows as lines of JSON, or as one list.
type jsonRows struct {
	out      *bufio.Writer
	list     bool
	terminal bool
	some     bool
}

func (j *jsonRows) row(r mapping.Row) (string, error) {
	text := r.JSON()
	if !j.list && bytes.IndexByte(text, '\n') >= 0 { // a value keeps the text that it had
		var line bytes.Buffer
		if err := json.Compact(&line, text); err != nil {
			return "", err
		}
		text = line.Bytes()
	}
	if j.terminal {
		text = []byte(escaped(string(text)))
	}
	if j.list {
		before := ",\n"
		if !j.some {
			before = "[\n"
		}
		_, _ = j.out.WriteString(before) // an error stays until the next flush
	}
	j.some = true
	_, err := j.out.Write(text)
	if err == nil && !j.list {
		err = j.out.WriteByte('\n')
	}
	return "", written(err)
}

func (j *jsonRows) end(*mapping.Tally) error {
	if j.list {
		text := "\n]\n"
		if !j.some {
			text = "[]\n"
		}
		_, _ = j.out.WriteString(text)
	}
	return written(j.out.Flush())
}

// csvRows prints rows as RFC 4180.
type csvRows struct {
	out     *csv.Writer
	buffer  *bufio.Writer
	columns []string
	begun   bool
	cells   []string
}

func (c *csvRows) row(r mapping.Row) (string, error) {
	if err := c.begin(); err != nil {
		return "", err
	}
	c.cells = c.cells[:0]
	for _, cell := range r.Cells {
		c.cells = append(c.cells, mapping.Text(cell))
	}
	return "", written(c.out.Write(c.cells))
}

func (c *csvRows) begin() error {
	if c.begun {
		return nil
	}
	c.begun = true
	return written(c.out.Write(c.columns))
}

func (c *csvRows) end(*mapping.Tally) error {
	if err := c.begin(); err != nil {
		return err
	}
	if c.out.Flush(); c.out.Error() != nil {
		return written(c.out.Error())
	}
	return written(c.buffer.Flush())
}

// measured is how many rows a table's columns are measured by.
const measured = 200

// widestCell is how many cells a column takes at most.
const widestCell = 40

// oneLine shows what would end a cell.
var oneLine = strings.NewReplacer("\n", "␊", "\t", "␉")

// tableRows prints rows in columns, which are as wide as the first of them need.
type tableRows struct {
	out     *bufio.Writer
	columns []string
	held    [][]string
	widths  []int
	begun   bool
}

func (t *tableRows) row(r mapping.Row) (string, error) {
	cells := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		cells[i] = safe(oneLine.Replace(mapping.Text(c)))
	}
	if t.begun {
		return "", t.print(cells)
	}
	if t.held = append(t.held, cells); len(t.held) == measured {
		return "", t.begin()
	}
	return "", nil
}

// begin measures the columns and prints what was held back for that.
func (t *tableRows) begin() error {
	t.begun = true
	t.widths = make([]int, len(t.columns))
	for _, cells := range append([][]string{t.columns}, t.held...) {
		for i, c := range cells {
			t.widths[i] = max(t.widths[i], min(ansi.StringWidth(c), widestCell))
		}
	}
	rule := make([]string, len(t.columns))
	for i, w := range t.widths {
		rule[i] = strings.Repeat("─", w)
	}
	for _, cells := range append([][]string{t.columns, rule}, t.held...) {
		if err := t.print(cells); err != nil {
			return err
		}
	}
	return nil
}

func (t *tableRows) print(cells []string) error {
	var b strings.Builder
	for i, c := range cells {
		b.WriteString(c)
		if i < len(cells)-1 {
			b.WriteString(strings.Repeat(" ", max(t.widths[i]-ansi.StringWidth(c), 0)+2))
		}
	}
	_, err := t.out.WriteString(strings.TrimRight(b.String(), " ") + "\n")
	return written(err)
}

func (t *tableRows) end(*mapping.Tally) error {
	if !t.begun {
		if err := t.begin(); err != nil {
			return err
		}
	}
	return written(t.out.Flush())
}

// rowSender makes rows steps of a run, and says what came of each.
type rowSender struct {
	program   *Program
	workspace *workspace
	target    collections.Request
	send      func(runner.Step) bool // false: the run has ended before its end
	came      runner.Ended           // of the row that was sent last
	report    bool
	now       mapping.Row // the row that is being sent
	sent      []sentRow
}

// sentRow is what became of one row, for --format json.
type sentRow struct {
	Row    int                        `json:"row"`
	Name   string                     `json:"name,omitempty"`
	Status int                        `json:"status"`
	Picks  map[string]json.RawMessage `json:"picks,omitempty"`
}

// errRunEnded says that a row was not sent since the run had ended, which says why.
var errRunEnded = errors.New("the run has ended")

func (s *rowSender) row(r mapping.Row) (string, error) {
	request, err := r.Request(s.target)
	if err != nil {
		return "", usage("%w", err)
	}
	step := s.workspace.step(operand{request, true})
	step.Name, s.now = r.Label(), r
	if !s.send(step) {
		return "", errRunEnded
	}
	e := s.came.Exchange
	came := client.StatusText(e.Response.Status)
	if s.came.Failed() {
		s.program.say("%s  %s", r.Label(), came)
		if said := cmp.Or(mapping.Rejection(e.Response.Body), s.came.Reported()); said != "" {
			came += ": " + said
		}
		return came, nil
	}
	line := fmt.Sprintf("%s  %s  %s", r.Label(), came, duration(e.Elapsed))
	sent := sentRow{Row: r.Number, Name: r.Name, Status: e.Response.Status}
	for _, result := range s.came.Results {
		if !result.Found || result.Value.IsSecret() {
			continue
		}
		line += "  " + result.Pick.Name + " = " + valueText(result.Value, false)
		if sent.Picks == nil {
			sent.Picks = map[string]json.RawMessage{}
		}
		sent.Picks[result.Pick.Name] = json.RawMessage(result.Value.JSON())
	}
	s.sent = append(s.sent, sent)
	s.program.say("%s", line)
	return "", nil
}

// ended takes what came of a row. Without an answer the run ends: the next row would have none either.
func (s *rowSender) ended(e runner.Ended) error {
	s.came = e
	return s.workspace.explainUnresolved(operand{e.Step.Request, true}, e.Err)
}

func (s *rowSender) end(t *mapping.Tally) error {
	if !s.report {
		return nil
	}
	type failure struct {
		Field string   `json:"field,omitempty"`
		What  string   `json:"what"`
		Count int      `json:"count"`
		Rows  []string `json:"rows"`
	}
	report := struct {
		Schema   int       `json:"schema_version"`
		Rows     int       `json:"rows"`
		Failed   int       `json:"failed"`
		Sent     []sentRow `json:"sent"`
		Failures []failure `json:"failures"`
	}{schemaVersion, t.Rows, t.Failed, append([]sentRow{}, s.sent...), []failure{}}
	for _, f := range t.Failures {
		report.Failures = append(report.Failures, failure(f))
	}
	return s.program.printJSON(report)
}

// rowPrinter prints rows as the curl commands that would send them.
type rowPrinter struct {
	program *Program
	target  collections.Request
	dry     *dryRun
}

func (p *rowPrinter) row(r mapping.Row) (string, error) {
	request, err := r.Request(p.target)
	if err != nil {
		return "", usage("%w", err)
	}
	line, err := p.dry.line(operand{request, true})
	if err != nil {
		return "", err
	}
	return "", p.program.write([]byte(line + "\n"))
}
