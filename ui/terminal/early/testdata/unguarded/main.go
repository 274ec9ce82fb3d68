// Command unguarded is what Bubble Tea does to a program that does not guard itself.
package main

import _ "github.com/charmbracelet/bubbletea"

func main() {}
