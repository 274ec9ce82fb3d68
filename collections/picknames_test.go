package collections

import "testing"

// TestNamesInExpressions holds that the words of a regular expression and of a selector say that what they find is secret, and
// that those of a place in a list, or about a secret, do not.
func TestNamesInExpressions(t *testing.T) {
	for _, test := range []struct {
		from   Source
		secret bool
	}{
		{Source{Kind: SourceRegex, Arg: `<access_token>(.*?)<`}, true},
		{Source{Kind: SourceRegex, Arg: `access_token=([^&]*)`}, true},
		{Source{Kind: SourceRegex, Arg: `\baccess[_-]?token\s*=\s*(\S+)`}, true},
		{Source{Kind: SourceRegex, Arg: `\bsid=(\w+)`}, true},
		{Source{Kind: SourceRegex, Arg: `x=(?P<password>.*)`, Group: "password"}, true},
		{Source{Kind: SourceRegex, Arg: `"token_type":"x","accessToken":"(.*?)"`}, true},
		{Source{Kind: SourceRegex, Arg: `next_token=([^&]*)`}, false},
		{Source{Kind: SourceRegex, Arg: `"next[_-]?token": ?"(.*?)"`}, false},
		{Source{Kind: SourceRegex, Arg: `page_token=(\w+)`}, false},
		{Source{Kind: SourceRegex, Arg: `"token_type":"(.*?)"`}, false},
		{Source{Kind: SourceRegex, Arg: `max_tokens: (\d+)`}, false},
		{Source{Kind: SourceRegex, Arg: `order (\d+) by (?P<author>\w+)`}, false},
		{Source{Kind: SourceRegex, Arg: `token_type.*"expires_in":(\d+)`}, false},
		{Source{Kind: SourceRegex, Arg: `"access_token":"[^"]+","expires_in":(\d+)`}, false},
		{Source{Kind: SourceRegex, Arg: `"access_token".*?"expires_in"\s*:\s*(\d+)`}, false},
		{Source{Kind: SourceRegex, Arg: `access_token=[^&]+&user=(\w+)`}, false},
		{Source{Kind: SourceRegex, Arg: `\?access_token=[^&]+&page=(\d+)`}, false},
		{Source{Kind: SourceRegex, Arg: `</access_token><scope>(.*?)</scope>`}, false},
		{Source{Kind: SourceRegex, Arg: `"order":"(\d+)","access_token"`}, false},
		{Source{Kind: SourceRegex, Arg: `access_token=(\w+)&user=(\w+)`, Group: "2"}, false},
		{Source{Kind: SourceRegex, Arg: `access_token=(\w+)&user=(?P<who>\w+)`, Group: "who"}, false},
		{Source{Kind: SourceRegex, Arg: `Set-Cookie: sid=\w+;Path=([^;]+)`}, false},
		{Source{Kind: SourceRegex, Arg: `access_token=(\w+)&user=(\w+)`}, true},
		{Source{Kind: SourceRegex, Arg: `access_token=(\w+)&user=(\w+)`, Group: "0"}, true},
		{Source{Kind: SourceRegex, Arg: `access_token=\w+&user=\w+`}, true},
		{Source{Kind: SourceRegex, Arg: `"access_token":"([^"]+)"`}, true},
		{Source{Kind: SourceRegex, Arg: `"expires_in":\d+,"access_token":"([^"]+)"`}, true},
		{Source{Kind: SourceRegex, Arg: `"expires_in":(.*"access_token".*)`}, true},
		{Source{Kind: SourceRegex, Arg: `(?:expires_in|access_token)=(\w+)`}, true},
		{Source{Kind: SourceRegex, Arg: `(?:access_token|expires_in)=(\w+)`}, true},
		{Source{Kind: SourceRegex, Arg: `access_token=(?:expires_in=)?(\w+)`}, true},
		{Source{Kind: SourceRegex, Arg: `name="csrf_token" value="([^"]+)"`}, true},
		{Source{Kind: SourceRegex, Arg: `name="csrf_token" type="hidden" data-x="([^"]+)"`}, true},
		{Source{Kind: SourceRegex, Arg: `"name":"access_token","hash":"(.*?)"`}, true},
		{Source{Kind: SourceRegex, Arg: `"access_token":\{"value":"(.*?)"`}, true},
		{Source{Kind: SourceRegex, Arg: `"access_token":{"part":"(.*?)"`}, true},
		{Source{Kind: SourceRegex, Arg: `<token><part>(.*?)<`}, true},
		{Source{Kind: SourceRegex, Arg: `Authorization: Custom (\S+)`}, true},
		{Source{Kind: SourceRegex, Arg: `Your password is: (\S+)`}, true},
		{Source{Kind: SourceRegex, Arg: `(\S+) is your password`}, true},
		{Source{Kind: SourceRegex, Arg: `"access_token":"x","expires_in":(.*)`}, true},
		{Source{Kind: SourceRegex, Arg: `"access_token":"x","expires_in":(\S+)`}, true},
		{Source{Kind: SourceRegex, Arg: `"access_token":"x","expires_in":([^}]+)`}, true},
		{Source{Kind: SourceRegex, Arg: `secret\w*":"(.*?)"`}, true},
		{Source{Kind: SourceCSS, Arg: `#access_token`}, true},
		{Source{Kind: SourceCSS, Arg: `meta[name=csrf-token]`, Attr: "content"}, true},
		{Source{Kind: SourceCSS, Arg: `input[type=password]`, Attr: "value"}, true},
		{Source{Kind: SourceCSS, Arg: `div`, Attr: "data-token"}, true},
		{Source{Kind: SourceCSS, Arg: `a.next_token`, Attr: "href"}, false},
		{Source{Kind: SourceCSS, Arg: `input[name="page_token"]`, Attr: "value"}, false},
		{Source{Kind: SourceCSS, Arg: `.token_type`}, false},
		{Source{Kind: SourceCSS, Arg: `#max_tokens > b`}, false},
		{Source{Kind: SourceCSS, Arg: `div.author > a`, Attr: "title"}, false},
	} {
		p := Pick{Name: "x", From: test.from}
		if p.NamedSecret() != test.secret {
			t.Errorf("%s %s: secret %v, wanted %v", test.from.Kind, test.from.Arg, !test.secret, test.secret)
		}
		if p.Secret = SecretNo; p.NamedSecret() {
			t.Errorf("%s %s: the file says that it is not secret", test.from.Kind, test.from.Arg)
		}
	}
}
