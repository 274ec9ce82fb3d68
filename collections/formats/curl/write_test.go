package curl_test

import (
	"strings"
	"testing"

	"dowse/collections"
	"dowse/collections/formats/curl"
	"dowse/collections/vars"
)

// message is a request to a URL, with the headers that dowse adds.
func message(url string) collections.Message {
	host, _, _ := strings.Cut(strings.SplitN(url, "://", 2)[1], "/")
	return collections.Message{Method: "GET", URL: vars.PlainText(url), Headers: []collections.Header{
		{Name: "Host", Value: vars.PlainText(host)}, {Name: "User-Agent", Value: vars.PlainText("me")}, {Name: "Accept", Value: vars.PlainText("*/*")},
	}}
}

// TestWriteHost holds that Host is written where curl would write another one: it leaves out the port of the scheme, and puts
// names and addresses in order.
func TestWriteHost(t *testing.T) {
	for url, written := range map[string]bool{
		"http://h.example/": false, "http://h.example:8080/x": false, "http://127.0.0.1:80800/": false, "http://[::1]:81/": false, "https://a-b.c/": false,
		"http://h.example:80/": true, "https://h.example:443/": true, "http://H.example/": true, "http://127.1/": true, "http://0x7f.1/": true,
		"http://h:080/": true, "http://[0:0::1]/": true, "http://2130706433/": true,
	} {
		var w curl.Writer
		if got := w.Command(message(url)); strings.Contains(got, "-H 'Host: ") != written {
			t.Errorf("%s: %s", url, got)
		}
	}
}

// TestWriteConnection holds how redirects and certificates are written.
func TestWriteConnection(t *testing.T) {
	m := message("https://h.example/")
	m.Redirects = 3
	m.TLS = collections.TLS{Insecure: true, CA: "a b.pem", Cert: "c:d.pem", Key: "k.pem"}
	var w curl.Writer
	const want = `curl 'https://h.example/' -H 'User-Agent: me' -L --max-redirs 3 -k --cacert 'a b.pem' --cert 'c\:d.pem' --key 'k.pem'`
	if got := w.Command(m); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestWriteNames holds that each variable has a name of its own in the shell, the same in every command of a Writer, and that a
// comment says which one where its name does not; what no shell makes of a value is a variable too.
func TestWriteNames(t *testing.T) {
	var w curl.Writer
	header := func(template string) string {
		scope := vars.NewScope().Outline(func(vars.Found) bool { return false })
		value, err := scope.Expand(vars.InHeader, template)
		if err != nil {
			t.Fatal(err)
		}
		m := message("http://h.example/")
		m.Headers = append(m.Headers, collections.Header{Name: "X", Value: value})
		command := w.Command(m)
		before, after, _ := strings.Cut(command, "curl ")
		_, after, _ = strings.Cut(after, "-H 'X: '")
		return before + after
	}
	for _, c := range []struct{ template, want string }{
		{"{{token}}", `"$TOKEN"`},
		{"{{pick.auth/login.token}}", "# TOKEN_2 is {{pick.auth/login.token}}\n" + `"$TOKEN_2"`},
		{"{{token}}", `"$TOKEN"`},
		{"{{PATH}}", "# SECRET_PATH is {{PATH}}\n" + `"$SECRET_PATH"`},
		{"{{ключ}}", "# SECRET_____ is {{ключ}}\n" + `"$SECRET_____"`},
		{"{{9}}", "# SECRET_9 is {{9}}\n" + `"$SECRET_9"`},
		{"{{$env.dowse_no_such}}", `"$dowse_no_such"`},
		{"{{token | base64}}", `"$(printf %s "$TOKEN" | base64 | tr -d '\n')"`},
		{"{{token | default(\"x\")}}", ""},
		{`{{token | jwt("sub")}}`, `# TOKEN_JWT__SUB__ is {{token | jwt("sub")}}` + "\n" + `"$TOKEN_JWT__SUB__"`},
	} {
		if got := header(c.template); c.want != "" && got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.template, got, c.want)
		}
	}
}

// TestWriteIsRead holds that a written command is read back as the same request.
func TestWriteIsRead(t *testing.T) {
	m := message("http://h.example/a/../{b}[c]?d=1")
	m.Method, m.Redirects = "PUT", 4
	m.Headers = append(m.Headers,
		collections.Header{Name: "X-E", Value: vars.PlainText("")}, collections.Header{Name: "X-Q", Value: vars.PlainText(`it's "$x" !`)},
		collections.Header{Name: "Content-Length", Value: vars.PlainText("5")}, collections.Header{Name: "Authorization", Value: vars.PlainText("Basic dTpwOnE=")},
	)
	m.Basic = &collections.Basic{User: vars.PlainText("u"), Password: vars.PlainText("p:q")}
	m.Body = vars.PlainText("@it's")
	w := curl.Writer{Break: " \\\n  "}
	words, variables, err := curl.Words(w.Command(m))
	if err != nil || len(variables) > 0 {
		t.Fatal(err, variables)
	}
	c, err := curl.Read(words, curl.Files{})
	if err != nil {
		t.Fatal(err)
	}
	r := c.Request
	if r.Method != "PUT" || r.URL != "http://h.example/a/../{b}[c]?d=1" || *r.Redirects != 4 || r.Body.Text != "@it's" || r.Auth == nil || r.Auth.User != "u" || r.Auth.Password != "p:q" {
		t.Errorf("%+v", r)
	}
	rows := map[string]collections.Row{}
	for _, row := range r.Headers {
		rows[row.Name] = row
	}
	if row := rows["X-E"]; row.Off || row.Name == "" || rows["X-Q"].Value != `it's "$x" !` || !rows["Content-Type"].Off {
		t.Errorf("%+v", r.Headers)
	}
}

// TestWriteHead holds that HEAD with a body is written so that curl ends, and read back; with another method the limit that does so is
// told.
func TestWriteHead(t *testing.T) {
	m := message("http://h.example/a")
	m.Method, m.Body = "HEAD", vars.PlainText("abc")
	var w curl.Writer
	line := w.Command(m)
	words, _, err := curl.Words(line)
	if err != nil || !strings.Contains(line, "--max-filesize 1 ") || strings.Contains(line, "-I") {
		t.Fatal(err, line)
	}
	if c, err := curl.Read(words, curl.Files{}); err != nil || c.Request.Method != "HEAD" || c.Request.Body.Text != "abc" {
		t.Errorf("%+v %v", c.Request, err)
	}
	if _, err := curl.Read([]string{"http://h.example/", "--max-filesize", "1"}, curl.Files{}); err == nil || !strings.Contains(err.Error(), "--max-filesize") {
		t.Error(err)
	}
}
