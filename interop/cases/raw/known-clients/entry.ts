import { HUNG, type KnownDifference } from '../../../contract/known.ts';

export const GRPCIO = ['python-grpcio', 'python-grpcio-aio'] as const;
export const HANGS = { outcome: HUNG } as const;

/** Whose, what instead, and in which cases: ids below `bad-server/`, with `{a,b}` for either. */
export interface Row {
  readonly clients: readonly string[] | 'all';
  readonly instead: KnownDifference['instead'];
  readonly cases: string;
  readonly due?: Readonly<Record<string, string>>;
  readonly sometimes?: string;
}

/** Entries that have one reason, and one place in docs/findings.md. */
export function entries(anchor: string, reason: string, rows: readonly Row[]): KnownDifference[] {
  return rows.map(({ cases, ...row }) => ({
    ...row,
    cases: cases.trim().split(/\s+/).flatMap(expanded),
    servers: ['raw'],
    reason,
    link: `docs/findings.md#${anchor}`,
  }));
}

function expanded(id: string): string[] {
  const found = /^(.*?)\{([^}]*)\}(.*)$/.exec(id);
  if (found === null) return [`bad-server/${id}`];
  const [, before = '', choice = '', after = ''] = found;
  return choice.split(',').flatMap((one) => expanded(`${before}${one}${after}`));
}
