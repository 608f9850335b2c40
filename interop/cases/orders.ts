import { OrderHandler } from '../contract/generated.ts';
import { single, suite } from './define.ts';

const SOURCE = 'source document S4, orders';
const REPLY = { rstString: '{"ret": "Hi gRPC"}' };
const ORDER = { phone: '12990', price: '50' };

const MAPS: readonly {
  readonly id: string;
  readonly title: string;
  readonly map: Record<string, string>;
}[] = [
  { id: 'one-entry', title: 'One entry arrives', map: { colour: 'blue' } },
  { id: 'empty-key', title: 'An entry with an empty key arrives', map: { '': 'value' } },
  { id: 'empty-value', title: 'An entry with an empty value arrives', map: { key: '' } },
  { id: 'empty-key-and-value', title: 'An entry with nothing in it arrives', map: { '': '' } },
  { id: 'non-ascii', title: 'Entries beyond ASCII arrive', map: { 键: '值', '😈': 'é\u0000ß' } },
  {
    id: 'thousand-entries',
    title: '1,000 entries arrive',
    map: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, `v${i}`])),
  },
];

/** OrderHandler: a snake_case path, and a map field (protobuf.js#960 broke on empty values). */
export const orders = suite('orders', [
  single(
    'create_order answers a JSON text; its path keeps the snake case; no map is no entries',
    OrderHandler.method.create_order,
    ORDER,
    { id: 'create-order', source: SOURCE, expect: { code: 'OK', messages: [{ json: REPLY }] } },
    ORDER,
  ),
  ...MAPS.map(({ id, title, map }) => ({
    ...single(
      `${title} in a map`,
      OrderHandler.method.create_order,
      { ...ORDER, requestArg: map },
      { id: `map/${id}`, source: SOURCE, expect: { code: 'OK', messages: [{ json: REPLY }] } },
      { ...ORDER, requestArg: map },
    ),
    issue: 'protobufjs/protobuf.js#960',
  })),
]);
