/** Orders is the logic of OrderHandler (orders.proto), without any RPC library. */
import { create } from '@bufbuild/protobuf';
import {
  type JSONResponse,
  JSONResponseSchema,
  type OrderRequest,
} from '../gen/order/orders_pb.js';

const ownText = 'Hi gRPC';

/** Greeting is the text of the answer, which settings may change while a server runs. */
export class Greeting {
  text = ownText;

  /** change takes the text of a setting; without one, the service's own is back. */
  change(text: string | undefined): void {
    this.text = text ?? ownText;
  }
}

/**
 * createOrder takes an order. What is ordered doesn't change the answer, a JSON text that is given
 * from outside, down to the space: callers compare it.
 */
export function createOrder(_order: OrderRequest, { text }: Greeting): JSONResponse {
  return create(JSONResponseSchema, { rstString: `{"ret": ${JSON.stringify(text)}}` });
}
