import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { ServiceKind } from './infrastructure.ts';
import { ROOT } from './paths.ts';
import { runTool } from './run-tool.ts';

/** A program and the arguments that come before a spec's own. */
export type Program = readonly [file: string, ...args: string[]];

/** How the program of each kind is found. */
export type FindPrograms = Readonly<Record<ServiceKind, () => Promise<Program | undefined>>>;

const ZOOKEEPER_JAR = process.env.ZOOKEEPER_JAR ?? '/usr/share/java/zookeeper.jar';

/** Where Debian keeps servers; a user's PATH may lack it. */
const SERVERS = '/usr/sbin';

/** How a ZooKeeper is started: some 60 MB of memory, and ready in half a second. */
const zookeeperProgram = (java: string, jar: string): Program => [
  java,
  '-Xmx128m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-cp',
  jar,
  'org.apache.zookeeper.server.quorum.QuorumPeerMain',
];

/** The program of a kind in docker/infrastructure.Dockerfile. */
export const programInImage: Readonly<Record<ServiceKind, Program>> = {
  zookeeper: zookeeperProgram('java', '/usr/share/java/zookeeper.jar'),
  consul: ['consul'],
  nginx: ['nginx'],
  haproxy: ['haproxy'],
};

/** The program of a kind on this machine; undefined where it isn't installed. */
export const findPrograms: FindPrograms = {
  async zookeeper() {
    const java = await onPath('java');
    const jar = await accessible(ZOOKEEPER_JAR, constants.R_OK);
    return java === undefined || jar === undefined ? undefined : zookeeperProgram(java, jar);
  },
  async consul() {
    const found = await runTool(join(ROOT, 'scripts/consul.sh'), ['--path']).catch(() => '');
    return found === '' ? undefined : [found.trim()];
  },
  async nginx() {
    const nginx = await onPath('nginx');
    // Workers of a root's nginx become `nobody` otherwise, and couldn't write into the service's folder.
    return nginx === undefined
      ? undefined
      : [nginx, ...(process.getuid?.() === 0 ? ['-g', 'user root;'] : [])];
  },
  async haproxy() {
    const haproxy = await onPath('haproxy');
    return haproxy === undefined ? undefined : [haproxy];
  },
};

async function onPath(name: string): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), SERVERS];
  const found = await Promise.all(folders.map((folder) => accessible(join(folder, name))));
  return found.find((path) => path !== undefined);
}

const accessible = (path: string, mode = constants.X_OK): Promise<string | undefined> =>
  access(path, mode).then(
    () => path,
    () => undefined,
  );
