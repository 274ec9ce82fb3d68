package diff

import (
	"bytes"
	"hash/maphash"
	"math/bits"
	"unicode/utf8"

	"dowse/client/document"
)

// hasher gives values a number each that equal ones share. Two that are not equal may share one by chance:
// whatever is matched by it is compared afterwards.
type hasher struct {
	doc  *document.Document
	seed maphash.Seed
	memo map[document.Node]uint64 // of containers worth it, or values that hold each other would be hashed once a level
	keys []uint64                 // of the members of the objects being hashed, the innermost last
	stop func() bool
}

func newHasher(d *document.Document, seed maphash.Seed, stop func() bool) *hasher {
	return &hasher{doc: d, seed: seed, memo: map[document.Node]uint64{}, stop: stop}
}

// worthKeeping is the length in bytes of a container whose hash is kept.
const worthKeeping = 128

// Each kind has a salt, or "1" and 1 would be equal.
const (
	salt      = 0x9E3779B97F4A7C15
	otherSalt = 0xD6E8FEB86659FD93
)

// mix makes one number of two, their order counting.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^salt, b^otherSalt)
	return hi ^ lo ^ a
}

// of is the hash of a value. Members count in any order, but for those of one name.
func (h *hasher) of(n document.Node) uint64 {
	kind := h.doc.Kind(n)
	switch kind {
	case document.Array, document.Object, document.Element, document.Fragment:
		return h.container(n, kind)
	case document.String:
		source := h.doc.Source(n)
		raw := source[1 : len(source)-1]
		if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
			return mix(uint64(kind), maphash.Bytes(h.seed, raw))
		}
		return mix(uint64(kind), maphash.String(h.seed, h.doc.Text(n)))
	}
	if kind >= document.Fragment {
		return mix(uint64(kind)+h.name(n), maphash.String(h.seed, h.doc.Text(n)))
	}
	return mix(uint64(kind), maphash.Bytes(h.seed, h.doc.Source(n)))
}

// name is the hash of a name, or of none.
func (h *hasher) name(n document.Node) uint64 {
	name, _ := h.doc.Key(n)
	return maphash.String(h.seed, name)
}

func (h *hasher) container(n document.Node, kind document.Kind) uint64 {
	if sum, ok := h.memo[n]; ok {
		return sum
	}
	sum := uint64(kind)
	switch {
	case kind == document.Object:
		sum += h.members(n)
	case kind >= document.Fragment:
		sum = h.markup(n, kind)
	default:
		for c := range h.doc.Children(n) {
			if h.stop() {
				return 0
			}
			sum = mix(sum, h.of(c))
		}
	}
	if start, end := h.doc.Span(n); end-start >= worthKeeping {
		h.memo[n] = sum
	}
	return sum
}

// fewMembers is how many are looked through for those of one name without a map.
const fewMembers = 16

func (h *hasher) members(n document.Node) uint64 {
	base := len(h.keys)
	var seen map[uint64]uint64
	sum := uint64(0)
	for c := range h.doc.Children(n) {
		if h.stop() {
			break
		}
		name, _ := h.doc.Key(c)
		key, nth := maphash.String(h.seed, name), uint64(0)
		if seen == nil {
			for _, k := range h.keys[base:] {
				if k == key {
					nth++
				}
			}
			h.keys = append(h.keys, key)
			if len(h.keys)-base > fewMembers {
				seen = map[uint64]uint64{}
				for _, k := range h.keys[base:] {
					seen[k]++
				}
			}
		} else {
			nth = seen[key]
			seen[key]++
		}
		sum += mix(key+nth*salt, h.of(c))
	}
	h.keys = h.keys[:base]
	return mix(sum, salt)
}

// markup is the hash of an element: attributes count in any order, what it holds in its own.
func (h *hasher) markup(n document.Node, kind document.Kind) uint64 {
	sum := mix(uint64(kind), h.name(n))
	if h.doc.First(n) == document.None {
		return mix(sum, maphash.String(h.seed, h.doc.Text(n)))
	}
	attributes := uint64(0)
	for c := range h.doc.Children(n) {
		switch {
		case h.stop():
			return 0
		case h.doc.Kind(c) == document.Attribute:
			attributes += h.of(c)
		default:
			sum = mix(sum, h.of(c))
		}
	}
	return mix(sum, attributes)
}
