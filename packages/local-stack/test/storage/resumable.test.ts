import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { DetailedError, Upload, type UploadOptions } from "tus-js-client";
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
let stranger: Person;
beforeAll(async () => {
  world = await startWorld(
    `[storage]
     file_size_limit = "50MiB"`,
    `${OWN_FOLDERS}
     insert into storage.buckets (id, name, file_size_limit, allowed_mime_types)
       values ('pictures', 'pictures', 1000, array['image/png']);`,
  );
  [person, stranger] = [await world.person(), await world.person()];
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const endpoint = () => `${world.url}/storage/v1/upload/resumable`;
const own = (name: string) => `${person.id}/${name}`;
const bucket = () => person.client.storage.from("private");
const leftovers = async () =>
  (await readdir(join(world.directory, "uploads")).catch(() => [])).filter((file) =>
    file.endsWith(".part"),
  );

interface Wanted extends Partial<Omit<UploadOptions, "metadata" | "headers">> {
  name: string;
  bucketName?: string;
  token?: string;
  headers?: Record<string, string>;
  metadata?: Record<string, string>;
}

/** As the documentation tells to use tus-js-client with Supabase. */
function uploadOf(bytes: Uint8Array, wanted: Wanted) {
  const { name, bucketName = "private", token = person.token, headers, metadata, ...rest } = wanted;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const upload = new Upload(Buffer.from(bytes), {
    endpoint: endpoint(),
    retryDelays: null,
    headers: { authorization: `Bearer ${token}`, ...headers },
    uploadDataDuringCreation: true,
    metadata: {
      bucketName,
      objectName: name,
      contentType: "image/png",
      cacheControl: "3600",
      ...metadata,
    },
    chunkSize: 6 * 1024 * 1024,
    onError: reject,
    onSuccess: () => resolve(upload.url ?? ""),
    ...rest,
  });
  return { upload, done: promise };
}

async function sent(bytes: Uint8Array, wanted: Wanted): Promise<string> {
  const { upload, done } = uploadOf(bytes, wanted);
  upload.start();
  return done;
}

async function refusal(work: Promise<unknown>): Promise<{ status: number; body: unknown }> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DetailedError)) throw new Error(`not refused: ${String(error)}`);
  const response = error.originalResponse;
  return { status: response?.getStatus() ?? 0, body: JSON.parse(response?.getBody() || "null") };
}

const tus = (url: string, method: string, headers: Record<string, string> = {}, body?: string) =>
  fetch(url, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: {
      "tus-resumable": "1.0.0",
      authorization: `Bearer ${person.token}`,
      ...(method === "PATCH" ? { "content-type": "application/offset+octet-stream" } : {}),
      ...headers,
    },
  });
const encode = (metadata: Record<string, string>) =>
  Object.entries(metadata)
    .map(([name, value]) => `${name} ${btoa(value)}`)
    .join(",");
/** The address of an upload of which nothing has come yet. */
async function announced(name: string, length: number): Promise<string> {
  const response = await tus(endpoint(), "POST", {
    "upload-length": String(length),
    "upload-metadata": encode({ bucketName: "private", objectName: own(name) }),
  });
  expect(response.status).toBe(201);
  return new URL(response.headers.get("location") ?? "", world.url).href;
}

