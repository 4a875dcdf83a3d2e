import { z } from "zod";
import { isObject, type JsonObject } from "./messages.ts";

/** What a client asks for when it joins, with every default filled in. */
export interface JoinRequest {
  isPrivate: boolean;
  broadcast: { ack: boolean; self: boolean; replicationReady: boolean; replay: unknown };
  presence: { key: string; enabled: boolean };
  postgresChanges: JsonObject[];
  /** How long the answer may wait until changes arrive; undefined: it does not wait. */
  changesWaitMs: number | undefined;
  accessToken: string | undefined;
}

const flag = z.preprocess((value) => {
  if (value === "true") return true;
  if (value === "false") return false;
  return value ?? undefined;
}, z.boolean().default(false));

// Each field is judged alone: a wrong one falls back to its default and never refuses the join.
const fields = {
  private: flag,
  ack: flag,
  self: flag,
  replication_ready: flag,
  enabled: flag,
  key: z.string().nullish(),
  token: z.string().nullish(),
};

/** Reads a join payload as tolerantly as hosted; `invalid` names the fields that were ignored. */
export function readJoinPayload(payload: unknown): { request: JoinRequest; invalid: string[] } {
  const invalid: string[] = [];
  const section = (parent: JsonObject, name: string): JsonObject => {
    const value = parent[name] ?? {};
    if (isObject(value)) return value;
    invalid.push(name);
    return {};
  };
  const field = <Schema extends z.ZodType>(
    schema: Schema,
    parent: JsonObject,
    name: string,
  ): z.infer<Schema> | undefined => {
    const result = schema.safeParse(parent[name]);
    if (!result.success) invalid.push(name);
    return result.data;
  };

  const root = section({ payload }, "payload");
  const config = section(root, "config");
  const broadcast = section(config, "broadcast");
  const presence = section(config, "presence");
  const request: JoinRequest = {
    isPrivate: field(fields.private, config, "private") ?? false,
    broadcast: {
      ack: field(fields.ack, broadcast, "ack") ?? false,
      self: field(fields.self, broadcast, "self") ?? false,
      replicationReady: field(fields.replication_ready, broadcast, "replication_ready") ?? false,
      replay: broadcast.replay ?? undefined,
    },
    presence: {
      key: field(fields.key, presence, "key") || crypto.randomUUID(),
      enabled: field(fields.enabled, presence, "enabled") ?? false,
    },
    postgresChanges: readChanges(config.postgres_changes, invalid),
    changesWaitMs: readWait(section(config, "postgres_changes_options")),
    accessToken:
      field(fields.token, root, "user_token") ??
      field(fields.token, root, "access_token") ??
      undefined,
  };
  return { request, invalid };
}

const defaultWaitMs = 15_000;
const longestWaitMs = 20_000;

function readWait({ wait, timeout }: JsonObject): number | undefined {
  if (!flag.safeParse(wait).data) return undefined;
  const wanted = typeof timeout === "number" && timeout > 0 ? timeout : defaultWaitMs;
  return Math.min(wanted, longestWaitMs);
}

function readChanges(value: unknown, invalid: string[]): JsonObject[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.filter(isObject);
  invalid.push("postgres_changes");
  return [];
}
