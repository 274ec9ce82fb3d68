package response_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"dowse/ui/action"
	"dowse/ui/pane/response"
	"dowse/ui/uitest"
)

// sunset is a PNG that gets darker from the top to the bottom.
func sunset(t *testing.T) string {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 60, 40))
	for y := range 40 {
		for x := range 60 {
			m.SetNRGBA(x, y, color.NRGBA{R: uint8(250 - 5*y), G: uint8(4 * x), B: 60, A: 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// inspected shows a body with what is found out about it in the background.
func inspected(t *testing.T, a answer, width, height int) *response.Model {
	t.Helper()
	m := pane(t, a)
	m.SetSize(width, height)
	finish(m, m.Pending())
	if m.Pending() != nil {
		t.Error("it is found out twice")
	}
	return m
}

// TestPicture shows an image with its facts and its bytes, at several sizes and in several themes.
func TestPicture(t *testing.T) {
	body := sunset(t)
	a := answer{body: body, headers: []string{"Content-Type", "image/png"}}
	for _, size := range [][2]int{{40, 16}, {80, 18}, {160, 50}} {
		m := inspected(t, a, size[0], size[1])
		frame := uitest.Frame(t, m, size[0], size[1])
		uitest.Exact(t, frame, size[0], size[1])
		if !strings.Contains(frame, "PNG, 60 x 40 pixels") || !strings.Contains(frame, "▀") {
			t.Errorf("%v: it shows\n%s", size, frame)
		}
		if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(body))); !strings.Contains(frame, sum[:20]) {
			t.Errorf("%v: its sum is not %s", size, sum)
		}
		uitest.Run(m, action.Down, action.Down, action.Down)
		if got, ok := uitest.Run(m, action.CopyValue).(response.CopyMsg); !ok || got.Text != fmt.Sprintf("%x", sha256.Sum256([]byte(body))) {
			t.Errorf("%v: y v on the sum copies %+v", size, got)
		}
		uitest.Run(m, action.Bottom)
		if got := uitest.Screen(t, m, size[0], size[1]); !strings.Contains(got, ".IEND") && size[0] > 60 {
			t.Errorf("%v: the last row is not there:\n%s", size, got)
		}
	}
	for name, th := range uitest.Themes(t) {
		m := pane(t, a)
		m.SetTheme(th)
		m.SetSize(60, 16)
		finish(m, m.Pending())
		uitest.Golden(t, "picture-"+name, uitest.Frame(t, m, 60, 16))
	}
}

// TestFacts says what is known of bytes that are no picture, and why an image is none.
func TestFacts(t *testing.T) {
	for name, c := range map[string]struct {
		a    answer
		want []string
	}{
		"zip":    {answer{body: "PK\x03\x04\x00\x00\x00\x00\xff\xfe", headers: []string{"Content-Type", "application/octet-stream"}}, []string{"looks like application/zip", "10 bytes"}},
		"broken": {answer{body: sunset(t)[:60], headers: []string{"Content-Type", "image/png"}}, []string{"the image is broken", "60 x 40"}},
	} {
		m := inspected(t, c.a, 80, 18)
		for _, want := range c.want {
			if got := uitest.Screen(t, m, 80, 18); !strings.Contains(got, want) {
				t.Errorf("%s: it does not say %q:\n%s", name, want, got)
			}
		}
	}
	// What was found out about a body that is not shown any more is dropped.
	m := pane(t, answer{body: "\x00\x01\x02\xff\xfe", headers: []string{"Content-Type", "application/octet-stream"}})
	late := m.Pending()
	other := send(t, answer{body: "\x00\x01\x03\xff\xfe", headers: []string{"Content-Type", "application/octet-stream"}})
	m.SetExchange(other, nil)
	finish(m, late)
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte("\x00\x01\x02\xff\xfe"))); strings.Contains(uitest.Screen(t, m, 80, 18), sum) {
		t.Error("the sum of another body is shown")
	}
}
