import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isUsual } from '../contract/verdict-id.ts';
import type { Cell } from '../contract/vocabulary.ts';
import type { Recorded } from '../contract/wire.ts';
import { transcriptJsonl } from './jsonl.ts';
import { messagesOf } from './messages.ts';
import { transcriptPcapng } from './pcapng.ts';
import { transcriptText } from './text.ts';

/** Writes the three files of a transcript; answers the place of the text, from the folder. */
export async function writeTranscript(folder: string, recorded: Recorded): Promise<string> {
  const { result, record } = recorded;
  const place = placeOf(result.case, result.cell);
  const path = join(folder, place);
  const messages = messagesOf(record.frames);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.txt`, transcriptText(recorded, messages));
  await writeFile(`${path}.jsonl`, transcriptJsonl(record.frames, messages));
  await writeFile(`${path}.pcapng`, transcriptPcapng(record.frames, record.openedAt));
  return `${place}.txt`;
}

/** `wire/status/unary/not-found/ts-grpc-js--go-grpc`, and what they speak where it isn't gRPC over plain HTTP/2. */
function placeOf(testCase: string, cell: Cell): string {
  const { client, server, protocol, transport } = cell;
  const speaks = isUsual(cell) ? '' : `-${protocol}-${transport}`;
  return `wire/${testCase}/${client}--${server}${speaks}`;
}
