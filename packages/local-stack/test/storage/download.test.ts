import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OWN_FOLDERS, type Person, startWorld, take, type World } from "./support.ts";

const DIGITS = "0123456789";

let world: World;
let person: Person;
let address: string;
beforeAll(async () => {
  world = await startWorld("", OWN_FOLDERS);
  person = await world.person();
  address = `/object/private/${person.id}/digits.txt`;
  take(
    await person.client.storage
      .from("private")
      .upload(`${person.id}/digits.txt`, DIGITS, { contentType: "text/plain" }),
  );
  take(
    await world.service.storage
      .from("open")
      .upload("folder/digits.txt", DIGITS, { contentType: "text/plain" }),
  );
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const get = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
  world.request(address, {
    ...init,
    headers: { authorization: `Bearer ${person.token}`, ...headers },
  });

describe("a part of an object", () => {
  test.each([
    ["bytes=0-3", "0123", "bytes 0-3/10"],
    ["bytes=4-4", "4", "bytes 4-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=7-100", "789", "bytes 7-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
    ["bytes=-100", DIGITS, "bytes 0-9/10"],
  ])("%s", async (range, body, contentRange) => {
    const response = await get({ range });
    expect(response.status).toBe(206);
    expect(await response.text()).toBe(body);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("content-length")).toBe(String(body.length));
    expect(response.headers.get("accept-ranges")).toBe("bytes");
  });

  test.each(["bytes=10-", "bytes=99-100", "bytes=-0"])("%s lies behind the end", async (range) => {
    const response = await get({ range });
    expect(response.status).toBe(416);
    expect(response.headers.get("content-range")).toBe("bytes */10");
    expect(await response.json()).toMatchObject({ statusCode: "416", code: "InvalidRange" });
  });

  test.each(["bytes=5-2", "bytes=a-b", "bytes=0-1,4-5", "lines=0-1", "bytes=-", ""])(
    "%s is no range that is served, so all is",
    async (range) => {
      const response = await get({ range });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(DIGITS);
    },
  );

  test("is whole again when the object has changed since", async () => {
    const eTag = (await get()).headers.get("etag") ?? "";
    expect((await get({ range: "bytes=0-1", "if-range": eTag })).status).toBe(206);
    expect((await get({ range: "bytes=0-1", "if-range": '"other"' })).status).toBe(200);
  });

  test("of an empty object there is none", async () => {
    const bucket = world.service.storage.from("open");
    take(await bucket.upload("empty", "", { upsert: true }));
    const response = await world.request("/object/public/open/empty", {
      headers: { range: "bytes=0-" },
    });
    expect(response.status).toBe(416);
  });
});

describe("a copy that is still good", () => {
  test("is known by its tag", async () => {
    const eTag = (await get()).headers.get("etag") ?? "";
    for (const known of [eTag, `W/${eTag}`, `"other", ${eTag}`, "*"]) {
      const response = await get({ "if-none-match": known });
      expect(response.status).toBe(304);
      expect(await response.text()).toBe("");
      expect(response.headers.get("etag")).toBe(eTag);
    }
    expect((await get({ "if-none-match": '"other"' })).status).toBe(200);
  });

  test("is known by its time, unless a tag says otherwise", async () => {
    const modified = (await get()).headers.get("last-modified") ?? "";
    expect(new Date(modified).getTime()).not.toBeNaN();
    expect((await get({ "if-modified-since": modified })).status).toBe(304);
    const longAgo = new Date(0).toUTCString();
    expect((await get({ "if-modified-since": longAgo })).status).toBe(200);
    const both = { "if-modified-since": modified, "if-none-match": '"other"' };
    expect((await get(both)).status).toBe(200);
  });
});

test("HEAD tells everything but the bytes", async () => {
  const response = await get({}, { method: "HEAD" });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("");
  expect(response.headers.get("content-length")).toBe("10");
  expect(response.headers.get("content-type")).toBe("text/plain");
  expect(response.headers.get("cache-control")).toBe("max-age=3600");
  expect(response.headers.get("etag")).toBe('"781e5e245d69b566979b86e28d23f2c7"');
  const missing = await get({}, { method: "HEAD" });
  expect(missing.status).toBe(200);
});

describe("a public bucket", () => {
  test("is read by anybody, without a key", async () => {
    const { publicUrl } = world.anon.storage.from("open").getPublicUrl("folder/digits.txt").data;
    const response = await fetch(publicUrl);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(DIGITS);
    const plain = await fetch(`${world.url}/storage/v1/object/public/nothing/digits.txt`);
    expect(await plain.json()).toMatchObject({ code: "NoSuchBucket" });
  });

  test("is read by a caller whose token has expired", async () => {
    const expired = await world.person({ exp: 1 });
    const download = await expired.client.storage.from("open").download("folder/digits.txt");
    expect(await take(download).text()).toBe(DIGITS);
  });

  test("is not written by anybody", async () => {
    const { error } = await world.anon.storage.from("open").upload("folder/new.txt", "x");
    expect(error).toMatchObject({ statusCode: "403", code: "AccessDenied" });
    const { error: replaced } = await world.anon.storage
      .from("open")
      .upload("folder/digits.txt", "x", { upsert: true });
    expect(replaced).toMatchObject({ statusCode: "403", code: "AccessDenied" });
  });

  test("tells what there is about an object", async () => {
    const response = await world.request("/object/info/public/open/folder/digits.txt");
    expect(await response.json()).toMatchObject({
      name: "folder/digits.txt",
      bucket_id: "open",
      size: 10,
      content_type: "text/plain",
    });
  });
});

describe("a private bucket", () => {
  test("looks like none to who brings no token, public address or not", async () => {
    for (const path of [
      `/object/private/${person.id}/digits.txt`,
      `/object/public/private/${person.id}/digits.txt`,
      `/object/info/private/${person.id}/digits.txt`,
      `/object/info/public/private/${person.id}/digits.txt`,
      "/object/nothing/at-all.txt",
    ]) {
      const response = await fetch(`${world.url}/storage/v1${path}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({
        statusCode: "404",
        code: "NoSuchBucket",
        error: "Bucket not found",
        message: "Bucket not found",
      });
    }
  });

  test("needs a token at its authenticated address", async () => {
    const path = `/object/authenticated/private/${person.id}/digits.txt`;
    const without = await fetch(`${world.url}/storage/v1${path}`);
    expect(await without.json()).toMatchObject({ statusCode: "400", code: "InvalidRequest" });
    const headers = { authorization: `Bearer ${person.token}` };
    expect(await (await world.request(path, { headers })).text()).toBe(DIGITS);
    const forged = { authorization: `Bearer ${person.token.slice(0, -4)}AAAA` };
    const refused = await world.request(path, { headers: forged });
    expect(await refused.json()).toMatchObject({ statusCode: "403", code: "AccessDenied" });
  });
});

test("what is not there is told as hosted tells it", async () => {
  const bucket = person.client.storage.from("private");
  const name = `${person.id}/nothing.txt`;
  const { error } = await bucket.download(name);
  expect(error).toMatchObject({
    status: 400,
    statusCode: "404",
    code: "NoSuchKey",
    message: "Object not found",
  });
  expect(await bucket.exists(name)).toMatchObject({ data: false });
  expect(await bucket.exists(`${person.id}/digits.txt`)).toEqual({ data: true, error: null });
  const elsewhere = await person.client.storage.from("no-such-bucket").download(name);
  expect(elsewhere.error).toMatchObject({ statusCode: "404", code: "NoSuchBucket" });
});

describe("what the browser does with an object", () => {
  const upload = async (name: string, type: string, body = "<script>alert(1)</script>") => {
    const file = new Blob([body], { type });
    take(await world.service.storage.from("open").upload(name, file, { upsert: true }));
    return world.request(`/object/public/open/${name}`);
  };

  test.each([
    ["page.html", "text/html"],
    ["page.htm", "TEXT/HTML; charset=utf-8"],
    ["page.xhtml", "application/xhtml+xml"],
    ["picture.svg", "image/svg+xml"],
    ["feed.xml", "text/xml"],
    ["feed.atom", "application/atom+xml"],
  ])("it never runs %s (%s)", async (name, type) => {
    const { headers } = await upload(name, type);
    expect(headers.get("content-disposition")).toMatch(/^attachment; filename=/);
    expect(headers.get("content-type")).not.toContain("text/html");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none';.* sandbox$/);
  });

  test("it shows pictures, text and PDFs in place", async () => {
    for (const type of ["image/png", "text/plain", "application/pdf"]) {
      const { headers } = await upload(`shown-${type.replace("/", "-")}`, type);
      expect(headers.get("content-disposition")).toBeNull();
      expect(headers.get("content-type")).toBe(type);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.has("content-security-policy")).toBe(type !== "application/pdf");
    }
  });

  test("it saves what is asked for as a download, under a name of any letters", async () => {
    const bucket = world.anon.storage.from("open");
    const names: [string | boolean, string][] = [
      [true, "attachment"],
      ["report.txt", "attachment; filename=report.txt; filename*=UTF-8''report.txt"],
      [
        'Bericht "März"\r\nx: y.txt',
        "attachment; filename=Bericht%20%22M%C3%A4rz%22%0D%0Ax%3A%20y.txt; " +
          "filename*=UTF-8''Bericht%20%22M%C3%A4rz%22%0D%0Ax%3A%20y.txt",
      ],
    ];
    for (const [download, disposition] of names) {
      const { publicUrl } = bucket.getPublicUrl("folder/digits.txt", { download }).data;
      const { headers } = await fetch(publicUrl);
      expect(headers.get("content-disposition")).toBe(disposition);
    }
  });
});

test("bytes that were compressed before say so", async () => {
  const compressed = new Response(
    new Blob(["squeezed"]).stream().pipeThrough(new CompressionStream("gzip")),
  );
  const body = Buffer.from(await compressed.arrayBuffer());
  const bucket = world.service.storage.from("open");
  for (const [name, file] of [
    ["packed.raw", body],
    ["packed.form", new Blob([body])],
  ] as const) {
    take(await bucket.upload(name, file, { contentEncoding: "gzip", contentType: "text/plain" }));
    const response = await world.request(`/object/public/open/${name}`);
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(await response.text()).toBe("squeezed");
    expect(take(await bucket.info(name))).toMatchObject({ contentEncoding: "gzip" });
  }
});

test("pictures are not transformed, and a program can tell", async () => {
  const bucket = world.service.storage.from("open");
  const transform = { width: 10, height: 10 };
  const refusal = { statusCode: "409", code: "FeatureNotEnabled" };
  expect((await bucket.download("folder/digits.txt", { transform })).error).toMatchObject(refusal);
  expect(
    (await bucket.createSignedUrl("folder/digits.txt", 60, { transform })).error,
  ).toMatchObject(refusal);
  const { publicUrl } = bucket.getPublicUrl("folder/digits.txt", { transform }).data;
  expect(await (await fetch(publicUrl)).json()).toMatchObject(refusal);
});
