package cli

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dowse/client/demo"
	"dowse/collections"
)

// tutorial is the collection that `dowse demo` writes.
//
//go:embed tutorial
var tutorial embed.FS

const demoHelp = `demo starts a small web shop on this machine, writes a collection of requests
for it, and shows them on the screen.

Where there is no terminal to show them on, it does the whole job: log in, pick
the token, list orders with it, pick an order, fetch it, make an invoice of it.
Every step says what was sent, what came, what was picked and where it was used:

  dowse demo | cat

With --dir the files stay, for you to change and send:

  dowse demo --serve --dir shop        in one terminal
  dowse send auth/login --dir shop     in another`

// anyPort is an address of this machine.
const anyPort = "127.0.0.1:0"

type demoFlags struct {
	serve    bool
	address  string
	dir      string
	lifetime time.Duration
}

func (p *Program) demoCommand() *cobra.Command {
	var f demoFlags
	cmd := &cobra.Command{
		Use:     "demo",
		Short:   "a real server to try it on, with a collection",
		Long:    demoHelp,
		GroupID: groupSend,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, _, shown := p.terminal(); shown && !f.serve {
				return p.demoScreen(cmd.Context(), f)
			}
			return p.runDemo(cmd.Context(), f)
		},
	}
	cmd.Flags().BoolVar(&f.serve, "serve", false, "keep the server running until ctrl+c")
	f.address, f.lifetime = anyPort, demo.DefaultTokenLifetime
	cmd.Flags().Var(word{&f.address, "HOST:PORT"}, "addr", "where to listen; port 0: any")
	cmd.Flags().Var(word{&f.dir, "DIR"}, "dir", "write the collection there and keep it")
	cmd.Flags().DurationVar(&f.lifetime, "token-lifetime", f.lifetime, "how long a token is good for")
	_ = cmd.MarkFlagDirname("dir")
	return cmd
}

func (p *Program) runDemo(ctx context.Context, f demoFlags) error {
	server, err := demo.Start(demo.Options{Address: f.address, TokenLifetime: f.lifetime})
	if err != nil {
		return usage("%w; --addr names another address", err)
	}
	defer server.Close()
	if f.serve && f.dir == "" {
		return p.serve(ctx, server, "")
	}
	dir := f.dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "dowse-demo-"); err != nil {
			return usage("cannot write the demo's files: %w", err)
		}
		defer os.RemoveAll(dir)
	}
	c, before, err := writeTutorial(dir, server.URL())
	if err != nil {
		return err
	}
	if f.serve {
		return p.serve(ctx, server, f.dir)
	}
	err = (&walk{program: p, collection: c, server: server.URL(), kept: f.dir}).run(ctx)
	if f.dir != "" {
		// Another server may be running for these files, and this one is about to end.
		_, _, restored := pointAt(dir, before)
		err = errors.Join(err, restored)
	}
	return err
}

// serve keeps the server up until the context ends, which is what was asked for: no error.
func (p *Program) serve(ctx context.Context, server *demo.Server, dir string) error {
	if err := p.printf("%s\n", server.URL()); err != nil {
		return err
	}
	p.say("The demo API listens there until ctrl+c. From another terminal:")
	if dir != "" {
		p.say("   dowse send auth/login --dir %s", dir)
		p.say(`   dowse send orders/list --dir %s --var access_token="$(dowse pick auth/login access_token --dir %s)"`, dir, dir)
	} else {
		p.say("   dowse send %s/", server.URL())
		p.say("   dowse send %s/login user=demo password=demo", server.URL())
	}
	<-ctx.Done()
	return nil
}

// writeTutorial writes the files that are not there yet, and where the server listens. It gives what they
// said of that before.
func writeTutorial(dir, url string) (c *collections.Collection, before string, err error) {
	if err := mayHoldTutorial(dir); err != nil {
		return nil, "", err
	}
	files, err := fs.Sub(tutorial, "tutorial")
	if err != nil {
		return nil, "", err
	}
	err = fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(path))
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		data, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		return writeNew(target, data)
	})
	if err != nil {
		return nil, "", usage("cannot write the demo's files: %w", err)
	}
	return pointAt(dir, url)
}

// mayHoldTutorial refuses a folder with somebody's files in it, unless they are the demo's of an earlier
// run: they have its login, and its server was on this machine.
func mayHoldTutorial(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return usage("cannot write the demo's files: %w", err)
	}
	if isFile(filepath.Join(dir, "dowse.yaml")) {
		c, err := collections.Load(dir)
		if err != nil {
			return usage("%w", err)
		}
		if e := c.Environment("demo"); e != nil && strings.HasPrefix(e.BaseURL, "http://127.0.0.1:") && c.Request(job[0]) != nil {
			return nil
		}
	}
	return usage("%s is not empty and not the demo's; name a folder that is new", dir)
}

// writeNew writes a file unless there is one: it may have been changed since.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// pointAt saves the server's address in the environment demo, and gives the one that was there.
func pointAt(dir, url string) (c *collections.Collection, before string, err error) {
	if c, err = collections.Load(dir); err != nil {
		return nil, "", usage("%w", err)
	}
	e := c.Environment("demo")
	if e == nil {
		return nil, "", usage("%s cannot be read; dowse validate %s says why", filepath.Join(dir, "env", "demo.yaml"), dir)
	}
	before, e.BaseURL = e.BaseURL, url
	if err := c.SaveEnvironment(e); err != nil {
		return nil, "", usage("%w", err)
	}
	return c, before, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
