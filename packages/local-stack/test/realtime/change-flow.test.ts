import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hear, subscribed } from "./change-support.ts";
import { RawClient } from "./raw-client.ts";
import {
  eventually,
  heard,
  joined,
  type RealtimeUnderTest,
  secretKey,
  startRealtime,
} from "./support.ts";

const limits = { maxQueuedChanges: 20, publicationCheckMs: 100, subscriptionRetryMs: 100 };
let realtime: RealtimeUnderTest;
beforeAll(async () => {
  realtime = await startRealtime(limits);
  await realtime.sql(`
    create table public.items (id int primary key, body text);
    create table public.slow (id int primary key);
    create table public.gate (id int primary key);
    alter table public.slow enable row level security;
    -- Waits as long as somebody holds the lock.
    create function public.passes_gate() returns boolean language plpgsql volatile as $$
    begin
      perform pg_advisory_xact_lock_shared(42);
      return true;
    end $$;
    create policy slow on public.slow for select to anon using (public.passes_gate());
    grant select on public.items, public.slow to anon;
    alter publication supabase_realtime add table public.items, public.slow;
  `);
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

const insert = (from: number, to: number, body = "x") =>
  realtime.sql("insert into public.items select n, $3 from generate_series($1::int, $2::int) n", [
    from,
    to,
    body,
  ]);

/** Runs `work` while every policy on `slow` waits. */
async function withGateClosed(work: () => Promise<void>): Promise<void> {
  const client = new pg.Client(realtime.database.address("postgres"));
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(42)");
    await work();
  } finally {
    await client.end();
  }
}

const ids = (changes: { new: object }[]) =>
  changes.map((change) => ("id" in change.new ? change.new.id : undefined));
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("changes under load", () => {
  it("a slow policy delays no broadcast, and its changes come in order when it answers", async () => {
    const listener = await hear(realtime, [{ table: "slow" }, { table: "items" }]);
    const channel = realtime
      .client({ params: { apikey: secretKey } })
      .channel("fast", { config: { private: true } });
    const messages = heard(channel);
    await joined(channel);
    await withGateClosed(async () => {
      await realtime.sql("insert into public.slow values (1)");
      await insert(2, 3);
      await realtime.sql("select realtime.send('{}', 'e', 'fast')");
      await eventually(() => expect(messages).toHaveLength(1));
      expect(listener.changes).toEqual([]);
    });
    expect(ids(await listener.take(3))).toEqual([1, 2, 3]);
    await listener.channel.unsubscribe();
  });

  it("far more than the queue holds arrive complete and in order, and broadcasts do not wait", async () => {
    const listener = await hear(realtime, [{ table: "slow" }, { table: "items" }]);
    const channel = realtime.client().channel("aside");
    const messages = heard(channel);
    await joined(channel);
    await withGateClosed(async () => {
      await realtime.sql("insert into public.slow values (2)");
      for (let n = 0; n < 20; n += 1) {
        await insert(1_000 + n * 100, 1_099 + n * 100, "x".repeat(500));
      }
      await realtime.sql("select realtime.send('{}', 'e', 'aside', false)");
      await eventually(() => expect(messages).toHaveLength(1));
    });
    await eventually(() => expect(listener.changes).toHaveLength(2_001));
    expect(ids(listener.changes)).toEqual([2, ...range(1_000, 2_999)]);
    await listener.channel.unsubscribe();
  }, 60_000);

  it("a listener that stops reading is cut off, and the others go on", async () => {
    const slow = await RawClient.open(realtime);
    await slow.join("lazy", "1", {
      postgres_changes: [{ event: "*", schema: "public", table: "items" }],
    });
    await eventually(() => expect(JSON.stringify(slow.received)).toContain("Subscribed"));
    slow.websocket.pause();
    const listener = await hear(realtime, { table: "items" });
    await insert(10_000, 10_039, "x".repeat(900_000));
    await listener.take(40);
    slow.websocket.resume();
    await eventually(() => expect(slow.closeCode).toBe(1006));
    await eventually(async () => {
      const { rows } = await realtime.sql("select count(*)::int as n from realtime.subscription");
      expect(rows[0].n).toBe(1);
    });
    await listener.channel.unsubscribe();
  }, 60_000);

  it("a table that is dropped while its changes wait harms no other", async () => {
    await realtime.sql(`
      create table public.brief (id int primary key);
      grant select on public.brief to anon;
      alter publication supabase_realtime add table public.brief;
    `);
    const listener = await hear(realtime, [
      { table: "slow" },
      { table: "brief" },
      { table: "items" },
    ]);
    await withGateClosed(async () => {
      await realtime.sql("insert into public.slow values (3)");
      await realtime.sql("insert into public.brief values (1)");
      await realtime.sql("drop table public.brief");
      await insert(5_000, 5_001);
    });
    await eventually(() => expect(listener.systems.at(-1)).toContain("error: Unable to subscribe"));
    await listener.channel.unsubscribe();
    const other = await hear(realtime, { table: "items" });
    await insert(5_002, 5_002);
    await eventually(() => expect(ids(other.changes)).toContain(5_002));
    await other.channel.unsubscribe();
  });
});

describe("changes and the database", () => {
  it("replication of changes runs only once somebody has listened", async () => {
    await using other = await startRealtime();
    const slots = async () => (await other.sql("select from pg_replication_slots")).rowCount;
    expect(await slots()).toBe(1);
    await other.sql("create table public.t (id int primary key)");
    await other.sql("alter publication supabase_realtime add table public.t");
    await hear(other, { table: "t" });
    expect(await slots()).toBe(2);
    await other.service.stop();
    await eventually(async () => expect(await slots()).toBe(0));
    const { rowCount } = await other.sql("select from realtime.subscription");
    expect(rowCount).toBe(0);
  }, 60_000);

  it("may lose the connections: changes come again, after another confirmation", async () => {
    const listener = await hear(realtime, { table: "items" });
    const admin = new pg.Client(realtime.database.address("supabase_admin"));
    await admin.connect();
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'realtime %'",
    );
    await admin.end();
    await eventually(() => expect(listener.systems.length).toBeGreaterThan(1));
    await eventually(() => expect(listener.systems.at(-1)).toBe(subscribed));
    await insert(20, 20);
    expect(ids(await listener.take(1))).toEqual([20]);
    await listener.channel.unsubscribe();
  });

  it("may restart: whoever listened is told and hears changes again", async () => {
    const listener = await hear(realtime, { table: "items" });
    await realtime.database.stop();
    await realtime.database.start();
    await eventually(() => expect(listener.systems.length).toBeGreaterThan(1));
    await eventually(() => expect(listener.systems.at(-1)).toBe(subscribed));
    await insert(30, 30);
    expect(ids(await listener.take(1))).toEqual([30]);
    const leftovers = async () =>
      (await realtime.sql("select from realtime.subscription")).rowCount;
    await eventually(async () => expect(await leftovers()).toBe(1));
    await listener.channel.unsubscribe();
    await eventually(async () => expect(await leftovers()).toBe(0));
  }, 60_000);
});
