/** Choose picks one of the servers that are connected, as one of four policies does. */
import type { PolicyName } from './policy.ts';

/** Candidate is a server with a connection. */
export interface Candidate {
  /** Its "host:port". */
  readonly key: string;
  readonly weight: number;
  /** The RPCs of this client that it has under way. */
  readonly active: number;
}

/** Chooser picks from the candidates of the moment, in their order; undefined when there are none. */
export interface Chooser {
  choose<C extends Candidate>(ready: readonly C[]): C | undefined;
}

/** chooserOf makes a chooser for one client; `random` answers from 0 up to, but not with, 1. */
export function chooserOf(policy: PolicyName, random: () => number = Math.random): Chooser {
  switch (policy) {
    case 'random':
      return { choose: (ready) => ready[Math.floor(random() * ready.length)] };
    case 'round_robin':
      return new RoundRobin();
    case 'least_connections':
      return new LeastConnections();
    case 'weighted':
      return new Weighted();
  }
}

/** Turn knows whose turn is next, by name: servers come and go between two picks. */
class Turn {
  #last = '';
  /** Those that were to follow the last picked, in order. */
  #following: string[] = [];

  /** after puts the candidates in order from the one after the last picked. */
  after<C extends Candidate>(ready: readonly C[]): C[] {
    const places = new Map(ready.map(({ key }, place) => [key, place]));
    const last = places.get(this.#last);
    if (last !== undefined) return startingAt(ready, last + 1);
    const next = this.#following.find((key) => places.has(key));
    return startingAt(ready, next === undefined ? 0 : (places.get(next) ?? 0));
  }

  picked<C extends Candidate>(ready: readonly C[], picked: C | undefined): C | undefined {
    if (!picked) return undefined;
    this.#last = picked.key;
    this.#following = startingAt(ready, ready.indexOf(picked) + 1).map(({ key }) => key);
    return picked;
  }
}

function startingAt<T>(list: readonly T[], place: number): T[] {
  return [...list.slice(place), ...list.slice(0, place)];
}

class RoundRobin implements Chooser {
  readonly #turn = new Turn();

  choose<C extends Candidate>(ready: readonly C[]): C | undefined {
    return this.#turn.picked(ready, this.#turn.after(ready)[0]);
  }
}

class LeastConnections implements Chooser {
  readonly #turn = new Turn();

  choose<C extends Candidate>(ready: readonly C[]): C | undefined {
    const fewest = Math.min(...ready.map(({ active }) => active));
    const picked = this.#turn.after(ready).find(({ active }) => active === fewest);
    return this.#turn.picked(ready, picked);
  }
}

class Weighted implements Chooser {
  #credits = new Map<string, number>();
  #shares = '';

  choose<C extends Candidate>(ready: readonly C[]): C | undefined {
    this.#begin(ready);
    let picked: C | undefined;
    let sum = 0;
    for (const one of ready) {
      sum += one.weight;
      this.#credits.set(one.key, this.#creditOf(one) + one.weight);
      if (!picked || this.#creditOf(one) > this.#creditOf(picked)) picked = one;
    }
    if (picked) this.#credits.set(picked.key, this.#creditOf(picked) - sum);
    return picked;
  }

  /** Credits begin at 0 with every other set of shares: what is left of earlier ones would bend the new. */
  #begin(ready: readonly Candidate[]): void {
    const shares = ready.map(({ key, weight }) => `${key}=${weight}`).join(' ');
    if (shares === this.#shares) return;
    this.#shares = shares;
    this.#credits = new Map();
  }

  #creditOf({ key }: Candidate): number {
    return this.#credits.get(key) ?? 0;
  }
}
