package collections

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dowse/collections/redact"
)

// speaking is the first word of a regular expression or a selector that speaks for a secret, or "". All around a value in a
// page or a text can name it, as <meta name=csrf-token content=VALUE> does.
func speaking(expression string) string {
	for _, word := range nameWord().FindAllString(expression, -1) {
		if redact.Named("", word) != "" {
			return word
		}
	}
	return ""
}

// speakingOf is the word of a regular expression that speaks for a secret in what its group takes, or "". A name right before the
// group is the name of that: "expires_in":(\d+) is none of "access_token":"[^"]*","expires_in":(\d+). Where no name is,
// or one that any value has, as in name="csrf" value="(.*)", every word of the expression counts.
func speakingOf(expression, group string) string {
	all := plainWords(expression) + " " + group
	before, taken, ok := aroundGroup(expression, group)
	if !ok || speaking(plainWords(taken)+" "+group) != "" || strings.Contains(before, "|") || isLong(taken) { // of one in two nobody knows which
		return speaking(all)
	}
	key := keyBefore().FindStringSubmatchIndex(before)
	if key == nil {
		return speaking(all)
	}
	name, between, start := before[key[4]:key[5]], before[key[6]:key[7]], key[4]
	quoted := key[2] >= 0 && strings.ContainsAny(before[key[2]:key[3]], `"'`)
	switch {
	case !strings.ContainsAny(between, "=>") && !(quoted && strings.Contains(between, ":")): // "password is: (.*)" has no key
		return speaking(all)
	case redact.Named("", name) != "":
		return name
	case redact.Holds(name) || slices.Contains(anyValue, strings.ToLower(name)) || speaksAsValue().MatchString(before[:start]) && speaking(before[:start]) != "":
		return speaking(all)
	}
	if owner := ownerBefore().FindStringSubmatch(before[:start]); owner != nil && redact.Named(owner[1], name) != "" {
		return owner[1]
	}
	return ""
}

// anyValue are names of values that say nothing of them.
var anyValue = []string{"id", "v", "name", "type", "kind", "is", "string", "body", "item", "attribute", "code", "x"}

// aroundGroup is what stands in a regular expression before the group that is taken, and in it. false: there is no such group.
func aroundGroup(expression, group string) (before, taken string, ok bool) {
	if strings.Contains(expression, `\Q`) {
		return "", "", false
	}
	wanted := 1
	if group != "" {
		wanted, _ = strconv.Atoi(group)
	}
	number, depth, start, class := 0, 0, -1, false
	for i := 0; i < len(expression); i++ {
		switch c := expression[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			if class = true; strings.HasPrefix(expression[i:], "[^]") {
				i += len("^]")
			} else if strings.HasPrefix(expression[i:], "[]") {
				i++
			}
		case c == '(':
			depth++
			if rest := expression[i+1:]; !strings.HasPrefix(rest, "?") || strings.HasPrefix(rest, "?P<") || strings.HasPrefix(rest, "?<") {
				_, named, _ := strings.Cut(rest[:strings.IndexByte(rest+">", '>')], "<")
				if number++; number == wanted || group != "" && strings.HasPrefix(rest, "?") && named == group {
					before, start, depth = expression[:i], i+1, 0
				}
			}
		case c == ')':
			if depth--; depth < 0 && start >= 0 {
				return before, expression[start:i], true
			}
		}
	}
	return "", "", false
}

// isLong says whether what a group takes can go on behind the value that it begins with, over others: (.*) or (\S+) in JSON.
func isLong(group string) bool {
	return overValues().MatchString(escapedOrLazy().ReplaceAllString(group, ""))
}

// plainWords is a regular expression with its words as they are in what it matches.
func plainWords(expression string) string {
	return classEscape().ReplaceAllString(separatorClass().ReplaceAllString(expression, "_"), " ")
}

// nameWord is a name in an expression; separatorClass stands between two words of one name (access[_-]?token), and classEscape
// is a sign of RE2 whose letter is of no word (\b, \s).
var (
	nameWord       = compiled(`[\pL_][\pL\pN_-]*`)
	separatorClass = compiled(`\[[_\- ]+\]\??|_\?`)
	classEscape    = compiled(`\\[A-Za-z]`)
)

// keyBefore is the name at the end of an expression, with what it begins behind and what follows it: "NAME": or &NAME= or
// <NAME>. ownerBefore is the name of an object that is open there, and speaksAsValue something that is a value as a whole.
// overValues is what matches the end of a value too, in a group without escapedOrLazy.
var (
	keyBefore     = compiled(`(?:^|(["'&;,<{]|\\\?|\\[nr]))([\pL_][\pL\pN_-]*)((?:(?:\\?["':=>]|\\s|\s|\[(?:\\?["':=]|\\s|\s)+\])[*+?]*)+)$`)
	ownerBefore   = compiled(`([\pL_][\pL\pN_-]*)\\?["']?(?:\\s|\s)*[*+?]*(?::(?:\\s|\s)*[*+?]*\\?\{|>(?:\\s|\s)*[*+?]*<)(?:\\s|\s)*[*+?]*\\?["']?$`)
	escapedOrLazy = compiled(`\\[^A-Z]|\.[*+]\?`)
	overValues    = compiled(`\.|\\[A-Z]|\[\^[^"'&<,;]*\]`)
	speaksAsValue = compiled(`[:=](?:\\s|\s)*[*+?]*\\?["'][\pL_]`)
)

// compiled is an expression that is compiled when it is first used: most commands, such as dowse version, need none of these.
func compiled(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
