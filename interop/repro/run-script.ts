import type { Through } from '../contract/case.ts';
import type { Language } from './libraries.ts';

/** How the two programs are started: as their language has it, or as Python without a gRPC library. */
export type Runtime = Language | 'raw-server' | 'raw-client';

const PYTHON = [
  '[ -e venv ] || { python3 -m venv venv; venv/bin/pip install --quiet -r requirements.txt; }',
];

const INSTALL: Readonly<Record<Runtime, readonly string[]>> = {
  node: ['[ -e node_modules ] || npm install --silent'],
  python: PYTHON,
  go: [],
  'raw-server': [],
  'raw-client': PYTHON,
};

const START: Readonly<Record<Runtime, (side: string) => string>> = {
  node: (side) => `node ${side}.mjs`,
  python: (side) => `venv/bin/python ${side}.py`,
  go: (side) => `./${side}`,
  'raw-server': (side) => `python3 ${side}.py`,
  'raw-client': (side) => `venv/bin/python ${side}.py`,
};

const EXTENSIONS = {
  node: 'mjs',
  python: 'py',
  go: 'go',
  'raw-server': 'py',
  'raw-client': 'py',
} as const;

/** The name of a side's file. */
export function fileOf(side: 'client' | 'server', runtime: Runtime): string {
  return `${side}.${EXTENSIONS[runtime]}`;
}

const PROXY: Readonly<Record<Through['proxy'], string>> = {
  nginx: 'nginx -p "$PWD" -c proxy.conf -e stderr',
  haproxy: 'haproxy -db -f proxy.conf',
};

/** Installs, starts the server, runs the client, prints what both said, and ends the server. */
export function runScript(
  client: Runtime,
  server: Runtime,
  proxy: Through['proxy'] | undefined,
): string {
  const sides = [['client', client] as const, ['server', server] as const];
  const builds = sides.flatMap(([side, runtime]) =>
    runtime === 'go' ? [`go build -mod=mod -o ${side} ${side}.go`] : [],
  );
  const installs = [...new Set(sides.flatMap(([, runtime]) => INSTALL[runtime]))];
  return `#!/bin/sh
# Installs what is pinned here, starts the server, runs the client, and ends the server.
set -eu
cd "$(dirname "$0")"

${[...installs, ...builds].map((line) => `${line}\n`).join('')}
: >server.log
${START[server]('server')} >server.log 2>&1 &
SERVER=$!
trap 'kill "$SERVER" 2>/dev/null || true' EXIT
while DIAL=$(sed -n 's/^listening on //p' server.log) && [ -z "$DIAL" ]; do
  kill -0 "$SERVER" || { cat server.log; exit 1; }
  sleep 0.1
done
${proxy ? proxyLines(proxy) : ''}
timeout 15 ${START[client]('client')} "$DIAL" ||
  echo "the client was ended, or failed: exit code $? (124: the call was not over after 15 s)"
sleep 0.3
sed 's/^/server: /' server.log
`;
}

function proxyLines(proxy: Through['proxy']): string {
  return `
# PORT is where ${proxy} listens.
FRONT=127.0.0.1:\${PORT:-50051}
sed "s/@SERVER@/$DIAL/; s/@DIAL@/$FRONT/" proxy.conf.in >proxy.conf
DIAL=$FRONT
PATH=$PATH:/usr/sbin ${PROXY[proxy]} >proxy.log 2>&1 &
PROXY=$!
trap 'kill "$SERVER" "$PROXY" 2>/dev/null || true' EXIT
# 7: nobody listens there yet.
while curl -so /dev/null --max-time 1 "http://$DIAL/"; [ $? -eq 7 ]; do sleep 0.1; done
`;
}
