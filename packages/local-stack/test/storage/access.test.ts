import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Person, startWorld, take, type World } from "./support.ts";

/** Files lie in a folder an organization; members read, its editors write. */
const ORGANIZATION_FOLDERS = `
  insert into storage.buckets (id, name) values ('files', 'files'), ('archive', 'archive');
  create table public.members (
    organization text not null,
    user_id uuid not null,
    is_editor boolean not null default false
  );
  create function public.may(organization text, editing boolean) returns boolean
    language sql stable security definer set search_path = ''
    as $$
      select exists (
        select from public.members as m
        where m.organization = may.organization
          and m.user_id = auth.uid()
          and (m.is_editor or not may.editing)
      )
    $$;
  create policy read on storage.objects for select to authenticated
    using (public.may((storage.foldername(name))[1], false));
  create policy add on storage.objects for insert to authenticated
    with check (public.may((storage.foldername(name))[1], true));
  create policy change on storage.objects for update to authenticated
    using (public.may((storage.foldername(name))[1], true))
    with check (public.may((storage.foldername(name))[1], true));
  create policy remove on storage.objects for delete to authenticated
    using (public.may((storage.foldername(name))[1], true));
`;

let world: World;
let editor: Person;
let reader: Person;
let stranger: Person;

beforeAll(async () => {
  world = await startWorld("", ORGANIZATION_FOLDERS);
  [editor, reader, stranger] = [await world.person(), await world.person(), await world.person()];
  await world.sql.query(
    `insert into public.members values
       ('acme', $1, true), ('acme', $2, false), ('globex', $3, true)`,
    [editor.id, reader.id, stranger.id],
  );
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const files = ({ client }: Pick<Person, "client">) => client.storage.from("files");
const DENIED = { statusCode: "403", code: "AccessDenied" };
const MISSING = { statusCode: "404", code: "NoSuchKey" };

beforeEach(async () => {
  const bucket = world.service.storage.from("files");
  take(await bucket.upload("acme/plan.txt", "the plan", { upsert: true }));
  take(await bucket.upload("globex/plan.txt", "their plan", { upsert: true }));
});

describe("a member who only reads", () => {
  test("reads, lists, asks and signs", async () => {
    expect(await take(await files(reader).download("acme/plan.txt")).text()).toBe("the plan");
    const listed = take(await files(reader).list("acme"));
    expect(listed.map(({ name }) => name)).toContain("plan.txt");
    take(await files(reader).info("acme/plan.txt"));
    take(await files(reader).createSignedUrl("acme/plan.txt", 60));
  });

  test("writes nothing, and nothing changes", async () => {
    const before = (await world.files()).length;
    const bucket = files(reader);
    expect((await bucket.upload("acme/new.txt", "x")).error).toMatchObject({
      ...DENIED,
      status: 400,
      message: "new row violates row-level security policy",
    });
    expect((await bucket.upload("acme/plan.txt", "x", { upsert: true })).error).toMatchObject(
      DENIED,
    );
    expect((await bucket.update("acme/plan.txt", "x")).error).toMatchObject(DENIED);
    expect((await bucket.copy("acme/plan.txt", "acme/copy.txt")).error).toMatchObject(DENIED);
    expect((await bucket.move("acme/plan.txt", "acme/moved.txt")).error).toMatchObject(MISSING);
    expect(take(await bucket.remove(["acme/plan.txt"]))).toEqual([]);
    expect((await bucket.createSignedUploadUrl("acme/new.txt")).error).toMatchObject(DENIED);
    expect(await take(await bucket.download("acme/plan.txt")).text()).toBe("the plan");
    expect((await world.files()).length).toBe(before);
  });
});

describe("an editor", () => {
  test("moves within the organization, and the bytes are what they were", async () => {
    take(await files(editor).upload("acme/draft.txt", "draft"));
    take(await files(editor).move("acme/draft.txt", "acme/sub/final.txt"));
    expect(await take(await files(editor).download("acme/sub/final.txt")).text()).toBe("draft");
    expect((await files(editor).download("acme/draft.txt")).error).toMatchObject(MISSING);
    take(await files(editor).remove(["acme/sub/final.txt"]));
  });

  test("moves and copies to another bucket", async () => {
    take(await files(editor).upload("acme/old.txt", "old"));
    const options = { destinationBucket: "archive" };
    expect(take(await files(editor).copy("acme/old.txt", "acme/copy.txt", options))).toEqual({
      path: "archive/acme/copy.txt",
    });
    take(await files(editor).move("acme/old.txt", "acme/old.txt", options));
    const archive = editor.client.storage.from("archive");
    expect(await take(await archive.download("acme/old.txt")).text()).toBe("old");
    expect(await take(await archive.download("acme/copy.txt")).text()).toBe("old");
    expect((await files(editor).exists("acme/old.txt")).data).toBe(false);
    const nowhere = { destinationBucket: "nowhere" };
    const { error } = await archive.move("acme/old.txt", "acme/x.txt", nowhere);
    expect(error).toMatchObject({ statusCode: "404" });
    take(await archive.remove(["acme/old.txt", "acme/copy.txt"]));
  });

  test("copies with or without what is said of the source", async () => {
    take(
      await files(editor).upload("acme/source.txt", "text", {
        metadata: { kind: "source" },
        contentType: "text/plain",
        cacheControl: "5",
      }),
    );
    take(await files(editor).copy("acme/source.txt", "acme/same.txt"));
    expect(take(await files(editor).info("acme/same.txt"))).toMatchObject({
      metadata: { kind: "source" },
      contentType: "text/plain",
      cacheControl: "max-age=5",
    });
    take(
      await files(editor).copy("acme/source.txt", "acme/other.txt", {
        copyMetadata: false,
        metadata: { mimetype: "text/css", cacheControl: "no-store" },
      }),
    );
    expect(take(await files(editor).info("acme/other.txt"))).toMatchObject({
      contentType: "text/css",
      cacheControl: "no-store",
    });
    take(await files(editor).remove(["acme/source.txt"]));
    expect(await take(await files(editor).download("acme/same.txt")).text()).toBe("text");
    take(await files(editor).remove(["acme/same.txt", "acme/other.txt"]));
  });

  test("cannot bring anything into another organization, or take it out of there", async () => {
    const bucket = files(editor);
    expect((await bucket.upload("globex/x.txt", "x")).error).toMatchObject(DENIED);
    expect((await bucket.move("acme/plan.txt", "globex/x.txt")).error).toMatchObject(DENIED);
    expect((await bucket.copy("acme/plan.txt", "globex/x.txt")).error).toMatchObject(DENIED);
    expect((await bucket.move("globex/plan.txt", "acme/x.txt")).error).toMatchObject(MISSING);
    expect((await bucket.copy("globex/plan.txt", "acme/x.txt")).error).toMatchObject(MISSING);
    expect((await bucket.download("globex/plan.txt")).error).toMatchObject(MISSING);
    expect((await bucket.info("globex/plan.txt")).error).toMatchObject(MISSING);
    expect(take(await bucket.list("globex"))).toEqual([]);
    expect(take(await bucket.remove(["globex/plan.txt"]))).toEqual([]);
    expect((await bucket.createSignedUrl("globex/plan.txt", 60)).error).toMatchObject(MISSING);
    const [mine, theirs] = take(
      await bucket.createSignedUrls(["acme/plan.txt", "globex/plan.txt"], 60),
    );
    expect(mine).toMatchObject({ error: null, path: "acme/plan.txt" });
    expect(theirs).toMatchObject({ error: expect.any(String), signedURL: null, signedUrl: null });
    expect(take(await files(stranger).list("globex"))).toHaveLength(1);
  });

  test("does not move over another object", async () => {
    take(await files(editor).upload("acme/one.txt", "one", { upsert: true }));
    const { error } = await files(editor).move("acme/one.txt", "acme/plan.txt");
    expect(error).toMatchObject({ statusCode: "409", code: "ResourceAlreadyExists" });
    expect(await take(await files(editor).download("acme/plan.txt")).text()).toBe("the plan");
    take(await files(editor).remove(["acme/one.txt"]));
  });

  test("removes many at once, of which only what was there is answered", async () => {
    const names = Array.from({ length: 30 }, (_, index) => `acme/many/${index}.txt`);
    const before = (await world.files()).length;
    await Promise.all(names.map((name) => files(editor).upload(name, name)));
    const removed = take(await files(editor).remove([...names, "acme/many/none.txt"]));
    expect(removed.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(removed[0]).toMatchObject({
      bucket_id: "files",
      metadata: { size: expect.any(Number) },
    });
    expect((await world.files()).length).toBe(before);
  });

  test("removes one by its address; others are told that they may not", async () => {
    const remove = (person: Person) =>
      world.request("/object/files/acme/one.txt", {
        method: "DELETE",
        headers: { authorization: `Bearer ${person.token}` },
      });
    take(await files(editor).upload("acme/one.txt", "one"));
    expect(await (await remove(stranger)).json()).toMatchObject(DENIED);
    expect(await (await remove(editor)).json()).toEqual({ message: "Successfully deleted" });
    expect(await (await remove(editor)).json()).toMatchObject(MISSING);
  });
});

describe("without signing in", () => {
  test("nothing of a private bucket is seen or changed", async () => {
    const bucket = world.anon.storage.from("files");
    expect((await bucket.download("acme/plan.txt")).error).toMatchObject(MISSING);
    expect((await bucket.info("acme/plan.txt")).error).toMatchObject(MISSING);
    expect(take(await bucket.list())).toEqual([]);
    expect(take(await bucket.listV2({}))).toMatchObject({ folders: [], objects: [] });
    expect((await bucket.upload("acme/x.txt", "x")).error).toMatchObject(DENIED);
    expect(take(await bucket.remove(["acme/plan.txt"]))).toEqual([]);
    expect((await bucket.createSignedUrl("acme/plan.txt", 60)).error).toMatchObject(MISSING);
  });
});

test("the secret key passes every policy", async () => {
  const bucket = world.service.storage.from("files");
  expect(await take(await bucket.download("globex/plan.txt")).text()).toBe("their plan");
  take(await bucket.upload("anywhere/x.txt", "x"));
  take(await bucket.remove(["anywhere/x.txt"]));
});

test("rights that go during an upload are gone at its end", async () => {
  const leaver = await world.person();
  await world.sql.query("insert into public.members values ('acme', $1, true)", [leaver.id]);
  const before = (await world.files()).length;
  let send = (_: string) => {};
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      send = (text) => controller.enqueue(new TextEncoder().encode(text));
      end = () => controller.close();
    },
  });
  const upload = files(leaver).upload("acme/late.txt", body);
  send("beginning");
  // The bytes begin to be kept when the policies have let the upload in.
  await expect.poll(async () => (await world.files()).length).toBe(before + 1);
  await world.sql.query("delete from public.members where user_id = $1", [leaver.id]);
  send("end");
  end();
  expect((await upload).error).toMatchObject(DENIED);
  expect((await world.files()).length).toBe(before);
  expect((await files(editor).exists("acme/late.txt")).data).toBe(false);
});

