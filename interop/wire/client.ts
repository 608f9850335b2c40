import type { MessageInitShape } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import * as contract from '../contract/generated.ts';
import type { WireRecord } from '../contract/wire.ts';
import { askOne } from '../drive/ask.ts';
import type { Endpoint } from '../drive/endpoint.ts';
import { ControlHttp } from '../drive/http.ts';

/** How long a request may take that should be answered at once, in milliseconds: one program has all records. */
const PROMPT_MS = 40_000;
/** The most that is held of unfinished lines, in bytes: many records are read at once, of up to 8 MiB each. */
const ROOM = 256 * 1024 * 1024;

/** A WireClient speaks with the control port of the wire program (proto/crosswire/wire/v1/wire.proto). */
export class WireClient {
  readonly #http: ControlHttp;

  constructor(endpoint: Endpoint) {
    this.#http = new ControlHttp(endpoint, contract.WireService.typeName, ROOM);
  }

  /** Opens a tap; answers its address, or throws why there is none. */
  async open(init: MessageInitShape<typeof contract.OpenTapRequestSchema>): Promise<string> {
    const { OpenTapRequestSchema: request, OpenTapResponseSchema: response } = contract;
    const method = { method: 'OpenTap', request, response };
    const { result } = await askOne(this.#http, method, init, PROMPT_MS);
    if (result.case === 'address') return result.value;
    throw new Error(`can't open a tap: ${result.value ?? 'neither an address nor an error'}`);
  }

  /** What has gone over; waits until all connections have ended, at most so long. */
  async read(id: string, waitMs: number): Promise<Omit<WireRecord, 'openedAt'>> {
    const { ReadTapRequestSchema: request, ReadTapResponseSchema: response } = contract;
    const method = { method: 'ReadTap', request, response };
    const init = { id, wait: durationFromMs(waitMs) };
    const answer = await askOne(this.#http, method, init, waitMs + PROMPT_MS);
    const { frames, framesLeftOut, applied } = answer;
    return { frames, framesLeftOut: Number(framesLeftOut), applied };
  }

  async close(id: string): Promise<void> {
    const { CloseTapRequestSchema: request, CloseTapResponseSchema: response } = contract;
    await askOne(this.#http, { method: 'CloseTap', request, response }, { id }, PROMPT_MS);
  }

  disconnect(): void {
    this.#http.close();
  }
}
