import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Logger } from "../../service.ts";
import type { Tokens } from "../../tokens.ts";

export interface EnvironmentOptions {
  supabaseDirectory: string;
  apiUrl: string;
  databaseUrl: string;
  keys: { publishable: string; secret: string; anonJwt: string; serviceRoleJwt: string };
  tokens: Tokens;
  /** `[edge_runtime.secrets]` of config.toml. */
  secrets: Readonly<Record<string, string>>;
  log: Logger;
}

/** What Edge Runtime injects. https://supabase.com/docs/guides/functions/secrets */
export async function readEnvironment(
  options: EnvironmentOptions,
): Promise<Record<string, string>> {
  const { keys } = options;
  return {
    ...(await readSecrets(options)),
    SUPABASE_URL: options.apiUrl,
    SUPABASE_DB_URL: options.databaseUrl,
    SUPABASE_ANON_KEY: keys.anonJwt,
    SUPABASE_SERVICE_ROLE_KEY: keys.serviceRoleJwt,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
    SUPABASE_JWKS: JSON.stringify(options.tokens.publicKeys()),
    SB_REGION: "local",
    SB_EXECUTION_ID: randomUUID(),
    DENO_DEPLOYMENT_ID: `local_${randomUUID()}`,
  };
}

/** The project's secrets. Names that begin with SUPABASE_ are the platform's, on hosted as here. */
async function readSecrets(options: EnvironmentOptions): Promise<Record<string, string>> {
  const path = join(options.supabaseDirectory, "functions", ".env");
  const text = await readFile(path, "utf8").catch(() => "");
  const secrets: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...options.secrets, ...parseEnv(text) })) {
    if (value === undefined) continue;
    if (/^(SUPABASE_|SB_)/.test(name)) {
      options.log.warn(`secret ${name} is ignored: names that begin with SUPABASE_ are reserved`);
    } else {
      secrets[name] = value;
    }
  }
  return secrets;
}
