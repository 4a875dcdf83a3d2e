import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Database } from "../../helpers/database.ts";
import { test } from "../../helpers/test.ts";

async function localeOf(db: Database, metadata: unknown): Promise<unknown> {
  const id = randomUUID();
  await db.count(
    "insert into auth.users (id, email, raw_user_meta_data) values ($1, $2, $3::jsonb)",
    [id, `${id}@people.example`, JSON.stringify(metadata)],
  );
  const { locale } = await db.one("select locale from profiles where id = $1", [id]);
  return locale;
}

test("a profile begins in the language of the sign-up page", async ({ db }) => {
  expect(await localeOf(db, { locale: "de" })).toBe("de");
  expect(await localeOf(db, { locale: "pt-BR" })).toBe("pt-BR");
});

test.for([{}, { locale: "Klingon!" }, { locale: 7 }, { locale: { de: true } }, [], null])(
  "and in English where it says %j",
  async (metadata, { db }) => {
    expect(await localeOf(db, metadata)).toBe("en");
  },
);
