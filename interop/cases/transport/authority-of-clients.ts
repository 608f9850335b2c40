import type { ListenerSettings } from '../../contract/listen.ts';
import type { Stage } from '../../contract/stage.ts';
import type { ScenarioInit } from '../define.ts';
import { step } from '../define.ts';
import { ANSWER, kindOf, serving } from '../raw/bad-server/parts.ts';

/** Under which name clients make their calls: the `:authority` that a server sees. */

const SOURCE =
  'gRPC over HTTP/2, "Requests": :authority is "the virtual host name of the target"; RFC 9113, 8.3.1, with RFC 3986, 3.2: host, and port where it is not that of the scheme';

const PLAN = { method: kindOf('unary').method, steps: [step.sendBody(3)] };
const UNIX = 'unix:';
const OTHER = 'elsewhere.crosswire.test:4711';

interface Named {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly place?: Pick<ListenerSettings, 'transport' | 'ipv6'>;
  readonly authority?: string;
  readonly needs?: readonly string[];
}

/** What the name may be of what was dialled: a socket is on this host, and so is the default port. */
function namesOf(address: string): readonly string[] {
  if (address.startsWith(UNIX)) return ['localhost', 'localhost:80', '<path>', '%2F<path>'];
  return address.startsWith('[') ? ['[<host>]:<port>'] : ['<host>:<port>'];
}

/** A name with words for what is another one in every run. */
function inWords(named: string, address: string): string {
  if (address.startsWith(UNIX)) {
    const [, ...path] = address.slice(UNIX.length).split('/');
    return named.replace(path.join('%2F'), '<path>');
  }
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[(.*)\]$/, '$1');
  return named.replace(host, '<host>').replace(address.slice(at), ':<port>');
}

async function play(stage: Stage, one: Named): Promise<void> {
  const server = await stage.raw([serving(ANSWER)], one.place);
  const client = stage.client({ target: server.address });
  const { authority } = one;
  const { code } = await client.call(authority === undefined ? PLAN : { ...PLAN, authority });
  stage.check('code', 'OK', code);
  const names = authority === undefined ? namesOf(server.address) : [authority];
  const name = inWords((await server.facts()).authority ?? 'none', server.address);
  stage.holds(':authority', names.join(' or '), name, names.includes(name));
}

function named(one: Named): ScenarioInit {
  const { id, title, source, needs = [] } = one;
  return {
    ...{ id: `authority/of-client/${id}`, title, source, tier: 'raw-server', services: [] },
    needs: ['client.unary', ...needs],
    scenario: (stage) => play(stage, one),
  };
}

/** Names of what clients dial, and others that they are told. */
export const clientsAuthorities: readonly ScenarioInit[] = [
  named({
    id: 'host-and-port',
    title: 'A client names the host and the port that it dials',
    source: SOURCE,
  }),
  named({
    id: 'ipv6',
    title: 'A client names an IPv6 address in brackets',
    source: `${SOURCE}; 3.2.2: an IPv6 address is "distinguished by enclosing the IP literal within square brackets"`,
    place: { ipv6: true },
  }),
  named({
    id: 'socket',
    title: 'A client of a Unix socket names localhost, or the path, percent-encoded',
    source:
      'RFC 3986, 3.2.2: a host may have any characters percent-encoded; which name a socket has is nowhere said (gRPC Name Resolution, "unix:path")',
    place: { transport: 'uds' },
    needs: ['transport.uds'],
  }),
  named({
    id: 'override',
    title: 'A client names what it is told to, whatever it dials',
    source:
      'RFC 9113, 8.3.1: ":authority" is the authority portion of the target URI, not of the connection',
    authority: OTHER,
    needs: ['client.authority'],
  }),
];
