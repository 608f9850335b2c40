/** Key follows a text in Consul's KV store. */
import { say } from '../log.ts';
import { parseTarget, TargetError } from '../target.ts';
import { quoted } from '../text.ts';
import type { Watch } from '../types.ts';
import { follow } from './blocking.ts';
import type { Answer } from './http.ts';

const LONGEST_BYTES = 1024;

/**
 * followKey tells of the text at `consul://host:port/key`, undefined when there is none, until it is
 * closed: once at first, and after every change. It throws a TargetError where the URI is wrong.
 */
export function followKey(uri: string, onText: (text: string | undefined) => void): Watch {
  const { scheme, authority, name, dc, failover } = parseTarget(uri);
  if (scheme !== 'consul') throw new TargetError(uri, 'only Consul keeps settings');
  if (failover !== undefined) throw new TargetError(uri, 'a key has no failover');
  let last: { text: string | undefined } | undefined;
  return follow(authority, {
    path: `/v1/kv/${name.split('/').map(encodeURIComponent).join('/')}`,
    query: { raw: '', dc },
    changed(answer) {
      const text = textOf(name, answer);
      if (last && last.text === text) return;
      last = { text };
      onText(text);
    },
    failed: () => undefined,
  });
}

/** A text that is too long is as good as none. */
function textOf(name: string, { status, body }: Answer): string | undefined {
  if (status === 404) return undefined;
  if (Buffer.byteLength(body) <= LONGEST_BYTES) return body;
  say(`consul key ${quoted(name)}: over 1 KiB, left out: ${quoted(body)}`);
  return undefined;
}
