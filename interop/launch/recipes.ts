/** The languages that peers are written in. */
export type Language = 'typescript' | 'python' | 'go';

/** A Recipe is a peer before it runs: who it is, and which language's entry starts it. */
export interface Recipe {
  readonly id: string;
  readonly language: Language;
  /** What the entry needs beside the control variables; `CROSSWIRE_PEER` picks the library. */
  readonly env: Readonly<Record<string, string>>;
}

const recipe = (id: string, language: Language): Recipe => ({
  id,
  language,
  env: { CROSSWIRE_PEER: id },
});

/** The programs of this repository, peers first, in the order in which reports show them. */
export const recipes: readonly Recipe[] = [
  recipe('ts-grpc-js', 'typescript'),
  recipe('ts-connect', 'typescript'),
  recipe('python-grpcio', 'python'),
  recipe('python-grpcio-aio', 'python'),
  recipe('python-connect', 'python'),
  recipe('go-grpc', 'go'),
  recipe('go-connect', 'go'),
  // The instruments: a peer without a gRPC library, and what stands between two peers.
  recipe('raw', 'python'),
  recipe('wire', 'python'),
];

/** The languages of some recipes, each once. */
export const languagesOf = (chosen: readonly Recipe[]): readonly Language[] => [
  ...new Set(chosen.map((one) => one.language)),
];
