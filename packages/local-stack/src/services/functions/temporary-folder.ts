import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const PREFIX = "functions-";

/**
 * The only place where functions may write. Not below the stack's home, which they must not even read; so the
 * home remembers it, and the start after a `kill -9` removes what was left.
 */
export interface TemporaryFolder {
  path(): Promise<string>;
  /** Removes the folder, of this run or of one that was killed. */
  remove(): Promise<void>;
}

export function createTemporaryFolder(runDirectory: string): TemporaryFolder {
  const memory = join(runDirectory, "functions-folder");
  let made: Promise<string> | undefined;

  async function make(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), PREFIX));
    await writeFile(memory, path, { mode: 0o600 });
    return path;
  }

  return {
    path: () => {
      made ??= make();
      return made;
    },
    async remove() {
      const path = made ? await made : await readFile(memory, "utf8").catch(() => "");
      made = undefined;
      if (basename(path).startsWith(PREFIX)) await rm(path, { recursive: true, force: true });
      await rm(memory, { force: true });
    },
  };
}
