package vars

import (
	"crypto/rand"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// dynamics are the names that need no variable, beside $env.NAME.
var dynamics = []string{"$uuid", "$now", "$timestamp"}

// Dynamics are those names, in the order in which they are told.
func Dynamics() []string { return slices.Clone(dynamics) }

// Dynamic says whether a name needs no variable: its value is made anew each time.
func Dynamic(name string) bool {
	_, environment := Environment(name)
	return environment || slices.Contains(dynamics, name)
}

// Environment names the variable of the process environment that a name stands for: NAME of $env.NAME.
func Environment(name string) (variable string, ok bool) {
	return strings.CutPrefix(name, "$env.")
}

// ReadEnvironment gives a variable of the process environment. It is secret: that is where people keep secrets.
func ReadEnvironment(variable string) (Value, error) {
	text, ok := os.LookupEnv(variable)
	if !ok {
		return Value{}, fmt.Errorf("the environment variable %s is not set", short(variable))
	}
	return NewString(text).AsSecret(), nil
}

// dynamic gives the value of a name that begins with $: $uuid is a random UUID, $now the time in UTC
// (RFC 3339), $timestamp the seconds since 1970, $env.NAME a variable of the process.
func (s Scope) dynamic(name string) (Value, error) {
	switch name {
	case "$uuid":
		return NewString(newUUID()), nil
	case "$now":
		return NewString(time.Now().UTC().Format(time.RFC3339)), nil
	case "$timestamp":
		return Value{kind: Number, text: strconv.FormatInt(time.Now().Unix(), 10)}, nil
	}
	variable, ok := Environment(name)
	switch {
	case ok && s.environment != nil:
		return s.environment(variable)
	case ok:
		return ReadEnvironment(variable)
	}
	if near := nearest(name, dynamics); near != "" {
		return Value{}, fmt.Errorf("there is no %s; the nearest is %s", short(name), near)
	}
	return Value{}, fmt.Errorf("there is no %s; there are %s and $env.NAME", short(name), strings.Join(dynamics, ", "))
}

// newUUID gives a random UUID (RFC 9562 section 5.4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
