import type { Frame } from '../../contract/generated.ts';
import { Frame_Kind } from '../../contract/generated.ts';
import type { Tap, WireRecord, WireUse } from '../../contract/wire.ts';

/** How long connections may take to end when a stage is over, in milliseconds. */
const ENDED_MS = 1_000;

/** One tap of a stage: before which server, and when it was opened, in milliseconds of the stage. */
interface Before {
  readonly server: string;
  readonly tap: Tap;
  readonly openedMs: number;
}

/** The StageTaps stand before every server of a stage; disposing tells what went over all of them, as one record. */
export class StageTaps implements AsyncDisposable {
  readonly #use: WireUse;
  readonly #openedAt = new Date();
  readonly #began = performance.now();
  readonly #taps: Before[] = [];

  constructor(use: WireUse) {
    this.#use = use;
  }

  /** Opens a tap before a server; answers what is dialled instead. */
  async before(server: string, address: string): Promise<string> {
    const openedMs = performance.now() - this.#began;
    const tap = await this.#use.wire.tap({ target: address }, this.#use.tamperings);
    this.#taps.push({ server, tap, openedMs });
    return tap.route.target;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using stack = new AsyncDisposableStack();
    for (const { tap } of this.#taps) stack.use(tap);
    const records = await Promise.all(this.#taps.map(({ tap }) => tap.read(ENDED_MS)));
    this.#use.onRecord?.(joined(this.#openedAt, this.#taps, records));
  }
}

/** Several records as one: connections numbered on, times since the stage began. */
export function joined(
  openedAt: Date,
  taps: readonly Pick<Before, 'server' | 'openedMs'>[],
  records: readonly WireRecord[],
): WireRecord {
  const frames: Frame[] = [];
  let connections = 0;
  records.forEach((record, at) => {
    const { server = '', openedMs = 0 } = taps[at] ?? {};
    const later = { server, by: connections, ns: BigInt(Math.round(openedMs * 1e6)) };
    for (const frame of record.frames) frames.push(moved(frame, later));
    connections += Math.max(0, ...record.frames.map((frame) => frame.connection));
  });
  return {
    openedAt,
    frames: frames.sort((a, b) => Number(a.ns - b.ns)),
    framesLeftOut: records.reduce((sum, one) => sum + one.framesLeftOut, 0),
    applied: sums(records.map((one) => one.applied)),
  };
}

function moved(frame: Frame, to: { server: string; by: number; ns: bigint }): Frame {
  const note = frame.kind === Frame_Kind.OPENED ? `${to.server} ${frame.note}`.trim() : frame.note;
  return { ...frame, connection: frame.connection + to.by, ns: frame.ns + to.ns, note };
}

function sums(lists: readonly (readonly number[])[]): number[] {
  const [first = []] = lists;
  return first.map((_, at) => lists.reduce((sum, list) => sum + (list[at] ?? 0), 0));
}
