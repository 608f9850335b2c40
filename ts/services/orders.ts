/** Orders is the logic of OrderHandler (orders.proto), without any RPC library. */
import { create } from '@bufbuild/protobuf';
import {
  type JSONResponse,
  JSONResponseSchema,
  type OrderRequest,
} from '../gen/order/orders_pb.js';

/** The answer's text is given from outside, down to the space: callers compare it. */
const accepted = '{"ret": "Hi gRPC"}';

/** createOrder takes an order. What is ordered doesn't change the answer. */
export function createOrder(_order: OrderRequest): JSONResponse {
  return create(JSONResponseSchema, { rstString: accepted });
}
