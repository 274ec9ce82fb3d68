package cli_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dowse/collections/long"

	"github.com/google/go-cmp/cmp"
)

// wireLines are curl command lines, $URL standing for the server, ␣ for a space inside of an argument and
// ” for an empty one.
var wireLines = []string{
	// Where it goes.
	"$URL", "$URL/", "$HOST", "$HOST/a?b=c#d", "$URL?q=1", "$URL#f", "--url $URL/a", "-- $URL/a",
	"$URL/a/../b/./c?x=/../y", "$URL/a/b/..", "$URL/../../a", "--path-as-is $URL/a/../b", "$URL/a%2Fb/%2e%2e/c", "$URL/a//b/",
	"$URL/?a[]=1", "-g $URL/?a=[1-3]", `$URL/\[1\]`, "-g $URL/{a}|\"<>^`", "$URL/é?q=é'", "-g $URL/{{a}}?{{b}}={{{{c}}}}",
	"$URL/a+b%20c?d+e%20f=%zz&&&g",
	// Methods.
	"-X DELETE $URL", "-XPATCH $URL", "-X post -d a $URL", "-X POST $URL", "-X PUT $URL", "-I $URL", "-I -X GET $URL", "-I -G -d a $URL", "-sX OPTIONS $URL",
	// Bodies.
	"-d a=1 $URL", "-d a=1 -d b=2 --data-raw @c $URL", "-d '' $URL", "-d '' -d b $URL", "-da=1 $URL", "-X PUT -d a $URL", "--request GET --data a $URL",
	"-d @lines.txt $URL", "--data-ascii @lines.txt -d x $URL", "--data-binary @lines.txt $URL", "--data-binary @blob $URL", "-d @- $URL", "--data-binary @- $URL",
	"--data-urlencode a␣b&c $URL", "--data-urlencode =x=y --data-urlencode n=v␣w/é~-._!* $URL", "--data-urlencode @lines.txt --data-urlencode n@lines.txt $URL",
	`--json {"a":1} $URL`, `--json {"a": --json ␣1} $URL`, "--json @lines.txt $URL", "-d a --json b -d c $URL", `--json {"a":"{{b}}"} $URL`, "--json '' $URL", "--json {oops $URL",
	`--json {} -H Accept:text/csv -H content-type:application/x $URL`, `-d {"a":1} -H Content-Type:␣application/json $URL`, "-d {{a}} $URL",
	"-G -d b=2 --data-urlencode c=d␣e $URL/?a=1#f", "-G $URL -d a", "-G $URL/? -d a=b", "-G $URL", "-G -d '' $URL", "-G --json a $URL",
	// Headers.
	"-H X-One:1 -HX-Two:␣2 -H x-one:3 $URL", "-H X; -H Y: -H Z:␣ $URL", "-H R:␣␣␣spaced␣␣ $URL", "-H Accept: -H accept:␣x $URL", "-H @heads.txt $URL", "-H X:{{a}} $URL",
	"-H Host:␣foo.example $URL", "-H X:é $URL", "-d a -H Content-Type: $URL", "-d a -H Content-Type; $URL", "-d a -H Content-Type:b -H content-type:c $URL",
	"-A agent/1 $URL", "-A '' $URL", "-A a -H user-agent:b $URL", "-e http://r/ -e http://s/ $URL", "-e '' $URL", "-e a -H referer:b $URL",
	"-b a=b $URL", "-b a=b -b c=d;␣e=f $URL", "-b a=b -H Cookie:z=1 $URL", "--compressed $URL", "-H Accept-Encoding:gzip $URL",
	// Auth.
	"-u ann:pass $URL", "-u :  $URL", "-u ann:p:a␣ss@é $URL", "-u a:b -H Authorization:␣x $URL", "-u a:b -H Authorization: $URL", "--oauth2-bearer t $URL",
	"http://a%20b:c%3Ad@$HOST/", "http://ann@$HOST/", "http://a:b@$HOST/ -u c:d",
	// Redirects.
	"$URL/302", "-L $URL/302", "-L -d a=1 $URL/302", "-L -d a=1 $URL/303", "-L -d a=1 $URL/307", "-L -I $URL/302", "-L -u a:b -b c=d $URL/302", "-L -e http://r/ $URL/302",
	// What is printed.
	"-i $URL", "-i -L $URL/302", "-s -S $URL", "-sI $URL/a", "-i -X HEAD -I $URL", "-m 10 --connect-timeout 2.5 $URL", "-f $URL/a", "-fsSL $URL/302",
	// What both refuse.
	"$URL/a␣b", "-G $URL -d a␣b", "-I -d a $URL", "--data=x $URL", "$URL -X", "$URL -d", "$URL/[1-", "--frob $URL",
}

