import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { Block, type Direction } from '../../contract/generated.ts';
import type { TamperingInit } from '../../contract/wire.ts';

const field = (block: Block, name: string, value: string) => ({
  block,
  name,
  value: Buffer.from(value),
});

/** Changes on the wire, one a function, so that a recipe reads as what is done. */
export const tamper = {
  request: (name: string, value: string): TamperingInit => ({
    change: { case: 'setField', value: field(Block.REQUEST, name, value) },
  }),
  requestToo: (name: string, value: string): TamperingInit => ({
    change: { case: 'addField', value: field(Block.REQUEST, name, value) },
  }),
  withoutRequest: (name: string): TamperingInit => ({
    change: { case: 'removeField', value: field(Block.REQUEST, name, '') },
  }),
  headers: (name: string, value: string): TamperingInit => ({
    change: { case: 'setField', value: field(Block.RESPONSE, name, value) },
  }),
  trailers: (name: string, value: string): TamperingInit => ({
    change: { case: 'setField', value: field(Block.TRAILERS, name, value) },
  }),
  replace: (direction: Direction, index: number, payload: Uint8Array): TamperingInit => ({
    change: { case: 'replaceMessage', value: { direction, index, payload } },
  }),
  insert: (direction: Direction, index: number, payload: Uint8Array): TamperingInit => ({
    change: { case: 'insertMessage', value: { direction, index, payload } },
  }),
  drop: (direction: Direction, index: number): TamperingInit => ({
    change: { case: 'dropMessage', value: { direction, index } },
  }),
  dropResets: (direction: Direction): TamperingInit => ({
    change: { case: 'dropResets', value: { direction } },
  }),
  holdEnd: (ms: number): TamperingInit => ({
    change: { case: 'holdEnd', value: durationFromMs(ms) },
  }),
} as const;
