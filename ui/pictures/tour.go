//go:build unix

package main

import (
	"os"
	"path/filepath"

	"dowse/client/demo"
	"dowse/ui/terminal/screentest"
)

// width and height are the size of the screen in the pictures.
const (
	width  = 100
	height = 30
)

// titles stand above the pictures, and say what is seen to who does not see it.
var titles = map[string]string{
	"send":  "send: a login, and the response as a tree",
	"pick":  "pick: one key makes a field a variable",
	"reuse": "reuse: {{ in any field offers it",
	"table": "read: a list as a table, sorted by the column of the cursor",
	"map":   "map: the fields of a target, what each is made of, and what that gives",
}

// tour is the job that the pictures show: log in, pick the token, list orders with it.
var tour = []step{
	{see: []string{"auth", "orders"}},
	{press: []string{"ctrl+p"}},
	{text: "auth/login"},
	{see: []string{"auth/login"}},
	{press: []string{"enter"}},
	{see: []string{"/login"}},
	{press: []string{"ctrl+r"}},
	{see: []string{"200 OK", "access_token"}},
	{picture: "send"},

	{press: []string{"3", "j", "p"}},
	{see: []string{"= access_token"}},
	{picture: "pick"},

	{press: []string{"esc", "ctrl+p"}},
	{text: "orders/list"},
	{see: []string{"orders/list"}},
	{press: []string{"enter"}},
	{see: []string{"/orders"}},
	{press: []string{"2", "]", "a"}},
	{text: "Authorization"},
	{press: []string{"tab"}},
	{text: "Bearer {{acc"},
	{see: []string{"access_token"}},
	{picture: "reuse"},

	{press: []string{"enter", "esc", "ctrl+r"}},
	{see: []string{"200 OK", "data"}},
	{press: []string{"v", "c"}},
	{see: []string{"ledger_id"}},
	{press: []string{"l", "l", "l", "l", "l", "s"}},
	{see: []string{"customer.name ↑"}},
	{press: []string{"j", "j"}},
	{see: []string{"$.data[16]"}},
	{picture: "table"},

	{press: []string{"M"}},
	{see: []string{"POST invoices/create", "6 of 6 fields"}},
	{press: []string{"enter"}},
	{see: []string{"6 of 6 fields matched"}},
	{press: []string{"j"}},
	{see: []string{"2026-09-01"}},
	{picture: "map"},
}

// shop gives the files of the collection in the pictures: two requests, and nothing picked.
func shop(baseURL string) map[string]string {
	return map[string]string{
		"dowse.yaml":       "version: 1\nname: shop\ndefault_env: dev\n",
		"env/dev.yaml":     "base_url: " + baseURL + "\n",
		"auth/login.yaml":  "method: POST\nurl: \"{{base_url}}/login\"\nbody:\n  json: |\n    {\"user\": \"demo\", \"password\": \"demo\"}\n",
		"orders/list.yaml": "method: GET\nurl: \"{{base_url}}/orders\"\nquery:\n  limit: \"20\"\n  status: open\n",
		"orders/get.yaml":  "method: GET\nurl: \"{{base_url}}/orders/{{order_id}}\"\n",
		"invoices/create.yaml": "method: POST\nurl: \"{{base_url}}/invoices\"\nbody:\n  json: |\n" +
			"    {\"number\": 7, \"due\": \"2026-10-31\", \"amount\": 12.5, \"currency\": \"EUR\", \"customer\": {\"name\": \"Ann\"}, \"skus\": [\"PEN-BLU\"]}\n",
	}
}

// takeTour goes through the tour with the real program and gives its pictures to take.
func takeTour(binary string, take func(name string, f screentest.Frame) error) error {
	server, err := demo.Start(demo.Options{})
	if err != nil {
		return err
	}
	defer server.Close()
	home, err := os.MkdirTemp("", "dowse-pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	root := filepath.Join(home, "shop")
	for name, text := range shop(server.URL()) {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	t, err := screentest.Start(screentest.Options{
		Width: width, Height: height, Dir: root,
		Env: []string{"HOME=" + home, "XDG_CONFIG_HOME=" + home + "/config", "XDG_STATE_HOME=" + home + "/state", "COLORFGBG=15;0"},
	}, binary, root)
	if err != nil {
		return err
	}
	defer t.Close()
	return play(t, tour, take)
}
