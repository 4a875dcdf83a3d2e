import { rename, writeFile } from "node:fs/promises";
import { StackError } from "./errors.ts";
import type { Home } from "./home.ts";
import type { Ports } from "./ports.ts";
import { databaseUrl } from "./schema-tools.ts";
import type { DatabaseAddress } from "./service.ts";

/** How programs find a running stack: the keys of `supabase status -o json`, and `WEB_URL`. */
export interface StackStatus {
  API_URL: string;
  REST_URL: string;
  AUTH_URL: string;
  REALTIME_URL: string;
  STORAGE_URL: string;
  FUNCTIONS_URL: string;
  DB_URL: string;
  /** Null: the mail catcher is turned off. */
  MAIL_URL: string | null;
  /** Null: this stack has none. */
  STUDIO_URL: string | null;
  /** Null: nobody serves a web client beside this stack. */
  WEB_URL: string | null;
  PUBLISHABLE_KEY: string;
  SECRET_KEY: string;
  ANON_KEY: string;
  SERVICE_ROLE_KEY: string;
  JWT_SECRET: string;
}

export interface StatusOptions {
  ports: Ports;
  /** Whether a mail catcher runs. */
  mail: boolean;
  home: Home;
  postgres: DatabaseAddress;
  anonJwt: string;
  serviceRoleJwt: string;
}

export function describeStack(options: StatusOptions): StackStatus {
  const { home, ports } = options;
  const host = `127.0.0.1:${ports.api}`;
  const api = `http://${host}`;
  return {
    API_URL: api,
    REST_URL: `${api}/rest/v1`,
    AUTH_URL: `${api}/auth/v1`,
    REALTIME_URL: `ws://${host}/realtime/v1`,
    STORAGE_URL: `${api}/storage/v1`,
    FUNCTIONS_URL: `${api}/functions/v1`,
    DB_URL: databaseUrl(options.postgres),
    MAIL_URL: options.mail ? `http://127.0.0.1:${ports.mail}` : null,
    STUDIO_URL: null,
    WEB_URL: null,
    PUBLISHABLE_KEY: home.secrets.publishableKey,
    SECRET_KEY: home.secrets.secretKey,
    ANON_KEY: options.anonJwt,
    SERVICE_ROLE_KEY: options.serviceRoleJwt,
    JWT_SECRET: home.secrets.jwtSecret,
  };
}

/** Written whole or not at all: whoever waits for the file may read it at once. */
export async function writeStatus(path: string, status: StackStatus): Promise<void> {
  try {
    await writeFile(`${path}.new`, `${JSON.stringify(status, null, 2)}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
  } catch (cause) {
    throw new StackError("home_unwritable", `Cannot write ${path}.`, { cause });
  }
}
