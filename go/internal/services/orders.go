package services

import "github.com/crosswire-interop/crosswire/go/gen/order"

// orderReply is the JSON text that answers every order, to the byte.
const orderReply = `{"ret": "Hi gRPC"}`

// CreateOrder books an order. What the caller passes on in request_arg doesn't change the answer.
func CreateOrder(*order.OrderRequest) *order.JSONResponse {
	return &order.JSONResponse{RstString: orderReply}
}
