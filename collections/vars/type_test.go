package vars

import "testing"

func TestInteger(t *testing.T) {
	for number, want := range map[string]bool{
		"0": true, "-0": true, "12": true, "1.0": true, "1.5e1": true, "1.5E3": true, "10e-1": true, "0.0e-9": true, "1e999999999999999999": true,
		"0.5": false, "1.10": false, "1e-1": false, "15e-2": false, "1e-999999999999999999": false,
	} {
		if got := isInteger(number); got != want {
			t.Errorf("%s: %t, want %t", number, got, want)
		}
	}
}
