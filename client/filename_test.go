package client_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dowse/client"
)

func TestFileName(t *testing.T) {
	long := strings.Repeat("é", 200)
	for value, want := range map[string]string{
		``:                             "",
		`inline`:                       "",
		`attachment; filename="a.csv"`: "a.csv",
		`attachment; filename=a.csv`:   "a.csv",
		`attachment; filename=my report (1).pdf; size=3`:                         "my report (1).pdf",
		`attachment; filename="x.txt"; filename*=UTF-8''na%C3%AFve.txt`:          "naïve.txt",
		`attachment; filename="../../etc/passwd"`:                                "passwd",
		`attachment; filename="..\\..\\boot.ini"`:                                "boot.ini",
		`attachment; filename="/etc/cron.d/x"`:                                   "x",
		`attachment; filename="C:\\Users\\me\\a.txt"`:                            "a.txt",
		`attachment; filename="C:a.txt"`:                                         "C-a.txt",
		`attachment; filename=".bashrc"`:                                         "bashrc",
		`attachment; filename="-rf"`:                                             "rf",
		`attachment; filename=".."`:                                              "",
		`attachment; filename="..."`:                                             "",
		`attachment; filename="a` + "\u202e" + `fdp.exe"`:                        "afdp.exe",
		`attachment; filename*=UTF-8''a%1B%5B31mb%00.txt`:                        "a[31mb.txt",
		`attachment; filename="NUL"`:                                             "_NUL",
		`attachment; filename="com1.txt"`:                                        "_com1.txt",
		`attachment; filename="trailing. "`:                                      "trailing",
		`attachment; filename="日本語.json"`:                                        "日本語.json",
		`attachment; filename*=UTF-8''` + strings.Repeat("%C3%A9", 200) + `.txt`: long[:196] + ".txt",
	} {
		r := client.Response{Headers: []client.Header{{Name: "Content-Disposition", Value: value}}}
		if got := r.FileName(); got != want || !utf8.ValidString(got) {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
}

// FuzzFileName holds that whatever a server says, the name is one file of the current folder that is in sight.
func FuzzFileName(f *testing.F) {
	f.Add(`attachment; filename="../a"`)
	f.Add(`attachment; filename*=UTF-8''%2e%2e%2f`)
	f.Fuzz(func(t *testing.T, value string) {
		r := client.Response{Headers: []client.Header{{Name: "Content-Disposition", Value: value}}}
		name := r.FileName()
		if strings.ContainsAny(name, "/\\\x00\x1b") || strings.HasPrefix(name, ".") || len(name) > 200 || !utf8.ValidString(name) {
			t.Errorf("%q", name)
		}
	})
}
