import {
  maxAttachmentBytes,
  refusedExtensions,
  refusedMimeTypes,
} from "@flowdesk/types/attachments";
import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../helpers/database.ts";
import { codeOf, REFUSED } from "../helpers/outcomes.ts";
import { createAttachment, createComment } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";
import type { World } from "../helpers/world.ts";

interface File {
  name?: string;
  mime_type?: string;
  size_bytes?: number;
}

/** A member attaches a file to the open task. */
function attach(db: Database, { openTask, people }: World, file: File) {
  return asUser(db, people.member, () =>
    db.one<{ id: string; path: string; mime_type: string; uploaded_at: Date | null }>(
      `insert into attachments (organization_id, task_id, name, mime_type, size_bytes)
       values ($1, $2, $3, $4, $5) returning *`,
      [
        openTask.organization_id,
        openTask.id,
        file.name ?? "Plan.pdf",
        file.mime_type ?? "application/pdf",
        file.size_bytes ?? 1,
      ],
    ),
  );
}

describe("an attachment is given", () => {
  test.for([
    ["Plan.pdf", "Plan.pdf"],
    ["Büro & Küche (2).PDF", "Buro-Kuche-2.pdf"],
    ["Отчёт.docx", "file.docx"],
    ["..", "file"],
    [".env", "file.env"],
    ["../../etc/passwd", "etc-passwd"],
    ["a.b/c.tar.gz", "a.b-c.tar.gz"],
    ["README", "README"],
    [`${"x".repeat(250)}.zip`, `${"x".repeat(80)}.zip`],
    ["a?b#c%20.png", "a-b-c-20.png"],
  ])("for %s a path that ends with %s", async ([name, ending], { db, world }) => {
    const { id, path } = await attach(db, world, { name: name ?? "" });
    expect(path).toBe(`${world.acme.id}/${world.openTask.id}/${id}/${ending}`);
  });

  test("a type without parameters, an opaque one if none is known", async ({ db, world }) => {
    const typeOf = async (mime_type: string) =>
      (await attach(db, world, { name: "A", mime_type })).mime_type;
    expect(await typeOf("Text/Plain; charset=UTF-8")).toBe("text/plain");
    expect(await typeOf("")).toBe("application/octet-stream");
  });

  test("no bytes to begin with", async ({ db, world }) => {
    expect(await attach(db, world, {})).toMatchObject({ uploaded_at: null });
  });
});

describe("an attachment is refused", () => {
  test("above 50 MB, with the reason", async ({ db, world }) => {
    await attach(db, world, { size_bytes: maxAttachmentBytes });
    const attempt = attach(db, world, { size_bytes: maxAttachmentBytes + 1 });
    expect(await codeOf(attempt)).toBe("file_too_large");
    await expect(attempt).rejects.toThrow(/50 MB.*50\.1 MB.*upload/);
  });

  test("with a name that reads otherwise than it is written", async ({ db, world }) => {
    expect(await codeOf(attach(db, world, { name: "fdp.\u202eexe.txt" }))).toBe("23514");
  });

  test("without a byte", async ({ db, world }) => {
    expect(await codeOf(attach(db, world, { size_bytes: 0 }))).toBe("23514");
  });

  test.for(["setup.EXE", "invoice.pdf.scr", "run.ps1", "run.bat. ."])(
    "as %s",
    async (name, { db, world }) => {
      expect(await codeOf(attach(db, world, { name }))).toBe("file_type_refused");
    },
  );

  test.for(["text/html", "TEXT/HTML;charset=utf-8", "image/svg+xml", "application/xhtml+xml"])(
    "as %s",
    async (mime_type, { db, world }) => {
      expect(await codeOf(attach(db, world, { mime_type }))).toBe("file_type_refused");
    },
  );

  test.for(["nonsense", "x/y", "text/", "multipart/related", "text/plain\nx"])(
    "with %j for a type",
    async (mime_type, { db, world }) => {
      expect(await codeOf(attach(db, world, { mime_type }))).toBe("23514");
    },
  );

  test("under a new name that could not have been attached", async ({ db, world }) => {
    const { id } = await attach(db, world, {});
    const attempt = asUser(db, world.people.member, () =>
      db.count("update attachments set name = 'Plan.exe' where id = $1", [id]),
    );
    expect(await codeOf(attempt)).toBe("file_type_refused");
  });

  test("for want of rights before anything is said of the file", async ({ db, world }) => {
    const attempt = asUser(db, world.people.viewer, () =>
      db.count(
        `insert into attachments (organization_id, task_id, name, size_bytes)
         values ($1, $2, 'setup.exe', 99999999999)`,
        [world.acme.id, world.openTask.id],
      ),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  });

  test("in an archived project, and in a suspended organization", async ({ db, world }) => {
    await db.count("update projects set archived_at = now() where id = $1", [world.open.id]);
    expect(await codeOf(attach(db, world, {}))).toBe("project_archived");
    await db.count("update projects set archived_at = null where id = $1", [world.open.id]);
    await asService(db, () =>
      db.count("update organizations set is_active = false where id = $1", [world.acme.id]),
    );
    expect(await codeOf(attach(db, world, {}))).toBe("organization_suspended");
  });
});

describe("packages/types says the same as the database of", () => {
  test("what cannot be attached, and how much", async ({ db }) => {
    const row = await db.one(`
      select private.refused_file_extensions() as extensions, private.refused_file_types() as types,
        private.max_attachment_bytes()::integer as bytes, file_size_limit::integer as bucket_bytes
      from storage.buckets where id = 'attachments'`);
    expect(row).toEqual({
      extensions: refusedExtensions,
      types: refusedMimeTypes,
      bytes: maxAttachmentBytes,
      bucket_bytes: maxAttachmentBytes,
    });
  });
});

test("files go with their comment and with their task", async ({ db, world }) => {
  const { member } = world.people;
  const comment = await createComment(db, world.openTask, { author: member });
  const ofComment = await createAttachment(db, world.openTask, { comment, uploader: member });
  const ofTask = await createAttachment(db, world.openTask);
  const left = () =>
    db.all("select id from attachments where id = any ($1)", [[ofComment.id, ofTask.id]]);
  await asUser(db, member, () => db.count("delete from comments where id = $1", [comment.id]));
  expect(await left()).toEqual([{ id: ofTask.id }]);
  await asUser(db, world.people.manager, () =>
    db.count("delete from tasks where id = $1", [world.openTask.id]),
  );
  expect(await left()).toEqual([]);
});
