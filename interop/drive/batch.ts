/** The contract's limit on items a request. */
const MAX_ITEMS = 64;

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

  /** `wrong` makes the error of an answer that leaves an item out, or has one that nobody asked for. */
  constructor(
    key: (item: Item) => string,
    send: SendBatch<Item, Answer>,
    wrong: (message: string) => Error = (message) => new Error(message),
  ) {
    this.#key = key;
    this.#send = send;
    this.#wrong = wrong;
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
    for (let start = 0; start < all.length; start += MAX_ITEMS) {
      void this.#run(all.slice(start, start + MAX_ITEMS));
    }
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
