import { type Code, literal, when } from '../code.ts';
import type { Act, ClientPart, Field, Shows } from '../program.ts';

/** The beginning of a Go program; gofmt wants standard imports apart and all of them sorted. */
export function head(standard: readonly string[], others: readonly string[]): Code {
  const line = (one: string) => (one.includes(' ') ? one : `"${one}"`);
  return [
    'package main',
    '',
    'import (',
    [...standard.toSorted().map(line), '', ...others.toSorted().map(line)],
    ')',
    '',
  ];
}

/** Prints a response. */
export const goShow: Code = showing('response');

/** Prints a request. */
export const goShowRequest: Code = showing('request');

function showing(what: string): Code {
  return [
    'func show(value []byte) {',
    [`fmt.Printf("${what}: %d bytes %x\\n", len(value), value[:min(16, len(value))])`],
    '}',
    '',
  ];
}

/** What a server prints that is told of a cancellation. */
export const GO_TOLD = 'fmt.Println("the handler was told of the cancellation")';

/** Lines of a handler that print what it got beside messages. */
export function seenLines(
  { entered, metadata, timeLeft, cancelled }: Shows,
  ctx: string,
  values: (name: string) => string,
): Code {
  return [
    ...when(entered, 'fmt.Println("the handler was entered")'),
    ...metadata.map((name) => `fmt.Printf("metadata ${name}: %q\\n", ${values(literal(name))})`),
    ...when(timeLeft, ...timeLeftLines(ctx)),
    ...when(cancelled, `defer context.AfterFunc(${ctx}, func() { ${GO_TOLD} })()`),
  ];
}

function timeLeftLines(ctx: string): Code {
  return [
    `if deadline, ok := ${ctx}.Deadline(); ok {`,
    ['fmt.Println("time left:", time.Until(deadline).Milliseconds(), "ms")'],
    '} else {',
    ['fmt.Println("time left: none")'],
    '}',
  ];
}

/** Whether the acts read a stream's requests. */
export function reads(acts: readonly Act[]): boolean {
  return acts.some((act) => act.do === 'receive' || act.do === 'drain');
}

/** A line once, or in a loop. */
export function times(count: number, ...lines: readonly string[]): Code {
  return count === 1 ? lines : [`for range ${count} {`, lines, '}'];
}

/** A wait, and why. */
export function sleepLines(act: Act & { do: 'sleep' }): Code {
  return [...(act.why ? [`// ${act.why}`] : []), `time.Sleep(${act.ms} * time.Millisecond)`];
}

/** The value of a field as the two libraries hold it, apart from the base64 that connect-go wants. */
export function fieldValue({ value, binary }: Field): string {
  if (!binary) return literal(value);
  const bytes = (value.match(/../g) ?? []).map((pair) => `\\x${pair}`).join('');
  return `"${bytes}"`;
}

/** The context of a call, which its cancellation and its deadline are part of. */
export function contextLines(timeoutMs: number | undefined): Code {
  return timeoutMs === undefined
    ? ['ctx, cancel := context.WithCancel(context.Background())', 'defer cancel()']
    : [
        `ctx, cancel := context.WithTimeout(context.Background(), ${timeoutMs}*time.Millisecond)`,
        'defer cancel()',
      ];
}

/** What a client does while its call waits for the response: a goroutine beside it; and what comes then. */
export function beside(then: readonly Act[]): { readonly during: Act[]; readonly after: Act[] } {
  const end = then.findIndex((act) => act.do === 'drain' || act.do === 'receive');
  const cut = end === -1 ? then.length : end;
  return { during: then.slice(0, cut), after: then.slice(cut) };
}

/** What a client does while its call waits, as lines. */
export function besideLines(during: readonly Act[], actLines: (act: Act) => Code): Code {
  return during.length > 0 ? ['go func() {', during.flatMap(actLines), '}()'] : [];
}

/** A client's act but for sending, which each library has its own way of. */
export function clientAct(act: Act): Code {
  switch (act.do) {
    case 'receive':
      return [`for i := 0; i < ${act.count} && err == nil; i++ {`, ['receive()'], '}'];
    case 'drain':
      return act.background ? inBackground(DRAIN) : DRAIN;
    case 'join':
      return ['<-drained'];
    case 'sleep':
      return sleepLines(act);
    case 'cancel':
      return ['cancel()'];
    default:
      return [];
  }
}

const DRAIN: Code = ['for err == nil {', ['receive()'], '}'];

/** What is left to read behind the acts of a client. */
export function restLines({ requests, then }: ClientPart): Code {
  if (then.some((act) => act.do === 'drain')) return [];
  const reading = requests.some((act) => act.do === 'drain' && act.background);
  return reading ? ['<-drained'] : DRAIN;
}

/** The beginning of a server's main: a listener on a free port. */
export const listenLines: Code = [
  'listener, err := net.Listen("tcp", "127.0.0.1:0")',
  'if err != nil {',
  ['panic(err)'],
  '}',
];

/** Whether the program needs the package of clocks. */
export function usesTime(acts: readonly Act[], timeoutMs?: number): boolean {
  return timeoutMs !== undefined || acts.some((act) => act.do === 'sleep');
}

/** Reading beside what follows. */
export function inBackground(loop: Code): Code {
  return ['drained := make(chan struct{})', 'go func() {', [...loop, 'close(drained)'], '}()'];
}

/** What is left to do when a single response is there. */
export function afterSingle(then: readonly Act[]): Act[] {
  return beside(then).after.filter(({ do: what }) => what === 'sleep' || what === 'cancel');
}
