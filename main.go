// Command dowse explores an unfamiliar API from the terminal and picks the fields you need.
package main

import (
	"context"
	"os"

	"dowse/ui/cli"
)

func main() {
	ctx, stop := cli.WithSignals(context.Background())
	defer stop()
	os.Exit(cli.New().Run(ctx, os.Args[1:]))
}
