package urlbar

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// isJSON says whether a text is a JSON object or array.
func isJSON(text string) bool {
	return (strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")) && json.Valid([]byte(text))
}

// existing gives the file or folder that a text names, where it is written as a path and is there. A terminal
// quotes the names of files that are dropped on it.
func existing(text string) (string, bool) {
	path := unquote(text)
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || isSeparator(rest[0])) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", false
		}
		path = filepath.Join(home, rest)
	}
	if !isPath(path) {
		return "", false
	}
	if _, err := os.Stat(path); err != nil {
		return "", false
	}
	return path, true
}

// isPath says whether a text is written as a path, not as a name that a host may have.
func isPath(text string) bool {
	for _, begin := range []string{".", ".."} {
		if rest, ok := strings.CutPrefix(text, begin); ok && (rest == "" || isSeparator(rest[0])) {
			return true
		}
	}
	return filepath.IsAbs(text)
}

func isSeparator(c byte) bool { return c == '/' || c == filepath.Separator }

// unquote takes the quotes of a shell from a path.
func unquote(text string) string {
	for _, q := range []string{"'", `"`} {
		if len(text) >= 2 && strings.HasPrefix(text, q) && strings.HasSuffix(text, q) {
			return text[1 : len(text)-1]
		}
	}
	if filepath.Separator == '\\' {
		return text
	}
	return strings.ReplaceAll(text, `\ `, " ")
}
