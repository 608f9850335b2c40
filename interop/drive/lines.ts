import type { Readable } from 'node:stream';

/** A Room is how many bytes of unfinished lines may be held at once, by all streams that share it. */
export interface Room {
  free: number;
}

/** Splits a stream into lines, without the line ends; empty lines are left out. */
export async function lines(
  stream: Readable,
  room: Room,
  onLine: (line: string) => void,
): Promise<void> {
  const rest = new Rest(room);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        rest.push(chunk.subarray(start, end));
        rest.flush(onLine);
        start = end + 1;
      }
      rest.push(chunk.subarray(start));
    }
    rest.flush(onLine);
  } finally {
    rest.clear();
  }
}

/** The Rest is a line that has not ended yet. */
class Rest {
  readonly #room: Room;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(room: Room) {
    this.#room = room;
  }

  push(part: Buffer): void {
    if (part.length === 0) return;
    if (part.length > this.#room.free) throw new Error('a line of the answer does not end');
    this.#room.free -= part.length;
    this.#size += part.length;
    this.#parts.push(part);
  }

  flush(onLine: (line: string) => void): void {
    if (this.#size === 0) return;
    const line = Buffer.concat(this.#parts).toString('utf8');
    this.clear();
    onLine(line);
  }

  clear(): void {
    this.#room.free += this.#size;
    this.#parts = [];
    this.#size = 0;
  }
}
