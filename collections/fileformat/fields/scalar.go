package fields

import (
	"strconv"
	"strings"
	"time"

	"dowse/collections/fileformat/yamledit"
)

// Text is a key with a text; it is left out when empty.
func Text[T any](name string, at func(*T) *string) Key[T] {
	return Key[T]{name,
		func(r *Reader, n *yamledit.Node, t *T) { *at(t) = ReadText(r, n) },
		func(t *T, _ *yamledit.Node) *yamledit.Node {
			if *at(t) == "" {
				return nil
			}
			return yamledit.NewScalar(*at(t))
		},
	}
}

// Always is a key with a text that is written even when it is empty.
func Always[T any](name string, at func(*T) *string) Key[T] {
	k := Text(name, at)
	k.Write = func(t *T, _ *yamledit.Node) *yamledit.Node { return yamledit.NewScalar(*at(t)) }
	return k
}

// ReadText gives the source text of a scalar.
func ReadText(r *Reader, n *yamledit.Node) string {
	if n.Kind != yamledit.Scalar {
		r.Problem(n, "%s is a text, not a %s", r.key, kindName(n))
	}
	return n.Text
}

func kindName(n *yamledit.Node) string {
	if n.Kind == yamledit.Sequence {
		return "list"
	}
	return "mapping"
}

// Flag is a key with true or false; it is left out when false.
func Flag[T any](name string, at func(*T) *bool) Key[T] {
	return Key[T]{name,
		func(r *Reader, n *yamledit.Node, t *T) { *at(t) = ReadFlag(r, n) },
		func(t *T, _ *yamledit.Node) *yamledit.Node {
			if !*at(t) {
				return nil
			}
			return yamledit.NewScalar("true")
		},
	}
}

// ReadFlag gives true for true and false for false; anything else is a problem.
func ReadFlag(r *Reader, n *yamledit.Node) bool {
	if n.Kind != yamledit.Scalar || n.Text != "true" && n.Text != "false" {
		r.Problem(n, "%s is true or false%s", r.key, not(n))
	}
	return n.Text == "true"
}

// not gives ", not ..." with the text found.
func not(n *yamledit.Node) string {
	if n.Kind != yamledit.Scalar {
		return ", not a " + kindName(n)
	}
	return ", not " + strconv.Quote(n.Text)
}

// Number is a key with a whole number from least up; it is left out when zero.
func Number[T any](name string, least int, at func(*T) *int) Key[T] {
	return Key[T]{name,
		func(r *Reader, n *yamledit.Node, t *T) {
			number, err := strconv.Atoi(n.Text)
			if n.Kind != yamledit.Scalar || err != nil || number < least {
				r.Problem(n, "%s is a whole number from %d up%s", r.key, least, not(n))
				return
			}
			*at(t) = number
		},
		func(t *T, _ *yamledit.Node) *yamledit.Node {
			if *at(t) == 0 {
				return nil
			}
			return yamledit.NewScalar(strconv.Itoa(*at(t)))
		},
	}
}

// Choice is a key with one of words; it is left out when empty.
func Choice[T any, W ~string](name string, at func(*T) *W, words ...W) Key[T] {
	return Key[T]{name,
		func(r *Reader, n *yamledit.Node, t *T) { *at(t) = Word(r, n, words) },
		func(t *T, _ *yamledit.Node) *yamledit.Node {
			if *at(t) == "" {
				return nil
			}
			return yamledit.NewScalar(string(*at(t)))
		},
	}
}

// Duration is a key with a duration such as 30s, or "none", which reads as -1; it is left out when zero.
func Duration[T any](name string, at func(*T) *time.Duration) Key[T] {
	return Key[T]{name,
		func(r *Reader, n *yamledit.Node, t *T) { *at(t) = ReadDuration(r, n) },
		func(t *T, _ *yamledit.Node) *yamledit.Node { return WriteDuration(*at(t)) },
	}
}

// ReadDuration gives a duration, -1 for "none", 0 with a problem for anything else.
func ReadDuration(r *Reader, n *yamledit.Node) time.Duration {
	if n.Kind == yamledit.Scalar && n.Text == "none" {
		return -1
	}
	d, err := time.ParseDuration(n.Text)
	switch {
	case n.Kind != yamledit.Scalar || err != nil || d < 0:
		r.Problem(n, "%s is a duration such as 30s, 1m30s or 500ms, or none%s", r.key, not(n))
		return 0
	case d == 0:
		r.Problem(n, "%s of 0 would let nothing through; write none for no limit", r.key)
	}
	return d
}

// WriteDuration gives a duration as a person writes it, or nil for zero.
func WriteDuration(d time.Duration) *yamledit.Node {
	switch {
	case d == 0:
		return nil
	case d < 0:
		return yamledit.NewScalar("none")
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return yamledit.NewScalar(text)
}
