package curl_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dowse/collections"
	"dowse/collections/formats/curl"
)

// files are what the tests read from.
func files() curl.Files {
	content := map[string]string{
		"lines.txt":  "a=1\r\n&b=2\n\x00",
		"body.json":  "{\n  \"a\": 1\n}\n",
		"text.txt":   "x y&z\n",
		"heads.txt":  "X-One: 1\r\n\nX-Two: 2\n",
		"braces.txt": "{{word}}",
	}
	return curl.Files{
		Open: func(path string) ([]byte, error) {
			if text, ok := content[path]; ok {
				return []byte(text), nil
			}
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		},
		Stdin: strings.NewReader("from=stdin\n"),
	}
}

const target = "http://h.example/p"

// words splits at spaces; an argument with a space in it is written with ␣.
func words(line string) []string {
	args := strings.Fields(line)
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "␣", " ")
		if args[i] == "''" {
			args[i] = ""
		}
	}
	return args
}

func read(t *testing.T, line string) curl.Command {
	t.Helper()
	c, err := curl.Read(words(line), files())
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return c
}

func TestMethodAndBody(t *testing.T) {
	for _, c := range []struct {
		line, method string
		kind         collections.BodyKind
		body         string
	}{
		{target, "GET", "", ""},
		{target + " -X PATCH", "PATCH", "", ""},
		{target + " -XPATCH", "PATCH", "", ""},
		{target + " --request delete", "delete", "", ""},
		{target + " -I", "HEAD", "", ""},
		{target + " -I -X GET", "GET", "", ""},
		{target + " -I -G -d a", "HEAD", "", ""},
		{target + " -d a=1 -d b=2", "POST", "text", "a=1&b=2"},
		{target + " -da=1 --data-raw @b", "POST", "text", "a=1&@b"},
		{target + " -d ''", "POST", "text", ""},
		{target + " -d '' -d b", "POST", "text", "&b"},
		{target + " -X PUT -d a", "PUT", "text", "a"},
		{target + " -d @lines.txt", "POST", "text", "a=1&b=2"},
		{target + " --data-ascii @lines.txt", "POST", "text", "a=1&b=2"},
		{target + " --data-binary @lines.txt", "POST", "text", "a=1\r\n&b=2\n\x00"},
		{target + " --data @-", "POST", "text", "from=stdin"},
		{target + " --data-binary @-", "POST", "text", "from=stdin\n"},
		{target + " --data-urlencode a␣b&c", "POST", "text", "a+b%26c"},
		{target + " --data-urlencode =x=y", "POST", "text", "x%3Dy"},
		{target + " --data-urlencode n=v␣é", "POST", "text", "n=v+%C3%A9"},
		{target + " --data-urlencode @text.txt", "POST", "text", "x+y%26z%0A"},
		{target + " --data-urlencode n@text.txt", "POST", "text", "n=x+y%26z%0A"},
		{target + " --json {\"a\": --json 1}", "POST", "json", `{"a":1}`},
		{target + " --json @body.json", "POST", "json", "{\n  \"a\": 1\n}\n"},
		{target + " --json {oops", "POST", "text", "{oops"},
		{target + " -d a --json b -d c", "POST", "text", "ab&c"},
		{target + " -d {\"a\":1} -H Content-Type:application/json;charset=utf-8", "POST", "json", `{"a":1}`},
		{target + " -d @braces.txt", "POST", "text", "{{{{word}}"},
	} {
		r := read(t, c.line).Request
		if r.Method != c.method {
			t.Errorf("%s: method %q, want %q", c.line, r.Method, c.method)
		}
		want := collections.Body{Kind: c.kind, Text: c.body}
		if diff := cmp.Diff(want, r.Body); diff != "" {
			t.Errorf("%s: body (-want +got)\n%s", c.line, diff)
		}
	}
}

