package vars

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
)

func valueTransforms() []Transform {
	return []Transform{
		{"int", "int", "a whole number: the text of one, or a number without its fraction", 0, 0, toInt},
		{"number", "number", "a text as a number", 0, 0, toNumber},
		{"bool", "bool", "true or false: of a text, 1 or 0", 0, 0, toBool},
		{"string", "string", "as text; a list or an object as its JSON", 0, 0, func(v Value, _ []argument) (Value, error) { return NewString(v.Reveal()), nil }},
		{"jsonparse", "jsonparse", "the value that a text of JSON stands for", 0, 0, onText(func(s string, _ []string) (Value, error) { return ParseJSON(s) })},
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
		return nil, 0, fmt.Errorf("the text is not a number")
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	shift := 0
	if exponent != "" {
		if _, err := fmt.Sscan(exponent, &shift); err != nil || shift > largestExponent || shift < -largestExponent {
			return nil, 0, fmt.Errorf("the exponent is too large")
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
	return Value{kind: Number, text: n.FloatString(places)}, nil
}

func toBool(v Value, _ []argument) (Value, error) {
	switch strings.ToLower(strings.TrimSpace(v.Reveal())) {
	case "true", "1":
		return Value{kind: Bool, text: "true"}, nil
	case "false", "0":
		return Value{kind: Bool, text: "false"}, nil
	}
	return Value{}, fmt.Errorf("it is none of true, false, 1 and 0")
}

func formatTransforms() []Transform {
	return []Transform{
		{"date", `date("2006-01-02")`, "a time written in that form, the form of Mon Jan 2 15:04:05 2006", 1, 1, onText(func(s string, a []string) (Value, error) {
			t, err := readTime(s)
			return NewString(t.Format(a[0])), err
		})},
		{"unix", "unix", "a time as seconds since 1970", 0, 0, onText(func(s string, _ []string) (Value, error) {
			t, err := readTime(s)
			return Value{kind: Number, text: strconv.FormatInt(t.Unix(), 10)}, err
		})},
		{"jwt", `jwt("claim")`, "a claim of a JWT (RFC 7519), not verified", 1, 1, onText(claim)},
	}
}

// layouts are the forms of time that are understood beside seconds since 1970.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly, time.RFC1123, time.RFC1123Z, time.RFC850, time.ANSIC}

// readTime reads seconds since 1970 (milliseconds when there are more than eleven digits) or one of layouts.
func readTime(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		if n > 99_999_999_999 {
			return time.UnixMilli(n).UTC(), nil
		}
		return time.Unix(n, 0).UTC(), nil
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("it is not a time: it wants one such as 2026-01-31T12:00:00Z or 1769860800")
}

func claim(s string, a []string) (Value, error) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return Value{}, fmt.Errorf("it is not a JWT")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return Value{}, fmt.Errorf("it is not a JWT: its payload is not base64url")
	}
	var claims map[string]json.RawMessage
	if err := json.Unmarshal(payload, &claims); err != nil {
		return Value{}, fmt.Errorf("it is not a JWT: its payload is not a JSON object")
	}
	found, ok := claims[a[0]]
	if !ok {
		return Value{}, fmt.Errorf("the JWT has no claim %q", a[0])
	}
	return ParseJSON(string(found))
}
