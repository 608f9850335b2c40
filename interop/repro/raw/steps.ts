import { durationMs } from '@bufbuild/protobuf/wkt';
import {
  Probe,
  type RawAwait,
  type RawData,
  type RawFrame,
  type RawHeaders,
  type RawStep,
  type RawStream,
} from '../../contract/generated.ts';
import { errorOf, TYPE, typeName } from '../../contract/http2.ts';
import { AUTHORITY, CALL_ID } from '../../contract/raw.ts';
import type { Code } from '../code.ts';
import { PATH } from '../program.ts';
import { blockComment, literalBlock, pythonBytes } from './values.ts';

/** Types of frames that only the connection has. */
const OF_CONNECTION: readonly number[] = [TYPE.SETTINGS, TYPE.PING, TYPE.GOAWAY];
const DEFAULT_LIMIT_MS = 5000;

/** A Scope is whose script a step is in: a call's own, or the connection's. */
export type Scope = 'call' | 'connection';

/** The stream that a step is about, as an expression. */
function streamOf(stream: RawStream | undefined, scope: Scope, type?: number): string {
  const which = stream?.which;
  if (which?.case === 'id') return `${which.value}`;
  if (which?.case === 'new') return 'wire.open()';
  if (which?.case === 'call') return `wire.calls[${which.value - 1}]`;
  if (scope === 'call') return 'stream';
  return type !== undefined && OF_CONNECTION.includes(type)
    ? 'wire.calls[-1] if wire.calls else 0'
    : 'wire.calls[-1]';
}

/** Steps as lines of Python that use a Wire. */
export function stepLines(steps: readonly RawStep[], scope: Scope): Code {
  return steps.flatMap((step) => linesOf(step, scope));
}

function linesOf({ action }: RawStep, scope: Scope): Code {
  switch (action.case) {
    case 'write':
      return [`wire.send(${pythonBytes(action.value)})`];
    case 'frame':
      return frameLines(action.value, scope);
    case 'headers':
      return headersLines(action.value, scope);
    case 'data':
      return [dataLine(action.value, scope)];
    case 'await':
      return [awaitLine(action.value, scope)];
    case 'sleep':
      return [`time.sleep(${durationMs(action.value) / 1000})`];
    case 'close':
      return [`wire.close(${action.value.reset ? 'reset=True' : ''})`];
    case 'repeat':
      return [`for _ in range(${action.value.count}):`, stepLines(action.value.steps, scope)];
    default:
      return [];
  }
}

function frameLines({ type, flags, stream, payload, length }: RawFrame, scope: Scope): Code {
  const error = errorOf(type, payload);
  const comment = error === undefined ? '' : `  # ${error}`;
  const more = length === undefined ? '' : `, length=${length}`;
  const target = streamOf(stream, scope, type);
  const args = `${nameOf(type)}, ${flags}, ${target}, ${pythonBytes(payload)}${more}`;
  return [`wire.frame(${args})${comment}`];
}

/** A type of frame as wire.py names it. */
function nameOf(type: number): string {
  return typeName(type) ?? `${type}`;
}

function dataLine(step: RawData, scope: Scope): string {
  const { stream, payload, endStream, padding, frameSize } = step;
  const more = [
    ...(endStream ? ['end=True'] : []),
    ...(padding ? [`padding=${Math.min(padding, 255)}`] : []),
    ...(frameSize ? [`size=${frameSize}`] : []),
  ].map((one) => `, ${one}`);
  return `wire.data(${streamOf(stream, scope)}, ${pythonBytes(payload)}${more.join('')})`;
}

const PROBE = `/${Probe.typeName}/`;

/** What only a run knows, and the path of the small programs. */
function shown(name: string, value: Uint8Array): Uint8Array {
  const text = Buffer.from(value).toString('latin1');
  if (name === ':path' && text.startsWith(PROBE)) return Buffer.from(PATH);
  const known = text.replaceAll(AUTHORITY, '127.0.0.1').replaceAll(CALL_ID, 'repro');
  return Buffer.from(known, 'latin1');
}

function headersLines(step: RawHeaders, scope: Scope): Code {
  const fields = step.fields.map(({ name, value }) => [name, shown(name, value)] as const);
  const block = step.block ?? literalBlock(fields);
  const more = [
    ...(step.endStream ? ['end=True'] : []),
    ...(step.cut.length > 0 ? [`cut=(${step.cut.join(', ')},)`] : []),
    ...(step.noEndHeaders ? ['whole=False'] : []),
  ].map((one) => `, ${one}`);
  return [
    ...(step.block === undefined ? [blockComment(fields)] : []),
    `wire.headers(${streamOf(step.stream, scope)}, ${pythonBytes(block)}${more.join('')})`,
  ];
}

function awaitLine({ stream, until, limit }: RawAwait, scope: Scope): string {
  const seconds = (limit === undefined ? DEFAULT_LIMIT_MS : durationMs(limit)) / 1000;
  return `wire.wait(lambda: ${condition(stream, until, scope)}, ${seconds})`;
}

/** That a call has come, before it is asked for: `len(wire.calls) > 0 and `. */
function callIsThere(target: string): string {
  if (!target.startsWith('wire.calls[') || target.includes(' if ')) return '';
  return `len(wire.calls) > ${target.includes('-1') ? 0 : target.slice(11, -1)} and `;
}

function condition(stream: RawStream | undefined, until: RawAwait['until'], scope: Scope): string {
  const type = until.case === 'frames' ? until.value.type : undefined;
  const target = streamOf(stream, scope, type);
  const there = callIsThere(target);
  switch (until.case) {
    case 'end':
      return `${there}${target} in wire.ended`;
    case 'reset':
      return `${there}${target} in wire.resets`;
    case 'frames': {
      const { type: kind, count, ack } = until.value;
      return `${there}wire.frames[${target}, ${nameOf(kind)}, ${ack ? 'True' : 'False'}] >= ${count || 1}`;
    }
    case 'calls':
      return `len(wire.calls) >= ${until.value}`;
    case 'bytes':
      return `wire.bytes >= ${until.value}`;
    case 'closed':
      return 'wire.closed';
    default:
      return 'True';
  }
}
