package pick

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/gertd/go-pluralize"
	"golang.org/x/text/unicode/norm"

	"dowse/client"
	"dowse/client/document"
)

// generic are keys that say nothing without what they belong to.
var generic = map[string]bool{
	"id": true, "uid": true, "uuid": true, "guid": true, "key": true, "name": true, "value": true,
	"href": true, "url": true, "uri": true, "link": true, "self": true, "rel": true, "next": true, "prev": true,
	"previous": true, "type": true, "kind": true, "title": true, "label": true, "slug": true, "code": true,
	"number": true, "index": true, "status": true, "state": true, "text": true, "total": true, "count": true,
	"description": true, "content": true, "data": true, "item": true, "result": true, "date": true,
}

// wrappers are keys around the thing itself: what they hold is named by what is around them.
var wrappers = map[string]bool{
	"data": true, "item": true, "items": true, "result": true, "results": true, "record": true,
	"records": true, "entry": true, "entries": true, "row": true, "rows": true, "list": true, "values": true,
	"value": true, "content": true, "contents": true, "payload": true, "response": true, "body": true, "object": true,
	"objects": true, "collection": true, "embedded": true, "edges": true, "edge": true, "node": true, "nodes": true,
	"hits": true, "source": true, "attributes": true, "fields": true, "properties": true, "elements": true,
}

// naming makes names for the picks of one request.
type naming struct {
	words    *pluralize.Client
	resource string // what the URL asks for, such as orders; may be empty
	request  string // a prefix for names that are taken
	taken    []string
}

func newNaming(e *client.Exchange, about About) *naming {
	address := about.Request.URL
	if address == "" {
		address = e.Request.URL.Reveal()
	}
	n := &naming{words: pluralize.NewClient(), resource: resource(address), taken: about.Taken}
	for _, from := range []string{about.Request.ID, about.Request.Name, n.resource, "other"} {
		if n.request = snake(from); n.request != "" {
			break
		}
	}
	return n
}

// ofNode names a value by its key if that is specific, else by what it belongs to as well.
func (n *naming) ofNode(d *document.Document, node document.Node) string {
	path := d.Path(node)
	item := false // of an array: named by one of what the array holds
	for len(path) > 0 && path[len(path)-1].Index >= 0 {
		path, item = path[:len(path)-1], true
	}
	kind := d.Kind(node)
	holds := item || kind == document.Array || kind == document.Object
	if len(path) == 0 {
		return n.orValue(n.number(n.resource, !item && kind == document.Array))
	}
	key := snake(path[len(path)-1].Key)
	owner := n.owner(path[:len(path)-1])
	if holds && wrappers[key] && owner != "" {
		if kind == document.Array && !item {
			return n.orValue(n.number(owner, true))
		}
		return n.orValue(owner)
	}
	if item {
		key = n.number(key, false)
	}
	if !startsWithLetter(key) || generic[key] {
		if key == "" {
			key = "value"
		}
		key = strings.TrimPrefix(owner+"_"+key, "_")
	}
	return n.orValue(key)
}

// owner is, in the singular, what the end of path belongs to: the nearest key that is no wrapper and no
// key of a map, else the resource.
func (n *naming) owner(path document.Path) string {
	for _, step := range slices.Backward(path) {
		key := snake(step.Key)
		if step.Index < 0 && key != "" && !wrappers[key] && !strings.ContainsFunc(key, unicode.IsDigit) {
			return n.number(key, false)
		}
	}
	return n.number(n.resource, false)
}

// number puts the last word of name in the plural or in the singular.
func (n *naming) number(name string, plural bool) string {
	cut := strings.LastIndexByte(name, '_') + 1
	last := name[cut:]
	switch {
	case last == "":
		return name
	case plural:
		return name[:cut] + n.words.Plural(last)
	}
	return name[:cut] + n.words.Singular(last)
}

// orValue makes sure that a name begins with a letter.
func (n *naming) orValue(name string) string {
	switch {
	case name == "":
		return "value"
	case !startsWithLetter(name):
		return "v" + name
	}
	return name
}

// free puts the request before a name that is taken, and a number after it when that is taken too.
func (n *naming) free(name string) string {
	if !slices.Contains(n.taken, name) {
		return name
	}
	long := n.orValue(n.request) + "_" + name
	for i, candidate := 2, long; ; i++ {
		if !slices.Contains(n.taken, candidate) {
			return candidate
		}
		candidate = fmt.Sprintf("%s_%d", long, i)
	}
}

// resource is the last segment of a URL or of its template that names a kind of thing: no
// placeholder, no version, no id.
func resource(address string) string {
	address, _, _ = strings.Cut(address, "?")
	address, _, _ = strings.Cut(address, "#")
	if _, after, ok := strings.Cut(address, "://"); ok {
		address = after
	}
	segments := strings.Split(address, "/")
	for _, segment := range slices.Backward(segments[min(1, len(segments)):]) {
		if plain, err := url.PathUnescape(segment); err == nil {
			segment = plain
		}
		segment, _, _ = strings.Cut(segment, ".") // orders.json
		if strings.Contains(segment, "{") || strings.ContainsFunc(segment, unicode.IsDigit) {
			continue
		}
		if name := snake(segment); name != "" && name != "api" {
			return name
		}
	}
	return ""
}

// snake writes a key as a variable's name: orderID and Order-Id become order_id, é becomes e, and
// what has no Latin letter near it is left out. The result may be empty or begin with a digit.
func snake(key string) string {
	var b strings.Builder
	runes := []rune(norm.NFD.String(key))
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) {
			before := runes[i-1]
			endsAcronym := unicode.IsUpper(before) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if unicode.IsLower(before) || unicode.IsDigit(before) || endsAcronym {
				b.WriteByte('_')
			}
		}
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return lowered(b.String())
}

// lowered is snake without a look at capitals, for headers: ETag is etag.
func lowered(key string) string {
	words := strings.FieldsFunc(strings.ToLower(key), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "_")
}

func startsWithLetter(name string) bool { return name != "" && name[0] >= 'a' && name[0] <= 'z' }
