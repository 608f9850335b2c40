import type { KnownDifference } from '../../../contract/known.ts';

export const NODE = ['ts-grpc-js', 'ts-connect'] as const;
export const GRPCIO = ['python-grpcio', 'python-grpcio-aio'] as const;
export const CONNECT = ['ts-connect', 'go-connect'] as const;

/** What a call that should have been refused looks like where it is answered. */
export const ANSWERED = { 'facts.reply': 'OK', 'observed.seen': 'true' } as const;

type Rest = Pick<KnownDifference, 'instead' | 'reason'> & {
  readonly sometimes?: string;
  readonly due?: Readonly<Record<string, string>>;
  /** The heading in docs/findings.md, or a whole address. */
  readonly at: string;
};

/** A difference of these servers in these cases of the suite. */
export function ofServer(
  servers: readonly string[],
  cases: readonly string[],
  { at, ...rest }: Rest,
): KnownDifference {
  return {
    cases: cases.map((id) => `bad-client/${id}`),
    clients: ['raw'],
    servers,
    ...rest,
    link: at.startsWith('https:') ? at : `docs/findings.md#${at}`,
  };
}

/** The cases `<group>/<name>`. */
export function inGroup(group: string, ...names: readonly string[]): string[] {
  return names.map((name) => `${group}/${name}`);
}