func TestURL(t *testing.T) {
	for line, want := range map[string]string{
		"h.example":                              "http://h.example",
		"h.example:8080/p?q#f":                   "http://h.example:8080/p?q",
		"--url h.example":                        "http://h.example",
		"-- -h.example":                          "http://-h.example",
		"ftp.example.com/x":                      "ftp://ftp.example.com/x",
		"HTTPS://h.example/A":                    "HTTPS://h.example/A",
		target + "#frag":                         target,
		"http://h.example/a/../b/./c?x=/../y":    "http://h.example/b/c?x=/../y",
		"http://h.example/a/b/..":                "http://h.example/a/",
		"http://h.example/a/.":                   "http://h.example/a/",
		"http://h.example/../../a":               "http://h.example/a",
		"http://h.example/.a/..b/c..":            "http://h.example/.a/..b/c..",
		"--path-as-is http://h.example/a/../b":   "http://h.example/a/../b",
		"-G " + target + " -d b=2":               target + "?b=2",
		"-G http://h.example?a=1#f -d b=2 -d c":  "http://h.example?a=1&b=2&c",
		"-G http://h.example/? -d b=2":           "http://h.example/?b=2",
		"-G http://h.example/?a& -d b=2":         "http://h.example/?a&b=2",
		"-G " + target:                           target,
		"http://[::1]:80/":                       "http://[::1]:80/",
		"http://[fe80::1%25lo]/":                 "http://[fe80::1%25lo]/",
		"http://h.example/?a[]=1":                "http://h.example/?a[]=1",
		`http://h.example/\{a\}\[1\]`:            "http://h.example/{a}[1]",
		"-g http://h.example/{a,b}[1-3]":         "http://h.example/{a,b}[1-3]",
		"-g http://h.example/{{base}}":           "http://h.example/{{{{base}}",
		"-sgGdb=2 http://h.example/":             "http://h.example/?b=2",
		"http://ann:pass@h.example/?r=../../etc": "http://ann:pass@h.example/?r=../../etc",
	} {
		if got := read(t, line).Request.URL; got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

func TestHeaders(t *testing.T) {
	raw := collections.Row{Name: "Accept-Encoding", Off: true}
	form := collections.Row{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}
	for _, c := range []struct {
		line string
		want collections.Rows
	}{
		{"", collections.Rows{raw}},
		{"--compressed", nil},
		{"--compressed --no-compressed", collections.Rows{raw}},
		{"-H Accept-Encoding:gzip", collections.Rows{{Name: "Accept-Encoding", Value: "gzip"}}},
		{"--compressed -HX:␣1 -H X:2 -H x;", collections.Rows{{Name: "X", Value: "1"}, {Name: "X", Value: "2"}, {Name: "x"}}},
		{"--compressed -H Accept: -H Y:␣", collections.Rows{{Name: "Accept", Off: true}, {Name: "Y", Off: true}}},
		{"--compressed -H @heads.txt", collections.Rows{{Name: "X-One", Value: "1"}, {Name: "X-Two", Value: "2"}}},
		{"--compressed -H Location:http://x:1/", collections.Rows{{Name: "Location", Value: "http://x:1/"}}},
		{"--compressed -H X:{{a}}", collections.Rows{{Name: "X", Value: "{{{{a}}"}}},
		{"--compressed -A agent/1", collections.Rows{{Name: "User-Agent", Value: "agent/1"}}},
		{"--compressed -A ''", collections.Rows{{Name: "User-Agent", Off: true}}},
		{"--compressed -A a -H user-agent:b", collections.Rows{{Name: "user-agent", Value: "b"}}},
		{"--compressed -e http://r/ -e http://s/", collections.Rows{{Name: "Referer", Value: "http://s/"}}},
		{"--compressed -e ''", nil},
		{"--compressed -b a=b -b c=d;␣e=f", collections.Rows{{Name: "Cookie", Value: "a=b; c=d; e=f"}}},
		{"--compressed -b a=b -H Cookie:z=1", collections.Rows{{Name: "Cookie", Value: "z=1"}}},
		{"--compressed -d a", collections.Rows{form}},
		{"--compressed -G -d a", nil},
		{"--compressed -d a -H content-type:text/plain", collections.Rows{{Name: "content-type", Value: "text/plain"}}},
		{"--compressed -d a -H Content-Type:", collections.Rows{{Name: "Content-Type", Off: true}}},
		{"--compressed --json {}", collections.Rows{{Name: "Accept", Value: "application/json"}, {Name: "Content-Type", Value: "application/json"}}},
		{"--compressed --json {} -H Accept:text/csv", collections.Rows{{Name: "Accept", Value: "text/csv"}, {Name: "Content-Type", Value: "application/json"}}},
		{"--compressed -G --json a", collections.Rows{{Name: "Accept", Value: "application/json"}, {Name: "Content-Type", Value: "application/json"}}},
	} {
		got := read(t, target+" "+c.line).Request.Headers
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.line, diff)
		}
	}
}

func TestAuth(t *testing.T) {
	basic := func(user, password string) *collections.Auth {
		return &collections.Auth{Kind: collections.AuthBasic, User: user, Password: password}
	}
	for line, want := range map[string]*collections.Auth{
		"":                             nil,
		"-u ann:pass":                  basic("ann", "pass"),
		"-uann:p:a:ss --basic":         basic("ann", "p:a:ss"),
		"-u ann:":                      basic("ann", ""),
		"-u :":                         basic("", ""),
		"-u {{a}}:{{b}}":               basic("{{{{a}}", "{{{{b}}"),
		"--oauth2-bearer t":            {Kind: collections.AuthBearer, Token: "t"},
		"-u a:b -H Authorization:␣x":   nil,
		"-u a:b -H authorization:":     nil,
		"--oauth2-bearer t -u ann:pas": {Kind: collections.AuthBearer, Token: "t"},
	} {
		if diff := cmp.Diff(want, read(t, target+" "+line).Request.Auth); diff != "" {
			t.Errorf("%s (-want +got)\n%s", line, diff)
		}
	}
}

