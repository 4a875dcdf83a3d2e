import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { createAttachment, createComment, createOrganization } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

interface Claimed {
  id: string;
  bucket_id: string;
  path: string;
}

/** Takes one file off the head of the queue, where the test's own is put: the others are other tests'. */
async function claim(db: Database, path: string): Promise<Claimed[]> {
  await db.count("update private.storage_deletions set due_at = '-infinity' where path = $1", [
    path,
  ]);
  return asService(db, () => db.all<Claimed>("select * from claim_storage_deletions(1)"));
}

function finish(db: Database, claimed: readonly Claimed[], error?: string): Promise<number> {
  return asService(db, async () => {
    const { finished } = await db.one<{ finished: number }>(
      "select finish_storage_deletions($1, $2) as finished",
      [claimed.map(({ id }) => id), error ?? null],
    );
    return finished;
  });
}

async function queued(db: Database, path: string): Promise<boolean> {
  return (await db.count("select from private.storage_deletions where path = $1", [path])) > 0;
}

/** An object as Storage writes it, a while ago. */
async function store(db: Database, bucket: string, path: string, age = "2 days"): Promise<void> {
  await db.count(
    `insert into storage.objects (bucket_id, name, created_at, metadata)
     values ($1, $2, now() - $3::interval, '{"size": 4, "mimetype": "text/plain"}')`,
    [bucket, path, age],
  );
}

async function unstore(db: Database, path: string): Promise<void> {
  await db.all("set local storage.allow_delete_query = 'true'");
  await db.count("delete from storage.objects where name = $1", [path]);
}

describe("a file is queued for removal", () => {
  test("with its row, its comment, its task, its project and its organization", async ({
    db,
    world,
  }) => {
    const { member, owner } = world.people;
    const comment = await createComment(db, world.openTask, { author: member });
    const byRow = await createAttachment(db, world.openTask, { uploader: member });
    const byComment = await createAttachment(db, world.openTask, { comment });
    const byTask = await createAttachment(db, world.openTask);
    const byProject = await createAttachment(db, world.secretTask);
    const byOrganization = await createAttachment(db, world.foreignTask);
    const steps = [
      [byRow, "attachments", byRow.id],
      [byComment, "comments", comment.id],
      [byTask, "tasks", world.openTask.id],
      [byProject, "projects", world.secret.id],
      [byOrganization, "organizations", world.globex.id],
    ] as const;
    for (const [{ path }, table, id] of steps) {
      expect(await queued(db, path), table).toBe(false);
      const remove = () => db.count(`delete from ${table} where id = $1`, [id]);
      await (table === "organizations" ? remove() : asUser(db, owner, remove));
      expect(await queued(db, path), table).toBe(true);
    }
  });

  test("not before the day is over in which its bytes may come", async ({ db, world }) => {
    const { path, id } = await createAttachment(db, world.openTask, { isAwaited: true });
    const arrived = await createAttachment(db, world.openTask);
    const sweep = (at: string) =>
      db.all(`select private.remove_abandoned_uploads(now() + $1::interval)`, [at]);
    await sweep("23 hours");
    expect(await queued(db, path)).toBe(false);
    await db.count("update projects set archived_at = now() where id = $1", [world.open.id]);
    await sweep("25 hours");
    expect(await queued(db, path)).toBe(true);
    expect(await db.count("select from attachments where id = $1", [id])).toBe(0);
    expect(await queued(db, arrived.path)).toBe(false);
  });

  test("when it is a picture whose organization or account is gone", async ({ db, world }) => {
    const { member, viewer } = world.people;
    const gone = await createOrganization(db);
    const files = {
      logo: `${gone.id}/a.png`,
      avatar: `${member.id}/a.png`,
      keptLogo: `${world.acme.id}/a.png`,
      keptAvatar: `${viewer.id}/a.png`,
      youngLogo: `${gone.id}/b.png`,
    };
    await store(db, "logos", files.logo);
    await store(db, "avatars", files.avatar);
    await store(db, "logos", files.keptLogo);
    await store(db, "avatars", files.keptAvatar);
    await store(db, "logos", files.youngLogo, "1 hour");
    await db.count("delete from organizations where id = $1", [gone.id]);
    await db.count("delete from auth.users where id = $1", [member.id]);
    await db.all("select private.queue_stray_files()");
    const rows = await db.all<{ path: string }>(
      "select path from private.storage_deletions where path = any ($1)",
      [Object.values(files)],
    );
    expect(new Set(rows.map(({ path }) => path))).toEqual(new Set([files.logo, files.avatar]));
  });
});

describe("a queued file", () => {
  test("is taken by one worker, and is due again later if that one dies", async ({ db, world }) => {
    const { id, path } = await createAttachment(db, world.openTask);
    await db.count("delete from attachments where id = $1", [id]);
    const first = await claim(db, path);
    expect(first).toMatchObject([{ bucket_id: "attachments", path }]);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const { minutes } = await db.one<{ minutes: number }>(
        `select extract(epoch from due_at - now())::integer / 60 as minutes
         from private.storage_deletions where path = $1`,
        [path],
      );
      waits.push(minutes);
      expect(await claim(db, path)).toEqual(first);
    }
    expect(waits).toEqual([2, 4, 8]);
  });

  test("is done when Storage does not have it any more, and no sooner", async ({ db, world }) => {
    const { id, path } = await createAttachment(db, world.openTask, { isAwaited: true });
    await store(db, "attachments", path);
    await db.count("delete from attachments where id = $1", [id]);
    const claimed = await claim(db, path);
    expect(await finish(db, claimed, "out of order")).toBe(0);
    const row = await db.one(
      "select attempts, last_error from private.storage_deletions where path = $1",
      [path],
    );
    expect(row).toEqual({ attempts: 1, last_error: "out of order" });
    await unstore(db, path);
    expect(await finish(db, claimed)).toBe(1);
    expect(await queued(db, path)).toBe(false);
    expect(await finish(db, claimed)).toBe(0);
  });

  test.for(["claim_storage_deletions(1)", "finish_storage_deletions('{}')"])(
    "is nothing that an owner could touch by %s",
    async (call, { db, world }) => {
      const attempt = asUser(db, world.people.owner, () => db.all(`select ${call}`));
      expect(await codeOf(attempt)).toBe(REFUSED);
    },
  );
});

describe("the job", () => {
  test("calls the worker with the key of Vault while something is due", async ({ db, world }) => {
    const { id, path } = await createAttachment(db, world.openTask);
    await db.count("delete from attachments where id = $1", [id]);
    const { request } = await db.one<{ request: string | null }>(
      "select private.sweep_storage() as request",
    );
    const sent = await db.one(
      `select method, url = project_url.decrypted_secret || '/functions/v1/storage-sweeper/process'
                as is_worker,
              headers ->> 'authorization' = 'Bearer ' || secret_key.decrypted_secret as is_service
       from net.http_request_queue,
            (select * from vault.decrypted_secrets where name = 'project_url') as project_url,
            (select * from vault.decrypted_secrets where name = 'secret_key') as secret_key
       where http_request_queue.id = $1`,
      [request],
    );
    expect(sent).toMatchObject({ is_worker: true, is_service: true });
    expect(await queued(db, path)).toBe(true);
  });

  test("leaves the worker alone while nothing is", async ({ db }) => {
    const long = await db.one("select private.sweep_storage('2000-01-01') as request");
    expect(long).toEqual({ request: null });
  });
});
