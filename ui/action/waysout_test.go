package action

import "testing"

// TestWaysOut holds that no keymap takes every key by which a place is left, whatever it gives to others.
func TestWaysOut(t *testing.T) {
	k, problems := Load([]byte("card.leave: []\nleave: ~\ncancel: []\nclose: []\n"))
	if len(problems) == 0 {
		t.Error("nothing is said")
	}
	for _, c := range []Context{Card, URL, Cell, Search, Choice, Chooser, Pick} {
		if a, ok, _ := k.Find([]Context{c}, "esc"); !ok || a.ID != Leave {
			t.Errorf("%s: esc is %v", c, a.ID)
		}
	}
	if a, ok, _ := k.Find([]Context{Everywhere}, "ctrl+c"); !ok || a.ID != Cancel {
		t.Errorf("ctrl+c is %v", a.ID)
	}
	if _, ok, _ := k.Find([]Context{Nav}, "q"); !ok {
		t.Error("q does nothing")
	}
}

// TestOneKeyOfSeveralPlaces holds that what is said of one place counts there, whatever is said of all.
func TestOneKeyOfSeveralPlaces(t *testing.T) {
	for _, place := range []Context{Card, URL, Variables} {
		k, _ := Load([]byte("leave: [f9]\n" + string(place) + ".leave: [f8]\n"))
		if a, ok, _ := k.Find([]Context{place}, "f8"); !ok || a.ID != Leave {
			t.Errorf("%s: f8 is %v", place, a.ID)
		}
		if a, ok, _ := k.Find([]Context{Search}, "f9"); !ok || a.ID != Leave {
			t.Errorf("f9 is %v", a.ID)
		}
	}
}
