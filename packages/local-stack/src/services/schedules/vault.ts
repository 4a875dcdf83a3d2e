import type pg from "pg";

/** Writes secrets of the stack into Vault, over what an earlier start wrote under the same names. */
export async function writeVaultSecrets(
  records: pg.Pool,
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, secret] of Object.entries(secrets)) {
    const { rowCount } = await records.query(
      "select vault.update_secret(id, $2) from vault.secrets where name = $1",
      [name, secret],
    );
    if (rowCount === 0) {
      await records.query("select vault.create_secret($2, $1, 'Written by the stack at start.')", [
        name,
        secret,
      ]);
    }
  }
}
