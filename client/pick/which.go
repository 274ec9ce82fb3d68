package pick

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
)

// Choice is another way to say which item of a list a pick reads.
type Choice struct {
	Label string // "by key" or "by condition"
	Pick  collections.Pick
	Note  string // how many items it selects of how many
}

const (
	mostCompared = 5_000 // items of a list that are compared
	mostValues   = 12    // that a member has in a list where a condition is made of it
)

// keys are the names of members that tell one item from all others, the best first.
var keys = []string{"id", "uuid", "guid", "key", "slug", "code", "sku", "number", "email", "username", "handle"}

// conditions are the names of members that say what sort of item one is, the best first.
var conditions = []string{"status", "state", "type", "kind", "role", "category", "level", "default", "primary", "active", "enabled", "name", "label", "language", "currency", "country"}

// which are the other ways to select a node that is in an item of a list: by a member whose value no other item has, and
// by what some items have in common. here is the pick of its position.
func which(d *document.Document, n document.Node, here collections.Pick) []Choice {
	item := n
	for item != document.None && (d.Parent(item) == document.None || d.Kind(d.Parent(item)) != document.Array) {
		item = d.Parent(item)
	}
	if item == document.None || d.Kind(item) != document.Object {
		return nil
	}
	list := d.Parent(item)
	var choices []Choice
	count := min(d.Count(list), mostCompared)
	for _, of := range []struct {
		label string
		rank  func(string) int
		fits  func(same, distinct int) bool
	}{
		{"by key", keyRank, func(same, distinct int) bool { return same == 1 && distinct == count }},
		{"by condition", conditionRank, func(same, distinct int) bool { return distinct <= mostValues && distinct < count }},
	} {
		member, same := bestMember(d, list, item, n, of.rank, of.fits)
		if member == document.None {
			continue
		}
		k := here
		k.From.Arg = condition(d, n, item, member)
		if same > 1 {
			k.Take = collections.TakeFirst
		}
		choices = append(choices, Choice{Label: of.label, Pick: k, Note: fmt.Sprintf("%d of %d items", same, count)})
	}
	return choices
}

// keyRank is how good a name is for a key; -1: it is none.
func keyRank(name string) int {
	if i := slices.Index(keys, strings.ToLower(name)); i >= 0 {
		return i
	}
	if strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "Id") || strings.HasSuffix(name, "ID") {
		return len(keys)
	}
	return -1
}

// conditionRank is how good a name is for a condition.
func conditionRank(name string) int {
	if i := slices.Index(conditions, strings.ToLower(name)); i >= 0 {
		return i
	}
	return len(conditions)
}

// bestMember is the member of an item that tells it best from others, and how many items have its value. What is picked
// is never what picks it.
func bestMember(d *document.Document, list, item, picked document.Node, rank func(string) int, fits func(same, distinct int) bool) (best document.Node, same int) {
	best, lowest := document.None, 0
	for member := range d.Children(item) {
		key, _ := d.Key(member)
		r := rank(key)
		kind := d.Kind(member)
		if r < 0 || member == picked || kind != document.String && kind != document.Number && kind != document.Bool || d.Member(item, key) != member || best != document.None && r >= lowest {
			continue
		}
		if alike, distinct, all := compare(d, list, member, key); all && fits(alike, distinct) {
			best, lowest, same = member, r, alike
		}
	}
	return best, same
}

// compare counts the items of a list whose member of that name has the same value, and how many values there are. all
// says that each has one.
func compare(d *document.Document, list, member document.Node, key string) (same, distinct int, all bool) {
	values := map[string]bool{}
	want, looked := d.Text(member), 0
	for item := range d.Children(list) {
		if looked++; looked > mostCompared {
			break
		}
		if d.Kind(item) != document.Object {
			return 0, 0, false
		}
		other := d.Member(item, key)
		if other == document.None || d.Kind(other) != d.Kind(member) {
			return 0, 0, false
		}
		text := d.Text(other)
		values[text] = true
		if text == want {
			same++
		}
	}
	return same, len(values), true
}

