import { constants } from "node:fs";
import { access, mkdtemp, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** Some stacks side by side with much in them, several times over. */
const ROOM = 2 * 1024 ** 3;

/**
 * A new folder for what nobody keeps. A cluster is a thousand files, which some disks take a second to make and memory
 * a twentieth of it; so it lies in memory where Linux offers that and there is plenty. `TMPDIR` chooses otherwise.
 */
export async function makeThrowawayFolder(prefix: string): Promise<string> {
  const parent = process.env.TMPDIR === undefined && (await hasRoom()) ? MEMORY : tmpdir();
  return mkdtemp(join(parent, prefix));
}

async function hasRoom(): Promise<boolean> {
  if (process.platform !== "linux" || process.availableMemory() < ROOM) return false;
  try {
    await access(MEMORY, constants.W_OK | constants.X_OK);
    // Containers often have 64 MB of it.
    const { bavail, bsize } = await statfs(MEMORY);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
