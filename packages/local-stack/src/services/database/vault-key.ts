import { randomBytes } from "node:crypto";
import { chown, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ServerUser } from "./server-user.ts";

/**
 * The key that Vault encrypts with (extensions/supabase_vault): made once a cluster, in its data directory, for
 * the server alone. A copy of the cluster takes it along; a dump does not.
 */
export async function provideVaultKey(
  dataDirectory: string,
  user: ServerUser | undefined,
): Promise<void> {
  const path = join(dataDirectory, "vault.key");
  try {
    await writeFile(path, randomBytes(32).toString("hex"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return;
    throw error;
  }
  if (user) await chown(path, user.uid, user.gid);
}
