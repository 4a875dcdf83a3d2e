import { line } from "@flowdesk/types/text";
import { describe, expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { test } from "../helpers/test.ts";

const CHECK = "23514";
const hidden = [
  "Acme\u202e",
  "\u2066Acme\u2069",
  "Ac\u200bme",
  "Ac\u200dme",
  "Acme\ufeff",
  "\u3164",
  "A\u00adcme",
  "Acme\u{e0041}",
];
const visible = ["Zoë & Söhne", "می‌خواهم", "👩‍💻 Ada", "❤️ Club", "שלום", "葛󠄀飾区"];

describe("names say all that they are", () => {
  test.for(hidden)(
    "%j is refused for people, organizations, roles, projects, tasks",
    async (name, { db, world }) => {
      const { acme, people, open } = world;
      const id = acme.id;
      for (const [sql, parameters] of [
        ["update profiles set display_name = $1 where id = auth.uid()", []],
        ["update organizations set name = $1 where id = $2", [id]],
        ["insert into projects (organization_id, name) values ($2, $1)", [id]],
        ["update project_statuses set name = $1 where organization_id = $2", [id]],
        ["update tasks set title = $1 where project_id = $2", [open.id]],
        ["select create_role($2, $1)", [id]],
      ] as const) {
        const attempt = asUser(db, people.owner, () => db.count(sql, [name, ...parameters]));
        expect.soft(await codeOf(attempt), sql).toBe(CHECK);
      }
    },
  );

  test.for(visible)("%s is one", async (name, { db, world }) => {
    const { acme, people } = world;
    const rename = "update organizations set name = $1 where id = $2 returning name";
    const row = await asUser(db, people.owner, () => db.one(rename, [name, acme.id]));
    expect(row).toEqual({ name });
  });

  test("the contracts leave out what the database refuses, and nothing else", async ({ db }) => {
    const codes = [...Array(0xd800).keys(), ...Array.from({ length: 0x2000 }, (_, n) => n + 0xe000)]
      .filter((code) => code > 0)
      .concat([0x1f469, 0xe0001, 0xe007f, 0xe0100]);
    const names = codes.flatMap((code) => {
      const character = String.fromCodePoint(code);
      return [`a${character}b`, `ب${character}ب`];
    });
    const rows = await db.all<{ name: string; is_line: boolean }>(
      "select name, private.is_line(name, 20) as is_line from unnest($1::text[]) as name",
      [names],
    );
    const contract = line(20);
    const disagreed = rows.filter(({ name, is_line }) => {
      const { data } = contract.safeParse(name);
      return (data === name) !== is_line;
    });
    expect(disagreed.map(({ name }) => JSON.stringify(name))).toEqual([]);
  });

  test("a sign-up is never refused for them", async ({ db }) => {
    const row = await db.one(
      `select private.to_line(E' A\u200bc\tme\u202e ', 100) as line,
        private.display_name_from('{"display_name": "\u2066\u2069"}', 'ada@x.example') as person`,
    );
    expect(row).toEqual({ line: "Ac me", person: "ada" });
  });
});
