package services

import (
	payloadv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/payload/v1"
)

// Echo is the answer of both methods of Payloads: the request, as it was understood.
func Echo(request *payloadv1.Everything) *payloadv1.Everything { return request }
