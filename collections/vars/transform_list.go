package vars

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"
)

func listTransforms() []Transform {
	return []Transform{
		{"join", `join(",")`, "a list as one text", 1, 1, onList(func(items []Value, args []argument) (Value, error) {
			texts := make([]string, len(items))
			for i, item := range items {
				texts[i] = item.Reveal()
			}
			return NewString(strings.Join(texts, args[0].value.Reveal())), nil
		})},
		{"first", "first", "the first of a list", 0, 0, onList(func(items []Value, _ []argument) (Value, error) { return at(items, 0) })},
		{"last", "last", "the last of a list", 0, 0, onList(func(items []Value, _ []argument) (Value, error) { return at(items, -1) })},
		{"at", "at(2)", "the third of a list; -1 is the last", 1, 1, onList(func(items []Value, args []argument) (Value, error) {
			n, err := integer(args[0])
			if err != nil {
				return Value{}, err
			}
			return at(items, n)
		})},
		{"slice", "slice(0, 3)", "from the first to before the second, of a list or a text", 1, 2, slice},
		{"map", "map(trim)", "every item of a list passed through a transform", 1, 1, onList(mapItems)},
		{"count", "count", "how many items, members or characters", 0, 0, count},
		{"unique", "unique", "a list without what is written the same before", 0, 0, onList(func(items []Value, _ []argument) (Value, error) {
			kept, seen := []Value{}, map[string]bool{}
			for _, item := range items {
				if written := item.JSON(); !seen[written] {
					seen[written] = true
					kept = append(kept, item)
				}
			}
			return newList(kept)
		})},
		{"sum", "sum", "the sum of a list of numbers", 0, 0, onList(sum)},
	}
}

// onList makes a transform of a function on the items of a list.
func onList(f func(items []Value, args []argument) (Value, error)) func(Value, []argument) (Value, error) {
	return func(v Value, args []argument) (Value, error) {
		items, err := itemsOf(v)
		if err != nil {
			return Value{}, err
		}
		return f(items, args)
	}
}

func itemsOf(v Value) ([]Value, error) {
	if v.Kind() != Array {
		return nil, wants("an array", v)
	}
	var raw []json.RawMessage
	if err := json.Unmarshal([]byte(v.Reveal()), &raw); err != nil {
		return nil, err
	}
	items := make([]Value, len(raw))
	for i, r := range raw {
		item, err := ParseJSON(string(r))
		if err != nil {
			return nil, err
		}
		items[i] = item
	}
	return items, nil
}

// newList gives a list, or errNotText: JSON cannot hold every text.
func newList(items []Value) (Value, error) {
	var b strings.Builder
	b.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		if !utf8.ValidString(item.Reveal()) {
			return Value{}, errNotText
		}
		b.WriteString(item.JSON())
	}
	b.WriteByte(']')
	return Value{kind: Array, text: b.String()}.like(items...), nil
}

func at(items []Value, n int) (Value, error) {
	i := n
	if n < 0 {
		i += len(items)
	}
	if i < 0 || i >= len(items) {
		if len(items) == 0 {
			return Value{}, errors.New("the list is empty")
		}
		return Value{}, fmt.Errorf("the list has %d items, none at %d", len(items), n)
	}
	return items[i], nil
}

func integer(a argument) (int, error) {
	n, err := strconv.Atoi(a.value.Reveal())
	if err != nil {
		return 0, fmt.Errorf("%q is not a whole number", a.value.Reveal())
	}
	return n, nil
}

// slice takes a part of a list or, in characters, of a text; bounds count from the end when negative
// and stop at the ends.
func slice(v Value, args []argument) (Value, error) {
	if v.Kind() == Array {
		items, err := itemsOf(v)
		if err != nil {
			return Value{}, err
		}
		from, to, err := bounds(len(items), args)
		if err != nil {
			return Value{}, err
		}
		return newList(items[from:to])
	}
	text, err := scalar(v)
	if err != nil {
		return Value{}, wants("an array or a text", v)
	}
	if !utf8.ValidString(text) {
		return Value{}, errNotText
	}
	runes := []rune(text)
	from, to, err := bounds(len(runes), args)
	return NewString(string(runes[from:to])), err
}

func bounds(n int, args []argument) (from, to int, err error) {
	limits := []int{0, n}
	for i, a := range args {
		b, err := integer(a)
		if err != nil {
			return 0, 0, err
		}
		if b < 0 {
			b += n
		}
		limits[i] = min(max(b, 0), n)
	}
	return limits[0], max(limits[0], limits[1]), nil
}

func mapItems(items []Value, args []argument) (Value, error) {
	t, err := args[0].call.transform()
	if err != nil {
		return Value{}, err
	}
	for i, item := range items {
		mapped, err := t.to(item, args[0].call.args)
		if err != nil {
			return Value{}, fmt.Errorf("item %d: %w", i, err)
		}
		items[i] = mapped
	}
	return newList(items)
}

func count(v Value, _ []argument) (Value, error) {
	n := 0
	switch v.Kind() {
	case Array:
		items, err := itemsOf(v)
		if err != nil {
			return Value{}, err
		}
		n = len(items)
	case Object:
		var members map[string]json.RawMessage
		if err := json.Unmarshal([]byte(v.Reveal()), &members); err != nil {
			return Value{}, err
		}
		n = len(members)
	case String:
		n = len([]rune(v.Reveal()))
	default:
		return Value{}, wants("an array, an object or a text", v)
	}
	return newInteger(n), nil
}

func newInteger(n int) Value { return Value{kind: Number, text: strconv.Itoa(n)} }

// sum adds decimal numbers exactly.
func sum(items []Value, _ []argument) (Value, error) {
	total, places := new(big.Rat), 0
	for i, item := range items {
		n, decimals, err := rational(item)
		if err != nil {
			return Value{}, fmt.Errorf("item %d: %w", i, err)
		}
		total.Add(total, n)
		places = max(places, decimals)
	}
	return Value{kind: Number, text: total.FloatString(places)}, nil
}
