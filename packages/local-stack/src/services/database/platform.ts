import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { StackError } from "../../errors.ts";
import type { DatabaseAddress } from "../../service.ts";

/** The SQL that turns a bare cluster into what hosted Supabase gives a project. */
export interface PlatformSql {
  files: { name: string; text: string }[];
  hash: string;
}

export async function readPlatformSql(): Promise<PlatformSql> {
  const folder = join(import.meta.dirname, "platform");
  const hash = createHash("sha256");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), "utf8") })),
  );
  for (const { name, text } of files) hash.update(name).update(text);
  return { files, hash: hash.digest("hex") };
}

/** Runs every file in order as the superuser. Each is idempotent, so a newer stack brings an older home up to date. */
export async function applyPlatformSql(
  superuser: DatabaseAddress,
  platform: PlatformSql,
): Promise<void> {
  await withClient(superuser, async (client) => {
    for (const { name, text } of platform.files) {
      try {
        await client.query(text);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new StackError("database_failed", `platform/${name}: ${reason}`, { cause });
      }
    }
  });
}

/** Sets the password of each login role; a copied cluster gets its own this way. */
export async function setPasswords(
  superuser: DatabaseAddress,
  passwords: Readonly<Record<string, string>>,
): Promise<void> {
  await withClient(superuser, async (client) => {
    for (const [role, password] of Object.entries(passwords)) {
      await client.query(
        `alter role ${pg.escapeIdentifier(role)} password ${pg.escapeLiteral(password)}`,
      );
    }
  });
}

export async function withClient<Result>(
  address: DatabaseAddress,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 5_000 });
  // Without a listener a connection that breaks between two queries would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
