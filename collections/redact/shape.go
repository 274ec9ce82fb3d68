package redact

import (
	"bytes"
	"encoding/base64"
	"errors"
	"math"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// vendorToken is how the tokens of one service begin.
type vendorToken struct {
	prefix string
	least  int // characters after the prefix
	what   string
}

var vendorTokens = []vendorToken{
	{"ghp_", 30, "a GitHub token"}, {"gho_", 30, "a GitHub token"}, {"ghu_", 30, "a GitHub token"},
	{"ghs_", 30, "a GitHub token"}, {"ghr_", 30, "a GitHub token"}, {"github_pat_", 30, "a GitHub token"},
	{"glpat-", 20, "a GitLab token"}, {"sk_live_", 16, "a Stripe key"}, {"sk_test_", 16, "a Stripe key"},
	{"rk_live_", 16, "a Stripe key"}, {"rk_test_", 16, "a Stripe key"}, {"whsec_", 16, "a Stripe webhook secret"},
	{"xoxb-", 20, "a Slack token"}, {"xoxp-", 20, "a Slack token"}, {"xoxa-", 20, "a Slack token"},
	{"xapp-", 20, "a Slack token"}, {"AIza", 30, "a Google API key"}, {"ya29.", 20, "a Google token"},
	{"SG.", 30, "a SendGrid key"}, {"sk-ant-", 20, "an Anthropic key"}, {"sk-proj-", 20, "an OpenAI key"},
	{"shpat_", 30, "a Shopify token"}, {"npm_", 30, "an npm token"}, {"pypi-", 40, "a PyPI token"},
	{"dop_v1_", 30, "a DigitalOcean token"}, {"hf_", 30, "a Hugging Face token"}, {"hvs.", 20, "a Vault token"},
	{"AKIA", 16, "an AWS access key"}, {"ASIA", 16, "an AWS access key"}, {"xoxr-", 20, "a Slack token"}, {"xoxs-", 20, "a Slack token"},
	{"xoxe.", 20, "a Slack token"}, {"glptt-", 20, "a GitLab token"}, {"gldt-", 20, "a GitLab token"}, {"glrt-", 20, "a GitLab token"},
	{"GOCSPX-", 20, "a Google client secret"}, {"sk-or-", 20, "an OpenRouter key"}, {"gsk_", 30, "a Groq key"}, {"shpss_", 30, "a Shopify secret"},
	{"shpca_", 30, "a Shopify token"}, {"shppa_", 30, "a Shopify token"}, {"doo_v1_", 30, "a DigitalOcean token"}, {"lin_api_", 20, "a Linear key"},
	{"ntn_", 30, "a Notion token"}, {"pat-na1-", 20, "a HubSpot token"}, {"dapi", 32, "a Databricks token"}, {"figd_", 30, "a Figma token"},
	{"PMAK-", 40, "a Postman key"}, {"rubygems_", 40, "a RubyGems key"}, {"dckr_pat_", 20, "a Docker token"}, {"sntrys_", 30, "a Sentry token"},
	{"sbp_", 30, "a Supabase token"}, {"ATATT3x", 30, "an Atlassian token"}, {"NRAK-", 20, "a New Relic key"}, {"sq0atp-", 20, "a Square token"},
	{"sq0csp-", 20, "a Square secret"}, {"hvb.", 20, "a Vault token"}, {"pul-", 40, "a Pulumi token"}, {"EAAC", 40, "a Facebook token"},
}

// Shape names the shape of text when nothing but a secret has it; else it is "".
func Shape(text string) string {
	text = strings.TrimSpace(text)
	if scheme, rest, ok := strings.Cut(text, " "); ok && (strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "Basic")) {
		if !strings.ContainsAny(rest, ` ,"`) && len(rest) >= 16 {
			return "an Authorization value"
		}
		if plain, err := base64.StdEncoding.DecodeString(rest); err == nil && strings.EqualFold(scheme, "Basic") && bytes.IndexByte(plain, ':') >= 0 {
			return "an Authorization value"
		}
		text = rest
	}
	if isJWT(text) {
		return "a JWT"
	}
	if _, rest, found := strings.Cut(text, pemBegin); found {
		if kind, _, closed := strings.Cut(rest, pemRule); closed && strings.Contains(kind, "PRIVATE KEY") {
			return "a private key"
		}
	}
	for _, v := range vendorTokens {
		if rest, ok := strings.CutPrefix(text, v.prefix); ok && len(rest) >= v.least && !strings.ContainsAny(rest, " \t\n/") {
			return v.what
		}
	}
	return ""
}

// isJWT says whether text is a signed token with a readable header and claims (RFC 7519 section 3).
func isJWT(text string) bool {
	if !strings.HasPrefix(text, "ey") || strings.Count(text, ".") != 2 {
		return false
	}
	token, _, err := jwt.NewParser().ParseUnverified(text, jwt.MapClaims{})
	return token != nil && (err == nil || errors.Is(err, jwt.ErrTokenUnverifiable)) // of an algorithm not known here
}

const (
	shortestRandom = 16  // characters of one run
	leastEntropy   = 3.2 // bits a character; sixteen random hexadecimal digits have about 3.4
)

// Random says whether text has a long run of letters and digits mixed, as made by a machine.
func Random(text string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return !isRunRune(r) && !strings.ContainsRune("-_./=~", r) }) {
		return false
	}
	for run := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isRunRune(r) }) {
		if len(run) >= shortestRandom && strings.ContainsAny(run, "0123456789") &&
			strings.Trim(run, "0123456789") != "" && entropy(run) >= leastEntropy {
			return true
		}
	}
	return false
}

func isRunRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+'
}

// entropy is the bits a character of text, by how often each occurs (Shannon).
func entropy(text string) float64 {
	counts := map[byte]int{}
	for i := range len(text) {
		counts[text[i]]++
	}
	var bits float64
	for _, n := range counts {
		p := float64(n) / float64(len(text))
		bits -= p * math.Log2(p)
	}
	return bits
}
