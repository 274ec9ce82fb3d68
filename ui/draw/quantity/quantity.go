// Package quantity says counts and sizes as people write them.
package quantity

import (
	"fmt"
	"strconv"
	"time"
)

// Size is a number of bytes in decimal units, as SI has them: 999 B, 1.5 kB.
func Size(n int64) string {
	units := []string{"kB", "MB", "GB"}
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	f := float64(n) / 1000
	for len(units) > 1 && f >= 999.95 {
		f /= 1000
		units = units[1:]
	}
	return fmt.Sprintf("%.1f %s", f, units[0])
}

// Number is a count of zero or more with its thousands apart: 12,345.
func Number(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Of is a count and what is counted, in words that agree: 1 header, 2 headers.
func Of(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Age is a length of time in one number and its unit.
func Age(d time.Duration) string {
	switch s := int(max(0, d.Seconds())); {
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 60*60:
		return fmt.Sprintf("%d min", s/60)
	case s < 48*60*60:
		return fmt.Sprintf("%d h", s/60/60)
	default:
		return fmt.Sprintf("%d days", s/60/60/24)
	}
}
