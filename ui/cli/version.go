package cli

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is the version that this tree is on the way to.
const release = "0.1.0"

// version is the released version when the binary was installed as one, else the release it is on the way to.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return release
}

func (p *Program) versionCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "print the version",
		GroupID: groupFiles,
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			report := versionReport{Schema: schemaVersion, Version: version(), Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
			if format == formatJSON {
				return p.printJSON(report)
			}
			return p.printf("dowse %s (%s, %s/%s)\n", report.Version, report.Go, report.OS, report.Arch)
		},
	}
	addFormat(cmd, &format)
	return cmd
}

type versionReport struct {
	Schema  int    `json:"schema_version"`
	Version string `json:"version"`
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}
