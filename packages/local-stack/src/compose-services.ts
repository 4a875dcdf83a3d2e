import { join } from "node:path";
import type { StackConfig } from "./config.ts";
import { createApiKeyResolver, createGateway } from "./gateway/gateway.ts";
import { cacheDirectory, type Home } from "./home.ts";
import type { Ports } from "./ports.ts";
import type { Logger, Service } from "./service.ts";
import { createAuth } from "./services/auth/auth.ts";
import type { MailEndpoint } from "./services/auth/mail/mailer.ts";
import { THROWAWAY_PASSWORD_COST } from "./services/auth/passwords.ts";
import { type DatabaseService, LOGIN_ROLES } from "./services/database/database.ts";
import { createFunctions } from "./services/functions/functions.ts";
import { createMail } from "./services/mail/mail.ts";
import { createRealtime } from "./services/realtime/realtime.ts";
import { createRest } from "./services/rest/rest.ts";
import { createSchedules } from "./services/schedules/schedules.ts";
import { createStorage } from "./services/storage/storage.ts";
import { describeStack, type StackStatus } from "./status.ts";
import { createRoleTokens, createTokens, type SigningAlgorithm } from "./tokens.ts";

export interface CompositionOptions {
  config: StackConfig;
  home: Home;
  ports: Ports;
  database: DatabaseService;
  supabaseDirectory: string;
  ephemeral: boolean;
  signing: SigningAlgorithm;
  log: Logger;
}

export interface Composition {
  /** What the gateway stands before, in no order. */
  behind: Service[];
  gateway: Service;
  schedules: Service;
  status: StackStatus;
}

/** Makes every service but the database and tells each where the others are. Nothing is started. */
export async function composeServices(options: CompositionOptions): Promise<Composition> {
  const { config, home, ports, database, supabaseDirectory, ephemeral, signing, log } = options;
  const tokens = await createTokens(home.secrets, signing);
  const roleTokens = await createRoleTokens(tokens);
  const status = describeStack({
    ports,
    mail: config.local_smtp.enabled,
    home,
    postgres: database.address("postgres"),
    anonJwt: roleTokens.anon,
    serviceRoleJwt: roleTokens.serviceRole,
  });
  const keys = {
    publishable: home.secrets.publishableKey,
    secret: home.secrets.secretKey,
    anonJwt: roleTokens.anon,
    serviceRoleJwt: roleTokens.serviceRole,
  };
  const rest = createRest({
    api: config.api,
    database: database.address("authenticator"),
    tokens,
    port: ports.rest,
    adminPort: ports.restAdmin,
    publicUrl: status.REST_URL,
    runDirectory: home.run,
    log: log.child({ service: "rest" }),
  });
  const auth = createAuth({
    config: config.auth,
    database: database.address("supabase_auth_admin"),
    tokens,
    apiUrl: status.API_URL,
    mail: status.MAIL_URL === null ? undefined : mailEndpoint(config, status.MAIL_URL),
    supabaseDirectory,
    passwordCost: ephemeral ? THROWAWAY_PASSWORD_COST : undefined,
    log: log.child({ service: "auth" }),
  });
  const mail = config.local_smtp.enabled
    ? createMail({
        port: ports.mail,
        directory: ephemeral ? undefined : join(home.path, "mail"),
        log: log.child({ service: "mail" }),
      })
    : undefined;
  const realtime = createRealtime({
    config: config.realtime,
    database: database.address("supabase_admin"),
    tokens,
    resolveApiKey: createApiKeyResolver(keys),
    log: log.child({ service: "realtime" }),
  });
  const storage = config.storage.enabled
    ? createStorage({
        config: config.storage,
        database: database.address("supabase_storage_admin"),
        tokens,
        directory: home.storage,
        supabaseDirectory,
        durable: !ephemeral,
        log: log.child({ service: "storage" }),
      })
    : undefined;
  const functions = config.edge_runtime.enabled
    ? createFunctions({
        supabaseDirectory,
        edgeRuntime: config.edge_runtime,
        config: config.functions,
        apiUrl: status.API_URL,
        databaseUrl: status.DB_URL,
        keys,
        tokens,
        home: home.path,
        runDirectory: home.run,
        cacheDirectory: cacheDirectory(),
        log: log.child({ service: "functions" }),
      })
    : undefined;
  const schedules = createSchedules({
    database: database.address("supabase_admin"),
    addressOf: (role) => {
      const known = LOGIN_ROLES.find((name) => name === role);
      return known === undefined ? undefined : database.address(known);
    },
    vaultSecrets: {
      project_url: status.API_URL,
      publishable_key: keys.publishable,
      secret_key: keys.secret,
    },
    log: log.child({ service: "schedules" }),
  });
  const gateway = createGateway({
    port: ports.api,
    keys,
    restUrl: rest.url,
    auth,
    realtime,
    storage,
    functions,
    log: log.child({ service: "gateway" }),
  });
  const behind = [rest, auth, realtime, storage, functions, mail];
  return { behind: behind.filter((service) => service !== undefined), gateway, schedules, status };
}

/** The catcher asks for a key of Resend's form and takes any. */
function mailEndpoint({ local_smtp }: StackConfig, url: string): MailEndpoint {
  return {
    url,
    apiKey: "re_local",
    from: `${local_smtp.sender_name} <${local_smtp.admin_email}>`,
  };
}
