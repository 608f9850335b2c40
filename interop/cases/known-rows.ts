import type { KnownDifference } from '../contract/known.ts';

/** What is so with some clients and servers, in cases of one suite. */
export interface KnownRow {
  /** Ids below the suite's own. */
  readonly cases: readonly string[];
  readonly clients: KnownDifference['clients'];
  readonly servers: KnownDifference['servers'];
  readonly instead: KnownDifference['instead'];
}

/** Known differences with one reason, and one place in docs/findings.md. */
export interface KnownRows {
  /** The anchor of the finding. */
  readonly link: string;
  readonly reason: string;
  readonly sometimes?: string;
  readonly rows: readonly KnownRow[];
}

/** The known differences of one suite. */
export function knownOf(suite: string, ...all: readonly KnownRows[]): readonly KnownDifference[] {
  return all.flatMap(({ link, rows, ...shared }) =>
    rows.map(({ cases, ...row }) => ({
      ...shared,
      ...row,
      cases: cases.map((id) => `${suite}/${id}`),
      link: `docs/findings.md#${link}`,
    })),
  );
}
