/** Runs at most `width` tasks at a time, in the order of their arrival. */
export function createQueue(
  width: number,
): <Result>(task: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running < width) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The place is handed on, not given back: a newcomer cannot overtake who waits.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
