import type { KnownDifference } from '../contract/known.ts';

/** What current releases are known to do otherwise; docs/findings.md tells each at length. */
export const KNOWN: readonly KnownDifference[] = [];
