package image_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	drawn "dowse/ui/draw/image"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/terminal/screentest"
)

// flag is a picture of four squares: red, green, blue, and nothing.
func flag(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			colours := []color.NRGBA{{R: 255, A: 255}, {G: 255, A: 255}, {B: 255, A: 255}, {}}
			m.SetNRGBA(x, y, colours[2*(2*y/height)+2*x/width])
		}
	}
	return m
}

// webps are WebP of one pixel: lossy and lossless.
var webps = []string{"UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA", "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="}

// images are the same picture in every format.
func images(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"PNG":  func(b *bytes.Buffer) error { return png.Encode(b, flag(64, 32)) },
		"JPEG": func(b *bytes.Buffer) error { return jpeg.Encode(b, flag(64, 32), nil) },
		"GIF":  func(b *bytes.Buffer) error { return gif.Encode(b, flag(64, 32), nil) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		all[name] = b.Bytes()
	}
	return all
}

func TestDecode(t *testing.T) {
	for name, body := range images(t) {
		facts, ok := drawn.Look(body)
		if want := (drawn.Facts{Format: name, Width: 64, Height: 32}); !ok || facts != want {
			t.Errorf("%s: %+v, %v, want %+v", name, facts, ok, want)
		}
		p, err := drawn.Decode(t.Context(), body)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		rows := p.Tiles(20, 100)
		if len(rows) != 5 || len(rows[0]) != 20 {
			t.Errorf("%s: %d rows of %d", name, len(rows), len(rows[0]))
		}
		if c := rows[1][2].Upper; c.R < 200 || c.G > 60 || c.B > 60 {
			t.Errorf("%s: the first square is %v", name, c)
		}
		if c := rows[3][2].Lower; c.B < 200 {
			t.Errorf("%s: the third square is %v", name, c)
		}
		if large := p.Tiles(500, 500); len(large) != 16 || len(large[0]) != 64 {
			t.Errorf("%s: it is made larger: %d rows of %d", name, len(large), len(large[0]))
		}
		if _, err := drawn.Decode(t.Context(), body[:len(body)/2]); name == "PNG" && err == nil {
			t.Errorf("half of a %s is no error", name)
		}
	}
	for _, text := range webps {
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		if facts, ok := drawn.Look(data); !ok || facts != (drawn.Facts{Format: "WebP", Width: 1, Height: 1}) {
			t.Errorf("WebP: %+v %v", facts, ok)
		}
		if p, err := drawn.Decode(t.Context(), data); err != nil || len(p.Tiles(5, 5)) != 1 {
			t.Errorf("WebP: %v", err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := drawn.Decode(ended, images(t)["PNG"]); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended: %v", err)
	}
	if _, err := drawn.Decode(t.Context(), []byte("no picture")); err == nil {
		t.Error("text is a picture")
	}
}

// TestDecodeBomb holds that an image of more pixels than memory holds is refused by its header.
func TestDecodeBomb(t *testing.T) {
	body := bytes.Clone(images(t)["PNG"])
	copy(body[16:24], []byte{0, 1, 0x11, 0x70, 0, 1, 0x11, 0x70}) // 70,000 x 70,000; the checksum of the header is wrong then
	if _, err := drawn.Decode(t.Context(), body); err == nil {
		t.Error("it is decoded")
	}
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.White, color.Black}), nil); err != nil {
		t.Fatal(err)
	}
	body = b.Bytes()
	copy(body[6:10], []byte{0xff, 0xff, 0xff, 0xff})
	if _, err := drawn.Decode(t.Context(), body); err == nil || !strings.Contains(err.Error(), "65535 x 65535") {
		t.Errorf("the error is %v", err)
	}
}

// TestMosaic holds that a row is as wide as its tiles at every depth, and speaks no more than colours.
func TestMosaic(t *testing.T) {
	p, err := drawn.Decode(t.Context(), images(t)["PNG"])
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, depth := range []terminal.Depth{terminal.Plain, terminal.ANSI16, terminal.ANSI256, terminal.TrueColour} {
		for _, ascii := range []bool{false, true} {
			th, err := theme.New(theme.Options{Depth: depth, ASCII: ascii})
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			for _, row := range p.Tiles(30, 10) {
				line := th.Mosaic(row)
				if got := ansi.StringWidth(line); got != len(row) {
					t.Errorf("a row of %d tiles is %d wide", len(row), got)
				}
				if err := screentest.Strict([]byte(line), screentest.ScreenGrammar(false)); err != nil {
					t.Error(err)
				}
				text += line + "\n"
			}
			if plain := depth == terminal.Plain || ascii; plain != (ansi.Strip(text) == text) {
				t.Errorf("depth %d, ASCII %v:\n%q", depth, ascii, text)
			}
			seen[text] = true
		}
	}
	if len(seen) != 4 {
		t.Errorf("there are %d looks, want 4", len(seen))
	}
}

// FuzzDecode holds that no bytes end the program.
func FuzzDecode(f *testing.F) {
	for _, body := range images(f) {
		f.Add(body)
	}
	for _, text := range webps {
		if data, err := base64.StdEncoding.DecodeString(text); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if facts, ok := drawn.Look(body); ok && facts.Width*facts.Height > 1<<20 {
			return // decoding takes long
		}
		if p, err := drawn.Decode(t.Context(), body); err == nil {
			for _, row := range p.Tiles(7, 3) {
				if len(row) > 7 {
					t.Errorf("a row has %d tiles", len(row))
				}
			}
		}
	})
}
