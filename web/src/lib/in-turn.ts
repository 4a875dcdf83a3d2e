const tails = new Map<string, Promise<unknown>>();

/** Runs pieces of work with the same key one after another, in the order in which they were asked for. */
export function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const before = tails.get(key) ?? Promise.resolve();
  // What went wrong before is its caller's business.
  const result = before.then(work, work);
  tails.set(key, result);
  const forget = () => {
    if (tails.get(key) === result) tails.delete(key);
  };
  result.then(forget, forget);
  return result;
}

/** Whether work with this key is under way or waiting. */
export function isInTurn(key: string): boolean {
  return tails.has(key);
}
