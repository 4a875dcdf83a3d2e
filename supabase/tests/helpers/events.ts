import { expect } from "vitest";
import type { Database } from "./database.ts";

export interface Message {
  topic: string;
  event: string;
  payload: Record<string, unknown>;
}

/** What `work` sends, without the id that realtime.send adds to each payload of its own. */
export async function sentBy(db: Database, work: () => Promise<unknown>): Promise<Message[]> {
  await db.all("delete from realtime.messages where true");
  await work();
  const rows = await db.all<Message & { private: boolean; extension: string }>(
    "select topic, event, payload, private, extension from realtime.messages order by topic, event",
  );
  for (const row of rows) expect(row).toMatchObject({ private: true, extension: "broadcast" });
  return rows.map(({ topic, event, payload }) => ({ topic, event, payload }));
}
