package services

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync/atomic"

	"github.com/crosswire-interop/crosswire/go/gen/order"
)

// greeting is what an order is answered with, unless the settings say something else.
const greeting = "Hi gRPC"

// Orders takes orders. Its zero value is ready for use.
type Orders struct{ text atomic.Pointer[string] }

// Greet changes the text of the replies while the service runs; without one they have their own.
func (o *Orders) Greet(text string, present bool) {
	if !present {
		o.text.Store(nil)
		return
	}
	o.text.Store(&text)
}

// Create books an order. What the caller passes on in request_arg doesn't change the answer, a
// JSON text that is {"ret": "Hi gRPC"} to the byte.
func (o *Orders) Create(*order.OrderRequest) *order.JSONResponse {
	text := greeting
	if set := o.text.Load(); set != nil {
		text = *set
	}
	return &order.JSONResponse{RstString: `{"ret": ` + quoted(text) + `}`}
}

// quoted is a JSON string in which only what has to be is escaped: json.Marshal would escape what
// HTML minds as well.
func quoted(text string) string {
	var into bytes.Buffer
	encoder := json.NewEncoder(&into)
	encoder.SetEscapeHTML(false)
	// A string always has a JSON form.
	_ = encoder.Encode(text)
	return strings.TrimSuffix(into.String(), "\n")
}
