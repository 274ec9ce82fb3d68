package document

import (
	"slices"
	"strconv"
	"strings"
)

// walk is an XPath that the index answers by itself: absolute paths of names, attributes and texts, with the commonest
// predicates, and unions of them. They are what people write and what XPath gives, and cost one pass over the index;
// the library, which knows all of XPath, looks at each sibling again for each position.
type walk [][]step

// step is one step of a path.
type step struct {
	below bool // after two slashes: from all that is below too
	kind  Kind // Element, Attribute, Chars or Comment
	name  string
	any   bool // whatever its name
	tests []stepTest
}

// stepTest is a predicate of a step.
type stepTest struct {
	place int    // from 1; -1: the last; 0: it asks for an attribute
	name  string // of the attribute
	value string // what it is
	has   bool   // it only has to be there
}

// parseWalk reads a path; ok is false where it is more than a walk, or has a prefix that is not known.
func (d *Document) parseWalk(expr string, known map[string]string) (w walk, ok bool) {
	for _, path := range splitUnion(expr) {
		steps, ok := d.parseSteps(strings.TrimSpace(path))
		if !ok {
			return nil, false
		}
		w = append(w, steps)
	}
	return w, w.knows(known)
}

// knows tells whether the prefixes of all names are known.
func (w walk) knows(known map[string]string) bool {
	isKnown := func(name string) bool {
		prefix, _, found := strings.Cut(name, ":")
		_, ok := known[prefix]
		return !found || ok
	}
	for _, steps := range w {
		for _, s := range steps {
			if !isKnown(s.name) || slices.ContainsFunc(s.tests, func(t stepTest) bool { return !isKnown(t.name) }) {
				return false
			}
		}
	}
	return true
}

// splitUnion cuts an expression at the bars that are in no predicate or string.
func splitUnion(expr string) []string {
	var parts []string
	depth, start := 0, 0
	var quote byte
	for i := range len(expr) {
		switch c := expr[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '[' || c == '(':
			depth++
		case c == ']' || c == ')':
			depth--
		case c == '|' && depth == 0:
			parts, start = append(parts, expr[start:i]), i+1
		}
	}
	return append(parts, expr[start:])
}

// parseSteps reads one path.
func (d *Document) parseSteps(path string) (steps []step, ok bool) {
	for path != "" {
		var s step
		if s.below = strings.HasPrefix(path, "//"); s.below {
			path = path[1:]
		}
		if !strings.HasPrefix(path, "/") {
			return nil, false
		}
		if path, ok = d.parseTest(path[1:], &s); !ok {
			return nil, false
		}
		for strings.HasPrefix(path, "[") {
			var test stepTest
			if path, test, ok = d.parsePredicate(path); !ok || s.kind == Attribute {
				return nil, false
			}
			s.tests = append(s.tests, test)
		}
		if s.kind != Element && path != "" {
			return nil, false
		}
		steps = append(steps, s)
	}
	return steps, len(steps) > 0
}

// parseTest reads what a step selects, and gives what follows.
func (d *Document) parseTest(path string, s *step) (rest string, ok bool) {
	s.kind = Element
	if rest, ok = strings.CutPrefix(path, "text()"); ok {
		s.kind = Chars
		return rest, true
	}
	if rest, ok = strings.CutPrefix(path, "comment()"); ok {
		s.kind = Comment
		return rest, true
	}
	if rest, ok = strings.CutPrefix(path, "@"); ok {
		s.kind, path = Attribute, rest
	}
	if rest, ok = strings.CutPrefix(path, "*"); ok {
		s.any = true
		return rest, true
	}
	s.name, rest = cutName(path)
	return rest, d.isStepName(s.name) && !strings.HasPrefix(strings.TrimLeft(rest, blanks), "(") && !strings.HasPrefix(strings.TrimLeft(rest, blanks), ":")
}

// cutName cuts a name off.
func cutName(path string) (name, rest string) {
	end := strings.IndexFunc(path, func(r rune) bool {
		return r != ':' && r != '-' && r != '.' && r != '_' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	})
	if end < 0 {
		end = len(path)
	}
	return path[:end], path[end:]
}

// isStepName tells whether a name in a step is compared as it is written.
func (d *Document) isStepName(name string) bool {
	prefix, local, found := strings.Cut(name, ":")
	if found {
		return d.format == XML && isPlainStep(prefix) && isPlainStep(local)
	}
	return isPlainStep(name) && (d.format != HTML || name == lowered(name))
}

