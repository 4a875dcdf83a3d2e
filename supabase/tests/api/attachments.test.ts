import { savingUnder } from "@flowdesk/types/attachments";
import { describe, expect, test } from "vitest";
import { anonymousClient, serviceClient } from "../helpers/api.ts";
import { committed } from "../helpers/crossing.ts";
import { connect, type User } from "../helpers/database.ts";
import { announce, download, store, storeResumably } from "../helpers/files.ts";
import { createMember } from "../helpers/rows.ts";
import { createWorld } from "../helpers/world.ts";
import { clientOf, tokenFor } from "../worlds/players.ts";

const bucket = "attachments";

/** A committed world, and everybody's clients. */
async function createScene() {
  await using db = await connect();
  const world = await committed(db, () => createWorld(db));
  const { member, manager, viewer, stranger, owner } = world.people;
  return {
    world,
    member: clientOf(member),
    manager: clientOf(manager),
    viewer: clientOf(viewer),
    stranger: clientOf(stranger),
    owner: clientOf(owner),
    insider: clientOf(world.insider),
  };
}

const pieceOf = (text: string, type = "text/plain") => new Blob([text], { type });

describe("a file", () => {
  test("is announced, sent, and then read by whoever sees the task", async () => {
    const { world, member, viewer, stranger } = await createScene();
    const { id, path, send } = await announce(member, world.openTask, { content: "Hello" });
    const look = () => viewer.from(bucket).select("id, uploaded_at").eq("id", id);
    expect((await look()).data).toEqual([]);
    expect(await send()).toBe("stored");
    expect((await look()).data).toEqual([{ id, uploaded_at: expect.any(String) }]);
    expect(await download(viewer, path)).toBe("Hello");
    for (const client of [stranger, anonymousClient()]) {
      expect(await download(client, path)).toBeUndefined();
    }
  });

  test("is sent by nobody but who announced it", async () => {
    const { world, member, owner, stranger } = await createScene();
    const { path, send } = await announce(member, world.openTask);
    for (const client of [owner, stranger, anonymousClient()]) {
      expect(await send(client)).toBe("403");
    }
    expect(await download(member, path)).toBeUndefined();
  });

  test.for([
    ["another file name", (path: string) => path.replace("Notes", "Votes")],
    ["another case", (path: string) => path.toUpperCase()],
    ["a deeper folder", (path: string) => `${path}/more`],
    ["the task's folder", (path: string) => path.split("/").slice(0, 2).join("/")],
    ["a made-up id", (path: string) => path.replace(/[0-9a-f]{12}\/N/, "000000000000/N")],
  ] as const)("cannot be sent to %s", async ([, forge]) => {
    const { world, member } = await createScene();
    const { path } = await announce(member, world.openTask);
    expect(await store(member, forge(path), pieceOf("Some notes"))).toBe("403");
  });

  test("is sent once: neither replaced, nor moved, nor removed by a client", async () => {
    const { world, member, owner } = await createScene();
    const { path, send } = await announce(member, world.openTask, { content: "First" });
    const target = await announce(member, world.openTask, { content: "First" });
    expect(await send()).toBe("stored");
    expect(await send(member, pieceOf("Other"))).not.toBe("stored");
    expect(await send(member, pieceOf("Other"), { upsert: true })).not.toBe("stored");
    for (const client of [member, owner]) {
      const moved = await client.storage.from(bucket).move(path, target.path);
      expect(moved.error).not.toBeNull();
      const removed = await client.storage.from(bucket).remove([path]);
      expect(removed.data ?? []).toEqual([]);
    }
    // Not even with the secret key: the row says what the bytes are.
    expect(await send(serviceClient(), pieceOf("Other"), { upsert: true })).not.toBe("stored");
    expect((await serviceClient().storage.from(bucket).move(path, "x")).error).not.toBeNull();
    expect(await download(owner, path)).toBe("First");
  });

  test("has the size and the type that were announced", async () => {
    const { world, member, viewer } = await createScene();
    const { path, send } = await announce(member, world.openTask, { content: "Small" });
    expect(await send(member, pieceOf("Larger than that"))).toBe("403");
    expect(await send(member, pieceOf("<b>", "text/html"))).toBe("403");
    expect(await send(member, pieceOf("Small", "image/png"))).toBe("403");
    expect(await download(viewer, path)).toBeUndefined();
    expect(await send(member, pieceOf("Small", "text/plain;charset=utf-8"))).toBe("stored");
  });

  test("is not sent any more once the task, the right or the membership is gone", async () => {
    const { world, member, manager } = await createScene();
    await using db = await connect();
    const removed = await announce(manager, world.openTask);
    await manager.from(bucket).delete().eq("id", removed.id);
    expect(await removed.send()).toBe("403");
    const demoted = await announce(member, world.openTask);
    const { data: granted } = await member.storage.from(bucket).createSignedUploadUrl(demoted.path);
    await db.count("update memberships set role = 'viewer' where user_id = $1", [
      world.people.member.id,
    ]);
    expect(await demoted.send()).toBe("403");
    const { error } = await member.storage
      .from(bucket)
      .uploadToSignedUrl(demoted.path, granted?.token ?? "", pieceOf("Some notes"));
    expect(error).not.toBeNull();
  });

  test("is not sent into an archived project or a suspended organization", async () => {
    const { world, manager, member } = await createScene();
    await using db = await connect();
    const { send } = await announce(member, world.openTask);
    const archive = (at: string | null) =>
      manager.from("projects").update({ archived_at: at }).eq("id", world.open.id);
    await archive("2026-01-01T00:00:00Z");
    expect(await send()).toBe("403");
    await archive(null);
    await db.count("update organizations set is_active = false where id = $1", [world.acme.id]);
    expect(await send()).toBe("403");
    await db.count("update organizations set is_active = true where id = $1", [world.acme.id]);
    expect(await send()).toBe("stored");
  });

  test("may be sent to an address that its sender had signed, once", async () => {
    const { world, member, viewer } = await createScene();
    const { path } = await announce(member, world.openTask, { content: "Signed" });
    const { data } = await member.storage.from(bucket).createSignedUploadUrl(path);
    const token = data?.token ?? "";
    const send = (text: string) =>
      anonymousClient().storage.from(bucket).uploadToSignedUrl(path, token, pieceOf(text));
    expect((await send("Too long for it")).error).not.toBeNull();
    expect((await send("Signed")).error).toBeNull();
    expect((await send("Signet")).error).not.toBeNull();
    expect(await download(viewer, path)).toBe("Signed");
    const foreign = await viewer.storage.from(bucket).createSignedUploadUrl(path);
    expect(foreign.error).not.toBeNull();
  });
});

