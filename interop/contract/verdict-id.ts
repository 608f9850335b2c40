import { type Cell, PROTOCOLS, type Protocol, TRANSPORTS, type Transport } from './vocabulary.ts';

/** A VerdictName is which verdict: a case, and the cell that it was run in. */
export interface VerdictName extends Cell {
  readonly case: string;
}

/** What an ID without these two words means. */
const USUAL = { protocol: 'grpc', transport: 'h2c' } as const;

/**
 * The ID of a verdict, the same in every run: `status/message/trailing-space@ts-connect,go-grpc`, and what they speak
 * where it isn't gRPC over plain HTTP/2: `…@ts-connect,go-grpc,grpc,tls`. One word for a shell and for a URL.
 */
export function verdictId(testCase: string, cell: Cell): string {
  const { client, server, protocol, transport } = cell;
  const speaks = isUsual(cell) ? [] : [protocol, transport];
  return `${testCase}@${[client, server, ...speaks].join()}`;
}

/** Whether a cell is gRPC over plain HTTP/2. */
export function isUsual({ protocol, transport }: Cell): boolean {
  return protocol === USUAL.protocol && transport === USUAL.transport;
}

/** The parts of an ID; undefined where it doesn't have them. */
export function readVerdictId(id: string): VerdictName | undefined {
  const found = /^([^@]+)@([^@,]+),([^@,]+)(?:,([^@,]+),([^@,]+))?$/.exec(id);
  if (found === null) return undefined;
  const [, testCase = '', client = '', server = '', ...speaks] = found;
  const [protocol = USUAL.protocol, transport = USUAL.transport] = speaks;
  if (!isProtocol(protocol) || !isTransport(transport)) return undefined;
  return { case: testCase, client, server, protocol, transport };
}

function isProtocol(word: string): word is Protocol {
  return PROTOCOLS.some((one) => one === word);
}

function isTransport(word: string): word is Transport {
  return TRANSPORTS.some((one) => one === word);
}
