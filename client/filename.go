package client

import (
	"mime"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestFileName is the length in bytes of the longest name that FileName gives: file systems take 255.
const longestFileName = 200

// FileName is the name of a file that the response proposes for its body (RFC 6266), made safe to use in the current
// folder: its last element alone, without what hides it, what is no character of text and what a file system refuses.
// It is empty where none is proposed or nothing of it is left. It is untrusted text nevertheless.
func (r *Response) FileName() string {
	value := r.Header("Content-Disposition")
	_, parameters, err := mime.ParseMediaType(value)
	name := parameters["filename"]
	if err != nil && name == "" { // such as a name with blanks and no quotes
		_, rest, _ := strings.Cut(value, "filename=")
		name, _, _ = strings.Cut(rest, ";")
		name = strings.Trim(name, ` "`)
	}
	if !utf8.ValidString(name) {
		return ""
	}
	return safeFileName(name)
}

// safeFileName is a name that a stranger chose as one for the current folder.
func safeFileName(name string) string {
	name = path.Base("/" + strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/<>:"|?*`, r):
			return '-'
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, name)
	name = strings.TrimRight(strings.TrimLeft(name, ".- "), ". ")
	if stem, _, _ := strings.Cut(name, "."); reservedNames[strings.ToLower(stem)] {
		name = "_" + name
	}
	if len(name) > longestFileName {
		extension := path.Ext(name)
		if len(extension) > 16 {
			extension = ""
		}
		cut := longestFileName - len(extension)
		for !utf8.RuneStart(name[cut]) {
			cut--
		}
		name = strings.TrimRight(name[:cut], ". ") + extension
	}
	return name
}

// reservedNames are those of devices, which Windows takes for files anywhere.
var reservedNames = func() map[string]bool {
	names := map[string]bool{"con": true, "prn": true, "aux": true, "nul": true}
	for _, digit := range "123456789" {
		names["com"+string(digit)], names["lpt"+string(digit)] = true, true
	}
	return names
}()
