import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { test } from "../helpers/test.ts";

test.for([
  "comments (organization_id, task_id, body) values ($1, $2, 'X')",
  "attachments (organization_id, task_id, name, size_bytes) values ($1, $2, 'X.exe', 99999999999)",
])(
  "a hidden task and a missing one are refused in the same words: %s",
  async (row, { db, world }) => {
    const refusalOf = async (taskId: string) => {
      try {
        await asUser(db, world.people.manager, () =>
          db.count(`insert into ${row}`, [world.acme.id, taskId]),
        );
      } catch (error) {
        if (error instanceof pg.DatabaseError) return { code: error.code, message: error.message };
        throw error;
      }
      return undefined;
    };
    const forHidden = await refusalOf(world.secretTask.id);
    expect(forHidden?.code).toBe("42501");
    expect(await refusalOf(randomUUID())).toEqual(forHidden);
    expect(await refusalOf(world.foreignTask.id)).toEqual(forHidden);
  },
);
