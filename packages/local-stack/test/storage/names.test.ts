import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, take, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld("", "insert into storage.buckets (id, name) values ('files', 'files')");
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const bucket = () => world.service.storage.from("files");
/** A request that no client would normalize. */
const asService = async (path: string, init: RequestInit = {}) => {
  const { signWithSecret } = world.tokens;
  const token = await signWithSecret({ role: "service_role" });
  return world.storage.fetch(
    new Request(`http://storage${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    }),
  );
};

describe("names that hosted takes", () => {
  test.each([
    "plain.txt",
    "a/deep/folder/file",
    "with spaces and+plus.txt",
    "all!the'allowed(ones)&$=@;:,*.txt",
    "a-b_c.d",
    ".hidden",
    "...dots...",
    "ends with dot.",
    "x".repeat(1024),
  ])("%s", async (name) => {
    const made = take(await bucket().upload(name, name, { upsert: true }));
    expect(made.path).toBe(name);
    expect(await take(await bucket().download(name)).text()).toBe(name);
    expect(take(await bucket().info(name)).name).toBe(name);
    const { signedUrl } = take(await bucket().createSignedUrl(name, 60));
    expect(await (await fetch(signedUrl)).text()).toBe(name);
    expect(take(await bucket().remove([name]))).toHaveLength(1);
  });

  test("encoded slashes are slashes", async () => {
    const made = await asService("/object/files/one%2Ftwo.txt", { method: "POST", body: "x" });
    expect(await made.json()).toMatchObject({ Key: "files/one/two.txt" });
    expect(await take(await bucket().download("one/two.txt")).text()).toBe("x");
  });
});

describe("names that hosted refuses", () => {
  const INVALID = { statusCode: "400", code: "InvalidKey" };

  test.each([
    "ünïcode.txt",
    "日本語.txt",
    "per%cent.txt",
    "hundred%25.txt",
    "back\\slash.txt",
    "brackets[1].txt",
    "new\nline",
    "pipe|x",
    "tilde~",
    "x".repeat(1025),
  ])("%j", async (name) => {
    const before = (await world.files()).length;
    const response = await asService(`/object/files/${encodeURIComponent(name)}`, {
      method: "POST",
      body: "x",
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject(INVALID);
    for (const change of [
      bucket().move("plain.txt", name),
      bucket().copy("plain.txt", name),
      // Of these, clients make other characters in an address.
      ...(/[\\\n]/.test(name) ? [] : [bucket().createSignedUploadUrl(name)]),
    ]) {
      expect((await change).error).toMatchObject(INVALID);
    }
    expect((await world.files()).length).toBe(before);
  });

  test.each(["..", "../x", "a/../b", "a/..", "./x", "a/./b", "."])(
    "%s, which would be another one",
    async (name) => {
      expect((await bucket().move("plain.txt", name)).error).toMatchObject(INVALID);
      const encoded = name.replaceAll(".", "%2e").replaceAll("/", "%2f");
      for (const path of [`/object/files/${name}`, `/object/files/${encoded}`]) {
        const response = await fetch(`${world.url}/storage/v1${path}`, {
          method: "POST",
          body: "x",
          headers: { apikey: world.publishableKey },
        });
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(await response.json()).toMatchObject({ code: expect.any(String) });
      }
      expect(take(await bucket().list())).toEqual([
        expect.objectContaining({ name: "one", id: null }),
      ]);
    },
  );

  test.each(["%00", "a%00b.txt", "%ff", "%c3%28", "%"])("%s in an address", async (encoded) => {
    for (const method of ["POST", "GET", "DELETE"]) {
      const response = await asService(`/object/files/${encoded}`, {
        method,
        ...(method === "POST" ? { body: "x" } : {}),
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject(INVALID);
    }
  });
});

test("names that only search for something find nothing", async () => {
  for (const name of ["../../etc/passwd", "ünï", "%", "'; drop table storage.objects; --"]) {
    expect(take(await bucket().remove([name]))).toEqual([]);
    expect(take(await bucket().list(name))).toEqual([]);
    expect(take(await bucket().list("", { search: name }))).toEqual([]);
  }
  const withNul = await bucket().list("a\0b");
  expect(withNul.error).toMatchObject({ statusCode: "400", code: "InvalidParameter" });
});

describe("buckets", () => {
  test.each(["with/slash", "ünï", "", " padded ", "x".repeat(101), "..%2f"])(
    "cannot be called %j",
    async (name) => {
      const { error } = await world.service.storage.createBucket(name);
      expect(error).toMatchObject({ statusCode: "400" });
      expect(["InvalidBucketName", "InvalidRequest"]).toContain(
        error && "code" in error && error.code,
      );
    },
  );
});

test("no row can lead to a file outside, whatever its version says", async () => {
  for (const version of ["../../../../etc/passwd", "/etc/passwd", "", "objects", "x\\..\\y"]) {
    await world.sql.query(
      `insert into storage.objects (bucket_id, name, version, metadata)
       values ('files', 'planted.txt', $1, '{"mimetype": "text/html\\r\\nx: y", "size": "many"}')
       on conflict (bucket_id, name) do update set version = excluded.version`,
      [version],
    );
    const { error } = await bucket().download("planted.txt");
    expect(error).toMatchObject({ statusCode: "404", code: "NoSuchKey" });
    expect((await bucket().copy("planted.txt", "stolen.txt")).error).toMatchObject({
      code: "NoSuchKey",
    });
    take(await bucket().remove(["planted.txt"]));
  }
});

test("any address gets a coded answer, and never the server's own failure", async () => {
  const parts = fc.array(
    fc.oneof(
      fc.constantFrom(
        "object",
        "sign",
        "public",
        "info",
        "list",
        "upload",
        "bucket",
        "files",
        "..",
      ),
      fc.constantFrom("%2e%2e", "%2f", "%00", "authenticated", "resumable", "render", "", "move"),
      fc.string({ maxLength: 12 }).map(encodeURIComponent),
    ),
    { maxLength: 7 },
  );
  const methods = fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  const bodies = fc.oneof(
    fc.constant("{}"),
    fc.json(),
    fc.string(),
    fc.constant('{"prefix":"\\u0000","prefixes":["\\u0000"],"expiresIn":1,"paths":["\\ud800"]}'),
  );
  await fc.assert(
    fc.asyncProperty(parts, methods, bodies, async (segments, method, body) => {
      const hasBody = method !== "GET" && method !== "HEAD";
      const response = await asService(`/${segments.join("/")}`, {
        method,
        ...(hasBody ? { body, headers: { "content-type": "application/json" } } : {}),
      });
      const text = await response.text();
      if (response.ok || method === "HEAD") return;
      expect(response.status).toBeLessThan(500);
      expect(JSON.parse(text)).toMatchObject({
        statusCode: expect.any(String),
        code: expect.any(String),
        message: expect.any(String),
      });
    }),
    { numRuns: 400 },
  );
}, 60_000);
