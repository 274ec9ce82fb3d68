package document

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dowse/collections/long"

	"pgregory.net/rapid"
)

// TestSelectWithinAgrees holds the selection that can be stopped to the one that cannot.
func TestSelectWithinAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := ParseJSON(wholeBody(t, anyDocument.Draw(t, "document")))
		q, err := ParseQuery(anyQuery.Draw(t, "query"))
		if err != nil {
			t.Fatal(err)
		}
		want := d.Select(q)
		limit := rapid.IntRange(0, 20).Draw(t, "limit")
		got, more, err := d.SelectWithin(context.Background(), q, limit)
		if err != nil || more != (len(want) > limit) || !slices.Equal(got, want[:min(limit, len(want))]) {
			t.Fatalf("%s over %s within %d selects %v (more: %t, %v), want %v", q, d.Bytes(), limit, got, more, err, want)
		}
	})
}

// TestSelectWithinStops cancels a query that would select more nodes than fit in memory.
func TestSelectWithinStops(t *testing.T) {
	d := ParseJSON([]byte(strings.Repeat("[", 500) + strings.Repeat("]", 500)))
	q, err := ParseQuery("$" + strings.Repeat("..[0]", 8) + ".none")
	if err != nil {
		t.Fatal(err)
	}
	long.Within(t, "stopping", 120*time.Millisecond, func() time.Duration {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		start := time.Now()
		nodes, _, err := d.SelectWithin(ctx, q, 10)
		if !errors.Is(err, context.DeadlineExceeded) || len(nodes) > 0 {
			t.Errorf("%d nodes, %v", len(nodes), err)
		}
		return time.Since(start)
	})
}
