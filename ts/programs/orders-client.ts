/** orders-client places an order, and prints the answer. */
import { create } from '@bufbuild/protobuf';
import { OrderRequestSchema } from '../gen/order/orders_pb.js';
import { exitOnFailure } from './failure.ts';
import { readFlags } from './flags.ts';
import { loadClients } from './libraries.ts';
import { whereFlags, whereOf } from './where.ts';

const order = create(OrderRequestSchema, { phone: '12990', price: '50' });

const flags = readFlags({
  about: 'orders-client: places an order',
  flags: whereFlags('localhost:12006'),
});
const where = whereOf(flags);
const { placeOrder } = await loadClients(flags.library);

async function main(): Promise<void> {
  console.log(await placeOrder(where, order));
}

await exitOnFailure(main());
