import type { Readable } from 'node:stream';

/** Splits a stream into lines, without the line ends; empty lines are left out. Reads at most `limit` bytes. */
export async function lines(
  stream: Readable,
  limit: number,
  onLine: (line: string) => void,
): Promise<void> {
  let rest: Buffer[] = [];
  let total = 0;
  const flush = () => {
    if (rest.length > 0) onLine(Buffer.concat(rest).toString('utf8'));
    rest = [];
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > limit) throw new Error(`answer is longer than ${limit} bytes`);
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      if (end > start) rest.push(chunk.subarray(start, end));
      flush();
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  flush();
}
