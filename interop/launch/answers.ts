import { get } from 'node:http';
import { PeerStartError } from './errors.ts';
import type { Address } from './launcher.ts';

/** Long, for a machine that is busy: the control line has been there already. */
const ANSWER_LIMIT_MS = 20_000;

/** Waits for any HTTP answer from a control port that has been announced; throws when there is none. */
export function answers({ host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const request = get({ host, port, path: '/', agent: false, signal }, (response) => {
      response.destroy();
      resolve();
    });
    request.on('error', (error) => {
      reject(new PeerStartError(`control port ${host}:${port} doesn't answer: ${error.message}`));
    });
  });
}