test("policies see who calls, what for, and what is known of the bytes", async () => {
  await world.sql.query(`
    create table public.seen (operation text, method text, path text, agent text, size text, sub uuid);
    grant insert on public.seen to authenticated;
    create function public.note(metadata jsonb) returns boolean
      language plpgsql set search_path = ''
      as $$
        begin
          insert into public.seen values (
            storage.operation(),
            current_setting('request.method'),
            current_setting('request.path'),
            current_setting('request.headers')::json ->> 'x-client-info',
            metadata ->> 'size',
            auth.uid()
          );
          return true;
        end
      $$;
    insert into storage.buckets (id, name) values ('watched', 'watched');
    create policy watched on storage.objects for insert to authenticated
      with check (bucket_id = 'watched' and public.note(metadata));
  `);
  take(await editor.client.storage.from("watched").upload("a b.txt", "four"));
  const { rows } = await world.sql.query("select * from public.seen");
  expect(rows).toEqual([
    {
      operation: "storage.object.upload",
      method: "POST",
      path: expect.stringContaining("/object/watched/a"),
      agent: expect.stringContaining("supabase-js"),
      size: "4",
      sub: editor.id,
    },
  ]);
});

test("a token of a role that does not exist, or is not for the API, is refused", async () => {
  for (const role of ["nobody_at_all", "postgres", "supabase_admin", "none"]) {
    const person = await world.person({ role });
    const { error } = await person.client.storage.from("files").list("acme");
    expect(error).toMatchObject(DENIED);
  }
});
