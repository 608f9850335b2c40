/** A Row is one thing that ought to be checked, and what checks it. */
export interface Row {
  /** What goes wrong, or what must hold. */
  readonly says: string;
  /** Where it comes from: a thread in a public tracker, a specification, a document. */
  readonly source: string;
  /** Patterns of case ids; a path with a dot in its last part is a file of tests. */
  readonly by: readonly string[];
  /** Why there is nothing, or no more. */
  readonly because?: string;
}

/** A Section is the rows of one source. */
export interface Section {
  readonly title: string;
  /** What the rows are. */
  readonly about: string;
  readonly rows: readonly Row[];
}

/** A row that cases or tests check. */
export function row(says: string, source: string, ...by: readonly string[]): Row {
  return { says, source, by };
}

/** A row that nothing checks, and why; or why no more does. */
export function because(reason: string, one: Row): Row {
  return { ...one, because: reason };
}
