package policy

// weighted gives every server its share: each pick adds a server's weight to its credit, takes the server with
// the most, and takes the sum of the weights from that one.
type weighted struct {
	servers []Server
	credits []int
}

// Pick begins with no credits again when the servers or the weights are others, so that the shares are exact
// from there on.
func (w *weighted) Pick(servers []Server) int {
	if !w.same(servers) {
		w.servers, w.credits = append([]Server(nil), servers...), make([]int, len(servers))
	}
	best, sum := 0, 0
	for index, server := range servers {
		w.credits[index] += server.Weight
		sum += server.Weight
		if w.credits[index] > w.credits[best] {
			best = index
		}
	}
	w.credits[best] -= sum
	return best
}

func (w *weighted) same(servers []Server) bool {
	if len(servers) != len(w.servers) {
		return false
	}
	for index, server := range servers {
		if known := w.servers[index]; known.Address != server.Address || known.Weight != server.Weight {
			return false
		}
	}
	return true
}
