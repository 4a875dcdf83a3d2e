import type { RealtimeClientOptions, RealtimePostgresChangesPayload } from "@supabase/supabase-js";
import { expect } from "vitest";
import { eventually, joined, publishableKey, type RealtimeUnderTest } from "./support.ts";

type Change = RealtimePostgresChangesPayload<Record<string, unknown>>;

export interface ChangeFilter {
  event?: "*" | "INSERT" | "UPDATE" | "DELETE";
  schema?: string;
  table?: string;
  filter?: string;
  select?: string[];
}

/** A channel that listens to changes, and what it was told so far. */
export interface Listener {
  channel: Awaited<ReturnType<typeof joined>>;
  changes: Change[];
  /** Texts of the system messages about Postgres Changes, with their status. */
  systems: string[];
  /** Waits for so many changes and takes them out. */
  take(count: number): Promise<Change[]>;
}

export const subscribed = "ok: Subscribed to PostgreSQL";

let topics = 0;

/** Joins with one or more bindings; resolves when the first system message has come. */
export async function listen(
  realtime: RealtimeUnderTest,
  filters: ChangeFilter | ChangeFilter[],
  options: { token?: string; vsn?: string; key?: string } = {},
): Promise<Listener> {
  const { token, vsn = "2.0.0", key = publishableKey } = options;
  const clientOptions: Partial<RealtimeClientOptions> = { vsn, params: { apikey: key } };
  if (token !== undefined) clientOptions.accessToken = async () => token;
  const client = realtime.client(clientOptions);
  if (token !== undefined) await client.setAuth(token);
  topics += 1;
  const channel = client.channel(`changes-${topics}`);
  const changes: Change[] = [];
  const systems: string[] = [];
  channel.on("system", {}, ({ extension, status, message }) => {
    if (extension === "postgres_changes") systems.push(`${status}: ${message}`);
  });
  for (const filter of [filters].flat()) {
    const wish = { event: "*" as const, schema: "public", ...filter };
    channel.on("postgres_changes", wish, (change: Change) => changes.push(change));
  }
  await joined(channel);
  await eventually(() => expect(systems.length).toBeGreaterThan(0));
  return {
    channel,
    changes,
    systems,
    async take(count) {
      await eventually(() => expect(changes).toHaveLength(count));
      return changes.splice(0);
    },
  };
}

/** The same, and insists that it worked. */
export async function hear(
  realtime: RealtimeUnderTest,
  filters: ChangeFilter | ChangeFilter[],
  options: { token?: string; vsn?: string; key?: string } = {},
): Promise<Listener> {
  const listener = await listen(realtime, filters, options);
  expect(listener.systems).toEqual([subscribed]);
  return listener;
}
