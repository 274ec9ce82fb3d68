package curl

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
)

// Writer writes messages as command lines of curl (7.55 and later) for POSIX shells: run as they are printed, they send the
// same method, target, headers and body as dowse. The zero Writer is ready for use; what one Writer writes calls each
// variable by one name.
//
// A secret, and what is not known yet, stands as "$NAME": the variable of the shell that is called as the one it came from, and
// holds the value as it is. Where it is written encoded, a function in front of the command encodes it, whatever the value is:
// what is printed depends on no secret. A value without a known type that stands bare in JSON goes as a number where it looks like one. What cannot be made of the value in a shell (the transform jwt, say) is a variable of its own, named in a
// comment.
//
// After a redirect curl does as curl does: it keeps a method that -X gives.
type Writer struct {
	Break string // stands between two words; empty: a space

	names map[reference]string
}

// Command writes one message.
func (w *Writer) Command(m collections.Message) string {
	c := &command{shell: shell{writer: w}, message: m, words: []string{"curl"}}
	c.method()
	c.address()
	c.headers()
	c.connection()
	input := c.body()
	line := input + strings.Join(c.words, cmp.Or(w.Break, " "))
	return c.shell.preamble() + line
}

// command is one command line as far as it is written.
type command struct {
	shell   shell
	message collections.Message
	words   []string
}

func (c *command) add(words ...string) { c.words = append(c.words, strings.Join(words, " ")) }

// data reports whether curl is given a body, which may be empty: it adds Content-Length then.
func (c *command) data() bool {
	return c.message.Body.Reveal() != "" || len(c.lines("Content-Length")) > 0
}

// lines are the header lines of a name.
func (c *command) lines(name string) []collections.Header {
	return slices.DeleteFunc(slices.Clone(c.message.Headers), func(h collections.Header) bool { return !strings.EqualFold(h.Name, name) })
}

// method writes the method where it is not the one that curl takes by itself. Only -I tells curl that an answer has no body, and -I
// takes none to send: with one, curl would wait for the body that the answer to HEAD speaks of, and a limit on its size ends that.
func (c *command) method() {
	switch method := c.message.Method; {
	case method == "HEAD" && !c.data():
		c.add("-I")
	case method == "HEAD":
		c.add("-i --max-filesize 1 -X HEAD")
	case method == "GET" && !c.data(), method == "POST" && c.data():
	default:
		c.add("-X", quoted(method))
	}
}

func (c *command) address() {
	text := c.message.URL
	raw := text.Reveal()
	asItIs := slices.ContainsFunc(text.Spans(), func(s vars.Span) bool {
		return refers(s) && s.Form != vars.Percent
	})
	if asItIs || strings.ContainsAny(raw, "[]{}") {
		c.add("-g")
	}
	if lower := strings.ToLower(raw); asItIs || strings.Contains(lower, "/.") || strings.Contains(lower, "/%2e") {
		c.add("--path-as-is")
	}
	c.add(c.shell.word(text))
}

// headers writes the header lines that curl does not send by itself, and takes away what it would add.
func (c *command) headers() {
	for _, h := range c.message.Headers {
		switch {
		case strings.EqualFold(h.Name, "Authorization") && c.message.Basic != nil:
			c.add("-u", c.shell.word(vars.Join(":", c.message.Basic.User, c.message.Basic.Password)))
		case !c.added(h):
			c.header(h)
		}
	}
	for _, name := range []string{"User-Agent", "Accept", "Content-Type", "Expect"} {
		if len(c.lines(name)) == 0 && c.adds(name) {
			c.add("-H", quoted(name+":"))
		}
	}
}

// adds reports whether curl adds a header of that name by itself.
func (c *command) adds(name string) bool {
	switch name {
	case "Content-Type":
		return c.data()
	case "Expect":
		return len(c.message.Body.Reveal()) > expects
	}
	return true
}

// expects is how many bytes a body has, at the least, before which curl asks whether it may send it; a secret in it may be longer than
// what stands in its place.
const expects = 512 << 10

// added reports whether curl writes just this line by itself. One that is typed keeps away all that curl would add under its
// name.
func (c *command) added(h collections.Header) bool {
	value := h.Value.Reveal()
	if len(c.lines(h.Name)) > 1 {
		return false
	}
	switch h.Name {
	case "Accept":
		return value == "*/*"
	case "Content-Type":
		return c.data() && value == "application/x-www-form-urlencoded"
	case "Content-Length":
		return true
	case "Host":
		return c.hostAdded(value)
	}
	return strings.EqualFold(h.Name, "Content-Length") && slices.ContainsFunc(c.message.Body.Spans(), refers)
}

// hostAdded reports whether curl takes that value for Host from the URL: it leaves out the port that the scheme has anyway, and
// writes addresses and names in its own way.
func (c *command) hostAdded(value string) bool {
	raw := c.message.URL.Reveal()
	scheme, rest, _ := strings.Cut(raw, "://")
	authority := rest[:strings.IndexAny(rest+"/", "/?")]
	if authority != value {
		return false
	}
	end := len(scheme) + len("://") + len(authority)
	if slices.ContainsFunc(c.message.URL.Spans(), func(s vars.Span) bool { return refers(s) && s.Start < end }) {
		return true // what holds its place stands in the Host line too
	}
	name, port, found := strings.Cut(authority, ":")
	if strings.HasPrefix(authority, "[") {
		name, port, found = strings.Cut(authority, "]:")
		name = strings.Trim(name, "[]")
	}
	if found && (strings.HasPrefix(port, "0") || port == "80" || port == "443" || port == "") {
		return false
	}
	if address, err := netip.ParseAddr(name); err == nil {
		return address.String() == name && address.Zone() == ""
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	number := strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x")
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-.") == "" && !number
}

func (c *command) header(h collections.Header) {
	if strings.Trim(h.Value.Reveal(), " \t") == "" {
		c.add("-H", quoted(h.Name+";"))
		return
	}
	c.add("-H", c.shell.word(vars.Join(": ", vars.PlainText(h.Name), h.Value)))
}

// connection writes what is about the sending: redirects, certificates, and content codings to be undone.
func (c *command) connection() {
	if n := c.message.Redirects; n > 0 {
		c.add("-L --max-redirs", fmt.Sprint(n))
	}
	t := c.message.TLS
	if t.Insecure {
		c.add("-k")
	}
	for _, f := range []struct{ flag, path string }{
		{"--cacert", t.CA}, {"--cert", strings.ReplaceAll(strings.ReplaceAll(t.Cert, `\`, `\\`), ":", `\:`)}, {"--key", t.Key},
	} {
		if f.path != "" {
			c.add(f.flag, quoted(f.path))
		}
	}
	coded := func(h collections.Header) bool { return h.Value.Reveal() != "" && h.Value.Reveal() != "identity" }
	if slices.ContainsFunc(c.lines("Accept-Encoding"), coded) {
		c.add("--compressed")
	}
}

// longest is how many bytes of a body are written as an argument: Linux takes 128 KiB.
const longest = 64 << 10

// body writes the body, as it was typed, and gives what stands before curl: a body that cannot be an argument is its input.
func (c *command) body() (input string) {
	if !c.data() {
		return ""
	}
	if text := c.message.Body; len(text.Reveal()) > longest || !printable(text.Reveal()) {
		c.add("--data-binary @-")
		return c.shell.printf(text) + " | "
	}
	c.add("--data-raw", c.shell.word(c.message.Body))
	return ""
}
