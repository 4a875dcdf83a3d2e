import { describe, expect } from "vitest";
import { asUser, type Database } from "../helpers/database.ts";
import { sentBy } from "../helpers/events.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createClient } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";
import type { World } from "../helpers/world.ts";

const useFor = (db: Database, world: World, client: { id: string }) =>
  asUser(db, world.people.owner, () =>
    db.count("update projects set client_id = $2 where id = $1", [world.open.id, client.id]),
  );

describe("a client", () => {
  test("that a project is done for is not deleted", async ({ db, world }) => {
    const client = await createClient(db, world.acme);
    await useFor(db, world, client);
    const attempt = asUser(db, world.people.owner, () =>
      db.count("delete from clients where id = $1", [client.id]),
    );
    expect(await codeOf(attempt)).toBe("client_in_use");
    expect(await db.count("select from clients where id = $1", [client.id])).toBe(1);
  });

  test("goes with its organization all the same", async ({ db, world }) => {
    await useFor(db, world, await createClient(db, world.acme));
    await db.count("delete from organizations where id = $1", [world.acme.id]);
    expect(await db.count("select from clients where organization_id = $1", [world.acme.id])).toBe(
      0,
    );
  });

  test("of another organization cannot be referred to", async ({ db, world }) => {
    const foreign = await createClient(db, world.globex);
    expect(await codeOf(useFor(db, world, foreign))).toBe("23503");
  });

  test("has a currency that is in use", async ({ db, world }) => {
    const add = (currency: string) =>
      codeOf(
        asUser(db, world.people.owner, () =>
          db.count("insert into clients (organization_id, name, currency) values ($1, 'C', $2)", [
            world.acme.id,
            currency,
          ]),
        ),
      );
    expect(await add("XXQ")).toBe("currency_unknown");
    expect(await add("DEM")).toBe("currency_unknown");
    expect(await add("JPY")).toBe("succeeded");
  });

  test("is told of on the topic of money only, its contacts too", async ({ db, world }) => {
    const { owner } = world.people;
    const sent = await sentBy(db, async () => {
      const { id } = await createClient(db, world.acme);
      await asUser(db, owner, async () => {
        await db.count(
          "insert into client_contacts (organization_id, client_id, name) values ($1, $2, 'Ida')",
          [world.acme.id, id],
        );
        await db.count("update clients set name = 'Other' where id = $1", [id]);
        await db.count("delete from clients where id = $1", [id]);
      });
    });
    const topic = `org:${world.acme.id}:money`;
    expect(sent.map(({ payload, ...message }) => ({ ...message, table: payload.table }))).toEqual([
      { topic, event: "DELETE", table: "clients" },
      { topic, event: "INSERT", table: "clients" },
      { topic, event: "INSERT", table: "client_contacts" },
      { topic, event: "UPDATE", table: "clients" },
    ]);
  });
});

describe("a client's contacts", () => {
  const add = (db: Database, world: World, client: { id: string }, name: string, more = "") =>
    asUser(db, world.people.manager, () =>
      db.count(
        `insert into client_contacts (organization_id, client_id, name, is_primary${more && ", receives_invoices"})
         values ($1, $2, $3, true${more})`,
        [world.acme.id, client.id, name],
      ),
    );

  test("have one primary among them, the last one named so", async ({ db, world }) => {
    const client = await createClient(db, world.acme);
    await add(db, world, client, "Ida");
    await add(db, world, client, "Per");
    const primary = () =>
      db.all("select name from client_contacts where client_id = $1 and is_primary", [client.id]);
    expect(await primary()).toEqual([{ name: "Per" }]);
    await asUser(db, world.people.manager, () =>
      db.count("update client_contacts set is_primary = true where name = 'Ida'"),
    );
    expect(await primary()).toEqual([{ name: "Ida" }]);
  });

  test("need an address to get invoices", async ({ db, world }) => {
    const client = await createClient(db, world.acme);
    expect(await codeOf(add(db, world, client, "Ida", ", true"))).toBe("23514");
  });

  test("stay with an organization of their client's", async ({ db, world }) => {
    const foreign = await createClient(db, world.globex);
    expect(await codeOf(add(db, world, foreign, "Ida"))).toBe("23503");
  });
});

test("an organization's currency is one in use", async ({ db, world }) => {
  const choose = (currency: string) =>
    codeOf(
      asUser(db, world.people.owner, () =>
        db.count("update organizations set currency = $2 where id = $1", [world.acme.id, currency]),
      ),
    );
  expect(await choose("XXQ")).toBe("currency_unknown");
  expect(await choose("KWD")).toBe("succeeded");
});

test("a currency knows the decimals of its minor unit", async ({ db }) => {
  const rows = await db.all<{ exponent: number; codes: string }>(
    `select exponent, count(*)::int as codes from currencies
     where code in ('JPY', 'CLP', 'EUR', 'USD', 'KWD', 'BHD', 'CLF') group by 1 order by 1`,
  );
  expect(rows).toEqual([
    { exponent: 0, codes: 2 },
    { exponent: 2, codes: 2 },
    { exponent: 3, codes: 2 },
    { exponent: 4, codes: 1 },
  ]);
});
