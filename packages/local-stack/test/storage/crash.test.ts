import { utimes } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startWorld, take, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld(
    "",
    `insert into storage.buckets (id, name) values ('files', 'files');
     -- Fails when the transaction ends, after everything else has gone well.
     create function public.fail_at_commit() returns trigger language plpgsql
       as $$ begin raise exception 'not today'; end $$;`,
  );
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const bucket = () => world.service.storage.from("files");
/** As if an hour had passed since the bytes were written. */
const age = async (files: readonly string[]) => {
  const hourAgo = new Date(Date.now() - 3_600_000);
  for (const file of files) await utimes(file, hourAgo, hourAgo);
};

beforeEach(async () => {
  const listed = take(await bucket().list());
  if (listed.length > 0) take(await bucket().remove(listed.map(({ name }) => name)));
});

describe("a row that fails at the last moment", () => {
  beforeAll(() =>
    world.sql.query(`
      create constraint trigger late after insert or update on storage.objects
        deferrable initially deferred
        for each row when (new.name like 'doomed%')
        execute function public.fail_at_commit()
    `),
  );

  test("shows nothing and leaves no bytes", async () => {
    const upload = await bucket().upload("doomed.txt", "x");
    expect(upload.error).toMatchObject({ status: 500, statusCode: "500", code: "DatabaseError" });
    take(await bucket().upload("source.txt", "x"));
    expect((await bucket().copy("source.txt", "doomed-copy.txt")).error).not.toBeNull();
    expect(take(await bucket().list()).map(({ name }) => name)).toEqual(["source.txt"]);
    expect(await world.files()).toHaveLength(1);
  });

  test("leaves the version that was to be replaced as it was", async () => {
    take(await bucket().upload("kept.txt", "first"));
    await world.sql.query(`
      create constraint trigger later after update on storage.objects
        deferrable initially deferred
        for each row when (new.name = 'kept.txt')
        execute function public.fail_at_commit()
    `);
    const { error } = await bucket().upload("kept.txt", "second", { upsert: true });
    expect(error).toMatchObject({ code: "DatabaseError" });
    expect(await take(await bucket().download("kept.txt")).text()).toBe("first");
    await world.sql.query("drop trigger later on storage.objects");
  });
});

describe("bytes without a row", () => {
  test("are swept at the next start, once they are some minutes old", async () => {
    take(await bucket().upload("stays.txt", "stays"));
    take(await bucket().upload("goes.txt", "goes"));
    // What a crash between bytes and row leaves is what a deleted row leaves.
    await world.sql.query(
      "set storage.allow_delete_query = 'true'; delete from storage.objects where name = 'goes.txt'",
    );
    await world.restart();
    expect(await world.files()).toHaveLength(2);
    await age(await world.files());
    await world.restart();
    await expect.poll(() => world.files()).toHaveLength(1);
    expect(await take(await bucket().download("stays.txt")).text()).toBe("stays");
  });
});

test("a row without bytes is no object", async () => {
  await world.sql.query(
    "insert into storage.objects (bucket_id, name) values ('files', 'hollow.txt')",
  );
  expect((await bucket().download("hollow.txt")).error).toMatchObject({ code: "NoSuchKey" });
  take(await bucket().remove(["hollow.txt"]));
});

test("objects outlive a restart", async () => {
  take(await bucket().upload("lasting.txt", "lasting"));
  await world.restart();
  expect(await take(await bucket().download("lasting.txt")).text()).toBe("lasting");
});

test("a database that is away is answered for, and comes back", async () => {
  take(await bucket().upload("patient.txt", "x"));
  await world.database.stop();
  const { error } = await bucket().download("patient.txt");
  expect(error).toMatchObject({ status: 500, code: "InternalError" });
  expect(world.storage.health()).toBe("unhealthy");
  await world.database.start();
  expect(await take(await bucket().download("patient.txt")).text()).toBe("x");
  expect(world.storage.health()).toBe("healthy");
});