test("a file that is sent in pieces is held to the same rules", async () => {
  const { world, member, viewer } = await createScene();
  const { path } = await announce(member, world.openTask, { content: "In pieces" });
  const send = (person: User, text: string, type = "text/plain") =>
    storeResumably(tokenFor(person), path, text, type);
  expect(await send(world.people.owner, "In pieces")).toEqual([403]);
  expect(await send(world.people.member, "In pieces", "image/png")).toEqual([403]);
  expect(await send(world.people.member, "In more pieces")).toEqual([201, 403]);
  expect(await download(viewer, path)).toBeUndefined();
  expect(await send(world.people.member, "In pieces")).toEqual([201, 204]);
  expect(await download(viewer, path)).toBe("In pieces");
  expect(await send(world.people.member, "In pieces")).not.toEqual([201, 204]);
});

test("a file is saved under the name that people see", async () => {
  const { world, member } = await createScene();
  const name = "Büro & Küche.txt";
  const { path, send } = await announce(member, world.openTask, { name });
  expect(await send()).toBe("stored");
  const { data } = await member.storage.from(bucket).createSignedUrl(path, 60);
  const response = await fetch(savingUnder(data?.signedUrl ?? "", name));
  expect(await response.text()).toBe("Some notes");
  const disposition = response.headers.get("content-disposition");
  expect(disposition).toContain(`filename*=UTF-8''${encodeURIComponent(name)}`);
});

describe("a private project's file", () => {
  test("is neither read nor signed nor listed by who is not in it", async () => {
    const { world, insider, manager, stranger, owner } = await createScene();
    const { path, send } = await announce(insider, world.secretTask, { content: "Secret" });
    expect(await send()).toBe("stored");
    const folder = path.split("/").slice(0, 3).join("/");
    const look = async (client: typeof owner) => ({
      read: await download(client, path),
      signed: (await client.storage.from(bucket).createSignedUrl(path, 60)).data !== null,
      signedMany:
        (await client.storage.from(bucket).createSignedUrls([path], 60)).data?.[0]?.error === null,
      exists: (await client.storage.from(bucket).exists(path)).data,
      info: (await client.storage.from(bucket).info(path)).error === null,
      listed: (await client.storage.from(bucket).list(folder)).data?.length,
    });
    const everything = {
      read: "Secret",
      signed: true,
      signedMany: true,
      exists: true,
      info: true,
      listed: 1,
    };
    const nothing = {
      read: undefined,
      signed: false,
      signedMany: false,
      exists: false,
      info: false,
      listed: 0,
    };
    expect(await look(insider)).toEqual(everything);
    expect(await look(owner)).toEqual(everything);
    expect(await look(manager)).toEqual(nothing);
    expect(await look(stranger)).toEqual(nothing);
  });

  test("cannot be copied by who does not see it, nor to where nothing was announced", async () => {
    const { world, insider, manager } = await createScene();
    const { path, send } = await announce(insider, world.secretTask);
    expect(await send()).toBe("stored");
    const { path: target } = await announce(manager, world.openTask);
    const copied = await manager.storage.from(bucket).copy(path, target);
    expect(copied.error).not.toBeNull();
    const elsewhere = await insider.storage.from(bucket).copy(path, `${path}.copy`);
    expect(elsewhere.error).not.toBeNull();
  });

  test("vanishes for who is taken out of the project", async () => {
    const { world, insider, owner } = await createScene();
    await using db = await connect();
    const second = await committed(db, () => createMember(db, world.acme, "member"));
    await owner.from("project_members").insert({
      organization_id: world.acme.id,
      project_id: world.secret.id,
      user_id: second.id,
    });
    const client = clientOf(second);
    const { path, send } = await announce(insider, world.secretTask, { content: "Secret" });
    expect(await send()).toBe("stored");
    expect(await download(client, path)).toBe("Secret");
    await owner.from("project_members").delete().eq("user_id", second.id);
    expect(await download(client, path)).toBeUndefined();
  });
});