// parsePredicate reads a predicate, and gives what follows.
func (d *Document) parsePredicate(path string) (rest string, test stepTest, ok bool) {
	inner := strings.TrimLeft(path[1:], blanks)
	switch {
	case strings.HasPrefix(inner, "last()"):
		test.place, inner = -1, inner[len("last()"):]
	case strings.HasPrefix(inner, "@"):
		test.name, inner = cutName(inner[1:])
		if !d.isStepName(test.name) {
			return "", test, false
		}
		inner = strings.TrimLeft(inner, blanks)
		if test.has = !strings.HasPrefix(inner, "="); !test.has {
			inner = strings.TrimLeft(inner[1:], blanks)
			if inner == "" || inner[0] != '\'' && inner[0] != '"' {
				return "", test, false
			}
			if test.value, inner, ok = strings.Cut(inner[1:], inner[:1]); !ok {
				return "", test, false
			}
		}
	default:
		digits := len(inner) - len(strings.TrimLeft(inner, "0123456789"))
		place, err := strconv.Atoi(inner[:digits])
		if err != nil || place < 1 {
			return "", test, false
		}
		test.place, inner = place, inner[digits:]
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(inner, blanks), "]")
	return rest, test, ok
}

// follow gives what a walk selects.
func (s *xpathSearch) follow(w walk) (found []Node) {
	for _, steps := range w {
		nodes := []Node{0}
		for _, step := range steps {
			nodes = s.take(nodes, step)
		}
		found = append(found, nodes...)
	}
	if len(w) > 1 {
		slices.Sort(found)
		found = slices.Compact(found)
	}
	return found
}

// take follows one step from each node; they are in order, and so is what it gives.
func (s *xpathSearch) take(nodes []Node, step step) (found []Node) {
	d := s.doc
	if !step.below {
		for _, n := range nodes {
			found = s.children(found, n, step)
		}
		// What one holds comes after what an outer one does, until it ends.
		if !slices.IsSorted(found) {
			slices.Sort(found)
		}
		return found
	}
	done := Node(0)
	for _, n := range nodes {
		end := d.next(n)
		if end <= done {
			continue
		}
		if done = end; len(step.tests) == 0 {
			found = s.descendants(found, n, step)
			continue
		}
		for p := n; p < end; p++ {
			if kind := d.Kind(p); kind == Element || kind == Fragment {
				found = s.children(found, p, step)
			}
		}
	}
	if !slices.IsSorted(found) {
		slices.Sort(found)
	}
	return found
}

// descendants appends all below n that a step without predicates selects.
func (s *xpathSearch) descendants(found []Node, n Node, step step) []Node {
	end := s.doc.next(n)
	if step.kind == Chars && s.doc.Kind(n) == Element && s.chosen(n, step) {
		found = append(found, n)
	}
	for c := n + 1; c < end; c++ {
		if c%checkEvery == 0 && s.stopped.Load() {
			panic(errStopped)
		}
		if s.chosen(c, step) {
			found = append(found, c)
		}
	}
	return found
}

// chosen tells whether a step selects a node, where it is looked at.
func (s *xpathSearch) chosen(n Node, step step) bool {
	d := s.doc
	switch kind := d.Kind(n); {
	case kind != step.kind:
		return step.kind == Chars && kind == Element && d.First(n) == None && d.holdsText(n)
	case kind == Element:
		return step.any || d.isCalled(n, step.name)
	case kind == Attribute:
		return (step.any || d.isCalled(n, step.name)) && !d.repeats(n)
	}
	return true
}

// isCalled tells whether an element or attribute has that name; of HTML it is in lower case.
func (d *Document) isCalled(n Node, name string) bool {
	start := int(d.nodes[n].offset)
	if d.Kind(n) == Element {
		start++
	}
	end := start + len(name)
	if end > len(d.bytes) {
		return false
	}
	if d.format == HTML {
		return equalFold(d.bytes[start:end], name) && len(d.name(n)) == len(name)
	}
	return string(d.bytes[start:end]) == name && len(d.name(n)) == len(name)
}

// children appends what a step selects right in n.
func (s *xpathSearch) children(found []Node, n Node, step step) []Node {
	if s.stopped.Load() {
		panic(errStopped)
	}
	d := s.doc
	from := len(found)
	if d.First(n) == None {
		// Its text has no node of its own.
		if step.kind != Chars || d.Kind(n) != Element || !s.chosen(n, step) {
			return found
		}
		found = append(found, n)
	}
	count := 0
	for c := range d.Children(n) {
		if count++; count%checkEvery == 0 && s.stopped.Load() {
			panic(errStopped)
		}
		if d.Kind(c) == step.kind && s.chosen(c, step) {
			found = append(found, c)
		}
	}
	for _, test := range step.tests {
		kept := d.test(found[from:], test)
		found = append(found[:from], kept...)
	}
	return found
}

// test keeps the nodes that a predicate holds for.
func (d *Document) test(nodes []Node, test stepTest) []Node {
	switch {
	case len(nodes) == 0 || test.place > len(nodes):
		return nil
	case test.place > 0:
		return nodes[test.place-1 : test.place]
	case test.place < 0:
		return nodes[len(nodes)-1:]
	}
	return slices.DeleteFunc(nodes, func(n Node) bool {
		if d.Kind(n) != Element {
			return true
		}
		a := d.attributeOf(n, test.name)
		return a == None || !test.has && d.Text(a) != test.value
	})
}
