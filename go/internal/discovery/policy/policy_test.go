package policy

import (
	"strings"
	"testing"
)

func servers(weights ...int) []Server {
	var made []Server
	for index, weight := range weights {
		made = append(made, Server{Address: string(rune('a' + index)), Weight: weight})
	}
	return made
}

func picks(policy Policy, from []Server, count int) string {
	var text strings.Builder
	for range count {
		text.WriteString(from[policy.Pick(from)].Address)
	}
	return text.String()
}

func made(t *testing.T, name string) Policy {
	t.Helper()
	policy, err := New(name)
	if err != nil {
		t.Fatal(err)
	}
	return policy
}

func TestSequences(t *testing.T) {
	for _, one := range []struct {
		policy  string
		weights []int
		count   int
		want    string
	}{
		{RoundRobin, []int{1, 1, 1}, 7, "abcabca"},
		{RoundRobin, []int{5, 1}, 4, "abab"},
		{RoundRobin, []int{1}, 3, "aaa"},
		{Weighted, []int{3, 2, 1}, 12, "abacbaabacba"},
		{Weighted, []int{5, 1, 1}, 7, "aabacaa"},
		{Weighted, []int{1, 1}, 4, "abab"},
		{LeastConnections, []int{1, 1, 1}, 7, "abcabca"},
		{Random, []int{1}, 2, "aa"},
	} {
		if got := picks(made(t, one.policy), servers(one.weights...), one.count); got != one.want {
			t.Errorf("%s of %v: %s, not %s", one.policy, one.weights, got, one.want)
		}
	}
}

// TestEveryRunIsExact looks at every window as long as the sum of the weights.
func TestEveryRunIsExact(t *testing.T) {
	sequence := picks(made(t, Weighted), servers(7, 4, 2), 130)
	for start := 0; start+13 <= len(sequence); start++ {
		run := sequence[start : start+13]
		if strings.Count(run, "a") != 7 || strings.Count(run, "b") != 4 || strings.Count(run, "c") != 2 {
			t.Fatalf("picks from %d: %s", start, run)
		}
	}
}

func TestOtherWeightsBeginAnew(t *testing.T) {
	policy := made(t, Weighted)
	picks(policy, servers(100, 1), 50)
	if got := picks(policy, servers(1, 2), 6); got != "babbab" {
		t.Error(got)
	}
	if got := picks(policy, servers(1, 2, 1), 4); strings.Count(got, "b") != 2 {
		t.Error(got)
	}
}

func TestLeastConnectionsCountsAndTakesTurns(t *testing.T) {
	policy := made(t, LeastConnections)
	from := servers(1, 1, 1)
	from[0].Active, from[1].Active, from[2].Active = 2, 1, 1
	if got := picks(policy, from, 4); got != "bcbc" {
		t.Error(got)
	}
	from[0].Active = 0
	if got := picks(policy, from, 2); got != "aa" {
		t.Error(got)
	}
	if got := picks(policy, from[:2], 1); got != "a" {
		t.Error(got)
	}
}

// TestRandomIsEven allows each of three servers what a fair choice exceeds once in 10^12 runs or so.
func TestRandomIsEven(t *testing.T) {
	sequence := picks(made(t, Random), servers(1, 5, 1), 9000)
	for _, address := range []string{"a", "b", "c"} {
		if count := strings.Count(sequence, address); count < 2670 || count > 3330 {
			t.Errorf("%s: %d of 9000", address, count)
		}
	}
}

func TestNames(t *testing.T) {
	for _, name := range Names() {
		if !Known(name) {
			t.Error(name)
		}
	}
	if Known("pick_first") {
		t.Error("pick_first")
	}
}