func TestTransfer(t *testing.T) {
	c := read(t, target+" -sSLki -o out.json --compressed -m 2.5 --connect-timeout 1")
	want := curl.Command{Include: true, Silent: true, Compressed: true, Output: "out.json"}
	got := c
	got.Request = collections.Request{}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("command (-want +got)\n%s", diff)
	}
	if r := c.Request.Redirects; r == nil || *r != 50 {
		t.Errorf("-L follows %v redirects, want 50", r)
	}
	if tls := c.Request.TLS; tls == nil || !tls.Insecure {
		t.Errorf("-k gives TLS %+v", tls)
	}
	times := collections.Timeouts{Connect: time.Second, TLS: time.Second, FirstByte: 2500 * time.Millisecond, Idle: 2500 * time.Millisecond, Total: 2500 * time.Millisecond}
	if diff := cmp.Diff(times, c.Request.Timeouts); diff != "" {
		t.Errorf("timeouts (-want +got)\n%s", diff)
	}
	if c := read(t, "curl -fsSL "+target); !c.Fail || !c.Silent || *c.Request.Redirects != 50 || c.Request.URL != target {
		t.Errorf("curl -fsSL: %+v", c)
	}
	if c := read(t, target+" --fail --no-fail"); c.Fail {
		t.Error("--no-fail is not heard")
	}
	c = read(t, target+" -I --max-redirs 3")
	if r := c.Request.Redirects; r == nil || *r != 0 || !c.Head || c.Request.TLS != nil {
		t.Errorf("without -L: redirects %v, head %v, TLS %v", r, c.Head, c.Request.TLS)
	}
	if r := read(t, target+" -L --max-redirs 3").Request.Redirects; r == nil || *r != 3 {
		t.Errorf("--max-redirs 3 gives %v", r)
	}
	if c := read(t, target+" -L --no-location -k --no-insecure"); *c.Request.Redirects != 0 || c.Request.TLS != nil {
		t.Errorf("--no-location, --no-insecure are not heard: %+v", c)
	}
}

func TestRefused(t *testing.T) {
	for line, want := range map[string]string{
		"":                             "there is no URL; write one, as in dowse curl https://",
		"curl":                         "there is no URL",
		target + " " + target:          "there are 2 URLs",
		target + " -F a=b":             "curl's -F is not supported: multipart forms cannot be sent yet",
		target + " --frob x -sSv -Z":   "curl's --frob, -Z, -v (dowse send --format json shows everything sent and received) are not supported; dowse help curl lists the flags that are",
		target + " -xproxy:80 -L":      "-x is not supported: the environment",
		target + " --dat x":            "curl's --dat is not supported; dowse help curl lists the flags that are",
		target + " --no-frob":          "--no-frob is not supported",
		target + " --data=x":           `curl takes the value as an argument of its own: --data "x"`,
		target + " -X":                 "-X: a value must follow it",
		target + " --data":             "--data: a value must follow it",
		target + " -X ''":              "-X: a method must follow it",
		target + " -I -d a":            "-I sends no body",
		target + " -d @nowhere":        "-d: cannot read nowhere: file does not exist",
		target + " -d @":               "the name of a file must follow @",
		target + " -H nocolon":         `"nocolon" is no header`,
		target + " -H X;␣v":            "is no header",
		target + " -H :v":              "has no name",
		target + " -H Host:":           "a request without Host is not valid HTTP/1.1",
		target + " -b jar.txt":         "names a file of cookies",
		target + " -b ''":              "names a file of cookies",
		target + " -b @a=b":            "names a file of cookies",
		target + " -u ann":             "there is no password",
		target + " -e ;auto":           ";auto is not supported",
		target + " -m soon":            `"soon" is not a number of seconds`,
		target + " -m -1":              "is not a number of seconds",
		target + " -m NaN":             "is not a number of seconds",
		target + " --max-redirs 0":     "leave -L out",
		target + " --max-redirs x":     "is not a number of redirects",
		"--url @urls.txt":              "one at a time",
		"http://h.example/[1-3]":       "curl makes several requests of the [",
		"http://h.example/[a:-z]":      "curl makes several requests of the [",
		"http://h.example/[1:2%/]":     "curl makes several requests of the [",
		"http://h.example/{a,b}":       "curl makes several requests of the {",
		"http://h.example/a}":          "curl makes several requests of the }",
		target + " --location-trusted": "credentials never go to another origin",
	} {
		_, err := curl.Read(words(line), files())
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one line with %q", line, err, want)
		}
	}
}

// TestNothingToReadFrom holds that a caller without files or stdin gets an error.
func TestNothingToReadFrom(t *testing.T) {
	for _, arg := range []string{"@file", "@-"} {
		if _, err := curl.Read([]string{target, "-d", arg}, curl.Files{}); err == nil {
			t.Errorf("-d %s was read", arg)
		}
	}
}
