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
