package session

import (
	"encoding/base64"
	"testing"

	"dowse/collections/vars"
)

func TestExpiry(t *testing.T) {
	token := func(claims string) string {
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".sig"
	}
	for text, want := range map[string]int64{
		token(`{"exp": 1700000000}`): 1700000000, token(`{"exp": 1.7e9}`): 1700000000,
		token(`{"exp": "soon"}`): 0, token(`{}`): 0, token(`[`): 0, "a.b.c": 0, "a.b": 0, "": 0,
	} {
		for _, v := range []vars.Value{vars.NewString(text), vars.NewString(text).AsSecret()} {
			if at, ok := Expiry(v); ok != (want != 0) || ok && at.Unix() != want {
				t.Errorf("%q: %v %v", text, at, ok)
			}
		}
	}
}
