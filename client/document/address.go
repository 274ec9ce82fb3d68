package document

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Address is where n is, in the words of its format: the path of JSON (RFC 9535), the XPath of markup, "line 12" of a
// text. It is empty where there are no such words; see XPath, and Addressable for a path of JSON.
func (d *Document) Address(n Node) string {
	switch {
	case d.IsText():
		return "line " + strconv.Itoa(int(n)+1)
	case d.IsMarkup():
		return d.XPath(n)
	}
	return d.Path(n).String()
}

// XPath is the shortest readable absolute XPath (1.0) that selects n and nothing else: /rss/channel/item[2]/title. A
// step has a position only where others have its name. Names of HTML are in lower case; a name that no step can have,
// or whose prefix is declared nowhere around it, is written as *[name()='a:b']. It holds for XPathSelect: for others
// too, but for what is blank between elements, which is no text here, and elements that browsers make up.
//
// It is empty for JSON and text, for an instruction, and for an attribute that repeats the name of an earlier one.
func (d *Document) XPath(n Node) string {
	if !d.IsMarkup() {
		return ""
	}
	if n == 0 {
		return "/"
	}
	var steps []string
	for ; n > 0; n = d.Parent(n) {
		step := d.stepTo(n)
		if step == "" {
			return ""
		}
		steps = append(steps, step)
	}
	var b strings.Builder
	for _, step := range slices.Backward(steps) {
		b.WriteByte('/')
		b.WriteString(step)
	}
	return b.String()
}

// stepTo is the step of an XPath from the parent of n to n.
func (d *Document) stepTo(n Node) string {
	test := ""
	switch d.Kind(n) {
	case Attribute:
		if d.repeats(n) {
			return ""
		}
		return "@" + d.nameTest(n)
	case Element:
		test = d.nameTest(n)
	case Chars:
		test = "text()"
	case Comment:
		test = "comment()"
	default:
		return ""
	}
	if place, one := d.placeOf(n); !one {
		test += "[" + strconv.Itoa(place) + "]"
	}
	return test
}

// placed is a node whose place among its siblings was counted: from there the places of those around it are near.
type placed struct {
	n     Node
	place int
	one   bool
}

// fewSiblings is how many siblings are looked at without keeping what came of it.
const fewSiblings = 256

// placeOf is the place of n, from 1, among its siblings of its kind and name, and whether it is the only one.
func (d *Document) placeOf(n Node) (place int, one bool) {
	kind, parent := d.Kind(n), d.Parent(n)
	alike := func(c Node) bool { return d.Kind(c) == kind && (kind != Element || d.sameName(c, n)) }
	if last := d.placed.Load(); last != nil && d.Parent(last.n) == parent && alike(last.n) {
		switch {
		case last.n == n:
			return last.place, last.one
		case n > last.n:
			return d.keepPlace(n, last.place+d.alikeBetween(last.n, n, alike), false)
		case last.n-n < n-parent:
			return d.keepPlace(n, last.place-d.alikeBetween(n, last.n, alike), false)
		}
	}
	walked := 0
	place, one = 1, true
	for c := range d.Children(parent) {
		walked++
		if c == n || !alike(c) {
			continue
		}
		one = false
		if c > n {
			break
		}
		place++
	}
	if walked > fewSiblings {
		return d.keepPlace(n, place, one)
	}
	return place, one
}

// alikeBetween counts the siblings from one to before another that are like them.
func (d *Document) alikeBetween(from, to Node, alike func(Node) bool) (count int) {
	for c := from; c != to; c = d.next(c) {
		if alike(c) {
			count++
		}
	}
	return count
}

// keepPlace keeps the place of a node for those that ask next.
func (d *Document) keepPlace(n Node, place int, one bool) (int, bool) {
	d.placed.Store(&placed{n, place, one})
	return place, one
}

// sameName tells whether two elements, or two attributes, have one name.
func (d *Document) sameName(a, b Node) bool {
	if d.format == HTML {
		return equalFold(d.name(a), string(d.name(b)))
	}
	return bytes.Equal(d.name(a), d.name(b))
}

// manyAttributes is with how many of those before it an attribute is compared.
const manyAttributes = 256

// repeats tells whether an earlier attribute of the element has the name of the attribute n.
func (d *Document) repeats(n Node) bool {
	first := d.Parent(n) + 1
	for c := max(first, n-manyAttributes); c < n; c++ {
		if d.sameName(c, n) {
			return true
		}
	}
	return false
}

// nameTest is what selects the name of an element or attribute.
func (d *Document) nameTest(n Node) string {
	name := string(d.name(n))
	if d.format == HTML {
		name = lowered(name)
	}
	prefix, local, found := strings.Cut(name, ":")
	switch {
	case !found && isPlainStep(name):
		return name
	case found && d.format == XML && isPlainStep(prefix) && isPlainStep(local) && d.declares(n, prefix):
		return name
	}
	return "*[name()=" + xpathString(name) + "]"
}

// lowered is a name with its ASCII letters in lower case.
func lowered(name string) string {
	if strings.IndexFunc(name, func(r rune) bool { return r >= 'A' && r <= 'Z' }) < 0 {
		return name
	}
	b := []byte(name)
	for i, c := range b {
		b[i] = fold(c)
	}
	return string(b)
}