// condition is the path of a node with its item selected by a member (RFC 9535 section 2.3.5).
func condition(d *document.Document, n, item, member document.Node) string {
	path, depth := d.Path(n), len(d.Path(item))
	key, _ := d.Key(member)
	name := strings.TrimPrefix(document.Path{{Key: key, Index: -1}}.String(), "$")
	value := string(d.Source(member))
	if d.Kind(member) == document.String {
		quoted := document.Path{{Key: d.Text(member), Index: -1}}.Normalized()
		value = strings.TrimSuffix(strings.TrimPrefix(quoted, "$["), "]")
	}
	return path[:depth-1].String() + "[?@" + name + " == " + value + "]" + strings.TrimPrefix(path[depth:].String(), "$")
}

// leastSamples is how many responses, this one among them, show that a list keeps its items.
const leastSamples = 3

// kept says by which condition or key to select an item of a list that had the same items in every response so far, such as
// settings or addresses: a list that is one page of many, or was seen to vary, is none.
func kept(e *client.Exchange, d *document.Document, n document.Node, others []Choice, samples []*document.Document) (Choice, bool) {
	if len(samples)+1 < leastSamples || len(others) == 0 || paged(e, d) {
		return Choice{}, false
	}
	item := n
	for item != document.None && (d.Parent(item) == document.None || d.Kind(d.Parent(item)) != document.Array) {
		item = d.Parent(item)
	}
	list := d.Parent(item)
	query, err := document.ParseQuery(d.Path(list).Normalized())
	if err != nil {
		return Choice{}, false
	}
	want := identities(d, list)
	for _, sample := range samples {
		nodes := sample.Select(query)
		if len(nodes) != 1 || !maps.Equal(want, identities(sample, nodes[0])) {
			return Choice{}, false
		}
	}
	for _, label := range []string{"by condition", "by key"} {
		for _, c := range others {
			if c.Label == label && strings.HasPrefix(c.Note, "1 of ") {
				return c, true
			}
		}
	}
	return Choice{}, false
}

// identities are the values by which the items of a list are told apart.
func identities(d *document.Document, list document.Node) map[string]bool {
	all := map[string]bool{}
	if d.Kind(list) != document.Array || d.Count(list) > mostCompared {
		return nil
	}
	for item := range d.Children(list) {
		best, rank := "", len(keys)+1
		for member := range d.Children(item) {
			key, _ := d.Key(member)
			if r := keyRank(key); r >= 0 && r < rank {
				best, rank = key+"\x00"+d.Text(member), r
			}
		}
		all[best] = true
	}
	return all
}

// pagedBy are names of members beside a list that is one page of many.
var pagedBy = []string{"next", "next_page", "nextpage", "next_cursor", "nextcursor", "cursor", "page", "has_more", "hasmore", "next_page_token", "nextpagetoken", "offset", "total_pages"}

// paged says whether a response looks like one page of many.
func paged(e *client.Exchange, d *document.Document) bool {
	for _, link := range e.Response.Values("Link") {
		if strings.Contains(link, `rel="next"`) || strings.Contains(link, "rel=next") {
			return true
		}
	}
	if d.Kind(d.Root()) != document.Object {
		return false
	}
	for member := range d.Children(d.Root()) {
		if key, _ := d.Key(member); slices.Contains(pagedBy, strings.ToLower(key)) {
			return true
		}
	}
	return false
}

// without are choices but for one.
func without(all []Choice, one Choice) []Choice {
	return slices.DeleteFunc(slices.Clone(all), func(c Choice) bool { return c.Pick.From.Arg == one.Pick.From.Arg })
}

// labels are the names of members that tell people which item one is, the best first.
var labels = []string{"title", "name", "label", "subject", "description", "email", "username", "number", "code", "id"}

// labelPath is the path of what tells the items of a list apart for people, beside a value; empty: there is nothing.
func labelPath(d *document.Document, n document.Node, every string) string {
	item := n
	for item != document.None && (d.Parent(item) == document.None || d.Kind(d.Parent(item)) != document.Array) {
		item = d.Parent(item)
	}
	list, _, each := cutLast(every, "[*]")
	if item == document.None || d.Kind(item) != document.Object || !each {
		return ""
	}
	for _, name := range labels {
		member := d.Member(item, name)
		if member != document.None && member != n && (d.Kind(member) == document.String || d.Kind(member) == document.Number) {
			return list + "[*]" + strings.TrimPrefix(document.Path{{Key: name, Index: -1}}.String(), "$")
		}
	}
	return ""
}

func cutLast(text, sep string) (before, after string, found bool) {
	at := strings.LastIndex(text, sep)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(sep):], true
}
