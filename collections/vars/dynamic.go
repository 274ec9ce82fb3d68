package vars

import (
	"crypto/rand"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// dynamic gives the value of a name that begins with $. What comes from the process environment is
// secret: that is where people keep secrets.
func dynamic(name string) (Value, error) {
	switch name {
	case "$uuid":
		return NewString(newUUID()), nil
	case "$now":
		return NewString(time.Now().UTC().Format(time.RFC3339)), nil
	case "$timestamp":
		return Value{kind: Number, text: strconv.FormatInt(time.Now().Unix(), 10)}, nil
	}
	variable, ok := strings.CutPrefix(name, "$env.")
	if !ok {
		return Value{}, fmt.Errorf("there is no %s; there are $uuid, $now, $timestamp and $env.NAME", name)
	}
	text, ok := os.LookupEnv(variable)
	if !ok {
		return Value{}, fmt.Errorf("the environment variable %s is not set", variable)
	}
	return NewString(text).AsSecret(), nil
}

// newUUID gives a random UUID (RFC 9562 section 5.4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
