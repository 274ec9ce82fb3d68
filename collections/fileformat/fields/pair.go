package fields

import "slices"

// Pair finds, for each of after, the index in before of what it was, or -1. Indices only grow. Equal
// ones are paired first; between two of those, what remains is paired by position if it is as many.
func Pair(before, after []string) []int {
	out := make([]int, len(after))
	for i := range out {
		out[i] = -1
	}
	head := 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		out[head] = head
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
		out[len(after)-tail] = len(before) - tail
	}
	middle(before[head:len(before)-tail], after[head:len(after)-tail], head, out[head:len(after)-tail])
	return out
}

// middle pairs what differs between two equal ends, by the longest common subsequence.
func middle(before, after []string, offset int, out []int) {
	if len(before)*len(after) <= 1_000_000 {
		lengths := table(before, after)
		for i, j := 0, 0; i < len(before) && j < len(after); {
			switch {
			case before[i] == after[j]:
				out[j] = offset + i
				i, j = i+1, j+1
			case lengths[i+1][j] >= lengths[i][j+1]:
				i++
			default:
				j++
			}
		}
	}
	gapBefore, gapAfter := 0, 0
	for j := 0; j <= len(after); j++ {
		i := len(before)
		if j < len(after) {
			if out[j] < 0 {
				continue
			}
			i = out[j] - offset
		}
		if i-gapBefore == j-gapAfter {
			for k := range j - gapAfter {
				out[gapAfter+k] = offset + gapBefore + k
			}
		}
		gapBefore, gapAfter = i+1, j+1
	}
}

// table gives the length of the longest common subsequence of each pair of ends.
func table(before, after []string) [][]int {
	lengths := make([][]int, len(before)+1)
	for i := range lengths {
		lengths[i] = make([]int, len(after)+1)
	}
	for i, b := range slices.Backward(before) {
		for j := len(after) - 1; j >= 0; j-- {
			if b == after[j] {
				lengths[i][j] = lengths[i+1][j+1] + 1
			} else {
				lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			}
		}
	}
	return lengths
}
