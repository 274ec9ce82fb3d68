package yamledit

import (
	"slices"
	"strings"
)

// child is an entry or an item, of the document or wanted.
type child struct {
	have, want *Node // nil when it is new, or gone
	key        *Node // of an entry: as found, or as wanted
	start      int   // of what is there: the key, the dash, or the value in brackets
}

// mapping changes have to want key by key.
func (e *editor) mapping(have, want *Node, indent int, flow bool, depth int) {
	var there, wanted []child
	index := map[string]int{}
	for i, entry := range have.Entries {
		there = append(there, child{have: entry.Value, key: entry.Key, start: entry.Key.start})
		index[entry.Key.Text] = i
	}
	last := -1
	for _, entry := range want.Entries {
		c := child{want: entry.Value, key: entry.Key}
		i, ok := index[entry.Key.Text]
		renamed := !ok && entry.Key.Was != nil
		if renamed {
			i = slices.IndexFunc(have.Entries, func(e Entry) bool { return e.Key == entry.Key.Was })
			ok = i >= 0
		}
		// A key that moved forward is taken out and written again behind the one it follows.
		if ok && i > last {
			c.have, last = there[i].have, i
			c.key, c.start = there[i].key, there[i].start
			there[i].want = entry.Value
			if renamed {
				e.scalar(there[i].key, entry.Key, indent, true)
			}
		}
		wanted = append(wanted, c)
	}
	e.children(have, want, there, wanted, indent, flow, depth)
}

// sequence changes have to want item by item, by what each wanted item was.
func (e *editor) sequence(have, want *Node, indent int, flow bool, depth int) {
	var there, wanted []child
	for _, item := range have.Items {
		start := item.start
		if !have.Flow {
			start = item.lead - 1
		}
		there = append(there, child{have: item, start: start})
	}
	last := -1
	for _, item := range want.Items {
		c := child{want: item}
		was := item.Was
		if was == nil {
			was = item
		}
		if i := slices.Index(have.Items, was); i > last {
			c.have, c.start, last = was, there[i].start, i
			there[i].want = item
		}
		wanted = append(wanted, c)
	}
	e.children(have, want, there, wanted, indent, flow, depth)
}

func (e *editor) children(have, want *Node, there, wanted []child, indent int, flow bool, depth int) {
	kept := slices.ContainsFunc(wanted, func(c child) bool { return c.have != nil })
	switch {
	case !kept && len(there) == 0 && !have.Flow && have.Line == 0:
		e.fill(want)
		return
	case !kept:
		if have == e.document.Root {
			e.refill(have, want)
			return
		}
		e.replace(have, want, indent, flow)
		return
	}
	flow = flow || have.Flow
	column := have.Column - 1
	for _, c := range wanted {
		if c.have != nil {
			e.value(c.have, c.want, column, flow, depth-1)
		}
	}
	for i, c := range there {
		if c.want == nil {
			e.remove(there, i, flow)
		}
	}
	var previous *child
	for i, c := range wanted {
		if c.have != nil {
			previous = &wanted[i]
			continue
		}
		next := slices.IndexFunc(wanted[i:], func(c child) bool { return c.have != nil })
		switch {
		case previous != nil:
			e.insertAfter(*previous, c, column, flow)
		default:
			e.insertBefore(wanted[i+next], c, column, flow)
		}
	}
}

// fill writes the first entries of a file that has none, behind its comments.
func (e *editor) fill(want *Node) {
	source := e.document.source
	text := string(render(want))
	if len(source) > 0 && lineStartAt(source, len(source)) != len(source) {
		text = "\n" + text
	}
	e.add(len(source), len(source), text)
}

// refill writes all entries of a file anew; a comment behind the last one moves to a line of its own.
func (e *editor) refill(have, want *Node) {
	stop := lineEndAt(e.document.source, have.end)
	text := strings.TrimSuffix(string(render(want)), "\n")
	if rest := strings.TrimSpace(string(e.document.source[have.end:stop])); rest != "" {
		text += "\n" + rest
	}
	e.add(have.start, stop, text)
}

// text gives a new child as written in a block at column, or in flow.
func (c child) text(column int, flow bool) string {
	switch {
	case c.key == nil && flow:
		return flowText(c.want)
	case c.key == nil:
		return "-" + itemText(c.want, column)
	case flow:
		return keyText(c.key, true) + ": " + flowText(c.want)
	}
	return entryText(Entry{c.key, c.want}, column)
}

func (e *editor) insertAfter(previous, c child, column int, flow bool) {
	if flow {
		e.add(previous.have.end, previous.have.end, ", "+c.text(column, flow))
		return
	}
	at := lineEndAt(e.document.source, previous.have.end)
	e.add(at, at, "\n"+strings.Repeat(" ", column)+c.text(column, flow))
}

func (e *editor) insertBefore(next, c child, column int, flow bool) {
	if flow {
		e.add(next.start, next.start, c.text(column, flow)+", ")
		return
	}
	e.add(next.start, next.start, c.text(column, flow)+"\n"+strings.Repeat(" ", column))
}

// remove takes out there[i]: whole lines in a block, with one comma in flow.
func (e *editor) remove(there []child, i int, flow bool) {
	source := e.document.source
	start, end := there[i].start, there[i].have.end
	if flow {
		e.removeFlow(there, i, start, end)
		return
	}
	line := lineStartAt(source, start)
	if strings.TrimSpace(string(source[line:start])) != "" {
		// It shares its line with a dash, which what follows moves up to.
		if i+1 < len(there) {
			e.add(start, there[i+1].start, "")
		}
		return
	}
	stop := lineEndAt(source, end)
	if before := breakBefore(source, line); before > 0 {
		// With the break before it, so that what is inserted behind it begins a line of its own.
		e.add(line-before, stop, "")
		return
	}
	e.add(line, nextLine(source, stop), "")
}

// breakBefore is the size of the line break that ends at line.
func breakBefore(source []byte, line int) int {
	for size := min(3, line); size > 0; size-- {
		if breakAt(source, line-size) == size {
			return size
		}
	}
	return 0
}

func (e *editor) removeFlow(there []child, i, start, end int) {
	source := e.document.source
	after := end
	for after < len(source) && (source[after] == ' ' || source[after] == '\t') {
		after++
	}
	if after < len(source) && source[after] == ',' {
		after++
		for after < len(source) && source[after] == ' ' {
			after++
		}
		e.add(start, after, "")
		return
	}
	if i > 0 && there[i-1].want != nil {
		if between := string(source[there[i-1].have.end:start]); !strings.ContainsAny(between, "\n#") {
			start = there[i-1].have.end
		}
	}
	e.add(start, end, "")
}
