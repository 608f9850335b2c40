import type { Readable } from 'node:stream';
import { messageOf, PeerStartError } from './errors.ts';
import type { Address } from './launcher.ts';

const LINE_LIMIT = 4096;

/** A ControlLine is a peer's stdout: its first line says where the control port is; the rest is drained and counted. */
export class ControlLine {
  readonly address: Promise<Address>;
  #head: Buffer = Buffer.alloc(0);
  #received = 0;
  /** The first line's length with its newline, when it has been read; 0 when there is none. */
  #lineBytes: number | undefined;
  readonly #settle: PromiseWithResolvers<Address>;

  constructor(stdout: Readable) {
    this.#settle = Promise.withResolvers();
    this.address = this.#settle.promise;
    this.address.catch(() => undefined);
    stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    stdout.on('end', () => this.#fail('ended before its control line'));
    stdout.on('error', (error) => this.#fail(`stdout broke: ${error.message}`));
  }

  /** What followed the first line. */
  get bytesAfter(): number {
    return this.#lineBytes === undefined ? 0 : this.#received - this.#lineBytes;
  }

  #take(chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.#lineBytes !== undefined) return;
    this.#head = Buffer.concat([this.#head, chunk.subarray(0, LINE_LIMIT + 1)]);
    const end = this.#head.indexOf('\n');
    if (end >= 0 && end <= LINE_LIMIT) this.#read(this.#head.subarray(0, end));
    else if (this.#head.length > LINE_LIMIT) this.#fail(`first line over ${LINE_LIMIT} bytes`);
  }

  #read(line: Buffer): void {
    this.#lineBytes = line.length + 1;
    try {
      this.#settle.resolve(parseControlLine(line.toString()));
    } catch (error) {
      this.#fail(messageOf(error));
    }
  }

  #fail(why: string): void {
    this.#lineBytes ??= 0;
    this.#settle.reject(new PeerStartError(why));
  }
}

/** Reads `{"control":"host:port"}`, docs/peer-contract.md "Start". */
export function parseControlLine(line: string): Address {
  const control = controlOf(line);
  const match = /^(\[[0-9a-f:]+\]|[^:]+):(\d{1,5})$/.exec(control);
  const port = Number(match?.[2]);
  if (!match?.[1] || port < 1 || port > 65535) throw notAControlLine(line);
  return { host: match[1].replace(/^\[|\]$/g, ''), port };
}

function controlOf(line: string): string {
  try {
    const parsed: unknown = JSON.parse(line);
    const control = (parsed as { control?: unknown } | null)?.control;
    if (typeof control === 'string') return control;
  } catch {
    // Told below, with the line itself: the parser's own words say nothing about what was expected.
  }
  throw notAControlLine(line);
}

const notAControlLine = (line: string): PeerStartError =>
  new PeerStartError(
    `first line is not {"control":"host:port"}: ${JSON.stringify(line.slice(0, 200))}`,
  );
