import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  bytesOf,
  OWN_FOLDERS,
  type Person,
  randomBytes,
  startWorld,
  take,
  type World,
} from "./support.ts";

let world: World;
let person: Person;
beforeAll(async () => {
  world = await startWorld("", OWN_FOLDERS);
  person = await world.person();
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const bucket = () => person.client.storage.from("private");
const own = (name: string) => `${person.id}/${name}`;

describe("what is uploaded comes back as it was", () => {
  const text = "Hello, wörld\n";
  test.each([
    ["a string", text],
    ["a Buffer", Buffer.from(text)],
    ["an ArrayBuffer", new TextEncoder().encode(text).buffer],
    ["a Blob", new Blob([text], { type: "text/plain" })],
    ["a File", new File([text], "elsewhere.txt", { type: "text/plain" })],
    ["a web stream", new Blob([text]).stream()],
    ["a Node stream", Readable.from([Buffer.from(text)])],
  ])("%s", async (kind, body) => {
    const name = own(`kinds/${kind}.txt`);
    const made = take(await bucket().upload(name, body, { contentType: "text/plain" }));
    expect(made).toEqual({
      path: name,
      fullPath: `private/${name}`,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const back = take(await bucket().download(name));
    expect(await back.text()).toBe(text);
    expect(back.type).toContain("text/plain");
  });

  test("a form with a name for its file, as other clients send it", async () => {
    const form = new FormData();
    form.append("file", new Blob(["by hand"], { type: "text/css" }), "style.css");
    take(await bucket().upload(own("form.css"), form));
    expect(await take(await bucket().download(own("form.css"))).text()).toBe("by hand");
  });

  test("nothing at all", async () => {
    for (const [name, body] of [
      ["empty.txt", ""],
      ["empty.bin", new Blob([])],
    ] as const) {
      take(await bucket().upload(own(name), body));
      expect((await bytesOf(take(await bucket().download(own(name))))).length).toBe(0);
      expect(take(await bucket().info(own(name))).size).toBe(0);
    }
  });

  test.each([
    ["raw", (bytes: Uint8Array<ArrayBuffer>) => bytes],
    ["in a form", (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes])],
  ])(
    "40 MB %s",
    async (how, wrap) => {
      const bytes = randomBytes(40_000_000);
      take(await bucket().upload(own(`large ${how}`), wrap(bytes)));
      const back = await bytesOf(take(await bucket().download(own(`large ${how}`))));
      expect(Buffer.compare(back, bytes)).toBe(0);
    },
    60_000,
  );
});

test("what an upload says of itself is kept", async () => {
  const name = own("described.json");
  take(
    await bucket().upload(name, new Blob(["{}"], { type: "application/json" }), {
      cacheControl: "60",
      metadata: { label: "Ünïcode", pages: 3 },
    }),
  );
  const raw = own("described raw.json");
  take(
    await bucket().upload(raw, Buffer.from("{}"), {
      cacheControl: "60",
      contentType: "application/json",
      metadata: { label: "Ünïcode", pages: 3 },
    }),
  );
  for (const known of [name, raw]) {
    expect(take(await bucket().info(known))).toMatchObject({
      name: known,
      bucketId: "private",
      size: 2,
      contentType: "application/json",
      cacheControl: "max-age=60",
      etag: '"99914b932bd37a50b983c5e7c90ae93b"',
      metadata: { label: "Ünïcode", pages: 3 },
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  }
  const { rows } = await world.sql.query(
    "select owner, owner_id, metadata, path_tokens from storage.objects where name = $1",
    [name],
  );
  expect(rows).toEqual([
    {
      owner: person.id,
      owner_id: person.id,
      path_tokens: [person.id, "described.json"],
      metadata: {
        eTag: '"99914b932bd37a50b983c5e7c90ae93b"',
        size: 2,
        mimetype: "application/json",
        cacheControl: "max-age=60",
        contentLength: 2,
        httpStatusCode: 200,
        lastModified: expect.any(String),
      },
    },
  ]);
});

describe("a name that is taken", () => {
  test("is refused without upsert, and keeps what it had", async () => {
    const name = own("taken.txt");
    take(await bucket().upload(name, "first"));
    const { data, error } = await bucket().upload(name, "second");
    expect(data).toBeNull();
    expect(error).toMatchObject({
      status: 400,
      statusCode: "409",
      code: "KeyAlreadyExists",
      message: "The resource already exists",
    });
    expect(await take(await bucket().download(name)).text()).toBe("first");
  });

  test("is replaced with upsert and by update, and the old bytes go", async () => {
    const name = own("replaced.txt");
    const first = take(await bucket().upload(name, "first"));
    const files = (await world.files()).length;
    const second = take(await bucket().upload(name, "second", { upsert: true }));
    expect(second.id).toBe(first.id);
    take(await bucket().update(name, "third"));
    expect(await take(await bucket().download(name)).text()).toBe("third");
    expect((await world.files()).length).toBe(files);
  });

  test("by many at once has one winner, whole, and leaves nothing of the others", async () => {
    const name = own("contested.bin");
    const before = (await world.files()).length;
    const bodies = Array.from({ length: 12 }, (_, index) =>
      new Uint8Array(200_000).fill(index + 1),
    );
    const results = await Promise.all(
      bodies.map((body) => bucket().upload(name, body, { upsert: true })),
    );
    expect(results.map(({ error }) => error)).toEqual(bodies.map(() => null));
    const winner = await bytesOf(take(await bucket().download(name)));
    expect(winner.length).toBe(200_000);
    expect(new Set(winner).size).toBe(1);
    expect((await world.files()).length).toBe(before + 1);
  });

  test("by many at once without upsert has one winner and told losers", async () => {
    const name = own("first come.txt");
    const before = (await world.files()).length;
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) => bucket().upload(name, `body ${index}`)),
    );
    const codes = results.map(({ error }) => error && "code" in error && error.code);
    expect(codes.filter((code) => code === null)).toHaveLength(1);
    expect(codes.filter((code) => code === "KeyAlreadyExists")).toHaveLength(7);
    expect((await world.files()).length).toBe(before + 1);
  });
});

test("readers of a name that is replaced all the time always get one whole version", async () => {
  const name = own("rewritten.bin");
  take(await bucket().upload(name, new Uint8Array(300_000).fill(1)));
  let isOver = false;
  const write = async () => {
    for (let value = 2; value < 20; value += 1) {
      take(await bucket().update(name, new Uint8Array(300_000).fill(value)));
    }
    isOver = true;
  };
  const read = async () => {
    while (!isOver) {
      const seen = await bytesOf(take(await bucket().download(name)));
      expect(seen.length).toBe(300_000);
      expect(new Set(seen).size).toBe(1);
    }
  };
  await Promise.all([write(), read(), read()]);
}, 30_000);
