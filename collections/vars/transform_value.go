package vars

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
)

func valueTransforms() []Transform {
	return []Transform{
		{"int", "int", "a whole number: of a text, or without its fraction", 0, 0, toInt},
		{"number", "number", "a text as a number", 0, 0, toNumber},
		{"bool", "bool", "true or false: of a text, 1 or 0", 0, 0, toBool},
		{"string", "string", "as text; a list or an object as its JSON", 0, 0, func(v Value, _ []argument) (Value, error) { return NewString(v.Reveal()), nil }},
		{"jsonparse", "jsonparse", "the value that a text of JSON stands for", 0, 0, jsonparse},
		{"round", "round(2)", "a number rounded half away from zero, to so many decimals", 0, 1, round},
	}
}

// largestExponent keeps 1e1000000000 from becoming a gigabyte of digits.
const largestExponent = 10_000

// rational gives the exact value of a number or of a text of one, and how many decimals it is written with.
func rational(v Value) (n *big.Rat, decimals int, err error) {
	text := strings.TrimSpace(v.Reveal())
	number, err := ParseJSON(text)
	if err != nil || number.Kind() != Number || v.Kind() > Number {
		if v.Kind() > Number {
			return nil, 0, wants("a number", v)
		}
		return nil, 0, errors.New("the text is not a number")
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	shift := 0
	if exponent != "" {
		if _, err := fmt.Sscan(exponent, &shift); err != nil || shift > largestExponent || shift < -largestExponent {
			return nil, 0, errors.New("the exponent is too large")
		}
	}
	n, _ = new(big.Rat).SetString(text)
	_, fraction, _ := strings.Cut(mantissa, ".")
	return n, max(0, len(fraction)-shift), nil
}

func toNumber(v Value, _ []argument) (Value, error) {
	if _, _, err := rational(v); err != nil {
		return Value{}, err
	}
	return Value{kind: Number, text: strings.TrimSpace(v.Reveal())}, nil
}

func toInt(v Value, _ []argument) (Value, error) {
	n, _, err := rational(v)
	if err != nil {
		return Value{}, err
	}
	return Value{kind: Number, text: new(big.Int).Quo(n.Num(), n.Denom()).String()}, nil
}

func round(v Value, args []argument) (Value, error) {
	places := 0
	if len(args) > 0 {
		var err error
		if places, err = integer(args[0]); err != nil {
			return Value{}, err
		}
	}
	if places < 0 || places > 1000 {
		return Value{}, fmt.Errorf("%d decimals: it takes 0 to 1000", places)
	}
	n, _, err := rational(v)
	if err != nil {
		return Value{}, err
	}
	text := n.FloatString(places)
	if strings.Trim(text, "-0.") == "" {
		text = strings.TrimPrefix(text, "-") // -0.4 is 0
	}
	return Value{kind: Number, text: text}, nil
}

// jsonparse reads JSON. What is wrong with a secret one is not said: the reason has a part of it.
func jsonparse(v Value, _ []argument) (Value, error) {
	text, err := scalar(v)
	if err != nil {
		return Value{}, err
	}
	parsed, err := ParseJSON(text)
	if err != nil && v.IsSecret() {
		return Value{}, errors.New("not JSON")
	}
	return parsed, err
}

func toBool(v Value, _ []argument) (Value, error) {
	switch strings.ToLower(strings.TrimSpace(v.Reveal())) {
	case "true", "1":
		return Value{kind: Bool, text: "true"}, nil
	case "false", "0":
		return Value{kind: Bool, text: "false"}, nil
	}
	return Value{}, errors.New("it is none of true, false, 1 and 0")
}

func formatTransforms() []Transform {
	return []Transform{
		{"date", `date("2006-01-02")`, "a time in that form, the one of Jan 2 15:04:05 2006", 1, 1, onText(func(s string, a []string) (Value, error) {
			t, err := readTime(s)
			if err == nil && noTime.Format(a[0]) == a[0] {
				err = fmt.Errorf("%q has no part of a time; a form is how Mon Jan 2 15:04:05 2006 is written in it, such as 2006-01-02", short(a[0]))
			}
			return NewString(t.Format(a[0])), err
		})},
		{"unix", "unix", "a time as seconds since 1970", 0, 0, onText(func(s string, _ []string) (Value, error) {
			t, err := readTime(s)
			return Value{kind: Number, text: strconv.FormatInt(t.Unix(), 10)}, err
		})},
		{"jwt", `jwt("claim")`, "a claim of a JWT (RFC 7519), not verified", 1, 1, onText(claim)},
	}
}

// noTime differs from the time that forms are written with in each of its parts.
var noTime = time.Date(1999, time.November, 24, 8, 37, 48, 123_456_789, time.UTC)

// layouts are the forms of time that are understood beside seconds since 1970: RFC 3339, the same without
// its zone or its clock (taken as UTC), and the three of HTTP (RFC 9110 section 5.6.7) with mail's zones.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly,
	"Mon, 02 Jan 2006 15:04:05 GMT", "Monday, 02-Jan-06 15:04:05 GMT", time.ANSIC, time.RFC1123Z,
}

// readTime reads the time since 1970 or one of layouts. How many digits there are before the point tells
// seconds (11 at most) from milliseconds (14), microseconds (17) and nanoseconds.
func readTime(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if n, _, err := rational(NewString(s)); err == nil {
		return sinceEpoch(n)
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errors.New("it is not a time: it wants one such as 2026-01-31T12:00:00Z or 1769860800")
}

func sinceEpoch(n *big.Rat) (time.Time, error) {
	digits := len(new(big.Int).Quo(new(big.Int).Abs(n.Num()), n.Denom()).String())
	scale := int64(time.Second)
	for most := 11; digits > most && scale > 1; most += 3 {
		scale /= 1000
	}
	nanoseconds := new(big.Rat).Mul(n, new(big.Rat).SetInt64(scale))
	whole := new(big.Int).Quo(nanoseconds.Num(), nanoseconds.Denom())
	seconds, rest := new(big.Int).DivMod(whole, big.NewInt(int64(time.Second)), new(big.Int))
	if !seconds.IsInt64() || seconds.CmpAbs(big.NewInt(farthest)) > 0 {
		return time.Time{}, errors.New("it is not a time: the number is too large")
	}
	return time.Unix(seconds.Int64(), rest.Int64()).UTC(), nil
}

// farthest is the year 9999, in seconds since 1970: later years have no RFC 3339 form.
const farthest = 253_402_300_799

func claim(s string, a []string) (Value, error) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return Value{}, errors.New("it is not a JWT")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return Value{}, errors.New("it is not a JWT: its payload is not base64url")
	}
	var claims map[string]json.RawMessage
	if err := json.Unmarshal(payload, &claims); err != nil {
		return Value{}, errors.New("it is not a JWT: its payload is not a JSON object")
	}
	found, ok := claims[a[0]]
	if !ok {
		return Value{}, fmt.Errorf("the JWT has no claim %q", a[0])
	}
	return ParseJSON(string(found))
}
