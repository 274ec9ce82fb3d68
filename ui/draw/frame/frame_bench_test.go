package frame_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/uitest"
)

// BenchmarkPanes measures two panes of a screen of 200 by 60 with borders, side by side and full of painted text,
// beside lipgloss, whose borders have no title in them.
//
//	go test ./ui/draw/frame -run '^$' -bench Panes
func BenchmarkPanes(b *testing.B) {
	th := uitest.Theme(b)
	block := strings.TrimSuffix(strings.Repeat(th.Paint(theme.Name, "name")+": "+th.Paint(theme.String, "\"a string of some length\"")+"\n", 58), "\n")
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			left := frame.Border(th, frame.Title{Name: "Request"}, "", block, 100, 60, true)
			right := frame.Border(th, frame.Title{Name: "Response"}, "", block, 100, 60, false)
			for i := range left {
				left[i] += right[i]
			}
			if len(strings.Join(left, "\n")) == 0 {
				b.Fatal("nothing was drawn")
			}
		}
	})
	b.Run("lipgloss", func(b *testing.B) {
		pane := lipgloss.NewStyle().Border(lipgloss.RoundedBorder()).Width(98).Height(58)
		for b.Loop() {
			if lipgloss.JoinHorizontal(lipgloss.Top, pane.Render(block), pane.Render(block)) == "" {
				b.Fatal("nothing was drawn")
			}
		}
	})
}
