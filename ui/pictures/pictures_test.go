//go:build unix

package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/collections/long"
	_ "dowse/ui/cli" // what the built program is made of: a kept result of this test is old when that changes
	"dowse/ui/terminal/screentest"
)

// TestPicturesAreCurrent goes through the tour again with the program as it is: each picture is the one that
// README shows. go run ./ui/pictures makes them anew.
func TestPicturesAreCurrent(t *testing.T) {
	long.Test(t)
	binary, err := build(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	err = takeTour(binary, func(name string, f screentest.Frame) error {
		taken++
		var svg bytes.Buffer
		if err := writeSVG(&svg, f, titles[name]); err != nil {
			return err
		}
		kept, err := os.ReadFile(name + ".svg")
		if err != nil {
			return err
		}
		if diff := cmp.Diff(strings.Split(string(kept), "\n"), strings.Split(svg.String(), "\n")); diff != "" {
			t.Errorf("%s.svg does not show what the program shows now (-kept +now):\n%s\n%s", name, diff, f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if taken != len(titles) {
		t.Errorf("%d pictures of %d", taken, len(titles))
	}
}
