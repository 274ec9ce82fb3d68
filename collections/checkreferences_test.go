package collections

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCheckReferences holds that every name of what is not there is told with its place and the nearest that is.
func TestCheckReferences(t *testing.T) {
	c := folder(t,
		"dowse.yaml", "version: 1\nsecrets: {shop_password: {from: env}}\ntls: {ca: certs/ca.pem}\n",
		"certs/cb.pem", "x",
		"_folder.yaml", "order: [orders, auht, auth]\n",
		"auth/login.yaml", "url: http://h/\nnote: \"{{pick.none.x}} in prose\"\npicks: {token: \"$.t\"}\n",
		"orders/list.yaml", "url: \"http://h/{{pick.auth/logn.token}}\"\nheaders: {A: \"{{pick.auth/login.tokn}}\", B: \"{{shop_pasword}}\", C: \"{{given_by_hand}}\"}\npicks: {next: \"$.n\"}\npage: {next: nxt}\n",
		"mappings/m.yaml", "from: {request: order/list}\ninto: {schema: schemas/none.json}\nfields: []\n",
	)
	var got []string
	for _, p := range c.CheckReferences() {
		got = append(got, p.Error())
	}
	want := []string{
		`_folder.yaml:1:17: the order lists "auht", and there is no such file or folder here; did you mean "auth"?`,
		`dowse.yaml:3:11: there is no file "certs/ca.pem"; did you mean "certs/cb.pem"?`,
		`mappings/m.yaml:1:17: there is no request "order/list"; did you mean "orders/list"?`,
		`mappings/m.yaml:2:16: there is no file "schemas/none.json"`,
		`orders/list.yaml:1:23: {{pick.auth/logn.token}} names the request "auth/logn", which is not there; did you mean "pick.auth/login.token"?`,
		`orders/list.yaml:2:22: {{pick.auth/login.tokn}} names a pick of auth/login, which has no "tokn"; did you mean "pick.auth/login.token"?`,
		`orders/list.yaml:2:46: nothing gives {{shop_pasword}} a value; did you mean "shop_password"?`,
		`orders/list.yaml:4:14: the pages go on by "nxt", which nothing picks; did you mean "next"?`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestCheckNames holds that names that can never have a value are told, and those that can are not.
func TestCheckNames(t *testing.T) {
	c := folder(t, "a.yaml", "url: \"http://h/{{$uuid}}{{$env.HOME}}{{by_hand}}{{pick.a.p}}\"\nheaders: {A: \"{{$nope}}\", B: \"{{$env.}}\", C: \"{{pick.a}}\", D: \"{{pick..p}}\"}\npicks: {p: \"$.p\"}\n")
	var got []string
	for _, p := range c.CheckReferences() {
		got = append(got, p.Error())
	}
	want := []string{
		"a.yaml:2:15: there is no {{$nope}}; there are $uuid, $now, $timestamp and $env.NAME",
		"a.yaml:2:31: {{$env.}} names no variable of the environment; write {{$env.NAME}}",
		"a.yaml:2:47: {{pick.a}} names no pick of a request; write {{pick.REQUEST.NAME}}",
		"a.yaml:2:64: {{pick..p}} names no pick of a request; write {{pick.REQUEST.NAME}}",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestCheckValues holds that a placeholder in a variable's value is told, which is sent as it stands, and one elsewhere is not.
func TestCheckValues(t *testing.T) {
	c := folder(t,
		"env/base.yaml", "base_url: \"http://{{b}}/v1\"\n",
		"env/dev.yaml", "base_url: http://h/{v}\nvars:\n  b: bee\n  key: \"x-{{$env.HOME}}\"\n  list: [{deep: \"{{b}}\"}]\n  literal: \"{{{{b}}\"\n",
		"a.yaml", "url: \"http://h/{{b}}{{key}}{{list}}{{literal}}{{a}}\"\nvars: {a: \"{{b}}\"}\n",
	)
	var got []string
	for _, p := range c.CheckReferences() {
		if !p.Warning {
			t.Errorf("%v is no warning", p)
		}
		got = append(got, p.Error())
	}
	const why = " is sent as it stands here: a value is inserted once and never read as a template; write "
	want := []string{
		"a.yaml:2:12: {{b}}" + why + "{{b}} where {{a}} is used",
		"env/base.yaml:1:12: {{b}}" + why + "{{b}} where {{base_url}} is used",
		"env/dev.yaml:4:9: {{$env.HOME}}" + why + "{{$env.HOME}} where {{key}} is used",
		"env/dev.yaml:5:18: {{b}}" + why + "{{b}} where {{list}} is used",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
