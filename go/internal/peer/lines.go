package peer

import (
	"context"
	"fmt"
	"net/http"

	"google.golang.org/protobuf/proto"
)

// maxItems is how many calls or observations one request may ask for.
const maxItems = 64

// streamAnswers works on all items at once and writes one object a line, in the order in which
// they are done.
func streamAnswers[Item any](
	w http.ResponseWriter, r *http.Request, items []Item, work func(context.Context, Item) proto.Message,
) {
	if len(items) > maxItems {
		refuse(w, http.StatusBadRequest, fmt.Sprintf("%d items, %d at most", len(items), maxItems))
		return
	}
	answers := make(chan proto.Message, len(items))
	for _, item := range items {
		go func() { answers <- work(r.Context(), item) }()
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	flusher := http.NewResponseController(w)
	for range items {
		writeLine(w, <-answers)
		// A client that has gone away gets no answer.
		_ = flusher.Flush()
	}
}
