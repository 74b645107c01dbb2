/** What a batch may look like, and who suffers when it fails. */
export interface MicroBatchOptions {
  /** Most items in one batch. */
  readonly maxItems: number;
  /** How long the first item of a batch waits for others, in milliseconds. */
  readonly waitMs: number;
  /** Batches under way at once; default 4. */
  readonly concurrency?: number;
  /**
   * True (default): after a batch of several has failed as a whole, each item is tried once more alone, so that
   * only the one at fault is rejected. Return false where an error concerns all of them, such as a lost connection.
   */
  readonly triesAlone?: (error: unknown) => boolean;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins what concurrent requests want into one unit of work: one transaction, one publish.
 * @param handle answers the items in their order; an `Error` in a place rejects that item's caller only.
 * @returns a function that handles one item in the next batch.
 */
export function microBatch<T, R>(
  handle: (items: T[]) => Promise<readonly (R | Error)[]>,
  options: MicroBatchOptions,
): (item: T) => Promise<R> {
  const { maxItems, waitMs, concurrency = 4, triesAlone = () => true } = options;
  let waiting: Waiting<T, R>[] = [];
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;

  const take = (): void => {
    clearTimeout(timer);
    timer = undefined;
    while (underWay < concurrency && (waiting.length >= maxItems || (isDue && waiting.length > 0))) {
      const batch = waiting.splice(0, maxItems);
      if (waiting.length === 0) isDue = false;
      underWay += 1;
      void settle(batch, handle, triesAlone).finally(() => {
        underWay -= 1;
        take();
      });
    }
    if (waiting.length > 0 && !isDue) timer = setTimeout(becomeDue, waitMs);
  };
  const becomeDue = (): void => {
    isDue = true;
    take();
  };

  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (waiting.length >= maxItems) take();
      else if (!isDue) timer ??= setTimeout(becomeDue, waitMs);
    });
}

/** Runs a batch and tells each caller what became of its item. Never rejects. */
async function settle<T, R>(
  batch: readonly Waiting<T, R>[],
  handle: (items: T[]) => Promise<readonly (R | Error)[]>,
  triesAlone: (error: unknown) => boolean,
): Promise<void> {
  try {
    const results = await handle(batch.map((one) => one.item));
    if (results.length !== batch.length) {
      throw new RangeError(`a batch of ${batch.length} was answered with ${results.length} results`);
    }
    batch.forEach((one, at) => {
      const result = results[at] as R | Error;
      if (result instanceof Error) one.reject(result);
      else one.resolve(result);
    });
  } catch (error) {
    if (batch.length === 1 || !triesAlone(error)) {
      for (const one of batch) one.reject(error);
      return;
    }
    for (const one of batch) await settle([one], handle, triesAlone);
  }
}