// TestCurlOnTheWire runs curl and dowse with the same arguments and compares every byte that matters of
// what they send and all of what they print.
func TestCurlOnTheWire(t *testing.T) {
	long.Test(t)
	c := newCurl(t)
	for _, line := range wireLines {
		want, got := c.run(t, c.path, line), c.run(t, binary, line)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("curl %s (-curl +dowse)\n%s", line, diff)
		}
	}
}

// TestCurlOnTheWireControl is the control: each pair must be told apart by what it compares.
func TestCurlOnTheWireControl(t *testing.T) {
	c := newCurl(t)
	for _, pair := range [][2]string{
		{"-d @lines.txt $URL", "--data-binary @lines.txt $URL"},
		{"-d {} $URL", "--json {} $URL"},
		{"-G -d a $URL", "-d a $URL"},
		{"-H X: $URL", "-H X; $URL"},
		{"-H X:1 $URL", "-H x:1 $URL"},
		{"-A '' $URL", "$URL"},
		{"-b a=1 $URL", "$URL"},
		{"--compressed $URL", "$URL"},
		{"--path-as-is $URL/a/../b", "$URL/a/../b"},
		{"-L $URL/302", "$URL/302"},
		{"-i $URL", "$URL"},
	} {
		if a, b := c.run(t, c.path, pair[0]), c.run(t, binary, pair[1]); cmp.Equal(a, b) {
			t.Errorf("curl %s and dowse curl %s look the same: %+v", pair[0], pair[1], a)
		}
	}
}

// wireRun is what came of one command line.
type wireRun struct {
	Requests []wireRequest
	Stdout   string
	Failed   bool
}

// wireRequest is a request as received, less what two programs may rightly do otherwise.
type wireRequest struct {
	Line    string
	Headers []string // sorted
	Body    string
}

type curlTest struct {
	path   string // of curl
	dir    string
	server *recorder
}

var curlVersion = regexp.MustCompile(`^curl (\d+)\.(\d+)`)

func newCurl(t *testing.T) *curlTest {
	t.Helper()
	path, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("SKIPPED: there is no curl here to compare with")
	}
	out, err := exec.Command(path, "-q", "--version").Output()
	if err != nil {
		t.Skipf("SKIPPED: curl cannot be run: %v", err)
	}
	var major, minor int
	if m := curlVersion.FindSubmatch(out); m != nil {
		fmt.Sscan(string(m[1])+" "+string(m[2]), &major, &minor)
	}
	if major < 7 || major == 7 && minor < 88 {
		t.Skipf("SKIPPED: curl here is older than 7.88: %.20s", out)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{
		"lines.txt": "a=1\r\n&b=é 2\n",
		"blob":      "\xff\xfe{{\x01}}",
		"heads.txt": "X-One: 1\r\n\nX-Two: 2\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &curlTest{path, dir, newRecorder(t)}
}

// run runs one program and gives what the server received of it and what it printed.
func (c *curlTest) run(t *testing.T, program, line string) wireRun {
	t.Helper()
	first := "-q"
	if program == binary {
		first = "curl"
	}
	args := []string{first}
	for word := range strings.FieldsSeq(line) {
		if word == "''" {
			word = ""
		}
		word = strings.NewReplacer("␣", " ", "$URL", "http://"+c.server.host, "$HOST", c.server.host).Replace(word)
		args = append(args, word)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "no_proxy=*", "NO_PROXY=*")
	cmd.Stdin = strings.NewReader("from=stdin\n")
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	err := cmd.Run()
	return wireRun{c.server.take(), stdout.String(), err != nil}
}

// recorder is a server that keeps each request byte by byte. It answers any path but a status with 200.
type recorder struct {
	host     string
	received chan wireRequest
}

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{listener.Addr().String(), make(chan wireRequest, 64)}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go r.serve(conn)
		}
	}()
	return r
}

