import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RawScript } from '../../contract/generated.ts';
import { type Code, render } from '../code.ts';
import { stepLines } from './steps.ts';

/** What both sides have in common, in Python's own library. */
function runtime(): string {
  return readFileSync(join(import.meta.dirname, 'wire.py'), 'utf8');
}

function options(script: RawScript): string {
  const settings = script.settings.map(({ id, value }) => `(${id}, ${value}),`);
  return [
    ...(script.noPreface ? ['preface=False'] : []),
    ...(script.noAcks ? ['acks=False'] : []),
    ...(script.noWindows ? ['windows=False'] : []),
    ...(script.notHttp2 ? ['preface=False', 'http2=False'] : []),
    ...(script.chunk ? [`chunk=${script.chunk}`] : []),
    ...(settings.length > 0 ? [`settings=(${settings.join(' ')})`] : []),
  ]
    .filter((one, at, all) => all.indexOf(one) === at)
    .map((one) => `, ${one}`)
    .join('');
}

/** A server that plays a script on each connection, the last one on all that follow. */
export function rawServer(scripts: readonly RawScript[]): string {
  const code: Code = [
    ...scripts.flatMap((script, at) => connection(script, at + 1)),
    'connections = [',
    scripts.map((_, at) => `connection_${at + 1},`),
    ']',
    'listener = socket.create_server(("127.0.0.1", 0))',
    'print("listening on 127.0.0.1:%d" % listener.getsockname()[1], flush=True)',
    'count = 0',
    'while True:',
    [
      'sock, _ = listener.accept()',
      'sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)',
      'play = connections[min(count, len(connections) - 1)]',
      'count += 1',
      'threading.Thread(target=play, args=(sock,), daemon=True).start()',
    ],
  ];
  return `${runtime()}\n\n${render(code, '    ')}`;
}

function connection(script: RawScript, number: number): Code {
  const calls = script.calls.map(({ steps }, at): Code => {
    const lines = stepLines(steps, 'call');
    return [`def call_${at + 1}(stream):`, lines.length > 0 ? lines : ['pass'], ''];
  });
  return [
    `def connection_${number}(sock):`,
    [
      `wire = Wire(sock, True${options(script)})`,
      '',
      ...calls.flat(),
      ...(calls.length > 0 ? onCall(calls.length) : []),
      'threading.Thread(target=wire.read, daemon=True).start()',
      ...stepLines(script.steps, 'connection'),
    ],
    '',
    '',
  ];
}

function onCall(count: number): Code {
  const names = Array.from({ length: count }, (_, at) => `call_${at + 1}`);
  return [
    `calls = [${names.join(', ')}]`,
    '',
    'def on_call(stream):',
    [
      'play = calls[min(len(wire.calls), len(calls)) - 1]',
      'threading.Thread(target=play, args=(stream,), daemon=True).start()',
    ],
    '',
    'wire.on_call = on_call',
  ];
}

/** A client that plays a script on a connection, and shows the header blocks that come, by the package hpack. */
export function rawClient(script: RawScript): string {
  const code: Code = [
    'from hpack import Decoder',
    '',
    'decoder = Decoder()',
    'block = b""',
    '',
    '',
    'def show_decoded(kind, flags, stream, payload):',
    [
      'global block',
      'show(kind, flags, stream, payload)',
      'if kind in (HEADERS, CONTINUATION):',
      [
        'block += payload',
        'if flags & END_HEADERS:',
        [
          'for name, value in decoder.decode(block, raw=True):',
          ['print("  %s: %s" % (name.decode("latin-1"), value.decode("latin-1")), flush=True)'],
          'block = b""',
        ],
      ],
    ],
    '',
    '',
    'host, port = sys.argv[1].rsplit(":", 1)',
    'sock = socket.create_connection((host, int(port)))',
    'sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)',
    `wire = Wire(sock, False${options(script)})`,
    'wire.show = show_decoded',
    'threading.Thread(target=wire.read, daemon=True).start()',
    ...stepLines(script.steps, 'connection'),
    'print("closed by the server" if wire.closed else "still open")',
  ];
  return `${runtime()}\n\n${render(code, '    ')}`;
}
