import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import type { Database } from "../helpers/database.ts";
import { everybody } from "../helpers/everybody.ts";
import { codeOf, REFUSED } from "../helpers/outcomes.ts";
import { test } from "../helpers/test.ts";
import { asActor } from "../helpers/world.ts";

/** As Realtime asks at a join: a row that only its owner wrote, looked up under the joiner's rights. */
async function mayJoin(db: Database, topic: string): Promise<number> {
  await db.all("select set_config('realtime.topic', $1, true)", [topic]);
  return db.count("select from realtime.messages where topic = $1 and extension = 'broadcast'", [
    topic,
  ]);
}

function probe(db: Database, topic: string): Promise<number> {
  return db.count("insert into realtime.messages (topic, extension) values ($1, 'broadcast')", [
    topic,
  ]);
}

async function maySend(db: Database, topic: string, extension: string): Promise<number> {
  await db.all("select set_config('realtime.topic', $1, true)", [topic]);
  return db.count("insert into realtime.messages (topic, extension) values ($1, $2)", [
    topic,
    extension,
  ]);
}

everybody("joins the topic of a member", {
  allowed: ["member"],
  given: (db, { people }) => probe(db, `user:${people.member.id}`),
  act: (db, { people }) => mayJoin(db, `user:${people.member.id}`),
});

everybody("joins the topic of the organization", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: (db, { acme }) => probe(db, `org:${acme.id}`),
  act: (db, { acme }) => mayJoin(db, `org:${acme.id}`),
});

everybody("joins the money topic of the organization", {
  allowed: ["owner", "admin", "manager"],
  given: (db, { acme }) => probe(db, `org:${acme.id}:money`),
  act: (db, { acme }) => mayJoin(db, `org:${acme.id}:money`),
});

everybody("joins the topic of an open project", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: (db, { open }) => probe(db, `project:${open.id}`),
  act: (db, { open }) => mayJoin(db, `project:${open.id}`),
});

everybody("joins the topic of a private project without being in it", {
  allowed: ["owner", "admin"],
  given: (db, { secret }) => probe(db, `project:${secret.id}`),
  act: (db, { secret }) => mayJoin(db, `project:${secret.id}`),
});

everybody("shows presence in an open project", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { open }) => maySend(db, `project:${open.id}`, "presence"),
});

everybody("shows presence in a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) => maySend(db, `project:${secret.id}`, "presence"),
});

everybody("shows presence in the organization", {
  allowed: [],
  act: (db, { acme }) => maySend(db, `org:${acme.id}`, "presence"),
});

everybody("broadcasts to the organization", {
  allowed: [],
  act: (db, { acme }) => maySend(db, `org:${acme.id}`, "broadcast"),
});

everybody("broadcasts to a project", {
  allowed: [],
  act: (db, { open }) => maySend(db, `project:${open.id}`, "broadcast"),
});

everybody("broadcasts to themselves", {
  allowed: [],
  act: (db, { people }, actor) =>
    maySend(db, `user:${actor === "anon" ? randomUUID() : people[actor].id}`, "broadcast"),
});

everybody("forges an event through realtime.send", {
  allowed: [],
  act: async (db, { acme }) => {
    // realtime.send turns every failure into a warning; what counts is that no row comes of it.
    await db.all("select realtime.send('{\"table\": \"tasks\"}', 'DELETE', $1, true)", [
      `org:${acme.id}`,
    ]);
    return 0;
  },
  untouched: (db, { acme }) =>
    db.all("select id from realtime.messages where topic = $1", [`org:${acme.id}`]),
});

describe("a malformed topic is refused and raises nothing", () => {
  const id = "00000000-0000-4000-8000-000000000000";
  test.for([
    "",
    "org",
    "org:",
    "org:not-a-uuid",
    `org:${id.toUpperCase().replaceAll("0", "A")}`,
    `org:${id}:gold`,
    `org:${id}:money:`,
    `user:${id}:money`,
    `project:${id}\n`,
    ` org:${id}`,
    `room:${id}`,
    `org:{${id}}`,
    "project:%",
    "💥",
    "x".repeat(10_000),
  ])("%j", async (topic, { db, world }) => {
    await probe(db, topic);
    expect(await asActor(db, world, "owner", () => mayJoin(db, topic))).toBe(0);
    const send = asActor(db, world, "owner", () => maySend(db, topic, "presence"));
    expect(await codeOf(send)).toBe(REFUSED);
  });

  test("no topic at all", async ({ db, world }) => {
    const joined = asActor(db, world, "owner", () => db.count("select from realtime.messages"));
    expect(await joined).toBe(0);
  });
});

test("joining another spelling of one's own organization is refused", async ({ db, world }) => {
  const topic = `org:${world.acme.id.toUpperCase()}`;
  await probe(db, topic);
  expect(await asActor(db, world, "owner", () => mayJoin(db, topic))).toBe(0);
});