// isPlainStep tells whether a name may stand in a step as it is.
func isPlainStep(name string) bool {
	ascii := true
	for i := range len(name) {
		switch c := name[i]; {
		case c >= utf8.RuneSelf:
			ascii = false
		case isLetter(c) || c == '_':
		case c != '-' && c != '.' && c-'0' > 9 || i == 0:
			return false
		}
	}
	if ascii || !utf8.ValidString(name) {
		return ascii && name != ""
	}
	_, err := compile("/"+name, nil) // what the library takes for a letter
	return err == nil
}

// declares tells whether a prefix is declared where n is. Two are known everywhere.
func (d *Document) declares(n Node, prefix string) bool {
	if prefix == "xml" || prefix == "xmlns" {
		return true
	}
	for ; n > 0; n = d.Parent(n) {
		if d.Kind(n) == Element && d.attributeOf(n, "xmlns:"+prefix) != None {
			return true
		}
	}
	return false
}

// xpathString writes a text as a string of XPath, which has no escapes.
func xpathString(text string) string {
	switch {
	case !strings.Contains(text, "'"):
		return "'" + text + "'"
	case !strings.Contains(text, `"`):
		return `"` + text + `"`
	}
	return "concat('" + strings.ReplaceAll(text, "'", `',"'",'`) + "')"
}

// Selector is a CSS selector that matches the element n and no other: by its id, else by a class, else by its name,
// each where no other element has it; else by its place among those of its name, after the selector of what holds it:
// #main > ul > li:nth-of-type(2). Empty for all but elements.
func (d *Document) Selector(n Node) string {
	if n == None || !d.IsMarkup() || d.Kind(n) != Element {
		return ""
	}
	alone := d.distinct(n)
	var steps []string
	for ; n > 0; n = d.Parent(n) {
		if mark := alone[n]; mark != "" {
			steps = append(steps, mark)
			break
		}
		step := cssName(lowered(string(d.name(n))))
		if d.Parent(n) == 0 {
			step += ":root"
		}
		if place, one := d.placeOfFolded(n); !one {
			step += fmt.Sprintf(":nth-of-type(%d)", place)
		}
		steps = append(steps, step)
	}
	for i, j := 0, len(steps)-1; i < j; i, j = i+1, j-1 {
		steps[i], steps[j] = steps[j], steps[i]
	}
	return strings.Join(steps, " > ")
}

// placeOfFolded is placeOf with names compared as CSS does, whatever the format.
func (d *Document) placeOfFolded(n Node) (place int, one bool) {
	name := string(d.name(n))
	place, one = 1, true
	for c := range d.Children(d.Parent(n)) {
		if c == n || d.Kind(c) != Element || !equalFold(d.name(c), name) {
			continue
		}
		one = false
		if c < n {
			place++
		}
	}
	return place, one
}

// distinct finds what tells n, and each element that holds it, from all others: the shortest selector of one part.
func (d *Document) distinct(n Node) map[Node]string {
	marks := make(map[Node][]string)
	count := make(map[string]int)
	names := make(map[string]bool) // of the elements that matter
	for ; n > 0; n = d.Parent(n) {
		marks[n] = d.marks(n)
		for _, mark := range marks[n] {
			count[mark] = 0
		}
		names[lowered(string(d.name(n)))] = true
	}
	for c := range Node(len(d.nodes)) {
		if d.Kind(c) != Element || !names[string(d.name(c))] && !d.isMarked(c) && !names[lowered(string(d.name(c)))] {
			continue
		}
		for _, mark := range d.marks(c) {
			if times, ok := count[mark]; ok {
				count[mark] = times + 1
			}
		}
	}
	alone := make(map[Node]string)
	for n, own := range marks {
		for _, mark := range own {
			if count[mark] == 1 {
				alone[n] = mark
				break
			}
		}
	}
	return alone
}

// isMarked tells whether an element has an id or a class.
func (d *Document) isMarked(n Node) bool {
	for c := d.First(n); c != None && d.Kind(c) == Attribute; c = d.Next(c) {
		if name := d.name(c); equalFold(name, "id") || equalFold(name, "class") {
			return true
		}
	}
	return false
}

// marks are the selectors of one part that an element has: its id, its classes, its name, and its name with a class.
func (d *Document) marks(n Node) []string {
	name := cssName(lowered(string(d.name(n))))
	var marks, named []string
	seen := make(map[string]bool)
	for c := range d.Children(n) {
		if d.Kind(c) != Attribute {
			break
		}
		key := d.name(c)
		class := equalFold(key, "class")
		if !class && !equalFold(key, "id") || d.repeats(c) {
			continue
		}
		value := d.Text(c)
		if !class {
			if value != "" && !strings.ContainsAny(value, cssBlank+"\x00") {
				marks = append(marks, "#"+cssName(value))
			}
			continue
		}
		for _, word := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(cssBlank, r) }) {
			if mark := "." + cssName(word); !seen[mark] && !strings.ContainsRune(word, 0) {
				seen[mark] = true
				marks, named = append(marks, mark), append(named, name+mark)
			}
		}
	}
	return append(append(marks, name), named...)
}

// cssBlank is the blank space of CSS.
const cssBlank = " \t\r\n\f"

// cssName writes a text as an identifier of CSS.
func cssName(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case isLetter(c) || c == '_' || c >= utf8.RuneSelf, i > 0 && (c == '-' || c-'0' <= 9):
			b.WriteByte(c)
		case c < ' ' || c == 0x7f || c-'0' <= 9:
			fmt.Fprintf(&b, `\%x `, c)
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
	}
	return b.String()
}
