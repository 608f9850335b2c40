/** Testing has servers that say which they are; only tests use it. */
import * as grpc from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';

const whole = (bytes: Buffer) => bytes;

/** Which is an RPC whose answer is the server's port; with the request "wait" it comes when it is let go. */
export const WHICH = {
  path: '/test.Test/Which',
  requestStream: false,
  responseStream: false,
  requestSerialize: whole,
  requestDeserialize: whole,
  responseSerialize: whole,
  responseDeserialize: whole,
} as const;

export class TestServer {
  readonly port: number;
  waiting: (() => void)[] = [];
  readonly #server: grpc.Server;

  private constructor(server: grpc.Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async start(port = 0): Promise<TestServer> {
    const server = new grpc.Server();
    new HealthImplementation({ '': 'SERVING' }).addToServer(server);
    const answers: { now?: TestServer } = {};
    server.addService(
      { which: WHICH },
      {
        which(call: grpc.ServerUnaryCall<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>) {
          const answer = () => callback(null, Buffer.from(String(answers.now?.port)));
          if (call.request.toString() === 'wait') answers.now?.waiting.push(answer);
          else answer();
        },
      },
    );
    const bound = await new Promise<number>((resolve, reject) => {
      const credentials = grpc.ServerCredentials.createInsecure();
      server.bindAsync(`127.0.0.1:${port}`, credentials, (error, taken) =>
        error ? reject(error) : resolve(taken),
      );
    });
    answers.now = new TestServer(server, bound);
    return answers.now;
  }

  letGo(): void {
    for (const answer of this.waiting.splice(0)) answer();
  }

  kill(): void {
    this.#server.forceShutdown();
  }

  async drain(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.tryShutdown(() => resolve()));
  }

  [Symbol.dispose](): void {
    this.kill();
  }
}
