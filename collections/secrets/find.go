package secrets

import "strings"

const (
	pemBegin = "-----BEGIN "
	pemEnd   = "-----END "
	pemRule  = "-----"
)

// Find returns the parts of a longer text that have a Shape of their own, such as the tokens in a JSON body.
// \n, \r and \t count as the white space that they mean in JSON.
func Find(text string) []string {
	text = strings.NewReplacer(`\\`, `\\`, `\n`, "\n", `\r`, "\r", `\t`, "\t").Replace(text)
	var found []string
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isRunRune(r) && !strings.ContainsRune("-_.", r) || r == '+' }) {
		if word = strings.Trim(word, "."); Shape(word) != "" {
			found = append(found, word)
		}
	}
	for {
		begin := strings.Index(text, pemBegin)
		if begin < 0 {
			return found
		}
		text = text[begin:]
		end := strings.Index(text, pemEnd)
		if end < 0 {
			return found
		}
		rest := text[end+len(pemEnd):]
		block := text[:end+len(pemEnd)+strings.Index(rest+pemRule, pemRule)] + pemRule
		if Shape(block) != "" {
			found = append(found, block)
		}
		text = rest
	}
}