describe("an upload in pieces", () => {
  test("becomes an object as any other", async () => {
    const bytes = randomBytes(20_000_000);
    await sent(bytes, {
      name: own("large.png"),
      metadata: { metadata: JSON.stringify({ label: "Ünïcode" }) },
    });
    const back = await bytesOf(take(await bucket().download(own("large.png"))));
    expect(Buffer.compare(back, bytes)).toBe(0);
    expect(take(await bucket().info(own("large.png")))).toMatchObject({
      size: 20_000_000,
      contentType: "image/png",
      cacheControl: "max-age=3600",
      metadata: { label: "Ünïcode" },
    });
    const { rows } = await world.sql.query("select owner_id from storage.objects where name = $1", [
      own("large.png"),
    ]);
    expect(rows).toEqual([{ owner_id: person.id }]);
    expect(await leftovers()).toEqual([]);
  }, 30_000);

  test("goes on where it was paused, and shows nothing until it is whole", async () => {
    const bytes = randomBytes(9_000_000);
    const wanted = { name: own("paused.png"), chunkSize: 1_000_000 };
    const { promise: begun, resolve: isBegun } = Promise.withResolvers<void>();
    const { upload } = uploadOf(bytes, {
      ...wanted,
      onChunkComplete: (_size, accepted) => {
        if (accepted >= 3_000_000) isBegun();
      },
    });
    upload.start();
    await begun;
    await upload.abort();
    expect((await bucket().exists(own("paused.png"))).data).toBe(false);
    expect(await leftovers()).toHaveLength(1);

    await world.restart();
    const offsets: number[] = [];
    const resumed = uploadOf(bytes, {
      ...wanted,
      uploadUrl: upload.url,
      onChunkComplete: (_size, accepted) => offsets.push(accepted),
    });
    resumed.upload.start();
    await resumed.done;
    expect(offsets[0]).toBeGreaterThan(3_000_000);
    const back = await bytesOf(take(await bucket().download(own("paused.png"))));
    expect(Buffer.compare(back, bytes)).toBe(0);
  }, 30_000);

  test("of unknown length, and of none", async () => {
    const bytes = randomBytes(3_000);
    const stream = Readable.from([Buffer.from(bytes)]);
    const { promise: done, resolve, reject } = Promise.withResolvers<void>();
    new Upload(stream, {
      endpoint: endpoint(),
      retryDelays: null,
      uploadLengthDeferred: true,
      chunkSize: 1_000,
      headers: { authorization: `Bearer ${person.token}` },
      metadata: { bucketName: "private", objectName: own("deferred.bin") },
      onError: reject,
      onSuccess: () => resolve(),
    }).start();
    await done;
    const back = await bytesOf(take(await bucket().download(own("deferred.bin"))));
    expect(Buffer.compare(back, bytes)).toBe(0);
    await sent(new Uint8Array(0), { name: own("nothing.png") });
    expect(take(await bucket().info(own("nothing.png"))).size).toBe(0);
  });

  test("replaces only with upsert", async () => {
    await sent(randomBytes(10), { name: own("twice.png") });
    const again = await refusal(sent(randomBytes(20), { name: own("twice.png") }));
    expect(again).toMatchObject({ status: 409, body: { code: "KeyAlreadyExists" } });
    const headers = { "x-upsert": "true" };
    await sent(randomBytes(20), { name: own("twice.png"), headers });
    expect(take(await bucket().info(own("twice.png"))).size).toBe(20);
  });

  test("is told as whole to a client that missed the answer", async () => {
    const url = await sent(randomBytes(10), { name: own("missed.png") });
    const asked = await tus(url, "HEAD");
    expect(asked.headers.get("upload-offset")).toBe("10");
    expect(asked.headers.get("upload-length")).toBe("10");
    expect((await tus(url, "PATCH", { "upload-offset": "10" }, "")).status).toBe(204);
  });

  test("with a signed address and nothing else", async () => {
    const { token } = take(await bucket().createSignedUploadUrl(own("signed.png")));
    const bytes = randomBytes(2_000_000);
    const signed = (wanted: Partial<Wanted> = {}) =>
      sent(bytes, {
        name: own("signed.png"),
        endpoint: `${endpoint()}/sign`,
        headers: { authorization: "", "x-signature": token },
        chunkSize: 500_000,
        ...wanted,
      });
    expect(await refusal(signed({ name: own("other.png") }))).toMatchObject({
      status: 400,
      body: { code: "InvalidSignature" },
    });
    expect(await refusal(signed({ headers: { authorization: "" } }))).toMatchObject({
      status: 400,
      body: { code: "InvalidSignature" },
    });
    await signed();
    expect(take(await bucket().info(own("signed.png"))).size).toBe(2_000_000);
    expect(await refusal(signed())).toMatchObject({ status: 409 });
  });
});

describe("an upload is refused before its first byte", () => {
  test("by the policies", async () => {
    const bytes = randomBytes(10);
    const denied = { status: 403, body: { code: "AccessDenied" } };
    expect(await refusal(sent(bytes, { name: `${stranger.id}/x.png` }))).toMatchObject(denied);
    expect(await refusal(sent(bytes, { name: own("x"), token: "x.y.z" }))).toMatchObject(denied);
    const anonJwt = await world.tokens.signWithSecret({ role: "anon" });
    expect(await refusal(sent(bytes, { name: own("x"), token: anonJwt }))).toMatchObject(denied);
    expect(await leftovers()).toEqual([]);
  });

  test("by the bucket's rules", async () => {
    const token = await world.tokens.signWithSecret({ role: "service_role" });
    const wanted = { name: "x.png", bucketName: "pictures", token };
    expect(await refusal(sent(randomBytes(1001), wanted))).toMatchObject({
      status: 413,
      body: { code: "EntityTooLarge" },
    });
    expect(
      await refusal(sent(randomBytes(10), { ...wanted, metadata: { contentType: "text/html" } })),
    ).toMatchObject({ status: 415, body: { code: "InvalidMimeType" } });
    expect(
      await refusal(sent(randomBytes(10), { ...wanted, bucketName: "nowhere" })),
    ).toMatchObject({ status: 404, body: { code: "NoSuchBucket" } });
    for (const name of ["", "../x", "ünï"]) {
      expect(await refusal(sent(randomBytes(10), { ...wanted, name }))).toMatchObject({
        status: 400,
        body: { code: "InvalidKey" },
      });
    }
    await sent(randomBytes(1000), wanted);
    expect(await leftovers()).toEqual([]);
  });
});

