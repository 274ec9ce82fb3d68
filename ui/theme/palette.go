package theme

import (
	"bufio"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

//go:embed palettes/*.yaml
var palettes embed.FS

// role is what a piece of text is, and so what it looks like.
type role string

const (
	plain     role = "" // the terminal's own colour
	name      role = "name"
	str       role = "string"
	number    role = "number"
	constant  role = "constant"
	tag       role = "tag"
	attribute role = "attribute"
	entity    role = "entity"
	comment   role = "comment"
)

// palette gives each role its SGR parameters (ECMA-48 section 8.3.117).
type palette map[role]string

// load reads the palette with that name.
func load(file string) (palette, error) {
	data, err := palettes.ReadFile("palettes/" + file + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("there is no palette %s: %w", file, err)
	}
	return parse(file, data)
}

func parse(file string, data []byte) (palette, error) {
	var written map[role]string
	if err := yaml.Load(data, &written); err != nil {
		return nil, fmt.Errorf("the palette %s cannot be read: %w", file, err)
	}
	p := palette{}
	for r, words := range written {
		if !slices.Contains([]role{name, str, number, constant, tag, attribute, entity, comment}, r) {
			return nil, fmt.Errorf("the palette %s has the unknown role %q", file, r)
		}
		sgr, err := parameters(words)
		if err != nil {
			return nil, fmt.Errorf("the palette %s: %s: %w", file, r, err)
		}
		p[r] = sgr
	}
	return p, nil
}

// attributes and colours are the words of a palette file.
var (
	attributes = map[string]int{"bold": 1, "faint": 2, "italic": 3, "underline": 4}
	colours    = []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}
)

// parameters translates words such as "bold blue".
func parameters(words string) (string, error) {
	var codes []string
	for word := range strings.FieldsSeq(words) {
		colour, bright := strings.CutPrefix(word, "bright-")
		code, found := attributes[word]
		if i := slices.Index(colours, colour); i >= 0 {
			code, found = 30+i, true
			if bright {
				code = 90 + i
			}
		}
		if !found {
			return "", fmt.Errorf("%q is no colour", word)
		}
		codes = append(codes, strconv.Itoa(code))
	}
	return strings.Join(codes, ";"), nil
}

// painter writes text in the colours of a palette. What it is given is safe for a terminal already. An
// error of the writer is kept by it, for Flush to give.
type painter struct {
	out     *bufio.Writer
	palette palette // nil: no colours
}

// write writes text as what it is. Every line has colours of its own, so that a pager can cut anywhere.
func (p *painter) write(r role, text string) {
	sgr := p.palette[r]
	if sgr == "" {
		p.out.WriteString(text)
		return
	}
	for line := range strings.Lines(text) {
		content, feed := strings.CutSuffix(line, "\n")
		if content != "" {
			p.out.WriteString("\x1b[")
			p.out.WriteString(sgr)
			p.out.WriteByte('m')
			p.out.WriteString(content)
			p.out.WriteString("\x1b[0m")
		}
		if feed {
			p.out.WriteByte('\n')
		}
	}
}
