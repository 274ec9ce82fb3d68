//go:build race

package cli_test

// raced says that the race detector is on, which makes the tests' own side of a measurement slow.
const raced = true
