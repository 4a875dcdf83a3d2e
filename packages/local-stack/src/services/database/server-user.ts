import { readFile } from "node:fs/promises";
import { StackError } from "../../errors.ts";

export interface ServerUser {
  uid: number;
  gid: number;
}

const CANDIDATES = ["postgres", "nobody"];

/**
 * Whom the server runs as: PostgreSQL refuses to run as root, so root lends it an account that owns nothing
 * else of ours. Undefined means: as ourselves.
 */
export async function findServerUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  for (const name of CANDIDATES) {
    const entry = lines.find((fields) => fields[0] === name);
    if (entry?.[2] && entry[3]) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new StackError(
    "unsupported_platform",
    "PostgreSQL does not run as root, and neither a user postgres nor a user nobody exists to run it as. Start as another user.",
  );
}
