import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hear, type Listener, listen, subscribed } from "./change-support.ts";
import { RawClient } from "./raw-client.ts";
import {
  eventually,
  type RealtimeUnderTest,
  secretKey,
  startRealtime,
  subscribe,
  versions,
} from "./support.ts";

let realtime: RealtimeUnderTest;
const ada = randomUUID();
const bob = randomUUID();
let adaToken: string;
let bobToken: string;

beforeAll(async () => {
  realtime = await startRealtime({ publicationCheckMs: 100 });
  adaToken = await realtime.token({ sub: ada });
  bobToken = await realtime.token({ sub: bob });
  await realtime.sql(`
    create table public.notes (
      id int primary key,
      owner uuid,
      body text,
      secret text
    );
    create table public.full_notes (like public.notes including all);
    alter table public.full_notes replica identity full;
    alter table public.notes enable row level security;
    alter table public.full_notes enable row level security;
    create policy own on public.notes for select to authenticated using (owner = auth.uid());
    create policy own on public.full_notes for select to authenticated using (owner = auth.uid());

    create table public.open_items (id int primary key, name text);
    create table public.keyless (name text);
    alter table public.keyless replica identity full;
    create table public.closed (id int primary key);
    create table public.partly (id int primary key, shown text, hidden text);
    create table public.members (id int primary key);
    create table public.guarded (id int primary key);
    alter table public.guarded enable row level security;
    create policy member on public.guarded for select to authenticated
      using (exists (select from public.members));

    revoke all on all tables in schema public from anon, authenticated;
    grant select on public.notes, public.full_notes, public.open_items, public.keyless,
      public.members, public.guarded to anon, authenticated, service_role;
    grant select (id, shown) on public.partly to anon, authenticated;
    alter publication supabase_realtime add table public.notes, public.full_notes,
      public.open_items, public.keyless, public.closed, public.partly, public.guarded;
  `);
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

/** Writes a row that everybody of `open_items` hears of, and so shows that nothing came before it. */
async function fence(id: number, ...listeners: Listener[]): Promise<void> {
  await realtime.sql("insert into public.open_items values ($1, 'fence')", [id]);
  for (const { changes } of listeners) {
    await eventually(() => expect(changes.at(-1)?.new).toEqual({ id, name: "fence" }));
    changes.pop();
  }
}

describe.each(versions)("protocol %s", (vsn) => {
  it("the join echoes each binding with an id, and changes name the ids they are for", async () => {
    const raw = await RawClient.open(realtime, secretKey);
    const bindings = [
      { event: "INSERT", schema: "public", table: "open_items", filter: "id=gt.1" },
      { event: "*", schema: "public", table: "open_items", extra: [1] },
    ];
    const reply = await raw.join(`echo-${vsn}`, "1", { postgres_changes: bindings });
    expect(reply).toEqual({
      status: "ok",
      response: {
        postgres_changes: bindings.map((binding) => ({ ...binding, id: expect.any(Number) })),
      },
    });
    raw.close();
  });

  it("tells inserts, updates and deletes of the rows a user sees", async () => {
    const filter = [{ table: "notes" }, { table: "open_items" }];
    const adas = await hear(realtime, filter, { token: adaToken, vsn });
    const bobs = await hear(realtime, filter, { token: bobToken, vsn });
    const id = vsn === "1.0.0" ? 10 : 20;
    await realtime.sql("insert into public.notes values ($1, $2, 'a', 's')", [id, ada]);
    const [inserted] = await adas.take(1);
    await realtime.sql("update public.notes set body = 'b' where id = $1", [id]);
    const [updated] = await adas.take(1);
    await realtime.sql("delete from public.notes where id = $1", [id]);
    const [deleted] = await adas.take(1);
    await fence(id, bobs);
    const common = {
      schema: "public",
      table: "notes",
      commit_timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      errors: null,
    };
    const row = { id, owner: ada, body: "a", secret: "s" };
    expect(inserted).toEqual({ ...common, eventType: "INSERT", new: row, old: {} });
    // Without REPLICA IDENTITY FULL the old row is its key.
    const changed = { ...row, body: "b" };
    expect(updated).toEqual({ ...common, eventType: "UPDATE", new: changed, old: { id } });
    expect(deleted).toEqual({ ...common, eventType: "DELETE", new: {}, old: { id } });
    // Who cannot see the row hears of its deletion alone, and of no more than its key.
    expect(bobs.changes).toEqual([{ ...common, eventType: "DELETE", new: {}, old: { id } }]);
  });

  it("with REPLICA IDENTITY FULL tells the whole old row, except of deletes under row security", async () => {
    const adas = await hear(realtime, { table: "full_notes" }, { token: adaToken, vsn });
    const id = vsn === "1.0.0" ? 10 : 20;
    await realtime.sql("insert into public.full_notes values ($1, $2, 'a', 's')", [id, ada]);
    await adas.take(1);
    await realtime.sql("update public.full_notes set body = 'b' where id = $1", [id]);
    const [updated] = await adas.take(1);
    await realtime.sql("delete from public.full_notes where id = $1", [id]);
    const [deleted] = await adas.take(1);
    expect(updated?.old).toEqual({ id, owner: ada, body: "a", secret: "s" });
    expect(deleted?.old).toEqual({ id });
  });

  it("an event, a schema or a table may be a wildcard, and unknown events are all events", async () => {
    const inserts = await hear(realtime, { table: "open_items", event: "INSERT" }, { vsn });
    const deletes = await hear(realtime, { table: "open_items", event: "DELETE" }, { vsn });
    const schemas = await hear(realtime, { schema: "*", table: "open_items" }, { vsn });
    const tables = await hear(realtime, { schema: "public" }, { vsn });
    const id = vsn === "1.0.0" ? 100 : 200;
    await realtime.sql("insert into public.open_items values ($1, 'x')", [id]);
    await realtime.sql("update public.open_items set name = 'y' where id = $1", [id]);
    await realtime.sql("delete from public.open_items where id = $1", [id]);
    const all = ["INSERT", "UPDATE", "DELETE"];
    const events = (changes: { eventType: string }[]) => changes.map((change) => change.eventType);
    expect(events(await tables.take(3))).toEqual(all);
    expect(events(await schemas.take(3))).toEqual(all);
    expect(events(inserts.changes)).toEqual(["INSERT"]);
    expect(events(deletes.changes)).toEqual(["DELETE"]);
  });
});

describe("row security", () => {
  it("a user who is no longer a member when a change is told does not hear of it", async () => {
    const members = await hear(realtime, [{ table: "guarded" }, { table: "open_items" }], {
      token: adaToken,
    });
    await realtime.sql("insert into public.members values (1)");
    await realtime.sql("insert into public.guarded values (1)");
    expect((await members.take(1))[0]?.new).toEqual({ id: 1 });
    await realtime.sql(
      "begin; insert into public.guarded values (2); delete from public.members; commit",
    );
    await fence(300, members);
    expect(members.changes).toEqual([]);
  });

  it("a row that is gone when its insert is told is not told", async () => {
    const listener = await hear(realtime, [{ table: "notes" }, { table: "open_items" }], {
      token: adaToken,
    });
    await realtime.sql(`
      begin;
      insert into public.notes values (30, '${ada}', 'short', null);
      delete from public.notes where id = 30;
      commit`);
    await fence(301, listener);
    expect(listener.changes.map((change) => change.eventType)).toEqual(["DELETE"]);
  });

  it("without row security everyone with the right to read hears everything", async () => {
    const listener = await hear(realtime, { table: "open_items" });
    await realtime.sql("insert into public.open_items values (302, 'x')");
    await realtime.sql("delete from public.open_items where id = 302");
    const [inserted] = await listener.take(2);
    expect(inserted?.new).toEqual({ id: 302, name: "x" });
  });

  it("service_role hears of every row", async () => {
    const listener = await hear(realtime, { table: "notes" }, { key: secretKey });
    await realtime.sql("insert into public.notes values (40, $1, 'x', null)", [bob]);
    expect((await listener.take(1))[0]?.new).toMatchObject({ id: 40 });
  });

  it("a policy that fails lets nobody hear, and harms no other change", async () => {
    await realtime.sql(`
      create table public.broken (id int primary key);
      alter table public.broken enable row level security;
      create policy fails on public.broken for select to authenticated using (1 / (id - id) = 1);
      grant select on public.broken to authenticated;
      alter publication supabase_realtime add table public.broken;
    `);
    const listener = await hear(realtime, [{ table: "broken" }, { table: "open_items" }], {
      token: adaToken,
    });
    await realtime.sql(
      "begin; insert into public.broken values (1); insert into public.open_items values (303, 'x'); commit",
    );
    const [change] = await listener.take(1);
    expect(change?.new).toEqual({ id: 303, name: "x" });
  });

  it("a new token is asked for: other rows are heard, after another confirmation", async () => {
    const listener = await hear(realtime, { table: "notes" }, { token: adaToken });
    const { socket } = listener.channel;
    await socket.setAuth(bobToken);
    await eventually(() => expect(listener.systems).toEqual([subscribed, subscribed]));
    await realtime.sql("insert into public.notes values (50, $1, 'ada', null)", [ada]);
    await realtime.sql("insert into public.notes values (51, $1, 'bob', null)", [bob]);
    expect((await listener.take(1))[0]?.new).toMatchObject({ id: 51 });
  });
});

describe("what a role may not read", () => {
  it("columns without privilege are not told", async () => {
    const listener = await hear(realtime, { table: "partly" });
    await realtime.sql("insert into public.partly values (1, 'x', 'y')");
    await realtime.sql("update public.partly set hidden = 'z'");
    const [inserted, updated] = await listener.take(2);
    expect(inserted?.new).toEqual({ id: 1, shown: "x" });
    expect(updated?.new).toEqual({ id: 1, shown: "x" });
    const raw = await RawClient.open(realtime);
    await raw.join("columns", "1", {
      postgres_changes: [{ event: "*", schema: "public", table: "partly" }],
    });
    await eventually(() => expect(JSON.stringify(raw.received)).toContain("Subscribed"));
    await realtime.sql("update public.partly set hidden = 'zz'");
    const data = await eventually(() => {
      const frame = raw.received.find((m) => Array.isArray(m) && m[3] === "postgres_changes");
      if (!Array.isArray(frame)) throw new Error("no change yet");
      return frame[4].data;
    });
    expect(data.columns).toEqual([
      { name: "id", type: "int4" },
      { name: "shown", type: "text" },
    ]);
    raw.close();
  });

  it("`select` narrows to the named columns and the key", async () => {
    const listener = await hear(
      realtime,
      { table: "notes", select: ["body"] },
      {
        key: secretKey,
      },
    );
    await realtime.sql("insert into public.notes values (60, $1, 'x', 'y')", [ada]);
    expect((await listener.take(1))[0]?.new).toEqual({ id: 60, body: "x" });
  });

  it("a table without rights: Error 401", async () => {
    const listener = await hear(realtime, { table: "closed" });
    await realtime.sql("insert into public.closed values (1)");
    expect((await listener.take(1))[0]).toMatchObject({
      eventType: "INSERT",
      new: {},
      errors: ["Error 401: Unauthorized"],
    });
  });

  it("a table without primary key: Error 400, but deletes are told", async () => {
    const listener = await hear(realtime, { table: "keyless" });
    await realtime.sql("insert into public.keyless values ('x')");
    await realtime.sql("delete from public.keyless");
    const [inserted, deleted] = await listener.take(2);
    expect(inserted).toMatchObject({ new: {}, errors: ["Error 400: Bad Request, no primary key"] });
    expect(deleted).toMatchObject({ old: { name: "x" }, errors: null });
  });

  it("a row above a megabyte: Error 413, and its small values", async () => {
    const listener = await hear(realtime, { table: "notes" }, { key: secretKey });
    await realtime.sql("insert into public.notes values (70, $1, repeat('x', 1100000), 'small')", [
      ada,
    ]);
    await realtime.sql("update public.notes set body = repeat('y', 30000000) where id = 70");
    const changes = await listener.take(2);
    for (const change of changes) {
      expect(change).toMatchObject({
        new: { id: 70, owner: ada, secret: "small" },
        errors: ["Error 413: Payload Too Large"],
      });
      expect(change.new).not.toHaveProperty("body");
    }
  });
});

describe("transactions", () => {
  it("five hundred changes of one arrive complete and in order", async () => {
    const listener = await hear(realtime, { table: "notes" }, { token: adaToken });
    await realtime.sql(
      "insert into public.notes select 1000 + n, $1, 'n' || n from generate_series(1, 500) n",
      [ada],
    );
    const changes = await listener.take(500);
    expect(changes.map((change) => (change.new as { id: number }).id)).toEqual(
      Array.from({ length: 500 }, (_, index) => 1001 + index),
    );
  });

  it("a rolled back one and a truncate tell nothing", async () => {
    const listener = await hear(realtime, [{ table: "members" }, { table: "open_items" }].slice(1));
    await realtime.sql("begin; insert into public.open_items values (400, 'lost'); rollback");
    await realtime.sql("truncate public.open_items");
    await fence(401, listener);
    expect(listener.changes).toEqual([]);
  });
});

describe("the publication", () => {
  it("is read again: a table that is added later is heard, one that is taken out no longer", async () => {
    const listener = await hear(realtime, { schema: "public" });
    const waiting = await listen(realtime, { table: "later" });
    expect(waiting.systems[0]).toContain("Unable to subscribe to changes");
    await realtime.sql(`
      create table public.later (id int primary key);
      grant select on public.later to anon;
      alter publication supabase_realtime add table public.later;
    `);
    await eventually(() => expect(listener.systems).toHaveLength(2));
    await eventually(() => expect(waiting.systems).toContain(subscribed));
    await realtime.sql("insert into public.later values (1)");
    await listener.take(1);
    await waiting.take(1);
    await realtime.sql("alter publication supabase_realtime drop table public.later");
    await eventually(() => expect(listener.systems).toHaveLength(3));
    await realtime.sql("insert into public.later values (2)");
    await fence(402, listener);
    expect(listener.changes).toEqual([]);
    expect(waiting.changes).toEqual([]);
  });

  it("may be dropped and made again, as migrations do", async () => {
    const listener = await hear(realtime, { table: "open_items" });
    await realtime.sql(`
      begin;
      drop publication supabase_realtime;
      create publication supabase_realtime;
      commit;
    `);
    await eventually(() => expect(listener.systems.at(-1)).toContain("Unable to subscribe"));
    await realtime.sql("insert into public.open_items values (403, 'unheard')");
    await realtime.sql(`
      alter publication supabase_realtime add table public.notes, public.full_notes,
        public.open_items, public.keyless, public.closed, public.partly, public.guarded
    `);
    await eventually(() => expect(listener.systems.at(-1)).toBe(subscribed));
    await fence(404, listener);
    expect(listener.changes).toEqual([]);
  });

  it("honours which events are published", async () => {
    const listener = await hear(realtime, { table: "open_items" });
    await realtime.sql("alter publication supabase_realtime set (publish = 'insert')");
    await realtime.sql("insert into public.open_items values (405, 'x')");
    await realtime.sql("update public.open_items set name = 'y' where id = 405");
    await fence(406, listener);
    await realtime.sql(
      "alter publication supabase_realtime set (publish = 'insert, update, delete')",
    );
    expect(listener.changes.map((change) => change.eventType)).toEqual(["INSERT"]);
  });
});

describe("subscriptions", () => {
  const rows = async () =>
    (await realtime.sql("select count(*)::int as n from realtime.subscription")).rows[0].n;

  it("end with their channel or socket, however it ends", async () => {
    await realtime.sql("select pg_sleep(0.2)");
    const before = await rows();
    const left = await hear(realtime, { table: "notes" });
    const dead = await RawClient.open(realtime);
    await dead.join("dead", "1", {
      postgres_changes: [
        { event: "*", schema: "public", table: "notes" },
        { event: "*", schema: "public" },
      ],
    });
    // Killed while its subscription is perhaps still being written.
    const hasty = await RawClient.open(realtime);
    await hasty.join("hasty", "1", { postgres_changes: [{ event: "*", schema: "public" }] });
    hasty.close();
    await eventually(() => expect(JSON.stringify(dead.received)).toContain("Subscribed"));
    expect(await rows()).toBeGreaterThan(before);
    dead.close();
    await left.channel.unsubscribe();
    await eventually(async () => expect(await rows()).toBe(before));
  });

  it("`wait` holds the answer to the join until changes arrive, or tells why they never will", async () => {
    const join = (table: string) =>
      subscribe(
        realtime
          .client()
          .channel(`wait-${table}`, { config: { postgres_changes_options: { wait: true } } })
          .on("postgres_changes", { event: "*", schema: "public", table }, () => undefined),
      );
    expect(await join("open_items")).toEqual({ status: "SUBSCRIBED" });
    expect(await join("absent")).toEqual({
      status: "CHANNEL_ERROR",
      error: expect.stringMatching(/^RealtimeDisabledForConfiguration: Unable to subscribe/),
    });
  });
});
