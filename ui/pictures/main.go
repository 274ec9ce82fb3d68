//go:build unix

// Command pictures makes the pictures of the README: it runs the real program in a terminal against the demo
// API, does what a new user would, and writes what is on the screen as SVG.
//
//	go run ./ui/pictures
//
// It draws no screen of its own, and no user gets it.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"dowse/ui/terminal/screentest"
)

func main() {
	to := flag.String("to", filepath.Join("ui", "pictures"), "the folder to write to")
	flag.Parse()
	if err := run(*to); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

// run builds the program, goes through the tour and writes its pictures.
func run(to string) error {
	dir, err := os.MkdirTemp("", "dowse-pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary, err := build(dir)
	if err != nil {
		return err
	}
	return takeTour(binary, func(name string, f screentest.Frame) error {
		path := filepath.Join(to, name+".svg")
		var svg bytes.Buffer
		if err := writeSVG(&svg, f, titles[name]); err != nil {
			return err
		}
		if err := os.WriteFile(path, svg.Bytes(), 0o644); err != nil {
			return err
		}
		fmt.Println(path)
		return nil
	})
}

// build makes the program in a folder and gives its path.
func build(dir string) (string, error) {
	binary := filepath.Join(dir, "dowse")
	if out, err := exec.Command("go", "build", "-o", binary, "dowse").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building dowse: %w\n%s", err, out)
	}
	return binary, nil
}
