package vars

import (
	"fmt"
	"io"
	"log/slog"
	"strconv"
)

// mask stands for a secret wherever it would be printed.
const mask = "********"

// Secret is a text that masks itself in every print; only Reveal gives it. Its text is behind a
// pointer: package fmt prints unexported fields without calling their methods, and of a pointer it
// prints the address alone.
type Secret struct{ text *string }

// NewSecret returns text as a secret.
func NewSecret(text string) Secret { return Secret{&text} }

// Reveal gives the text itself.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// String gives the mask.
func (s Secret) String() string { return mask }

// GoString gives the mask.
func (s Secret) GoString() string { return mask }

// Format writes the mask, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, mask) }

// MarshalText gives the mask.
func (s Secret) MarshalText() ([]byte, error) { return []byte(mask), nil }

// MarshalJSON gives the mask as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(strconv.Quote(mask)), nil }

// MarshalYAML gives the mask.
func (s Secret) MarshalYAML() (any, error) { return mask, nil }

// LogValue gives the mask.
func (s Secret) LogValue() slog.Value { return slog.StringValue(mask) }
