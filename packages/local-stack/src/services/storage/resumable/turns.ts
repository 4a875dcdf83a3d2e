/** Lets one request at a time work on an upload. */
export interface Turns {
  /**
   * Runs work alone on the id. Whoever works on it now is told to stop: most often that is a connection
   * that is dead without knowing, and the same client has come back.
   */
  take<Result>(id: string, work: (stop: AbortSignal) => Promise<Result>): Promise<Result>;
}

export function createTurns(): Turns {
  const latest = new Map<string, { stop: AbortController; done: Promise<void> }>();

  return {
    async take(id, work) {
      const previous = latest.get(id);
      const { promise: done, resolve } = Promise.withResolvers<void>();
      const turn = { stop: new AbortController(), done };
      latest.set(id, turn);
      previous?.stop.abort();
      try {
        await previous?.done;
        return await work(turn.stop.signal);
      } finally {
        if (latest.get(id) === turn) latest.delete(id);
        resolve();
      }
    },
  };
}
