import { describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { app } from "../../../functions/storage-sweeper/app.ts";
import { serviceClient } from "../../helpers/api.ts";
import { committed } from "../../helpers/crossing.ts";
import { connect } from "../../helpers/database.ts";
import { giveEdgeEnvironment } from "../../helpers/edge.ts";
import { announce, download } from "../../helpers/files.ts";
import { createWorld } from "../../helpers/world.ts";
import { clientOf } from "../../worlds/players.ts";

giveEdgeEnvironment();

const reportSchema = z.object({ removed: z.int(), failed: z.int() });

async function sweep() {
  const response = await app.request("/storage-sweeper/process", {
    method: "POST",
    headers: { authorization: `Bearer ${inject("secretKey")}` },
  });
  return reportSchema.parse(await response.json());
}

/** A file that was sent, and its sender. */
async function createFile() {
  await using db = await connect();
  const world = await committed(db, () => createWorld(db));
  const member = clientOf(world.people.member);
  const { id, path, send } = await announce(member, world.openTask);
  expect(await send()).toBe("stored");
  return { world, member, id, path };
}

/** Does what the job does, and waits for the function's status. */
async function callByCron(): Promise<number> {
  await using db = await connect();
  const { id } = await db.one<{ id: string }>(
    "select private.call_worker('storage-sweeper/process') as id",
  );
  for (;;) {
    const [answer] = await db.all<{ status_code: number }>(
      "select status_code from net._http_response where id = $1",
      [id],
    );
    if (answer) return answer.status_code;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function isQueued(path: string): Promise<boolean> {
  await using db = await connect();
  return (await db.count("select from private.storage_deletions where path = $1", [path])) > 0;
}

describe("the sweeper", () => {
  test("removes the bytes of a deleted file, and is done with it", async () => {
    const { member, id, path } = await createFile();
    await member.from("attachments").delete().eq("id", id);
    await sweep();
    expect(await download(serviceClient(), path)).toBeUndefined();
    expect(await isQueued(path)).toBe(false);
  });

  test("removes them as well when a worker before it died on the way", async () => {
    const { member, id, path } = await createFile();
    await member.from("attachments").delete().eq("id", id);
    // It took the file, removed the bytes and was gone before it could say so.
    await serviceClient().rpc("claim_storage_deletions", { max_results: 1000 });
    await serviceClient().storage.from("attachments").remove([path]);
    await sweep();
    expect(await isQueued(path)).toBe(true);
    await using db = await connect();
    await db.count("update private.storage_deletions set due_at = now() where path = $1", [path]);
    await sweep();
    expect(await isQueued(path)).toBe(false);
  });

  test("leaves the files of rows that are there", async () => {
    const { member, path } = await createFile();
    await sweep();
    expect(await download(member, path)).toBe("Some notes");
  });

  test("runs on the stack, called as cron calls it", async () => {
    const { member, id, path } = await createFile();
    await member.from("attachments").delete().eq("id", id);
    expect(await callByCron()).toBe(200);
    expect(await download(serviceClient(), path)).toBeUndefined();
    const refused = await member.functions.invoke("storage-sweeper/process");
    expect(refused.error).not.toBeNull();
  });
});
