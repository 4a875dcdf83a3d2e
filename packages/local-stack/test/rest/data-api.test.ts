import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startApi } from "../gateway/start-api.ts";

let api: Awaited<ReturnType<typeof startApi>>;

beforeAll(async () => {
  api = await startApi(await readFile(new URL("library.sql", import.meta.url), "utf8"));
});
afterAll(() => api?.[Symbol.asyncDispose]());

const withoutSession = { auth: { persistSession: false, autoRefreshToken: false } };
const visitor = () => createClient(api.url, api.keys.publishable, withoutSession);
const server = () => createClient(api.url, api.keys.secret, withoutSession);

const documentSchema = z.object({
  swagger: z.string(),
  host: z.string(),
  basePath: z.string(),
  paths: z.record(z.string(), z.unknown()),
});

/** The schema and settings reload a moment after the statement that asks for it. */
async function eventually<T>(attempt: () => PromiseLike<T>, isDone: (value: T) => boolean) {
  for (let tries = 0; ; tries += 1) {
    const value = await attempt();
    if (isDone(value) || tries > 100) return value;
    await sleep(30);
  }
}

describe("reading", () => {
  test("filters, orders and limits", async () => {
    const { data, error } = await visitor()
      .from("books")
      .select("title")
      .gt("pages", 160)
      .not("tags", "cs", "{dreams}")
      .order("pages")
      .limit(2);
    expect(error).toBeNull();
    expect(data).toEqual([{ title: "Le città invisibili" }, { title: "The Dispossessed" }]);
  });

  test("filters by or, in, ilike with letters beyond ASCII, arrays and JSON paths", async () => {
    const books = () => visitor().from("books").select("id").order("id");
    expect((await books().or("id.eq.2,and(pages.lt.160,tags.cs.{moons})")).data).toEqual([
      { id: 2 },
      { id: 4 },
    ]);
    expect((await books().in("title", ["Cosmicomics", "a, b"])).data).toEqual([{ id: 4 }]);
    expect((await books().ilike("title", "%CITTÀ%")).data).toEqual([{ id: 3 }]);
    expect((await books().eq("attributes->>prize", "Nebula")).data).toEqual([{ id: 1 }]);
  });

  test("embeds in both directions", async () => {
    const client = visitor();
    const { data } = await client
      .from("authors")
      .select("name, books(title)")
      .order("id")
      .order("pages", { referencedTable: "books" });
    expect(data?.[1]).toEqual({
      name: "Italo",
      books: [{ title: "Cosmicomics" }, { title: "Le città invisibili" }],
    });
    const inner = await client.from("books").select("id, authors!inner(name)").eq("authors.id", 1);
    expect(inner.data?.map(({ id }) => id)).toEqual([1, 2]);
  });

  test("counts without rows by HEAD, and tells a range of more", async () => {
    const head = await visitor().from("authors").select("*", { count: "exact", head: true });
    expect([head.status, head.count, head.data]).toEqual([200, 2, null]);
    const page = await visitor().from("books").select("id", { count: "exact" }).range(1, 2);
    expect([page.status, page.count, page.data?.length]).toEqual([206, 4, 2]);
  });

  test("never gives more rows than max_rows of the configuration", async () => {
    const { data } = await visitor().from("books").select("id");
    expect(data).toHaveLength(3);
  });

  test("gives one object, and an error where there is none", async () => {
    const books = () => visitor().from("books").select("id");
    expect((await books().eq("id", 1).single()).data).toEqual({ id: 1 });
    expect((await books().eq("id", 77).maybeSingle()).data).toBeNull();
    const none = await books().eq("id", 77).single();
    expect([none.status, none.error?.code]).toEqual([406, "PGRST116"]);
  });

  test("speaks CSV", async () => {
    const { data } = await visitor().from("authors").select("id,name").order("id").csv();
    expect(data).toBe("id,name\n1,Ursula\n2,Italo");
  });

  test("reads another configured schema and no unconfigured one", async () => {
    const archive = await visitor().schema("archive").from("scrolls").select();
    expect(archive.data).toEqual([{ id: 1, place: "Alexandria" }]);
    const hidden = await visitor().schema("private").from("ledger").select();
    expect([hidden.status, hidden.error?.code]).toEqual([406, "PGRST106"]);
  });
});

