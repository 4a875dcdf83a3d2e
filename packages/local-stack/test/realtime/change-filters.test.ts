import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseFilters } from "../../src/services/realtime/changes/filters.ts";
import { hear, listen } from "./change-support.ts";
import { RawClient } from "./raw-client.ts";
import { eventually, type RealtimeUnderTest, startRealtime } from "./support.ts";

let realtime: RealtimeUnderTest;
beforeAll(async () => {
  realtime = await startRealtime();
  await realtime.sql(`
    create extension if not exists citext with schema extensions;
    create type public.mood as enum ('low', 'high');
    create table public.things (
      id int primary key,
      name text,
      label varchar(20),
      code char(4),
      amount numeric(10, 2),
      is_done boolean,
      at timestamptz,
      mood public.mood,
      nickname extensions.citext,
      data json
    );
    alter table public.things replica identity full;
    create table public.a_b (id int primary key);
    create table public.axb (id int primary key);
    create table public.unpublished (id int primary key);
    grant select on public.things, public.a_b, public.axb to anon;
    alter publication supabase_realtime add table public.things, public.a_b, public.axb;
  `);
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

const rows = `
  (1, 'apple', 'Red', 'ab', 1.50, true, '2026-01-01 00:00:00+00', 'low', 'Ann', '{}'),
  (2, 'banana', 'Yellow', 'cd', 2, false, '2026-01-02 00:00:00+00', 'high', 'BOB', '{}'),
  (3, 'a,b (c) "d"', null, null, null, null, null, null, null, null)`;

describe("filters", () => {
  it.each([
    ["id=eq.2", [2]],
    ["id=neq.2", [1, 3]],
    ["id=lt.2", [1]],
    ["id=lte.2", [1, 2]],
    ["id=gt.2", [3]],
    ["id=gte.2", [2, 3]],
    ["id=in.(1,3)", [1, 3]],
    ["id=not.in.(1,3)", [2]],
    ["id=not.eq.2", [1, 3]],
    ["name=like.%an%", [2]],
    ["label=like.R%", [1]],
    ["name=ilike.APP%", [1]],
    ["name=not.ilike.APP%", [2, 3]],
    ["name=match.^b.n", [2]],
    ["name=imatch.^B.N", [2]],
    ["label=is.null", [3]],
    ["label=not.is.null", [1, 2]],
    ["is_done=is.true", [1]],
    ["is_done=is.unknown", [3]],
    ["is_done=not.is.true", [2, 3]],
    ["label=isdistinct.Red", [2, 3]],
    ["label=not.isdistinct.Red", [1]],
    ["label=neq.Red", [2]],
    ["amount=eq.1.5", [1]],
    ["amount=gte.1.51", [2]],
    ["at=gt.2026-01-01T12:00:00Z", [2]],
    ["mood=eq.high", [2]],
    ["code=eq.ab", [1]],
    ["nickname=eq.bob", [2]],
    ["id=gt.1,id=lt.3", [2]],
    ["id=gt.1, name=in.(apple,banana)", [2]],
    ['name=eq."a,b (c) \\"d\\""', [3]],
    ['name=in.("a,b (c) \\"d\\"",apple)', [1, 3]],
    ["", [1, 2, 3]],
    ["   ", [1, 2, 3]],
  ])("%s", async (filter, ids) => {
    const filtered = await hear(realtime, { table: "things", filter });
    const all = await hear(realtime, { table: "things" });
    await realtime.sql(`insert into public.things values ${rows}`);
    await realtime.sql("delete from public.things");
    await all.take(6);
    const heard = (event: string, side: "new" | "old") =>
      filtered.changes
        .filter(({ eventType }) => eventType === event)
        .map((change) => (change[side] as { id: number }).id);
    await eventually(() => expect(heard("INSERT", "new")).toEqual(ids));
    // Deletes are filtered by the old row.
    await eventually(() => expect(heard("DELETE", "old")).toEqual(ids));
    await Promise.all([filtered.channel.unsubscribe(), all.channel.unsubscribe()]);
  });

  it("a name with an underscore also means tables that have any character there", async () => {
    const both = await hear(realtime, { table: "a_b" });
    await realtime.sql("insert into public.axb values (1)");
    await realtime.sql("insert into public.a_b values (1)");
    const changes = await both.take(2);
    expect(changes.map(({ table }) => table)).toEqual(["axb", "a_b"]);
  });

  it("one that fails while it is compared concerns its subscriber alone", async () => {
    const failing = await hear(realtime, { table: "things", filter: "name=like.x\\" });
    const honest = await hear(realtime, { table: "things" });
    await realtime.sql("insert into public.things (id, name) values (90, 'x')");
    await honest.take(1);
    expect(failing.changes).toEqual([]);
    await realtime.sql("delete from public.things");
  });

  it("split at commas outside of quotes and parentheses", () => {
    const columns = (text: string) => parseFilters(text).map(({ value }) => value);
    expect(columns('a=eq."x,y",b=in.(1,2),c=eq.it"s')).toEqual(["x,y", "{1,2}", 'it"s']);
    expect(columns("a=eq.(1,2)),b=eq.3")).toEqual(["(1,2))", "3"]);
    expect(columns('a=eq."open')).toEqual(['"open']);
  });
});

const shown = (filters: string, table = "things", select = "nil") =>
  `[event: *, schema: public, table: ${table}, filters: [${filters}], select: ${select}]`;
const failed = (filters: string, error: string, select = "nil") =>
  `error: Unable to subscribe to changes with given parameters. An exception happened so please check your connect parameters: ${shown(filters, "things", select)}. Exception: ERROR ${error}`;
const raised = (filters: string, text: string, select?: string) =>
  failed(filters, `P0001 (raise_exception) ${text}`, select);
const unreadable = (text: string) => `error: Error parsing \`filter\` params: ${text}`;

describe("refusals", () => {
  it.each([
    [{ filter: "wrong" }, unreadable('["wrong"]')],
    [{ filter: "id=eq" }, unreadable('["eq"]')],
    [{ filter: "id=foo.hey" }, unreadable('["foo", "hey"]')],
    [{ filter: "id=in.1,2" }, unreadable("`in` filter value must be wrapped by parentheses")],
    [
      { filter: "id=eq.1,,id=eq.2" },
      unreadable("filter must not contain empty segments (check for extra commas)"),
    ],
    [
      { filter: "none=eq.1" },
      raised('{"none", "eq", "1", false}', "invalid column for filter none"),
    ],
    [
      { filter: `id=in.(${Array.from({ length: 101 }, (_, n) => n).join(",")})` },
      expect.stringContaining("too many values for `in` filter. Maximum 100"),
    ],
    [
      { filter: "name=is.nothing" },
      raised(
        '{"name", "is", "nothing", false}',
        "invalid value for is filter: must be null, true, false, or unknown",
      ),
    ],
    [
      { filter: "id=is.true" },
      raised(
        '{"id", "is", "true", false}',
        "is true filter requires a boolean column, got integer",
      ),
    ],
    [
      { filter: "id=like.1%" },
      raised(
        '{"id", "like", "1%", false}',
        "operator like requires a text-compatible column type, got integer",
      ),
    ],
    [
      { filter: "name=match.(" },
      expect.stringContaining("invalid regular expression for match filter: invalid regular"),
    ],
    [
      { filter: "id=eq.one" },
      failed(
        '{"id", "eq", "one", false}',
        '22P02 (invalid_text_representation) invalid input syntax for type integer: "one"',
      ),
    ],
    [{ filter: "data=eq.{}" }, expect.stringContaining("operator does not exist: json = json")],
    [{ select: ["none"] }, raised("", "invalid column for select none", '["none"]')],
    [
      { table: "unpublished" },
      `error: Unable to subscribe to changes with given parameters. Please check Realtime is enabled for the given connect parameters: ${shown("", "unpublished")}`,
    ],
    [
      { table: "*", select: ["id"] },
      "error: Column selection is not supported for wildcard subscriptions. Provide an explicit schema and table name.",
    ],
  ])("%j", async (wish, text) => {
    const refused = await listen(realtime, { table: "things", ...wish });
    expect(refused.systems).toEqual([text]);
    await refused.channel.unsubscribe();
  });

  it.each([
    [
      { event: "*" },
      'No subscription params provided. Please provide at least a `schema` or `table` to subscribe to: %{"event" => "*"}',
    ],
    [
      { schema: 1, user_token: "x" },
      "No subscription params provided. Please provide at least a `schema` or `table` to subscribe to: <redacted>",
    ],
    [
      { table: "things", select: "id" },
      'Error parsing `select` params: expected a list of column name strings, e.g. select: ["col1", "col2"]',
    ],
  ])("by hand: %j", async (entry, message) => {
    const raw = await RawClient.open(realtime);
    expect(await raw.join("odd", "1", { postgres_changes: [entry, null] })).toMatchObject({
      status: "ok",
    });
    const payload = { extension: "postgres_changes", status: "error", message, channel: "odd" };
    await eventually(() =>
      expect(raw.received).toContainEqual(["1", null, "realtime:odd", "system", payload]),
    );
    raw.close();
  });

  it("one bad binding refuses the whole channel, and leaves nothing registered", async () => {
    const refused = await listen(realtime, [
      { table: "things" },
      { table: "things", filter: "none=eq.1" },
    ]);
    expect(refused.systems).toEqual([expect.stringMatching(/^error: Unable/)]);
    const other = await hear(realtime, { table: "things" });
    await realtime.sql("insert into public.things (id) values (91)");
    await other.take(1);
    expect(refused.changes).toEqual([]);
  });
});

describe("hostile requests", () => {
  const large = "x".repeat(1_000_000);
  const deep = JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`);
  it.each([
    [{ schema: "public", table: "things", filter: `name=eq."${large}"` }],
    [{ schema: "public", table: "things", filter: `name=eq.${"(".repeat(100_000)}` }],
    [{ schema: "public", table: "things", filter: "name=eq.a\u0000b" }],
    [{ schema: "public", table: "things\u0000" }],
    [{ schema: "public", table: large }],
    [{ schema: "'; drop table public.things; --", table: '"; select 1' }],
    [{ schema: "public", table: "things", filter: "name'; select 1; --=eq.1" }],
    [{ schema: "public", table: "things", filter: "name=eq.'; drop table public.things; --" }],
    [{ schema: "public", table: "things", select: ["id", large, "x'; --"] }],
    [{ schema: deep, table: { a: deep } }],
    [{ constructor: 1, __proto__: { schema: "public" } }],
    [{}],
  ])("are answered, and harm nobody (%#)", async (entry) => {
    const raw = await RawClient.open(realtime);
    expect(await raw.join("hostile", "1", { postgres_changes: [entry, 5, "x"] })).toMatchObject({
      status: "ok",
    });
    await eventually(() => expect(JSON.stringify(raw.received)).toContain('"system"'));
    raw.close();
    const honest = await hear(realtime, { table: "things" });
    await realtime.sql("insert into public.things (id, name) values (95, 'x')");
    await realtime.sql("delete from public.things where id = 95");
    await honest.take(2);
    await honest.channel.unsubscribe();
  });

  it("what is nested too deeply to be written again refuses the join", async () => {
    const raw = await RawClient.open(realtime);
    const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    raw.websocket.send(
      `["1","1","realtime:deep","phx_join",{"config":{"postgres_changes":[{"a":${nested}}]}}]`,
    );
    expect(await raw.reply("1")).toEqual({
      status: "error",
      response: { reason: "Unknown Error on Channel" },
    });
    raw.close();
  });
});
