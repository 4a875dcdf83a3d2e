import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, take, type World } from "./support.ts";

let world: World;
/** 1,200 objects: 40 folders of 29, and 40 at the top. Rows alone, as a seed writes them. */
const MANY = `
  insert into storage.buckets (id, name) values ('many', 'many'), ('few', 'few');
  insert into storage.objects (bucket_id, name, created_at)
    select 'many', format('folder-%s/file-%s.txt', lpad(f::text, 2, '0'), lpad(n::text, 2, '0')),
      timestamptz '2026-01-01' + f * interval '1 hour' + n * interval '1 minute'
    from generate_series(1, 40) as f, generate_series(1, 29) as n;
  insert into storage.objects (bucket_id, name, created_at)
    select 'many', format('top-%s.txt', lpad(n::text, 2, '0')),
      timestamptz '2026-02-01' - n * interval '1 minute'
    from generate_series(1, 40) as n;
`;

beforeAll(async () => {
  world = await startWorld("", MANY);
  const few = world.service.storage.from("few");
  for (const name of [
    "b.txt",
    "A.txt",
    "a/1.txt",
    "a/2.txt",
    "a/deep/er/3.txt",
    "a.txt",
    "Cab/x.txt",
    "100_%.txt".replace("%", "$"),
  ]) {
    take(await few.upload(name, name));
  }
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const names = (entries: { name: string }[]) => entries.map(({ name }) => name);
const few = () => world.service.storage.from("few");
const many = () => world.service.storage.from("many");

describe("list", () => {
  test("shows one folder: its objects, and its folders without an id", async () => {
    const entries = take(await few().list());
    expect(names(entries)).toEqual(
      ["100_$.txt", "A.txt", "a.txt", "a", "b.txt", "Cab"].sort(byLower),
    );
    expect(entries.find(({ name }) => name === "a")).toEqual({
      name: "a",
      id: null,
      updated_at: null,
      created_at: null,
      last_accessed_at: null,
      metadata: null,
    });
    expect(entries.find(({ name }) => name === "b.txt")).toMatchObject({
      id: expect.any(String),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      metadata: { size: 5, mimetype: "text/plain;charset=UTF-8" },
    });
    expect(names(take(await few().list("a")))).toEqual(["1.txt", "2.txt", "deep"]);
    expect(names(take(await few().list("a/")))).toEqual(["1.txt", "2.txt", "deep"]);
    expect(names(take(await few().list("a/deep")))).toEqual(["er"]);
    expect(names(take(await few().list("a/deep/er")))).toEqual(["3.txt"]);
    expect(take(await few().list("nothing"))).toEqual([]);
    expect(take(await world.service.storage.from("no-bucket").list())).toEqual([]);
  });

  test("shows names that begin with what is searched, in any case", async () => {
    expect(names(take(await few().list("", { search: "a" })))).toEqual(
      ["A.txt", "a.txt", "a"].sort(byLower),
    );
    expect(names(take(await few().list("a", { search: "DE" })))).toEqual(["deep"]);
    expect(names(take(await few().list("", { search: "_" })))).toEqual([]);
  });

  test("pages through everything, each entry once", async () => {
    const seen: string[] = [];
    for (let offset = 0; ; offset += 30) {
      const page = take(await many().list("", { limit: 30, offset }));
      seen.push(...names(page));
      if (page.length < 30) break;
    }
    expect(seen).toHaveLength(80);
    expect(new Set(seen).size).toBe(80);
    expect(seen).toEqual([...seen].sort());
    expect(take(await many().list("folder-07", { limit: 100 }))).toHaveLength(29);
    expect(take(await many().list(""))).toHaveLength(80);
  });

  test("orders by name or time, both ways, folders first by time", async () => {
    const order = async (column: string, direction: string) =>
      names(
        take(
          await many().list("", {
            limit: 100,
            sortBy: { column, order: direction },
          }),
        ),
      );
    expect((await order("name", "desc"))[0]).toBe("top-40.txt");
    expect((await order("created_at", "asc")).slice(39, 42)).toEqual([
      "folder-40",
      "top-40.txt",
      "top-39.txt",
    ]);
    expect((await order("created_at", "desc")).slice(39, 42)).toEqual([
      "folder-01",
      "top-01.txt",
      "top-02.txt",
    ]);
    const refused = await many().list("", { sortBy: { column: "id; drop table x" } });
    expect(refused.error).toMatchObject({ statusCode: "400", code: "InvalidRequest" });
  });

  test.each([{ limit: 0 }, { limit: -1 }, { offset: -1 }, { limit: 1.5 }])(
    "does not take %j",
    async (options) => {
      const { error } = await many().list("", options);
      expect(error).toMatchObject({ statusCode: "400", code: "InvalidRequest" });
    },
  );
});

describe("listV2", () => {
  async function pages(options: Parameters<ReturnType<typeof many>["listV2"]>[0]) {
    const seen: string[] = [];
    let cursor: string | undefined;
    let count = 0;
    do {
      const page = take(
        await many().listV2({ ...options, ...(cursor === undefined ? {} : { cursor }) }),
      );
      seen.push(...names([...page.folders, ...page.objects]));
      cursor = page.nextCursor;
      count += 1;
      expect(page.hasNext).toBe(cursor !== undefined);
    } while (cursor !== undefined);
    return { seen, count };
  }

  test("walks through everything below a prefix by whole names", async () => {
    const { seen, count } = await pages({ limit: 500 });
    expect(count).toBe(3);
    expect(seen).toHaveLength(1200);
    expect(seen).toEqual([...seen].sort());
    const below = await pages({ prefix: "folder-1", limit: 100 });
    expect(below.seen).toHaveLength(290);
    expect((await pages({})).seen).toHaveLength(1200);
  });

  test("shows one folder with a delimiter", async () => {
    const { seen } = await pages({ with_delimiter: true, limit: 7 });
    expect(seen.filter((name) => name.endsWith("/"))).toHaveLength(40);
    expect(new Set(seen).size).toBe(80);
    const page = take(
      await many().listV2({ prefix: "folder-07/", with_delimiter: true, limit: 2 }),
    );
    expect(page).toMatchObject({
      hasNext: true,
      folders: [],
      objects: [
        { name: "folder-07/file-01.txt", key: "file-01.txt" },
        { name: "folder-07/file-02.txt", key: "file-02.txt" },
      ],
    });
    const top = take(await many().listV2({ with_delimiter: true, limit: 1 }));
    expect(top.folders).toEqual([{ name: "folder-01/", key: "folder-01" }]);
  });

  test.each(["asc", "desc"] as const)("walks by time, %s, each once", async (order) => {
    for (const column of ["created_at", "updated_at"] as const) {
      for (const with_delimiter of [true, false]) {
        const { seen } = await pages({ sortBy: { column, order }, limit: 170, with_delimiter });
        expect(new Set(seen).size).toBe(with_delimiter ? 80 : 1200);
        expect(seen).toHaveLength(with_delimiter ? 80 : 1200);
      }
    }
    const first = take(await many().listV2({ sortBy: { column: "created_at", order }, limit: 1 }));
    expect(names(first.objects)).toEqual([
      order === "asc" ? "folder-01/file-01.txt" : "top-01.txt",
    ]);
  });

  test("does not take a cursor that it did not give", async () => {
    for (const cursor of [
      "x",
      btoa('{"name":1}'),
      btoa('{"name":"a","column":"id","order":"asc"}'),
    ]) {
      const { error } = await many().listV2({ cursor });
      expect(error).toMatchObject({ statusCode: "400", code: "InvalidParameter" });
    }
  });
});

test("policies decide what is listed, folders included", async () => {
  await world.sql.query(`
    create policy second on storage.objects for select to authenticated
      using (bucket_id = 'many' and name like 'folder-02/%')
  `);
  const { client } = await world.person();
  expect(names(take(await client.storage.from("many").list()))).toEqual(["folder-02"]);
  const page = take(await client.storage.from("many").listV2({ with_delimiter: true }));
  expect(names(page.folders)).toEqual(["folder-02/"]);
  expect(take(await client.storage.from("many").listV2({})).objects).toHaveLength(29);
});

function byLower(left: string, right: string): number {
  // A folder sorts by its name with the slash.
  const place = (name: string) => (name.includes(".") ? name : `${name}/`).toLowerCase();
  return place(left) < place(right) ? -1 : place(left) > place(right) ? 1 : 0;
}
