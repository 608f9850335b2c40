import { type Code, when } from '../code.ts';
import type { Act, Shape } from '../program.ts';

/** Prints a response, and counts it. */
export const jsShow: Code = [
  '',
  'let responses = 0;',
  'function show({ value }) {',
  [
    'responses++;',
    `const start = Buffer.from(value.subarray(0, 16)).toString('hex');`,
    `console.log('response:', value.length, 'bytes', start);`,
  ],
  '}',
];

/** What a server prints that is told of a cancellation. */
export const JS_TOLD = `console.log('the handler was told of the cancellation');`;

/** `show` for a server's request, and `shown` for a stream of them. */
export function jsShowRequests({ manyRequests }: Shape): Code {
  return [
    '',
    'function show({ value }) {',
    [
      `const start = Buffer.from(value.subarray(0, 16)).toString('hex');`,
      `console.log('request:', value.length, 'bytes', start);`,
    ],
    '}',
    ...when(
      manyRequests,
      '',
      'async function* shown(requests) {',
      ['for await (const request of requests) {', ['show(request);', 'yield request;'], '}'],
      '}',
    ),
  ];
}

const SLEEP = 'const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));';

/** `sleep`, where an act needs it. */
export function jsSleep(acts: readonly Act[]): Code {
  return acts.some(({ do: what }) => what === 'sleep' || what === 'receive') ? [SLEEP] : [];
}

/** `received`, where an act needs it: waits for so many responses more. */
export function jsReceived(acts: readonly Act[]): Code {
  if (!acts.some((act) => act.do === 'receive')) return [];
  return [
    'let awaited = 0;',
    'async function received(more) {',
    ['awaited += more;', 'while (responses < awaited && !over) await sleep(5);'],
    '}',
  ];
}

/** A line once, or in a loop. */
export function times(count: number, line: string): Code {
  return count === 1 ? [line] : [`for (let i = 0; i < ${count}; i++) {`, [line], '}'];
}
