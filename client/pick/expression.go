package pick

import (
	"dowse/client/document"
	"dowse/client/filter"
	"dowse/collections"
)

// CheckExpression says in one line what is wrong with the text that a file has under a key, jq, xpath or css, whatever the
// response is; nil: nothing, or the key holds no expression.
func CheckExpression(key, text string) error {
	switch key {
	case "jq":
		_, err := filter.Compile(text)
		return err
	case string(collections.SourceXPath):
		return document.CheckXPath(text)
	case string(collections.SourceCSS):
		return document.CheckSelector(text)
	}
	return nil
}
