// `npm run peer -- <peer>`: one server with all services, alone, until Ctrl-C.
import { WireTransport } from '../contract/generated.ts';
import { PeerClient } from '../drive/peer-client.ts';
import { LaunchError } from '../launch/errors.ts';
import { ProcessLauncher } from '../launch/process-launcher.ts';
import { recipes } from '../launch/recipes.ts';
import { nearest } from '../matrix/nearest.ts';
import { MATRIX_PEERS } from '../matrix/peers.ts';

const IDS = MATRIX_PEERS.map((peer) => peer.id);
const HELP = `npm run peer -- <peer> [host:port]

Starts one peer as a server with all services (users, subjects, orders, Probe, health), by
default on 127.0.0.1 and a free port, and prints how to call it. Ctrl-C ends it.

  peers  ${IDS.join(', ')}`;

function howToCall(peer: string, address: string, control: string): string {
  const call = `{"calls":[{"callId":"by-hand","targets":["${address}"],"method":"/MyService/User","steps":[{"send":{"payload":{"encoded":"CgIBAg=="}}}]}]}`;
  const observe = `{"callIds":["by-hand"]}`;
  const post = (method: string, json: string) =>
    `  curl -d '${json}' http://${control}/crosswire.peer.v1.Peer/${method}`;
  return [
    `${peer} serves on ${address}, without TLS`,
    '',
    'Call it with any gRPC client and a schema in proto/, or with a program of this repository:',
    `  npm run program -- go users-client --address ${address}`,
    'or let the peer call itself, over its control port, and say what both sides saw:',
    post('Call', call),
    post('Observe', observe),
    '',
    'docs/peer-contract.md says what else the control port takes. Ctrl-C ends the peer.',
  ].join('\n');
}

async function serve(id: string, bind: string): Promise<number> {
  const recipe = recipes.find((one) => one.id === id && IDS.includes(id));
  if (recipe === undefined) {
    console.error(
      `there is no peer ${JSON.stringify(id)}; the nearest is ${nearest(id, IDS)}\n\n${HELP}`,
    );
    return 2;
  }
  await using launcher = new ProcessLauncher();
  await launcher.prepare([recipe], console.error);
  const running = await launcher.start(recipe, 'alone');
  const control = new PeerClient(running.control);
  const { result } = await control.listen({ id: 'by-hand', transport: WireTransport.H2C, bind });
  control.disconnect();
  if (result.case !== 'address')
    throw new LaunchError(`can't listen on ${bind}: ${result.value?.reason}`);
  console.log(howToCall(id, result.value, `${running.control.host}:${running.control.port}`));
  const ended = await Promise.race([running.exited, interrupted()]);
  if (ended === undefined) return 0;
  console.error(`${id} ended by itself (code ${ended.code})\n${running.stderrTail()}`);
  return 1;
}

function interrupted(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve(undefined));
  });
}

async function main([id, bind = '127.0.0.1:0']: readonly string[]): Promise<number> {
  if (id === undefined || id === '--help' || id === '-h') {
    (id === undefined ? console.error : console.log)(HELP);
    return id === undefined ? 2 : 0;
  }
  return serve(id, bind);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
