import { z } from "zod";

/** The private Realtime topics. Ids are written in lower case; the database knows no other spelling. */
export const topics = {
  user: (userId: string) => `user:${userId}` as const,
  organization: (organizationId: string) => `org:${organizationId}` as const,
  money: (organizationId: string) => `org:${organizationId}:money` as const,
  project: (projectId: string) => `project:${projectId}` as const,
};

/** `RELOAD` stands for more rows of one project than are worth telling one by one. */
export const rowEvents = ["INSERT", "UPDATE", "DELETE", "RELOAD"] as const;
export type RowEvent = (typeof rowEvents)[number];

/** What a row event says: that something changed, never what. Read the row again to learn more. */
export const rowEventSchema = z.object({
  table: z.string(),
  /**
   * A membership is named by its user; what only ties something to a task (`task_labels`, `task_watchers`,
   * `task_dependencies`) by the task. Null in a `RELOAD`, and for a role, which has a key and no id.
   */
  id: z.uuid().nullable(),
  project_id: z.uuid().nullable(),
  version: z.int().nullable(),
  /** Who did it; null if nobody signed in, such as an operator or a job. */
  actor_id: z.uuid().nullable(),
});
export type RowEventPayload = z.infer<typeof rowEventSchema>;
