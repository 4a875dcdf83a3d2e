import type { ApiConfig } from "../../config.ts";
import type { DatabaseAddress } from "../../service.ts";

export interface PostgrestSettings {
  /** As `authenticator`. */
  database: DatabaseAddress;
  api: ApiConfig;
  port: number;
  adminPort: number;
  /** A file with the JWKS that tokens are verified with, as seen from where PostgREST stands. */
  keysFile: string;
  /** The address under which clients reach PostgREST, for its OpenAPI document. */
  publicUrl: string | undefined;
}

const HOST = "127.0.0.1";

/**
 * PostgREST's configuration file. Its own defaults are not repeated here.
 * https://docs.postgrest.org/en/v12/references/configuration.html
 */
export function postgrestConfiguration(settings: PostgrestSettings): string {
  const { api } = settings;
  return toText({
    "db-uri": connectionUri(settings.database),
    "db-schemas": api.schemas.join(","),
    "db-extra-search-path": api.extra_search_path.join(","),
    "db-max-rows": api.max_rows,
    "db-anon-role": "anon",
    // `alter role authenticator set pgrst.…` in a migration counts, as on hosted.
    "db-config": true,
    "db-channel-enabled": true,
    "db-plan-enabled": false,
    "db-tx-end": "commit",
    "jwt-secret": `@${settings.keysFile}`,
    "jwt-cache-max-lifetime": 3600,
    "openapi-mode": "follow-privileges",
    ...(settings.publicUrl === undefined ? {} : { "openapi-server-proxy-uri": settings.publicUrl }),
    "server-host": HOST,
    "server-port": settings.port,
    "admin-server-port": settings.adminPort,
    "log-level": "error",
  });
}

function connectionUri({ host, port, database, user, password }: DatabaseAddress): string {
  const [name, secret, path] = [user, password, database].map(encodeURIComponent);
  return `postgresql://${name}:${secret}@${host}:${port}/${path}`;
}

/** Numbers and booleans are bare; strings are quoted, with JSON's escapes. */
function toText(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
    .join("");
}
