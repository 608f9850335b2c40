import type { Case, PlanCase } from '../contract/case.ts';
import { isScenario } from '../contract/case.ts';
import { RAW } from '../contract/raw.ts';
import type { VerdictName } from '../contract/verdict-id.ts';
import { programOf } from './from-case.ts';
import { LIBRARIES, type Library } from './libraries.ts';
import { packageFiles, versionLines } from './packages.ts';
import { NotSmallError } from './program.ts';
import { PROXY_FILES } from './proxies.ts';
import { rawClient, rawServer } from './raw/emit.ts';
import { planBehind, readScript } from './raw/program.ts';
import { readme, type Told } from './readme.ts';
import { fileOf, runScript } from './run-script.ts';

/** The files of a folder, by name. */
export type Files = Readonly<Record<string, string>>;

/** The smallest client and server of two libraries that show a verdict. Throws a NotSmallError. */
export function reproFolder(testCase: Case, name: VerdictName, told: Told): Files {
  if (isScenario(testCase)) {
    throw new NotSmallError('it is a scenario, of many calls and servers that come and go');
  }
  if (testCase.through?.front === 'tls') {
    throw new NotSmallError('it has TLS before its proxy, with keys of the run');
  }
  const own = spoken(name) ?? settingsOf(testCase);
  if (own !== undefined) throw new NotSmallError(own);
  const differing = told.differences.map(({ field }) => field);
  return { ...programs(testCase, name, differing), 'README.md': text(testCase, name, told) };
}

/** What the programs don't speak: they are on plaintext. */
function spoken({ transport }: VerdictName): string | undefined {
  if (transport === 'h2c' || transport === 'http1') return undefined;
  return `the programs have no keys, and it is about ${transport}`;
}

/** What programs that only listen and call would leave out. */
function settingsOf({ listen = {}, dial, plan }: PlanCase): string | undefined {
  const { limits, keepalive } = plan.channel ?? {};
  if (Object.keys(listen).length > 0) return 'its listener has settings of its own';
  if (limits !== undefined || keepalive !== undefined) return 'its channel has settings of its own';
  return dial === undefined ? undefined : 'its handshake has settings of its own';
}

function text(testCase: PlanCase, name: VerdictName, told: Told): string {
  const title = (peer: string) => LIBRARIES[peer]?.title ?? 'scripted (plain bytes)';
  return readme(
    testCase,
    name,
    {
      client: title(name.client),
      server: title(name.server),
      versions: versionLines([name.client, name.server]),
    },
    told,
  );
}

type Differing = readonly string[];

function programs(testCase: PlanCase, name: VerdictName, differing: Differing): Files {
  if (name.client === RAW) return fromRaw(testCase, name, differing);
  if (name.server === RAW) return toRaw(testCase, name, differing);
  const [client, server] = [libraryOf(name.client), libraryOf(name.server)];
  const program = programOf(testCase, name, differing);
  const proxy = testCase.through?.proxy;
  return {
    [fileOf('client', client.language)]: client.client(program),
    [fileOf('server', server.language)]: server.server(program),
    ...packageFiles([name.client, name.server]),
    ...(proxy ? { 'proxy.conf.in': PROXY_FILES[proxy] } : {}),
    'run.sh': runScript(client.language, server.language, proxy),
  };
}

/** A library's client, and a server that plays bytes. */
function toRaw(testCase: PlanCase, name: VerdictName, differing: Differing): Files {
  const client = libraryOf(name.client);
  const scripts = (testCase.rawServer ?? []).map(readScript);
  return {
    [fileOf('client', client.language)]: client.client(programOf(testCase, name, differing)),
    [fileOf('server', 'raw-server')]: rawServer(scripts),
    ...packageFiles([name.client]),
    'run.sh': runScript(client.language, 'raw-server', undefined),
  };
}

/** A client that plays bytes, and a library's server. */
function fromRaw(testCase: PlanCase, name: VerdictName, differing: Differing): Files {
  const server = libraryOf(name.server);
  if (testCase.plan.raw === undefined) throw new NotSmallError('it has no script');
  const program = programOf({ ...testCase, plan: planBehind(testCase) }, name, differing);
  return {
    [fileOf('client', 'raw-client')]: rawClient(readScript(testCase.plan.raw)),
    [fileOf('server', server.language)]: server.server(program),
    ...packageFiles([name.client, name.server]),
    'run.sh': runScript('raw-client', server.language, undefined),
  };
}

function libraryOf(peer: string): Library {
  const library = LIBRARIES[peer];
  if (library === undefined) throw new NotSmallError(`there is no program for ${peer}`);
  return library;
}
