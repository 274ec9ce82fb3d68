package document

// tag is what sort of element of HTML one is: those that follow the same rules share one.
type tag uint8

const (
	tagOther tag = iota // that has no rule, or that nobody knows
	tagVoid             // has no content
	tagMeta             // has none, and stands in the head
	tagRule             // has none, and ends a paragraph: hr
	tagText             // holds text alone
	tagHTML
	tagHead
	tagBody
	tagBlock // ends a paragraph
	tagDiv   // ends a paragraph, and does not keep an item open: div, address
	tagPre   // keeps blank space
	tagHeading
	tagP
	tagList
	tagItem
	tagTerm // dt, dd
	tagTable
	tagCaption
	tagColumns
	tagRows // thead, tbody, tfoot
	tagRow
	tagCell
	tagSelect
	tagOption
	tagOptions
	tagLink
	tagButton
	tagRuby
	tagReading // rt, rp
	tagObject  // inside of it nothing outside is closed: object, applet, marquee
	tagTemplate
	tagNoscript
	tagForeign // svg, math
	tagCount
)

// tagSet is a set of tags.
type tagSet uint64

func (s tagSet) has(t tag) bool { return s>>t&1 != 0 }

func setOf(tags ...tag) (s tagSet) {
	for _, t := range tags {
		s |= 1 << t
	}
	return s
}

// tagOf is what sort of element a name is of, in whatever case.
func tagOf(name []byte) tag { return tagOfHash(name, hashFold(name)) }

// tagOfHash is tagOf where the hash of the name is known.
func tagOfHash(name []byte, hash uint32) tag {
	for i := hash % tagSlots; ; i = (i + 1) % tagSlots {
		e := &tagIndex[i]
		if e.name == "" || e.hash == hash && equalFold(name, e.name) {
			return e.tag
		}
	}
}

