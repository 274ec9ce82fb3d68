// Package trust knows what a collection wants of the machine that it is used on: variables of the process environment,
// programs and files outside, and for each secret the hosts that its files send it to. It reads a collection's files alone,
// and neither the environment nor the network.
//
//	files ──Of──> []Want ──Hash──> what --trust takes
//	                 └── Trust.Has each? ── no: a person is asked, or the command ends
//
// A collection is trusted with single wants. What is dropped from its files asks nobody, what is added is asked about.
package trust

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dowse/collections"
)

// Want is one thing that a collection wants, as a line that a person reads. Equal wants have equal lines.
type Want struct {
	What string // "environment variable NAME" or "secret NAME"
	From string // where a secret is read from; empty: this is not about that
	To   string // where it may be sent: an origin, or in words; empty: this is not about that
}

// Environment is what a use of {{$env.NAME}} takes.
func Environment(name string) string { return "environment variable " + word(name) }

// Secret is what a use of a variable that is secret takes.
func Secret(name string) string { return "secret " + word(name) }

// Source is where the files say that a secret is read from.
func Source(ref collections.SecretRef) Want {
	from := "the " + ref.From
	switch ref.From {
	case "env":
		from = Environment(ref.EnvironmentName())
	case "command":
		from = "the command " + strconv.Quote(ref.Command)
	case "file":
		from = "the file " + strconv.Quote(ref.Path)
	case "prompt":
		from = "whoever is asked"
	}
	return Want{What: Secret(ref.Name), From: from}
}

// Reads says whether resolving a secret reads something that nobody types: that takes trust.
func Reads(ref collections.SecretRef) bool { return ref.From != "prompt" && ref.From != "keychain" }

// String is the line.
func (w Want) String() string {
	line := w.What
	if w.From != "" {
		line += " from " + w.From
	}
	if w.To != "" {
		line += " to " + w.To
	}
	return line
}

// word is a name from a file as a part of a line: what could be taken for more of the line is quoted.
func word(name string) string {
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) || r == '"' }) {
		return strconv.Quote(name)
	}
	return name
}

// Lines are the lines of wants.
func Lines(wants []Want) []string {
	lines := make([]string, len(wants))
	for i, w := range wants {
		lines[i] = w.String()
	}
	return lines
}

// hashLength is how many hexadecimal digits a hash has: 128 bits, so that nobody finds two collections of one hash.
const hashLength = 32

// Hash stands for all that a collection wants: it is another one as soon as one line is.
func Hash(wants []Want) string {
	sum := sha256.Sum256([]byte("dowse wants, version 1\n" + strings.Join(Lines(wants), "\n")))
	return hex.EncodeToString(sum[:])[:hashLength]
}

// sorted puts wants in the order of their lines, each once.
func sorted(wants []Want) []Want {
	slices.SortFunc(wants, func(a, b Want) int { return strings.Compare(a.String(), b.String()) })
	return slices.CompactFunc(wants, func(a, b Want) bool { return a.String() == b.String() })
}
