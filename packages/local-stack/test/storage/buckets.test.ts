import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Person, startWorld, take, type World } from "./support.ts";

let world: World;
let admin: Person;
let person: Person;
beforeAll(async () => {
  world = await startWorld(
    `[storage]
     file_size_limit = "50MiB"`,
    `create policy admins on storage.buckets for all to authenticated
       using ((auth.jwt() ->> 'admin')::boolean) with check ((auth.jwt() ->> 'admin')::boolean);
     create policy seen on storage.buckets for select to authenticated
       using (id like 'seen%');`,
  );
  admin = await world.person({ admin: true });
  person = await world.person({ admin: false });
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const DENIED = { statusCode: "403", code: "AccessDenied" };
const MISSING = { statusCode: "404", code: "NoSuchBucket", message: "Bucket not found" };

describe("buckets", () => {
  test("are made, read, changed and deleted", async () => {
    const { storage } = admin.client;
    expect(
      take(
        await storage.createBucket("mine", {
          public: true,
          fileSizeLimit: "20MB",
          allowedMimeTypes: ["image/png", "text/*"],
        }),
      ),
    ).toEqual({ name: "mine" });
    expect(take(await storage.getBucket("mine"))).toEqual({
      id: "mine",
      name: "mine",
      owner: admin.id,
      public: true,
      type: "STANDARD",
      file_size_limit: 20_000_000,
      allowed_mime_types: ["image/png", "text/*"],
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      updated_at: expect.any(String),
    });
    take(await storage.updateBucket("mine", { public: false, fileSizeLimit: null }));
    expect(take(await storage.getBucket("mine"))).toMatchObject({
      public: false,
      file_size_limit: null,
      allowed_mime_types: ["image/png", "text/*"],
    });
    expect(take(await storage.deleteBucket("mine"))).toEqual({ message: "Successfully deleted" });
    expect((await storage.getBucket("mine")).error).toMatchObject(MISSING);
  });

  test("are listed, searched, ordered and paged", async () => {
    for (const name of ["seen-b", "seen-a", "other"]) {
      take(await world.service.storage.createBucket(name));
    }
    const ids = async (options = {}) =>
      take(await world.service.storage.listBuckets(options)).map(({ id }) => id);
    expect((await ids()).sort()).toEqual(["other", "seen-a", "seen-b"]);
    expect(await ids({ search: "SEEN", sortColumn: "name", sortOrder: "desc" })).toEqual([
      "seen-b",
      "seen-a",
    ]);
    expect(await ids({ sortColumn: "name", limit: 1, offset: 1 })).toEqual(["seen-a"]);
    expect(
      take(await person.client.storage.listBuckets())
        .map(({ id }) => id)
        .sort(),
    ).toEqual(["seen-a", "seen-b"]);
    expect(take(await world.anon.storage.listBuckets())).toEqual([]);
    const wrong = await world.service.storage.listBuckets({ limit: 0 });
    expect(wrong.error).toMatchObject({ statusCode: "400", code: "InvalidRequest" });
  });

  test("belong to who the policies say", async () => {
    const { storage } = person.client;
    expect((await storage.createBucket("theirs")).error).toMatchObject(DENIED);
    expect((await storage.updateBucket("seen-a", { public: true })).error).toMatchObject(MISSING);
    expect((await storage.deleteBucket("seen-a")).error).toMatchObject(MISSING);
    expect((await storage.getBucket("other")).error).toMatchObject(MISSING);
    expect((await world.anon.storage.createBucket("theirs")).error).toMatchObject(DENIED);
    expect(take(await world.service.storage.getBucket("seen-a")).public).toBe(false);
  });

  test("are not made twice, and not deleted with objects in them", async () => {
    const { storage } = world.service;
    take(await storage.createBucket("full"));
    expect((await storage.createBucket("full")).error).toMatchObject({
      statusCode: "409",
      code: "BucketAlreadyExists",
      message: "The resource already exists",
    });
    const before = (await world.files()).length;
    take(await storage.from("full").upload("a/b.txt", "x"));
    take(await storage.from("full").upload("c.txt", "x"));
    expect((await storage.deleteBucket("full")).error).toMatchObject({
      statusCode: "409",
      code: "ResourceNotEmpty",
    });
    expect((await admin.client.storage.emptyBucket("full")).error).toMatchObject({
      status: 403,
      ...DENIED,
    });
    take(await storage.emptyBucket("full"));
    expect((await world.files()).length).toBe(before);
    take(await storage.deleteBucket("full"));
    expect((await storage.deleteBucket("full")).error).toMatchObject(MISSING);
    expect((await storage.emptyBucket("full")).error).toMatchObject(MISSING);
  });

  test.each([
    [{ fileSizeLimit: "51MiB" }, { statusCode: "400", code: "InvalidRequest" }],
    [{ fileSizeLimit: "1GB" }, { statusCode: "413", code: "EntityTooLarge" }],
    [{ fileSizeLimit: -1 }, { statusCode: "400", code: "InvalidRequest" }],
    [{ allowedMimeTypes: ["pictures"] }, { statusCode: "415", code: "InvalidMimeType" }],
    [{ versioningStatus: "ENABLED" as const }, { statusCode: "409", code: "FeatureNotEnabled" }],
    [{ type: "ANALYTICS" as const }, { statusCode: "409", code: "FeatureNotEnabled" }],
  ])("do not take %j", async (options, refusal) => {
    const { error } = await world.service.storage.createBucket("odd", {
      public: false,
      ...options,
    });
    expect(error).toMatchObject(refusal);
    expect((await world.service.storage.getBucket("odd")).error).toMatchObject(MISSING);
  });
});

test("what there is not here is refused in words", async () => {
  const service = await world.tokens.signWithSecret({ role: "service_role" });
  for (const path of [
    "/s3/x",
    "/vector/ListIndexes",
    "/iceberg/v1/config",
    "/bucket/x/lifecycle",
  ]) {
    const response = await world.request(path, { headers: { authorization: `Bearer ${service}` } });
    expect(await response.json()).toMatchObject({ statusCode: "409", code: "FeatureNotEnabled" });
  }
  const unknown = await world.request("/nothing/here");
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ statusCode: "404", code: "InvalidRequest" });
  const { error } = await world.service.storage.from("seen-a").purgeCache("x");
  expect(error).toBeNull();
});