// hashFold is a hash of a name that does not see the case of its letters.
func hashFold(name []byte) uint32 {
	h := uint64(len(name))
	for _, c := range name {
		h = (h ^ uint64(fold(c))) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return uint32(h >> 16)
}

// tagIndex finds tags by the hashes of their names, each where its hash says or at the next place that is free.
var tagIndex = func() (table [tagSlots]tagEntry) {
	for name, t := range tags {
		hash := hashFold([]byte(name))
		i := hash % tagSlots
		for table[i].name != "" {
			i = (i + 1) % tagSlots
		}
		table[i] = tagEntry{name, hash, t}
	}
	return table
}()

type tagEntry struct {
	name string
	hash uint32
	tag  tag
}

const tagSlots = 512

// tags are the names that have rules (the sections of the WHATWG's on parsing).
var tags = map[string]tag{
	"area": tagVoid, "br": tagVoid, "col": tagVoid, "embed": tagVoid, "frame": tagVoid, "img": tagVoid, "image": tagVoid, "input": tagVoid, "keygen": tagVoid,
	"param": tagVoid, "source": tagVoid, "track": tagVoid, "wbr": tagVoid, "base": tagMeta, "basefont": tagMeta, "bgsound": tagMeta,
	"link": tagMeta, "meta": tagMeta, "hr": tagRule, "script": tagText, "style": tagText, "textarea": tagText, "title": tagText,
	"iframe": tagText, "noembed": tagText, "noframes": tagText, "xmp": tagText, "plaintext": tagText,
	"html": tagHTML, "head": tagHead, "body": tagBody, "frameset": tagBody, "address": tagDiv, "div": tagDiv, "p": tagP,
	"article": tagBlock, "aside": tagBlock, "blockquote": tagBlock, "center": tagBlock, "details": tagBlock, "dialog": tagBlock,
	"fieldset": tagBlock, "figcaption": tagBlock, "figure": tagBlock, "footer": tagBlock, "form": tagBlock, "header": tagBlock,
	"hgroup": tagBlock, "main": tagBlock, "nav": tagBlock, "search": tagBlock, "section": tagBlock, "summary": tagBlock, "dl": tagBlock,
	"pre": tagPre, "listing": tagPre, "h1": tagHeading, "h2": tagHeading, "h3": tagHeading, "h4": tagHeading, "h5": tagHeading, "h6": tagHeading,
	"ul": tagList, "ol": tagList, "menu": tagList, "dir": tagList, "li": tagItem, "dt": tagTerm, "dd": tagTerm,
	"table": tagTable, "caption": tagCaption, "colgroup": tagColumns, "thead": tagRows, "tbody": tagRows, "tfoot": tagRows, "tr": tagRow, "td": tagCell, "th": tagCell,
	"select": tagSelect, "option": tagOption, "optgroup": tagOptions, "a": tagLink, "button": tagButton, "ruby": tagRuby, "rt": tagReading, "rp": tagReading,
	"rb": tagReading, "rtc": tagReading, "object": tagObject, "applet": tagObject, "marquee": tagObject, "template": tagTemplate, "noscript": tagNoscript,
	"svg": tagForeign, "math": tagForeign,
}

// What keeps an end tag from what is outside: "special" elements, and those that begin a scope.
var (
	special = setOf(tagText, tagHTML, tagHead, tagBody, tagBlock, tagDiv, tagPre, tagHeading, tagP, tagList, tagItem, tagTerm, tagTable, tagCaption,
		tagColumns, tagRows, tagRow, tagCell, tagSelect, tagButton, tagObject, tagTemplate, tagNoscript)
	scope       = setOf(tagHTML, tagTable, tagCaption, tagCell, tagObject, tagTemplate, tagForeign)
	buttonScope = scope | setOf(tagButton)
	tableScope  = setOf(tagHTML, tagTable, tagTemplate)
)

// headTags are what a head may hold.
var headTags = setOf(tagMeta, tagText, tagTemplate, tagNoscript)

// beginning is which open elements an element closes where it begins, and those that keep what is outside of them open.
type beginning struct{ ends, stop tagSet }

var beginnings = [tagCount]beginning{
	tagRule: {setOf(tagP), buttonScope}, tagBlock: {setOf(tagP), buttonScope}, tagDiv: {setOf(tagP), buttonScope}, tagPre: {setOf(tagP), buttonScope},
	tagHeading: {setOf(tagP), buttonScope}, tagP: {setOf(tagP), buttonScope}, tagList: {setOf(tagP), buttonScope}, tagTable: {setOf(tagP), buttonScope},
	tagBody:    {setOf(tagHead), 0},
	tagItem:    {setOf(tagItem, tagP), special &^ setOf(tagDiv, tagP)},
	tagTerm:    {setOf(tagTerm, tagP), special &^ setOf(tagDiv, tagP)},
	tagCaption: {setOf(tagCaption, tagColumns, tagRows), tableScope},
	tagColumns: {setOf(tagCaption, tagColumns, tagRows), tableScope},
	tagRows:    {setOf(tagCaption, tagColumns, tagRows), tableScope},
	tagRow:     {setOf(tagCaption, tagColumns, tagRow), tableScope},
	tagCell:    {setOf(tagCaption, tagColumns, tagCell), tableScope | setOf(tagRow)},
	tagOption:  {setOf(tagOption), special | setOf(tagOptions)},
	tagOptions: {setOf(tagOption, tagOptions), special},
	tagLink:    {setOf(tagLink), special},
	tagButton:  {setOf(tagButton), scope},
	tagReading: {setOf(tagReading), special | setOf(tagRuby)},
}

// endings are the elements out of which an end tag does not reach.
var endings = [tagCount]tagSet{
	tagOther: special, tagText: special, tagLink: special, tagOption: special, tagOptions: special, tagRuby: special, tagReading: special,
	tagBlock: scope, tagDiv: scope, tagPre: scope, tagHeading: scope, tagTerm: scope, tagButton: scope, tagObject: scope, tagList: scope, tagSelect: scope,
	tagP: buttonScope, tagItem: scope | setOf(tagList), tagNoscript: scope,
	tagCaption: tableScope, tagColumns: tableScope, tagRows: tableScope, tagRow: tableScope, tagCell: tableScope, tagTable: setOf(tagHTML, tagTemplate),
	tagForeign: setOf(tagHTML),
}
