package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"

	"dowse/collections/disk"
	"dowse/ui/action"
)

// settings are what a person set for every workspace. What is wrong with them is said on the screen, and
// what is right is used.
type settings struct {
	Theme    string `yaml:"theme"` // auto: dark or light, as the terminal is
	ASCII    bool   `yaml:"ascii"`
	Mouse    *bool  `yaml:"mouse"` // nil: on
	Editor   string `yaml:"editor"`
	keymap   *action.Keymap
	palettes map[string][]byte
	problems []string
}

const themeAuto = "auto"

// configHome is the folder of the settings: dowse in $XDG_CONFIG_HOME, or in ~/.config.
func configHome() (string, error) {
	if dir := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "dowse"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("there is no place for settings; set HOME or XDG_CONFIG_HOME: %w", err)
	}
	return filepath.Join(home, ".config", "dowse"), nil
}

// readSettings reads config.yaml, keys.yaml and themes/*.yaml. None of them needs to be there.
func readSettings() settings {
	s := settings{Theme: themeAuto, keymap: action.Default(), palettes: map[string][]byte{}}
	home, err := configHome()
	if err != nil {
		s.problems = append(s.problems, err.Error())
		return s
	}
	if data, ok := s.read(home, "config.yaml"); ok {
		if err := yaml.Load(data, &s, yaml.WithKnownFields()); err != nil {
			s.problem("config.yaml", "it has theme, ascii, mouse and editor: "+lastLine(err))
		}
	}
	if data, ok := s.read(home, "keys.yaml"); ok {
		var problems []string
		s.keymap, problems = action.Load(data)
		for _, problem := range problems {
			s.problem("keys.yaml", problem)
		}
	}
	themes, _ := filepath.Glob(filepath.Join(home, "themes", "*.yaml"))
	for _, path := range themes {
		if data, ok := s.read(home, filepath.Join("themes", filepath.Base(path))); ok {
			s.palettes[strings.TrimSuffix(filepath.Base(path), ".yaml")] = data
		}
	}
	return s
}

// readStyle reads a file that stands beside the themes.
func readStyle(name string) ([]byte, error) {
	home, err := configHome()
	if err != nil {
		return nil, err
	}
	return disk.ReadFile(filepath.Join(home, "themes", name), longestSettings)
}

// longestSettings is the size in bytes of the largest file of settings that is read.
const longestSettings = 1 << 20

// read gives a file of the settings. That there is none is no problem.
func (s *settings) read(home, name string) ([]byte, bool) {
	data, err := disk.ReadFile(filepath.Join(home, name), longestSettings)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.problem(name, cause(err).Error())
		}
		return nil, false
	}
	return data, len(bytes.TrimSpace(data)) > 0
}

func (s *settings) problem(file, what string) { s.problems = append(s.problems, file+": "+what) }

// lastLine is the last line of an error, after what a library says before it.
func lastLine(err error) string {
	line := err.Error()
	if i := strings.LastIndexByte(strings.TrimRight(line, "\n"), '\n'); i >= 0 {
		line = line[i+1:]
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "yaml: "))
}
