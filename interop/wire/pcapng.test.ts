// The capture as Wireshark's own terminal program reads it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Direction, type Frame, Frame_Kind } from '../contract/generated.ts';
import { CALL, frame, record } from './fixtures/frames.ts';
import { transcriptPcapng } from './pcapng.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosswire-pcapng-'));
afterAll(() => rmSync(folder, { recursive: true }));

const has = spawnSync('tshark', ['--version']).status === 0;
const title = has ? 'tshark' : 'tshark (skipped: not installed, scripts/infrastructure.sh does)';
const STARTED = new Date('2026-01-02T03:04:05.678Z');

/** Fields of the packets that a filter leaves, tabs between them; with all checksums looked at. */
function read(frames: readonly Frame[], filter: string, ...fields: string[]): string[] {
  const file = join(folder, 'capture.pcapng');
  writeFileSync(file, transcriptPcapng(frames, STARTED));
  const checks = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'];
  const wanted = ['-T', 'fields', ...fields.flatMap((field) => ['-e', field])];
  const text = execFileSync('tshark', ['-r', file, ...checks, '-Y', filter, ...wanted], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text.split('\n').filter((line) => line !== '');
}

const FAULTS =
  'tcp.checksum.status != 1 || ip.checksum.status != 1 || tcp.analysis.flags || _ws.malformed';

describe.skipIf(!has)(title, () => {
  it('finds HTTP/2 by itself, and all header fields', () => {
    expect(read(CALL, 'http2', 'http2.type', 'http2.headers.path')).toEqual([
      '\t',
      '4\t',
      '4\t',
      '1\t/MyService/User',
      '0\t',
      '0\t',
      '1\t',
      '0\t',
      '1\t',
    ]);
    expect(read(CALL, 'http2.header.name == "grpc-status"', 'http2.header.value')).toHaveLength(1);
  });

  it('finds the gRPC messages, one of them in two frames', () => {
    expect(read(CALL, 'grpc', 'grpc.message_length')).toEqual(['4', '9']);
  });

  it('has nothing to say against packets, and takes the times', () => {
    expect(read(CALL, FAULTS, 'frame.number')).toEqual([]);
    expect(read(CALL, 'http2.magic', 'frame.time_epoch')).toEqual(['1767323045.679000000']);
  });

  it('takes frames that are longer than a packet, resets, and notes', () => {
    const frames = record([
      ...CALL.slice(0, 2),
      frame(Direction.TO_CLIENT, 0, 0, Buffer.alloc(200_000, 7), { note: 'message 0 taken away' }),
      { kind: Frame_Kind.RESET, direction: Direction.TO_CLIENT },
    ]);
    expect(read(frames, FAULTS, 'frame.number')).toEqual([]);
    expect(read(frames, 'http2.type == 0', 'http2.length')).toEqual(['200000']);
    expect(read(frames, 'frame.comment', 'frame.comment')).toEqual(['message 0 taken away']);
    expect(read(frames, 'tcp.flags.reset == 1', 'ip.src')).toEqual(['127.0.0.2']);
  });
});
