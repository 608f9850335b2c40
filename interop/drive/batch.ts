/** The contract's limit on items a request. */
const MAX_ITEMS = 64;
/** The most that the items of one request may come to, in bytes: a quarter of the contract's limit. */
const MAX_BYTES = 4 * 1024 * 1024;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** How a batch is sent: answers come one by one, in any order, by the items' keys. */
export type SendBatch<Item, Answer> = (
  items: readonly Item[],
  onAnswer: (key: string, answer: Answer) => void,
) => Promise<void>;

/**
 * A Batcher joins the items that come in one turn of the event loop into requests of up to 64,
 * and hands every caller its own answer as soon as that arrives.
 */
export class Batcher<Item, Answer> {
  #waiting: Waiting<Item, Answer>[] = [];
  readonly #send: SendBatch<Item, Answer>;
  readonly #key: (item: Item) => string;
  readonly #wrong: (message: string) => Error;
  readonly #size: (item: Item) => number;

  /**
   * `wrong` makes the error of an answer that leaves an item out, or has one that nobody asked for;
   * `size` tells how many bytes an item comes to, where that may be many.
   */
  constructor(
    key: (item: Item) => string,
    send: SendBatch<Item, Answer>,
    wrong: (message: string) => Error = (message) => new Error(message),
    size: (item: Item) => number = () => 0,
  ) {
    this.#key = key;
    this.#send = send;
    this.#wrong = wrong;
    this.#size = size;
  }

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (const batch of this.#batches(all)) void this.#run(batch);
  }

  /** As few as the limits let there be; an item that is over them goes alone. */
  #batches(all: readonly Waiting<Item, Answer>[]): Waiting<Item, Answer>[][] {
    const batches: Waiting<Item, Answer>[][] = [];
    let bytes = 0;
    for (const waiting of all) {
      const size = this.#size(waiting.item);
      const last = batches.at(-1);
      if (last !== undefined && last.length < MAX_ITEMS && bytes + size <= MAX_BYTES) {
        last.push(waiting);
        bytes += size;
      } else {
        batches.push([waiting]);
        bytes = size;
      }
    }
    return batches;
  }

  async #run(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    const open = new Map(batch.map((waiting) => [this.#key(waiting.item), waiting]));
    try {
      await this.#send(
        batch.map((waiting) => waiting.item),
        (key, answer) => {
          const waiting = open.get(key);
          // Not read past, or a peer could go on with these for ever.
          if (waiting === undefined) throw this.#wrong(unasked(key));
          waiting.resolve(answer);
          open.delete(key);
        },
      );
      for (const [key, waiting] of open) waiting.reject(this.#wrong(`no answer for ${key}`));
    } catch (error) {
      for (const waiting of open.values()) waiting.reject(error);
    }
  }
}

function unasked(key: string): string {
  return `answers for ${JSON.stringify(key.slice(0, 100))}, which was not asked or is answered`;
}
