package theme

import (
	"bufio"
	"embed"
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"go.yaml.in/yaml/v4"

	"dowse/ui/terminal"
)

//go:embed palettes/*.yaml
var palettes embed.FS

// palette gives each role its SGR parameters (ECMA-48 section 8.3.117).
type palette map[Role]string

// load reads the palette with that name for a terminal of that depth.
func load(file string, depth terminal.Depth) (palette, error) {
	data, err := palettes.ReadFile("palettes/" + file + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("there is no theme %q; there are %s", file, strings.Join(Names(), ", "))
	}
	p, _, err := parse(file, data, depth)
	return p, err
}

// parse reads a palette, and which style of chroma it names; empty: none.
func parse(file string, data []byte, depth terminal.Depth) (p palette, style string, err error) {
	var written map[Role]string
	if err := yaml.Load(data, &written); err != nil {
		return nil, "", fmt.Errorf("the palette %s cannot be read: %w", file, err)
	}
	p, style = palette{}, written[styleKey]
	delete(written, styleKey)
	for r, words := range written {
		if !slices.Contains(roles, r) {
			return nil, "", fmt.Errorf("the palette %s has the unknown role %q", file, r)
		}
		sgr, err := parameters(words, depth)
		if err != nil {
			return nil, "", fmt.Errorf("the palette %s: %s: %w", file, r, err)
		}
		p[r] = sgr
	}
	return p, style, nil
}

// attributes and colours are the words of a palette file.
var (
	attributes = map[string]string{"bold": "1", "faint": "2", "italic": "3", "underline": "4", "reverse": "7"}
	colours    = []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}
)

// parameters translates words such as "bold blue" or "#ffffff on #303030".
func parameters(words string, depth terminal.Depth) (string, error) {
	var codes []string
	background := false
	for word := range strings.FieldsSeq(words) {
		if word == "on" {
			background = true
			continue
		}
		code, found := attributes[word]
		if !found {
			var err error
			if code, err = colour(word, background, depth); err != nil {
				return "", err
			}
		}
		codes = append(codes, code)
	}
	return strings.Join(codes, ";"), nil
}

// colour gives the parameters of one colour, by its name or as #rrggbb, which is made the nearest of 256
// where the terminal shows no more.
func colour(word string, background bool, depth terminal.Depth) (string, error) {
	base, bright := 30, 90
	if background {
		base, bright = 40, 100
	}
	plain, isBright := strings.CutPrefix(word, "bright-")
	if i := slices.Index(colours, plain); i >= 0 && isBright {
		return strconv.Itoa(bright + i), nil
	} else if i >= 0 {
		return strconv.Itoa(base + i), nil
	}
	if len(word) != 7 || word[0] != '#' {
		return "", fmt.Errorf("%q is no colour", word)
	}
	rgb, err := strconv.ParseUint(word[1:], 16, 32)
	if err != nil {
		return "", fmt.Errorf("%q is no colour", word)
	}
	c := color.RGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 255}
	if depth < terminal.TrueColour {
		return fmt.Sprintf("%d;5;%d", base+8, ansi.Convert256(c)), nil
	}
	return fmt.Sprintf("%d;2;%d;%d;%d", base+8, c.R, c.G, c.B), nil
}

// painter writes text in the colours of a palette. What it is given is safe for a terminal already. An
// error of the writer is kept by it, for Flush to give.
type painter struct {
	out     *bufio.Writer
	palette palette // nil: no colours
}

// write writes text as what it is. Every line has colours of its own, so that a pager can cut anywhere.
func (p *painter) write(r Role, text string) {
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
