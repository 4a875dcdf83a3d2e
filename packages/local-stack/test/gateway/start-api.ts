import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import pino from "pino";
import type { ApiConfig } from "../../src/config.ts";
import type { GatewayKeys } from "../../src/gateway/api-keys.ts";
import { createGateway, type GatewayOptions } from "../../src/gateway/gateway.ts";
import { claimFreePorts } from "../../src/ports.ts";
import { createRest } from "../../src/services/rest/rest.ts";
import { createTokens, generateSigningKey, type SigningAlgorithm } from "../../src/tokens.ts";
import { startTestDatabase } from "../support/database.ts";
import { createEcho, createUpgradeEcho } from "./stand-ins.ts";

export const log = pino({ level: "silent" });

const api: ApiConfig = {
  enabled: true,
  port: 0,
  schemas: ["public", "archive"],
  extra_search_path: ["public", "extensions"],
  max_rows: 3,
};

export async function createKeys(algorithm?: SigningAlgorithm) {
  const jwtSecret = randomBytes(32).toString("base64url");
  const signingKey = await generateSigningKey();
  const tokens = await createTokens({ jwtSecret, signingKey }, algorithm);
  const lifetime = { iss: "supabase", iat: 1_700_000_000, exp: 4_000_000_000 };
  const keys: GatewayKeys = {
    publishable: `sb_publishable_${randomBytes(24).toString("base64url")}`,
    secret: `sb_secret_${randomBytes(24).toString("base64url")}`,
    anonJwt: await tokens.signWithSecret({ ...lifetime, role: "anon" }),
    serviceRoleJwt: await tokens.signWithSecret({ ...lifetime, role: "service_role" }),
  };
  return { tokens, keys };
}

/** A gateway before a real PostgREST before a real database, with echoes for Auth and Realtime. */
export async function startApi(schema: string, overrides: Partial<GatewayOptions> = {}) {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await startTestDatabase());
  const operator = new pg.Client(database.address("postgres"));
  await operator.connect();
  stack.defer(() => operator.end());
  await operator.query(schema);

  const runDirectory = await mkdtemp(join(tmpdir(), "local-stack-rest-"));
  stack.defer(() => rm(runDirectory, { recursive: true, force: true }));
  const { tokens, keys } = await createKeys();
  const { ports, release } = await claimFreePorts();
  stack.defer(release);
  const rest = createRest({
    database: database.address("authenticator"),
    api,
    port: ports.rest,
    adminPort: ports.restAdmin,
    tokens,
    runDirectory,
    publicUrl: "http://api.example/rest/v1",
    log,
  });
  stack.defer(() => rest.stop());
  await rest.start();

  const gateway = createGateway({
    port: 0,
    keys,
    restUrl: rest.url,
    auth: createEcho("auth"),
    realtime: createUpgradeEcho("realtime"),
    log,
    ...overrides,
  });
  stack.defer(() => gateway.stop());
  await gateway.start();

  const resources = stack.move();
  return {
    url: gateway.url,
    keys,
    tokens,
    rest,
    runDirectory,
    /** Connected as `postgres`, whom migrations run as. */
    operator,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
