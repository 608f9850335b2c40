/** Gate is a way to a registry that can fall silent without breaking, as a network does; only tests use it. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class Gate implements Disposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #silent = false;

  private constructor(to: number) {
    this.#server = createServer((near) => this.#join(near, connect(to, '127.0.0.1')));
  }

  static async open(to: number): Promise<Gate> {
    const gate = new Gate(to);
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.#sockets.size / 2;
  }

  /** fallSilent lets nothing through any more, neither bytes nor ends; new connections are taken, and say nothing. */
  fallSilent(): void {
    this.#silent = true;
  }

  /** heal lets new connections through; what was silent stays so. */
  heal(): void {
    this.#silent = false;
  }

  /** cut breaks every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  [Symbol.dispose](): void {
    this.#server.close();
    this.cut();
  }

  #join(near: Socket, far: Socket): void {
    let dead = false;
    for (const [from, to] of [[near, far] as const, [far, near] as const]) {
      this.#sockets.add(from);
      from.on('error', () => undefined);
      from.on('data', (bytes) => {
        dead ||= this.#silent;
        if (!dead) to.write(bytes);
      });
      from.on('close', () => {
        this.#sockets.delete(from);
        if (!this.#silent && !dead) to.destroy();
      });
    }
  }
}
