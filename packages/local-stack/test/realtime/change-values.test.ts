import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hear } from "./change-support.ts";
import { RawClient } from "./raw-client.ts";
import { eventually, type RealtimeUnderTest, startRealtime } from "./support.ts";

let realtime: RealtimeUnderTest;
beforeAll(async () => {
  realtime = await startRealtime();
  await realtime.sql(`
    create type public.colour as enum ('red', 'green');
    create type public.pair as (a int, b text);
    create domain public.short as text check (length(value) < 10);
    create table public.all_types (
      id bigint primary key,
      small smallint, real_ real, double_ double precision, exact numeric,
      yes boolean, label text, fixed char(4), bits bit(3), own public.short,
      at timestamptz, local timestamp, day date, time_ time, span interval,
      object jsonb, plain json, bytes bytea,
      tags text[], numbers int[], duo public.pair, tint public.colour, range_ int4range,
      cash money, host inet, place point
    );
    create table public.generated (
      id int primary key, price int, doubled int generated always as (price * 2) stored
    );
    create table public.large (id int primary key, n int, body text);
    alter table public.large alter body set storage external;
    create table public.large_full (like public.large including all);
    alter table public.large_full replica identity full;
    create table public."Odd ""name" ("the ""key" bytea, "Part" text, primary key ("the ""key", "Part"));
    alter table public."Odd ""name" enable row level security;
    create policy all_rows on public."Odd ""name" for select to anon using (true);
    create table public.by_index (id int primary key, code text not null unique, n int);
    alter table public.by_index replica identity using index by_index_code_key;
    create table public.parts (id int primary key, n int) partition by range (id);
    create table public.parts_1 partition of public.parts for values from (0) to (10);
    grant select on all tables in schema public to anon;
    alter publication supabase_realtime add table public.all_types, public.generated,
      public.large, public.large_full, public."Odd ""name", public.by_index, public.parts_1;
  `);
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

describe("values", () => {
  it("of every type are the JSON that PostgreSQL makes of them", async () => {
    const raw = await RawClient.open(realtime);
    await raw.join("types", "1", {
      postgres_changes: [{ event: "*", schema: "public", table: "all_types" }],
    });
    await eventually(() => expect(JSON.stringify(raw.received)).toContain("Subscribed"));
    const texts: string[] = [];
    raw.websocket.on("message", (data) => texts.push(data.toString()));
    await realtime.sql(`
      set timezone = 'Asia/Tokyo'; set datestyle = 'German'; set bytea_output = 'escape';
      insert into public.all_types values (
        9007199254740993, 1, 1.5, 'Infinity', 1.50, true, 'é日🙂', 'ab', '101', 'own',
        '2026-01-02 03:04:05.678901+02', '2026-01-02 03:04:05', '2026-01-02', '03:04', '1 day 2h',
        '{"a": [1, null]}', '{"b": 1}', '\\x0102', '{a,"b c"}', '{1,2}', '(1,x)', 'green', '[1,5)',
        '1234.5', '10.0.0.1', '(1,2)'
      );
      reset all`);
    await eventually(() => expect(texts.some((text) => text.includes("ids"))).toBe(true));
    const text = texts.find((candidate) => candidate.includes("ids")) ?? "";
    // Digits that JavaScript's numbers cannot keep.
    expect(text).toContain("9007199254740993");
    expect(text).toMatch(/"exact": ?1\.50/);
    expect(JSON.parse(text)[4].data.record).toEqual({
      id: 9007199254740992,
      small: 1,
      real_: 1.5,
      double_: null,
      exact: 1.5,
      yes: true,
      label: "é日🙂",
      fixed: "ab  ",
      bits: "101",
      own: "own",
      at: "2026-01-02T01:04:05.678901+00:00",
      local: "2026-01-02T03:04:05",
      day: "2026-01-02",
      time_: "03:04:00",
      span: "1 day 02:00:00",
      object: { a: [1, null] },
      plain: { b: 1 },
      bytes: "0102",
      tags: ["a", "b c"],
      numbers: [1, 2],
      duo: { a: 1, b: "x" },
      tint: "green",
      range_: "[1,5)",
      cash: "$1,234.50",
      host: "10.0.0.1",
      place: "(1,2)",
    });
    raw.close();
  });

  it("generated columns are told as they are in the row", async () => {
    const listener = await hear(realtime, { table: "generated", filter: "doubled=eq.10" });
    await realtime.sql("insert into public.generated values (1, 5)");
    expect((await listener.take(1))[0]?.new).toEqual({ id: 1, price: 5, doubled: 10 });
  });

  it("a large value that did not change is told only where the old row is", async () => {
    const listener = await hear(realtime, [{ table: "large" }, { table: "large_full" }]);
    for (const table of ["large", "large_full"]) {
      await realtime.sql(`insert into public.${table} values (1, 1, repeat('x', 10000))`);
      await realtime.sql(`update public.${table} set n = 2`);
    }
    const [, partial, , whole] = await listener.take(4);
    expect(partial?.new).toEqual({ id: 1, n: 2 });
    expect(whole?.new).toEqual({ id: 1, n: 2, body: "x".repeat(10_000) });
    expect(whole?.old).toEqual({ id: 1, n: 1, body: "x".repeat(10_000) });
  });

  it("names and keys that need quoting are found again", async () => {
    const listener = await hear(realtime, { table: 'Odd "name' });
    await realtime.sql(`insert into public."Odd ""name" values ('\\x00ff', 'it''s')`);
    const [inserted] = await listener.take(1);
    await realtime.sql(`update public."Odd ""name" set "Part" = 'b\\c'`);
    const [updated] = await listener.take(1);
    expect(inserted).toMatchObject({ new: { 'the "key': "00ff", Part: "it's" }, errors: null });
    expect(updated).toMatchObject({
      new: { 'the "key': "00ff", Part: "b\\c" },
      old: { 'the "key': "00ff", Part: "it's" },
    });
  });

  it("an update that changes the key tells the old one; another index may identify rows", async () => {
    const listener = await hear(realtime, [{ table: "generated" }, { table: "by_index" }]);
    await realtime.sql("insert into public.generated values (2, 5)");
    await realtime.sql("update public.generated set id = 3 where id = 2");
    await realtime.sql("insert into public.by_index values (1, 'a', 1)");
    await realtime.sql("update public.by_index set n = 2");
    await realtime.sql("delete from public.by_index");
    const changes = await listener.take(5);
    expect(changes.map(({ old }) => old)).toEqual([
      {},
      { id: 2 },
      {},
      { code: "a" },
      { code: "a" },
    ]);
  });

  it("partitions are tables of their own", async () => {
    const listener = await hear(realtime, { table: "parts_1" });
    await realtime.sql("insert into public.parts values (1, 1)");
    expect((await listener.take(1))[0]).toMatchObject({ table: "parts_1", new: { id: 1, n: 1 } });
  });

  it("a column that is added while one listens is told", async () => {
    const listener = await hear(realtime, { table: "parts_1" });
    await realtime.sql("alter table public.parts add column more text default 'x'");
    await realtime.sql("insert into public.parts values (2, 1)");
    expect((await listener.take(1))[0]?.new).toEqual({ id: 2, n: 1, more: "x" });
  });
});
