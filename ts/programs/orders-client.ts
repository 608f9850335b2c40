/** orders-client places an order, and prints the answer. */
import { create } from '@bufbuild/protobuf';
import { OrderRequestSchema } from '../gen/order/orders_pb.js';
import { exitOnFailure } from './failure.ts';
import { readFlags } from './flags.ts';
import { loadClients } from './libraries.ts';

const order = create(OrderRequestSchema, { phone: '12990', price: '50' });

const { library, address } = readFlags({
  about: 'orders-client: places an order',
  flags: { address: { fallback: 'localhost:12006', about: 'the server' } },
});
const { placeOrder } = await loadClients(library);

async function main(): Promise<void> {
  console.log(await placeOrder(address, order));
}

await exitOnFailure(main());
