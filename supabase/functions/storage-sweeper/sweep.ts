/** A file that the database wants gone. */
export interface Deletion {
  id: string;
  bucket_id: string;
  path: string;
}

/** The queue in the database, and the store of the bytes. */
export interface Surroundings {
  /** Takes files off the head of the queue; what is not finished comes back later. */
  claim(atMost: number): Promise<readonly Deletion[]>;
  /** Removes files, those that are not there included. Rejects if it could not. */
  remove(bucket: string, paths: readonly string[]): Promise<void>;
  /** Tells how many of the files are really gone; the others keep the reason. */
  finish(ids: readonly string[], reason?: string): Promise<number>;
}

export interface SweepReport {
  removed: number;
  failed: number;
}

/** As many as one call to Storage and to the database comfortably names. */
export const BATCH = 100;
/** Enough for a large organization within one call's time; the next minute goes on. */
const BATCHES = 20;

/** Works the queue off. A bucket that fails does not keep the others waiting. */
export async function sweep({ claim, remove, finish }: Surroundings): Promise<SweepReport> {
  const report = { removed: 0, failed: 0 };
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const claimed = await claim(BATCH);
    for (const [bucket, deletions] of Map.groupBy(claimed, ({ bucket_id }) => bucket_id)) {
      const ids = deletions.map(({ id }) => id);
      const reason = await reasonOf(
        remove(
          bucket,
          deletions.map(({ path }) => path),
        ),
      );
      const removed = await finish(ids, reason);
      report.removed += removed;
      report.failed += ids.length - removed;
    }
    if (claimed.length < BATCH) break;
  }
  return report;
}

async function reasonOf(attempt: Promise<void>): Promise<string | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
