package filter

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/itchyny/gojq"
)

// itemWeight is what a value weighs beside its text, in bytes.
const itemWeight = 8

// weigh fails on a value that is more than limit bytes to go through, what it holds twice counted twice, or that nests
// too deep.
func weigh(v any, limit int) error {
	left := limit
	if !lighter(v, &left, 0) {
		if left >= 0 {
			return errTooDeep
		}
		return fmt.Errorf("a value is larger than %d MB, which is too much for one step; take fewer values", limit>>20)
	}
	return nil
}

// lighter takes the weight of a value from what is left, and fails where nothing is, or it nests too deep.
func lighter(v any, left *int, depth int) bool {
	switch v := v.(type) {
	case string:
		*left -= len(v)
	case []any:
		if depth == maxDepth {
			return false
		}
		for _, item := range v {
			if !lighter(item, left, depth+1) {
				return false
			}
		}
	case map[string]any:
		if depth == maxDepth {
			return false
		}
		for key, item := range v {
			*left -= len(key) + itemWeight
			if !lighter(item, left, depth+1) {
				return false
			}
		}
	}
	*left -= itemWeight
	return *left >= 0
}

// shorter fails on a text that is longer than limit bytes.
func shorter(v any, limit int) error {
	if s, ok := v.(string); ok && len(s) > limit {
		return fmt.Errorf("a text of %d bytes is too long for this function, which takes %d", len(s), limit)
	}
	return nil
}

// table fails on rows of which transpose would make too large a table.
func table(v any) error {
	list, _ := v.([]any)
	longest := 0
	for _, row := range list {
		if items, ok := row.([]any); ok {
			longest = max(longest, len(items))
		}
	}
	if longest > 0 && len(list) > maxItems/longest {
		return fmt.Errorf("a table of %d by %d is too large", len(list), longest)
	}
	return nil
}

// within fails on a number that is no position of an array that may be made.
func within(v any) error {
	if i, ok := gojq.ToInt(v); ok && i >= maxItems {
		return fmt.Errorf("item %d is beyond what is made, %d items", i, maxItems)
	}
	return nil
}

// compared fails on two containers that take too long to compare.
func compared(l, r any, limit int) error {
	if !isContainer(l) || !isContainer(r) {
		return nil // of different kinds, or scalars
	}
	if err := weigh(l, limit); err != nil {
		return err
	}
	return weigh(r, limit)
}

func isContainer(v any) bool {
	switch v.(type) {
	case []any, map[string]any:
		return true
	}
	return false
}

// difference fails on two arrays whose difference takes too long.
func difference(l, r any) error {
	a, _ := l.([]any)
	b, _ := r.([]any)
	if len(b) > 0 && len(a) > maxPairs/len(b) {
		return fmt.Errorf("to take %d items from %d takes too long; use `INDEX`", len(b), len(a))
	}
	return compared(l, r, 64<<20)
}

// sum fails on two texts or arrays that are too long together.
func sum(l, r any) error {
	switch l := l.(type) {
	case string:
		if r, ok := r.(string); ok && len(l)+len(r) > 4*maxString {
			return fmt.Errorf("a text of %d bytes is too long; %d is the most", len(l)+len(r), 4*maxString)
		}
	case []any:
		if r, ok := r.([]any); ok && len(l)+len(r) > maxItems {
			return fmt.Errorf("an array of %d items is too long; %d is the most", len(l)+len(r), maxItems)
		}
	}
	return nil
}

// product fails on two factors whose product is too large.
func product(l, r any, limit int) error {
	if bits(l)+bits(r) > maxBits {
		return errors.New("the number gets too long")
	}
	text, isText := l.(string)
	times, isNumber := gojq.ToFloat64(r)
	if !isText {
		text, isText = r.(string)
		times, isNumber = gojq.ToFloat64(l)
	}
	if isText && isNumber && float64(len(text))*times > maxString {
		return fmt.Errorf("a text of %.0f bytes is too long; %d is the most", float64(len(text))*times, maxString)
	}
	return compared(l, r, limit)
}

// bits is how long a number is; a text that is none has no bits.
func bits(v any) int {
	switch v := v.(type) {
	case *big.Int:
		return v.BitLen()
	case json.Number:
		return 4 * len(v)
	}
	return 64
}
