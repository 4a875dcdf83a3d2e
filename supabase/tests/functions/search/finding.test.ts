import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../../helpers/database.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { createAttachment, createComment, createProject, createTask } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import { asActor, type World } from "../../helpers/world.ts";

interface Found {
  kind: string;
  id: string;
  project_id: string | null;
  task_id: string | null;
  key: string | null;
  title: string;
  title_html: string;
  excerpt_html: string | null;
}

function search(db: Database, world: World, query: string | null, more: unknown[] = [null, 20]) {
  return db.all<Found & Record<string, unknown>>("select * from search($1, $2, $3, $4)", [
    world.acme.id,
    query,
    ...more,
  ]);
}

/** What the owner of acme finds, by title. */
async function titles(db: Database, world: World, query: string): Promise<string[]> {
  const found = await asActor(db, world, "owner", (own) => search(own, world, query));
  return found.map((row) => row.title);
}

function describeTask(db: Database, id: string, description: string) {
  return asService(db, () =>
    db.count("update tasks set description = $2 where id = $1", [id, description]),
  );
}

describe("a word", () => {
  test("is found whole, by its beginning, in any case and without its accents", async ({
    db,
    world,
  }) => {
    await createTask(db, world.open, { title: "Überarbeitung der Crème-Karte" });
    for (const query of ["überarbeitung", "UBERARB", "karte", "creme", "crè karte"]) {
      expect(await titles(db, world, query), query).toEqual(["Überarbeitung der Crème-Karte"]);
    }
  });

  test("is found with a typo when nothing else is", async ({ db, world }) => {
    await createTask(db, world.open, { title: "Website relaunch" });
    expect(await titles(db, world, "relanch")).toEqual(["Website relaunch"]);
  });

  test("is found in a long text, and shown where it stands", async ({ db, world }) => {
    const task = await createTask(db, world.open, { title: "Invoices" });
    await describeTask(db, task.id, `${"dull ".repeat(200)} the remarkable 5 < 6 zebra & more`);
    const [found] = await asActor(db, world, "owner", (own) => search(own, world, "zebra"));
    expect(found?.title_html).toBe("Invoices");
    expect(found?.excerpt_html).toContain("<mark>zebra</mark>");
    expect(found?.excerpt_html).toContain("5 &lt; 6");
    expect(found?.excerpt_html).toContain("&amp; more");
  });

  test("and all the others have to be there", async ({ db, world }) => {
    await createTask(db, world.open, { title: "Paint the blue door" });
    await createTask(db, world.open, { title: "Paint the red door" });
    expect(await titles(db, world, "paint blue")).toEqual(["Paint the blue door"]);
  });

  test("is found in a comment, which leads to its task", async ({ db, world }) => {
    const comment = await createComment(db, world.openTask, {
      body: `Ask [@Ada Lovelace](mention:${world.people.owner.id}) about zinc`,
    });
    const [found] = await asActor(db, world, "owner", (own) => search(own, world, "lovelace zinc"));
    expect(found).toMatchObject({
      kind: "comment",
      id: comment.id,
      task_id: world.openTask.id,
      key: `${world.open.key}-${world.openTask.number}`,
      title: "Open task",
      excerpt_html: "Ask @Ada <mark>Lovelace</mark> about <mark>zinc</mark>",
    });
  });

  test("is found in the name of a file once its bytes are there", async ({ db, world }) => {
    const file = await createAttachment(db, world.openTask, {
      name: "Floor_plan-final.pdf",
      isAwaited: true,
      uploader: world.people.owner,
    });
    expect(await titles(db, world, "plan")).toEqual([]);
    await asService(db, () =>
      db.count("update attachments set uploaded_at = now() where id = $1", [file.id]),
    );
    expect(await titles(db, world, "plan")).toEqual(["Floor_plan-final.pdf"]);
  });

  test("is forgotten when the text changes or the row goes", async ({ db, world }) => {
    const task = await createTask(db, world.open, { title: "Walrus" });
    await asService(db, () =>
      db.count("update tasks set title = 'Penguin' where id = $1", [task.id]),
    );
    expect(await titles(db, world, "walrus")).toEqual([]);
    expect(await titles(db, world, "penguin")).toEqual(["Penguin"]);
    await asService(db, () => db.count("delete from tasks where id = $1", [task.id]));
    expect(await titles(db, world, "penguin")).toEqual([]);
  });
});

describe("the order", () => {
  test("puts the very key first", async ({ db, world }) => {
    for (let number = 1; number <= 12; number += 1) {
      await createTask(db, world.open, { title: `Number ${number}` });
    }
    const key = `${world.open.key}-2`;
    const [first] = await asActor(db, world, "owner", (own) => search(own, world, key));
    expect(first?.key).toBe(key);
  });

  test("puts a title before a description", async ({ db, world }) => {
    const described = await createTask(db, world.open, { title: "Something" });
    await describeTask(db, described.id, "all about giraffes");
    await createTask(db, world.open, { title: "Feed the giraffes" });
    expect(await titles(db, world, "giraffes")).toEqual(["Feed the giraffes", "Something"]);
  });
});

describe("a question", () => {
  test.for(["", "   ", "'", "!&|():*", "<->", "\\", "%_", "🦓", "\u0002", "ﷺ", "' or 1=1 --"])(
    "%j is answered without complaint",
    async (query, { db, world }) => {
      expect(await asActor(db, world, "owner", (own) => search(own, world, query))).toEqual([]);
    },
  );

  test("of nothing is answered with nothing", async ({ db, world }) => {
    expect(await asActor(db, world, "owner", (own) => search(own, world, null))).toEqual([]);
  });

  test("that is a whole text is refused", async ({ db, world }) => {
    const attempt = asActor(db, world, "owner", (own) => search(own, world, "x".repeat(1001)));
    expect(await codeOf(attempt)).toBe("search_query_too_long");
  });

  test("may name kinds, and how many it wants", async ({ db, world }) => {
    await createProject(db, world.acme, { name: "Quokka" });
    await createTask(db, world.open, { title: "Quokka one" });
    await createTask(db, world.open, { title: "Quokka two" });
    const find = (kinds: string[] | null, count: number | null) =>
      asActor(db, world, "owner", (own) => search(own, world, "quokka", [kinds, count]));
    expect((await find(["project"], 20)).map((row) => row.kind)).toEqual(["project"]);
    expect(await find([], 20)).toEqual([]);
    expect(await find(["nonsense"], 20)).toEqual([]);
    expect(await find(null, 1)).toHaveLength(1);
    expect(await find(null, 0)).toHaveLength(1);
    expect(await find(null, -5)).toHaveLength(1);
    expect(await find(null, null)).toHaveLength(3);
    expect(await find(null, 1_000_000)).toHaveLength(3);
  });
});

describe("somebody from elsewhere", () => {
  test("is told that there is no such organization", async ({ db, world }) => {
    for (const actor of ["stranger", "suspended"] as const) {
      const attempt = asUser(db, world.people[actor], (own) => search(own, world, "open"));
      expect(await codeOf(attempt)).toBe("organization_not_found");
    }
  });
});
