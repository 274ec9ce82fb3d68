//go:build unix

package screentest

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// named are the keys with names, each with the bytes that an xterm sends for it.
var named = map[string]string{
	"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "esc": "\x1b", "space": " ", "backspace": "\x7f",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
	"insert": "\x1b[2~", "delete": "\x1b[3~", "pgup": "\x1b[5~", "pgdown": "\x1b[6~",
	"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
	"f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~",
	"ctrl+enter": "\x1b[13;5u", "shift+enter": "\x1b[13;2u", "ctrl+space": "\x00", "ctrl+@": "\x00",
	"ctrl+\\": "\x1c", "ctrl+]": "\x1d", "ctrl+^": "\x1e", "ctrl+_": "\x1f", "ctrl+[": "\x1b",
	"ctrl+up": "\x1b[1;5A", "ctrl+down": "\x1b[1;5B", "ctrl+right": "\x1b[1;5C", "ctrl+left": "\x1b[1;5D",
	"shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "shift+right": "\x1b[1;2C", "shift+left": "\x1b[1;2D",
}

// pause is how long a person waits after Esc: a terminal cannot tell Esc and p from alt+p but by time.
const pause = 80 * time.Millisecond

// Key gives the bytes of a key by its name in a keymap: "a", "ctrl+r", "alt+left", "shift+tab", "f5".
func Key(name string) (string, error) {
	if bytes, ok := named[name]; ok {
		return bytes, nil
	}
	if utf8.RuneCountInString(name) == 1 {
		return name, nil
	}
	if rest, ok := strings.CutPrefix(name, "alt+"); ok {
		bytes, err := Key(rest)
		return "\x1b" + bytes, err
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok && len(rest) == 1 && rest[0] >= 'a' && rest[0] <= 'z' {
		return string(rest[0] & 0x1f), nil
	}
	return "", fmt.Errorf("no terminal sends a key %q", name)
}

// Press presses keys one after the other, each after the program has taken the one before.
func (t *Terminal) Press(names ...string) error {
	for _, name := range names {
		bytes, err := Key(name)
		if err != nil {
			return err
		}
		if err := t.key(bytes); err != nil {
			return err
		}
		if bytes == named["esc"] {
			// It may have read the key and not have come to look at the clock.
			for limit := time.Now().Add(t.options.Limit); t.busy() && time.Now().Before(limit); {
				time.Sleep(time.Millisecond)
			}
			time.Sleep(pause)
		}
	}
	return nil
}

// Type types a text key by key, as Press does.
func (t *Terminal) Type(text string) error {
	for _, r := range text {
		if r == '\n' {
			r = '\r'
		}
		if err := t.key(string(r)); err != nil {
			return err
		}
	}
	return nil
}

// Paste gives a text as a terminal does that was asked for bracketed paste; without that, it is as if typed at once.
func (t *Terminal) Paste(text string) error {
	text = strings.ReplaceAll(text, "\n", "\r")
	if t.Modes()[2004] {
		text = "\x1b[200~" + text + "\x1b[201~"
	}
	return t.Write(text)
}

// Write sends bytes to the program in one write, whatever they are.
func (t *Terminal) Write(bytes string) error {
	if _, err := t.keys.WriteString(bytes); err != nil {
		return fmt.Errorf("writing %q to the program: %w", bytes, err)
	}
	return nil
}

// key sends one key and waits until the program has read it, so that no two arrive in one read.
func (t *Terminal) key(bytes string) error {
	if err := t.Write(bytes); err != nil {
		return err
	}
	limit := time.Now().Add(t.options.Limit)
	for {
		waiting, err := t.unread()
		if err != nil || waiting == 0 { // with an error the program has ended
			return nil
		}
		if time.Now().After(limit) {
			return fmt.Errorf("the program has not read the key %q after %v, and shows\n%s", bytes, t.options.Limit, t.Frame())
		}
		time.Sleep(300 * time.Microsecond) // the kernel tells nobody when a queue is empty
	}
}

// unread is how many bytes of keys the program has not read. Linux puts a key into the program's queue a moment after it
// was written; a poll of the program's end waits for that.
func (t *Terminal) unread() (n int, err error) {
	tty, err := t.tty.SyscallConn()
	if err != nil {
		return 0, err
	}
	var failed error
	err = tty.Control(func(fd uintptr) {
		_, _ = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
		n, failed = unix.IoctlGetInt(int(fd), unreadKeys)
	})
	return n, errors.Join(err, failed)
}