// take gives the requests received since the last time. A program has read its answer when it ends, and
// what it sent was kept before that.
func (r *recorder) take() []wireRequest {
	var requests []wireRequest
	for {
		select {
		case request := <-r.received:
			requests = append(requests, request)
		default:
			return requests
		}
	}
}

func (r *recorder) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		request, err := r.read(in)
		if err != nil {
			return
		}
		r.received <- request
		method, rest, _ := strings.Cut(request.Line, " ")
		target, _, _ := strings.Cut(rest, " ")
		answer := "HTTP/1.1 200 OK\r\nX-Order: 1\r\nx-case: 2\r\nContent-Length: 3\r\n\r\n"
		if status := strings.TrimPrefix(target, "/"); len(status) == 3 && status[0] == '3' {
			answer = "HTTP/1.1 " + status + " Elsewhere\r\nLocation: /landed?x=1\r\nContent-Length: 3\r\n\r\n"
		}
		if method != "HEAD" {
			answer += "ok\n"
		}
		if _, err := io.WriteString(conn, answer); err != nil {
			return
		}
	}
}

// read reads one request of HTTP/1.1 with a Content-Length (RFC 9112), without the help of net/http.
func (r *recorder) read(in *bufio.Reader) (wireRequest, error) {
	var request wireRequest
	line, err := in.ReadString('\n')
	if err != nil {
		return request, err
	}
	request.Line = sameTarget(strings.TrimRight(line, "\r\n"))
	length := 0
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return request, err
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.Trim(value, " \t") // RFC 9112 section 5: no part of the value
		if http.CanonicalHeaderKey(name) == "Content-Length" {
			fmt.Sscan(value, &length)
		}
		if h := r.comparable(name, value); h != "" {
			request.Headers = append(request.Headers, h)
		}
	}
	slices.Sort(request.Headers)
	body := make([]byte, length)
	_, err = io.ReadFull(in, body)
	request.Body = string(body)
	return request, err
}

// comparable gives a header line as it is compared, or "" for one that is not.
func (r *recorder) comparable(name, value string) string {
	switch {
	case name == "Content-Length" && value == "0":
		return "" // RFC 9110 section 8.6 asks for it after POST; curl sends it only with -d
	case name == "User-Agent" && (strings.HasPrefix(value, "curl/") || strings.HasPrefix(value, "dowse/")):
		value = "its own"
	case name == "Accept-Encoding" && strings.Contains(value, ","):
		value = "what it can decode"
	case name == "Cookie":
		value = strings.ReplaceAll(strings.ReplaceAll(value, "; ", ";"), ";", "; ") // older curls join without the space
	}
	return name + ": " + strings.ReplaceAll(value, r.host, "$HOST")
}

// sameTarget percent-encodes what RFC 3986 wants encoded and curl sends raw, and writes all in upper case.
func sameTarget(line string) string {
	var b strings.Builder
	for i := range len(line) {
		switch c := line[i]; {
		case c > 0x7e || strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return escapes.ReplaceAllStringFunc(b.String(), strings.ToUpper)
}

var escapes = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
