import type { ExpectedMessage, Json } from '../contract/case.ts';
import type { ReceivedMessage } from '../contract/generated.ts';
import type { Seen } from '../judge/field.ts';
import { expectedText } from '../judge/render.ts';
import { type Change, change } from './change.ts';
import { otherwise } from './json-changes.ts';

/** Where messages are in what was seen. */
export type Messages = (seen: Seen) => ReceivedMessage[];

/** How the case has a message: as JSON but for some top-level fields, or by its bytes. */
export interface Wanted {
  readonly json: boolean;
  /** By both. */
  readonly encoded: boolean;
  readonly without: readonly string[];
}

/** Changes of how many messages there are. */
export function countChanges(place: Messages, recorded: Seen): Change[] {
  const more = change('one more', (seen) => {
    place(seen).push(structuredClone(place(seen).at(-1)) ?? emptyMessage());
  });
  const fewer = change('the last one is missing', (seen) => place(seen).pop());
  return place(recorded).length === 0 ? [more] : [more, fewer];
}

function emptyMessage(): ReceivedMessage {
  return {
    $typeName: 'crosswire.peer.v1.ReceivedMessage',
    length: 0n,
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    json: '{}',
    firstBytes: new Uint8Array(),
  };
}

/** Changes of one message: as its JSON everything in it, one at a time; as bytes the length and the digest. */
export function contentChanges(
  place: Messages,
  index: number,
  recorded: Seen,
  wanted: Wanted,
): Change[] {
  const of = (what: string, spoil: (one: ReceivedMessage) => void) =>
    change(what, (seen) => {
      const one = place(seen)[index];
      if (one !== undefined) spoil(one);
    });
  const { json = '' } = place(recorded)[index] ?? {};
  if (wanted.json && json !== '') {
    const others = otherwise(JSON.parse(json) as Json, wanted.without).map((other) =>
      of(other.what, (one) => (one.json = JSON.stringify(other.json))),
    );
    return wanted.encoded ? [...others, of('other bytes', spoilBytes)] : others;
  }
  return [
    of('another length', (one) => (one.length += 1n)),
    of('another digest', (one) => (one.sha256 = [...one.sha256].reverse().join(''))),
  ];
}

function spoilBytes(one: ReceivedMessage): void {
  one.firstBytes = Buffer.concat([one.firstBytes.subarray(1), Buffer.of(0xff)]);
}

/** The places of two neighbours that differ, changed; none where all messages are alike. */
export function orderChange(
  place: Messages,
  expected: readonly ExpectedMessage[],
): { at: number; change: Change } | undefined {
  const texts = expected.map(expectedText);
  const at = texts.findIndex((one, i) => i > 0 && one !== texts[i - 1]);
  if (at < 0) return undefined;
  const swap = (seen: Seen) => {
    const all = place(seen);
    all.splice(at - 1, 2, ...all.slice(at - 1, at + 1).reverse());
  };
  return { at, change: change(`messages ${at} and ${at + 1} change places`, swap) };
}