describe("somebody else's upload", () => {
  test("cannot be seen, written or removed", async () => {
    const url = await announced("mine.bin", 10);
    const headers = { authorization: `Bearer ${stranger.token}` };
    expect((await tus(url, "HEAD", headers)).status).toBe(403);
    const written = await tus(url, "PATCH", { ...headers, "upload-offset": "0" }, "stolen");
    expect(written.status).toBe(403);
    expect((await tus(url, "DELETE", headers)).status).toBe(403);
    expect((await tus(url, "HEAD", { authorization: "" })).status).toBe(400);
    expect((await tus(url, "HEAD")).headers.get("upload-offset")).toBe("0");
    expect((await tus(url, "DELETE")).status).toBe(204);
    expect((await tus(url, "HEAD")).status).toBe(404);
  });

  test("does not exist by a guess, or by a path", async () => {
    for (const id of [crypto.randomUUID(), "x", "..%2f..%2fetc%2fpasswd", "%00", "sign"]) {
      expect([400, 404]).toContain((await tus(`${endpoint()}/${id}`, "HEAD")).status);
    }
  });
});

describe("the protocol", () => {
  test("wants its version, its type, and the right place to go on", async () => {
    const url = await announced("strict.bin", 10);
    expect((await tus(url, "PATCH", { "tus-resumable": "0.1", "upload-offset": "0" })).status).toBe(
      412,
    );
    const wrongType = { "content-type": "text/plain", "upload-offset": "0" };
    expect((await tus(url, "PATCH", wrongType, "x")).status).toBe(415);
    expect((await tus(url, "PATCH", {}, "x")).status).toBe(400);
    for (const offset of ["-1", "x", "1e3", "99999999999999999"]) {
      expect((await tus(url, "PATCH", { "upload-offset": offset }, "x")).status).toBe(400);
    }
    const ahead = await tus(url, "PATCH", { "upload-offset": "5" }, "x".repeat(5_000_000));
    expect(ahead.status).toBe(409);
    expect(await ahead.json()).toMatchObject({ statusCode: "409", code: expect.any(String) });
    const expires = (await tus(url, "HEAD")).headers.get("upload-expires");
    expect(Date.parse(expires ?? "")).toBeGreaterThan(Date.now());
    expect((await tus(url, "HEAD")).headers.get("upload-metadata")).toContain("bucketName ");
  });

  test("takes no more than was announced", async () => {
    const url = await announced("full.bin", 10);
    const response = await tus(url, "PATCH", { "upload-offset": "0" }, "x".repeat(11));
    expect(response.status).toBe(413);
    const offset = (await tus(url, "HEAD")).headers.get("upload-offset");
    expect(Number(offset)).toBeLessThanOrEqual(10);
  });

  test.each([
    [{ "upload-length": "10" }, 400],
    [{ "upload-length": "ten", "upload-metadata": encode({ bucketName: "private" }) }, 400],
    [{ "upload-metadata": encode({ bucketName: "private", objectName: "x" }) }, 400],
    [{ "upload-length": "10", "upload-metadata": "bucketName ===,,, x y z" }, 400],
  ])("does not take an announcement like %j", async (headers, status) => {
    const response = await tus(endpoint(), "POST", headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ statusCode: String(status) });
  });

  test("lets the same client come back while its old connection hangs", async () => {
    const url = await announced("hanging.bin", 200_000);
    const hanging = fetch(url, {
      method: "PATCH",
      duplex: "half",
      body: new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(100_000).fill(1)),
      }),
      headers: {
        "tus-resumable": "1.0.0",
        "upload-offset": "0",
        authorization: `Bearer ${person.token}`,
        "content-type": "application/offset+octet-stream",
      },
    });
    const ended = hanging.then(
      (response) => response.status,
      () => "cut off",
    );
    const offset = async () => Number((await tus(url, "HEAD")).headers.get("upload-offset"));
    await expect.poll(offset).toBeGreaterThan(0);
    expect([409, "cut off"]).toContain(await ended);
    const from = await offset();
    const rest = "x".repeat(200_000 - from);
    const response = await tus(url, "PATCH", { "upload-offset": String(from) }, rest);
    expect(response.status).toBe(204);
    expect(take(await bucket().info(own("hanging.bin"))).size).toBe(200_000);
  });
});

test("an upload whose row is refused at the end is over, and leaves nothing", async () => {
  const before = (await world.files()).length;
  const url = await announced("late.bin", 10);
  await bucket().upload(own("late.bin"), "came first");
  const response = await tus(url, "PATCH", { "upload-offset": "0" }, "x".repeat(10));
  expect(response.status).toBe(409);
  expect(await take(await bucket().download(own("late.bin"))).text()).toBe("came first");
  expect((await world.files()).length).toBe(before + 1);
});
