//go:build unix

package main

import (
	"fmt"
	"time"

	"dowse/ui/terminal/screentest"
)

// step is one thing that a person does, or sees. Of its fields one is used.
type step struct {
	press   []string // keys, by their names in a keymap
	text    string   // typed key by key
	see     []string // waited for
	gone    string   // waited for until it is not there
	picture string   // the name of a picture of what is there now
}

// calm is how long the screen must not change before a picture: longer than anything on it moves.
const calm = 300 * time.Millisecond

// play does the steps at a terminal and gives each picture to take.
func play(t *screentest.Terminal, steps []step, take func(name string, f screentest.Frame) error) error {
	for i, s := range steps {
		if err := do(t, s, take); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return nil
}

func do(t *screentest.Terminal, s step, take func(string, screentest.Frame) error) error {
	var err error
	switch {
	case len(s.press) > 0:
		err = t.Press(s.press...)
	case s.text != "":
		err = t.Type(s.text)
	case len(s.see) > 0:
		_, err = t.WaitFor(s.see...)
	case s.gone != "":
		_, err = t.WaitGone(s.gone)
	case s.picture != "":
		var f screentest.Frame
		if f, err = t.Quiet(calm); err == nil {
			steady(&f)
			err = take(s.picture, f)
		}
	}
	return err
}
