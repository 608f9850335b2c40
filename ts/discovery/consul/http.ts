/** Http asks a Consul agent: one request, its whole answer, within limits. */
import { request } from 'node:http';

export interface Answer {
  readonly status: number;
  /** What a blocking query goes on from: an index, or of the agent's own state a hash. */
  readonly index: number;
  readonly hash: string;
  readonly body: string;
}

export interface Question {
  readonly method?: 'GET' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

/** ConsulError is a refusal by the agent, or that it can't be reached. */
export class ConsulError extends Error {
  override readonly name = 'ConsulError';

  constructor(authority: string, reason: string) {
    super(`consul at ${authority}: ${reason}`);
  }
}

/** No list of servers is larger; what is, is not read to its end. */
const LARGEST = 16 * 1024 * 1024;

/** ask rejects with a ConsulError, or with the signal's reason. */
export async function ask(authority: string, question: Question): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const asked = request(urlOf(authority, question), {
    method: question.method ?? 'GET',
    agent: false,
    ...(question.signal && { signal: question.signal }),
  });
  const timer = setTimeout(() => asked.destroy(new Error('no answer in time')), question.timeoutMs);
  const fail = (error: NodeJS.ErrnoException) =>
    reject(new ConsulError(authority, error.message || (error.code ?? 'the connection broke')));
  asked.on('error', fail);
  asked.on('response', (response) => {
    const parts: Buffer[] = [];
    let size = 0;
    response.on('error', fail);
    response.on('data', (part: Buffer) => {
      size += part.length;
      if (size > LARGEST) asked.destroy(new Error('an answer too large'));
      else parts.push(part);
    });
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        index: Number(response.headers['x-consul-index'] ?? 0),
        hash: String(response.headers['x-consul-contenthash'] ?? ''),
        body: Buffer.concat(parts).toString(),
      }),
    );
  });
  asked.end(question.body === undefined ? undefined : JSON.stringify(question.body));
  return await promise.finally(() => clearTimeout(timer));
}

function urlOf(authority: string, { path, query }: Question): URL {
  const url = new URL(path, `http://${authority}`);
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) url.searchParams.set(name, value);
  return url;
}
