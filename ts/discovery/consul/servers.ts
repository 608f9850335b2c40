/** Servers follows the healthy instances of a Consul service, in one data centre or with another to turn to. */
import { addressOf, distinct, type Found, readEntry } from '../entry.ts';
import { say } from '../log.ts';
import { quoted } from '../text.ts';
import type { ServerEntry, Target, Watch, Watcher } from '../types.ts';
import { follow } from './blocking.ts';
import { ConsulError } from './http.ts';

/** watchConsul tells of the target's instances that pass their checks. */
export function watchConsul(target: Target, watcher: Watcher): Watch {
  const { authority, name, dc, failover } = target;
  if (failover === undefined) return watchInstances(authority, name, dc, watcher);
  return new Failover((place, own) => watchInstances(authority, name, place, own), target, watcher);
}

type Look = (dc: string | undefined, watcher: Watcher) => Watch;

/** Failover looks in another data centre while the first has no healthy instance. */
class Failover implements Watch {
  readonly #look: Look;
  readonly #watcher: Watcher;
  readonly #elsewhere: string | undefined;
  readonly #local: Watch;
  #other: Watch | undefined;

  constructor(look: Look, { dc, failover }: Target, watcher: Watcher) {
    this.#look = look;
    this.#watcher = watcher;
    this.#elsewhere = failover;
    this.#local = look(dc, {
      servers: (list) => (list.length > 0 ? this.#comeBack(list) : this.#turn()),
      unreachable: (error) => watcher.unreachable(error),
    });
  }

  close(): void {
    this.#local.close();
    this.#other?.close();
  }

  #comeBack(list: readonly ServerEntry[]): void {
    this.#other?.close();
    this.#other = undefined;
    this.#watcher.servers(list);
  }

  /** Where the other can't be asked either, what the local one said holds: there are none. */
  #turn(): void {
    let heard = false;
    this.#other ??= this.#look(this.#elsewhere, {
      servers: (list) => {
        heard = true;
        this.#watcher.servers(list);
      },
      unreachable: (error) => {
        if (!heard) this.#watcher.servers([]);
        this.#watcher.unreachable(error);
      },
    });
  }
}

function watchInstances(
  authority: string,
  name: string,
  dc: string | undefined,
  watcher: Watcher,
): Watch {
  let complaints = new Set<string>();
  return follow(authority, {
    path: `/v1/health/service/${encodeURIComponent(name)}`,
    // Consistent: a leader that has just started may otherwise answer before it knows what it knew.
    query: { passing: '1', consistent: '1', dc },
    changed(answer) {
      const readings = instancesOf(authority, answer.body).map(readInstance);
      const wrong = readings.flatMap(({ complaint }) => complaint ?? []);
      for (const one of wrong) if (!complaints.has(one)) say(one);
      complaints = new Set(wrong);
      watcher.servers(sorted(distinct(readings.flatMap(({ server }) => server ?? []))));
    },
    failed: (error) => watcher.unreachable(error),
  });
}

/** Instance is what Consul says of one, as far as it matters; none of it is certain. */
interface Instance {
  readonly Node?: { readonly Address?: unknown } | null;
  readonly Service?: {
    readonly ID?: unknown;
    readonly Address?: unknown;
    readonly Port?: unknown;
    readonly Weights?: { readonly Passing?: unknown } | null;
  } | null;
}

function instancesOf(authority: string, body: string): (Instance | null)[] {
  try {
    const list: unknown = JSON.parse(body);
    if (Array.isArray(list)) return list;
  } catch {
    // Said below, as what is JSON but no list.
  }
  throw new ConsulError(authority, `no list of instances: ${quoted(body)}`);
}

/** A service without an address is at that of its node. */
function readInstance(instance: Instance | null) {
  const service = instance?.Service;
  const found: Found = {
    host: service?.Address || instance?.Node?.Address,
    port: service?.Port,
    weight: service?.Weights?.Passing,
  };
  const { server, complaint } = readEntry(found);
  const named = `consul instance ${quoted(String(service?.ID))}: ${complaint}`;
  return { server, complaint: complaint === undefined ? undefined : named };
}

/** Consul promises no order; ours is by address. */
function sorted(list: ServerEntry[]): ServerEntry[] {
  return list.sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1));
}
