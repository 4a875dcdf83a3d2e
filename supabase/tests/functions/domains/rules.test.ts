import { domainToASCII } from "node:url";
import { describe, expect } from "vitest";
import { asAnon, asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import type { Organization } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import type { World } from "../../helpers/world.ts";

interface Domain {
  id: string;
  hostname: string;
  verification_token: string;
}

function claim(db: Database, by: User, { id }: Organization, hostname: unknown): Promise<Domain> {
  return asUser(db, by, () =>
    db.one<Domain & Record<string, unknown>>(
      "insert into organization_domains (organization_id, hostname) values ($1, $2) returning *",
      [id, hostname],
    ),
  );
}

function verify(db: Database, domain: Domain, records = [domain.verification_token]) {
  return asService(db, () =>
    db.one("select * from record_domain_verification($1, $2)", [domain.id, records]),
  );
}

const resolve = (db: Database, hostname: unknown) =>
  asAnon(db, () => db.all("select * from resolve_organization($1)", [hostname]));

describe("a hostname has one spelling", () => {
  test.for([
    "acme.example",
    "ACME.Example",
    "bücher.example",
    "BÜCHER.example",
    "straße.example",
    "пример.example",
    "例え.テスト",
    "みんな.example",
    "ليهمابتكلموشعربي.example",
    "💩.example",
    "faß.bücher.example",
    "a-ü-b.example",
    "xn--bcher-kva.example",
    "ｆｕｌｌ．example",
    "他们为什么不说中文.example",
    "Pročprostěnemluvíčesky.example",
  ])("%s, the one that browsers send", async (hostname, { db }) => {
    const row = await db.one("select private.normalize_hostname($1) as hostname", [hostname]);
    expect(row).toEqual({ hostname: domainToASCII(hostname) });
  });

  test.for(["acme.example.", " acme.example ", "acme.example:8443"])(
    "also of %j",
    async (hostname, { db }) => {
      const row = await db.one("select private.normalize_hostname($1) as hostname", [hostname]);
      expect(row).toEqual({ hostname: "acme.example" });
    },
  );

  test.for([
    ["", "23502"],
    ["acme", "23514"],
    ["127.0.0.1", "23514"],
    ["[::1]", "23514"],
    ["https://acme.example", "23514"],
    ["acme.example/path", "23514"],
    ["-acme.example", "23514"],
    ["acme-.example", "23514"],
    ["ac me.example", "23514"],
    ["a..example", "23514"],
    ["*.acme.example", "23514"],
    [`${"x".repeat(64)}.example`, "23514"],
    [`${"ü".repeat(63)}.example`, "23514"],
    ["x.".repeat(140), "23514"],
    ["ü".repeat(100_000), "23514"],
    ["acme.example\nevil.example", "23514"],
    [null, "23502"],
  ] as const)("and %.30j is none", async ([hostname, code], { db, world }) => {
    expect(await codeOf(claim(db, world.people.admin, world.acme, hostname))).toBe(code);
    expect(
      await db.count("select from organization_domains where organization_id = $1", [
        world.acme.id,
      ]),
    ).toBe(0);
  });
});

describe("a claim", () => {
  test("gets a token, and does not count until DNS says it", async ({ db, world }) => {
    const domain = await claim(db, world.people.admin, world.acme, "Acme.example");
    expect(domain).toMatchObject({
      hostname: "acme.example",
      verification_token: expect.stringMatching(/^flowdesk-[0-9a-f]{32}$/),
      verified_at: null,
      is_primary: false,
      created_by: world.people.admin.id,
    });
    expect(await resolve(db, "acme.example")).toEqual([]);
    expect(await verify(db, domain, ["v=spf1 -all"])).toMatchObject({
      verified_at: null,
      checked_at: expect.any(Date),
    });
    expect(await resolve(db, "acme.example")).toEqual([]);
    await verify(db, domain, ["v=spf1 -all", domain.verification_token]);
    expect(await resolve(db, "acme.example")).toEqual([
      {
        id: world.acme.id,
        name: "Acme",
        slug: world.acme.slug,
        logo_path: null,
        is_active: true,
        primary_hostname: "acme.example",
      },
    ]);
  });

  test("stays verified when DNS forgets", async ({ db, world }) => {
    const domain = await claim(db, world.people.admin, world.acme, "acme.example");
    const first = await verify(db, domain);
    expect(await verify(db, domain, [])).toMatchObject({ verified_at: first.verified_at });
  });

  test("of another does not block, and the first to verify has it", async ({ db, world }) => {
    const { admin, stranger } = world.people;
    const theirs = await claim(db, stranger, world.globex, "acme.example");
    const ours = await claim(db, admin, world.acme, "acme.example");
    await verify(db, ours);
    expect(await codeOf(verify(db, theirs))).toBe("hostname_taken");
    const late = claim(db, stranger, world.globex, "WWW.acme.example");
    expect(await codeOf(late)).toBe("succeeded");
    await db.count("delete from organization_domains where id = $1", [theirs.id]);
    expect(await codeOf(claim(db, stranger, world.globex, "ACME.example"))).toBe("hostname_taken");
    await asUser(db, admin, () =>
      db.count("delete from organization_domains where id = $1", [ours.id]),
    );
    expect(await codeOf(claim(db, stranger, world.globex, "acme.example"))).toBe("succeeded");
  });

  test("is made once", async ({ db, world }) => {
    await claim(db, world.people.admin, world.acme, "acme.example");
    expect(await codeOf(claim(db, world.people.admin, world.acme, "ACME.EXAMPLE"))).toBe("23505");
  });
});

describe("the primary hostname", () => {
  const primary = async (db: Database, { acme }: World) => {
    const rows = await db.all(
      "select hostname from organization_domains where organization_id = $1 and is_primary",
      [acme.id],
    );
    return rows.map(({ hostname }) => hostname);
  };

  test("is the first verified, then the chosen one, then the oldest left", async ({
    db,
    world,
  }) => {
    const { admin } = world.people;
    const domains: Domain[] = [];
    for (const name of ["one.example", "two.example", "three.example"]) {
      domains.push(await claim(db, admin, world.acme, name));
    }
    const [one, two, three] = domains;
    if (!one || !two || !three) throw new Error("three claims were made");
    const choose = ({ id }: Domain) =>
      codeOf(asUser(db, admin, () => db.one("select set_primary_domain($1)", [id])));
    expect(await choose(two)).toBe("domain_not_verified");
    expect(await primary(db, world)).toEqual([]);
    await verify(db, two);
    await verify(db, one);
    await verify(db, three);
    expect(await primary(db, world)).toEqual(["two.example"]);
    expect(await choose(three)).toBe("succeeded");
    expect(await primary(db, world)).toEqual(["three.example"]);
    await asUser(db, admin, () =>
      db.count("delete from organization_domains where id = $1", [three.id]),
    );
    expect(await primary(db, world)).toEqual(["one.example"]);
  });

  test("cannot be one that is not there", async ({ db, world }) => {
    for (const id of [world.acme.id, null]) {
      const attempt = asUser(db, world.people.admin, () =>
        db.one("select set_primary_domain($1)", [id]),
      );
      expect(await codeOf(attempt)).toBe("domain_not_found");
    }
  });
});

test.for(["", "unknown.example", null, "💥", "x".repeat(100_000), "a'; drop table x;--"])(
  "an unknown hostname is answered with nothing: %.20s",
  async (hostname, { db }) => {
    expect(await resolve(db, hostname)).toEqual([]);
  },
);