describe("writing", () => {
  test("inserts, upserts, updates and deletes with the secret key", async () => {
    const authors = () => server().from("authors");
    const inserted = await authors().insert({ id: 10, name: "Olga" }).select().single();
    expect([inserted.status, inserted.data?.name]).toEqual([201, "Olga"]);
    const merged = await authors().upsert({ id: 10, name: "Olga T." }).select("name").single();
    expect(merged.data?.name).toBe("Olga T.");
    const ignored = await authors()
      .upsert({ id: 11, name: "Olga T." }, { onConflict: "name", ignoreDuplicates: true })
      .select();
    expect(ignored.data).toEqual([]);
    const updated = await authors().update({ born: "1962-01-29" }).eq("id", 10).select("born");
    expect(updated.data).toEqual([{ born: "1962-01-29" }]);
    const removed = await authors().delete().eq("id", 10);
    expect([removed.status, removed.data]).toEqual([204, null]);
    const conflict = await authors().insert({ id: 1, name: "Nobody" });
    expect([conflict.status, conflict.error?.code]).toEqual([409, "23505"]);
  });

  test("is refused to a visitor without a grant, and nothing changes", async () => {
    const { status, error } = await visitor().from("books").delete().eq("id", 1);
    expect([status, error?.code]).toEqual([401, "42501"]);
    expect((await visitor().from("books").select("id").eq("id", 1)).data).toEqual([{ id: 1 }]);
  });

  test("returns where the new row is", async () => {
    const response = await fetch(`${api.url}/rest/v1/authors`, {
      method: "POST",
      headers: {
        apikey: api.keys.secret,
        "content-type": "application/json",
        prefer: "return=headers-only",
      },
      body: JSON.stringify({ id: 12, name: "Jorge" }),
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe("/authors?id=eq.12");
    await server().from("authors").delete().eq("id", 12);
  });
});

describe("functions", () => {
  test("are called by POST and by GET, with defaults", async () => {
    const client = visitor();
    expect((await client.rpc("add", { a: 2, b: 3 })).data).toBe(5);
    expect((await client.rpc("add", { a: 2 }, { get: true })).data).toBe(3);
  });

  test("that return rows can be filtered and embedded into", async () => {
    const { data, count } = await visitor()
      .rpc("books_of", { author: 2 }, { count: "exact" })
      .select("title, pages, authors(name)")
      .lt("pages", 160);
    expect(data).toEqual([{ title: "Cosmicomics", pages: 153, authors: { name: "Italo" } }]);
    expect(count).toBe(1);
  });

  test("that return nothing answer 204", async () => {
    const { status, data, error } = await visitor().rpc("nothing");
    expect([status, data, error]).toEqual([204, null, null]);
  });

  test("give their own status, code, body and headers by raising PGRST", async () => {
    const { status, error } = await visitor().rpc("refuse");
    expect(status).toBe(409);
    expect(error).toMatchObject({
      code: "shelf_full",
      message: "The shelf is full.",
      details: null,
      hint: "Remove a book.",
    });
    const response = await fetch(`${api.url}/rest/v1/rpc/refuse`, {
      method: "POST",
      headers: { apikey: api.keys.publishable },
    });
    expect(response.headers.get("x-shelf")).toBe("7");
  });
});

describe("changes of the database", () => {
  test("a new table can be read as soon as its migration is through", async () => {
    await api.operator.query(`
      create table public.shelves (id int);
      grant select on public.shelves to anon;
    `);
    const found = await eventually(
      () => visitor().from("shelves").select(),
      ({ error }) => error === null,
    );
    expect(found.data).toEqual([]);
    await api.operator.query("drop table public.shelves");
    const gone = await eventually(
      () => visitor().from("shelves").select(),
      ({ status }) => status === 404,
    );
    expect(gone.status).toBe(404);
  });

  test("aggregates are off until the authenticator's settings turn them on", async () => {
    const sum = () => visitor().from("books").select("pages.sum()");
    expect((await sum()).error?.code).toBe("PGRST123");
    await api.operator.query(`
      alter role authenticator set pgrst.db_aggregates_enabled = 'true';
      notify pgrst, 'reload config';
    `);
    const { data } = await eventually(sum, ({ error }) => error === null);
    expect(data).toEqual([{ sum: 843 }]);
  });

  test("a pre-request function makes a program a user by its own key", async () => {
    await api.operator.query(`
      alter role authenticator set pgrst.db_pre_request = 'private.let_programs_in';
      notify pgrst, 'reload config';
    `);
    const program = createClient(api.url, api.keys.publishable, {
      ...withoutSession,
      global: { headers: { "x-api-key": "program-1" } },
    });
    const { data } = await eventually(
      () => program.rpc("who_am_i"),
      (answer) => answer.data?.role === "authenticated",
    );
    expect(data).toMatchObject({
      role: "authenticated",
      sub: "00000000-0000-4000-8000-000000000099",
    });
    const written = await program.from("notes").insert({ text: "from a program" }).select("text");
    expect(written.data).toEqual([{ text: "from a program" }]);
    expect((await visitor().rpc("who_am_i")).data?.role).toBe("anon");
    await api.operator.query(`
      alter role authenticator reset pgrst.db_pre_request;
      notify pgrst, 'reload config';
    `);
  });
});

describe("the OpenAPI document", () => {
  const root = (apikey: string, path = "/") =>
    fetch(`${api.url}/rest/v1${path}`, { headers: { apikey } });

  test("is given to the secret key, with the public address", async () => {
    const document = documentSchema.parse(await (await root(api.keys.secret)).json());
    expect(document.swagger).toBe("2.0");
    expect([document.host, document.basePath]).toEqual(["api.example:80", "/rest/v1"]);
    expect(Object.keys(document.paths)).toContain("/books");
    expect((await root(api.keys.serviceRoleJwt)).status).toBe(200);
  });

  test.each(["/", "", "/?select=id", "/?"])(
    "is refused to the publishable key at %j",
    async (path) => {
      const response = await root(api.keys.publishable, path);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({
        code: "secret_api_key_required",
        message: "Access to schema is forbidden",
      });
      expect((await root(api.keys.anonJwt, path)).status).toBe(401);
    },
  );
});
