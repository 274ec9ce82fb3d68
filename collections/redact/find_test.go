package redact

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"
	const github = "ghp_0123456789abcdefghijklmnopqrstuvwxyz"
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	public := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	inJSON, err := json.Marshal(map[string]string{"cert": public, "key": key})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"":                                   nil,
		"eyJ {{token}} ghp_short a.b.c":      nil,
		`{"id": "q8W3zR7tY1uPx5vB"}`:         nil,
		`{"a": "` + jwt + `"}`:               {jwt},
		"token=" + jwt + "&b=" + github:      {jwt, github},
		`{"a": "x\n` + github + `"}`:         {github},
		"Authorization: Bearer " + jwt + ".": {jwt + "."},
		key:                                  {key[:len(key)-1]},
		string(inJSON):                       {strings.ReplaceAll(key[:len(key)-1], "\n", `\n`)},
		public:                               nil,
		pemBegin + pemEnd:                    nil,
	} {
		var got []string
		for _, f := range Find(Body, "", text) {
			got = append(got, text[f.Start:f.End])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", text, diff)
		}
	}
}
