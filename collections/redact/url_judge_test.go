package redact

import "testing"

// TestJudgeOfURLs holds that a URL is secret when a part of it is secret by its name, however short, with a scheme or without; and
// that one with a place in a list, or with nothing, is not.
func TestJudgeOfURLs(t *testing.T) {
	for text, want := range map[string]bool{
		"https://h.test/cb?token=abc66":                true,
		"https://h.test/cb?a=1&access_token=abc66":     true,
		"https://h.test/cb#access_token=abc66&x=1":     true,
		"https://user:pw19@h.test/x":                   true,
		"postgres://u:dbpw19@h.test/db":                true,
		"/cb?access_token=abc66&code=abc":              true,
		"?session_id=s1":                               true,
		"/cb#id_token=abc66":                           true,
		"https://h.test/items?page_token=abc&limit=20": false,
		"https://h.test/items?token_type=bearer":       false,
		"/items?cursor=abc&next_token=def":             false,
		"https://h.test/items/7":                       false,
		"https://h.test:8080/items?page=2":             false,
		"/items?page=2#top":                            false,
		"/ is it a token=abc? no":                      false,
	} {
		if got := (Judge{}).Why(Candidate{Name: "link", Text: text}); (len(got) > 0) != want {
			t.Errorf("%s: %q, want secret: %v", text, got, want)
		}
	}
}
